// Registers the service worker, which keeps today's session for when the program does not run, and asks it to prepare. Both wait
// until the page has nothing else to do. Every page works without.

const PLAYER = /^\/session\/(?!kept)[\w-]+$/; // there nothing is prepared: the session is under way

async function begin() {
  try {
    await navigator.serviceWorker.register("/worker.js", { updateViaCache: "none" });
    const { active } = await navigator.serviceWorker.ready;
    if (!PLAYER.test(location.pathname)) active.postMessage("keep");
  } catch {
    // a browser that keeps nothing
  }
}

function idle() {
  if ("requestIdleCallback" in window) requestIdleCallback(begin, { timeout: 3000 });
  else setTimeout(begin, 500);
}

if ("serviceWorker" in navigator) {
  if (document.readyState === "complete") idle();
  else addEventListener("load", idle, { once: true });
}
