/** From a signer's certificate to an anchor in this page, and whether it was revoked, as the page's lists say. */

import { fromBase64, hex, same, sha256 } from "./bytes";
import { certificate, type Certificate } from "./certificates";
import { algorithmOf, holds } from "./keys";

/** What an authority had said of its certificates when the page was made: serial (hex) → seconds since 1970. */
export interface Word {
  issuer: string;
  all: boolean;
  good: string[];
  revoked: Record<string, number>;
}

export interface Anchors {
  anchors: string[];
  intermediates: string[];
  words: Word[];
}

const HASHED = new Set([
  "1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4",
  "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13",
]);
const MAX_PATH = 4;

export class Trust {
  private readonly anchors: Certificate[];
  private readonly between: Certificate[];
  private readonly words: Map<string, Word>;

  constructor(data: Anchors) {
    this.anchors = data.anchors.map((der) => certificate(fromBase64(der)));
    this.between = data.intermediates.map((der) => certificate(fromBase64(der)));
    this.words = new Map(data.words.map((word) => [word.issuer, word]));
  }

  /** The code of what forbids a signature of a moment (ms), or "". */
  async flaw(leaf: Certificate, enclosed: Certificate[], at: number): Promise<string> {
    if (leaf.authority || !leaf.signsDocuments || !leaf.understood || !algorithmOf(leaf.spki)) return "certificate_unfit";
    const path = await this.path(leaf, enclosed);
    if (!path) return "untrusted";
    let revoked = Infinity;
    for (const [place, below] of path.slice(0, -1).entries()) {
      const issuer = path[place + 1];
      const word = issuer && this.words.get(hex(await sha256(issuer.der)));
      const since = word?.revoked[below.serial];
      if (since !== undefined) revoked = Math.min(revoked, since * 1000);
      else if (!word || (!word.all && !word.good.includes(below.serial))) return "revocation_unknown";
    }
    if (path.some((one) => at < one.start || at > one.end)) return "certificate_expired";
    return at >= revoked ? "certificate_revoked" : "";
  }

  /** Whether an enclosed certificate is itself known here or issued below an anchor. */
  async knows(one: Certificate, enclosed: Certificate[]): Promise<boolean> {
    if ([...this.anchors, ...this.between].some((known) => same(known.der, one.der))) return true;
    return (await this.path(one, enclosed)) !== null;
  }

  private async path(leaf: Certificate, enclosed: Certificate[]): Promise<Certificate[] | null> {
    const path = [leaf];
    while (path.length < MAX_PATH) {
      const below = path[path.length - 1] ?? leaf;
      const anchor = await issuerOf(this.anchors, below, path.length - 1);
      if (anchor) return [...path, anchor];
      const fresh = [...this.between, ...enclosed].filter((one) => !path.some((known) => same(known.der, one.der)));
      const step = await issuerOf(fresh, below, path.length - 1);
      if (!step) return null;
      path.push(step);
    }
    return null;
  }
}

async function issuerOf(candidates: Certificate[], below: Certificate, authorities: number): Promise<Certificate | null> {
  for (const one of candidates) {
    if (!one.authority || !one.signsCertificates || !one.understood) continue;
    if (one.pathLength !== null && authorities > one.pathLength) continue;
    if (!same(one.subject, below.issuer) || !HASHED.has(below.method)) continue;
    if (await holds(one.spki, below.method, below.value, below.signed)) return one;
  }
  return null;
}
