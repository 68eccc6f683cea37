/** ASN.1 values in DER (X.690): reading strictly, writing the little that is compared. */

export interface Der {
  tag: number;
  /** The whole value with its tag and length. */
  whole: Uint8Array;
  content: Uint8Array;
}

export class Malformed extends Error {}

/** The first value in the bytes; what follows it is left alone. */
export function first(bytes: Uint8Array, at = 0): Der {
  const tag = bytes[at], short = bytes[at + 1];
  if (tag === undefined || short === undefined || (tag & 0x1f) === 0x1f) throw new Malformed();
  let start = at + 2, length = short;
  if (short >= 0x80) {
    const count = short & 0x7f;
    if (count < 1 || count > 4) throw new Malformed();
    length = 0;
    for (const byte of bytes.subarray(start, start + count)) length = length * 256 + byte;
    start += count;
    if (length < 0x80 || length < 256 ** (count - 1)) throw new Malformed();
  }
  if (start + length > bytes.length) throw new Malformed();
  return { tag, whole: bytes.subarray(at, start + length), content: bytes.subarray(start, start + length) };
}

/** The one value that the bytes are. */
export function only(bytes: Uint8Array): Der {
  const found = first(bytes);
  if (found.whole.length !== bytes.length) throw new Malformed();
  return found;
}

/** The values inside a constructed one. */
export function inside(value: Der | undefined, tag?: number): Der[] {
  if (!value || (tag !== undefined && value.tag !== tag)) throw new Malformed();
  const found: Der[] = [];
  for (let at = 0; at < value.content.length; ) {
    const one = first(value.content, at);
    found.push(one);
    at += one.whole.length;
  }
  return found;
}

/** A value of a tag around its parts. */
export function written(tag: number, ...parts: Uint8Array[]): Uint8Array {
  const body = joined(...parts);
  const length: number[] = [];
  for (let rest = body.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest % 256);
  const head = body.length < 0x80 ? [body.length] : [0x80 | length.length, ...length];
  return joined(Uint8Array.of(tag, ...head), body);
}

/** "1.2.840…" of an OBJECT IDENTIFIER. */
export function oid(value: Der | undefined): string {
  if (!value || value.tag !== 0x06) throw new Malformed();
  const arcs: number[] = [];
  let number = 0;
  for (const byte of value.content) {
    number = number * 128 + (byte & 0x7f);
    if (byte & 0x80) continue;
    arcs.push(number);
    number = 0;
  }
  const head = arcs.shift() ?? 0;
  const top = Math.min(2, Math.floor(head / 40));
  return [top, head - 40 * top, ...arcs].join(".");
}

/** The bytes of a BIT STRING without unused bits. */
export function bits(value: Der | undefined): Uint8Array {
  if (!value || value.tag !== 0x03 || value.content[0] !== 0) throw new Malformed();
  return value.content.subarray(1);
}

/** The moment of a UTCTime or GeneralizedTime, in milliseconds since 1970. */
export function moment(value: Der | undefined): number {
  if (!value) throw new Malformed();
  const text = String.fromCharCode(...value.content);
  const found = (value.tag === 0x17 ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/).exec(text);
  if (!found) throw new Malformed();
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = found.slice(1).map(Number);
  const century = value.tag === 0x17 ? (year >= 50 ? 1900 : 2000) : 0;
  return Date.UTC(century + year, month - 1, day, hour, minute, second);
}

export function joined(...parts: Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
