/**
 * What is kept on this device for work without network: sealed with AES-GCM, readable for one person only.
 *
 * Each person's key is made in this browser and cannot be read out of it. The log-out throws it away with everything
 * that it sealed. docs/decisions/0023-offline-entry.md says what that protects from.
 */

import { type Place, done, open, settled, write } from "./database";
import { type Owner, enter, holds, leave } from "./owners";

interface Sealed {
  id: string;
  user: string;
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

  /** The vault of a person, made where `make` says so; "" opens that of who was here last. Null: there is none. */
  static async open(user: string, make = true): Promise<Vault | null> {
    if (!canSeal()) return null;
    try {
      const database = await open();
      const owner = await enter(database, user, make);
      if (owner) return new Vault(database, owner);
      database.close();
    } catch {
      // A browser that forbids storage keeps nothing; the grid says so.
    }
    return null;
  }

  /** Keeps items and lets go of those with the ids in `gone`, in one step. False when the vault is not this one any more. */
  async write(place: Place, items: Item[], gone: string[] = []): Promise<boolean> {
    const sealed = await Promise.all(items.map((item) => this.seal(place, item)));
    const transaction = write(this.database, place === "edits" ? "strict" : "relaxed");
    const finished = settled(transaction);
    const mine = await holds(transaction, this.owner, place === "sheets");
    if (mine) {
      for (const id of gone) transaction.objectStore(place).delete(id);
      for (const one of sealed) transaction.objectStore(place).put(one);
    }
    await finished;
    tell();
    return mine;
  }

  /** Everything of this person in a place, of one sheet or of all, the oldest first. What cannot be unsealed is left out. */
  async read<Content>(place: Place, sheet?: string): Promise<Content[]> {
    const found = (await this.all(place)).filter((one) => sheet === undefined || one.sheet === sheet);
    const opened = await Promise.all(found.map((one) => this.unseal<Content>(place, one)));
    return opened.filter((one) => one !== null);
  }

  /** How many edits of each sheet wait here. */
  async waiting(): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    for (const { sheet } of await this.all("edits")) counts.set(sheet, (counts.get(sheet) ?? 0) + 1);
    return counts;
  }

  close(): void {
    this.database.close();
  }

  private async all(place: Place): Promise<Sealed[]> {
    const found = (await done(this.database.transaction(place).objectStore(place).getAll())) as Sealed[];
    return found.filter(({ user }) => user === this.owner.user);
  }

  private async seal(place: Place, { id, sheet, content }: Item): Promise<Sealed> {
    const { user, key } = this.owner;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(content));
    const data = await crypto.subtle.encrypt(bound(iv, place, id, sheet), key, plain);
    return { id, user, sheet, at: Date.now(), iv, data };
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

/** Throws a person's key away, and with it everything that it sealed. */
export async function wipe(user: string): Promise<void> {
  if (!canSeal()) return;
  const database = await open();
  await leave(database, user);
  database.close();
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
