/** Building elements without HTML strings: text stays text, and no style attribute is ever parsed. */

type Attributes = Record<string, string | number | boolean | undefined>;

/** el("button", {type: "button", class: "btn"}, "Lưu"). `true` sets an empty attribute, `false` sets none. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag, attributes: Attributes = {}, ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

/** A button with a text and what it does. */
export function button(label: string, run: () => void, style = "btn"): HTMLButtonElement {
  const made = el("button", { type: "button", class: style }, label);
  made.addEventListener("click", run);
  return made;
}

/** Defines a custom element once, also when its file is loaded twice. */
export function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}

/** Whether keys typed here are text for somebody: then no shortcut may take them. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}
