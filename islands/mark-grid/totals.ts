/** What stands under a column: how many cells are filled in, the mean of its marks, the sum of its counts. */

import { isFilledIn } from "./cell";
import { format } from "./format";
import type { Store } from "./store";
import type { Column, Row } from "./types";

export interface Total {
  filled: number;
  of: number;
  /** Mean of marks or sum of counts, as people read it; "" for other columns and empty ones. */
  figure: string;
}

/** Of what the cells show now, saved or not; text that is no value counts as nothing. */
export function totalOf(column: Column, rows: Row[], store: Store): Total {
  const asked = rows.filter((row) => isFilledIn(row, column));
  const values = asked.map((row) => store.shown({ row: row.id, column: column.key }))
    .filter(({ value, bad }) => value !== null && !bad).map(({ value }) => value);
  return { filled: values.length, of: asked.length, figure: figureOf(column, values.map(Number)) };
}

function figureOf(column: Column, values: number[]): string {
  const sum = values.reduce((before, value) => before + value, 0);
  if (values.length === 0) return "";
  if (column.kind === "count") return String(sum);
  if (column.kind === "score") return format(Math.round(sum / values.length), column);
  return column.kind === "integer" ? (sum / values.length).toFixed(1).replace(".", ",") : "";
}
