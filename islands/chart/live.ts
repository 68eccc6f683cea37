/** A board of figures asks every few seconds whether they have changed; not while somebody reads a table in it. */

const EVERY = 3000;

export function startLive(): void {
  setInterval(() => {
    const board = document.querySelector<HTMLElement>("[data-board]");
    const read = board?.querySelector("details[open]") || board?.contains(document.activeElement);
    if (board && !read && !document.hidden) board.dispatchEvent(new Event("figures"));
  }, EVERY);
}
