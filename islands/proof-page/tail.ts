/**
 * What may stand behind a sealed PDF: proofs and a document time-stamp (PAdES B-LTA), in the one form in which it is written.
 *
 * A tail follows from the bytes before it, the proofs and the token alone: it is taken out, written again and compared, so
 * nothing that a reader would show can hide in it. Another one may follow, where the stamp was renewed. The time-stamps
 * themselves are checked online. Texts here hold one byte a letter.
 */

import { Malformed } from "./der";
import { hex, sha256 } from "./bytes";

const GAP = 20_000, FIELD = "DauThoiGian", RANGE = 48;
const LINES = "(?:\\d{10} \\d{5} [nf] \\n)+";
const LAST_TABLE = new RegExp(`xref\\n((?:\\d+ \\d+\\n${LINES})+)trailer\\n(<<[^]*?>>)\\nstartxref\\n(\\d+)\\n%%EOF\\s*$`);
const SECTION = new RegExp(`(\\d+) (\\d+)\\n(${LINES})`, "g");
const REFERENCE = /(\d+) 0 R/g;
const STREAM = /(\d+) 0 obj\n<<\/Length (\d+)>>\nstream\n/y;
const STORE = /<<\/Type\/DSS\/Certs\[([^\]]*)\]\/CRLs\[([^\]]*)\]\/OCSPs\[([^\]]*)\]>>/;
const TOKEN = /\/Contents <([0-9A-F]+)>/;

/** Bytes as a text of one letter each, unlike any decoder's. */
export function letters(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return parts.join("");
}

