"""The way back from the last change: the rows as they were before it, kept until the next change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Table, delete, insert, select

from upperback.store import tables
from upperback.store.store import Tx

Row = dict[str, Any]

# Parents before children, the order to put rows back.
_ALL = tuple(t for t in tables.metadata.sorted_tables if t is not tables.undo)
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


def remember(tx: Tx, kind: str, about: str, at: datetime, *places: tuple[str, Mapping[str, Any]]) -> None:
    """Keep the rows of `places` (table name, column values that pick them) as they are now, before the change."""
    images = [_image(tx, _BY_NAME[name], where) for name, where in places]
    _write(tx, kind, about, at, images)


def remember_all(tx: Tx, kind: str, at: datetime) -> None:
    """Keep the whole record as it is now."""
    _write(tx, kind, "", at, [_image(tx, t, _mine(tx, t)) for t in _ALL])


def last(tx: Tx) -> LastChange | None:
    row = tx.connection.execute(select(tables.undo).where(tables.undo.c.person_id == tx.person)).mappings().first()
    return None if row is None else LastChange(row["kind"], row["about"], datetime.fromisoformat(row["at"]))


def take_back(tx: Tx) -> LastChange | None:
    """Put the rows back as they were. None when there is nothing to take back."""
    row = tx.connection.execute(select(tables.undo).where(tables.undo.c.person_id == tx.person)).mappings().first()
    if row is None:
        return None
    forget(tx)
    images = sorted(row["images"], key=lambda i: _ALL.index(_BY_NAME[i["table"]]))
    for image in reversed(images):
        table = _BY_NAME[image["table"]]
        if table is not tables.person:  # its deletion would take everything along; it is put right in place
            _delete(tx, table, image["where"])
    for image in images:
        table = _BY_NAME[image["table"]]
        rows = [_from_json(table, r) for r in image["rows"]]
        if table is tables.person:
            for values in rows:
                values.pop("revision")
                tx.connection.execute(tables.person.update().where(tables.person.c.id == tx.person).values(**values))
        elif rows:
            tx.connection.execute(insert(table), rows)
    return LastChange(row["kind"], row["about"], datetime.fromisoformat(row["at"]))


def delete_all(tx: Tx, *, keep_journal: bool) -> None:
    """Delete the whole record; the person's row starts anew, its revision goes on."""
    for table in reversed(_ALL):
        if table is not tables.person:
            _delete(tx, table, _mine(tx, table))
    if not keep_journal:
        forget(tx)


_CHILDREN: dict[str, tuple[str, str]] = {
    "screen_group": ("screen_id", "screen"),
    "answer": ("screen_id", "screen"),
    "activity_score": ("activity_id", "activity"),
    "session_item": ("session_id", "session"),
    "movement": ("session_id", "session"),
    "session_set": ("session_id", "session"),
}


def _mine(tx: Tx, table: Table) -> Row:
    if table is tables.person:
        return {"id": tx.person}
    return {"person_id": tx.person}


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


def _delete(tx: Tx, table: Table, where: Mapping[str, Any]) -> None:
    tx.connection.execute(delete(table).where(*_condition(table, where)))


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
