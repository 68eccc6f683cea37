/** Undo and redo of what cells show. */

import type { Cell, Value } from "./types";

export interface Shown {
  value: Value;
  bad?: { text: string; reason: string };
}

export interface Step extends Cell {
  before: Shown;
  after: Shown;
}

export const same = (a: Shown, b: Shown) => a.value === b.value && a.bad?.text === b.bad?.text;

const LIMIT = 200;

export class History {
  private done: Step[][] = [];
  private undone: Step[][] = [];

  /** One step of the user: all cells of a paste come back together. */
  record(steps: Step[]): void {
    if (steps.length === 0) return;
    this.done.push(steps);
    this.undone = [];
    if (this.done.length > LIMIT) this.done.shift();
  }

  /** The steps to take back, the latest first; empty when there is nothing. */
  undo(): Step[] {
    const steps = this.done.pop();
    if (!steps) return [];
    this.undone.push(steps);
    return [...steps].reverse();
  }

  redo(): Step[] {
    const steps = this.undone.pop();
    if (!steps) return [];
    this.done.push(steps);
    return steps;
  }

  clear(): void {
    this.done = [];
    this.undone = [];
  }
}
