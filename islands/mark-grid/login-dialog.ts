/** The session is over while the teacher types: log in and go on. */

import { button, el } from "../dom";
import type { GridSay } from "./texts";

export interface LoginAsk {
  /** Where to log in; foreign addresses are not followed. */
  url: string;
  message: string;
  count: number;
  resend: () => void;
  /** Called before the page is left for the log-in. */
  leave: () => void;
}

/** Opens the dialog in `host`; closing it changes nothing. */
export function askLogin(host: HTMLElement, ask: LoginAsk, say: GridSay): HTMLDialogElement {
  host.querySelector("dialog.mg-login")?.remove();
  const href = loginAddress(ask.url);
  const dialog = el("dialog", { "class": "dialog mg-login", "aria-label": say("expired.title") });
  const close = () => dialog.close();
  const more = ask.message.replace(/\.$/, "") === say("expired.title") ? "" : ask.message;
  const here = el("a", { class: "btn", href }, say("expired.here"));
  here.addEventListener("click", ask.leave);
  dialog.append(el("div", { class: "dialog__body" },
    el("h2", { class: "dialog__title" }, say("expired.title")),
    el("p", { class: "dialog__text", hidden: !more }, more),
    el("p", { class: "dialog__text" }, say("expired.kept", { count: ask.count })),
    el("div", { class: "dialog__actions" },
      button(say("expired.later"), close, "btn btn-quiet"),
      button(say("expired.resend"), () => { close(); ask.resend(); }),
      here,
      el("a", { class: "btn btn-primary", href, target: "_blank", rel: "noopener" }, say("expired.tab"))),
  ));
  dialog.addEventListener("close", () => dialog.remove());
  host.append(dialog);
  dialog.showModal();
  return dialog;
}

/** The log-in page on this site, coming back here afterwards. */
function loginAddress(given: string): string {
  const address = new URL(given || location.href, location.href);
  if (address.origin !== location.origin) return location.href;
  if (given && !address.searchParams.has("next")) {
    address.searchParams.set("next", location.pathname + location.search);
  }
  return address.href;
}
