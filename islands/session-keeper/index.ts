/**
 * Ordinary forms that lose nothing: `<form data-keep="key">` keeps its fields in this tab until they were sent.
 *
 * The key names the user and the form. A submit counts as done when a page of the application follows it that does not
 * show the form with errors; the log-in page and what follows it, an error page, a reload and the way back do not count.
 */

import { button, el } from "../dom";
import { texts } from "../texts";
import { type Entry, type Landing, after, clear, fieldsOf, fill, read, write } from "./entries";

const say = texts("session-keeper", {
  restored: "Đã khôi phục nội dung gõ lúc {time} mà chưa gửi.",
  drop: "Bỏ nội dung này",
});

export function startSessionKeeper(): void {
  const landing = landed();
  for (const key of after(sessionStorage, landing, document.referrer, failedKeys())) restore(key);
  document.addEventListener("htmx:load", (event) => {
    const root = event.target as HTMLElement;
    for (const form of root.querySelectorAll<HTMLFormElement>("form[data-keep]")) restore(form.dataset.keep ?? "");
  });
  document.addEventListener("input", (event) => {
    const form = event.target instanceof Element ? event.target.closest<HTMLFormElement>("form[data-keep]") : null;
    if (form) write(sessionStorage, keyOf(form), { at: new Date().toISOString(), fields: fieldsOf(form), sent: false });
  });
  document.addEventListener("submit", (event) => {
    if (!(event.target instanceof HTMLFormElement)) return;
    if (/\/logout\/?$/.test(new URL(event.target.action).pathname)) return clear(sessionStorage);
    const entry = event.target.matches("form[data-keep]") ? read(sessionStorage, keyOf(event.target)) : null;
    if (entry) write(sessionStorage, keyOf(event.target), { ...entry, sent: true, from: thisPage() });
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { successful, elt } = (event as CustomEvent<{ successful?: boolean; elt?: Element }>).detail;
    if (successful && elt?.matches("form[data-keep]")) sessionStorage.removeItem(keyOf(elt as HTMLFormElement));
  });
}

const PREFIX = "khuevan:form:";
const keyOf = (form: HTMLFormElement) => PREFIX + (form.dataset.keep ?? "");
const formOf = (key: string) =>
  [...document.querySelectorAll<HTMLFormElement>("form[data-keep]")].find((form) => keyOf(form) === key);

const thisPage = () => location.href.replace(/#.*/, "");

/** What kind of page this is, and how one came here. */
function landed(): Landing {
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (navigation && navigation.type !== "navigate") return "again";
  const visitor = document.documentElement.dataset.audience === "public";
  return visitor || document.body.dataset.page === "error" ? "interrupted" : "arrived";
}

function failedKeys(): Set<string> {
  const forms = [...document.querySelectorAll<HTMLFormElement>("form[data-keep]")];
  return new Set(forms.filter((form) => form.querySelector('[aria-invalid="true"], .is-invalid')).map(keyOf));
}

function restore(key: string): void {
  const full = key.startsWith(PREFIX) ? key : PREFIX + key;
  const form = formOf(full);
  const entry = read(sessionStorage, full);
  if (!form || !entry || entry.sent) return;
  const before: Entry["fields"] = fieldsOf(form);
  if (JSON.stringify(before) === JSON.stringify(entry.fields)) return;
  fill(form, entry.fields);
  const time = new Date(entry.at).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
  const notice = el("div", { class: "alert alert--info", role: "status" }, el("p", {}, say("restored", { time })));
  notice.append(button(say("drop"), () => {
    fill(form, before);
    sessionStorage.removeItem(full);
    notice.remove();
  }, "btn btn-sm"));
  form.prepend(notice);
}
