/**
 * Short messages: those that the page came with, and those of islands and htmx answers.
 *
 * Markup: `[data-toasts]` is the live region, `template[data-toast-template]` the pattern of one toast with
 * `[data-toast-text]` and `[data-toast-close]`. The server sends one with `HX-Trigger: {"toast": {"text", "tone"}}`.
 */

export type Tone = "success" | "info" | "warning" | "error";

/** Milliseconds before a toast that reports no trouble goes by itself, unless somebody looks at it. */
export const STAYS = 6000;

const region = () => document.querySelector<HTMLElement>("[data-toasts]");

/** Shows a message; without a region on the page nothing happens. */
export function toast(text: string, tone: Tone = "info"): void {
  const pattern = document.querySelector<HTMLTemplateElement>("template[data-toast-template]");
  const made = pattern?.content.firstElementChild?.cloneNode(true);
  if (!(made instanceof HTMLElement)) return;
  made.className = `toast toast--${tone}`;
  made.dataset.toast = tone;
  const words = made.querySelector("[data-toast-text]");
  if (words) words.textContent = text;
  place(made);
}

function place(box: HTMLElement): void {
  region()?.append(box);
  const passing = box.dataset.toast === "success" || box.dataset.toast === "info";
  if (passing) goLater(box);
}

function goLater(box: HTMLElement): void {
  let timer = setTimeout(() => box.remove(), STAYS);
  const hold = () => clearTimeout(timer);
  const release = () => {
    hold();
    timer = setTimeout(() => box.remove(), STAYS);
  };
  box.addEventListener("pointerenter", hold);
  box.addEventListener("pointerleave", release);
  box.addEventListener("focusin", hold);
  box.addEventListener("focusout", release);
}

export function startToasts(): void {
  // A live region speaks of what changes: messages that came with the page are put in anew.
  const came = [...(region()?.children ?? [])].filter((child): child is HTMLElement => child instanceof HTMLElement);
  setTimeout(() => came.forEach(place), 100);
  document.addEventListener("click", (event) => {
    const close = event.target instanceof Element ? event.target.closest("[data-toast-close]") : null;
    close?.closest("[data-toast]")?.remove();
  });
  document.addEventListener("toast", (event) => {
    const { text = "", tone = "info" } = (event as CustomEvent<{ text?: string; tone?: Tone }>).detail ?? {};
    if (text) toast(text, tone);
  });
}
