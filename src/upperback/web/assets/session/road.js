// The whole session as one thing to walk along: the plan, what the server has kept of it, and what happened since. It knows sets,
// repetitions and sides by number; it knows no exercise. What stands is always kept + events, worked out afresh.

const TAKES = ["open", "left"]; // another start may have closed it: what is done in it still counts

export class Road {
  constructor(plan) {
    this.take(plan);
  }

  // Another plan from the server: it replaces everything.
  take(plan) {
    this.plan = plan;
    return plan;
  }

  // What the server has kept since.
  took(kept) {
    return this.take({ ...this.plan, kept });
  }

  // The session after these events.
  after(events) {
    const { kept, items } = this.plan;
    const done = new Map(kept.items.map((one) => [one.item, one]));
    const stand = {
      state: kept.state,
      symptom: kept.symptom,
      items: items.map((item) => ({ ...item, ...done.get(item.item), at: 0 })),
    };
    for (const event of events) walk(stand, event);
    stand.current = stand.items.find((item) => item.state === "todo") ?? null;
    return stand;
  }
}

function walk(stand, { action, fields }) {
  if (action === "finish") stand.state = "finished";
  if (action === "symptom") Object.assign(stand, { state: "locked", symptom: fields.kind });
  const item = stand.items.find((one) => String(one.item) === String(fields.item));
  if (!item || item.state !== "todo" || !TAKES.includes(stand.state)) return;
  switch (action) {
    case "count":
      item.count += 1;
      item.reps += 1;
      item.held_s += Number(fields.held_s ?? 0);
      break;
    case "back":
      if (item.count > 0) Object.assign(item, { count: item.count - 1, reps: item.reps - 1 });
      break;
    case "set":
      if (Number(fields.set) !== item.sets_done + 1) break;
      if (!item.count) item.reps += of(item);
      if (item.sets_done + 1 >= dose(item).sets) item.state = "done";
      Object.assign(item, { count: 0, sets_done: item.sets_done + 1 });
      break;
    case "skip":
      item.state = item.sets_done || item.count ? "done" : "skipped";
      break;
    case "easier":
      item.at = Math.min(item.at + 1, item.doses.length - 1);
      break;
    case "harder":
      if (item.at > 0 || item.harder) item.at -= 1;
      break;
    case "swap":
      swap(stand.items, item, fields.other);
      break;
    case "stop":
      Object.assign(item, { state: "stopped", stopped_because: fields.reason });
      break;
  }
}

function swap(items, item, other) {
  const found = item.swaps.find((one) => one.exercise === other);
  if (!found) return;
  item.state = "swapped";
  const number = Math.max(...items.map((one) => one.item)) + 1;
  const fresh = { state: "todo", sets_done: 0, count: 0, reps: 0, held_s: 0, stopped_because: null, at: 0 };
  items.splice(items.indexOf(item) + 1, 0, { ...found, ...fresh, item: number });
}

export function dose(item) {
  const now = item.at < 0 ? item.harder : item.doses[item.at];
  return item.state === "todo" ? { ...now, sets: Math.max(now.sets, item.sets_done + 1) } : now;
}

export function setNo(item) {
  return Math.min(item.sets_done + 1, dose(item).sets);
}

// The sides of the repetitions of the set under way, one each.
export function sides(item) {
  const now = dose(item);
  return setNo(item) >= now.sets ? now.last_sides : now.sides;
}

export function of(item) {
  return sides(item).length;
}

export function side(item, done = item.count) {
  const all = sides(item);
  return all[Math.min(done, all.length - 1)];
}

// Work, rests and changes still to come, in seconds.
export function secondsLeft(stand, change_s) {
  const todo = stand.items.filter((item) => item.state === "todo");
  const work = todo.map((item) => {
    const now = dose(item);
    const sets = now.sets - item.sets_done;
    const reps = (sets - 1) * now.sides.length + now.last_sides.length - item.count;
    return Math.max(0, reps) * (now.move_s + now.hold_s) + (sets - 1) * now.rest_s;
  });
  return work.reduce((sum, one) => sum + one, 0) + change_s * Math.max(0, todo.length - 1);
}
