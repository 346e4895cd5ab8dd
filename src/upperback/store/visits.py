"""Sessions as they happen: every movement is one row with the page's own key, so that none is kept twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, delete, exists, func, insert, or_, select, update

from upperback.model.body import Side
from upperback.model.care import Given
from upperback.store import session_events, tables
from upperback.store.store import Tx


@dataclass(frozen=True, slots=True)
class Earlier:
    """A dose that an item had in this session before it was made easier."""

    level: int
    dose: Given


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item with what is done of it. `sets`: the repetitions of each ended set. `counted`: those of the set under way.
    `extra_side`: the side that has the last set to itself. `earlier`: the doses it was made easier from, the newest last."""

    item: int
    place: float
    exercise: str
    side: Side
    level: int
    dose: Given
    why: str
    instead: tuple[str, ...]
    state: str
    eased: bool
    pain: float | None
    effort: float | None
    stopped_because: str | None
    sets: tuple[int, ...]
    counted: int
    held_s: float
    extra_side: Side
    earlier: tuple[Earlier, ...]


@dataclass(frozen=True, slots=True)
class SessionRow:
    id: str
    day: date
    kind: str
    state: str
    started_at: datetime
    pain_before: float | None
    pain_after: float | None
    pain_next_morning: float | None
    symptom: str | None
    items: tuple[ItemRow, ...]
    routine: str | None


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item as it goes into a session."""

    exercise: str
    side: Side
    level: int
    dose: Given
    why: str
    instead: tuple[str, ...]
    eased: bool = False
    extra_side: Side = Side.BOTH


@dataclass(frozen=True, slots=True)
class NewMovement:
    """One counted movement as it goes in: a repetition, or a hold of `held_s`."""

    key: str
    kind: str
    side: Side
    peak: float | None
    held_s: float
    counted_by: str
    counted_at: datetime


def start(
    tx: Tx,
    session_id: str,
    day: date,
    kind: str,
    started_at: datetime,
    items: Sequence[NewItem],
    *,
    programme_id: int | None,
    pain_before: float | None,
    routine: str | None = None,
) -> None:
    mine = tables.session.c.person_id == tx.person
    number = tx.connection.execute(select(func.coalesce(func.max(tables.session.c.number), -1) + 1).where(mine)).scalar_one()
    tx.connection.execute(
        insert(tables.session).values(
            id=session_id,
            person_id=tx.person,
            number=number,
            day=day,
            kind=kind,
            state="open",
            started_at=started_at.isoformat(),
            programme_id=programme_id,
            pain_before=pain_before,
            routine=routine,
        )
    )
    for index, item in enumerate(items):
        add_item(tx, session_id, index, float(index), item)


def add_item(tx: Tx, session_id: str, number: int, place: float, new: NewItem) -> None:
    values = {"session_id": session_id, "item": number, "place": place, "exercise": new.exercise, "side": new.side.value}
    dose = {"sets": new.dose.sets, "reps": new.dose.reps, "hold_s": new.dose.hold_s, "rest_s": new.dose.rest_s}
    words = {"why": new.why, "instead": list(new.instead), "state": "todo", "eased": new.eased, "level": new.level}
    nothing: dict[str, Any] = {
        "done_sets": 0,
        "done_reps": 0,
        "done_hold_s": 0.0,
        "extra_side": new.extra_side.value,
        "earlier": [],
    }
    tx.connection.execute(insert(tables.session_item).values(**values, **dose, **words, **nothing))


def read(tx: Tx, session_id: str) -> SessionRow | None:
    mine = and_(tables.session.c.person_id == tx.person, tables.session.c.id == session_id)
    row = tx.connection.execute(select(tables.session).where(mine)).mappings().first()
    return None if row is None else _session(tx, row)


def open_ids(tx: Tx) -> tuple[str, ...]:
    """Sessions that are open or locked, oldest first."""
    table = tables.session
    mine = and_(table.c.person_id == tx.person, table.c.state.in_(("open", "locked")))
    return tuple(tx.connection.execute(select(table.c.id).where(mine).order_by(table.c.number)).scalars())


def close_open(tx: Tx) -> None:
    """Sessions under way end as left."""
    for session_id in open_ids(tx):
        set_session(tx, session_id, {"state": "left"})


def newest_done(tx: Tx, first: date, last: date) -> SessionRow | None:
    """The newest session of the days `first` to `last`, if something in it was done and its next morning is open."""
    table = tables.session
    mine = and_(
        table.c.person_id == tx.person, table.c.day >= first, table.c.day <= last, table.c.kind.not_in(("ease_now", "break"))
    )
    newest = select(table).where(mine, _something_done()).order_by(table.c.day.desc(), table.c.number.desc())
    row = tx.connection.execute(newest).mappings().first()
    return None if row is None or row["pain_next_morning"] is not None else _session(tx, row)


def _something_done() -> ColumnElement[bool]:
    """That a set of the session was done; looked up session by session, not in all that ever was."""
    items = tables.session_item
    return exists().where(items.c.session_id == tables.session.c.id, items.c.done_sets > 0)


def worked_days(tx: Tx, programme_id: int, since: date, today: date) -> tuple[tuple[date, str], ...]:
    """Day and kind of each session of the programme that was finished, in order; one of an earlier day that was left counts too
    when a set of it was done."""
    table = tables.session
    mine = and_(table.c.person_id == tx.person, table.c.day >= since, table.c.programme_id == programme_id)
    begun = and_(table.c.day < today, table.c.state != "locked", _something_done())
    counts = or_(table.c.state == "finished", begun)
    rows = tx.connection.execute(select(table.c.day, table.c.kind).where(mine, counts).order_by(table.c.number))
    return tuple((row.day, row.kind) for row in rows)


def finished_on(tx: Tx, day: date) -> tuple[str, ...]:
    """The kind of each session of a day that was finished, whatever programme it came from."""
    table = tables.session
    mine = and_(table.c.person_id == tx.person, table.c.state == "finished", table.c.day == day)
    return tuple(tx.connection.scalars(select(table.c.kind).where(mine).order_by(table.c.number)))


def set_session(tx: Tx, session_id: str, values: Mapping[str, Any]) -> None:
    tx.connection.execute(update(tables.session).where(tables.session.c.id == session_id).values(**values))


def set_dose(tx: Tx, session_id: str, item: int, level: int, dose: Given, earlier: Sequence[Earlier]) -> None:
    """Another dose for what is left of an item; `earlier` are those it was made easier from."""
    kept = [[one.level, one.dose.sets, one.dose.reps, one.dose.hold_s, one.dose.rest_s] for one in earlier]
    values = {"sets": dose.sets, "reps": dose.reps, "hold_s": dose.hold_s, "rest_s": dose.rest_s}
    set_item(tx, session_id, item, {**values, "level": level, "eased": bool(earlier), "earlier": kept})


def set_item(tx: Tx, session_id: str, item: int, values: Mapping[str, Any]) -> None:
    table = tables.session_item
    tx.connection.execute(update(table).where(table.c.session_id == session_id, table.c.item == item).values(**values))


def give_effort(tx: Tx, session_id: str, effort: float) -> None:
    """Effort of the whole session, for the done items that have none of their own."""
    table = tables.session_item
    mine = and_(table.c.session_id == session_id, table.c.effort.is_(None), table.c.done_sets > 0)
    tx.connection.execute(update(table).where(mine).values(effort=effort))


def add_movement(tx: Tx, session_id: str, item: ItemRow, new: NewMovement) -> None:
    tx.connection.execute(
        insert(tables.movement).values(
            session_id=session_id,
            item=item.item,
            key=new.key,
            set_no=len(item.sets) + 1,
            kind=new.kind,
            side=new.side.value,
            peak=new.peak,
            held_s=new.held_s,
            counted_by=new.counted_by,
            counted_at=new.counted_at.isoformat(),
        )
    )
    refresh(tx, session_id, item.item)


def drop_last_movement(tx: Tx, session_id: str, item: ItemRow) -> bool:
    """Forget the last movement of the set under way; False when there is none."""
    table = tables.movement
    of_set = and_(table.c.session_id == session_id, table.c.item == item.item, table.c.set_no == len(item.sets) + 1)
    found = tx.connection.execute(select(table.c.id).where(of_set).order_by(table.c.id.desc())).scalar()
    if found is None:
        return False
    key = tx.connection.execute(select(table.c.key).where(table.c.id == found)).scalar_one()
    tx.connection.execute(delete(table).where(table.c.id == found))
    session_events.keep(tx, session_id, key)  # a late copy of it must not count again
    refresh(tx, session_id, item.item)
    return True


def end_set(tx: Tx, session_id: str, item: int, set_no: int, reps: int) -> None:
    values = {"session_id": session_id, "item": item, "set_no": set_no, "reps": reps}
    tx.connection.execute(insert(tables.session_set).values(**values))
    refresh(tx, session_id, item)


def refresh(tx: Tx, session_id: str, item: int) -> None:
    """Write what is done of an item beside it, as a dose: sets, repetitions in one set, hold in one repetition, peak."""
    row = next(i for i in _items(tx, session_id) if i.item == item)
    table = tables.movement
    mine = and_(table.c.session_id == session_id, table.c.item == item)
    held = tx.connection.execute(select(func.avg(table.c.held_s)).where(mine, table.c.kind == "hold")).scalar()
    peak = tx.connection.execute(select(func.max(func.abs(table.c.peak))).where(mine)).scalar()
    both = row.extra_side is Side.BOTH
    # The last set of one side alone is half of one for both: as a dose it counts as whole.
    sets = [reps if both or n < row.dose.sets else 2 * reps for n, reps in enumerate((*row.sets, row.counted), start=1)]
    done = [reps for reps in sets if reps > 0]
    hold_s = round(float(held), 1) if held is not None else row.dose.hold_s if done else 0.0
    reps = sum(done) // len(done) if done else 0
    values = {"done_sets": len(done), "done_reps": reps, "done_hold_s": hold_s, "peak": peak}
    set_item(tx, session_id, item, values)


def _session(tx: Tx, row: RowMapping) -> SessionRow:
    return SessionRow(
        id=row["id"],
        day=row["day"],
        kind=row["kind"],
        state=row["state"],
        started_at=datetime.fromisoformat(row["started_at"]),
        pain_before=row["pain_before"],
        pain_after=row["pain_after"],
        pain_next_morning=row["pain_next_morning"],
        symptom=row["symptom"],
        items=_items(tx, row["id"]),
        routine=row["routine"],
    )


def _items(tx: Tx, session_id: str) -> tuple[ItemRow, ...]:
    sets, moved = tables.session_set, tables.movement
    ended: dict[int, list[int]] = {}
    for s in tx.connection.execute(select(sets).where(sets.c.session_id == session_id).order_by(sets.c.set_no)).mappings():
        ended.setdefault(s["item"], []).append(s["reps"])
    counts = select(moved.c.item, moved.c.set_no, func.count(), func.sum(moved.c.held_s)).where(moved.c.session_id == session_id)
    counted = {
        (r[0], r[1]): (int(r[2]), float(r[3])) for r in tx.connection.execute(counts.group_by(moved.c.item, moved.c.set_no))
    }
    table = tables.session_item
    items = select(table).where(table.c.session_id == session_id).order_by(table.c.place)
    return tuple(
        ItemRow(
            item=r["item"],
            place=r["place"],
            exercise=r["exercise"],
            side=Side(r["side"]),
            level=r["level"],
            dose=Given(r["sets"], r["reps"], r["hold_s"], r["rest_s"]),
            why=r["why"],
            instead=tuple(r["instead"]),
            state=r["state"],
            eased=r["eased"],
            pain=r["pain"],
            effort=r["effort"],
            stopped_because=r["stopped_because"],
            sets=tuple(ended.get(r["item"], ())),
            counted=counted.get((r["item"], len(ended.get(r["item"], ())) + 1), (0, 0.0))[0],
            held_s=sum(held for (item, _), (_, held) in counted.items() if item == r["item"]),
            extra_side=Side(r["extra_side"]),
            earlier=tuple(Earlier(level, Given(*dose)) for level, *dose in r["earlier"]),
        )
        for r in tx.connection.execute(items).mappings()
    )
