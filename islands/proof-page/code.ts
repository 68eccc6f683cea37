/** Signed QR codes: Base45 (RFC 9285), zlib, COSE_Sign1 with ES256 (RFC 9052), essential results in CBOR. */

import { hex } from "./bytes";
import { Tagged, type Value, decode, signatureStructure } from "./cbor";
import { Malformed } from "./der";
import { pointHolds } from "./keys";

export const PREFIX = "KV1:";
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const MOST = 20_000, SIGN1 = 18, ES256 = -7, LAYOUT = 1;

/** A key of the province: id (hex), coordinates in Base64url. */
export interface ProofKey {
  id: string;
  x: string;
  y: string;
}

/** Code, name, birth. */
export type Whose = [string, string, string];

export interface YearSaid {
  school: string;
  year: number;
  grade: number;
  number: number;
  code: string;
  digest: Uint8Array;
  results: [string, Value][];
  learning: string;
  conduct: string;
  promoted: string;
  retests: [string, Value][];
  issued: number;
  /** Where the document of that year names the pupil otherwise than the code does. */
  whose: Whose | undefined;
}

export interface Essentials {
  pupil: string;
  name: string;
  birth: string;
  years: YearSaid[];
  key: string;
}

/** Why a code is refused: "not_a_statement", "unknown_key" or "bad_code". */
export class Refused extends Error {
  readonly code: "not_a_statement" | "unknown_key" | "bad_code";

  constructor(code: "not_a_statement" | "unknown_key" | "bad_code") {
    super(code);
    this.code = code;
  }
}

/** What a genuine code says. Throws `Refused`. */
export async function openCode(text: string, keys: ProofKey[]): Promise<Essentials> {
  const parts = await taken(text);
  const key = keys.find((one) => one.id === parts.key);
  if (!key) throw new Refused("unknown_key");
  const signed = signatureStructure(parts.heading, parts.payload);
  if (!await pointHolds(key.x, key.y, parts.value, signed)) throw new Refused("bad_code");
  try {
    return said(decode(parts.payload), key.id);
  } catch {
    throw new Refused("not_a_statement");
  }
}

async function taken(text: string) {
  try {
    if (!text.startsWith(PREFIX)) throw new Malformed();
    const message = decode(await inflated(base45(text.slice(PREFIX.length))));
    if (!(message instanceof Tagged) || message.tag !== SIGN1 || !Array.isArray(message.value)) throw new Malformed();
    const [heading, open, payload, value, ...more] = message.value;
    if (!(heading instanceof Uint8Array && payload instanceof Uint8Array && value instanceof Uint8Array)) throw new Malformed();
    if (!(open instanceof Map) || open.size || more.length || value.length !== 64) throw new Malformed();
    const header = decode(heading);
    if (!(header instanceof Map) || header.get(1) !== ES256) throw new Malformed();
    const id = header.get(4);
    if (!(id instanceof Uint8Array)) throw new Malformed();
    return { heading, payload, value, key: hex(id) };
  } catch {
    throw new Refused("not_a_statement");
  }
}

function base45(text: string): Uint8Array {
  const values = Array.from(text, (character) => ALPHABET.indexOf(character));
  if (values.includes(-1) || values.length % 3 === 1) throw new Malformed();
  const out: number[] = [];
  for (let at = 0; at < values.length; at += 3) {
    const [low = 0, middle = 0, high] = values.slice(at, at + 3);
    const number = low + 45 * middle + 2025 * (high ?? 0);
    if (number > (high === undefined ? 0xff : 0xffff)) throw new Malformed();
    if (high !== undefined) out.push(number >> 8);
    out.push(number & 0xff);
  }
  return Uint8Array.from(out);
}

async function inflated(data: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([data as BlobPart]).stream().pipeThrough(new DecompressionStream("deflate"));
  const reader = stream.getReader(), out: number[] = [];
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    out.push(...part.value);
    if (out.length > MOST) throw new Malformed();
  }
  return Uint8Array.from(out);
}

function said(value: Value, key: string): Essentials {
  if (!(value instanceof Map) || value.get(1) !== LAYOUT) throw new Malformed();
  const years = value.get(5);
  if (!Array.isArray(years) || !years.length) throw new Malformed();
  return { pupil: String(value.get(2)), name: String(value.get(3)), birth: String(value.get(4)), years: years.map(ofYear), key };
}

function ofYear(one: Value): YearSaid {
  if (!(one instanceof Map)) throw new Malformed();
  const digest = one.get(6);
  if (!(digest instanceof Uint8Array)) throw new Malformed();
  const text = (key: number) => String(one.get(key) ?? ""), number = (key: number) => Number(one.get(key));
  return {
    school: text(1), year: number(2), grade: number(3), number: number(4), code: verifyCode(BigInt(one.get(5) as number)),
    digest, results: pairs(one.get(7)), learning: text(8), conduct: text(9), promoted: text(10),
    retests: pairs(one.get(11)), issued: number(12) * 1000, whose: whose(one.get(13)),
  };
}

function whose(value: Value | undefined): Whose | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || value.length !== 3) throw new Malformed();
  return [String(value[0]), String(value[1]), String(value[2])];
}

function pairs(value: Value | undefined): [string, Value][] {
  return value instanceof Map ? Array.from(value, ([code, said]) => [String(code), said]) : [];
}

function verifyCode(number: bigint): string {
  let text = "";
  for (let place = 11n; place >= 0n; place--) text += CODE_ALPHABET[Number((number >> (5n * place)) & 31n)] ?? "";
  return text.match(/..../g)?.join("-") ?? "";
}
