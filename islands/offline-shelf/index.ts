/** `<offline-shelf>`: the page without network. The sheet of this address as it lies on the device, or all that lie there. */

import { define, el } from "../dom";
import { moment } from "../mark-grid/format";
import { type KeptSheet, type Waiting, onDevice, sheetAt } from "../outbox/sheets";
import { texts } from "../texts";
import { Vault } from "../vault";

const say = texts("offline-shelf", {
  sheets: "Sổ trên máy này",
  none: "Máy này chưa cất sổ nào",
  teach: "Sổ nào đã mở khi có mạng thì mở lại được ở đây khi mất mạng, trong 7 ngày.",
  as: "Bản cất lúc {at}. Thầy cô vẫn nhập và bấm Lưu được: các ô nằm trên máy này và tự gửi khi có mạng lại.",
  unsent: "{count} ô chưa gửi",
  sent: "Đã gửi hết",
});

class OfflineShelf extends HTMLElement {
  connectedCallback(): void {
    void this.fill();
  }

  private async fill(): Promise<void> {
    const vault = await Vault.open("");
    const sheets = (await vault?.read<KeptSheet>("sheets")) ?? [];
    const here = sheetAt(sheets, new URL(location.href));
    if (here) return this.open(here);
    const books = onDevice(sheets, (await vault?.read<Waiting>("edits")) ?? []);
    this.replaceChildren(books.length > 0 ? list(books) : empty());
    window.addEventListener("online", () => { if (!location.pathname.startsWith("/offline/")) location.reload(); });
  }

  /** A sheet to go on with. */
  private open(sheet: KeptSheet): void {
    document.title = `${sheet.data.book} · Khuê Văn`;
    const heading = document.querySelector("h1");
    if (heading) heading.textContent = sheet.data.book;
    const data = el("script", { type: "application/json", id: "grid-data" }, JSON.stringify(sheet.data));
    const note = el("p", { class: "alert alert--info", role: "status" }, say("as", { at: moment(sheet.at) }));
    const grid = el("mark-grid" as "div",
      { "data": "grid-data", "save-url": sheet.save, "preview-url": sheet.preview, "csrf": "" });
    this.replaceChildren(note, data, grid);
  }
}

function list(books: ReturnType<typeof onDevice>): HTMLElement {
  const lines = books.map(({ key, page, book, count }) => {
    const words = el("span", { class: "row-link__words" }, el("strong", {}, book),
      el("small", {}, count > 0 ? say("unsent", { count }) : say("sent")));
    return el("li", {}, el("a", { class: "row-link", href: `${page}?term=${key.split(":").at(-1)}` }, words));
  });
  return el("section", { "class": "card", "aria-label": say("sheets") },
    el("header", { class: "card__head" }, el("h2", { class: "card__title" }, say("sheets"))),
    el("div", { class: "card__body" }, el("ul", { class: "rows" }, ...lines)));
}

function empty(): HTMLElement {
  return el("section", { class: "card" }, el("div", { class: "card__body" },
    el("p", {}, el("strong", {}, say("none"))), el("p", {}, say("teach"))));
}

define("offline-shelf", OfflineShelf);
