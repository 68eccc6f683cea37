/** Heavier islands, fetched when their element is on the page or comes with an htmx answer. */

const ISLANDS: Record<string, () => Promise<unknown>> = {
  "data-chart": () => import("../chart"),
  "mark-grid": () => import("../mark-grid"),
  "offline-shelf": () => import("../offline-shelf"),
  "qr-reader": () => import("../qr-reader"),
};

export function startLazyIslands(): void {
  load(document);
  document.addEventListener("htmx:load", (event) => load(event.target as HTMLElement));
}

function load(root: ParentNode): void {
  for (const [name, fetchIsland] of Object.entries(ISLANDS)) {
    const here = root instanceof Element && root.matches(name);
    if (!customElements.get(name) && (here || root.querySelector(name))) void fetchIsland();
  }
}
