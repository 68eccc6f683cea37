/** Messages above the table, and the region that screen readers hear. */

import { button, el } from "../dom";

export interface Notice {
  level: "info" | "success" | "warning" | "danger";
  text: string;
  actions?: { label: string; run: () => void }[];
}

export class Notices {
  readonly element = el("div", { class: "mg-notices" });
  private readonly shown = new Map<string, HTMLElement>();
  private readonly voice = el("div", { "class": "visually-hidden mg-voice", "aria-live": "polite" });

  constructor() {
    this.element.append(this.voice);
  }

  /** Shows a notice in place of an earlier one of the same name. */
  show(name: string, notice: Notice): void {
    const urgent = notice.level === "danger" || notice.level === "warning";
    const box = el("div", { class: `alert alert--${notice.level} mg-notice`, role: urgent ? "alert" : "status" });
    box.append(el("p", {}, notice.text));
    const actions = (notice.actions ?? []).map(({ label, run }) => button(label, run, "btn btn-sm"));
    if (actions.length > 0) box.append(el("div", { class: "mg-actions" }, ...actions));
    this.put(name, box);
  }

  /** Shows an element of one's own, for more than a sentence. */
  put(name: string, box: HTMLElement): void {
    this.hide(name);
    this.shown.set(name, box);
    this.element.append(box);
  }

  hide(...names: string[]): void {
    for (const name of names) {
      this.shown.get(name)?.remove();
      this.shown.delete(name);
    }
  }

  has(name: string): boolean {
    return this.shown.has(name);
  }

  /** Says something to screen readers only; the same words twice are heard twice. */
  announce(text: string): void {
    this.voice.textContent = this.voice.textContent === text ? `${text}\u00a0` : text;
  }
}
