/** The table on the page: builds it, paints its cells, knows which one is active. */

import { el } from "../dom";
import { type Freshness, isEditable, paintCell, paintComputed } from "./cell";
import type { Place, Shape } from "./navigate";
import type { Store } from "./store";
import type { GridSay } from "./texts";
import { totalOf } from "./totals";
import type { Cell, Column, ComputedRow, GridData, Row } from "./types";

export class Sheet {
  readonly table: HTMLTableElement;
  readonly scroller: HTMLElement;
  active: Place = { r: 0, c: 0 };
  private tabStop: HTMLElement | undefined;
  /** Indexes of the rows that are shown, in order. */
  private view: number[];
  private readonly lines: HTMLTableRowElement[] = [];
  private readonly heads: HTMLTableCellElement[] = [];
  private readonly feet: HTMLTableCellElement[] = [];
  private readonly rowIndex = new Map<string, number>();
  private readonly columnIndex = new Map<string, number>();
  private readonly data: GridData;
  private readonly store: Store;
  private readonly say: GridSay;

  constructor(data: GridData, store: Store, say: GridSay) {
    this.data = data;
    this.store = store;
    this.say = say;
    this.view = data.rows.map((row, index) => (this.rowIndex.set(row.id, index), index));
    data.columns.forEach((column, index) => this.columnIndex.set(column.key, index));
    this.table = el("table", { role: "grid", class: "mg-table", "aria-label": data.book }, this.head(), this.body(),
      this.foot());
    this.scroller = el("div", { class: "mg-scroll" }, this.table);
    this.lock(data.locked !== null);
    this.activate(this.firstEditable());
  }

  private head(): HTMLElement {
    this.heads.push(...this.data.columns.map((column) => {
      const short = el("span", { "aria-hidden": "true" }, column.label);
      const full = el("span", { class: "visually-hidden" }, column.title);
      return el("th", { scope: "col", role: "columnheader", title: column.title, "data-kind": column.kind }, short, full);
    }));
    const corner = el("th", { scope: "col", role: "columnheader", class: "mg-name" }, this.say("name"));
    return el("thead", {}, el("tr", { role: "row" }, corner, ...this.heads));
  }

  private body(): HTMLElement {
    this.data.rows.forEach((row, index) => {
      const cells = this.data.columns.map((column) => this.cell(row, column));
      this.lines.push(el("tr", { role: "row" }, rowHead(row, index + 1), ...cells));
    });
    return el("tbody", {}, ...this.lines);
  }

  private foot(): HTMLElement {
    this.feet.push(...this.data.columns.map((column) =>
      el("td", { "role": "gridcell", "data-kind": column.kind, "aria-readonly": "true" })));
    const name = el("th", { scope: "row", role: "rowheader", class: "mg-name" }, this.say("totals"));
    return el("tfoot", {}, el("tr", { role: "row" }, name, ...this.feet));
  }

  /** Counts and means under the columns, of what the cells show now. */
  paintTotals(): void {
    this.data.columns.forEach((column, c) => {
      if (column.kind === "computed") return;
      const { filled, of, figure } = totalOf(column, this.data.rows, this.store);
      const label = this.say(column.kind === "count" ? "totals.sum" : "totals.mean", { figure });
      this.feet[c]?.replaceChildren(`${filled}/${of}`, ...(figure ? [el("small", {}, label)] : []));
    });
  }

  private cell(row: Row, column: Column): HTMLTableCellElement {
    const editable = isEditable(row, column);
    const td = el("td", {
      role: "gridcell", tabindex: -1, "data-kind": column.kind, "aria-readonly": editable ? undefined : "true",
      "title": row.closed?.[column.key] ?? column.closed,
    });
    if (column.kind === "computed") paintComputed(td, row.computed?.[column.key] ?? "", "", this.say);
    else paintCell(td, row, column, this.store, this.say);
    return td;
  }

  get shape(): Shape {
    const editable = this.data.columns.map((column) => column.editable === true && column.kind !== "computed");
    return { rows: this.view.length, editable };
  }

  get visibleRows(): Row[] {
    return this.view.map((index) => this.data.rows[index] as Row);
  }

  rowAt({ r }: Place): Row | undefined {
    return this.data.rows[this.view[r] ?? -1];
  }

  columnAt({ c }: Place): Column | undefined {
    return this.data.columns[c];
  }

