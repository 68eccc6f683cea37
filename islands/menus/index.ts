/** Menus are `<details data-menu>` and open by themselves; here they close: Escape, a click outside, another menu. */

const opened = () => document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]");

export function startMenus(): void {
  document.addEventListener("click", (event) => closeOthers(event.target));
  document.addEventListener("focusin", (event) => closeOthers(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of opened()) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  });
}

function closeOthers(target: EventTarget | null): void {
  for (const menu of opened()) {
    if (target instanceof Node && !menu.contains(target)) menu.open = false;
  }
}
