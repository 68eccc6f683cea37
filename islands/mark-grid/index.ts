/** `<mark-grid>`: the gradebook as a grid that is filled in by keyboard alone. */

import "./style.css";
import { define, el } from "../dom";
import { isFilledIn } from "./cell";
import { moment } from "./format";
import { Grid } from "./grid";
import { listen } from "./keyboard";
import { Sending } from "./sending";
import { KEYS, gridTexts } from "./texts";
import { Toolbar } from "./toolbar";
import type { Cell, GridData, Row } from "./types";
import { Unsent } from "./unsent";

const AUTOSAVE_AFTER = 1500;
const KEEP_AFTER = 400;
const NARROW = "(max-width: 600px)";

class MarkGrid extends HTMLElement {
  private grid!: Grid;
  private toolbar!: Toolbar;
  private sending!: Sending;
  private unsent!: Unsent;
  private life = new AbortController();
  private readonly narrow = matchMedia(NARROW);
  private autosaveTimer: ReturnType<typeof setTimeout> | undefined;
  private keepTimer: ReturnType<typeof setTimeout> | undefined;

  connectedCallback(): void {
    const block = document.getElementById(this.getAttribute("data") ?? "");
    if (!block) return;
    const data = JSON.parse(block.textContent ?? "") as GridData;
    const say = gridTexts(data.messages);
    this.life = new AbortController();
    this.grid = new Grid(data, say);
    const to = { save: this.getAttribute("save-url") ?? "", preview: this.getAttribute("preview-url") ?? "" };
    this.unsent = new Unsent(this.grid, to);
    this.sending = new Sending(this.grid, this, { ...to, csrf: this.getAttribute("csrf") ?? "" });
    const writable = !this.grid.locked && this.grid.sheet.shape.editable.includes(true);
    this.toolbar = new Toolbar(data.columns, writable, {
      save: () => this.save(),
      filter: () => this.filter(),
      pick: (c) => this.pick(c),
      goToBad: () => this.grid.goToBad(),
      autosave: () => this.scheduleAutosave(),
    }, say);
    this.replaceChildren(this.toolbar.element, this.grid.notices.element, this.grid.sheet.scroller, this.help());
    this.wire();
    void this.restore();
    this.showLock();
    this.pick(this.grid.sheet.active.c);
    this.showStatus();
  }

  disconnectedCallback(): void {
    this.life.abort();
    this.sending?.stop();
    clearTimeout(this.autosaveTimer);
    clearTimeout(this.keepTimer);
  }

  private wire(): void {
    const { grid, sending } = this;
    const { signal } = this.life;
    listen(grid, () => this.narrow.matches);
    grid.changed = (cells) => this.changed(cells);
    grid.columnShown = (c) => this.showColumn(c);
    grid.conflictOpened = ({ row, column }) =>
      this.querySelector<HTMLElement>(`[data-cell="${CSS.escape(`${row} ${column}`)}"] button`)?.focus();
    sending.changed = () => { this.unsent.remember(); this.showStatus(); };
    sending.kept = () => this.unsent.settled();
    sending.taken = (reply) => this.unsent.taken(reply);
    this.unsent.failed = () => grid.notices.show("unkept", { level: "warning", text: grid.say("unkept") });
    window.addEventListener("online", () => sending.pending && sending.retry(), { signal });
    sending.reason = () => this.toolbar.reason.value.trim();
    grid.advances = () => this.toolbar.advance.checked;
    this.addEventListener("input", (event) => {
      if (!(event as InputEvent).isComposing && grid.advance(this.narrow.matches)) return;
      clearTimeout(this.keepTimer);
      this.keepTimer = setTimeout(() => this.unsent.remember(), KEEP_AFTER);
      if (grid.editor.field instanceof HTMLTextAreaElement) grid.editor.grow(grid.editor.field);
    }, { signal });
    document.addEventListener("keydown", (event) => this.shortcut(event), { signal });
    document.addEventListener("visibilitychange", () => this.unsent.remember(), { signal });
    window.addEventListener("pagehide", () => this.unsent.remember(), { signal });
    window.addEventListener("beforeunload", (event) => {
      if (this.grid.keptNow().length > 0 && !sending.leaving) event.preventDefault();
    }, { signal });
    this.narrow.addEventListener("change", () => this.filter(), { signal });
  }

  private shortcut(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    this.save();
  }

