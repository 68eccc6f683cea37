/**
 * `<qr-reader for="id_of_input">`: reads the QR code of a transcript from the camera or from a photo.
 *
 * Nothing leaves the device: the picture is read here, and only the link goes into the form.
 */

import "./style.css";
import { button, define, el } from "../dom";
import { texts } from "../texts";
import { readFrame, readPhoto } from "./decode";

const EVERY = 150;
/** A signed code has 70 to 150 modules a side: what a camera gives unasked is too coarse for it. */
const CAMERA = { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } };
/** The largest QR code holds so many characters. */
const LONGEST = 4296;

const VIETNAMESE = {
  camera: "Quét bằng máy ảnh",
  photo: "Chọn ảnh có mã QR",
  stop: "Dừng quét",
  looking: "Đưa mã QR vào giữa khung hình.",
  reading: "Đang đọc ảnh…",
  found: "Đã đọc được mã. Nội dung đã nằm trong ô bên dưới.",
  none: "Không thấy mã QR trong ảnh này. Hãy chụp gần hơn, đủ sáng và không bị loá.",
  broken: "Không mở được tệp này như một ảnh. Hãy chọn ảnh JPG hoặc PNG.",
  denied: "Trình duyệt chưa cho dùng máy ảnh. Hãy cho phép trong cài đặt của trang, hoặc chọn ảnh.",
  missing: "Không dùng được máy ảnh trên thiết bị này. Hãy chọn ảnh có mã QR.",
};

class QrReader extends HTMLElement {
  private readonly say = texts("qr-reader", VIETNAMESE);
  private readonly status = el("p", { class: "qr-status", role: "status" });
  private readonly video = el("video", { class: "qr-video", playsinline: true, muted: true });
  private readonly canvas = el("canvas");
  private readonly start = button(this.say("camera"), () => void this.open(), "btn");
  private readonly stop = button(this.say("stop"), () => this.close(), "btn");
  private stream: MediaStream | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  connectedCallback(): void {
    const file = el("input", { type: "file", accept: "image/*", class: "visually-hidden qr-file" });
    file.addEventListener("change", () => {
      const [photo] = file.files ?? [];
      if (photo) void this.read(photo);
      file.value = "";
    });
    const choose = el("label", { class: "btn qr-choose" }, file, this.say("photo"));
    this.video.muted = true;
    this.showCamera(false);
    this.replaceChildren(
      el("div", { class: "qr-actions" }, this.start, this.stop, choose), this.video, this.status);
  }

  disconnectedCallback(): void {
    this.close();
  }

  private async open(): Promise<void> {
    if (!navigator.mediaDevices) return this.tell("missing");
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: CAMERA });
    } catch (error) {
      const denied = error instanceof DOMException && error.name === "NotAllowedError";
      return this.tell(denied ? "denied" : "missing");
    }
    if (!this.isConnected) return this.close();
    this.video.srcObject = this.stream;
    this.showCamera(true);
    this.stop.focus();
    this.tell("looking");
    await this.video.play();
    this.look();
  }

  private look(): void {
    if (!this.stream) return;
    const text = readFrame(this.canvas, this.video);
    if (text) return this.found(text);
    this.timer = setTimeout(() => this.look(), EVERY);
  }

  private close(): void {
    const wasOpen = this.stream !== null;
    clearTimeout(this.timer);
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.video.srcObject = null;
    this.showCamera(false);
    this.status.textContent = "";
    if (wasOpen) this.start.focus();
  }

  private showCamera(on: boolean): void {
    this.video.hidden = this.stop.hidden = !on;
    this.start.hidden = on;
  }

  private async read(photo: File): Promise<void> {
    this.tell("reading");
    try {
      const text = await readPhoto(this.canvas, photo);
      if (text) this.found(text);
      else this.tell("none");
    } catch {
      this.tell("broken");
    }
  }

  private found(text: string): void {
    this.close();
    const input = document.getElementById(this.getAttribute("for") ?? "");
    if (!(input instanceof HTMLInputElement) || text.length > LONGEST) return this.tell("none");
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    this.tell("found");
    input.form?.querySelector<HTMLElement>('button:not([type="button"])')?.focus();
  }

  private tell(what: keyof typeof VIETNAMESE): void {
    this.status.textContent = this.say(what);
  }
}

define("qr-reader", QrReader);
