// Where the player is, for a reload in the middle of a hold: which set, what runs, and since when. No words about health.

import { AWAY_MS, Stretch } from "./clock.js";

const KEY = "upperback moment";

export class Moment {
  constructor(session) {
    this.session = session;
  }

  save({ phase, stretch, paused, by }, item, now_ms) {
    if (!["ready", "work", "rest"].includes(phase)) return this.clear();
    const place = { session: this.session, item: item.item, set: item.sets_done, count: item.count };
    const runs = stretch && { name: stretch.name, total_ms: stretch.total_ms, passed_ms: (stretch.paused_ms ?? now_ms) - stretch.from_ms };
    localStorage.setItem(KEY, JSON.stringify({ ...place, phase, by, runs, paused: Boolean(paused), at_ms: Date.now() }));
  }

  clear() {
    localStorage.removeItem(KEY);
  }

  // What was under way, null when it was something else or too long ago.
  found(item, now_ms) {
    let kept;
    try {
      kept = JSON.parse(localStorage.getItem(KEY));
    } catch {
      return null;
    }
    if (!kept || kept.session !== this.session) return null;
    if (kept.item !== item.item || kept.set !== item.sets_done || kept.count !== item.count) return null;
    const gone_ms = Math.max(0, Date.now() - kept.at_ms);
    const long = gone_ms > AWAY_MS;
    const paused = kept.paused || long;
    const { runs } = kept;
    const from_ms = now_ms - (runs?.passed_ms ?? 0) - (paused ? 0 : gone_ms);
    const stretch = runs && new Stretch(runs.name, runs.total_ms / 1000, from_ms);
    if (paused) stretch?.pause(now_ms);
    return { phase: kept.phase, stretch, paused, by: kept.by };
  }
}
