/** What a transcript says, from its code or its document, as rows to show. */

import { hex } from "./bytes";
import type { Value } from "./cbor";
import type { Essentials, Whose, YearSaid } from "./code";
import type { SignedDocument } from "./document";
import type { Say, Word } from "./texts";

/** Facts under their words, and results: subject, value, after retest. Levels stay letters until they are shown. */
export interface Shown {
  /** The school year, where a code says several. */
  head?: string;
  facts: [Word, string][];
  results: [string, string, string][];
  names: Record<string, string>;
}

interface Names {
  subjects: Record<string, string>;
  schools: Record<string, string>;
}

/** A code of several years begins with the pupil; each year then says how it stands (`states`, in their order). */
export function shownCode(said: Essentials, names: Names, states: string[]): Shown[] {
  const pupil: Whose = [said.pupil, said.name, said.birth];
  if (said.years.length === 1) return shownYears(said, names, (year) => ({ facts: whose(year.whose ?? pupil) }));
  const own = (year: YearSaid) => (year.whose ? whose(year.whose) : []);
  return [
    { facts: whose(pupil), results: [], names: {} },
    ...shownYears(said, names, (year, at) => ({ head: years(year.year), facts: [["state", states[at] ?? ""], ...own(year)] })),
  ];
}

function shownYears(said: Essentials, names: Names, begun: (year: YearSaid, at: number) => Pick<Shown, "head" | "facts">): Shown[] {
  return said.years.map((year, at) => ({
    ...begun(year, at),
    facts: [...begun(year, at).facts, ...ofYear(year, names)],
    results: inOrder(year.results, Object.keys(names.subjects)).map(([code, value]) => {
      const again = year.retests.find(([other]) => other === code);
      return [names.subjects[code] ?? code, inWords(value), again ? inWords(again[1]) : ""];
    }),
    names: {},
  }));
}

export function shownDocument(document: SignedDocument): Shown[] {
  const about = document.element("thongtin"), homeroom = document.element("chunhiem");
  if (!about) return [];
  const text = (name: string, of: Element | undefined = about) => of?.getElementsByTagName(name)[0]?.textContent ?? "";
  const whole = Array.from(homeroom?.getElementsByTagName("tonghop") ?? []).find((one) => one.getAttribute("hocky") === "3");
  const subjects = [...document.sections].filter(([part]) => part.startsWith("mon-"));
  return [{
    facts: [
      ["name", text("hovaten")], ["birth", day(text("ngaysinh"))], ["pupil", text("mahocsinh")], ["school", text("tentruong")],
      ["year", years(Number(document.content.getAttribute("namhoc")))], ["grade", text("tenlop")], ["number", text("phienban")],
      ["learning", text("mahocluc", whole)], ["conduct", text("renluyenhe", homeroom) || text("mahanhkiem", whole)],
      ["promoted", text("duoclenlop", homeroom)], ["code", document.content.getAttribute("matracuu") ?? ""],
    ],
    results: subjects.map(([, section]) => [text("tenmonhoc", section), ofWholeYear(section), text("kiemtralai", section).replace(".", ",")]),
    names: Object.fromEntries(subjects.map(([part, section]) => [part, text("tenmonhoc", section)])),
  }];
}

/** A result in words: a mark as it is, levels by their names. */
export function spoken(value: string, say: Say): string {
  return value.replace(/^(?:T|K|D|CD|H|C)(?=$| )/, (letter) => say(letter as Word));
}

/** In the order of the curriculum; subjects that the page does not know come last. */
function inOrder(results: [string, Value][], known: string[]): [string, Value][] {
  const place = (code: string) => (known.includes(code) ? known.indexOf(code) : known.length);
  return [...results].sort(([one], [other]) => place(one) - place(other));
}

function whose([code, name, birth]: Whose): [Word, string][] {
  return [["name", name], ["birth", day(birth)], ["pupil", code]];
}

function ofYear(year: YearSaid, names: Names): [Word, string][] {
  return [
    ["school", names.schools[year.school] ?? year.school], ["year", years(year.year)], ["grade", String(year.grade)],
    ["number", String(year.number)], ["learning", year.learning], ["conduct", year.conduct], ["promoted", year.promoted],
    ["issued", new Date(year.issued).toLocaleDateString("vi-VN", { timeZone: "Asia/Ho_Chi_Minh" })],
    ["code", year.code], ["digest", hex(year.digest)],
  ];
}

function ofWholeYear(section: Element): string {
  const found = Array.from(section.getElementsByTagName("ketqua")).find((one) => one.getAttribute("hocky") === "3");
  const text = (name: string) => found?.getElementsByTagName(name)[0]?.textContent ?? "";
  const test = text("diemkiemtra");
  return text("diem").replace(".", ",") || text("mucdat") + (test && ` (${test.replace(".", ",")})`);
}

function inWords(value: Value): string {
  if (typeof value === "number") return `${Math.floor(value / 10)},${value % 10}`;
  if (Array.isArray(value)) return `${String(value[0])} (${inWords(value[1] ?? "")})`;
  return String(value);
}

function day(text: string): string {
  return text.split("-").reverse().join("/");
}

function years(first: number): string {
  return `${first}–${first + 1}`;
}
