/**
 * What waits on this device: how much it is (`[data-unsent]`), sending it from any page, and leaving nothing behind.
 */

import { button, el } from "../dom";
import { fetchPage } from "../requests";
import { texts } from "../texts";
import { Vault, canSeal, listen, person, wipe } from "../vault";

const say = texts("outbox", {
  unsent: "{count} ô chưa gửi",
  login: "{count} ô chưa gửi: đăng nhập để gửi",
  title: "Còn {count} ô chưa gửi lên máy chủ",
  lost: "Đăng xuất sẽ xoá các ô này khỏi máy. Nếu đang mất mạng, hãy đợi có mạng để gửi xong rồi mới đăng xuất.",
  stay: "Ở lại",
  leave: "Đăng xuất và xoá",
});

const AGAIN = 30_000;
const PATIENCE = 3000;
/** All edits on this device that the server does not have. */
let unsent = 0;

export function startOutbox(): void {
  if (!canSeal()) return;
  document.addEventListener("submit", (event) => void logOut(event), true);
  window.addEventListener("online", () => void send());
  listen(() => void look());
  setInterval(() => { if (unsent > 0) void send(); }, AGAIN);
  void look().then(send);
}

/** Opens the vault, if there is one, and shows how much of it is not sent. */
async function look(): Promise<void> {
  const vault = await Vault.open(person(), false);
  const waiting = [...((await vault?.waiting()) ?? [])];
  vault?.close();
  const sum = (counts: typeof waiting) => counts.reduce((before, [, count]) => before + count, 0);
  unsent = sum(waiting);
  const elsewhere = sum(waiting.filter(([sheet]) => !isHere(sheet)));
  for (const sign of document.querySelectorAll<HTMLElement>("[data-unsent]")) {
    sign.hidden = elsewhere === 0;
    const words = sign.querySelector("[data-unsent-text]");
    if (words) words.textContent = say(person() || isKept() ? "unsent" : "login", { count: elsewhere });
  }
  if (vault) work();
}

/** Whether a sheet (user, kind, uid, term) is the one that this page shows: its grid says itself what is not sent. */
const isHere = (sheet: string) => location.pathname.split("/").includes(sheet.split(":").at(-2) ?? "");

/** Whether this page is the one that lies on the device, made for nobody. */
const isKept = () => document.querySelector("offline-shelf") !== null;

/** Has the service worker with the newest shell ready, for the next time without network. */
function work(): void {
  const { shell } = document.documentElement.dataset;
  if (shell) void navigator.serviceWorker?.register(`/static/dist/worker.js?${shell}`, { scope: "/" }).catch(() => undefined);
}

/** One tab at a time; where nobody is logged in, nothing is sent. The page without network asks who that is. */
async function send(): Promise<void> {
  if (unsent === 0 || !navigator.onLine) return;
  const page = isKept() ? await fetchPage("/") : document;
  const user = page?.documentElement.dataset.user;
  const csrf = page?.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
  if (!user) return;
  const { sendAll } = await import("./sender");
  const vault = await Vault.open(user, false);
  if (vault) await navigator.locks.request("khuevan-outbox", () => sendAll(vault, csrf, location.pathname));
  vault?.close();
}

/** The log-out leaves nothing behind, and says so first where something would be lost. */
async function logOut(event: SubmitEvent): Promise<void> {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !/\/logout\/?$/.test(new URL(form.action).pathname)) return;
  if (form.dataset.wiped !== undefined) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (unsent > 0 && !(await isSure())) return;
  form.dataset.wiped = "";
  if (await isWiped()) form.append(el("input", { type: "hidden", name: "wiped", value: "1" }));
  form.requestSubmit();
}

/** Empties the vault. Where this browser cannot or takes long, the server's answer does it (Clear-Site-Data). */
function isWiped(): Promise<boolean> {
  const done = wipe(person()).then(() => true, () => false);
  return Promise.race([done, new Promise<boolean>((late) => setTimeout(late, PATIENCE, false))]);
}

function isSure(): Promise<boolean> {
  const dialog = el("dialog", { "class": "dialog", "aria-label": say("title", { count: unsent }) });
  const leave = button(say("leave"), () => dialog.close("leave"), "btn");
  const stay = button(say("stay"), () => dialog.close(), "btn btn-primary");
  dialog.append(el("div", { class: "dialog__body" },
    el("h2", { class: "dialog__title" }, say("title", { count: unsent })),
    el("p", { class: "dialog__text" }, say("lost")),
    el("div", { class: "dialog__actions" }, leave, stay)));
  document.body.append(dialog);
  dialog.showModal();
  stay.focus();
  return new Promise((resolve) => dialog.addEventListener("close", () => {
    resolve(dialog.returnValue === "leave");
    dialog.remove();
  }, { once: true }));
}
