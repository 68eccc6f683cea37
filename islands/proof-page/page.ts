/** The page that checks transcripts without a network: brings code, picture or file to the checker and shows what it says. */

import { button, el } from "../dom";
import { readFrame, readPhoto } from "../qr-reader/decode";
import { type Language, type Word, speaker } from "./texts";
import { type Data, Checker, type Verdict } from "./verdicts";
import { listAge, moment, shownVerdict } from "./view";
import { PREFIX } from "./code";

const EVERY = 150;
const CAMERA = { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } };

class Page {
  private language: Language = "vi";
  private verdict: Verdict | null = null;
  private message: Word | "" = "";
  private stream: MediaStream | null = null;
  private readonly checker: Checker;
  private readonly canvas = el("canvas");
  private readonly video = el("video", { playsinline: true });
  private readonly result = el("div", { class: "result" });
  private readonly status = el("p", { class: "status", role: "status" });

  private readonly root: HTMLElement;
  private readonly data: Data;

  constructor(root: HTMLElement, data: Data) {
    this.root = root;
    this.data = data;
    this.checker = new Checker(data);
    this.video.muted = true;
    root.addEventListener("dragover", (event) => event.preventDefault());
    root.addEventListener("drop", (event) => {
      event.preventDefault();
      const [file] = event.dataTransfer?.files ?? [];
      if (file) void this.file(file);
    });
    this.draw();
    if (!globalThis.crypto?.subtle) this.tell("no_crypto");
  }

  private draw(): void {
    const say = speaker(this.language), other = this.language === "vi" ? "en" : "vi";
    document.documentElement.lang = this.language;
    document.title = say("title");
    const file = el("input", { type: "file", class: "file", id: "file", accept: ".xml,.pdf,image/*" });
    file.addEventListener("change", () => {
      const [chosen] = file.files ?? [];
      file.value = "";
      if (chosen) void this.file(chosen);
    });
    const text = el("textarea", { id: "text", rows: 2, autocomplete: "off", spellcheck: "false" });
    const form = el("form", {}, el("label", { for: "text" }, say("text")), text, el("button", {}, say("check")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.code(text.value);
    });
    const change = button(other === "en" ? "English" : "Tiếng Việt", () => {
      this.language = other;
      this.draw();
    }, "language");
    change.lang = other;
    const camera = button(say(this.stream ? "stop" : "camera"), () => void (this.stream ? this.close() : this.open()), "main");
    this.video.hidden = !this.stream;
    this.root.replaceChildren(
      el("header", {}, el("h1", {}, say("title")), change), el("p", {}, say("lead")),
      el("p", { class: "age" }, listAge(this.data, say)),
      el("div", { class: "ways" }, camera, el("label", { class: "choose", for: "file" }, say("file"), file), el("p", { class: "hint" }, say("drop"))),
      this.video, this.status, form, this.result, el("footer", {}, el("p", {}, this.made())));
    this.status.textContent = this.message ? say(this.message) : "";
    this.result.replaceChildren(...(this.verdict ? [shownVerdict(this.verdict, this.data, this.language)] : []));
  }

  private made(): string {
    const { made, host, keys, trust, withdrawn } = this.data;
    const count = withdrawn.superseded.count + withdrawn.revoked.count;
    return speaker(this.language)("made", { at: moment(made), host, keys: keys.length, anchors: trust.anchors.length, count });
  }

  private tell(message: Word | "", verdict: Verdict | null = null): void {
    this.message = message;
    this.verdict = verdict;
    this.status.textContent = message ? speaker(this.language)(message) : "";
    this.result.replaceChildren(...(verdict ? [shownVerdict(verdict, this.data, this.language)] : []));
    this.result.querySelector<HTMLElement>(".verdict")?.focus();
  }

  private async code(text: string): Promise<void> {
    if (/^https?:/i.test(text.trim())) return this.tell("link_code");
    await this.run(() => this.checker.code(text));
  }

  private async file(file: File): Promise<void> {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const start = new TextDecoder("latin1").decode(bytes.subarray(0, 64));
    if (start.startsWith("%PDF-")) return this.run(() => this.checker.pdf(bytes));
    if (/^(?:\u00ef\u00bb\u00bf)?\s*</.test(start)) return this.run(() => this.checker.xml(bytes));
    if (start.startsWith(PREFIX)) return this.code(new TextDecoder().decode(bytes));
    try {
      const text = await readPhoto(this.canvas, file);
      if (text === null) this.tell("no_code");
      else await this.code(text);
    } catch {
      this.tell("unread");
    }
  }

  private async run(check: () => Promise<Verdict>): Promise<void> {
    if (!globalThis.crypto?.subtle) return this.tell("no_crypto");
    this.tell("working");
    this.tell("", await check());
  }

  private async open(): Promise<void> {
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: CAMERA });
    } catch {
      return this.tell("denied");
    }
    this.video.srcObject = this.stream;
    this.message = "looking";
    this.draw();
    await this.video.play();
    this.look();
  }

  private look(): void {
    if (!this.stream) return;
    const text = readFrame(this.canvas, this.video);
    if (text) {
      this.close();
      void this.code(text);
    } else setTimeout(() => this.look(), EVERY);
  }

  private close(): void {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = this.video.srcObject = null;
    this.message = "";
    this.draw();
  }
}

const data = JSON.parse(document.getElementById("data")?.textContent ?? "{}") as Data;
const root = document.getElementById("page");
if (root) new Page(root, data);
