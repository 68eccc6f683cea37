/** Checking a signed document without a network, as strictly as the server does. */

import { same, sha256 } from "./bytes";
import { certificate, type Certificate } from "./certificates";
import { SignedDocument, Unfit } from "./document";
import { OID_OF, algorithmOf, derSignature, holds } from "./keys";
import { type Entry, Order, type Problem, type Scheme, wants } from "./order";
import type { Trust } from "./trust";
import { type Statement, ownPropertiesDigest, read, signedInfo } from "./xades";

/** One signature: who, as what, when, over what, and what speaks against it. */
export interface Signed {
  id: string;
  role: string;
  who: string;
  title: string;
  organisation: string;
  at: number | null;
  covers: string[];
  problems: Problem[];
}

export interface DocumentVerdict {
  document: SignedDocument | null;
  signatures: Signed[];
  problems: Problem[];
  missing: string[];
}

interface Found {
  id: string;
  statement: Statement | null;
  signer: Certificate | null;
  enclosed: (Certificate | null)[];
  flaw: Problem | null;
}

export async function checkDocument(
  bytes: Uint8Array, trust: Trust, scheme: Scheme, name: (part: string) => string, now: number,
): Promise<DocumentVerdict> {
  let document: SignedDocument;
  try {
    document = new SignedDocument(bytes);
  } catch (refusal) {
    if (!(refusal instanceof Unfit)) throw refusal;
    return { document: null, signatures: [], problems: [ofRefusal(refusal)], missing: [] };
  }
  const found = Array.from(document.signatures, ([id, element]) => taken(id, element));
  const entries = found.flatMap((one): Entry[] => {
    const stage = scheme.stages.find((known) => known.role === one.statement?.role);
    return one.statement && one.signer && stage ? [{ statement: one.statement, signer: one.signer, stage }] : [];
  });
  const organisation = document.content.getAttribute(scheme.organisation) ?? "";
  const order = new Order(scheme.stages, document.parts, organisation, entries, name);
  const broken = await brokenParts(document, found);
  const signatures: Signed[] = [];
  for (const one of found) {
    signatures.push(await signed(one, document, trust, scheme, order, entries, broken, now));
  }
  const missing = order.missing().map((stage) => stage.role);
  return { document, signatures, problems: [...aboutDocument(document, scheme)], missing };
}

function* aboutDocument(document: SignedDocument, scheme: Scheme): Iterable<Problem> {
  if (document.contentId !== scheme.content) yield { code: "wrong_kind", part: scheme.content };
  if (!document.signatures.size) yield { code: "unsigned" };
  for (const [part, section] of document.sections) {
    const foreign = scheme.bound.filter((name) => section.getAttribute(name) !== document.content.getAttribute(name));
    if (foreign.length) yield { code: "foreign_section", part, words: { what: foreign.join(", ") } };
  }
}

function taken(id: string, element: Element): Found {
  try {
    const statement = read(element);
    const [signer, ...enclosed] = statement.certificates.map(described);
    return { id, statement, signer: signer ?? null, enclosed, flaw: null };
  } catch (refusal) {
    if (!(refusal instanceof Unfit)) throw refusal;
    return { id, statement: null, signer: null, enclosed: [], flaw: { code: refusal.code, part: id, words: { what: refusal.what } } };
  }
}

async function signed(
  found: Found, document: SignedDocument, trust: Trust, scheme: Scheme, order: Order, entries: Entry[],
  broken: Set<string>, now: number,
): Promise<Signed> {
  const { statement, signer } = found;
  const said = { id: found.id, who: signer?.name ?? "", title: signer?.title ?? "", organisation: signer?.organisation ?? "" };
  if (!statement) return { ...said, role: "", at: null, covers: [], problems: found.flaw ? [found.flaw] : [] };
  const problems = [...await aboutValue(found, statement, trust), ...await aboutParts(statement, document, broken, signer?.name ?? found.id)];
  const entry = entries.find((one) => one.statement === statement);
  if (entry) problems.push(...order.problems(entry, now));
  else if (!scheme.stages.some((stage) => stage.role === statement.role)) {
    problems.push({ code: "unknown_role", words: { what: statement.role } });
  }
  const stage = scheme.stages.find((one) => one.role === statement.role);
  const covers = statement.references.map((one) => one.part).filter((part) => !stage || wants(stage, part));
  return { ...said, role: statement.role, at: statement.at, covers, problems };
}

async function aboutValue(found: Found, statement: Statement, trust: Trust): Promise<Problem[]> {
  const { signer, id } = found, who = signer?.name ?? id;
  if (!signer) return [{ code: "certificate_unfit", words: { who } }];
  const problems: Problem[] = [];
  const digests = await Promise.all(statement.certificates.map(sha256));
  const named = digests.length === statement.certificateDigests.length
    && digests.every((digest, place) => same(digest, statement.certificateDigests[place] ?? new Uint8Array()));
  if (!named) problems.push({ code: "certificate_swapped", part: id, words: { who } });
  else if (!await valueHolds(signer, statement)) problems.push({ code: "bad_signature", part: id, words: { who } });
  const enclosed = found.enclosed.filter((one) => one !== null);
  const whole = enclosed.length === found.enclosed.length;
  const flaw = whole ? await trust.flaw(signer, enclosed, statement.at) : "certificate_unfit";
  if (flaw) problems.push({ code: flaw, words: { who } });
  return problems;
}

async function valueHolds(signer: Certificate, statement: Statement): Promise<boolean> {
  if (!same(statement.propertiesDigest, await ownPropertiesDigest(statement))) return false;
  if (algorithmOf(signer.spki) !== statement.algorithm) return false;
  const curve = statement.algorithm === "ecdsa-sha256";
  if (curve && statement.value.length !== 64) return false;
  const value = curve ? derSignature(statement.value) : statement.value;
  return holds(signer.spki, OID_OF[statement.algorithm], value, signedInfo(statement));
}

async function aboutParts(
  statement: Statement, document: SignedDocument, broken: Set<string>, who: string,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { part, digest } of statement.references) {
    const own = await document.digest(part);
    if (!own) problems.push({ code: "missing_part", part, words: { who } });
    else if (!same(own, digest)) problems.push(...blamed(part, document, broken).map((one) => ({ code: "altered", part: one, words: { who } })));
  }
  return problems;
}

/** Where the content as a whole is altered, its altered sections are to blame, if any is known. */
function blamed(part: string, document: SignedDocument, broken: Set<string>): string[] {
  if (part !== document.contentId) return [part];
  const sections = [...document.sections.keys()].filter((one) => broken.has(one));
  return sections.length ? sections : [part];
}

async function brokenParts(document: SignedDocument, found: Found[]): Promise<Set<string>> {
  const broken = new Set<string>();
  for (const { part, digest } of found.flatMap((one) => one.statement?.references ?? [])) {
    const own = await document.digest(part);
    if (!own || !same(own, digest)) broken.add(part);
  }
  return broken;
}

function described(der: Uint8Array): Certificate | null {
  try {
    return certificate(der);
  } catch {
    return null;
  }
}

function ofRefusal(refusal: Unfit): Problem {
  return { code: refusal.code, part: refusal.part || undefined, words: { what: refusal.what, part: refusal.part } };
}
