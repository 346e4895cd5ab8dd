"""The way back from the last change: the rows as they were before it, kept until the next change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Table, delete, insert, select, update

from upperback.store import tables
from upperback.store.store import EMPTY_PERSON, Tx

Row = dict[str, Any]

# Parents before children, the order to put rows back.
GROWING = ("revision", "old_revision")  # never put back
WHOLE = frozenset({"delete", "import"})  # the changes after which the whole record can come back

# Recordings are megabytes: what can be taken back of them is set aside where it lies, never copied.
LARGE = (tables.recording, tables.recording_part)
_ALL = tuple(t for t in tables.metadata.sorted_tables if t is not tables.undo and t not in LARGE)
_BY_NAME = {t.name: t for t in _ALL}


@dataclass(frozen=True, slots=True)
class LastChange:
    """What the journal holds: the kind of the change, which one, and when."""

    kind: str
    about: str
    at: datetime


def forget(tx: Tx) -> None:
    """The change before can no longer be taken back (another one follows, or its time is over)."""
    tx.connection.execute(delete(tables.undo).where(tables.undo.c.person_id == tx.person))
    tx.connection.execute(delete(tables.recording).where(*_recordings(tx, set_aside=True)))


def remember(tx: Tx, kind: str, about: str, at: datetime, *places: tuple[str, Mapping[str, Any]]) -> None:
    """Keep the rows of `places` (table name, column values that pick them) as they are now, before the change."""
    images = [_image(tx, _BY_NAME[name], where) for name, where in places]
    _write(tx, kind, about, at, images)


def remember_all(tx: Tx, kind: str, at: datetime) -> None:
    """Keep the whole record as it is now."""
    _write(tx, kind, "", at, [_image(tx, t, _mine(tx, t)) for t in _ALL])
    tx.connection.execute(update(tables.recording).where(*_recordings(tx, set_aside=False)).values(set_aside=True))


def continues(tx: Tx, kind: str, about: str, since: datetime) -> bool:
    """The change goes on with the last one: same kind, same thing, not begun before `since`. Both are taken back as one."""
    held = last(tx)
    return held is not None and (held.kind, held.about) == (kind, about) and held.at >= since


def last(tx: Tx) -> LastChange | None:
    row = tx.connection.execute(select(tables.undo).where(tables.undo.c.person_id == tx.person)).mappings().first()
    return None if row is None else LastChange(row["kind"], row["about"], datetime.fromisoformat(row["at"]))


def take_back(tx: Tx) -> LastChange | None:
    """Put the rows back as they were. None when there is nothing to take back."""
    row = tx.connection.execute(select(tables.undo).where(tables.undo.c.person_id == tx.person)).mappings().first()
    if row is None:
        return None
    if row["kind"] in WHOLE:
        tx.connection.execute(delete(tables.recording).where(*_recordings(tx, set_aside=False)))
        tx.connection.execute(update(tables.recording).where(*_recordings(tx, set_aside=True)).values(set_aside=False))
    forget(tx)
    images = sorted(row["images"], key=lambda i: _ALL.index(_BY_NAME[i["table"]]))
    for image in reversed(images):
        _drop_newer(tx, _BY_NAME[image["table"]], image)
    for image in images:
        _put_back(tx, _BY_NAME[image["table"]], image)
    return LastChange(row["kind"], row["about"], datetime.fromisoformat(row["at"]))


def _drop_newer(tx: Tx, table: Table, image: Row) -> None:
    """Delete what came after the image. Rows that it holds stay, so that what hangs on them stays too."""
    kept = {_key(table, _from_json(table, r)) for r in image["rows"]}
    for row in tx.connection.execute(select(table).where(*_condition(table, image["where"]))).mappings().all():
        if _key(table, dict(row)) not in kept and table is not tables.person:
            tx.connection.execute(delete(table).where(*_is(table, dict(row))))


def _put_back(tx: Tx, table: Table, image: Row) -> None:
    there = tx.connection.execute(select(table).where(*_condition(table, image["where"]))).mappings().all()
    present = {_key(table, dict(row)) for row in there}
    missing = []
    for row in (_from_json(table, r) for r in image["rows"]):
        if _key(table, row) in present:
            values = {name: value for name, value in row.items() if name not in GROWING}
            tx.connection.execute(update(table).where(*_is(table, row)).values(**values))
        else:
            missing.append(row)
    if missing:
        tx.connection.execute(insert(table), missing)


def _key(table: Table, row: Row) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.primary_key)


def _is(table: Table, row: Row) -> list[Any]:
    return [column == row[column.name] for column in table.primary_key]


def delete_all(tx: Tx, *, keep_journal: bool) -> None:
    """Delete the whole record; of the person's own row only the revision goes on."""
    for table in reversed(_ALL):
        if table is not tables.person:
            tx.connection.execute(delete(table).where(*_condition(table, _mine(tx, table))))
    tx.connection.execute(delete(tables.recording).where(*_recordings(tx, set_aside=False)))
    tx.connection.execute(update(tables.person).where(tables.person.c.id == tx.person).values(**EMPTY_PERSON))
    if not keep_journal:
        forget(tx)


def _recordings(tx: Tx, *, set_aside: bool) -> list[Any]:
    return [tables.recording.c.person_id == tx.person, tables.recording.c.set_aside.is_(set_aside)]


_CHILDREN: dict[str, tuple[str, str]] = {
    "screen_group": ("screen_id", "screen"),
    "answer": ("screen_id", "screen"),
    "activity_score": ("activity_id", "activity"),
    "session_item": ("session_id", "session"),
    "movement": ("session_id", "session"),
    "session_set": ("session_id", "session"),
    "session_event": ("session_id", "session"),
    "session_cue": ("session_id", "session"),
}


def owned_by(tx: Tx, table: Table) -> list[Any]:
    """The conditions that pick the person's rows of a table."""
    return _condition(table, _mine(tx, table))


def _mine(tx: Tx, table: Table) -> Row:
    return {"id": tx.person} if table is tables.person else {"person_id": tx.person}


def _condition(table: Table, where: Mapping[str, Any]) -> list[Any]:
    conditions: list[Any] = []
    for column, value in where.items():
        if column == "person_id" and table.name in _CHILDREN:
            key, parent_name = _CHILDREN[table.name]
            parent = _BY_NAME[parent_name]
            conditions.append(table.c[key].in_(select(parent.c.id).where(parent.c.person_id == value)))
        else:
            conditions.append(table.c[column] == _value(table, column, value))
    return conditions


def _image(tx: Tx, table: Table, where: Mapping[str, Any]) -> Row:
    rows = tx.connection.execute(select(table).where(*_condition(table, where))).mappings()
    return {"table": table.name, "where": _to_json(where), "rows": [_to_json(dict(r)) for r in rows]}


def _write(tx: Tx, kind: str, about: str, at: datetime, images: list[Row]) -> None:
    forget(tx)
    tx.connection.execute(
        insert(tables.undo).values(person_id=tx.person, kind=kind, about=about, at=at.isoformat(), images=images)
    )


def _to_json(row: Mapping[str, Any]) -> Row:
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()}


def _from_json(table: Table, row: Row) -> Row:
    return {k: _value(table, k, v) for k, v in row.items()}


def _value(table: Table, column: str, value: Any) -> Any:
    is_day = isinstance(table.c[column].type, Date) and isinstance(value, str)
    return date.fromisoformat(value) if is_day else value
