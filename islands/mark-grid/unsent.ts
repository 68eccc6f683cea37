/** Keeps the sheet and what is unsent of it on this device, and brings it back on the next visit. */

import { type KeptSheet, absorb } from "../outbox/sheets";
import { Vault, person } from "../vault";
import { isEditable } from "./cell";
import type { Grid } from "./grid";
import type { Kept } from "./store";
import type { Cell, GridData, SaveReply } from "./types";

export interface Found {
  cells: Cell[];
  /** When the first of them was typed. */
  at: string;
}

export class Unsent {
  /** Called once when this browser turns out to keep nothing. */
  failed: () => void = () => {};
  /** What lies in the vault, by ids of edits. */
  private held = new Map<string, string>();
  private vault: Vault | null = null;
  private writing: Promise<unknown> = Promise.resolve();
  private data: GridData;
  private readonly grid: Grid;
  private readonly to: { save: string; preview: string };

  constructor(grid: Grid, to: { save: string; preview: string }) {
    this.grid = grid;
    this.data = grid.data;
    this.to = { ...to };
  }

  /** Opens the vault, keeps the sheet, and puts back what an earlier visit left. */
  async begin(): Promise<Found> {
    this.vault = await Vault.open(person());
    if (!this.vault) return { cells: [], at: "" };
    const kept = await this.vault.read<Kept>("edits", this.data.storage_key);
    for (const one of kept) this.held.set(one.draft.id, JSON.stringify(one));
    // Of two edits of one cell, typed in two tabs, the later one counts.
    const latest = new Map(kept.map((one) => [`${one.row}\t${one.column}`, one]));
    const cells = this.grid.store.restore([...latest.values()].filter((one) => this.isHere(one)));
    if (person()) this.keepSheet();
    this.remember();
    return { cells, at: kept[0]?.draft.at ?? "" };
  }

  /** Writes down everything unsaved, with the text in the open field. */
  remember(): void {
    const { vault } = this;
    if (!vault) return;
    const kept = this.grid.keptNow();
    const now = new Map(kept.map((one) => [one.draft.id, JSON.stringify(one)]));
    const changed = kept.filter(({ draft: { id } }) => this.held.get(id) !== now.get(id));
    const gone = [...this.held.keys()].filter((id) => !now.has(id));
    if (changed.length + gone.length === 0) return;
    this.held = now;
    const sheet = this.data.storage_key;
    this.after(() => vault.write("edits", changed.map((one) => ({ id: one.draft.id, sheet, content: one })), gone));
  }

  /** Takes what the server has saved into the kept sheet. */
  taken(reply: SaveReply): void {
    this.data = absorb(this.data, reply);
    this.keepSheet();
  }

  private keepSheet(): void {
    const { vault, to: { save, preview }, data } = this;
    if (!vault || !save) return;
    const page = location.pathname;
    const sheet: KeptSheet = { key: data.storage_key, page, save, preview, data, at: new Date().toISOString() };
    this.after(() => vault.write("sheets", [{ id: sheet.key, sheet: sheet.key, content: sheet }]));
  }

  private after(write: () => Promise<boolean>): void {
    this.writing = this.writing.then(write).catch(() => false).then((done) => { if (!done) this.failed(); });
  }

  private isHere({ row, column }: Cell): boolean {
    const found = this.grid.column(column);
    const pupil = this.data.rows.find(({ id }) => id === row);
    return found !== undefined && pupil !== undefined && isEditable(pupil, found);
  }
}
