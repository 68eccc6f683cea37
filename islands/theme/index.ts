/** Light, dark, or as the device says: `[data-theme-choice]` buttons and a cookie that the server reads. */

const COOKIE = "kv_theme";
const YEAR = 31_536_000;

export function startTheme(): void {
  document.addEventListener("click", (event) => {
    const pressed = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-theme-choice]") : null;
    if (pressed?.dataset.themeChoice) choose(pressed.dataset.themeChoice);
  });
}

function choose(theme: string): void {
  const fixed = theme === "light" || theme === "dark";
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${COOKIE}=${fixed ? theme : ""}; path=/; max-age=${fixed ? YEAR : 0}; samesite=lax${secure}`;
  if (fixed) document.documentElement.dataset.bsTheme = theme;
  else delete document.documentElement.dataset.bsTheme;
  for (const choice of document.querySelectorAll<HTMLElement>("[data-theme-choice]")) {
    choice.setAttribute("aria-pressed", String(choice.dataset.themeChoice === theme));
  }
}
