// The service worker: what is kept in this browser so that the app opens, and today's session can be done, while the program
// does not run. A line before this file (web/offline.py) says KEEP: the version of the program's files, those of the shell, and
// the heavy ones that only the moving figure needs.
//
// Pages come from the program whenever it answers; what is kept is a spare, never a short cut. So no page is ever stale.

const SHELL = `shell-${KEEP.version}`; // the program's own files, and the page that says how to start it
const FIGURES = `figures-${KEEP.version}`; // demonstrations, and what draws them
const TODAY = `today-${KEEP.version}`; // today's session, prepared: two pages and what they ask for
const UNDER_WAY = "under-way"; // the session that is open
const LIST = "/offline/today.json";
const CLOSED = "/offline";
const WAIT_MS = 10_000; // a program that takes longer than this is taken for one that hangs
const FRESH_MS = 600_000; // so long the prepared session counts as looked at
const SESSION = /^\/session\/[\w-]+$/;
const FINISHED = /^\/session\/[\w-]+\/finish$/;
const HARMLESS = /^\/session\/[\w-]+\/(count|back|set)$/; // what is sent most, and changes nothing in what was prepared

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll([...KEEP.shell, CLOSED])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

// A new version: its files are here already. Those of the one before stay for pages that are still open; what was prepared
// was drawn for it, and is prepared again.
async function takeOver() {
  const names = await caches.keys();
  for (const [kind, stay] of [["shell-", 1], ["figures-", 1], ["today-", 0]]) {
    const others = names.filter((name) => name.startsWith(kind) && name !== `${kind}${KEEP.version}`);
    for (const name of others.slice(0, others.length - stay)) await caches.delete(name);
  }
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

self.addEventListener("message", (event) => {
  if (event.data === "keep today") event.waitUntil(keepToday());
  if (event.data === "keep open") event.waitUntil(keepOpen(new URL(event.source.url)));
  if (event.data === "delivered") event.waitUntil(caches.delete(UNDER_WAY)); // the record knows more than the page kept here
});

// A notice of a break or a reminder (habits/notice.js): to its page, in a window of the app that is not in a session.
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openAt(event.notification.data?.to ?? "/"));
});

async function openAt(to) {
  const windows = await self.clients.matchAll({ type: "window" });
  const free = windows.find((one) => !new URL(one.url).pathname.startsWith("/session"));
  if (!free) return self.clients.openWindow(to);
  const there = await free.navigate(to);
  return there?.focus();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method !== "GET") {
    if (!HARMLESS.test(url.pathname)) event.waitUntil(changed(event.clientId));
    return;
  }
  if (url.pathname.startsWith("/assets/")) {
    if (!url.pathname.includes("/vendor/mediapipe/") && !url.pathname.includes("/vendor/pose/")) event.respondWith(asset(request));
  } else if (request.mode === "navigate") {
    if (!/\.\w+$/.test(url.pathname)) event.respondWith(page(event, url)); // a file to save is the browser's own affair
  } else if (url.pathname === `${KEEP.prepared}/plan.json`) {
    event.respondWith(plan(request));
  } else if (url.pathname.startsWith("/demo/")) {
    event.respondWith(demonstration(event));
  }
});

async function asset(request) {
  return (await caches.match(request)) ?? fetch(request);
}

async function page(event, url) {
  let answer;
  try {
    answer = await inTime(event.preloadResponse.then((early) => early ?? fetch(event.request)));
  } catch {
    return withoutProgram(url);
  }
  if (SESSION.test(url.pathname) && url.pathname !== KEEP.prepared) event.waitUntil(keepUnderWay(url, answer.clone()));
  else if (FINISHED.test(url.pathname)) event.waitUntil(caches.delete(UNDER_WAY));
  return answer;
}

// A page of an open session has its place here until it is over.
async function keepUnderWay(url, answer) {
  const cache = await caches.open(UNDER_WAY);
  for (const known of await cache.keys()) {
    if (!new URL(known.url).pathname.startsWith(url.pathname)) await cache.delete(known);
  }
  if (answer.ok && answer.type === "basic" && !answer.redirected) await cache.put(url.pathname, answer);
  else await caches.delete(UNDER_WAY);
}

// An answer may have changed what may be done: what was prepared counts no more. The page it was begun from, without the
// program, is the open session's now, so that it can be loaded again.
async function changed(clientId) {
  changes += 1;
  const client = await self.clients.get(clientId);
  const url = client && new URL(client.url);
  if (url?.pathname === KEEP.prepared) {
    const today = await caches.open(TODAY);
    const pages = await today.keys();
    if (pages.length) {
      await caches.delete(UNDER_WAY);
      const under_way = await caches.open(UNDER_WAY);
      for (const known of pages) {
        const { pathname, search } = new URL(known.url);
        if (pathname !== LIST && search === url.search) await under_way.put(pathname + search, await today.match(known));
      }
    }
  }
  await caches.delete(TODAY);
}

