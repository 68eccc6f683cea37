/** The banner `[data-offline]`, shown while the device has no network. */

export function startOffline(): void {
  const show = () => {
    for (const banner of document.querySelectorAll<HTMLElement>("[data-offline]")) banner.hidden = navigator.onLine;
  };
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
  show();
}
