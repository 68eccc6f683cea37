/** A list of texts that is written by keyboard (`form[data-text-list]`, one `li` a text): Alt+↓ and Alt+↑ go to the next
 * and the previous text, Alt+Enter asks for another wording, Ctrl+Enter saves all. */

const TEXT = "form[data-text-list] textarea";

export function startTextLists(): void {
  document.addEventListener("keydown", (event) => {
    const text = event.target;
    if (!(text instanceof HTMLTextAreaElement) || !text.matches(TEXT)) return;
    const alone = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (alone && event.key === "ArrowDown") step(event, text, 1);
    else if (alone && event.key === "ArrowUp") step(event, text, -1);
    else if (alone && event.key === "Enter") press(event, text.closest("li")?.querySelector("button[name=anew]"));
    else if ((event.ctrlKey || event.metaKey) && event.key === "Enter")
      press(event, text.form?.querySelector("button[value=save]"));
  });
}

function step(event: Event, text: HTMLTextAreaElement, by: number): void {
  event.preventDefault();
  const all = [...(text.form?.querySelectorAll("textarea") ?? [])];
  const next = all[all.indexOf(text) + by];
  next?.focus();
  next?.scrollIntoView({ block: "center" });
}

function press(event: Event, button: HTMLButtonElement | null | undefined): void {
  event.preventDefault();
  button?.click();
}
