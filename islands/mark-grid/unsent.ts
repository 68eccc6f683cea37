/** Keeps what is unsent in this browser while one works, and brings it back on the next visit. */

import { isEditable } from "./cell";
import type { Grid } from "./grid";
import { keep, recall, sweep } from "./keep";
import type { Cell } from "./types";

const PREFIX = "khuevan:marks:";

export class Unsent {
  /** Whether this tab has something in its place: another tab of the same book may have, too. */
  private holds = false;
  private readonly grid: Grid;

  constructor(grid: Grid) {
    this.grid = grid;
  }

  /** Writes down everything unsaved, with the text in the open field. */
  remember(): void {
    const kept = this.grid.keptNow();
    if (kept.length === 0 && !this.holds) return;
    this.holds = kept.length > 0;
    keep(localStorage, this.grid.data.storage_key, kept);
  }

  /** Puts back what an earlier visit left, and tells which cells and from when. */
  restore(): { cells: Cell[]; at: string } {
    sweep(localStorage, PREFIX);
    const memory = recall(localStorage, this.grid.data.storage_key);
    if (!memory) return { cells: [], at: "" };
    this.holds = true;
    const cells = this.grid.store.restore(memory.kept.filter((kept) => this.isHere(kept)));
    if (cells.length === 0) this.remember();
    return { cells, at: memory.at };
  }

  private isHere({ row, column }: Cell): boolean {
    const found = this.grid.column(column);
    const pupil = this.grid.data.rows.find(({ id }) => id === row);
    return found !== undefined && pupil !== undefined && isEditable(pupil, found);
  }
}
