/**
 * The service worker: without network a page is answered by the shell at /offline/, which shows what the vault holds.
 *
 * It keeps the shell and the files of the interface and nothing about anybody. It imports nothing, so that it stays
 * one file; its address names the build and the language, so that another build or language brings its own shell.
 */

/// <reference lib="webworker" />
export {};
const worker = self as unknown as ServiceWorkerGlobalScope;

const SHELL = "/offline/";
const FILES = "/static/dist/assets/";
const CACHE = `khuevan${location.search}`;

worker.addEventListener("install", (event) => event.waitUntil(gather().then(() => worker.skipWaiting())));
worker.addEventListener("activate", (event) => event.waitUntil(take()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") return event.respondWith(page(event));
  const { origin, pathname } = new URL(request.url);
  if (origin === location.origin && pathname.startsWith(FILES)) event.respondWith(file(request));
});

async function gather(): Promise<void> {
  const shell = await fetch(SHELL, { cache: "reload" });
  if (!shell.ok) throw new Error(`${SHELL}: ${shell.status}`);
  const named = (await shell.clone().text()).matchAll(/(?:href|src)="(\/static\/[^"]+)"/g);
  const cache = await caches.open(CACHE);
  await cache.addAll([...new Set(Array.from(named, ([, address = ""]) => address))]);
  await cache.put(SHELL, shell);
}

async function take(): Promise<void> {
  const others = (await caches.keys()).filter((name) => name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
  await worker.registration.navigationPreload?.enable();
  await worker.clients.claim();
}

async function page(event: FetchEvent): Promise<Response> {
  try {
    return ((await event.preloadResponse) as Response | undefined) ?? (await fetch(event.request));
  } catch {
    return (await caches.match(SHELL)) ?? Response.error();
  }
}

/** Files whose names carry a hash of their content never change. */
async function file(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(CACHE)).put(request, response.clone());
  return response;
}
