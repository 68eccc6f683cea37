/** The grid at work: what the keyboard, the mouse and the clipboard do to the store and the sheet. */

import { isEditable } from "./cell";
import { Editor } from "./editor";
import { givenName } from "./format";
import type { Shown } from "./history";
import { type Move, type Place, move } from "./navigate";
import { Notices } from "./notices";
import { pasteBlock, read, splitBlock } from "./paste";
import { isComplete } from "./parse";
import { Sheet } from "./sheet";
import { type Kept, Store } from "./store";
import type { GridSay } from "./texts";
import type { Cell, Column, GridData, Row } from "./types";

export class Grid {
  readonly store: Store;
  readonly sheet: Sheet;
  readonly editor = new Editor();
  readonly notices = new Notices();
  /** Called with the cells that changed. */
  changed: (cells: Cell[]) => void = () => {};
  /** Called when another column is looked at. */
  columnShown: (c: number) => void = () => {};
  /** Whether a cell that is complete sends the hands to the next pupil. */
  advances: () => boolean = () => false;
  /** Called when a cell is opened whose conflict waits for a choice. */
  conflictOpened: (cell: Cell) => void = () => {};
  locked: boolean;
  /** Where the run of Tabs began: Enter goes back to that column, as in a spreadsheet. */
  private tabStart: number | null = null;
  readonly data: GridData;
  readonly say: GridSay;

  constructor(data: GridData, say: GridSay) {
    this.data = data;
    this.say = say;
    this.store = new Store(data);
    this.sheet = new Sheet(data, this.store, say);
    this.locked = data.locked !== null;
  }

  column(key: string): Column | undefined {
    return this.data.columns.find((column) => column.key === key);
  }

  /** "An, điểm giữa kỳ": how a cell is called in a sentence. */
  cellName({ row, column }: Cell): string {
    const pupil = this.data.rows.find((candidate) => candidate.id === row)?.name ?? "";
    const title = this.column(column)?.title ?? column;
    return `${givenName(pupil)}, ${title.charAt(0).toLocaleLowerCase("vi")}${title.slice(1)}`;
  }

  private at(place: Place): { row: Row; column: Column; cell: Cell } | null {
    const row = this.sheet.rowAt(place);
    const column = this.sheet.columnAt(place);
    return row && column ? { row, column, cell: { row: row.id, column: column.key } } : null;
  }

  /** Opens the field in a cell; `empty` when the teacher types over what is there. */
  edit(place: Place, empty: boolean): void {
    const found = this.at(place);
    const td = this.sheet.cellAt(place);
    if (!found || !td || this.editor.isOpen) return;
    if (this.locked || !isEditable(found.row, found.column)) {
      return this.notices.announce(found.row.closed?.[found.column.key] ?? found.column.closed ?? this.say("cell.readonly"));
    }
    if (this.store.draft(found.cell)?.conflict) return this.conflictOpened(found.cell);
    this.sheet.activate(place);
    this.editor.open(td, place, found.row, found.column, this.store.shown(found.cell), empty);
  }

  /** A key pressed on a choice sets it; on other cells it begins typing. */
  type(place: Place, key: string): boolean {
    const found = this.at(place);
    if (found?.column.kind !== "choice") {
      this.edit(place, true);
      return false;
    }
    if (this.locked || !isEditable(found.row, found.column)) return true;
    const shown = read(key, found.column, this.say);
    if (shown.bad) this.notices.announce(this.say("cell.bad", { cell: this.cellName(found.cell), reason: shown.bad.reason }));
    else {
      this.enter([{ ...found.cell, shown }]);
      if (this.advances()) this.move("down");
    }
    return true;
  }

  /** Ends the edit and takes what was typed. */
  commit(): void {
    const { place, isChanged, text } = this.editor;
    const found = this.editor.isOpen ? this.at(place) : null;
    if (!found) return;
    this.editor.close();
    if (isChanged) this.enter([{ ...found.cell, shown: read(text, found.column, this.say) }]);
    this.sheet.paint([found.cell]);
  }

  /** Ends the edit and forgets what was typed. */
  cancel(): void {
    const found = this.at(this.editor.place);
    this.editor.close();
    if (found) this.sheet.paint([found.cell]);
    this.sheet.focus(this.editor.place);
  }

  /** Goes on to the next pupil once the open field holds all that its cell takes; `open` opens the next field, too. */
  advance(open: boolean): boolean {
    const column = this.editor.isOpen ? this.sheet.columnAt(this.editor.place) : undefined;
    if (!column || !this.advances() || !isComplete(this.editor.text, column, this.say)) return false;
    this.commit();
    if (this.move("down") && open) this.edit(this.sheet.active, false);
    return true;
  }

