/** What the gradebook holds: the server's values and, over them, what was typed and not yet saved. */

import { uuid7 } from "../requests";
import { History, type Shown, same } from "./history";
import type { Cell, Conflict, Edit, GridData, SaveReply, Value } from "./types";

export interface Draft {
  id: string;
  /** When it was typed by the clock of this device, for people to read: nothing is decided by it. */
  at: string;
  value: Value;
  base: Value;
  /** Saving was asked for, with this reason: it is sent without asking again as soon as there is network. */
  queued?: string;
  /** The text that could not be read as a value, and why. Never sent. */
  bad?: { text: string; reason: string };
  /** Why the server refused this value. Sent again only when the teacher asks to save. */
  refused?: string;
  /** What somebody else saved meanwhile. Not sent until the teacher has chosen. */
  conflict?: Pick<Conflict, "theirs" | "by" | "at">;
}

export interface Kept extends Cell {
  draft: Draft;
}

/** A new edit: what was typed before it under another id may have reached the server. */
export const stamp = (): Pick<Draft, "id" | "at"> => ({ id: uuid7(), at: new Date().toISOString() });

function unqueued({ queued: _, ...draft }: Draft): Draft {
  return draft;
}

const keyOf = (row: string, column: string) => `${row}\t${column}`;

export class Store {
  readonly history = new History();
  private readonly saved = new Map<string, Value>();
  private readonly drafts = new Map<string, Kept>();
  /** What is on its way to the server, whose answer is not known. */
  private readonly sent = new Map<string, Value>();

  constructor(data: Pick<GridData, "rows">) {
    for (const row of data.rows) {
      for (const [column, value] of Object.entries(row.cells)) this.saved.set(keyOf(row.id, column), value);
    }
  }

  /** The value that the server holds, as far as this page knows. */
  savedValue({ row, column }: Cell): Value {
    return this.saved.get(keyOf(row, column)) ?? null;
  }

  draft({ row, column }: Cell): Draft | undefined {
    return this.drafts.get(keyOf(row, column))?.draft;
  }

  /** What the cell shows now: a value, or text that is no value. */
  shown(cell: Cell): Shown {
    const draft = this.draft(cell);
    if (!draft) return { value: this.savedValue(cell) };
    return draft.bad ? { value: draft.value, bad: draft.bad } : { value: draft.value };
  }

  /** Enters one or many cells as one step that can be undone. Returns the cells that changed. */
  enter(entries: (Cell & { shown: Shown })[]): Cell[] {
    const steps = entries
      .map(({ row, column, shown }) => ({ row, column, before: this.shown({ row, column }), after: shown }))
      .filter(({ before, after }) => !same(before, after));
    for (const step of steps) this.put(step, step.after);
    this.history.record(steps);
    return steps;
  }

  undo(): Cell[] {
    const steps = this.history.undo();
    for (const step of steps) this.put(step, step.before);
    return steps;
  }

  redo(): Cell[] {
    const steps = this.history.redo();
    for (const step of steps) this.put(step, step.after);
    return steps;
  }

  private put(cell: Cell, shown: Shown): void {
    const old = this.draft(cell);
    const base = old ? old.base : this.savedValue(cell);
    const settled = !shown.bad && !old?.conflict && shown.value === base;
    if (settled && !this.sent.has(keyOf(cell.row, cell.column))) return this.drop(cell);
    const draft: Draft = { ...stamp(), value: shown.value, base };
    if (shown.bad) draft.bad = shown.bad;
    if (old?.conflict) draft.conflict = old.conflict;
    this.hold(cell, draft);
  }

  private hold({ row, column }: Cell, draft: Draft): void {
    this.drafts.set(keyOf(row, column), { row, column, draft });
  }

  private drop({ row, column }: Cell): void {
    this.drafts.delete(keyOf(row, column));
  }

  /** Everything typed and not saved, in the order of typing. */
  kept(): Kept[] {
    return [...this.drafts.values()];
  }

  /** What can be sent: readable and not waiting for a choice; what was refused only when `again`. */
  edits(again = false): Edit[] {
    return this.kept()
      .filter(({ draft }) => !draft.bad && !draft.conflict && (again || !draft.refused))
      .map(({ row, column, draft: { id, value, base } }) => ({ row, column, id, value, base }));
  }

