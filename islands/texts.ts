/** Texts of the islands: Vietnamese in the code, replaced from the page where another language is shown. */

export type Say<Key extends string> = (key: Key, values?: Record<string, string | number>) => string;

/** Puts values into a text: fill("{count} ô", {count: 3}) is "3 ô". */
export function fill(text: string, values: Record<string, string | number> = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/**
 * The texts of one island.
 *
 * A page in another language carries `{{ texts|json_script:"island-texts" }}` with keys such as "mark-grid.save";
 * `own` (from the island's data) wins over both.
 */
export function texts<Key extends string>(
  island: string,
  vietnamese: Record<Key, string>,
  own: Record<string, string> = {},
): Say<Key> {
  const page = pageTexts();
  return (key, values) => fill(own[key] ?? page[`${island}.${key}`] ?? vietnamese[key], values);
}

function pageTexts(): Record<string, string> {
  const block = typeof document === "undefined" ? null : document.getElementById("island-texts");
  return block ? (JSON.parse(block.textContent ?? "{}") as Record<string, string>) : {};
}
