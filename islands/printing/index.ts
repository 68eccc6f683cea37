/** `[data-print]` opens the browser's own print dialog; what is printed is a matter of the print styles. */

export function startPrinting(): void {
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-print]")) window.print();
  });
}
