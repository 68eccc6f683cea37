/**
 * The one form in which signatures are accepted: taken apart, written again, and compared.
 *
 * Whatever is not in the form (another algorithm, transform, attribute, unsigned property, white space) differs.
 */

import { base64, fromBase64, sha256, utf8 } from "./bytes";
import { canonical } from "./canonical";
import { DS, Unfit, XADES } from "./document";
import type { Algorithm } from "./keys";

const C14N = "http://www.w3.org/2001/10/xml-exc-c14n#";
const SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";
const METHODS: Record<Algorithm, string> = {
  "ecdsa-sha256": "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
  "rsa-sha256": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
};
const PROPERTIES = "http://uri.etsi.org/01903#SignedProperties";
const ALLOWED: Record<string, string[]> = {
  CanonicalizationMethod: [C14N], SignatureMethod: Object.values(METHODS), Transform: [C14N], DigestMethod: [SHA256],
};
const MOST_CERTIFICATES = 3;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00$/;
const ID = /^[A-Za-z_][A-Za-z0-9_.-]{0,79}$/;
const DS_NS = ` xmlns:ds="${DS}"`, XADES_NS = ` xmlns:xades="${XADES}"`;

export interface Reference {
  part: string;
  digest: Uint8Array;
}

/** Everything that a signature says. */
export interface Statement {
  id: string;
  role: string;
  time: string;
  at: number;
  references: Reference[];
  algorithm: Algorithm;
  certificates: Uint8Array[];
  certificateDigests: Uint8Array[];
  propertiesDigest: Uint8Array;
  value: Uint8Array;
}

/** The statement of a signature. Throws `Unfit` ("malformed" or "unknown_algorithm"). */
export function read(element: Element): Statement {
  for (const [name, allowed] of Object.entries(ALLOWED)) {
    for (const one of element.getElementsByTagNameNS(DS, name)) {
      const method = one.getAttribute("Algorithm") ?? "";
      if (!allowed.includes(method)) throw new Unfit("unknown_algorithm", "", method.slice(0, 120));
    }
  }
  let statement: Statement | null = null;
  try {
    statement = values(element);
  } catch {
    throw new Unfit("malformed");
  }
  if (written(statement) !== canonical(element)) throw new Unfit("malformed");
  return statement;
}

/** The bytes that the key signs: canonical SignedInfo standing alone. */
export function signedInfo(statement: Statement): Uint8Array {
  return utf8(info(statement, DS_NS));
}

/** SHA-256 of time, certificates and role as they stand; a true `propertiesDigest` equals it. */
export function ownPropertiesDigest(statement: Statement): Promise<Uint8Array> {
  return sha256(utf8(properties(statement, XADES_NS, DS_NS)));
}

function values(element: Element): Statement {
  const at = (path: string) => down(element, path);
  const references = at("ds:SignedInfo/ds:Reference");
  const last = references.pop();
  const certificates = at("ds:KeyInfo/ds:X509Data/ds:X509Certificate");
  if (!references.length || !last || !certificates.length || certificates.length > MOST_CERTIFICATES) throw new Error();
  const method = at("ds:SignedInfo/ds:SignatureMethod")[0]?.getAttribute("Algorithm");
  const algorithm = (Object.keys(METHODS) as Algorithm[]).find((name) => METHODS[name] === method);
  const time = anywhere(element, "SigningTime");
  if (!algorithm || !TIME.test(time) || Number.isNaN(Date.parse(time))) throw new Error();
  return {
    id: safe(element.getAttribute("Id")), role: safe(anywhere(element, "ClaimedRole")), time, at: Date.parse(time),
    references: references.map((one) => ({ part: safe((one.getAttribute("URI") ?? "").replace(/^#/, "")), digest: digestIn(one) })),
    algorithm, certificates: certificates.map((one) => fromBase64(one.textContent ?? "")),
    certificateDigests: Array.from(element.getElementsByTagNameNS(XADES, "CertDigest"), digestIn),
    propertiesDigest: digestIn(last),
    value: fromBase64(at("ds:SignatureValue")[0]?.textContent ?? ""),
  };
}

function written(one: Statement): string {
  const enclosed = one.certificates.map((der) => `<ds:X509Certificate>${base64(der)}</ds:X509Certificate>`).join("");
  return `<ds:Signature${DS_NS} Id="${one.id}">${info(one, "")}`
    + `<ds:SignatureValue>${base64(one.value)}</ds:SignatureValue>`
    + `<ds:KeyInfo><ds:X509Data>${enclosed}</ds:X509Data></ds:KeyInfo>`
    + `<ds:Object><xades:QualifyingProperties${XADES_NS} Target="#${one.id}">`
    + `${properties(one)}</xades:QualifyingProperties></ds:Object></ds:Signature>`;
}

function info(one: Statement, ns: string): string {
  const references = one.references.map(({ part, digest }) => reference(part, digest)).join("");
  return `<ds:SignedInfo${ns}>${empty("CanonicalizationMethod", C14N)}`
    + `${empty("SignatureMethod", METHODS[one.algorithm])}${references}`
    + `${reference(`${one.id}-props`, one.propertiesDigest, ` Type="${PROPERTIES}"`)}</ds:SignedInfo>`;
}

function properties(one: Statement, xades = "", ds = ""): string {
  const digests = one.certificateDigests.map((digest) =>
    `<xades:Cert><xades:CertDigest>${empty("DigestMethod", SHA256, ds)}`
    + `<ds:DigestValue${ds}>${base64(digest)}</ds:DigestValue></xades:CertDigest></xades:Cert>`).join("");
  return `<xades:SignedProperties${xades} Id="${one.id}-props"><xades:SignedSignatureProperties>`
    + `<xades:SigningTime>${one.time}</xades:SigningTime>`
    + `<xades:SigningCertificateV2>${digests}</xades:SigningCertificateV2>`
    + `<xades:SignerRoleV2><xades:ClaimedRoles><xades:ClaimedRole>${one.role}</xades:ClaimedRole>`
    + "</xades:ClaimedRoles></xades:SignerRoleV2>"
    + "</xades:SignedSignatureProperties></xades:SignedProperties>";
}

function reference(part: string, digest: Uint8Array, kind = ""): string {
  return `<ds:Reference${kind} URI="#${part}"><ds:Transforms>${empty("Transform", C14N)}</ds:Transforms>`
    + `${empty("DigestMethod", SHA256)}<ds:DigestValue>${base64(digest)}</ds:DigestValue></ds:Reference>`;
}

function empty(name: string, algorithm: string, ns = ""): string {
  return `<ds:${name}${ns} Algorithm="${algorithm}"></ds:${name}>`;
}

function down(element: Element, path: string): Element[] {
  return path.split("/").reduce<Element[]>(
    (found, step) => found.flatMap((one) => Array.from(one.children).filter(
      (child) => child.namespaceURI === DS && child.localName === step.replace("ds:", ""))),
    [element],
  );
}

function anywhere(element: Element, name: string): string {
  return element.getElementsByTagNameNS(XADES, name)[0]?.textContent ?? "";
}

function digestIn(element: Element): Uint8Array {
  const found = element.getElementsByTagNameNS(DS, "DigestValue")[0];
  return fromBase64(found?.textContent ?? "");
}

function safe(text: string | null): string {
  if (!text || !ID.test(text)) throw new Error();
  return text;
}
