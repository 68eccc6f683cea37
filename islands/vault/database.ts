/** IndexedDB as promises: the one database of this product in a browser. */

export type Place = "sheets" | "edits";

const NAME = "khuevan";
/** `owners`: the keys by person, and under `LAST` who was here last. */
const PLACES = ["owners", "sheets", "edits"];

export function open(): Promise<IDBDatabase> {
  const asked = indexedDB.open(NAME, 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore("owners");
    asked.result.createObjectStore("sheets", { keyPath: "id" });
    asked.result.createObjectStore("edits", { keyPath: "id" });
  };
  return done(asked);
}

export function done<Result>(asked: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error("IndexedDB"));
  });
}

/** Resolves once everything of the transaction is written for good. */
export function settled(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error("IndexedDB"));
  });
}

/**
 * A transaction over all places. What must not come back or get lost is "strict": written through to the disk before it
 * counts. The others do not make it wait: they go to the disk with it at the latest.
 */
export function write(database: IDBDatabase, durability: IDBTransactionDurability): IDBTransaction {
  return database.transaction(PLACES, "readwrite", { durability });
}
