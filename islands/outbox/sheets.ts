/** A sheet as it lies on the device, and how an answer of the server changes it. */

import type { Kept } from "../mark-grid/store";
import type { ComputedRow, GridData, SaveReply } from "../mark-grid/types";

export interface KeptSheet {
  /** The grid's `storage_key`: user, book and term. */
  key: string;
  page: string;
  save: string;
  preview: string;
  data: GridData;
  /** When the server gave it, ISO 8601. */
  at: string;
}

/** The sheet after a save: saved values, and what follows from them. */
export function absorb(data: GridData, { saved, rows }: Pick<SaveReply, "saved" | "rows">): GridData {
  const values = grouped(saved, ({ row }) => row);
  const computed = new Map(rows.map((row): [string, ComputedRow] => [row.id, row]));
  return {
    ...data,
    rows: data.rows.map((row) => ({
      ...row,
      cells: { ...row.cells, ...Object.fromEntries((values.get(row.id) ?? []).map(({ column, value }) => [column, value])) },
      computed: { ...row.computed, ...computed.get(row.id)?.computed },
    })),
  };
}

/** Things by what `keyOf` says of them, in their order. */
export function grouped<Thing>(things: Thing[], keyOf: (thing: Thing) => string): Map<string, Thing[]> {
  const groups = new Map<string, Thing[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const group = groups.get(key);
    if (group) group.push(thing);
    else groups.set(key, [thing]);
  }
  return groups;
}

/** What is left to keep of edits that were sent: conflicts and refusals, which the teacher has to see. */
export function leftOver(sent: Kept[], reply: SaveReply): Kept[] {
  const names = (cells: { row: string; column: string }[]) => new Map(cells.map((one) => [`${one.row}\t${one.column}`, one]));
  const conflicts = names(reply.conflicts) as Map<string, SaveReply["conflicts"][number]>;
  const refused = names(reply.refused) as Map<string, SaveReply["refused"][number]>;
  return sent.flatMap(({ row, column, draft: { queued: _, ...draft } }): Kept[] => {
    const conflict = conflicts.get(`${row}\t${column}`);
    const refusal = refused.get(`${row}\t${column}`);
    if (conflict && conflict.theirs !== draft.value) {
      const { theirs, by, at } = conflict;
      return [{ row, column, draft: { ...draft, conflict: { theirs, by, at } } }];
    }
    return refusal ? [{ row, column, draft: { ...draft, refused: refusal.message } }] : [];
  });
}

/** Which of the sheets on the device an address means: the same page, and the same term if it names one. */
export function sheetAt(sheets: KeptSheet[], address: URL): KeptSheet | undefined {
  const term = address.searchParams.get("term");
  return sheets.findLast(({ page, key }) => page === address.pathname && (!term || key.endsWith(`:${term}`)));
}
