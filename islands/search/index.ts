/** Global search: `/` goes to the box, arrows walk through what was found, Escape leaves. The asking itself is htmx. */

import { isTyping } from "../dom";

export function startSearch(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && !isTyping(event.target) && !document.querySelector("dialog[open]")) {
      const input = document.querySelector<HTMLInputElement>("[data-search-input]");
      if (!input) return;
      event.preventDefault();
      input.focus();
      input.select();
    } else if (event.target instanceof HTMLElement) {
      const box = event.target.closest<HTMLElement>("[data-search]");
      if (box) walk(box, event.target, event);
    }
  });
}

function walk(box: HTMLElement, from: HTMLElement, event: KeyboardEvent): void {
  const input = box.querySelector<HTMLInputElement>("[data-search-input]");
  const results = box.querySelector<HTMLElement>("[data-search-results]");
  const hits = [...(results?.querySelectorAll<HTMLElement>("a") ?? [])];
  const index = hits.indexOf(from);
  if (event.key === "ArrowDown" && hits.length > 0) hits[Math.min(index + 1, hits.length - 1)]?.focus();
  else if (event.key === "ArrowUp" && index >= 0) (hits[index - 1] ?? input)?.focus();
  else if (event.key === "Escape" && results?.hasChildNodes()) {
    results.replaceChildren();
    input?.focus();
  } else return;
  event.preventDefault();
}
