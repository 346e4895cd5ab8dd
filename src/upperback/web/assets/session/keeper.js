// What happened, kept on the device until the server has it: a queue in IndexedDB, sent in its order, each event with a key of its
// own, so that none is lost by a reload or a cut, and none counts twice. The shapes stand in docs/session.md.

const RETRY_MS = [300, 800, 2000, 4000, 8000];
const SLOW_MS = 2000; // no answer for so long: the page goes on without
const GIVE_UP_MS = 15_000; // and the same is sent again
const AGO_MAX_S = 7 * 24 * 3600; // the server takes no more; a clock that was set can say more
const SETTLED_S = 2; // what is older than that says how long ago it was
const NAME = "upperback";

export function newKey(bytes = 8) {
  return [...crypto.getRandomValues(new Uint8Array(bytes))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function openShelf() {
  return new Promise((found, refused) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("queue", { keyPath: "n", autoIncrement: true });
      asked.result.createObjectStore("plans", { keyPath: "session" });
    };
    asked.onsuccess = () => found(asked.result);
    asked.onerror = () => refused(asked.error);
  });
}

function over(request) {
  return new Promise((found, refused) => {
    request.onsuccess = () => found(request.result);
    request.onerror = () => refused(request.error);
  });
}

async function shelfOrNone() {
  try {
    return await openShelf();
  } catch {
    return null; // a browser that keeps nothing: the queue lives as long as the page
  }
}

// Post one event. {settled, answer}: settled false means the same has to be sent again; blocked says why it can't be now.
async function send(event, csrf) {
  const address = event.action === "start" ? "/session" : `/session/${event.session}/${event.action}`;
  const ago_s = Math.min((Date.now() - event.at_ms) / 1000, AGO_MAX_S);
  const late = ["count", "start"].includes(event.action) && ago_s > SETTLED_S ? { ago_s: ago_s.toFixed(1) } : {};
  const body = new URLSearchParams({ csrf, key: event.key, ...event.fields, ...late });
  const response = await fetch(address, {
    method: "POST", body, headers: { accept: "application/json" }, signal: AbortSignal.timeout(GIVE_UP_MS),
  });
  if (response.status >= 500) return { settled: false };
  if (response.status === 403) return { settled: false, blocked: "word" };
  if (response.redirected && new URL(response.url).pathname.startsWith("/start")) return { settled: false, blocked: "screen" };
  const told = response.ok && (response.headers.get("content-type") ?? "").includes("json");
  return { settled: true, answer: told ? await response.json() : null };
}

export class Keeper {
  // on: kept(answer, event), refused(event), trouble(down, why): the line is down, or up again.
  constructor(session, csrf, on) {
    Object.assign(this, { session, csrf, on });
    this.pending = [];
    this.down = false;
    this.writes = Promise.resolve();
    for (const back of ["online", "focus"]) addEventListener(back, () => this.wake?.());
  }

  async open() {
    this.shelf = await shelfOrNone();
    if (!this.shelf) return;
    const all = await over(this.shelf.transaction("queue").objectStore("queue").getAll());
    this.pending = all.filter((event) => event.session === this.session);
  }

  // The plan as it was last known here; null when there is none.
  async plan() {
    const found = this.shelf && (await over(this.shelf.transaction("plans").objectStore("plans").get(this.session)));
    return found?.plan ?? null;
  }

  // Remember the plan, and forget an event that it contains: both or neither.
  remember(plan, done = null) {
    return this.write((queue, plans) => {
      if (done?.n) queue.delete(done.n);
      if (plan) plans.put({ session: this.session, plan });
    });
  }

  // Plans of other days are not needed any more.
  tidy(day) {
    return this.write((_, plans) => {
      plans.openCursor().onsuccess = ({ target: { result } }) => {
        if (!result) return;
        if (result.value.plan.day !== day) result.delete();
        result.continue();
      };
    });
  }

  write(change) {
    if (!this.shelf) return Promise.resolve();
    this.writes = this.writes.then(
      () =>
        new Promise((done) => {
          const both = this.shelf.transaction(["queue", "plans"], "readwrite", { durability: "strict" });
          change(both.objectStore("queue"), both.objectStore("plans"));
          both.oncomplete = both.onerror = both.onabort = done;
        }),
    );
    return this.writes;
  }

  // What is in the queue from here on survives a reload. Returns the event; it is sent in its turn.
  post(action, fields, at_ms = Date.now()) {
    const event = { key: newKey(), session: this.session, action, fields, at_ms };
    this.pending.push(event);
    event.stored = this.write((queue) => {
      queue.add({ key: event.key, session: event.session, action, fields, at_ms }).onsuccess = ({ target }) => (event.n = target.result);
    });
    this.sendOn();
    return event;
  }

  // Events that the server has already, by its keys.
  settle(keys) {
    const known = new Set(keys);
    for (const event of this.pending.filter((one) => known.has(one.key))) this.drop(event, null);
  }

  async drop(event, plan) {
    this.pending = this.pending.filter((one) => one !== event);
    await event.stored;
    await this.remember(plan, event);
  }

  async sendOn() {
    if (this.sending || this.stopped) return;
    this.sending = true;
    try {
      for (let n = 0; this.pending.length && !this.stopped; ) {
        const [event] = this.pending;
        const { settled, answer, blocked } = await this.tried(event);
        if (this.stopped) return;
        if (settled) {
          n = 0;
          this.trouble(false);
          const plan = answer ? this.on.kept(answer, event) : null;
          await this.drop(event, plan);
          if (!answer) await this.on.refused(event);
          this.on.settled();
          continue;
        }
        this.trouble(true, blocked ?? "line");
        if (blocked === "word") await this.newWord();
        await this.pause(RETRY_MS[Math.min(n++, RETRY_MS.length - 1)]);
      }
    } finally {
      this.sending = false;
    }
  }

  async tried(event) {
    const slow = setTimeout(() => this.trouble(true, "line"), SLOW_MS);
    try {
      return await send(event, this.csrf);
    } catch {
      return { settled: false };
    } finally {
      clearTimeout(slow);
    }
  }

  // The server was begun anew: its word for forms is another one.
  async newWord() {
    try {
      const response = await fetch(`/session/${this.session}/plan.json`);
      if (response.ok) this.csrf = (await response.json()).csrf ?? this.csrf;
    } catch {
      // the line again
    }
  }

  trouble(down, why) {
    if (this.down === down) return;
    this.down = down;
    this.on.trouble(down, why);
  }

  pause(ms) {
    return new Promise((go) => {
      const timer = setTimeout(go, ms);
      this.wake = () => (clearTimeout(timer), go());
    });
  }

  // Another tab goes on with it.
  stop() {
    this.stopped = true;
    this.wake?.();
  }
}

// For any page: send what waits, of whatever session; says how many arrived. Without an answer it stops; a session that can't be
// saved yet keeps its events, and those of others go on.
export async function sendAll(csrf) {
  const shelf = await shelfOrNone();
  if (!shelf) return 0;
  let arrived = 0;
  const waiting = new Set();
  for (const event of await over(shelf.transaction("queue").objectStore("queue").getAll())) {
    if (waiting.has(event.session)) continue;
    const { settled, blocked } = await send(event, csrf).catch(() => ({ settled: false }));
    if (!settled && !blocked) break;
    if (!settled) {
      waiting.add(event.session);
      continue;
    }
    await over(shelf.transaction("queue", "readwrite").objectStore("queue").delete(event.n));
    arrived += 1;
  }
  shelf.close();
  return arrived;
}
