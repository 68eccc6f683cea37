/** Colours of the design system as plain values: a canvas knows no custom properties. */

const NAMES = {
  ink: "--kv-ink", soft: "--kv-ink-soft", line: "--kv-line", strong: "--kv-line-strong", surface: "--kv-surface",
  raised: "--kv-raised", sunken: "--kv-stone-wash", rose: "--kv-rose-text", amber: "--kv-amber-text",
  gold: "--kv-gold", sky: "--kv-sky-text", jade: "--kv-jade-text", wash: "--kv-sky-wash", lacquer: "--kv-lacquer",
} as const;

export type Colours = Record<keyof typeof NAMES, string>;

/** What they are on this element now, light or dark. */
export function coloursOf(element: HTMLElement): Colours {
  const probe = document.createElement("span");
  element.append(probe);
  const found = {} as Colours;
  for (const [name, variable] of Object.entries(NAMES)) {
    probe.style.color = `var(${variable})`;
    found[name as keyof Colours] = getComputedStyle(probe).color;
  }
  probe.remove();
  return found;
}
