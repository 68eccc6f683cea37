import { describe, expect, it } from "vitest";
import { move, moveOf } from "../../../islands/mark-grid/navigate";

const shape = { rows: 45, editable: [true, true, false, true] };
const key = (name: string, held: Partial<Record<"shiftKey" | "ctrlKey" | "metaKey" | "altKey", boolean>> = {}) =>
  moveOf({ key: name, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held });

describe("moves", () => {
  it.each([
    ["down", { r: 5, c: 1 }], ["up", { r: 3, c: 1 }], ["left", { r: 4, c: 0 }], ["right", { r: 4, c: 2 }],
    ["home", { r: 4, c: 0 }], ["end", { r: 4, c: 3 }], ["first", { r: 0, c: 0 }], ["last", { r: 44, c: 3 }],
    ["pagedown", { r: 14, c: 1 }], ["pageup", { r: 0, c: 1 }],
  ] as const)("%s", (how, place) => {
    expect(move({ r: 4, c: 1 }, how, shape)).toEqual(place);
  });

  it("stop at the edges", () => {
    expect(move({ r: 44, c: 3 }, "down", shape)).toEqual({ r: 44, c: 3 });
    expect(move({ r: 0, c: 0 }, "left", shape)).toEqual({ r: 0, c: 0 });
  });

  it("by Tab skip columns that cannot be typed into, and leave the grid at the last one", () => {
    expect(move({ r: 4, c: 1 }, "next", shape)).toEqual({ r: 4, c: 3 });
    expect(move({ r: 4, c: 3 }, "previous", shape)).toEqual({ r: 4, c: 1 });
    expect(move({ r: 4, c: 3 }, "next", shape)).toBeNull();
    expect(move({ r: 4, c: 0 }, "previous", shape)).toBeNull();
  });
});

describe("keys", () => {
  it("mean moves", () => {
    expect([key("Enter"), key("Enter", { shiftKey: true }), key("Tab"), key("Tab", { shiftKey: true })])
      .toEqual(["down", "up", "next", "previous"]);
    expect([key("Home"), key("Home", { ctrlKey: true }), key("End", { metaKey: true }), key("ArrowLeft")])
      .toEqual(["home", "first", "last", "left"]);
  });

  it("of the browser and of typing are left alone", () => {
    expect([key("ArrowLeft", { altKey: true }), key("ArrowDown", { ctrlKey: true }), key("8"), key("F5")])
      .toEqual([null, null, null, null]);
  });
});