  /** What waits to be sent since an earlier visit, by the reasons given then. */
  queued(): Map<string, Edit[]> {
    const waiting = new Map<string, Edit[]>();
    for (const edit of this.edits()) {
      const reason = this.draft(edit)?.queued;
      if (reason !== undefined) waiting.set(reason, [...(waiting.get(reason) ?? []), edit]);
    }
    return waiting;
  }

  counts(): { unsaved: number; bad: number; conflicts: number } {
    const all = this.kept();
    return {
      unsaved: all.length,
      bad: all.filter(({ draft }) => draft.bad || draft.refused).length,
      conflicts: all.filter(({ draft }) => draft.conflict).length,
    };
  }

  /** Remembers what is on its way: until the answer, none of it counts as saved or as taken back. */
  sending(edits: Edit[], reason = ""): void {
    this.sent.clear();
    for (const { row, column, value, id } of edits) {
      this.sent.set(keyOf(row, column), value);
      const draft = this.draft({ row, column });
      if (draft?.id === id) draft.queued = reason;
    }
  }

  /** The server took none of it. */
  notTaken(): void {
    this.sent.clear();
    for (const { row, column, draft: { queued: _, ...draft } } of this.kept()) {
      if (!draft.bad && !draft.conflict && draft.value === draft.base) this.drop({ row, column });
      else this.hold({ row, column }, draft);
    }
  }

  /** Takes in the server's answer. What was typed after sending stays unsaved, on the new base. */
  accept(reply: SaveReply): Cell[] {
    const sent = new Map(this.sent);
    this.sent.clear();
    for (const { row, column, value } of reply.saved) this.settle({ row, column }, value);
    for (const { row, column, yours, theirs, by, at } of reply.conflicts) {
      const draft = this.draft({ row, column });
      if (!draft || theirs === yours || theirs === draft.value) this.settle({ row, column }, theirs);
      else this.hold({ row, column }, { ...unqueued(draft), conflict: { theirs, by, at } });
    }
    for (const { row, column, message } of reply.refused) {
      const draft = this.draft({ row, column });
      if (draft && draft.value === sent.get(keyOf(row, column))) {
        this.hold({ row, column }, { ...unqueued(draft), refused: message });
      }
    }
    return [...reply.saved, ...reply.conflicts, ...reply.refused];
  }

  private settle(cell: Cell, value: Value): void {
    this.saved.set(keyOf(cell.row, cell.column), value);
    const draft = this.draft(cell);
    if (!draft) return;
    if (!draft.bad && draft.value === value) return this.drop(cell);
    this.hold(cell, { ...draft, base: value });
  }

  /** The teacher's choice between two values; mine is sent again, this time over theirs. */
  resolve(cell: Cell, choice: "mine" | "theirs"): void {
    const draft = this.draft(cell);
    if (!draft?.conflict) return;
    const { theirs } = draft.conflict;
    this.saved.set(keyOf(cell.row, cell.column), theirs);
    if (choice === "theirs" || (!draft.bad && draft.value === theirs)) return this.drop(cell);
    const { conflict: _, refused: __, ...rest } = draft;
    this.hold(cell, { ...rest, ...stamp(), base: theirs });
  }

  /**
   * Takes back drafts kept from an earlier visit. Those that the server holds already, and cells that are typed into
   * by now, are dropped; a conflict with a value that has changed since is asked for anew.
   */
  restore(kept: Kept[]): Cell[] {
    const open = kept.filter(({ row, column, draft }) =>
      (draft.bad || draft.value !== this.savedValue({ row, column })) && !this.draft({ row, column }));
    for (const { row, column, draft: { conflict, ...draft } } of open) {
      const holds = conflict && conflict.theirs === this.savedValue({ row, column });
      this.hold({ row, column }, holds ? { ...draft, conflict } : draft);
    }
    return open;
  }

  /** Forgets what is unsaved in these cells. */
  discard(cells: Cell[]): Cell[] {
    for (const cell of cells) this.drop(cell);
    this.history.clear();
    return cells;
  }
}
