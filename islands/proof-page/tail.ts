/**
 * What may stand behind a sealed PDF: proofs and a document time-stamp (PAdES B-LTA), in the one form in which it is written.
 *
 * The tail follows from the sealed bytes, the proofs and the token alone: it is taken out, written again and compared, so
 * nothing that a reader would show can hide in it. The time-stamp itself is checked online. Texts here hold one byte a letter.
 */

import { Malformed } from "./der";
import { hex, sha256 } from "./bytes";

const GAP = 20_000, FIELD = "DauThoiGian", RANGE = 48;
const LINES = "(?:\\d{10} \\d{5} [nf] \\n)+";
const LAST_TABLE = new RegExp(`xref\\n((?:\\d+ \\d+\\n${LINES})+)trailer\\n(<<[^]*?>>)\\nstartxref\\n(\\d+)\\n%%EOF\\s*$`);
const SECTION = new RegExp(`(\\d+) (\\d+)\\n(${LINES})`, "g");
const STREAM = /\d+ 0 obj\n<<\/Length (\d+)>>\nstream\n/y;
const STORE = /<<\/Type\/DSS\/Certs\[([^\]]*)\]\/CRLs\[([^\]]*)\]\/OCSPs\[([^\]]*)\]>>/;
const TOKEN = /\/Contents <([0-9A-F]+)>/;

/** Bytes as a text of one letter each, unlike any decoder's. */
export function letters(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return parts.join("");
}

/** Whether what stands behind the sealed bytes is a tail in our form. */
export async function isTail(sealed: Uint8Array, tail: string): Promise<boolean> {
  try {
    const { kept, counts, digits } = takenOut(tail);
    const [before, after] = around(letters(sealed), hex(await sha256(sealed)), kept, counts);
    return digits.length === GAP && `${before}<${digits}>${after}` === tail;
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}

function takenOut(tail: string) {
  const kept: string[] = [];
  let at = 1;
  for (;;) {
    STREAM.lastIndex = at;
    const found = STREAM.exec(tail);
    if (!found) break;
    const start = STREAM.lastIndex, end = start + Number(found[1]);
    kept.push(tail.slice(start, end));
    at = end + "\nendstream\nendobj\n".length;
  }
  const rest = tail.slice(at), store = STORE.exec(rest), token = TOKEN.exec(rest);
  if (!store || !token) throw new Malformed();
  const counts = store.slice(1, 4).map((one) => one.split("R").length - 1);
  if (counts.reduce((sum, one) => sum + one, 0) !== kept.length) throw new Malformed();
  return { kept, counts, digits: token[1] ?? "" };
}

/** The tail before and behind the token. */
function around(sealed: string, digest: string, kept: string[], counts: number[]): [string, string] {
  const paper = new Sealed(sealed);
  const size = paper.number(/\/Size (\d+)/g, paper.trailer), root = paper.number(/\/Root (\d+)/g, paper.trailer);
  const catalog = paper.body(root), form = paper.number(/\/AcroForm (\d+) 0 R/g, catalog);
  const fields = paper.body(form), seal = paper.number(/\/Fields \[ (\d+) 0 R \]/g, fields);
  const page = paper.number(/\/P (\d+) 0 R/g, paper.body(seal));
  const store = size + kept.length, field = store + 1, signature = store + 2, beside = ` ${field} 0 R ]`;
  const objects: [number, string][] = [
    ...kept.map((content, at): [number, string] => [size + at, `<</Length ${content.length}>>\nstream\n${content}\nendstream`]),
    [store, storeOf(counts, size)],
    [root, `<<\n${catalog}\n/DSS ${store} 0 R\n>>`],
    [form, `<<\n${replaced(fields, `/Fields [ ${seal} 0 R ]`, beside)}\n>>`],
    [page, `<<\n${annotated(paper.body(page), beside)}\n>>`],
    [field, `<</FT/Sig/T(${FIELD})/Type/Annot/Subtype/Widget/F 132/Rect[0 0 0 0]/P ${page} 0 R/V ${signature} 0 R>>`],
  ];
  return written(paper, digest, objects, signature);
}

function written(paper: Sealed, digest: string, objects: [number, string][], signature: number): [string, string] {
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

function trailer(paper: Sealed, size: number, digest: string): string {
  const info = /\/Info \d+ 0 R/.exec(paper.trailer), first = /\/ID \[ <([0-9a-f]+)>/.exec(paper.trailer);
  const root = /\/Root \d+ 0 R/.exec(paper.trailer);
  if (!info || !first || !root) throw new Malformed();
  return `<</Size ${size}${root[0]}${info[0]}/ID[<${first[1]}><${digest.slice(0, 32)}>]/Prev ${paper.table}>>\n`;
}

function storeOf(counts: number[], first: number): string {
  let at = first;
  const [certificates, lists, answers] = counts.map((count) => {
    at += count;
    return Array.from({ length: count }, (_none, place) => `${at - count + place} 0 R`).join(" ");
  });
  return `<</Type/DSS/Certs[${certificates}]/CRLs[${lists}]/OCSPs[${answers}]>>`;
}

function annotated(page: string, beside: string): string {
  const found = page.match(/\/Annots \[[^\]]*\]/g) ?? [];
  if (found.length !== 1) throw new Malformed();
  return replaced(page, found[0] ?? "", beside);
}

/** An array of references with one more at its end. */
function replaced(body: string, array: string, beside: string): string {
  if (body.split(array).length !== 2) throw new Malformed();
  return body.split(array).join(array.replace(/ \]$/, "") + beside);
}

/** What a tail has to know of the paper: where its newest objects lie, and its trailer. */
class Sealed {
  readonly pdf: string;
  readonly trailer: string;
  readonly table: number;
  private readonly places = new Map<number, number>();

  constructor(pdf: string) {
    const found = LAST_TABLE.exec(pdf.slice(-4000));
    if (!found) throw new Malformed();
    this.pdf = pdf;
    this.trailer = found[2] ?? "";
    this.table = Number(found[3]);
    for (const [, first, , lines = ""] of (found[1] ?? "").matchAll(SECTION)) {
      lines.split("\n").forEach((line, at) => {
        if (line[17] === "n") this.places.set(Number(first) + at, Number(line.slice(0, 10)));
      });
    }
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
