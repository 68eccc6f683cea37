/**
 * Copying and sharing.
 *
 * `<button data-copy="text">` or `<button data-copy-from="#id">` copies; `<button data-share="https://…"
 * data-share-title="…">` opens the device's own sheet, or copies the link where there is none.
 */

import { texts } from "../texts";
import { toast } from "../toasts";

const say = texts("sharing", {
  copied: "Đã chép vào bộ nhớ tạm.",
  link: "Đã chép đường dẫn, thầy cô hoặc anh chị dán vào tin nhắn để gửi.",
  failed: "Trình duyệt không cho chép. Hãy bôi đen rồi bấm Ctrl+C.",
});

export function startSharing(): void {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const copying = target?.closest<HTMLElement>("[data-copy], [data-copy-from]");
    const sharing = target?.closest<HTMLElement>("[data-share]");
    if (copying) void copy(textOf(copying), say("copied"));
    if (sharing) void share(sharing.dataset.share ?? location.href, sharing.dataset.shareTitle ?? document.title);
  });
}

function textOf(button: HTMLElement): string {
  const from = button.dataset.copyFrom ? document.querySelector(button.dataset.copyFrom) : null;
  if (from instanceof HTMLInputElement || from instanceof HTMLTextAreaElement) return from.value;
  return from?.textContent?.trim() ?? button.dataset.copy ?? "";
}

async function copy(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(done, "success");
  } catch {
    toast(say("failed"), "warning");
  }
}

async function share(address: string, title: string): Promise<void> {
  const url = new URL(address, location.href).href;
  if (!navigator.share) return copy(url, say("link"));
  try {
    await navigator.share({ title, url });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "AbortError")) await copy(url, say("link"));
  }
}
