/** Between the grid and the server: previews, saving, and what to say when it does not go well. */

import type { Waiting } from "../outbox/sheets";
import { type Answer, freshToken, postJson } from "../requests";
import { conflictList } from "./conflicts";
import { format, moment } from "./format";
import type { Grid } from "./grid";
import { askLogin } from "./login-dialog";
import { Preview } from "./preview";
import { type Batch, type Ending, Saver } from "./saver";
import type { Cell, ComputedRow, SaveReply, Value } from "./types";

/** How many cells are named before "…". */
const SHOWN_AWAY = 20;

export interface Addresses {
  save: string;
  preview: string;
  csrf: string;
}

export class Sending {
  /** True when the page is left for the log-in: what is unsaved is kept, so nobody is asked. */
  leaving = false;
  savedAt: Date | null = null;
  changed: () => void = () => {};
  reason: () => string = () => "";
  /** Resolves when what was to be kept on the device lies there. */
  kept: () => Promise<unknown> = () => Promise.resolve();
  /** Called with what the server has taken. */
  taken: (reply: SaveReply) => void = () => {};
  private saveAgain = false;
  private readonly saver: Saver;
  private readonly preview: Preview;
  private readonly grid: Grid;
  private readonly host: HTMLElement;
  private readonly to: Addresses;

  constructor(grid: Grid, host: HTMLElement, to: Addresses) {
    this.grid = grid;
    this.host = host;
    this.to = to;
    // khuevan:marks:<user>:…: what one has typed is never sent as somebody else.
    const owner = grid.data.storage_key.split(":")[2] ?? "";
    this.saver = new Saver({
      post: (batch) => postJson<SaveReply>(to.save, batch, { csrf: to.csrf }),
      renew: async () => (to.csrf = await freshToken("mark-grid", "csrf", owner)) !== "",
      started: (batch) => this.started(batch),
      ended: (ending, batch, retryIn) => this.ended(ending, batch, retryIn),
    });
    this.preview = new Preview((edits, signal) => postJson(to.preview, { edits }, { csrf: to.csrf, signal }),
      (answer) => this.previewed(answer));
  }

  get pending(): boolean {
    return this.saver.pending;
  }

  get busy(): boolean {
    return this.saver.busy;
  }

  /** Sends what can be sent; what is asked for meanwhile goes after it. False when there is nothing. */
  save(again = true): boolean {
    if (this.grid.locked) return false;
    this.saveAgain = this.saver.pending;
    return this.saver.save(this.grid.store.edits(again), this.reason());
  }

  /** Brings the averages of these cells' rows up to date: from the server, where something is unsaved. */
  ask(cells: Cell[]): void {
    const typed = new Set(this.grid.store.edits(true).map(({ row }) => row));
    const rows = new Set(cells.map(({ row }) => row));
    for (const row of rows) this.grid.sheet.paintComputed(row, typed.has(row) ? "stale" : "");
    if (this.to.preview && !this.grid.locked && typed.size > 0) this.preview.ask(() => this.grid.store.edits(true));
  }

  private previewed(answer: Answer<{ rows: ComputedRow[] }>): void {
    if (answer.kind === "expired") this.expired(answer.loginUrl, answer.message);
    if (answer.kind === "locked") this.lockedNow(answer.message, answer.hint);
    if (answer.kind !== "ok") return;
    const typed = new Set(this.grid.store.edits(true).map(({ row }) => row));
    for (const { id, computed } of answer.reply.rows) {
      if (typed.has(id)) this.grid.sheet.paintComputed(id, "provisional", computed);
    }
  }

  stop(): void {
    this.saver.stop();
    this.preview.stop();
  }

  /** Sends what was to be saved on an earlier visit and has not been heard of. */
  resume(): void {
    const [waiting] = this.grid.store.queued();
    if (waiting && !this.grid.locked && !this.saver.pending) this.saver.save(waiting[1], waiting[0]);
  }

  private started({ edits, reason }: Batch): void {
    this.grid.store.sending(edits, reason);
    this.grid.notices.hide("failed", "restored");
    this.changed();
  }

  private ended(ending: Ending, batch: Batch, retryIn: number): void {
    const { notices, store, say } = this.grid;
    if (ending.kind !== "unreachable") notices.hide("offline");
    if (ending.kind === "ok") this.accepted(ending.reply, batch);
    else if (ending.kind === "expired") this.expired(ending.loginUrl, ending.message);
    else if (ending.kind === "unreachable") {
      const text = say("offline", { count: batch.edits.length, seconds: retryIn });
      if (!notices.has("offline")) notices.announce(say("cell.kept", { cells: this.named(batch.edits) }));
      const actions = [{ label: say("retry"), run: () => this.retry() }];
      // It says that the marks are kept: not before they are.
      void this.kept().then(() => { if (this.saver.pending) notices.show("offline", { level: "warning", text, actions }); });
    } else {
      store.notTaken();
      this.grid.sheet.paint(batch.edits);
      if (ending.kind === "locked") this.lockedNow(ending.message, ending.hint);
      else this.refused(ending.status, ending.message, ending.hint);
    }
    this.changed();
    if (ending.kind !== "ok") return;
    if (this.saveAgain) this.save();
    else this.resume();
  }

