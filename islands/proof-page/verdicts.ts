/** From what somebody brings to a verdict that can be shown. */

import { sha256 } from "./bytes";
import { type Essentials, Refused, openCode, type ProofKey } from "./code";
import type { Problem, Scheme } from "./order";
import { checkPaper } from "./pdf";
import { type Shown, shownCode, shownDocument } from "./transcript";
import { type Anchors, Trust } from "./trust";
import { type Packed, Withdrawn } from "./withdrawn";
import { type Signed, checkDocument } from "./xml";

/** What lies in the page as JSON. */
export interface Data {
  made: string;
  host: string;
  keys: ProofKey[];
  trust: Anchors;
  scheme: Scheme;
  subjects: Record<string, string>;
  schools: Record<string, string>;
  withdrawn: { at: string; superseded: Packed; revoked: Packed };
}

export type Outcome = "valid" | "superseded" | "revoked" | "refused";

export interface Verdict {
  outcome: Outcome;
  kind: "qr" | "xml" | "pdf";
  problems: Problem[];
  missing: string[];
  signatures: Signed[];
  shown: Shown[];
  /** Behind the seal of a paper stands a time-stamp, which needs the network to be checked. */
  stamped: boolean;
}

export class Checker {
  private readonly trust: Trust;
  private readonly superseded: Withdrawn;
  private readonly revoked: Withdrawn;

  private readonly data: Data;

  constructor(data: Data) {
    this.data = data;
    this.trust = new Trust(data.trust);
    this.superseded = new Withdrawn(data.withdrawn.superseded);
    this.revoked = new Withdrawn(data.withdrawn.revoked);
  }

  async code(text: string): Promise<Verdict> {
    let said: Essentials;
    try {
      said = await openCode(text.trim(), this.data.keys);
    } catch (refusal) {
      if (!(refusal instanceof Refused)) throw refusal;
      return verdict("qr", "refused", { problems: [{ code: refusal.code }] });
    }
    const states = said.years.map((year) => this.state(year.digest));
    const worst = (["revoked", "superseded"] as const).find((one) => states.includes(one)) ?? "valid";
    return verdict("qr", worst, { shown: shownCode(said, this.data, states) });
  }

  async xml(bytes: Uint8Array): Promise<Verdict> {
    const checked = await checkDocument(bytes, this.trust, this.data.scheme, (part) => part, Date.now());
    const problems = [...checked.problems, ...checked.signatures.flatMap((one) => one.problems)];
    const good = !problems.length && !checked.missing.length && checked.signatures.length > 0;
    const outcome = good ? this.state(await sha256(bytes)) : "refused";
    const shown = checked.document ? shownDocument(checked.document) : [];
    return verdict("xml", outcome, { problems, missing: problems.length ? [] : checked.missing, signatures: checked.signatures, shown });
  }

  async pdf(bytes: Uint8Array): Promise<Verdict> {
    const { sealed, stamped, signature, problems } = await checkPaper(bytes, this.trust, Date.now());
    const all = [...problems, ...signature?.problems ?? []];
    const outcome = !all.length && signature ? this.state(await sha256(sealed)) : "refused";
    return verdict("pdf", outcome, { problems: all, signatures: signature ? [signature] : [], stamped });
  }

  private state(digest: Uint8Array): Outcome {
    if (this.revoked.has(digest)) return "revoked";
    return this.superseded.has(digest) ? "superseded" : "valid";
  }
}

function verdict(kind: Verdict["kind"], outcome: Outcome, rest: Partial<Verdict>): Verdict {
  return { kind, outcome, problems: [], missing: [], signatures: [], shown: [], stamped: false, ...rest };
}
