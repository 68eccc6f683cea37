/** A block of cells copied from Excel, LibreOffice or another table. */

import { isEditable } from "./cell";
import { parse } from "./parse";
import type { Place } from "./navigate";
import type { Shown } from "./history";
import type { GridSay } from "./texts";
import type { Cell, Column, Row } from "./types";

/** Rows of cells; a cell in double quotes may hold line breaks, tabs and doubled quotes. */
export function splitBlock(text: string): string[][] {
  const rows: string[][] = [];
  let line: string[] = [];
  const cell = /("(?:[^"]|"")*"|[^\t\r\n]*)(\t|\r\n?|\n|$)/y;
  while (cell.lastIndex < text.length) {
    const [, raw = "", end = ""] = cell.exec(text) ?? [];
    line.push(unquote(raw));
    if (end === "\t" && cell.lastIndex < text.length) continue;
    rows.push(line);
    line = [];
  }
  return rows;
}

function unquote(raw: string): string {
  const quoted = raw.length > 1 && raw.startsWith('"') && raw.endsWith('"');
  return quoted ? raw.slice(1, -1).replaceAll('""', '"') : raw;
}

export interface Pasted {
  entries: (Cell & { shown: Shown })[];
  bad: number;
  outside: number;
  /** Lines of the block that go beyond the last pupil. */
  over: number;
}

/**
 * What a block means for the cells from `at` down and right.
 *
 * Empty cells of the block leave what is there: a paste never deletes. Cells that cannot be typed into are counted
 * as outside; lines beyond the last pupil are counted, never squeezed in.
 */
export function pasteBlock(
  block: string[][], at: Place, rows: Row[], columns: Column[], say: GridSay,
): Pasted {
  const pasted: Pasted = { entries: [], bad: 0, outside: 0, over: Math.max(0, at.r + block.length - rows.length) };
  block.forEach((line, down) => line.forEach((text, right) => {
    if (text.trim() === "") return;
    const row = rows[at.r + down];
    if (!row) return;
    const column = columns[at.c + right];
    if (!column || !isEditable(row, column)) {
      pasted.outside += 1;
      return;
    }
    const entry = read(plain(text, column), column, say);
    if (entry.bad) pasted.bad += 1;
    pasted.entries.push({ row: row.id, column: column.key, shown: entry });
  }));
  return pasted;
}

/** What text shows in a cell of the column: its value, or itself with the reason why it is none. */
export function read(typed: string, column: Column, say: GridSay): Shown {
  const parsed = parse(typed, column, say);
  if (parsed.ok) return { value: parsed.value };
  return { value: null, bad: { text: typed.trim(), reason: parsed.reason } };
}

/** Spreadsheets format 8.5 as 8.50: zeros at the end change nothing. */
function plain(text: string, column: Column): string {
  if (column.kind === "score") return text.trim().replace(/^(\d+[.,]\d)0+$/, "$1");
  if (column.kind === "integer") return text.trim().replace(/^(\d+)[.,]0+$/, "$1");
  return text;
}