  /** Copies the value above into a cell; or, with `all`, the cell's own value into every empty cell beneath. */
  fillDown(place: Place, all: boolean): void {
    const from = this.at(all ? place : { ...place, r: place.r - 1 });
    if (!from || this.locked) return;
    const shown = this.store.shown(from.cell);
    const below = all ? this.sheet.visibleRows.slice(place.r + 1) : this.sheet.visibleRows.slice(place.r, place.r + 1);
    const cells = below.filter((row) => isEditable(row, from.column)).map((row) => ({ row: row.id, column: from.column.key }));
    const empty = (cell: Cell) => this.store.shown(cell).value === null && !this.store.shown(cell).bad;
    if (shown.bad || shown.value === null) return;
    this.enter(cells.filter((cell) => !all || empty(cell)).map((cell) => ({ ...cell, shown })));
  }

  clear(place: Place): void {
    const found = this.at(place);
    if (!found || this.locked || !isEditable(found.row, found.column)) return;
    this.enter([{ ...found.cell, shown: { value: null } }]);
  }

  paste(text: string, at: Place): void {
    if (this.locked) return;
    const { say, data } = this;
    const pasted = pasteBlock(splitBlock(text), at, this.sheet.visibleRows, data.columns, say);
    this.enter(pasted.entries);
    const parts = [say("pasted", { count: pasted.entries.length })];
    if (pasted.bad > 0) parts.push(say("pasted.bad", { count: pasted.bad }));
    if (pasted.over > 0) {
      const left = this.sheet.visibleRows.length - at.r;
      parts.push(say("pasted.over", { rows: left + pasted.over, left, over: pasted.over }));
    }
    if (pasted.outside > 0) parts.push(say("pasted.outside", { count: pasted.outside }));
    const level = pasted.bad + pasted.outside + pasted.over > 0 ? "warning" : "info";
    this.notices.show("pasted", { level, text: parts.join(" ") });
  }

  undo(): void {
    this.reveal(this.store.undo());
  }

  redo(): void {
    this.reveal(this.store.redo());
  }

  private reveal(cells: Cell[]): void {
    const place = cells[0] && this.sheet.placeOfCell(cells[0]);
    this.changed(cells);
    if (place) this.go(place);
  }

  private enter(entries: (Cell & { shown: Shown })[]): void {
    this.notices.hide("pasted");
    const cells = this.store.enter(entries);
    if (cells.length > 0) this.changed(cells);
    const bad = entries.length === 1 ? entries[0] : undefined;
    if (bad?.shown.bad) {
      this.notices.announce(this.say("cell.bad", { cell: this.cellName(bad), reason: bad.shown.bad.reason }));
    }
  }

  /** Moves as a key says. False when the key leaves the grid. */
  move(how: Move): boolean {
    const from = this.sheet.active;
    const to = move(from, how, this.sheet.shape);
    if (!to) {
      this.tabStart = null;
      this.sheet.focus(from);
      return false;
    }
    if (how === "next" || how === "previous") this.tabStart ??= from.c;
    else if (how === "down" && this.tabStart !== null) to.c = this.tabStart;
    if (how !== "next" && how !== "previous") this.tabStart = null;
    this.go(to);
    return true;
  }

  /** Puts the focus on a place, showing its column. */
  go(place: Place): void {
    this.columnShown(place.c);
    this.sheet.focus(place);
  }

  /** Goes to the first cell that holds something wrong. */
  goToBad(): void {
    const bad = this.store.kept().find(({ draft }) => draft.bad || draft.refused);
    const place = bad && this.sheet.placeOfCell(bad);
    if (place) this.go(place);
  }

  /** Everything unsaved, with the text that is being typed at this moment. */
  keptNow(): Kept[] {
    const kept = this.store.kept();
    const found = this.editor.isChanged ? this.at(this.editor.place) : null;
    if (!found) return kept;
    const { bad, value } = read(this.editor.text, found.column, this.say);
    const base = this.store.draft(found.cell)?.base ?? this.store.savedValue(found.cell);
    const draft = { ...this.editor.stamp, value, base, ...(bad ? { bad } : {}) };
    const others = kept.filter(({ row, column }) => row !== found.cell.row || column !== found.cell.column);
    return [...others, { ...found.cell, draft }];
  }
}
