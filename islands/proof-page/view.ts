/** A verdict as elements. */

import { el } from "../dom";
import type { Problem } from "./order";
import { type Language, type Say, type Word, isWord, sentence, speaker } from "./texts";
import { type Shown, spoken } from "./transcript";
import type { Data, Verdict } from "./verdicts";
import type { Signed } from "./xml";

const DAY = 86_400_000, OLD = 30;
const LONG = {
  day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh",
} as const;

/** When something was, in Vietnamese time. */
export function moment(at: string | number): string {
  return new Date(at).toLocaleString("vi-VN", LONG);
}

/** How many whole days the list is old; negative where the device's clock is behind it. */
export function ageOf(data: Data): number {
  return Math.floor((Date.now() - Date.parse(data.withdrawn.at)) / DAY);
}

/** The sentences on the age of the list in this page. */
export function listAge(data: Data, say: Say): string {
  const days = ageOf(data);
  if (days < -1) return say("clock");
  const said = say("list", { at: moment(data.withdrawn.at), days: Math.max(0, days) });
  return days > OLD ? `${said} ${say("list_old", { host: data.host })}` : said;
}

export function shownVerdict(verdict: Verdict, data: Data, language: Language): HTMLElement {
  const say = speaker(language), old = verdict.outcome === "valid" && ageOf(data) > OLD;
  const names = Object.assign({}, ...verdict.shown.map((one) => one.names)) as Record<string, string>;
  const name = (part: string) => partName(part, names, verdict.signatures, say);
  const box = el("section", { class: `verdict ${old ? "old" : verdict.outcome}`, "data-outcome": verdict.outcome, tabindex: -1 });
  box.append(el("h2", {}, say(old ? "old" : verdict.outcome)));
  if (verdict.outcome !== "refused") box.append(el("p", {}, say(verdict.kind === "pdf" ? "paper" : "compare")));
  if (verdict.stamped) box.append(el("p", {}, say("stamped")));
  box.append(el("p", { class: "age" }, listAge(data, say)));
  box.append(...reasons(verdict, language, name, say));
  for (const one of verdict.shown) box.append(...facts(one, say));
  if (verdict.signatures.length) box.append(signatures(verdict.signatures, language, name, say));
  return box;
}

function reasons(verdict: Verdict, language: Language, name: (part: string) => string, say: Say): HTMLElement[] {
  const altered = [...new Set(verdict.problems.flatMap((one) => one.part ?? []))];
  const said = [...new Set(verdict.problems.map((one) => inWords(one, language, name)))];
  if (verdict.missing.length) said.push(say("missing", { who: verdict.missing.map((role) => roleName(role, say)).join(", ") }));
  const parts = altered.map((part) => el("li", { "data-part": part }, name(part)));
  const codes = [...new Set(verdict.problems.map((one) => one.code))].join(" ");
  return [
    ...(parts.length ? [el("h3", {}, say("altered")), el("ul", { class: "parts" }, ...parts)] : []),
    ...(said.length ? [el("h3", {}, say("reasons")), el("ul", { "data-codes": codes }, ...said.map((one) => el("li", {}, one)))] : []),
  ];
}

function inWords(problem: Problem, language: Language, name: (part: string) => string): string {
  return sentence(language, problem.code, { name: name(problem.part ?? ""), part: problem.part ?? "", ...problem.words });
}

function facts(one: Shown, say: Say): HTMLElement[] {
  const rows = one.facts.filter(([, value]) => value).map(([key, value]) =>
    el("div", {}, el("dt", {}, say(key)), el("dd", { class: key }, factValue(key, value, say))));
  const head = [say("subject"), say("result"), ...(one.results.some(([, , again]) => again) ? [say("retest")] : [])];
  const table = el("table", {},
    el("thead", {}, el("tr", {}, ...head.map((word) => el("th", { scope: "col" }, word)))),
    el("tbody", {}, ...one.results.map(([subject, ...values]) => el("tr", {}, el("th", { scope: "row" }, subject),
      ...values.slice(0, head.length - 1).map((value) => el("td", {}, spoken(value, say)))))));
  return [...(one.head ? [el("h3", { class: "year" }, `${say("year")} ${one.head}`)] : []), el("dl", {}, ...rows), ...(one.results.length ? [table] : [])];
}

function factValue(key: Word, value: string, say: Say): string {
  if (key === "promoted") return say(value === "1" ? "yes" : "no");
  if (key === "state") return say(value === "valid" ? "in_force" : value as Word);
  return key === "learning" || key === "conduct" ? spoken(value, say) : value;
}

function signatures(all: Signed[], language: Language, name: (part: string) => string, say: Say): HTMLElement {
  const rows = all.map((one) => {
    const good = !one.problems.length;
    const who = [one.who, one.title, one.organisation].filter((text, at, list) => text && list.indexOf(text) === at).join(" · ");
    const form = one.form && `${one.form}. `;
    const scope = `${form}${roleName(one.role, say)}: ${one.covers.map(name).join(", ")}`;
    return el("li", { class: good ? "good" : "bad" }, el("strong", {}, who || one.id), el("span", {}, say(good ? "holds" : "fails")),
      el("small", {}, one.role ? scope : ""), el("small", {}, one.at ? moment(one.at) : ""), el("small", {}, one.form ? say("mandate") : ""),
      ...one.problems.map((problem) => el("small", { class: "why" }, inWords(problem, language, name))));
  });
  return el("details", all.some((one) => one.problems.length) ? { open: true } : {},
    el("summary", {}, `${say("signatures")} (${all.length})`), el("ul", { class: "signatures" }, ...rows));
}

function roleName(role: string, say: Say): string {
  const key = `role_${role}`;
  return isWord(key) ? say(key) : role;
}

function partName(part: string, names: Record<string, string>, signed: Signed[], say: Say): string {
  const key = `part_${part}`;
  if (isWord(key)) return say(key);
  if (names[part]) return say("part_subject", { name: names[part] });
  if (!part.startsWith("ky-")) return part;
  const one = signed.find((found) => found.id === part);
  const section = names[part.replace(/^ky-[a-z]+-/, "")];
  const who = one?.role ? roleName(one.role, say) : part.slice(3);
  return say("part_signature", { name: section ? `${who} (${section})` : who });
}
