"""What a session's page has said, by its own keys, and what the camera saw in it: peaks and cues."""

from dataclasses import dataclass

from sqlalchemy import and_, func, insert, select, update
from sqlalchemy.dialects import sqlite

from upperback.model.body import Side
from upperback.store import tables
from upperback.store.store import Tx


@dataclass(frozen=True, slots=True)
class Reached:
    """The furthest reach of an item to one side, in the unit of its movement; `first`: that of its first repetition."""

    item: int
    side: Side
    first: float
    peak: float


@dataclass(frozen=True, slots=True)
class CueRow:
    """A form cue of an item: how often it was said, and how often it was put right after it."""

    item: int
    fault: str
    said: int
    mended: int


def known(tx: Tx, session_id: str, key: str) -> bool:
    """Whether this has happened already, even if it was taken back since."""
    moved, said = tables.movement, tables.session_event
    counted = select(moved.c.id).where(moved.c.session_id == session_id, moved.c.key == key)
    other = select(said.c.key).where(said.c.session_id == session_id, said.c.key == key)
    return any(tx.connection.execute(one).first() is not None for one in (counted, other))


def keep(tx: Tx, session_id: str, key: str) -> None:
    """Remember that this has happened."""
    tx.connection.execute(sqlite.insert(tables.session_event).values(session_id=session_id, key=key).on_conflict_do_nothing())


def keys(tx: Tx, session_id: str) -> tuple[str, ...]:
    """Everything that has happened in the session, by its keys."""
    moved, said = tables.movement, tables.session_event
    counted = tx.connection.scalars(select(moved.c.key).where(moved.c.session_id == session_id).order_by(moved.c.id)).all()
    return (*counted, *tx.connection.scalars(select(said.c.key).where(said.c.session_id == session_id).order_by(said.c.key)))


def reached(tx: Tx, session_id: str) -> tuple[Reached, ...]:
    """What the camera measured, one line for each item and side."""
    table = tables.movement
    rows = tx.connection.execute(
        select(table.c.item, table.c.side, func.abs(table.c.peak))
        .where(table.c.session_id == session_id, table.c.peak.is_not(None))
        .order_by(table.c.id)
    ).all()
    found: dict[tuple[int, str], list[float]] = {}
    for item, side, peak in rows:
        found.setdefault((item, side), []).append(float(peak))
    return tuple(Reached(item, Side(side), peaks[0], max(peaks)) for (item, side), peaks in found.items())


def add_cue(tx: Tx, session_id: str, item: int, fault: str, *, mended: bool) -> None:
    """One cue more that was said, or put right."""
    table = tables.session_cue
    this = and_(table.c.session_id == session_id, table.c.item == item, table.c.fault == fault)
    if tx.connection.execute(select(table.c.said).where(this)).first() is None:
        first = {"session_id": session_id, "item": item, "fault": fault, "said": 0, "mended": 0}
        tx.connection.execute(insert(table).values(**first))
    column = table.c.mended if mended else table.c.said
    tx.connection.execute(update(table).where(this).values({column: column + 1}))


def cues(tx: Tx, session_id: str) -> tuple[CueRow, ...]:
    table = tables.session_cue
    mine = select(table).where(table.c.session_id == session_id).order_by(table.c.item, table.c.fault)
    return tuple(CueRow(r["item"], r["fault"], r["said"], r["mended"]) for r in tx.connection.execute(mine).mappings())
