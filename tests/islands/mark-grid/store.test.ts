import { describe, expect, it } from "vitest";
import { Store } from "../../../islands/mark-grid/store";
import type { SaveReply, Value } from "../../../islands/mark-grid/types";

const an = { row: "an", column: "gk" };
const binh = { row: "binh", column: "gk" };
const bad = { text: "11,5", reason: "Điểm từ 0 đến 10" };

const book = () => new Store({
  rows: [{ id: "an", name: "An", cells: { gk: null } }, { id: "binh", name: "Bình", cells: { gk: 70 } }],
});
const type = (store: Store, cell: typeof an, value: Value) => store.enter([{ ...cell, shown: { value } }]);
const reply = (part: Partial<SaveReply>): SaveReply => ({ saved: [], conflicts: [], refused: [], rows: [], ...part });
const conflict = (theirs: Value) => reply({ conflicts: [{ ...an, yours: 85, theirs, by: "Cô Mai", at: "14:02" }] });

describe("typing", () => {
  it("is sent with the value that was seen", () => {
    const store = book();
    type(store, binh, 85);
    expect(store.edits()).toMatchObject([{ ...binh, value: 85, base: 70 }]);
  });

  it("back to the saved value leaves nothing to save", () => {
    const store = book();
    type(store, binh, 85);
    type(store, binh, 70);
    expect(store.kept()).toEqual([]);
  });

  it("keeps text that is no mark visible and never sends it", () => {
    const store = book();
    store.enter([{ ...an, shown: { value: null, bad } }]);
    expect(store.shown(an)).toEqual({ value: null, bad });
    expect(store.edits(true)).toEqual([]);
    expect(store.counts()).toEqual({ unsaved: 1, bad: 1, conflicts: 0 });
  });

  it("can be undone and redone, a paste as one step", () => {
    const store = book();
    store.enter([{ ...an, shown: { value: 85 } }, { ...binh, shown: { value: null, bad } }]);
    expect(store.undo()).toHaveLength(2);
    expect(store.kept()).toEqual([]);
    store.redo();
    expect(store.shown(an).value).toBe(85);
    expect(store.shown(binh).bad).toEqual(bad);
    expect(store.undo()).toHaveLength(2);
    expect(store.undo()).toEqual([]);
  });
});

describe("the server's answer", () => {
  it("saved: nothing is left, and undo then changes the saved mark back", () => {
    const store = book();
    type(store, an, 85);
    store.sending(store.edits());
    store.accept(reply({ saved: [{ ...an, value: 85 }] }));
    expect(store.kept()).toEqual([]);
    store.undo();
    expect(store.edits()).toMatchObject([{ ...an, value: null, base: 85 }]);
  });

  it("saved, while the cell was typed over: the new value stays unsaved on the new base", () => {
    const store = book();
    type(store, an, 85);
    store.sending(store.edits());
    type(store, an, 90);
    store.accept(reply({ saved: [{ ...an, value: 85 }] }));
    expect(store.edits()).toMatchObject([{ ...an, value: 90, base: 85 }]);
  });

  it("saved, while the cell was taken back: taking it back is unsaved", () => {
    const store = book();
    type(store, an, 85);
    store.sending(store.edits());
    store.undo();
    store.accept(reply({ saved: [{ ...an, value: 85 }] }));
    expect(store.edits()).toMatchObject([{ ...an, value: null, base: 85 }]);
  });

  it("not taken at all: what was taken back meanwhile needs no saving", () => {
    const store = book();
    type(store, an, 85);
    type(store, binh, 60);
    store.sending(store.edits());
    store.undo();
    store.notTaken();
    expect(store.edits()).toMatchObject([{ ...an, value: 85, base: null }]);
  });

  it("refused: the mark stays and is sent again only on demand", () => {
    const store = book();
    type(store, an, 85);
    store.sending(store.edits());
    store.accept(reply({ refused: [{ ...an, message: "Em đã chuyển trường" }] }));
    expect(store.draft(an)?.refused).toBe("Em đã chuyển trường");
    expect([store.edits().length, store.edits(true).length]).toEqual([0, 1]);
  });
});

describe("two teachers on one cell", () => {
  const disputed = (theirs: Value) => {
    const store = book();
    type(store, an, 85);
    store.sending(store.edits());
    store.accept(conflict(theirs));
    return store;
  };

  it("waits for a choice", () => {
    const store = disputed(70);
    expect(store.edits(true)).toEqual([]);
    expect(store.draft(an)?.conflict).toEqual({ theirs: 70, by: "Cô Mai", at: "14:02" });
  });

  it("mine goes out again over theirs", () => {
    const store = disputed(70);
    store.resolve(an, "mine");
    expect(store.edits()).toMatchObject([{ ...an, value: 85, base: 70 }]);
  });

  it("theirs leaves nothing to save", () => {
    const store = disputed(70);
    store.resolve(an, "theirs");
    expect(store.shown(an)).toEqual({ value: 70 });
    expect(store.kept()).toEqual([]);
  });

  it("who typed the same have no conflict", () => {
    expect(disputed(85).kept()).toEqual([]);
  });
});

describe("ids of edits", () => {
  const idOf = (store: Store) => store.edits()[0]?.id;

  it("stay while the value stays, and are new for a new value or a choice over somebody else's", () => {
    const store = book();
    type(store, an, 85);
    const first = idOf(store);
    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    store.sending(store.edits());
    store.notTaken();
    expect(idOf(store)).toBe(first);
    type(store, an, 90);
    const second = idOf(store);
    expect(second).not.toBe(first);
    store.sending(store.edits());
    store.accept(conflict(70));
    store.resolve(an, "mine");
    expect(idOf(store)).not.toBe(second);
  });
});

describe("coming back", () => {
  const draft = (value: Value, base: Value) => ({ id: `${value}`, at: "", value, base });

  it("takes back what was kept, except what the server has by now", () => {
    const store = book();
    const kept = [{ ...an, draft: draft(85, null) }, { ...binh, draft: draft(70, 60) }];
    expect(store.restore(kept)).toEqual([kept[0]]);
    expect(store.edits()).toMatchObject([{ ...an, id: "85", value: 85, base: null }]);
  });

  it("knows what was to be saved, with its reason, and forgets that once it was refused", () => {
    const store = book();
    store.restore([{ ...an, draft: { ...draft(85, null), queued: "Chấm lại" } }, { ...binh, draft: draft(60, 70) }]);
    expect([...store.queued()]).toMatchObject([["Chấm lại", [{ ...an, value: 85 }]]]);
    store.notTaken();
    expect(store.queued().size).toBe(0);
    expect(store.edits()).toHaveLength(2);
  });

  it("asks anew about a conflict whose other value has changed since", () => {
    const store = book();
    const theirs = (value: Value) => ({ theirs: value, by: "Cô Mai", at: "" });
    store.restore([{ ...binh, draft: { ...draft(90, 60), conflict: theirs(65) } }]);
    expect(store.edits()).toMatchObject([{ ...binh, value: 90, base: 60 }]);
    const other = book();
    other.restore([{ ...binh, draft: { ...draft(90, 60), conflict: theirs(70) } }]);
    expect(other.edits()).toEqual([]);
  });

  it("does not put an old value over what is being typed", () => {
    const store = book();
    type(store, an, 90);
    expect(store.restore([{ ...an, draft: draft(85, null) }])).toEqual([]);
    expect(store.shown(an).value).toBe(90);
  });
});
