/** From a value to what a person reads. */

import type { Column, Value } from "./types";

/** The text of a cell: 85 tenths is "8,5", a choice is its short name, nothing is "". */
export function format(value: Value, column: Column): string {
  if (value === null || value === undefined) return "";
  if (column.kind === "score" && typeof value === "number") {
    return `${Math.floor(value / 10)},${value % 10}`;
  }
  if (column.kind === "choice") {
    const option = column.options?.find((candidate) => candidate.value === value);
    return option ? (option.short ?? option.label) : String(value);
  }
  return String(value);
}

/** The given name, by which a class calls a pupil: the last word of a Vietnamese name. */
export function givenName(name: string): string {
  return name.trim().split(/\s+/).at(-1) ?? name;
}

/** A moment in the reader's words: "14:03" today, "14:03 5/1/2026" on another day; other text stays as it is. */
export function moment(at: string | Date, now = new Date()): string {
  const date = typeof at === "string" ? new Date(at) : at;
  if (Number.isNaN(date.getTime())) return String(at);
  const zone = { timeZone: "Asia/Ho_Chi_Minh" };
  const time = date.toLocaleTimeString("vi-VN", { ...zone, hour: "2-digit", minute: "2-digit" });
  const day = date.toLocaleDateString("vi-VN", zone);
  return day === now.toLocaleDateString("vi-VN", zone) ? time : `${time} ${day}`;
}
