import { describe, expect, it } from "vitest";
import type { GridData, SaveReply } from "../../islands/mark-grid/types";
import { type KeptSheet, type Waiting, absorb, leftOver, onDevice, sheetAt } from "../../islands/outbox/sheets";

const data: GridData = {
  book: "Toán 7A", storage_key: "khuevan:marks:1:book:u:1", locked: null, columns: [],
  rows: [{ id: "an", name: "An", cells: { gk: null, ck: 70 }, computed: { average: "" } }],
};
const reply = (part: Partial<SaveReply>): SaveReply => ({ saved: [], conflicts: [], refused: [], rows: [], ...part });
const home = { key: "khuevan:marks:1:book:u:1", book: "Toán 7A", page: "/u/", save: "/u/save" };
const sent = (value: number): Waiting => ({
  row: "an", column: "gk", home, named: "An, điểm giữa kì", draft: { id: "1", at: "", value, base: null, queued: "" },
});

describe("a kept sheet", () => {
  it("takes in what was saved and what follows from it", () => {
    const after = absorb(data, reply({
      saved: [{ row: "an", column: "gk", value: 85 }], rows: [{ id: "an", computed: { average: "7,8" } }],
    }));
    expect(after.rows[0]).toMatchObject({ cells: { gk: 85, ck: 70 }, computed: { average: "7,8" } });
    expect(data.rows[0]?.cells.gk).toBeNull();
  });

  it("is found by its page and, if the address names one, its term", () => {
    const sheet = (term: number, page = "/gradebook/books/u/") => ({ key: `k:${term}`, page }) as KeptSheet;
    const sheets = [sheet(1), sheet(2), sheet(1, "/other/")];
    const at = (address: string) => sheetAt(sheets, new URL(address, "http://kv.test"))?.key;
    expect(at("/gradebook/books/u/?term=1")).toBe("k:1");
    expect(at("/gradebook/books/u/")).toBe("k:2");
    expect(at("/gradebook/books/u/?term=3")).toBeUndefined();
    expect(at("/")).toBeUndefined();
  });
});

describe("the list of books on the device", () => {
  it("names those with waiting edits even where the sheet is gone", () => {
    const other = { ...home, key: "k:2", book: "Văn 7A" };
    const listed = onDevice([other], [sent(85), sent(90)]).map(({ book, count }) => [book, count]);
    expect(listed).toEqual([["Toán 7A", 2], ["Văn 7A", 0]]);
  });
});

describe("edits that were sent", () => {
  it("are let go of once saved", () => {
    expect(leftOver([sent(85)], reply({ saved: [{ row: "an", column: "gk", value: 85 }] }))).toEqual([]);
  });

  it("stay with both values in a conflict, and are not sent again before the choice", () => {
    const conflicts = [{ row: "an", column: "gk", yours: 85, theirs: 70, by: "Cô Mai", at: "14:02" }];
    const [left] = leftOver([sent(85)], reply({ conflicts }));
    expect(left?.draft).toEqual({
      id: "1", at: "", value: 85, base: null, conflict: { theirs: 70, by: "Cô Mai", at: "14:02" },
    });
    expect(leftOver([sent(70)], reply({ conflicts }))).toEqual([]);
  });

  it("stay with the reason of a refusal", () => {
    const [left] = leftOver([sent(85)], reply({ refused: [{ row: "an", column: "gk", message: "Đã khoá" }] }));
    expect(left?.draft.refused).toBe("Đã khoá");
    expect(left?.draft.queued).toBeUndefined();
  });
});