/** Whether what stands behind the sealed bytes are tails in our form. */
export async function isTail(sealed: Uint8Array, behind: string): Promise<boolean> {
  try {
    let paper = new Paper(letters(sealed)), rest = behind;
    const known = new Set<string>();
    while (rest) {
      const { kept, counts, digits } = takenOut(rest);
      const [before, after] = around(paper, hex(await sha256(bytesOf(paper.pdf))), kept, counts);
      const tail = `${before}<${digits}>${after}`;
      if (digits.length !== GAP || !rest.startsWith(tail) || kept.some((one) => known.has(one))) return false;
      for (const one of kept) known.add(one);
      paper = paper.longer(tail, counts);
      rest = rest.slice(tail.length);
    }
    return behind !== "";
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function takenOut(tail: string) {
  const kept: string[] = [];
  let at = 1, first = Infinity;
  for (;;) {
    STREAM.lastIndex = at;
    const found = STREAM.exec(tail);
    if (!found) break;
    first = Math.min(first, Number(found[1]));
    const start = STREAM.lastIndex, end = start + Number(found[2]);
    kept.push(tail.slice(start, end));
    at = end + "\nendstream\nendobj\n".length;
  }
  const rest = tail.slice(at), store = STORE.exec(rest), token = TOKEN.exec(rest);
  if (!store || !token) throw new Malformed();
  const counts = store.slice(1, 4).map((one) => [...one.matchAll(REFERENCE)].filter((found) => Number(found[1]) >= first).length);
  if (counts.reduce((sum, one) => sum + one, 0) !== kept.length) throw new Malformed();
  return { kept, counts, digits: token[1] ?? "" };
}

/** The tail before and behind the token. */
function around(paper: Paper, digest: string, kept: string[], counts: number[]): [string, string] {
  const size = paper.size(), root = paper.number(/\/Root (\d+)/g, paper.trailer);
  const catalog = paper.body(root), form = paper.number(/\/AcroForm (\d+) 0 R/g, catalog);
  const fields = paper.body(form), seal = paper.number(new RegExp(`/Fields \\[ (\\d+) 0 R(?: \\d+ 0 R){${paper.count}} \\]`, "g"), fields);
  const page = paper.number(/\/P (\d+) 0 R/g, paper.body(seal));
  const store = size + kept.length, field = store + 1, signature = store + 2, beside = ` ${field} 0 R ]`;
  const name = FIELD + (paper.count ? paper.count + 1 : "");
  const objects: [number, string][] = [
    ...kept.map((content, at): [number, string] => [size + at, `<</Length ${content.length}>>\nstream\n${content}\nendstream`]),
    [store, storeOf(paper.proved(counts))],
    [root, `<<\n${withoutStore(paper, catalog)}\n/DSS ${store} 0 R\n>>`],
    [form, `<<\n${grown(/\/Fields \[[^\]]*\]/g, fields, beside)}\n>>`],
    [page, `<<\n${grown(/\/Annots \[[^\]]*\]/g, paper.body(page), beside)}\n>>`],
    [field, `<</FT/Sig/T(${name})/Type/Annot/Subtype/Widget/F 132/Rect[0 0 0 0]/P ${page} 0 R/V ${signature} 0 R>>`],
  ];
  return written(paper, digest, objects, signature);
}

/** A catalog names one store: the newest. */
function withoutStore(paper: Paper, catalog: string): string {
  if (!paper.count) return catalog;
  const found = /\n\/DSS \d+ 0 R$/.exec(catalog);
  if (!found) throw new Malformed();
  return catalog.slice(0, found.index);
}

function written(paper: Paper, digest: string, objects: [number, string][], signature: number): [string, string] {
  const start = paper.pdf.length, places = new Map<number, number>();
  let before = "\n";
  for (const [number, content] of objects) {
    places.set(number, start + before.length);
    before += `${number} 0 obj\n${content}\nendobj\n`;
  }
  places.set(signature, start + before.length);
  before += `${signature} 0 obj\n<</Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161/Contents `;
  const gap = start + before.length, resumed = gap + GAP + 2;
  const end = resumed + "/ByteRange ".length + RANGE + ">>\nendobj\n".length;
  const rest = `${table(places)}trailer\n${trailer(paper, signature + 1, digest)}startxref\n${end}\n%%EOF\n`;
  const range = `[0 ${gap} ${resumed} ${end + rest.length - resumed}]`.padEnd(RANGE);
  return [before, `/ByteRange ${range}>>\nendobj\n${rest}`];
}

function table(places: Map<number, number>): string {
  const runs: number[][] = [];
  for (const number of [...places.keys()].sort((one, other) => one - other)) {
    const last = runs.at(-1);
    if (last && last.at(-1) === number - 1) last.push(number);
    else runs.push([number]);
  }
  const line = (number: number) => `${String(places.get(number)).padStart(10, "0")} 00000 n \n`;
  return `xref\n${runs.map((run) => `${run[0]} ${run.length}\n${run.map(line).join("")}`).join("")}`;
}

function trailer(paper: Paper, size: number, digest: string): string {
  const info = /\/Info \d+ 0 R/.exec(paper.trailer), first = /\/ID ?\[ ?<([0-9a-f]+)>/.exec(paper.trailer);
  const root = /\/Root \d+ 0 R/.exec(paper.trailer);
  if (!info || !first || !root) throw new Malformed();
  return `<</Size ${size}${root[0]}${info[0]}/ID[<${first[1]}><${digest.slice(0, 32)}>]/Prev ${paper.table}>>\n`;
}

function storeOf(proved: number[][]): string {
  const [certificates, lists, answers] = proved.map((numbers) => numbers.map((number) => `${number} 0 R`).join(" "));
  return `<</Type/DSS/Certs[${certificates}]/CRLs[${lists}]/OCSPs[${answers}]>>`;
}

/** An array of references with one more at its end. */
function grown(pattern: RegExp, body: string, beside: string): string {
  const found = body.match(pattern) ?? [], array = found[0] ?? "";
  if (found.length !== 1 || body.split(array).length !== 2) throw new Malformed();
  return body.split(array).join(array.replace(/ \]$/, "") + beside);
}

/** What a tail has to know of the paper before it: where its newest objects lie, its trailer, which proofs it has. */
class Paper {
  readonly pdf: string;
  readonly trailer: string;
  readonly table: number;
  readonly count: number;
  private readonly places: Map<number, number>;
  private readonly numbers: number[][];

  /** `before`: the paper without its last tail; `numbers`: of certificates, lists and answers in the tails so far. */
  constructor(pdf: string, before?: Paper, numbers: number[][] = [[], [], []]) {
    const found = LAST_TABLE.exec(pdf.slice(-4000));
    if (!found) throw new Malformed();
    this.pdf = pdf;
    this.trailer = found[2] ?? "";
    this.table = Number(found[3]);
    this.count = before ? before.count + 1 : 0;
    this.places = new Map(before?.places);
    this.numbers = numbers;
    for (const [, first, , lines = ""] of (found[1] ?? "").matchAll(SECTION)) {
      lines.split("\n").forEach((line, at) => {
        if (line[17] === "n") this.places.set(Number(first) + at, Number(line.slice(0, 10)));
      });
    }
  }

  longer(tail: string, counts: number[]): Paper {
    return new Paper(this.pdf + tail, this, this.proved(counts));
  }

  size(): number {
    return this.number(/\/Size (\d+)/g, this.trailer);
  }

  /** The numbers of all proofs once these are added, which are numbered in their order from the paper's size on. */
  proved(counts: number[]): number[][] {
    let at = this.size();
    return this.numbers.map((before, kind) => {
      const start = at;
      at += counts[kind] ?? 0;
      return [...before, ...Array.from({ length: at - start }, (_none, place) => start + place)];
    });
  }

  number(pattern: RegExp, where: string): number {
    const found = [...where.matchAll(pattern)];
    if (found.length !== 1) throw new Malformed();
    return Number(found[0]?.[1]);
  }

  /** An object between its first `<<` and its last `>>`. */
  body(number: number): string {
    const start = this.places.get(number) ?? 0, opening = `${number} 0 obj\n<<\n`;
    const end = this.pdf.indexOf("\n>>\nendobj\n", start);
    if (!start || end < 0 || !this.pdf.startsWith(opening, start)) throw new Malformed();
    return this.pdf.slice(start + opening.length, end);
  }
}
