// What a session begins with: its plan from the server, or from this device when the server is away; and the session that is
// begun without it, under an id of the page's own.

import { newKey } from "./keeper.js";

const BEGUN = "upperback begun";
const PATIENCE_MS = 4000; // then what this device kept will do
const WITHOUT_MS = 60_000; // with nothing kept there is only the server to wait for
const ID_BYTES = 16;

export async function fetchedPlan(base, query = "", patience_ms = PATIENCE_MS) {
  try {
    const response = await fetch(`${base}/plan.json${query}`, { signal: AbortSignal.timeout(patience_ms) });
    return response.ok && !response.redirected ? await response.json() : null;
  } catch {
    return null;
  }
}

// The session of a page: its own, or the one that this device begins today.
export function sessionOf({ session, kind, day }) {
  if (session) return { session, prepared: false, unbegun: false };
  const begun = JSON.parse(localStorage.getItem(BEGUN) ?? "null");
  if (begun?.day === day && begun.kind === kind) return { session: begun.session, prepared: true, unbegun: false };
  return { session: newKey(ID_BYTES), prepared: true, unbegun: true };
}

export function begin({ session, plan }) {
  localStorage.setItem(BEGUN, JSON.stringify({ session, kind: plan.kind, day: plan.day }));
}

// The newest plan there is: the server's, else the one kept here with what the server had then.
export async function planOf(opened, { kind }, keeper) {
  const { session, prepared, unbegun } = opened;
  const query = `?kind=${kind}`;
  if (unbegun) {
    const plan = await fetchedPlan("/session/kept", query, WITHOUT_MS);
    return plan && { ...plan, session };
  }
  const known = await keeper.plan();
  const plan = await fetchedPlan(`/session/${session}`, "", known || prepared ? PATIENCE_MS : WITHOUT_MS);
  return plan ?? known ?? (prepared ? await fetchedPlan("/session/kept", query) : null);
}

export function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
