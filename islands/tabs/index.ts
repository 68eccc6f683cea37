/** On a narrow screen a row of tabs scrolls; the current one must not lie out of sight. */

export function startTabs(): void {
  showCurrent();
  addEventListener("resize", showCurrent);
}

function showCurrent(): void {
  for (const current of document.querySelectorAll<HTMLElement>(".tabs [aria-current='page']")) {
    const row = current.parentElement;
    if (row) row.scrollLeft = current.offsetLeft - row.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
  }
}
