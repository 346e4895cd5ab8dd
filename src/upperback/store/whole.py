"""A whole record as rows, out and in: every table that hangs on the person, but what only this program on this computer needs.

Recordings go out as what they are, one row each; their parts travel as landmark tables.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, cast

from sqlalchemy import JSON, Boolean, Column, Date, Float, Integer, LargeBinary, Table, insert, select, update
from sqlalchemy.exc import IntegrityError

from upperback.store import tables
from upperback.store.journal import GROWING, owned_by
from upperback.store.store import Tx

WHOLE_MAX: Final = 2**53  # the largest whole number that JSON carries without loss
TEXT_MAX: Final = 1_000_000  # characters; what a programme was made from is the longest text there is
DEPTH_MAX: Final = 24
BATCH: Final = 2000
STAYS: Final = (tables.undo, tables.recording_part)
# What does not leave: the person's row goes on by itself, secrets are made anew, what can be worked out is.
LEFT_OUT: Final = {
    tables.person.name: {"id", *GROWING},
    tables.calendar_feed.name: {"secret"},
    tables.recording.name: {"id", "set_aside", "size_bytes"},
}


class RowError(ValueError):
    """A row that can't be kept; names table and column, never the value."""


def travelling() -> tuple[Table, ...]:
    """The tables that go along, parents before children."""
    return tuple(table for table in tables.metadata.sorted_tables if table not in STAYS)


def columns_of(table: Table) -> tuple[str, ...]:
    """The columns that go along."""
    left = {"person_id", *LEFT_OUT.get(table.name, ())}
    return tuple(column.name for column in table.c if column.name not in left)


def rows_of(tx: Tx, table: Table) -> Iterator[Sequence[Any]]:
    """The person's rows of a table in the order of its key, one by one."""
    wanted = [table.c[name] for name in columns_of(table)]
    mine = select(*wanted).where(*owned_by(tx, table))
    if table is tables.recording:
        mine = mine.where(table.c.set_aside.is_(False))
    yield from tx.connection.execute(mine.order_by(*table.primary_key)).yield_per(BATCH)


def named_rows_of(tx: Tx, name: str) -> Iterator[Mapping[str, Any]]:
    """The person's rows of the table `name`, each value by its column."""
    table = tables.metadata.tables[name]
    mine = select(table).where(*owned_by(tx, table)).order_by(*table.primary_key)
    yield from cast("Iterator[Mapping[str, Any]]", tx.connection.execute(mine).yield_per(BATCH).mappings())


def values_of(tx: Tx, name: str, column: str) -> Iterator[Any]:
    """Every different value of a column among the person's rows, but for NULL."""
    table = tables.metadata.tables[name]
    found = tx.connection.execute(select(table.c[column]).distinct().where(*owned_by(tx, table))).scalars()
    return (value for value in found if value is not None)


def put(tx: Tx, rows: Iterable[tuple[str, Mapping[str, Any], int]]) -> None:
    """Put rows (table, values, line) into an empty record, in batches. Raises RowError."""
    known = {table.name: table for table in travelling()}
    batch: list[dict[str, Any]] = []
    under_way: Table | None = None
    order: list[Table] = []
    for name, values, line in rows:
        table = known.get(name)
        if table is None:
            raise RowError(f"line {line}: the table {name[:40]!r} is unknown")
        if table is not under_way or len(batch) == BATCH:
            _insert(tx, under_way, batch)
            batch = []
            if table is not under_way and table in order:
                raise RowError(f"line {line}: {table.name} stands there twice")
            order.append(table)
            under_way = table
        batch.append(_row(tx, table, values, line))
    _insert(tx, under_way, batch)


def _insert(tx: Tx, table: Table | None, batch: list[dict[str, Any]]) -> None:
    if table is None or not batch:
        return
    try:
        if table is tables.person:
            tx.connection.execute(update(table).where(table.c.id == tx.person).values(**batch[0]))
        else:
            tx.connection.execute(insert(table), batch)
    except IntegrityError:
        raise RowError(f"{table.name}: rows that contradict each other") from None


def _row(tx: Tx, table: Table, values: Mapping[str, Any], line: int) -> dict[str, Any]:
    wanted = columns_of(table)
    for name in values:
        if name not in wanted:
            raise RowError(f"line {line}: {table.name} has no column {name[:40]!r}")
    row: dict[str, Any] = {}
    for name in wanted:
        column = table.c[name]
        if name in values:
            row[name] = _value(table, column, values[name], line)
        elif not column.nullable and column.server_default is None:
            raise RowError(f"line {line}: {table.name}.{name} is missing")
    if "person_id" in table.c:
        row["person_id"] = tx.person
    if table is tables.recording:
        row |= {"set_aside": False, "size_bytes": 0}
    return row


def _value(table: Table, column: Column[Any], value: Any, line: int) -> Any:
    if value is None:
        if not column.nullable and not isinstance(column.type, JSON):
            raise RowError(f"line {line}: {table.name}.{column.name} is empty")
        return None
    try:
        return _kept(column, value)
    except (ValueError, OverflowError):
        raise RowError(f"line {line}: {table.name}.{column.name} can't be kept") from None


def _kept(column: Column[Any], value: Any) -> Any:
    match column.type:
        case JSON():
            return _shallow(value)
        case Boolean():
            return _of(bool, value)
        case Date():
            return date.fromisoformat(_of(str, value))
        case Integer():
            if isinstance(value, bool) or abs(_of(int, value)) > WHOLE_MAX:
                raise ValueError
            return value
        case Float():
            if isinstance(value, bool) or not math.isfinite(_of((int, float), value)):
                raise ValueError
            return float(value)
        case LargeBinary():
            raise ValueError
        case _:
            return _words(_of(str, value), getattr(column.type, "length", None) or TEXT_MAX)


def _of(kind: type | tuple[type, ...], value: Any) -> Any:
    if not isinstance(value, kind):
        raise ValueError
    return value


def _words(value: str, most: int) -> str:
    # Lone surrogates are no characters at all and can't be written in UTF-8.
    if len(value) > most or any((ord(c) < 32 and c not in "\t\r\n") or 0xD800 <= ord(c) <= 0xDFFF for c in value):
        raise ValueError
    return value


def _shallow(value: Any, depth: int = 0) -> Any:
    """JSON of no endless depth, its numbers finite, its texts fit to be kept."""
    if depth > DEPTH_MAX:
        raise ValueError
    match value:
        case dict():
            return {_words(key, TEXT_MAX): _shallow(inner, depth + 1) for key, inner in value.items()}
        case list():
            return [_shallow(inner, depth + 1) for inner in value]
        case str():
            return _words(value, TEXT_MAX)
        case float() if not math.isfinite(value):
            raise ValueError
    return value
