/** The bar over the table: which column (on phones), who is missing, what is saved. */

import { button, el } from "../dom";
import type { GridSay } from "./texts";
import type { Column } from "./types";

export interface ToolbarPorts {
  save: () => void;
  filter: () => void;
  pick: (c: number) => void;
  goToBad: () => void;
  autosave: () => void;
}

const AUTOSAVE = "khuevan:autosave";
const ADVANCE = "khuevan:advance";

export class Toolbar {
  readonly element: HTMLElement;
  readonly picker: HTMLSelectElement;
  readonly missing = el("input", { type: "checkbox", class: "form-check-input" });
  readonly advance = el("input", { type: "checkbox", class: "form-check-input" });
  readonly autosave = el("input", { type: "checkbox", class: "form-check-input" });
  readonly reason = el("input", { class: "form-control", type: "text", maxlength: 500 });
  private readonly status = el("span", { class: "mg-status", role: "status" });
  private readonly found = el("span", { class: "mg-found" });
  private readonly saveButton: HTMLButtonElement;
  private readonly badButton: HTMLButtonElement;
  private readonly reasonField: HTMLElement;
  private tools: HTMLElement[] = [];
  private readonly say: GridSay;

  constructor(columns: Column[], editable: boolean, ports: ToolbarPorts, say: GridSay) {
    this.say = say;
    this.picker = el("select", { "class": "form-select", "aria-label": say("column") },
      ...columns.map(({ label, title }, c) => el("option", { value: c }, label === title ? title : `${label} · ${title}`)));
    this.saveButton = button(say("save"), ports.save, "btn btn-primary mg-save");
    this.badButton = button(say("bad.goto"), ports.goToBad, "btn btn-sm mg-goto");
    this.badButton.hidden = true;
    this.reasonField = el("label", { class: "mg-reason-field", hidden: true }, say("reason"), this.reason);
    this.element = el("div", { class: "mg-bar" }, this.columnBar(columns.length, ports), this.filterBar(editable));
    if (editable) this.element.append(this.saveBar());
    this.listen(ports);
  }

  private columnBar(count: number, ports: ToolbarPorts): HTMLElement {
    const step = (by: number) => () => ports.pick(Math.min(count - 1, Math.max(0, Number(this.picker.value) + by)));
    const arrow = (label: string, sign: string, by: number) => {
      const made = button(sign, step(by), "btn btn-icon");
      made.setAttribute("aria-label", label);
      return made;
    };
    return el("div", { class: "mg-columns" },
      arrow(this.say("column.previous"), "‹", -1), this.picker, arrow(this.say("column.next"), "›", 1));
  }

  private filterBar(editable: boolean): HTMLElement {
    const advance = tick(this.advance, this.say("advance"), this.say("advance.help"));
    return el("div", { class: "mg-filter" }, tick(this.missing, this.say("missing")), this.found, ...(editable ? [advance] : []));
  }

  private saveBar(): HTMLElement {
    const autosave = tick(this.autosave, this.say("autosave"));
    this.tools = [this.reasonField, autosave, this.saveButton];
    return el("div", { class: "mg-saving" }, this.reasonField, this.status, this.badButton, autosave, this.saveButton);
  }

  private listen(ports: ToolbarPorts): void {
    this.picker.addEventListener("change", () => ports.pick(Number(this.picker.value)));
    this.missing.addEventListener("change", ports.filter);
    this.advance.checked = remembered(ADVANCE);
    this.advance.addEventListener("change", () => remember(ADVANCE, this.advance.checked));
    this.autosave.checked = remembered(AUTOSAVE);
    this.autosave.addEventListener("change", () => {
      remember(AUTOSAVE, this.autosave.checked);
      ports.autosave();
    });
  }

  showStatus(text: string, state: "saved" | "unsaved" | "busy"): void {
    if (this.status.textContent !== text) this.status.textContent = text;
    this.status.dataset.state = state;
  }

  showCounts(sendable: number, bad: number): void {
    this.saveButton.textContent = sendable > 0 ? this.say("save.count", { count: sendable }) : this.say("save");
    this.badButton.hidden = bad === 0;
  }

  showFound(count: number | null): void {
    this.found.textContent = count === null ? "" : this.say("missing.count", { count });
  }

  askReason(wanted: boolean): void {
    this.reasonField.hidden = !wanted;
  }

  /** Nothing can be saved any more: what is unsaved is still counted. */
  lock(): void {
    for (const tool of this.tools) tool.hidden = true;
  }
}

function tick(box: HTMLInputElement, words: string, title?: string): HTMLElement {
  return el("label", { class: "form-check mg-check", title }, box, el("span", { class: "form-check-label" }, words));
}

function remembered(name: string): boolean {
  try {
    return localStorage.getItem(name) === "on";
  } catch {
    return false;
  }
}

function remember(name: string, on: boolean): void {
  try {
    localStorage.setItem(name, on ? "on" : "off");
  } catch {
    return;
  }
}