  private accepted(reply: SaveReply, batch: Batch): void {
    const { store, sheet, notices, say } = this.grid;
    const cells = store.accept(reply);
    this.taken(reply);
    this.savedAt = new Date();
    sheet.paint([...batch.edits, ...cells]);
    for (const row of reply.rows) sheet.setComputed(row);
    this.ask(reply.rows.map(({ id }) => ({ row: id, column: "" })));
    this.showConflicts();
    if (reply.saved.length > 0) notices.announce(say("cell.saved", { cells: this.named(reply.saved) }));
    tellPage();
  }

  /** Shows the cells that two people changed, or takes the list away when none is left. */
  showConflicts(): void {
    const { store, notices, say } = this.grid;
    const kept = store.kept().filter(({ draft }) => draft.conflict);
    if (kept.length === 0) return notices.hide("conflict");
    const naming = { column: (key: string) => this.grid.column(key), cell: (cell: Cell) => this.grid.cellName(cell) };
    notices.put("conflict", conflictList(kept, naming, (cells, choice) => this.choose(cells, choice), say));
  }

  private choose(cells: Cell[], choice: "mine" | "theirs"): void {
    const { store, sheet } = this.grid;
    for (const cell of cells) store.resolve(cell, choice);
    sheet.paint(cells);
    this.ask(cells);
    this.showConflicts();
    this.changed();
    const place = cells[0] && sheet.placeOfCell(cells[0]);
    if (place) this.grid.go(place);
    if (choice === "mine") this.save();
  }

  private expired(url: string, message: string): void {
    askLogin(this.host, {
      url, message,
      count: this.grid.store.counts().unsaved,
      resend: () => this.retry(),
      leave: () => { this.leaving = true; },
    }, this.grid.say);
  }

  /** "An, điểm giữa kì, 8,5" of one cell; the number of many. */
  private named(edits: (Cell & { value: Value })[]): string {
    const { say } = this.grid;
    const only = edits.length === 1 ? edits[0] : undefined;
    const column = only && this.grid.column(only.column);
    if (!only || !column) return say("cells", { count: edits.length });
    return `${this.grid.cellName(only)}, ${format(only.value, column) || say("cell.empty")}`;
  }

  retry(): void {
    if (this.saver.pending) this.saver.retry();
    else this.save();
  }

  private lockedNow(message: string, hint: string): void {
    this.grid.locked = true;
    this.grid.sheet.lock(true);
    this.showLock(`${message} ${hint}`.trim());
  }

  /** Says that the book is locked; what was typed stays visible and is said to be unsaved. */
  showLock(text: string): void {
    const { notices, store, say } = this.grid;
    const kept = store.kept();
    if (kept.length === 0) return notices.show("locked", { level: "warning", text });
    const drop = () => {
      this.grid.changed(store.discard(kept));
      this.showLock(text);
    };
    const actions = [{ label: say("restored.drop"), run: drop }];
    notices.show("locked", { level: "warning", text: `${text} ${say("locked.kept")}`, actions });
  }

  /** Says what cannot be saved here any more, with its values, until the teacher lets go of it. */
  showAway(away: Waiting[], forget: () => void): void {
    const { notices, say } = this.grid;
    const lines = away.slice(0, SHOWN_AWAY).map(({ named, column: key, draft: { value, bad } }) => {
      const column = this.grid.column(key);
      const typed = bad?.text ?? (column ? format(value, column) : String(value ?? ""));
      return `${named}: ${typed || say("cell.empty")}`;
    });
    const cells = `${lines.join("; ")}${away.length > SHOWN_AWAY ? "…" : ""}`;
    const run = () => { notices.hide("away"); forget(); };
    notices.show("away", {
      level: "warning", text: say("away", { count: away.length, cells }), actions: [{ label: say("restored.drop"), run }],
    });
  }

  private refused(status: number, message: string, hint: string): void {
    const { notices, say } = this.grid;
    const own = status >= 500 ? say("failed.status", { status }) : say("failed");
    notices.show("failed", { level: "danger", text: message ? `${message} ${hint} ${say("failed")}`.replace(/\s+/g, " ") : own });
  }

  /** Offers what an earlier visit left unsent. */
  offerRestored(count: number, at: string, drop: () => void): void {
    const { notices, say } = this.grid;
    const close = (run: () => void) => () => { notices.hide("restored"); run(); };
    notices.show("restored", {
      level: "info",
      text: say("restored", { count, at: moment(at) }),
      actions: [
        { label: say("restored.send"), run: close(() => this.save()) },
        { label: say("restored.drop"), run: close(drop) },
      ],
    });
  }
}

/** What the page shows beneath the grid follows, unless somebody is typing there. */
function tellPage(): void {
  if (!document.activeElement?.closest("[data-follows-marks]")) document.body.dispatchEvent(new Event("marks-saved"));
}
