/** Whether the signatures of a document follow its scheme: who may, over what, after whom, and what is missing. */

import type { Certificate } from "./certificates";
import type { Statement } from "./xades";

export interface Stage {
  role: string;
  name: string;
  sections: string[];
  many: boolean;
  seal: boolean;
  titles: string[];
}

export interface Scheme {
  content: string;
  bound: string[];
  organisation: string;
  stages: Stage[];
}

/** One reason for refusal; `words` go into its sentence, `part` is given where something was altered. */
export interface Problem {
  code: string;
  part?: string;
  words?: Record<string, string>;
}

export interface Entry {
  statement: Statement;
  signer: Certificate;
  stage: Stage;
}

const CLOCK_SKEW = 5 * 60_000;

export class Order {
  private readonly stages: Stage[];
  private readonly parts: string[];
  private readonly organisation: string;
  private readonly entries: Entry[];
  private readonly name: (part: string) => string;

  constructor(stages: Stage[], parts: string[], organisation: string, entries: Entry[], name: (part: string) => string) {
    this.stages = stages;
    this.parts = parts;
    this.organisation = organisation;
    this.entries = entries;
    this.name = name;
  }

  missing(): Stage[] {
    return this.stages.filter((stage) => this.lacking(stage) !== null);
  }

  problems(entry: Entry, now: number): Problem[] {
    return [...this.signer(entry), ...this.scope(entry), ...this.earlier(entry), ...this.place(entry), ...this.time(entry, now)];
  }

  private *signer({ stage, signer, statement }: Entry): Iterable<Problem> {
    if (stage.seal !== signer.seal) yield { code: "key_kind", words: { stage: stage.name } };
    if (this.organisation && signer.organisationCode !== this.organisation) {
      yield { code: "wrong_organisation", words: { who: signer.name, what: signer.organisation } };
    }
    if (stage.titles.length && !stage.titles.some((title) => signer.title.startsWith(title))) {
      yield { code: "wrong_title", words: { who: signer.name, what: signer.title || "—", stage: stage.name } };
    }
    if (!stage.many && this.of(stage)[0]?.statement.id !== statement.id) {
      yield { code: "repeated_stage", words: { stage: stage.name } };
    }
  }

  private *scope(entry: Entry): Iterable<Problem> {
    const covers = covered(entry), wanted = this.wanted(entry.stage);
    const earlier = new Set(this.before(entry.stage).map((one) => one.statement.id));
    const known = new Set([...this.parts, ...this.entries.map((one) => one.statement.id)]);
    const odd = new Set([...covers].filter((part) => known.has(part) && !wanted.has(part) && !earlier.has(part)));
    if (!entry.stage.many) for (const part of wanted) if (!covers.has(part)) odd.add(part);
    if (entry.stage.many && ![...covers].some((part) => wanted.has(part))) for (const part of wanted) odd.add(part);
    if (odd.size) yield { code: "wrong_scope", words: { who: entry.signer.name, what: this.named(odd) } };
  }

  private *earlier(entry: Entry): Iterable<Problem> {
    const covers = covered(entry), stage = entry.stage.name;
    const uncovered = this.before(entry.stage).map((one) => one.statement.id).filter((id) => !covers.has(id));
    if (uncovered.length) yield { code: "wrong_order", words: { stage, what: this.named(uncovered) } };
    for (const before of this.stages.slice(0, this.stages.indexOf(entry.stage))) {
      const lacking = this.lacking(before);
      if (lacking !== null) yield { code: "wrong_order", words: { stage, what: lacking ? `${before.name} (${lacking})` : before.name } };
    }
  }

  /** The container keeps the order of signing: earlier stages first, each as the later ones list it. */
  private *place(entry: Entry): Iterable<Problem> {
    const rank = (one: Entry) => this.stages.indexOf(one.stage);
    const listed = entry.statement.references.map((one) => one.part);
    const earlier = this.before(entry.stage).map((one) => one.statement.id).filter((id) => listed.includes(id));
    const late = this.entries.slice(this.entries.indexOf(entry)).some((other) => rank(other) < rank(entry));
    if (late || earlier.join() !== listed.filter((part) => earlier.includes(part)).join()) {
      yield { code: "moved", words: { who: entry.signer.name } };
    }
  }

  private *time(entry: Entry, now: number): Iterable<Problem> {
    const at = entry.statement.at, who = entry.signer.name;
    if (at > now + CLOCK_SKEW) yield { code: "wrong_time", words: { who } };
    for (const other of this.before(entry.stage)) {
      if (other.statement.at > at) yield { code: "signed_before", words: { who, other: other.signer.name } };
    }
  }

  /** The names of what a stage has not signed; "" if it has not signed at all, null if it is complete. */
  private lacking(stage: Stage): string | null {
    const signed = this.of(stage).map(covered);
    if (!signed.length) return "";
    const rest = [...this.wanted(stage)].filter((part) => !signed.some((one) => one.has(part)));
    return rest.length ? this.named(rest) : null;
  }

  private wanted(stage: Stage): Set<string> {
    return new Set(this.parts.filter((part) => wants(stage, part)));
  }

  private of(stage: Stage): Entry[] {
    return this.entries.filter((one) => one.stage === stage);
  }

  private before(stage: Stage): Entry[] {
    return this.entries.filter((one) => this.stages.indexOf(one.stage) < this.stages.indexOf(stage));
  }

  private named(parts: Iterable<string>): string {
    return [...parts].sort().map(this.name).join(", ");
  }
}

/** Whether a stage covers a section; a pattern may end in `*`. */
export function wants(stage: Stage, part: string): boolean {
  return stage.sections.some((one) => (one.endsWith("*") ? part.startsWith(one.slice(0, -1)) : part === one));
}

function covered(entry: Entry): Set<string> {
  return new Set(entry.statement.references.map((one) => one.part));
}
