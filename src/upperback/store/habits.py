"""How the person wishes to be reminded, where the rhythm of desk breaks stands, and the calendar's feed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from sqlalchemy import Table, delete, insert, select, update

from upperback.model.habits import DeskDay, Habits
from upperback.store import tables
from upperback.store.store import Tx

TABLES: Final = frozenset({"habits", "desk_day", "calendar_feed"})  # settings: an imported case leaves them as they are


@dataclass(frozen=True, slots=True)
class Feed:
    """`secret` None: the feed is off. `sequence` grows whenever the calendar says something else (`fingerprint`)."""

    uid: str
    secret: str | None
    sequence: int
    fingerprint: str
    changed_at: datetime


def read(tx: Tx) -> Habits | None:
    """None for a person who has wished for nothing yet."""
    r = tx.connection.execute(select(tables.habits).where(tables.habits.c.person_id == tx.person)).mappings().first()
    if r is None:
        return None
    return Habits(
        zone=r["zone"],
        remind_on=tuple(r["remind_on"]),
        remind_at=time.fromisoformat(r["remind_at"]),
        remind_from=r["remind_from"],
        remind_here=r["remind_here"],
        says_what=r["says_what"],
        break_every_min=r["break_every_min"],
        break_on=tuple(r["break_on"]),
        work_from=time.fromisoformat(r["work_from"]),
        work_until=time.fromisoformat(r["work_until"]),
        quiet_from=None if r["quiet_from"] is None else time.fromisoformat(r["quiet_from"]),
        quiet_until=None if r["quiet_until"] is None else time.fromisoformat(r["quiet_until"]),
        break_notify=r["break_notify"],
        break_full_screen=r["break_full_screen"],
    )


def write(tx: Tx, habits: Habits) -> None:
    values = {
        "zone": habits.zone,
        "remind_on": list(habits.remind_on),
        "remind_at": _clock(habits.remind_at),
        "remind_from": habits.remind_from,
        "remind_here": habits.remind_here,
        "says_what": habits.says_what,
        "break_every_min": habits.break_every_min,
        "break_on": list(habits.break_on),
        "work_from": _clock(habits.work_from),
        "work_until": _clock(habits.work_until),
        "quiet_from": None if habits.quiet_from is None else _clock(habits.quiet_from),
        "quiet_until": None if habits.quiet_until is None else _clock(habits.quiet_until),
        "break_notify": habits.break_notify,
        "break_full_screen": habits.break_full_screen,
    }
    _put(tx, tables.habits, values)


def desk_day(tx: Tx) -> DeskDay:
    r = tx.connection.execute(select(tables.desk_day).where(tables.desk_day.c.person_id == tx.person)).mappings().first()
    return DeskDay() if r is None else DeskDay(_instant(r["counted_from"]), _instant(r["meeting_until"]), tuple(r["offered"]))


def write_desk_day(tx: Tx, desk: DeskDay) -> None:
    values = {
        "counted_from": None if desk.counted_from is None else desk.counted_from.isoformat(),
        "meeting_until": None if desk.meeting_until is None else desk.meeting_until.isoformat(),
        "offered": list(desk.offered),
    }
    _put(tx, tables.desk_day, values)


def feed(tx: Tx) -> Feed | None:
    """None while no calendar was ever made."""
    table = tables.calendar_feed
    r = tx.connection.execute(select(table).where(table.c.person_id == tx.person)).mappings().first()
    if r is None:
        return None
    return Feed(r["uid"], r["secret"], r["sequence"], r["fingerprint"], datetime.fromisoformat(r["changed_at"]))


def write_feed(tx: Tx, feed: Feed) -> None:
    values = {"uid": feed.uid, "secret": feed.secret, "sequence": feed.sequence, "fingerprint": feed.fingerprint}
    _put(tx, tables.calendar_feed, {**values, "changed_at": feed.changed_at.isoformat()})


def add_away(tx: Tx, first: date, last: date) -> None:
    tx.connection.execute(insert(tables.away).values(person_id=tx.person, first=first, last=last))


def drop_away(tx: Tx, first: date, last: date) -> None:
    table = tables.away
    tx.connection.execute(delete(table).where(table.c.person_id == tx.person, table.c.first == first, table.c.last == last))


def _put(tx: Tx, table: Table, values: Mapping[str, Any]) -> None:
    """The person's one row of a table, made if there is none."""
    changed = tx.connection.execute(update(table).where(table.c.person_id == tx.person).values(**values))
    if changed.rowcount == 0:
        tx.connection.execute(insert(table).values(person_id=tx.person, **values))


def _clock(at: time) -> str:
    return at.strftime("%H:%M")


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
