"""How far each repetition went, session by session: what the camera saw and the record kept."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select

from upperback.model.body import Side
from upperback.store import tables
from upperback.store.store import Tx


@dataclass(frozen=True, slots=True)
class Reached:
    """The repetitions of one exercise and side in one session, in their order; `peaks` in the unit of its movement, positive."""

    day: date
    exercise: str
    side: Side
    peaks: tuple[float, ...]


def newest(tx: Tx, exercises: Collection[str], sessions: int, since: date) -> tuple[Reached, ...]:
    """Of each of these exercises the newest so many sessions from `since` on in which the camera saw it; oldest first."""
    session, item, moved = tables.session, tables.session_item, tables.movement
    # What was counted of an item stands beside it, so the movements themselves are read for the newest alone.
    seen = and_(item.c.exercise.in_(exercises), item.c.peak.is_not(None))
    mine = and_(session.c.person_id == tx.person, session.c.day >= since)
    done = (
        select(session.c.id, session.c.day, item.c.item, item.c.exercise)
        .join(item, item.c.session_id == session.c.id)
        .where(mine, seen)
        .order_by(session.c.number.desc(), item.c.place)
    )
    taken: dict[str, dict[str, date]] = {}
    items: dict[tuple[str, int], str] = {}
    for session_id, day, number, exercise in tx.connection.execute(done):
        days = taken.setdefault(exercise, {})
        if session_id in days or len(days) < sessions:
            days[session_id] = day
            items[session_id, number] = exercise
    if not items:
        return ()
    by_camera = and_(moved.c.kind == "rep", moved.c.counted_by == "camera", moved.c.peak.is_not(None))
    rows = (
        select(moved.c.session_id, moved.c.item, moved.c.side, func.abs(moved.c.peak))
        .where(moved.c.session_id.in_({session_id for session_id, _ in items}), by_camera)
        .order_by(moved.c.id)
    )
    peaks: dict[tuple[str, str, str], list[float]] = {}
    for session_id, number, side, peak in tx.connection.execute(rows):
        if (session_id, number) in items:
            peaks.setdefault((items[session_id, number], session_id, side), []).append(float(peak))
    oldest_first = ((exercise, day, session_id) for exercise, days in taken.items() for session_id, day in reversed(days.items()))
    return tuple(
        Reached(day, exercise, side, tuple(peaks[exercise, session_id, side.value]))
        for exercise, day, session_id in oldest_first
        for side in Side
        if (exercise, session_id, side.value) in peaks
    )
