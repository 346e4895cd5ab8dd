// A notice of the browser, only where it was allowed: through the service worker where there is one, else from the page.

export const able = () => "Notification" in window;
export const state = () => (able() ? Notification.permission : "missing");

export async function tell(title, body, tag, to) {
  if (state() !== "granted") return;
  const options = { body, tag, data: { to } };
  const registration = await navigator.serviceWorker?.getRegistration();
  if (registration) {
    await registration.showNotification(title, options);
    return;
  }
  const notice = new Notification(title, options);
  notice.onclick = () => {
    window.focus();
    location.assign(to);
  };
}
