/** Checking a sealed PDF: one signature over the whole file in exactly the form in which schools' seals are written. */

import { fromHex, hex, same, sha256 } from "./bytes";
import { certificate, type Certificate } from "./certificates";
import { Malformed, type Der, first, inside, joined, moment, oid, written } from "./der";
import { OID_OF, algorithmOf, holds } from "./keys";
import type { Problem } from "./order";
import { isTail, letters } from "./tail";
import type { Trust } from "./trust";
import type { Signed } from "./xml";

const RANGE = /\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g;
const MOMENT = /\/M\s*\(D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-]\d\d)'(\d\d)'?)?\)/g;
const SHA256 = fromHex("300d06096086480165030402010500");
const MECHANISMS = { "ecdsa-sha256": fromHex("300a06082a8648ce3d040302"), "rsa-sha256": fromHex("300d06092a864886f70d01010b0500") };
const VERSION_1 = fromHex("020101"), DATA = fromHex("06092a864886f70d010701"), SIGNED_DATA = fromHex("06092a864886f70d010702");
const DIGEST = "1.2.840.113549.1.9.4", TIME = "1.2.840.113549.1.9.5", CERTIFICATE = "1.2.840.113549.1.9.16.2.47";
const CLOCK_SKEW = 5 * 60_000;

/** `sealed` are the bytes under the seal; `stamped`: behind them stands a time-stamp, which is checked online only. */
export interface PaperVerdict {
  sealed: Uint8Array;
  stamped: boolean;
  signature: Signed | null;
  problems: Problem[];
}

export async function checkPaper(pdf: Uint8Array, trust: Trust, now: number): Promise<PaperVerdict> {
  const found = [...letters(pdf).matchAll(RANGE)];
  const range = found[0]?.slice(1).map(Number);
  const stamped = range && found.length > 1 ? await beforeTail(pdf, range) : null;
  const sealed = stamped ?? pdf;
  if (!range || (found.length > 1 && !stamped)) {
    return { sealed, stamped: false, signature: null, problems: [{ code: range ? "many_signatures" : "unsigned" }] };
  }
  try {
    const signature = await new Paper(sealed, range, trust).verdict(now);
    return { sealed, stamped: stamped !== null, signature, problems: [] };
  } catch (error) {
    if (!(error instanceof Malformed) && !(error instanceof SyntaxError)) throw error;
    return { sealed, stamped: false, signature: null, problems: [{ code: "malformed", part: "ky-pdf" }] };
  }
}

/** The sealed part of a paper behind which a time-stamp stands in our form; null where something else stands there. */
async function beforeTail(pdf: Uint8Array, range: number[]): Promise<Uint8Array | null> {
  const end = (range[2] ?? 0) + (range[3] ?? 0);
  if (end <= 0 || end >= pdf.length) return null;
  const sealed = pdf.subarray(0, end);
  return await isTail(sealed, letters(pdf.subarray(end))) ? sealed : null;
}

class Paper {
  private readonly gap: Uint8Array;
  private readonly certificates: Certificate[];
  private signer: Certificate;
  private readonly attributes: Der;
  private readonly values = new Map<string, Der[]>();
  private readonly value: Uint8Array;
  private readonly method: Uint8Array;

  private readonly pdf: Uint8Array;
  private readonly range: number[];
  private readonly trust: Trust;

  constructor(pdf: Uint8Array, range: number[], trust: Trust) {
    this.pdf = pdf;
    this.range = range;
    this.trust = trust;
    const [, length = 0, second = 0] = range;
    this.gap = pdf.subarray(length, second);
    const body = first(fromHex(String.fromCharCode(...this.gap.subarray(1, -1))));
    const data = inside(inside(inside(body, 0x30)[1], 0xa0)[0], 0x30);
    this.certificates = inside(data.find((one) => one.tag === 0xa0)).map((one) => certificate(one.whole));
    const signers = inside(data.at(-1), 0x31);
    const [, named, , attributes, method, value] = inside(signers[0], 0x30);
    const [issuer, serial] = inside(named, 0x30);
    const signer = this.certificates.find((one) =>
      same(one.issuer, issuer?.whole ?? VERSION_1) && same(one.serialDer, serial?.whole ?? VERSION_1));
    if (!signer || attributes?.tag !== 0xa0 || !method || value?.tag !== 0x04) throw new Malformed();
    this.signer = signer;
    this.attributes = attributes;
    this.method = method.whole;
    this.value = value.content;
    for (const one of inside(attributes)) {
      const [kind, values] = inside(one, 0x30);
      this.values.set(oid(kind), inside(values, 0x31));
    }
  }

