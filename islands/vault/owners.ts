/** Whose vault it is: one key a person, and what is let go of when another person comes. */

import { done, settled, write } from "./database";

export interface Owner {
  user: string;
  /** Tells the keys of two log-ins of one person apart. */
  mark: string;
  key: CryptoKey;
}

interface Mine {
  id: string;
  user: string;
  at: number;
}

/** Where it stands who was here last: "" is no person. */
const LAST = "";
const DAY = 86_400_000;
/** How long sheets lie on a device, and edits that an absent person left; the edits of who is here are never swept. */
const KEPT = { sheets: 7 * DAY, edits: 31 * DAY };

/**
 * The key of a person, or of who was here last when `user` is "". With `make` there will be one.
 *
 * Who comes after somebody else finds none of that person's sheets; edits that wait stay sealed until their owner is back.
 */
export async function enter(database: IDBDatabase, user: string, make: boolean): Promise<Owner | undefined> {
  const key = make ? await newKey() : undefined;
  const transaction = write(database, "relaxed");
  const finished = settled(transaction);
  const owners = transaction.objectStore("owners");
  const last = (await done(owners.get(LAST))) as string | undefined;
  const whose = user || last || "";
  if (user && user !== last) owners.put(user, LAST);
  await sweep(transaction, whose);
  let owner = whose ? ((await done(owners.get(whose))) as Owner | undefined) : undefined;
  if (!owner && key && whose) owners.put(owner = { user: whose, mark: crypto.randomUUID(), key }, whose);
  await finished;
  return owner;
}

/** Whether this key counts still; where sheets are to be written, whether its owner is the one who is here, too. */
export async function holds(transaction: IDBTransaction, owner: Owner, here: boolean): Promise<boolean> {
  const owners = transaction.objectStore("owners");
  const found = (await done(owners.get(owner.user))) as Owner | undefined;
  return found?.mark === owner.mark && (!here || (await done(owners.get(LAST))) === owner.user);
}

/** Throws away the key of a person (of who was here last when "") and everything that it sealed. */
export async function leave(database: IDBDatabase, user: string): Promise<void> {
  const transaction = write(database, "strict");
  const finished = settled(transaction);
  const owners = transaction.objectStore("owners");
  const whose = user || ((await done(owners.get(LAST))) as string | undefined) || "";
  for (const place of ["sheets", "edits"]) await remove(transaction, place, (one) => one.user === whose);
  if (whose) owners.delete(whose);
  owners.delete(LAST);
  await finished;
}

async function sweep(transaction: IDBTransaction, here: string): Promise<void> {
  const old = (one: Mine, age: number) => one.at < Date.now() - age;
  await remove(transaction, "sheets", (one) => one.user !== here || old(one, KEPT.sheets));
  await remove(transaction, "edits", (one) => one.user !== here && old(one, KEPT.edits));
  const waiting = (await done(transaction.objectStore("edits").getAll())) as Mine[];
  const owners = transaction.objectStore("owners");
  for (const user of (await done(owners.getAllKeys())) as string[]) {
    if (user !== LAST && user !== here && !waiting.some((one) => one.user === user)) owners.delete(user);
  }
}

async function remove(transaction: IDBTransaction, place: string, goes: (one: Mine) => boolean): Promise<void> {
  const store = transaction.objectStore(place);
  for (const one of (await done(store.getAll())) as Mine[]) if (goes(one)) store.delete(one.id);
}

/** A key that cannot be read out of this browser. */
const newKey = () => crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
