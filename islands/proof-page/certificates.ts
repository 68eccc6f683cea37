/** X.509 certificates (RFC 5280) read as far as signing documents needs it. */

import { hex } from "./bytes";
import { Malformed, type Der, bits, inside, moment, oid, only } from "./der";

export interface Certificate {
  der: Uint8Array;
  signed: Uint8Array;
  method: string;
  value: Uint8Array;
  serial: string;
  issuer: Uint8Array;
  /** The serial number as it stands, for comparing papers. */
  serialDer: Uint8Array;
  subject: Uint8Array;
  spki: Uint8Array;
  start: number;
  end: number;
  authority: boolean;
  pathLength: number | null;
  signsCertificates: boolean;
  signsDocuments: boolean;
  understood: boolean;
  name: string;
  title: string;
  organisation: string;
  organisationCode: string;
  seal: boolean;
}

const BASIC = "2.5.29.19", USAGE = "2.5.29.15";
const UNDERSTOOD = new Set([BASIC, USAGE, "2.5.29.37", "2.5.29.32"]);
const COMMON_NAME_LIMIT = 64;

/** Throws `Malformed` where the bytes are no certificate. */
export function certificate(der: Uint8Array): Certificate {
  const [body, method, value] = inside(only(der), 0x30);
  const fields = inside(body, 0x30);
  if (fields[0]?.tag === 0xa0) fields.shift();
  const [serial, inner, issuer, validity, subject, spki, ...rest] = fields;
  if (!body || !serial || !issuer || !subject || !spki || serial.tag !== 0x02) throw new Malformed();
  if (hex(inner?.whole ?? new Uint8Array()) !== hex(method?.whole ?? new Uint8Array())) throw new Malformed();
  const [start, end] = inside(validity, 0x30);
  const names = attributes(subject);
  const name = names.get("2.5.4.3") ?? "", organisation = names.get("2.5.4.10") ?? "";
  return {
    der, signed: body.whole, method: oid(inside(method, 0x30)[0]), value: bits(value),
    serial: BigInt(`0x${hex(serial.content)}`).toString(16), serialDer: serial.whole,
    issuer: issuer.whole, subject: subject.whole, spki: spki.whole, start: moment(start), end: moment(end),
    ...extensions(rest.find((field) => field.tag === 0xa3)),
    name, title: names.get("2.5.4.12") ?? "", organisation, organisationCode: names.get("2.5.4.97") ?? "",
    seal: organisation !== "" && name === Array.from(organisation).slice(0, COMMON_NAME_LIMIT).join(""),
  };
}

function extensions(field: Der | undefined) {
  let authority = false, pathLength: number | null = null;
  let signsCertificates = false, signsDocuments = false, understood = true;
  for (const extension of field ? inside(inside(field)[0], 0x30) : []) {
    const parts = inside(extension, 0x30);
    const kind = oid(parts[0]), critical = parts[1]?.tag === 0x01 && parts[1].content[0] !== 0;
    const value = only(parts.at(-1)?.content ?? new Uint8Array());
    if (critical && !UNDERSTOOD.has(kind)) understood = false;
    if (kind === BASIC) {
      const [first, second] = inside(value, 0x30);
      authority = first?.tag === 0x01 && first.content[0] !== 0;
      const length = first?.tag === 0x02 ? first : second;
      pathLength = length ? Number.parseInt(hex(length.content), 16) : null;
    } else if (kind === USAGE) {
      const flags = value.content[1] ?? 0;
      signsDocuments = (flags & 0xc0) !== 0;
      signsCertificates = (flags & 0x04) !== 0;
    }
  }
  return { authority, pathLength, signsCertificates, signsDocuments, understood };
}

/** The first value of each attribute of a distinguished name. */
function attributes(name: Der): Map<string, string> {
  const found = new Map<string, string>();
  for (const set of inside(name, 0x30)) {
    for (const pair of inside(set, 0x31)) {
      const [kind, value] = inside(pair, 0x30);
      const key = oid(kind);
      if (value && !found.has(key)) found.set(key, new TextDecoder(value.tag === 0x1e ? "utf-16be" : "utf-8").decode(value.content));
    }
  }
  return found;
}
