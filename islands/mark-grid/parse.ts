/** From what a teacher types to a value, or to the reason why not. Scores are integers in tenths. */

import type { GridSay } from "./texts";
import type { Choice, Column, Value } from "./types";

export type Parsed = { ok: true; value: Value } | { ok: false; reason: string };

const good = (value: Value): Parsed => ({ ok: true, value });
const bad = (reason: string): Parsed => ({ ok: false, reason });

/** Reads `typed` as a value of the column. Nothing typed is an empty cell. */
export function parse(typed: string, column: Column, say: GridSay): Parsed {
  const text = typed.normalize("NFC").trim();
  if (text === "") return good(null);
  switch (column.kind) {
    case "score":
      return parseScore(text.normalize("NFKC"), say);
    case "integer":
      return parseInteger(text.normalize("NFKC"), say);
    case "count":
      return parseCount(text.normalize("NFKC"), column.max_length ?? 3, say);
    case "choice":
      return parseChoice(text, column.options ?? [], say);
    case "text":
      return parseText(text, column.max_length, say);
    case "computed":
      return bad(say("cell.readonly"));
  }
}

/** Whether nothing more can be typed that would belong to the cell: two digits or one after the comma. */
export function isComplete(typed: string, column: Column, say: GridSay): boolean {
  const whole = column.kind === "score" ? /^(\d{2}|\d?[.,]\d)$/ : column.kind === "integer" ? /^([2-9]|10)$/ : null;
  return whole !== null && whole.test(typed) && parse(typed, column, say).ok;
}

/**
 * A score from 0 to 10 with at most one decimal, as tenths.
 *
 * Without a separator one digit is whole (8 is 8,0), two digits are tenths (85 is 8,5) except 10, and 100 is 10,0.
 * 05 is refused: some write it for 5, the rule of two digits makes it 0,5.
 */
function parseScore(text: string, say: GridSay): Parsed {
  if (/^\d+$/.test(text)) return parseDigits(text, say);
  if (/^\d+[.,]$/.test(text)) return bad(say("bad.unfinished"));
  if (/^\d*[.,]\d{2,}$/.test(text)) return bad(say("bad.decimals"));
  const match = /^(\d*)[.,](\d)$/.exec(text);
  if (match) return inRange(Number(match[1]) * 10 + Number(match[2]), say);
  return /^[-−]\s*\d/.test(text) ? bad(say("bad.range")) : bad(say("bad.score"));
}

function parseDigits(text: string, say: GridSay): Parsed {
  if (text === "10" || text === "100") return good(100);
  if (text.length === 1) return good(Number(text) * 10);
  if (text.length > 2) return bad(say("bad.range"));
  if (text.startsWith("0") && text !== "00") {
    return bad(say("bad.leading", { tenths: `0,${text[1]}`, whole: `${text[1]}` }));
  }
  return good(Number(text));
}

function inRange(tenths: number, say: GridSay): Parsed {
  return tenths <= 100 ? good(tenths) : bad(say("bad.range"));
}

/** A test mark of primary school: whole, 1 to 10, no zero (TT 27/2020, article 7). */
function parseInteger(text: string, say: GridSay): Parsed {
  if (!/^\d{1,3}$/.test(text)) return bad(say("bad.whole"));
  const mark = Number(text);
  if (mark === 0) return bad(say("bad.zero"));
  return mark <= 10 ? good(mark) : bad(say("bad.whole"));
}

/** Days, times: digits, kept as text without zeros in front. */
function parseCount(text: string, digits: number, say: GridSay): Parsed {
  return /^\d+$/.test(text) && text.length <= digits ? good(String(Number(text))) : bad(say("bad.count", { digits }));
}

function parseChoice(text: string, options: Choice[], say: GridSay): Parsed {
  const found = options.find((option) => names(option).includes(text.toLocaleLowerCase("vi")));
  if (found) return good(found.value);
  return bad(say("bad.choice", { options: options.map(describe).join(", ") }));
}

function names(option: Choice): string[] {
  const all = [option.value, option.label, option.short ?? "", ...(option.keys ?? [])];
  return all.filter(Boolean).map((name) => name.normalize("NFC").toLocaleLowerCase("vi"));
}

function describe(option: Choice): string {
  const key = option.keys?.[0] ?? option.value;
  return `${key.toLocaleUpperCase("vi")} (${option.label})`;
}

function parseText(text: string, max: number | undefined, say: GridSay): Parsed {
  const comment = text.replace(/\r\n?/g, "\n");
  const length = [...comment].length;
  return max !== undefined && length > max ? bad(say("bad.long", { length, max })) : good(comment);
}
