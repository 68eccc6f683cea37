/** `[data-back]` goes back to the page that was left, as it was left: what was typed there is still there. */

export function startGoingBack(): void {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-back]") : null;
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (history.length < 2) return;
    event.preventDefault();
    history.back();
  });
}
