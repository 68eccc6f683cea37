/** CBOR (RFC 8949) of the kinds that statements use: integers, bytes, text, arrays, maps, one tag. */

import { Malformed } from "./der";

export type Value = number | bigint | string | boolean | null | Uint8Array | Value[] | Map<Value, Value> | Tagged;

export class Tagged {
  readonly tag: number;
  readonly value: Value;

  constructor(tag: number, value: Value) {
    this.tag = tag;
    this.value = value;
  }
}

/** The one value that the bytes are. */
export function decode(bytes: Uint8Array): Value {
  const reader = new Reader(bytes);
  const value = reader.value(0);
  if (!reader.atEnd) throw new Malformed();
  return value;
}

/** `["Signature1", protected, b"", payload]` as it is signed (RFC 9052, section 4.4). */
export function signatureStructure(heading: Uint8Array, payload: Uint8Array): Uint8Array {
  const context = new TextEncoder().encode("Signature1");
  return Uint8Array.from([0x84, 0x60 | context.length, ...context, ...head(0x40, heading.length), ...heading, 0x40,
    ...head(0x40, payload.length), ...payload]);
}

function head(major: number, length: number): number[] {
  if (length < 24) return [major | length];
  return length < 256 ? [major | 24, length] : [major | 25, length >> 8, length & 255];
}

class Reader {
  private at = 0;

  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get atEnd(): boolean {
    return this.at === this.bytes.length;
  }

  value(depth: number): Value {
    if (depth > 8) throw new Malformed();
    const initial = this.take(1)[0] ?? 0, major = initial >> 5;
    if (major === 7) return this.simple(initial);
    const long = this.argument(initial & 31), number = Number(long);
    const small = Number.isSafeInteger(number) ? number : long;
    if (major === 0) return small;
    if (major === 1) return -1 - number;
    if (major === 2) return this.take(number);
    if (major === 3) return new TextDecoder("utf-8", { fatal: true }).decode(this.take(number));
    if (major === 6) return new Tagged(number, this.value(depth + 1));
    if (number > this.bytes.length) throw new Malformed();
    if (major === 4) return Array.from({ length: number }, () => this.value(depth + 1));
    const map = new Map<Value, Value>();
    for (let left = number; left > 0; left--) {
      const key = this.value(depth + 1);
      if (map.has(key)) throw new Malformed();
      map.set(key, this.value(depth + 1));
    }
    return map;
  }

  private simple(initial: number): Value {
    if (initial === 0xf4) return false;
    if (initial === 0xf5) return true;
    if (initial === 0xf6) return null;
    throw new Malformed();
  }

  private argument(short: number): bigint {
    if (short < 24) return BigInt(short);
    if (short > 27) throw new Malformed();
    return this.take(2 ** (short - 24)).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  }

  private take(length: number): Uint8Array {
    if (this.at + length > this.bytes.length) throw new Malformed();
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}
