/** Unsent edits, kept in this browser until the server has them. */

import type { Kept } from "./store";

const DAYS = 3;

export interface Memory {
  at: string;
  kept: Kept[];
}

type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Writes the edits down, or clears the place when there are none. A full or forbidden storage is not an error. */
export function keep(shelf: Shelf, key: string, kept: Kept[], now = new Date()): void {
  try {
    if (kept.length === 0) shelf.removeItem(key);
    else shelf.setItem(key, JSON.stringify({ at: now.toISOString(), kept } satisfies Memory));
  } catch {
    return;
  }
}

/** What was kept, unless it is older than three days or unreadable. */
export function recall(shelf: Shelf, key: string, now = new Date()): Memory | null {
  try {
    const memory = JSON.parse(shelf.getItem(key) ?? "null") as Memory | null;
    if (!memory || !Array.isArray(memory.kept)) return null;
    const age = now.getTime() - new Date(memory.at).getTime();
    return age < DAYS * 86_400_000 ? memory : null;
  } catch {
    return null;
  }
}

/** Clears away what was kept too long ago, of all books: nobody may come back for it on a shared computer. */
export function sweep(shelf: Shelf & Pick<Storage, "key" | "length">, prefix: string, now = new Date()): void {
  const keys = Array.from({ length: shelf.length }, (_, index) => shelf.key(index) ?? "");
  for (const key of keys) {
    if (key.startsWith(prefix) && !recall(shelf, key, now)) shelf.removeItem(key);
  }
}