  /** Sends everything that can be sent, with the cell that is being typed. */
  private save(): void {
    const { editor, sheet } = this.grid;
    const typing = editor.isOpen;
    this.grid.commit();
    if (typing) sheet.focus(sheet.active);
    if (!this.sending.save() && !this.grid.locked) {
      this.toolbar.showStatus(this.statusText() || this.grid.say("status.nothing"), "saved");
    }
  }

  private changed(cells: Cell[]): void {
    this.grid.sheet.paint(cells);
    this.sending.ask(cells);
    this.unsent.remember();
    this.showStatus();
    this.scheduleAutosave();
  }

  private scheduleAutosave(): void {
    clearTimeout(this.autosaveTimer);
    if (!this.toolbar.autosave.checked) return;
    this.autosaveTimer = setTimeout(() => this.sending.save(false), AUTOSAVE_AFTER);
  }

  /** Brings back what an earlier visit left: what was to be saved goes out at once, the rest is offered. */
  private async restore(): Promise<void> {
    const { cells, at, away } = await this.unsent.begin();
    if (away.length > 0) this.sending.showAway(away, () => this.unsent.forget(away));
    if (cells.length === 0) return;
    const { sheet, store, locked } = this.grid;
    sheet.paint(cells);
    this.sending.ask(cells);
    this.sending.showConflicts();
    this.showStatus();
    if (locked) {
      store.notTaken();
      this.unsent.remember();
      return this.showLock();
    }
    const waiting = cells.filter((cell) => store.draft(cell)?.queued === undefined);
    this.sending.resume();
    if (waiting.length > 0) this.sending.offerRestored(waiting.length, at, () => this.changed(store.discard(waiting)));
  }

  private showLock(): void {
    const { data: { locked }, say } = this.grid;
    if (locked) this.sending.showLock(say("locked", { ...locked, at: moment(locked.at) }));
  }

  private statusText(): string {
    const { say, store } = this.grid;
    const { unsaved, bad, conflicts } = store.counts();
    const parts = [];
    if (unsaved > 0) parts.push(say("status.unsaved", { count: unsaved }));
    if (bad > 0) parts.push(say("status.bad", { count: bad }));
    if (conflicts > 0) parts.push(say("status.conflict", { count: conflicts }));
    if (unsaved === 0 && this.sending.savedAt) parts.push(say("status.saved", { time: moment(this.sending.savedAt) }));
    return parts.join(" · ");
  }

  private showStatus(): void {
    const { store, say, data } = this.grid;
    const { unsaved, bad } = store.counts();
    const edits = store.edits(true);
    this.grid.sheet.paintTotals();
    this.toolbar.showCounts(edits.length, bad);
    this.toolbar.askReason(data.ask_reason === true && edits.some(({ base }) => base !== null));
    if (this.grid.locked) this.toolbar.lock();
    if (this.sending.busy) this.toolbar.showStatus(say("status.saving"), "busy");
    else this.toolbar.showStatus(this.statusText(), unsaved > 0 ? "unsaved" : "saved");
  }

  /** Shows all pupils, or those who miss a value: in the shown column on phones, in any required one elsewhere. */
  private filter(): void {
    const only = this.toolbar.missing.checked;
    this.grid.commit();
    this.grid.sheet.filter((row) => !only || this.misses(row));
    this.toolbar.showFound(only ? this.grid.sheet.shape.rows : null);
  }

  private misses(row: Row): boolean {
    const all = this.grid.data.columns.filter((column) => isFilledIn(row, column));
    const picked = this.grid.data.columns[this.grid.sheet.active.c];
    const required = all.some((column) => column.required) ? all.filter((column) => column.required) : all;
    const asked = this.narrow.matches && picked && all.includes(picked) ? [picked] : required;
    return asked.some(({ key }) => {
      const { value, bad } = this.grid.store.shown({ row: row.id, column: key });
      return value === null && !bad;
    });
  }

  private pick(c: number): void {
    this.grid.commit();
    this.grid.sheet.activate({ r: this.grid.sheet.active.r, c });
    this.showColumn(c);
    if (this.narrow.matches && this.toolbar.missing.checked) this.filter();
  }

  private showColumn(c: number): void {
    this.toolbar.picker.value = String(c);
    this.grid.sheet.showColumn(c);
  }

  private help(): HTMLElement {
    const list = KEYS.flatMap(([keys, what]) => [el("dt", {}, el("kbd", {}, keys)), el("dd", {}, this.grid.say(what))]);
    return el("details", { class: "mg-help" }, el("summary", {}, this.grid.say("keys")), el("dl", {}, ...list));
  }
}

define("mark-grid", MarkGrid);
