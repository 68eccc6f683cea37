/** Two people, one cell: both values side by side, and the teacher chooses. */

import { button, el } from "../dom";
import { format, moment } from "./format";
import type { Kept } from "./store";
import type { GridSay } from "./texts";
import type { Cell, Column } from "./types";

export type Choose = (cells: Cell[], choice: "mine" | "theirs") => void;

export interface Naming {
  column: (key: string) => Column | undefined;
  cell: (cell: Cell) => string;
}

/** A list of the cells in conflict with two buttons each; with more than one also two buttons for all. */
export function conflictList(kept: Kept[], naming: Naming, choose: Choose, say: GridSay): HTMLElement {
  const title = el("p", { class: "mg-conflict-title" }, say("conflict.title"));
  const list = el("ul", {}, ...kept.map((item) => line(item, naming, choose, say)));
  const box = el("section", { "class": "alert alert--warning mg-notice", "aria-label": say("conflict.title") }, title, list);
  if (kept.length > 1) {
    box.append(el("div", { class: "mg-actions" },
      button(say("conflict.all.mine"), () => choose(kept, "mine"), "btn btn-sm"),
      button(say("conflict.all.theirs"), () => choose(kept, "theirs"), "btn btn-sm")));
  }
  return box;
}

function line(item: Kept, naming: Naming, choose: Choose, say: GridSay): HTMLElement {
  const column = naming.column(item.column);
  const read = (value: Kept["draft"]["value"]) => (column ? format(value, column) : String(value ?? "")) || say("cell.empty");
  const { draft } = item;
  const yours = draft.bad?.text ?? read(draft.value);
  const theirs = read(draft.conflict?.theirs ?? null);
  const by = draft.conflict?.by || say("conflict.somebody");
  const text = say("conflict.line", {
    cell: naming.cell(item), yours, theirs, by, at: moment(draft.conflict?.at ?? ""),
  });
  const take = (choice: "mine" | "theirs", value: string) =>
    button(say(`conflict.${choice}`, { value }), () => choose([item], choice), "btn btn-sm");
  return el("li", { "data-cell": `${item.row} ${item.column}` }, el("span", {}, text),
    el("span", { class: "mg-actions" }, take("mine", yours), take("theirs", theirs)));
}
