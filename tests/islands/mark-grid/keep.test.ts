import { describe, expect, it } from "vitest";
import { keep, recall } from "../../../islands/mark-grid/keep";

const kept = [{ row: "an", column: "gk", draft: { value: 85, base: null } }];

function shelf(): Storage {
  const things = new Map<string, string>();
  return {
    getItem: (key: string) => things.get(key) ?? null,
    setItem: (key: string, value: string) => void things.set(key, value),
    removeItem: (key: string) => void things.delete(key),
  } as Storage;
}

describe("unsent edits", () => {
  it("come back as they were", () => {
    const place = shelf();
    const now = new Date("2026-01-05T07:03:00Z");
    keep(place, "lan/7a", kept, now);
    expect(recall(place, "lan/7a", now)).toEqual({ at: now.toISOString(), kept });
    expect(recall(place, "mai/7a", now)).toBeNull();
  });

  it("leave no trace once they are saved", () => {
    const place = shelf();
    keep(place, "lan/7a", kept);
    keep(place, "lan/7a", []);
    expect(place.getItem("lan/7a")).toBeNull();
  });

  it("are forgotten after three days, or when unreadable", () => {
    const place = shelf();
    keep(place, "lan/7a", kept, new Date("2026-01-05T07:03:00Z"));
    expect(recall(place, "lan/7a", new Date("2026-01-08T07:04:00Z"))).toBeNull();
    place.setItem("lan/7a", "{");
    expect(recall(place, "lan/7a")).toBeNull();
  });

  it("do not stop the work where the browser allows no storage", () => {
    const refusing = { ...shelf(), setItem: () => { throw new Error("QuotaExceededError"); } };
    expect(() => keep(refusing, "lan/7a", kept)).not.toThrow();
  });
});
