/**
 * Native dialogs where the browser does not know `commandfor` and `closedby` yet, the question before an htmx request
 * with `hx-confirm` (`dialog[data-ask]`), dialogs that come with an htmx answer (`dialog[data-open-now]`), and forms
 * that are sent once, however often the button is pressed.
 */

/** Milliseconds after which a form may be sent again, for answers that are downloads and leave the page as it is. */
const AGAIN = 10_000;
/** The same for forms with a PIN: signing a class may take long, and a PIN that is wrong must not count twice. */
const AGAIN_WITH_PIN = 60_000;

export function startDialogs(): void {
  if (!("command" in HTMLButtonElement.prototype)) document.addEventListener("click", open);
  if (!("closedBy" in HTMLDialogElement.prototype)) document.addEventListener("click", closeOutside);
  document.addEventListener("htmx:confirm", ask);
  document.addEventListener("htmx:load", openFetched);
  document.addEventListener("submit", once);
  window.addEventListener("pageshow", () => document.querySelectorAll<HTMLFormElement>("form[data-sent]").forEach(free));
}

function open(event: Event): void {
  const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-dialog-open]") : null;
  const dialog = document.getElementById(button?.dataset.dialogOpen ?? "");
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

function openFetched(event: Event): void {
  const dialog = event.target;
  if (dialog instanceof HTMLDialogElement && dialog.dataset.openNow !== undefined) dialog.showModal();
}

function closeOutside(event: MouseEvent): void {
  const dialog = event.target;
  if (!(dialog instanceof HTMLDialogElement) || dialog.getAttribute("closedby") !== "any") return;
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  const inside = event.clientX >= left && event.clientX <= right && event.clientY >= top && event.clientY <= bottom;
  if (!inside) dialog.close();
}

interface Confirmation {
  question: string | null;
  issueRequest: (skipConfirmation: boolean) => void;
}

function ask(event: Event): void {
  const { question, issueRequest } = (event as CustomEvent<Confirmation>).detail;
  const dialog = document.querySelector<HTMLDialogElement>("dialog[data-ask]");
  if (!question || !dialog) return;
  event.preventDefault();
  const words = dialog.querySelector("[data-ask-text]");
  if (words) words.textContent = question;
  dialog.returnValue = "no";
  dialog.addEventListener("close", () => { if (dialog.returnValue === "yes") issueRequest(true); }, { once: true });
  dialog.showModal();
}

function once(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || event.defaultPrevented || methodOf(form, event.submitter) !== "post") return;
  if (form.dataset.sent !== undefined) return event.preventDefault();
  form.dataset.sent = "";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => free(form), form.querySelector("[name=pin]") ? AGAIN_WITH_PIN : AGAIN);
}

function methodOf(form: HTMLFormElement, submitter: HTMLElement | null): string {
  return (submitter?.getAttribute("formmethod") ?? form.getAttribute("method") ?? "get").toLowerCase();
}

function free(form: HTMLFormElement): void {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-busy]").forEach((busy) => busy.removeAttribute("aria-busy"));
}
