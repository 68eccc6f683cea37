/** Public keys and the signatures that they check, by WebCrypto. */

import { Malformed, bits, inside, joined, oid, only } from "./der";

const EC = "1.2.840.10045.2.1", RSA = "1.2.840.113549.1.1.1";
const CURVES: Record<string, { name: string; size: number }> = {
  "1.2.840.10045.3.1.7": { name: "P-256", size: 32 },
  "1.3.132.0.34": { name: "P-384", size: 48 },
  "1.3.132.0.35": { name: "P-521", size: 66 },
};
/** Signature algorithms of certificates and papers: by which kind of key, over which digest. */
const METHODS: Record<string, { kind: "ec" | "rsa"; hash: string }> = {
  "1.2.840.10045.4.3.2": { kind: "ec", hash: "SHA-256" },
  "1.2.840.10045.4.3.3": { kind: "ec", hash: "SHA-384" },
  "1.2.840.10045.4.3.4": { kind: "ec", hash: "SHA-512" },
  "1.2.840.113549.1.1.11": { kind: "rsa", hash: "SHA-256" },
  "1.2.840.113549.1.1.12": { kind: "rsa", hash: "SHA-384" },
  "1.2.840.113549.1.1.13": { kind: "rsa", hash: "SHA-512" },
};

export type Algorithm = "ecdsa-sha256" | "rsa-sha256";
export const OID_OF: Record<Algorithm, string> = {
  "ecdsa-sha256": "1.2.840.10045.4.3.2", "rsa-sha256": "1.2.840.113549.1.1.11",
};

/** How a key (SubjectPublicKeyInfo) may sign documents, or null where keys of this kind are not accepted. */
export function algorithmOf(spki: Uint8Array): Algorithm | null {
  try {
    const [algorithm, key] = inside(only(spki), 0x30);
    const [kind, parameters] = inside(algorithm, 0x30);
    if (oid(kind) === EC) return oid(parameters) === "1.2.840.10045.3.1.7" ? "ecdsa-sha256" : null;
    return oid(kind) === RSA && sizeOf(bits(key)) >= 2048 ? "rsa-sha256" : null;
  } catch {
    return null;
  }
}

/** How many bits the modulus of an RSA key has. */
function sizeOf(key: Uint8Array): number {
  const number = inside(only(key), 0x30)[0]?.content ?? new Uint8Array();
  const lead = number.findIndex((byte) => byte !== 0);
  return lead < 0 ? 0 : (number.length - lead) * 8 - (Math.clz32(number[lead] ?? 0) - 24);
}

/** Whether a key made the signature (ECDSA as DER) over the data, by the algorithm of this identifier. */
export async function holds(
  spki: Uint8Array, method: string, value: Uint8Array, data: Uint8Array,
): Promise<boolean> {
  const how = METHODS[method];
  if (!how) return false;
  try {
    const [algorithm] = inside(only(spki), 0x30);
    const [kind, parameters] = inside(algorithm, 0x30);
    if (how.kind === "rsa") {
      if (oid(kind) !== RSA) return false;
      return await checked(spki, { name: "RSASSA-PKCS1-v1_5", hash: how.hash }, { name: "RSASSA-PKCS1-v1_5" }, value, data);
    }
    const curve = oid(kind) === EC ? CURVES[oid(parameters)] : undefined;
    if (!curve) return false;
    const use = { name: "ECDSA", hash: how.hash };
    return await checked(spki, { name: "ECDSA", namedCurve: curve.name }, use, plain(value, curve.size), data);
  } catch {
    return false;
  }
}

/** Whether the point (x, y) of P-256 signed the data; the value is r‖s. */
export async function pointHolds(x: string, y: string, value: Uint8Array, data: Uint8Array): Promise<boolean> {
  const use = { name: "ECDSA", namedCurve: "P-256" };
  const key = await crypto.subtle.importKey("jwk", { kty: "EC", crv: "P-256", x, y }, use, false, ["verify"]);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, value as BufferSource, data as BufferSource);
}

/** r‖s as an ECDSA signature in DER. */
export function derSignature(value: Uint8Array): Uint8Array {
  const half = value.length / 2;
  const parts = [value.subarray(0, half), value.subarray(half)].map((number) => {
    let start = 0;
    while (start < half - 1 && number[start] === 0) start++;
    const digits = number.subarray(start);
    const body = (digits[0] ?? 0) >= 0x80 ? joined(Uint8Array.of(0), digits) : digits;
    return joined(Uint8Array.of(0x02, body.length), body);
  });
  const body = joined(...parts);
  return joined(Uint8Array.of(0x30, body.length), body);
}

async function checked(
  spki: Uint8Array, key: EcKeyImportParams | RsaHashedImportParams, use: EcdsaParams | { name: string },
  value: Uint8Array, data: Uint8Array,
): Promise<boolean> {
  const made = await crypto.subtle.importKey("spki", spki as BufferSource, key, false, ["verify"]);
  return crypto.subtle.verify(use, made, value as BufferSource, data as BufferSource);
}

/** An ECDSA signature in DER as r‖s. */
function plain(value: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(2 * size);
  const numbers = inside(only(value), 0x30);
  if (numbers.length !== 2) throw new Malformed();
  numbers.forEach((number, place) => {
    if (number.tag !== 0x02) throw new Malformed();
    const digits = number.content[0] === 0 ? number.content.subarray(1) : number.content;
    if (digits.length > size) throw new Malformed();
    out.set(digits, (place + 1) * size - digits.length);
  });
  return out;
}
