/** Sheets and waiting edits as they lie on the device, and how an answer of the server changes them. */

import type { Kept } from "../mark-grid/store";
import type { Cell, ComputedRow, GridData, SaveReply } from "../mark-grid/types";

/** Where edits of a sheet belong. */
export interface Home {
  /** The grid's `storage_key`: user, book and term. */
  key: string;
  book: string;
  page: string;
  save: string;
}

export interface KeptSheet extends Home {
  preview: string;
  data: GridData;
  /** When the server gave it, ISO 8601. */
  at: string;
}

/** An edit knows its home: it is sent even where its sheet is gone from the device. */
export interface Waiting extends Kept {
  home: Home;
  /** Pupil and column in words, for when the book knows them no more. */
  named: string;
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

/** What is left to keep of edits that were sent: conflicts and refusals, which the teacher has to see; unanswered ones, too. */
export function leftOver(sent: Waiting[], reply: SaveReply): Waiting[] {
  const keyOf = ({ row, column }: Cell) => `${row}\t${column}`;
  const saved = new Set(reply.saved.map(keyOf));
  const conflicts = new Map(reply.conflicts.map((one) => [keyOf(one), one]));
  const refused = new Map(reply.refused.map((one) => [keyOf(one), one.message]));
  return sent.flatMap((one): Waiting[] => {
    const { queued: _, ...draft } = one.draft;
    const conflict = conflicts.get(keyOf(one));
    const message = refused.get(keyOf(one));
    if (message !== undefined) return [{ ...one, draft: { ...draft, refused: message } }];
    if (!conflict) return saved.has(keyOf(one)) ? [] : [one];
    const { theirs, by, at } = conflict;
    return theirs === draft.value ? [] : [{ ...one, draft: { ...draft, conflict: { theirs, by, at } } }];
  });
}

/** Which of the sheets on the device an address means: the same page, and the same term if it names one. */
export function sheetAt(sheets: KeptSheet[], address: URL): KeptSheet | undefined {
  const term = address.searchParams.get("term");
  return sheets.findLast(({ page, key }) => page === address.pathname && (!term || key.endsWith(`:${term}`)));
}

/** The books with something on the device, each with its number of waiting edits. */
export function onDevice(sheets: Home[], edits: Waiting[]): (Home & { count: number })[] {
  const waiting = grouped(edits, ({ home }) => home.key);
  const homes = new Map([...edits.map(({ home }) => home), ...sheets].map((home) => [home.key, home]));
  return [...homes.values()].map((home) => ({ ...home, count: waiting.get(home.key)?.length ?? 0 }));
}
