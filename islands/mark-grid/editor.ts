/** The field that appears in a cell while it is edited: one line, a comment, or a choice. */

import { el } from "../dom";
import { format } from "./format";
import type { Place } from "./navigate";
import type { Shown } from "./history";
import { stamp } from "./store";
import type { Column, Row } from "./types";

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export class Editor {
  field: Field | null = null;
  place: Place = { r: 0, c: 0 };
  /** What is being typed, as an edit. */
  stamp = stamp();
  private opened = "";

  get isOpen(): boolean {
    return this.field !== null;
  }

  /** Whether something was typed since the field opened. */
  get isChanged(): boolean {
    return this.field !== null && this.field.value !== this.opened;
  }

  get text(): string {
    return this.field?.value ?? "";
  }

  /** Opens the field in `td`: empty for typing over, or holding what the cell shows. */
  open(td: HTMLElement, place: Place, row: Row, column: Column, shown: Shown, empty: boolean): void {
    const field = build(column, `${row.name}, ${column.title}`);
    if (column.kind === "choice") field.value = String(shown.value ?? "");
    else field.value = empty ? "" : (shown.bad?.text ?? format(shown.value, column));
    this.opened = empty ? "\0" : field.value;
    this.field = field;
    this.stamp = stamp();
    this.place = place;
    td.replaceChildren(field);
    td.dataset.state = "";
    field.focus();
    if (field instanceof HTMLTextAreaElement) this.grow(field);
    if (!(field instanceof HTMLSelectElement)) field.setSelectionRange(field.value.length, field.value.length);
  }

  /** Takes the field away. The caller paints the cell again. */
  close(): void {
    const field = this.field;
    this.field = null;
    field?.remove();
  }

  /** Whether an arrow to that side would leave the text. */
  isAtEdge(side: "left" | "right"): boolean {
    const field = this.field;
    if (!(field instanceof HTMLInputElement) || field.selectionStart !== field.selectionEnd) return false;
    return field.selectionStart === (side === "left" ? 0 : field.value.length);
  }

  /** A comment's field is as high as its text. */
  grow(field: HTMLTextAreaElement): void {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  }
}

function build(column: Column, label: string): Field {
  const attributes = { "class": "mg-editor", "aria-label": label, "enterkeyhint": "next" };
  if (column.kind === "choice") {
    const options = (column.options ?? []).map((option) => el("option", { value: option.value }, option.label));
    return el("select", attributes, el("option", { value: "" }), ...options);
  }
  if (column.kind === "text") return el("textarea", { ...attributes, rows: 1 });
  const inputmode = column.kind === "score" ? "decimal" : "numeric";
  return el("input", { ...attributes, type: "text", inputmode, autocomplete: "off", spellcheck: "false" });
}
