// Registers the service worker, which keeps today's session for when the program does not run; asks it to prepare; and sends what
// a session left on this device. All of it waits until the page has nothing else to do. Every page works without.

const PLAYER = /^\/session\/[\w-]+$/; // there a session is under way or about to be: the player sends, and this one is kept
const TELLS = /^\/(programme|progress)?$/;
const [, VERSION] = /assets\/([^/]+)\//.exec(import.meta.url);
// What the player keeps its queue, its lock and the session it began under (docs/session.md).
const QUEUE = "upperback";
const PLAYING = "upperback session ";
const BEGUN = "upperback begun";

async function begin() {
  try {
    if (!PLAYER.test(location.pathname)) await deliver();
    const { serviceWorker } = navigator;
    serviceWorker.addEventListener("controllerchange", () => ask(serviceWorker.controller));
    const place = await serviceWorker.register("/worker.js", { updateViaCache: "none" });
    if (!(await caches.has(`shell-${VERSION}`))) place.update(); // the program has changed since; browsers look when they like
    ask((await serviceWorker.ready).active);
  } catch {
    // a browser that keeps nothing
  }
}

function ask(worker) {
  worker?.postMessage(PLAYER.test(location.pathname) ? "keep open" : "keep today");
}

// A session that was done without the program arrives whichever page is opened first, unless a tab still plays it: then that one
// sends. A page that tells of sessions was made before it came, so it is asked for again.
async function deliver() {
  const known = await indexedDB.databases?.();
  if (known && !known.some(({ name }) => name === QUEUE)) return;
  const locks = await navigator.locks?.query();
  if (locks?.held.some(({ name }) => name.startsWith(PLAYING))) return;
  const [{ sendAll }, word] = await Promise.all([import("../session/keeper.js"), fetch("/offline/word.json")]);
  if (!word.ok || !(await sendAll((await word.json()).csrf))) return;
  localStorage.removeItem(BEGUN);
  navigator.serviceWorker.controller?.postMessage("delivered");
  if (TELLS.test(location.pathname)) location.reload();
}

function idle() {
  if ("requestIdleCallback" in window) requestIdleCallback(begin, { timeout: 3000 });
  else setTimeout(begin, 500);
}

if ("serviceWorker" in navigator) {
  if (document.readyState === "complete") idle();
  else addEventListener("load", idle, { once: true });
}
