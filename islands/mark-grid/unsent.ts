/** Keeps the sheet and what is unsent of it on this device, and brings it back on the next visit. */

import { type Home, type KeptSheet, type Waiting, absorb } from "../outbox/sheets";
import { Vault, person } from "../vault";
import { isEditable } from "./cell";
import type { Grid } from "./grid";
import type { Cell, GridData, SaveReply } from "./types";

export interface Found {
  cells: Cell[];
  /** When the first of them was typed. */
  at: string;
  /** Edits of pupils and columns that nobody can type into any more. */
  away: Waiting[];
}

export class Unsent {
  /** Called once when this browser turns out to keep nothing. */
  failed: () => void = () => {};
  /** What lies in the vault, by ids of edits. */
  private held = new Map<string, string>();
  /** Undefined until it is opened, null where this browser keeps nothing. */
  private vault: Vault | null | undefined;
  private begun: Promise<unknown> = Promise.resolve();
  private writing: Promise<boolean> = Promise.resolve(true);
  private data: GridData;
  private readonly grid: Grid;
  private readonly home: Home;
  private readonly preview: string;

  constructor(grid: Grid, to: { save: string; preview: string }) {
    const { book, storage_key: key } = grid.data;
    this.grid = grid;
    this.data = grid.data;
    this.home = { key, book, page: location.pathname, save: to.save };
    this.preview = to.preview;
  }

  /** Opens the vault, keeps the sheet, and puts back what an earlier visit left. */
  begin(): Promise<Found> {
    const found = this.open();
    this.begun = found.catch(() => undefined);
    return found;
  }

  private async open(): Promise<Found> {
    this.vault = await Vault.open(person());
    const waiting = (await this.vault?.read<Waiting>("edits", this.home.key)) ?? [];
    const kept = waiting.filter((one) => this.isHere(one)).map(({ row, column, draft }) => ({ row, column, draft }));
    for (const one of kept) this.held.set(one.draft.id, JSON.stringify(one));
    // Of two edits of one cell, typed in two tabs, the later one counts.
    const latest = new Map(kept.map((one) => [`${one.row}\t${one.column}`, one]));
    const cells = this.grid.store.restore([...latest.values()]);
    if (person()) this.keepSheet();
    this.remember();
    return { cells, at: kept[0]?.draft.at ?? "", away: waiting.filter((one) => !this.isHere(one)) };
  }

  /** Writes down everything unsaved, with the text in the open field. */
  remember(): void {
    const { vault, home } = this;
    const kept = this.grid.keptNow();
    if (vault === null && kept.length > 0) this.failed();
    if (!vault) return;
    const now = new Map(kept.map((one) => [one.draft.id, JSON.stringify(one)]));
    const changed = kept.filter(({ draft: { id } }) => this.held.get(id) !== now.get(id));
    const gone = [...this.held.keys()].filter((id) => !now.has(id));
    if (changed.length + gone.length === 0) return;
    this.held = now;
    const items = changed.map((one) => {
      const content: Waiting = { ...one, home, named: this.grid.cellName(one) };
      return { id: one.draft.id, sheet: home.key, content };
    });
    void this.after(() => vault.write("edits", items, gone)).then((done) => { if (!done) this.failed(); });
  }

  /** Resolves when everything typed so far is written, also what was typed while the vault was being opened. */
  settled(): Promise<unknown> {
    return this.begun.then(() => this.writing);
  }

  /** Throws edits away that an earlier visit left. */
  forget(edits: Waiting[]): void {
    void this.after(async () => (await this.vault?.write("edits", [], edits.map(({ draft }) => draft.id))) ?? false);
  }

  /** Takes what the server has saved into the kept sheet. */
  taken(reply: SaveReply): void {
    this.data = absorb(this.data, reply);
    this.keepSheet();
  }

  private keepSheet(): void {
    const { vault, home, preview, data } = this;
    if (!vault) return;
    // Who may not write here any more keeps nothing of it.
    if (!home.save) return void this.after(() => vault.write("sheets", [], [home.key]));
    const content: KeptSheet = { ...home, preview, data, at: new Date().toISOString() };
    void this.after(() => vault.write("sheets", [{ id: home.key, sheet: home.key, content }]));
  }

  /** One write after the other. */
  private after(write: () => Promise<boolean>): Promise<boolean> {
    return (this.writing = this.writing.then(write).catch(() => false));
  }

  private isHere({ row, column }: Cell): boolean {
    const found = this.grid.column(column);
    const pupil = this.data.rows.find(({ id }) => id === row);
    return found !== undefined && pupil !== undefined && isEditable(pupil, found);
  }
}
