/** One cell as it looks: its value, and in words and colour whether it is saved, wrong, or disputed. */

import { el } from "../dom";
import { format } from "./format";
import type { Store } from "./store";
import type { GridSay } from "./texts";
import type { Column, Row } from "./types";

/** Whether somebody fills this cell in, be it the reader or not. */
export function isFilledIn(row: Row, column: Column): boolean {
  return column.kind !== "computed" && !row.readonly && row.closed?.[column.key] === undefined;
}

/** Whether the reader may type into the cell, as long as the book is open. */
export function isEditable(row: Row, column: Column): boolean {
  return column.editable === true && isFilledIn(row, column);
}

/** Fills `td` from the store. */
export function paintCell(td: HTMLElement, row: Row, column: Column, store: Store, say: GridSay): void {
  const cell = { row: row.id, column: column.key };
  const draft = store.draft(cell);
  const shown = store.shown(cell);
  const reason = shown.bad?.reason ?? draft?.refused ?? "";
  const text = shown.bad?.text ?? format(shown.value, column);
  // Hundreds of cells hold plain values: a text alone is drawn fastest.
  const plain = !reason && column.kind !== "text";
  td.replaceChildren(plain ? text : el("span", { class: "mg-value" }, text));
  if (reason) td.append(el("small", { class: "mg-reason" }, reason));
  if (draft?.conflict) td.append(theirs(format(draft.conflict.theirs, column), draft.conflict.by, say));
  td.dataset.state = reason ? "bad" : draft?.conflict ? "conflict" : draft ? "unsaved" : "";
  td.toggleAttribute("data-empty", text === "");
  if (reason) td.setAttribute("aria-invalid", "true");
  else td.removeAttribute("aria-invalid");
}

function theirs(value: string, by: string, say: GridSay): HTMLElement {
  return el("small", { class: "mg-theirs" }, `${by || say("conflict.somebody")}: ${value || say("cell.empty")}`);
}

export type Freshness = "" | "stale" | "provisional";

/** Fills a computed cell; `freshness` tells whether it follows from what is saved. */
export function paintComputed(td: HTMLElement, text: string, freshness: Freshness, say: GridSay): void {
  td.replaceChildren(freshness ? el("span", { class: "mg-value" }, text) : text);
  td.dataset.state = freshness;
  td.toggleAttribute("data-empty", text === "");
  if (freshness) td.title = say(freshness);
  else td.removeAttribute("title");
}