  cellAt({ r, c }: Place): HTMLTableCellElement | undefined {
    return this.lines[this.view[r] ?? -1]?.cells[c + 1];
  }

  /** The place of a cell or of anything in it; null outside the cells and in hidden rows. */
  placeOf(target: EventTarget | null): Place | null {
    const td = target instanceof Element ? target.closest("td") : null;
    if (!td || !this.table.contains(td)) return null;
    const r = this.view.indexOf(this.lines.indexOf(td.parentElement as HTMLTableRowElement));
    return r < 0 ? null : { r, c: td.cellIndex - 1 };
  }

  placeOfCell({ row, column }: Cell): Place | null {
    const r = this.view.indexOf(this.rowIndex.get(row) ?? -1);
    const c = this.columnIndex.get(column);
    return r < 0 || c === undefined ? null : { r, c };
  }

  private firstEditable(): Place {
    return { r: 0, c: Math.max(0, this.shape.editable.indexOf(true)) };
  }

  /** Makes the place the one that Tab comes back to. */
  activate(place: Place): void {
    this.tabStop?.setAttribute("tabindex", "-1");
    this.active = place;
    this.tabStop = this.cellAt(place);
    this.tabStop?.setAttribute("tabindex", "0");
  }

  focus(place: Place): void {
    this.activate(place);
    const td = this.cellAt(place);
    td?.focus({ preventScroll: true });
    td?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Paints cells anew; the one that is being typed into is left alone. */
  paint(cells: Cell[]): void {
    for (const cell of cells) {
      const row = this.data.rows[this.rowIndex.get(cell.row) ?? -1];
      const c = this.columnIndex.get(cell.column) ?? -1;
      const column = this.data.columns[c];
      const td = this.lines[this.rowIndex.get(cell.row) ?? -1]?.cells[c + 1];
      if (!row || !column || !td || td.querySelector(".mg-editor")) continue;
      paintCell(td, row, column, this.store, this.say);
    }
  }

  /** What follows from the saved marks of a row. */
  setComputed({ id, computed }: ComputedRow): void {
    const row = this.data.rows[this.rowIndex.get(id) ?? -1];
    if (row) row.computed = { ...row.computed, ...computed };
  }

  /** Shows what follows from the marks of a row: what is saved, what a preview says, or the old values as stale. */
  paintComputed(id: string, freshness: Freshness, preview?: ComputedRow["computed"]): void {
    const index = this.rowIndex.get(id) ?? -1;
    this.data.columns.forEach((column, c) => {
      const td = this.lines[index]?.cells[c + 1];
      if (column.kind !== "computed" || !td) return;
      const saved = this.data.rows[index]?.computed?.[column.key] ?? "";
      const text = freshness === "stale" ? td.textContent : (preview?.[column.key] ?? saved);
      paintComputed(td, text ?? "", freshness, this.say);
    });
  }

  /** Shows only the rows that pass. */
  filter(passes: (row: Row) => boolean): void {
    const kept = this.rowAt(this.active)?.id;
    this.view = this.data.rows.flatMap((row, index) => (passes(row) ? [index] : []));
    this.lines.forEach((line, index) => { line.hidden = !this.view.includes(index); });
    const r = this.view.indexOf(this.rowIndex.get(kept ?? "") ?? -1);
    this.activate({ r: Math.max(0, r), c: this.active.c });
  }

  /** On narrow screens one column is shown: marks it for the style sheet. */
  showColumn(c: number): void {
    for (const line of [this.table.tHead?.rows[0], this.table.tFoot?.rows[0], ...this.lines]) {
      line?.querySelector(".mg-here")?.classList.remove("mg-here");
      line?.cells[c + 1]?.classList.add("mg-here");
    }
  }

  lock(locked: boolean): void {
    if (locked) this.table.setAttribute("aria-readonly", "true");
    this.table.classList.toggle("mg-locked", locked);
  }
}

function rowHead(row: Row, number: number): HTMLElement {
  const name = el("span", { class: "mg-fullname" }, row.name);
  const head = el("th", { scope: "row", role: "rowheader", class: "mg-name", title: row.code },
    el("span", { class: "mg-number", "aria-hidden": "true" }, String(number)), name);
  if (row.note) head.append(el("small", { class: "mg-note" }, row.note));
  return head;
}
