/** What is kept of a form, and when it may be forgotten. */

export interface Entry {
  at: string;
  fields: [name: string, value: string][];
  /** Sent, with an outcome that is not known yet. */
  sent: boolean;
  /** The page that sent it; the page that follows names it as its referrer, a page after the log-in does not. */
  from?: string;
}

/** How this page came: after a submit that worked, to a log-in or error page, or again (reload, back). */
export type Landing = "arrived" | "interrupted" | "again";

type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

const PREFIX = "khuevan:form:";
const NEVER = ["password", "file", "hidden", "submit", "button", "reset", "image", "select-multiple"];

function keys(shelf: Shelf): string[] {
  const all = Array.from({ length: shelf.length }, (_, index) => shelf.key(index) ?? "");
  return all.filter((key) => key.startsWith(PREFIX));
}

export function read(shelf: Shelf, key: string): Entry | null {
  try {
    return JSON.parse(shelf.getItem(key) ?? "null") as Entry | null;
  } catch {
    return null;
  }
}

/** A full or forbidden storage is not an error: the form then works as forms do. */
export function write(shelf: Shelf, key: string, entry: Entry): void {
  try {
    shelf.setItem(key, JSON.stringify(entry));
  } catch {
    return;
  }
}

export function clear(shelf: Shelf): void {
  for (const key of keys(shelf)) shelf.removeItem(key);
}

/**
 * Settles what was sent before this page came, and returns the keys that may be put back into their forms.
 *
 * Arriving straight from the form means sent for good, except for forms that came back with errors (`failed`).
 */
export function after(shelf: Shelf, landing: Landing, referrer: string, failed: Set<string>): string[] {
  for (const key of keys(shelf)) {
    const entry = read(shelf, key);
    if (!entry?.sent) continue;
    if (landing === "arrived" && entry.from === referrer && !failed.has(key)) shelf.removeItem(key);
    else write(shelf, key, { ...entry, sent: false });
  }
  return keys(shelf);
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function controls(form: HTMLFormElement): Field[] {
  return [...form.elements].filter((control): control is Field =>
    control.matches("input[name], textarea[name], select[name]") && !NEVER.includes((control as Field).type));
}

const isTick = (field: Field): field is HTMLInputElement => field.type === "checkbox" || field.type === "radio";

/** What a person typed and chose; no passwords, files, or hidden fields. */
export function fieldsOf(form: HTMLFormElement): [string, string][] {
  return controls(form).filter((field) => !isTick(field) || field.checked).map((field) => [field.name, field.value]);
}

export function fill(form: HTMLFormElement, fields: [string, string][]): void {
  const left = fields.map(([name, value]) => ({ name, value }));
  for (const field of controls(form)) {
    if (isTick(field)) {
      field.checked = left.some(({ name, value }) => name === field.name && value === field.value);
      continue;
    }
    const index = left.findIndex(({ name }) => name === field.name);
    if (index >= 0) field.value = left.splice(index, 1)[0]?.value ?? "";
  }
}
