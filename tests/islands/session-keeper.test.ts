import { describe, expect, it } from "vitest";
import { after, read, write } from "../../islands/session-keeper/entries";

const KEY = "khuevan:form:lan:conduct-7a";
const entry = { at: "2026-05-20T07:03:00Z", fields: [["words", "Chăm"]] as [string, string][], sent: true, from: "/conduct/" };

function shelf(sent: boolean): Storage {
  const things = new Map<string, string>([["other", "{}"]]);
  const made = {
    getItem: (key: string) => things.get(key) ?? null,
    setItem: (key: string, value: string) => void things.set(key, value),
    removeItem: (key: string) => void things.delete(key),
    key: (index: number) => [...things.keys()][index] ?? null,
    get length() { return things.size; },
  } as Storage;
  write(made, KEY, { ...entry, sent });
  return made;
}

describe("what was typed into a form", () => {
  it("is forgotten once a page follows its sending", () => {
    const kept = shelf(true);
    expect(after(kept, "arrived", "/conduct/", new Set())).toEqual([]);
    expect(read(kept, KEY)).toBeNull();
  });

  it.each(["interrupted", "again"] as const)("comes back when the sending was %s", (landing) => {
    const kept = shelf(true);
    expect(after(kept, landing, "/conduct/", new Set())).toEqual([KEY]);
    expect(read(kept, KEY)?.sent).toBe(false);
  });

  it("comes back after a log-in that was over before its page had loaded", () => {
    expect(after(shelf(true), "arrived", "/login/", new Set())).toEqual([KEY]);
  });

  it("stays while the form comes back with errors, and while it was not sent", () => {
    expect(after(shelf(true), "arrived", "/conduct/", new Set([KEY]))).toEqual([KEY]);
    expect(after(shelf(false), "arrived", "/conduct/", new Set())).toEqual([KEY]);
  });
});
