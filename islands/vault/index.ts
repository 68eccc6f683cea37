/**
 * What is kept on this device for work without network: sealed with AES-GCM, readable for one person only.
 *
 * The key is made in this browser, cannot be read out of it, and belongs to the person who logged in. It is thrown away,
 * with everything it sealed, at the log-out and when somebody else logs in. docs/decisions/0018-offline.md says what
 * that protects from.
 */

import { type Place, clear, done, open, settled, write } from "./database";

interface Owner {
  user: string;
  /** Tells the keys of two log-ins of one person apart. */
  mark: string;
  key: CryptoKey;
}

interface Sealed {
  id: string;
  sheet: string;
  at: number;
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

/** Something to keep: `id` is unique in its place, `sheet` is the sheet that it belongs to. */
export interface Item {
  id: string;
  sheet: string;
  content: unknown;
}

const DAY = 86_400_000;
/** How long things lie on a device before they are cleared away, in days. The server knows ids of edits a day longer. */
const KEPT_DAYS = { sheets: 7, edits: 30 };
const HEARD = "khuevan-vault";

/** Whether this browser can keep anything sealed: it takes https or localhost. */
export const canSeal = () => typeof indexedDB !== "undefined" && globalThis.crypto?.subtle !== undefined;

/** Whom the server says this page is for; "" on pages for nobody in particular. */
export const person = () => document.documentElement.dataset.user ?? "";

export class Vault {
  private readonly database: IDBDatabase;
  private readonly owner: Owner;

  private constructor(database: IDBDatabase, owner: Owner) {
    this.database = database;
    this.owner = owner;
  }

  /** The vault of a person, emptied first of what was somebody else's, and made where `make` says so. "" opens whatever is
   * there. Null: there is none. */
  static async open(user: string, make = true): Promise<Vault | null> {
    if (!canSeal()) return null;
    try {
      const database = await open();
      const there = await ownerOf(database);
      if (user && there && there.user !== user) await wipe();
      const owner = user && make ? await own(database, user) : await ownerOf(database);
      if (!owner) return database.close(), null;
      await sweep(database);
      return new Vault(database, owner);
    } catch {
      return null;
    }
  }

  /** Keeps items and lets go of those with the ids in `gone`, in one step. False when the vault is not this one any more. */
  async write(place: Place, items: Item[], gone: string[] = []): Promise<boolean> {
    const sealed = await Promise.all(items.map((item) => this.seal(place, item)));
    const transaction = write(this.database);
    const finished = settled(transaction);
    const owner = (await done(transaction.objectStore("owner").get("owner"))) as Owner | undefined;
    const mine = owner?.mark === this.owner.mark;
    if (mine) {
      for (const id of gone) transaction.objectStore(place).delete(id);
      for (const one of sealed) transaction.objectStore(place).put(one);
    }
    await finished;
    tell();
    return mine;
  }

  /** Everything in a place, of one sheet or of all, the oldest first. What cannot be unsealed is left out. */
  async read<Content>(place: Place, sheet?: string): Promise<Content[]> {
    const store = this.database.transaction(place).objectStore(place);
    const found = (await done(sheet === undefined ? store.getAll() : query(store, sheet))) as Sealed[];
    const opened = await Promise.all(found.map((one) => this.unseal<Content>(place, one)));
    return opened.filter((one) => one !== null);
  }

  /** How many edits of each sheet wait here. */
  async waiting(): Promise<Map<string, number>> {
    const store = this.database.transaction("edits").objectStore("edits");
    const found = (await done(store.getAll())) as Sealed[];
    const counts = new Map<string, number>();
    for (const { sheet } of found) counts.set(sheet, (counts.get(sheet) ?? 0) + 1);
    return counts;
  }

  close(): void {
    this.database.close();
  }

  private async seal(place: Place, { id, sheet, content }: Item): Promise<Sealed> {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(content));
    const data = await crypto.subtle.encrypt(bound(iv, place, id, sheet), this.owner.key, plain);
    return { id, sheet, at: Date.now(), iv, data };
  }

  private async unseal<Content>(place: Place, { id, sheet, iv, data }: Sealed): Promise<Content | null> {
    try {
      const plain = await crypto.subtle.decrypt(bound(iv, place, id, sheet), this.owner.key, data);
      return JSON.parse(new TextDecoder().decode(plain)) as Content;
    } catch {
      return null;
    }
  }
}

/** Throws the key away, and with it everything that it sealed. */
export async function wipe(): Promise<void> {
  if (!canSeal()) return;
  const transaction = write(await open());
  clear(transaction);
  await settled(transaction);
  tell();
}

/** Calls `heard` whenever something in the vault changes, in this tab or another. */
export function listen(heard: () => void): void {
  new BroadcastChannel(HEARD).addEventListener("message", heard);
}

function tell(): void {
  const channel = new BroadcastChannel(HEARD);
  channel.postMessage("");
  channel.close();
}

/** Sealed things cannot be moved to another place, id or sheet. */
const bound = (iv: Uint8Array<ArrayBuffer>, ...place: string[]) =>
  ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(place.join("\n")) });

const query = (store: IDBObjectStore, sheet: string) =>
  store.indexNames.contains("sheet") ? store.index("sheet").getAll(sheet) : store.getAll(sheet);

async function ownerOf(database: IDBDatabase): Promise<Owner | undefined> {
  return (await done(database.transaction("owner").objectStore("owner").get("owner"))) as Owner | undefined;
}

async function own(database: IDBDatabase, user: string): Promise<Owner> {
  const found = await ownerOf(database);
  if (found?.user === user) return found;
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const transaction = write(database);
  const store = transaction.objectStore("owner");
  const meanwhile = (await done(store.get("owner"))) as Owner | undefined;
  const owner = meanwhile?.user === user ? meanwhile : { user, mark: crypto.randomUUID(), key };
  if (owner !== meanwhile) {
    clear(transaction);
    store.put(owner, "owner");
  }
  await settled(transaction);
  return owner;
}

async function sweep(database: IDBDatabase): Promise<void> {
  const transaction = write(database);
  for (const place of ["sheets", "edits"] as const) {
    const before = Date.now() - KEPT_DAYS[place] * DAY;
    const store = transaction.objectStore(place);
    for (const { id, at } of (await done(store.getAll())) as Sealed[]) if (at < before) store.delete(id);
  }
  await settled(transaction);
}
