/** htmx as this site uses it: strict policy, the session's token, and words when a request fails. */

import htmx from "htmx.org";
import { texts } from "../texts";
import { toast } from "../toasts";

const say = texts("htmx", {
  unreachable: "Không kết nối được máy chủ. Hãy kiểm tra mạng rồi thử lại.",
  forbidden: "Thầy cô không có quyền làm việc này.",
  missing: "Không tìm thấy nội dung này, có thể nó vừa được thay đổi. Hãy tải lại trang.",
  conflict: "Nội dung này vừa được người khác thay đổi. Hãy tải lại trang.",
  failed: "Máy chủ gặp lỗi nên chưa làm được việc này. Hãy thử lại sau ít phút.",
});

interface Exchange {
  xhr: XMLHttpRequest;
  boosted?: boolean;
  shouldSwap?: boolean;
  pathInfo?: { finalRequestPath?: string };
}

interface Config {
  verb: string;
  headers: Record<string, string>;
}

export function startHtmx(): void {
  htmx.config.allowEval = false;
  htmx.config.includeIndicatorStyles = false;
  htmx.config.selfRequestsOnly = true;
  // Pages with pupils' data are not kept in the browser: the way back asks the server again.
  htmx.config.historyCacheSize = 0;
  // A form that comes back with its errors has status 422 and is shown like any answer.
  htmx.config.responseHandling = [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true },
    { code: "[45]..", swap: false, error: true },
  ];
  document.addEventListener("htmx:configRequest", (event) => addToken((event as CustomEvent<Config>).detail));
  document.addEventListener("htmx:beforeSwap", (event) => leaveForLogin((event as CustomEvent<Exchange>).detail));
  document.addEventListener("htmx:sendError", () => toast(say("unreachable"), "error"));
  document.addEventListener("htmx:responseError", (event) => explain((event as CustomEvent<Exchange>).detail.xhr));
}

function addToken({ verb, headers }: Config): void {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  if (token && verb !== "get") headers["X-CSRFToken"] = token;
}

/** A fragment that turns out to be a whole other page is the log-in: the page itself is asked again and leads there. */
function leaveForLogin(exchange: Exchange): void {
  const { xhr, boosted, pathInfo } = exchange;
  const asked = new URL(pathInfo?.finalRequestPath ?? "", location.href).pathname;
  const moved = xhr.responseURL !== "" && new URL(xhr.responseURL).pathname !== asked;
  if (boosted || !moved || !/^\s*<!doctype html/i.test(xhr.responseText)) return;
  exchange.shouldSwap = false;
  location.reload();
}

function explain(xhr: XMLHttpRequest): void {
  if (xhr.status === 401) return location.reload();
  toast(messageOf(xhr) || wordsFor(xhr.status), "error");
}

function messageOf(xhr: XMLHttpRequest): string {
  if (!xhr.getResponseHeader("Content-Type")?.includes("json")) return "";
  try {
    const { message = "", hint = "" } = JSON.parse(xhr.responseText) as { message?: string; hint?: string };
    return `${message} ${hint}`.trim();
  } catch {
    return "";
  }
}

function wordsFor(status: number): string {
  if (status === 403) return say("forbidden");
  if (status === 404) return say("missing");
  if (status === 409 || status === 423) return say("conflict");
  return say("failed");
}
