import { describe, expect, it } from "vitest";
import { isUsed } from "../../islands/styles/prune.js";

const words = new Set(["card", "visually-hidden", "focused"]);

describe("pruning Tabler", () => {
  it.each([
    ["body", true],
    [".card", true],
    [".card .visually-hidden:focus", true],
    [".carousel", false],
    [".card.carousel-item", false],
    [".card:not(.carousel, .accordion)", true],
    [".visually-hidden-focusable:not(:focus)", false],
    ["[data-bs-theme=dark] .card > a", true],
  ])("%s stays: %s", (selector, stays) => {
    expect(isUsed(selector, words)).toBe(stays);
  });
});