// The data of a session that was prepared. Those of one that is open are the player's: what it keeps on this device is newer than
// anything that could be kept here.
async function plan(request) {
  try {
    return await inTime(fetch(request));
  } catch {
    return (await caches.match(request)) ?? Response.error();
  }
}

// Those of a session are kept: the page asks for them one by one, and the next may be wanted when the line is down.
async function demonstration(event) {
  try {
    const answer = await inTime(fetch(event.request));
    const client = await self.clients.get(event.clientId);
    if (answer.ok && client && new URL(client.url).pathname.startsWith("/session/")) {
      const copy = answer.clone();
      event.waitUntil(caches.open(FIGURES).then((cache) => cache.put(event.request, copy)));
    }
    return answer;
  } catch {
    return (await caches.match(event.request)) ?? Response.error();
  }
}

async function inTime(answer) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("late")), WAIT_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

// -- without the program ------------------------------------------------------------------------------------------------
async function withoutProgram(url) {
  const here = url.pathname + url.search;
  const open = await underWay();
  if (open && [here, url.pathname].includes(open)) return (await caches.open(UNDER_WAY)).match(open);
  const list = await prepared();
  if (list?.pages.includes(here)) return (await caches.open(TODAY)).match(here);
  if (url.pathname === "/" || url.pathname === "/session" || url.pathname === KEEP.prepared) {
    if (open) return Response.redirect(open, 302);
    if (list) return Response.redirect(list.pages[url.searchParams.get("kind") === "two_minute" ? 1 : 0] ?? list.pages[0], 302);
  }
  return (await caches.match(CLOSED)) ?? Response.error();
}

// The address of the session that is open, if it was begun today.
async function underWay() {
  const cache = await caches.open(UNDER_WAY);
  for (const known of await cache.keys()) {
    const { pathname, search } = new URL(known.url);
    if (SESSION.test(pathname) && isToday(await cache.match(known))) return pathname + search;
  }
  return null;
}

// What was prepared, if it was prepared today: by the program's day, which has to be this device's day too.
async function prepared() {
  const kept = await (await caches.open(TODAY)).match(LIST);
  const list = await kept?.json();
  return list?.pages.length && list.day === dayOf(new Date()) ? list : null;
}

function isToday(answer) {
  return dayOf(new Date(answer.headers.get("date"))) === dayOf(new Date());
}

function dayOf(when) {
  const two = (number) => String(number).padStart(2, "0");
  return `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())}`;
}

// -- preparing ----------------------------------------------------------------------------------------------------------
let preparing = null;
let changes = 0; // forms sent since the worker began

function keepToday() {
  preparing ??= prepare().finally(() => (preparing = null));
  return preparing;
}

async function prepare() {
  const begun_at = changes;
  const before = await (await caches.open(TODAY)).match(LIST);
  const known = await before?.json();
  if (known && known.day === dayOf(new Date()) && Date.now() - Date.parse(before.headers.get("date")) < FRESH_MS) return;
  const answer = await fetch(LIST);
  if (!answer.ok) {
    if (answer.status < 500) await caches.delete(TODAY);
    return;
  }
  const list = await answer.clone().json();
  if (!(await underWay())) await caches.delete(UNDER_WAY);
  await renew(SHELL, [CLOSED]); // in the language and the colours that are chosen now
  if (list.pages.length) {
    const figures = await caches.open(FIGURES);
    const wanted = known?.made === list.made ? await missing(figures, list.files) : list.files;
    await renew(FIGURES, await missing(figures, KEEP.heavy));
    await renew(FIGURES, wanted);
  }
  // Last, so that nothing counts as prepared before all of it is here; and not at all if a form was sent meanwhile.
  const fresh = await Promise.all([...list.pages, ...list.plans].map(async (path) => [path, await fetch(path)]));
  if (begun_at !== changes || fresh.some(([, one]) => !one.ok || one.redirected)) return;
  await caches.delete(TODAY);
  const today = await caches.open(TODAY);
  for (const [path, one] of fresh) await today.put(path, one);
  await today.put(LIST, answer);
}

// All of the session whose page is open: the page, too, if it was there before the worker.
async function keepOpen({ pathname }) {
  if (pathname === KEEP.prepared || !SESSION.test(pathname)) return;
  const told = await fetch(`${pathname}/plan.json`);
  if (!told.ok || told.redirected) return;
  const { items } = await told.json();
  const cache = await caches.open(UNDER_WAY);
  if (!(await cache.match(pathname))) await keepUnderWay({ pathname }, await fetch(pathname));
  const demos = items.flatMap((item) => [item, ...item.swaps]).map(({ demo }) => demo);
  await renew(FIGURES, await missing(await caches.open(FIGURES), [...KEEP.heavy, ...new Set(demos.filter(Boolean))]));
}

async function missing(cache, paths) {
  const found = await Promise.all(paths.map((path) => cache.match(path)));
  return paths.filter((_, n) => !found[n]);
}

async function renew(name, paths) {
  const cache = await caches.open(name);
  await cache.addAll(paths);
}