  async verdict(now: number): Promise<Signed> {
    const signer = this.signer = this.trust.told(this.signer, await sha256(this.signer.der)), at = this.at();
    const said = { id: "ky-pdf", role: "seal", form: "", who: signer.name, title: signer.title, organisation: signer.organisation };
    return { ...said, at, covers: ["pdf"], problems: await this.problems(at, now) };
  }

  private async problems(at: number | null, now: number): Promise<Problem[]> {
    const words = { who: this.signer.name }, part = "ky-pdf", problems: Problem[] = [];
    const [start, length = 0, second = 0, rest = 0] = this.range;
    const whole = start === 0 && length > 0 && length < second && second + rest === this.pdf.length;
    if (!whole) problems.push({ code: "appended", part: "pdf" });
    else if (!await this.digestHolds()) problems.push({ code: "altered", part: "pdf", words });
    if (!await this.valueHolds()) problems.push({ code: "bad_signature", part, words });
    if (!await this.namesItsCertificate() || !this.inOurForm()) problems.push({ code: "malformed", part });
    const enclosed = this.certificates.filter((one) => !same(one.der, this.signer.der));
    for (const one of enclosed) {
      if (!await this.trust.knows(one, enclosed)) problems.push({ code: "certificate_swapped", part, words });
    }
    if (!this.signer.seal) problems.push({ code: "key_kind", words: { stage: "" } });
    const flaw = at === null || at > now + CLOCK_SKEW ? "wrong_time" : await this.trust.flaw(this.signer, enclosed, at);
    if (flaw) problems.push({ code: flaw, words });
    return problems;
  }

  /** The time of signing: an attribute, or the entry M of the signature's dictionary, as PAdES has it. */
  private at(): number | null {
    const [time] = this.values.get(TIME) ?? [];
    if (time) return moment(time);
    const [, length = 0, second = 0] = this.range;
    const latin = new TextDecoder("latin1");
    const before = latin.decode(this.pdf.subarray(0, length)), after = latin.decode(this.pdf.subarray(second));
    const entries = before.slice(before.lastIndexOf(" obj")) + after.slice(0, Math.max(0, after.indexOf("endobj")));
    const dictionary = entries.replace(/\\([0-7]{3})/g, (_whole, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
    const found = [...dictionary.matchAll(MOMENT)];
    const [, year, month, day, hour, minute, seconds, zone = "", zoneMinute = "00"] = found.length === 1 ? found[0] ?? [] : [];
    if (!year) return null;
    const offset = zone ? `${zone}:${zoneMinute}` : "Z";
    return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${seconds}${offset}`) || null;
  }

  private async digestHolds(): Promise<boolean> {
    const [start = 0, length = 0, second = 0, rest = 0] = this.range;
    const covered = joined(this.pdf.subarray(start, start + length), this.pdf.subarray(second, second + rest));
    const said = this.values.get(DIGEST) ?? [];
    return said.length === 1 && same(said[0]?.content ?? covered, await sha256(covered));
  }

  private async valueHolds(): Promise<boolean> {
    const algorithm = algorithmOf(this.signer.spki);
    if (!algorithm || !same(this.method, MECHANISMS[algorithm])) return false;
    return holds(this.signer.spki, OID_OF[algorithm], this.value, written(0x31, this.attributes.content));
  }

  private async namesItsCertificate(): Promise<boolean> {
    const [said] = this.values.get(CERTIFICATE) ?? [];
    const [named] = inside(inside(said, 0x30)[0], 0x30);
    const digest = inside(named, 0x30).find((one) => one.tag === 0x04);
    return !!digest && same(digest.content, await sha256(this.signer.der));
  }

  /** Whether the gap holds the signature written as we write it, and nothing else. */
  private inOurForm(): boolean {
    const text = `<${hex(this.rewritten()).toUpperCase().padEnd(this.gap.length - 2, "0")}>`;
    return text === new TextDecoder("latin1").decode(this.gap);
  }

  private rewritten(): Uint8Array {
    const signer = written(0x30, this.signer.issuer, this.signer.serialDer);
    const attributes = written(0xa0, this.attributes.content);
    const info = written(0x30, VERSION_1, signer, SHA256, attributes, this.method, written(0x04, this.value));
    const certificates = written(0xa0, ...this.certificates.map((one) => one.der));
    const data = [VERSION_1, written(0x31, SHA256), written(0x30, DATA), certificates, written(0x31, info)];
    return written(0x30, SIGNED_DATA, written(0xa0, written(0x30, ...data)));
  }
}
