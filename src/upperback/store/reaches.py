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


def newest(tx: Tx, exercises: Collection[str], sessions: int) -> tuple[Reached, ...]:
    """Of each of these exercises the newest so many sessions in which the camera saw its repetitions, oldest first."""
    found: list[Reached] = []
    for exercise in exercises:
        found += _of(tx, exercise, sessions)
    return tuple(found)


def _of(tx: Tx, exercise: str, sessions: int) -> list[Reached]:
    session, item, moved = tables.session, tables.session_item, tables.movement
    same = and_(item.c.session_id == moved.c.session_id, item.c.item == moved.c.item)
    seen = and_(moved.c.kind == "rep", moved.c.counted_by == "camera", moved.c.peak.is_not(None), item.c.exercise == exercise)
    # A session in which nothing of it was done has no movements: its item's own count says so without reading them.
    done = and_(session.c.person_id == tx.person, item.c.exercise == exercise, item.c.peak.is_not(None))
    sessions_of_it = (
        select(session.c.id)
        .join(item, item.c.session_id == session.c.id)
        .where(done)
        .group_by(session.c.id, session.c.number)
        .order_by(session.c.number.desc())
        .limit(sessions)
    )
    ids = list(tx.connection.execute(sessions_of_it).scalars())
    if not ids:
        return []
    columns = (session.c.number, session.c.day, moved.c.side, func.abs(moved.c.peak))
    rows = (
        select(*columns)
        .join(session, session.c.id == moved.c.session_id)
        .join(item, same)
        .where(moved.c.session_id.in_(ids), seen)
        .order_by(session.c.number, moved.c.id)
    )
    grouped: dict[tuple[int, date, str], list[float]] = {}
    for number, day, side, peak in tx.connection.execute(rows):
        grouped.setdefault((number, day, side), []).append(float(peak))
    return [Reached(day, exercise, Side(side), tuple(peaks)) for (_, day, side), peaks in grouped.items()]
