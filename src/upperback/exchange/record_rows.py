"""The rows of a record as lines of JSON: what a case file has no place for (single repetitions, reminders, how a session ended).

The first line says what this is; then each table announces itself with its columns, and every line after is one row of it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

FORMAT: Final = 1
WHAT: Final = "upperback record"


class RowsError(ValueError):
    """Lines that can't be used; one line that says which and why, without their values. `newer`: made by a later Upperback."""

    def __init__(self, line: str, *, newer: bool = False) -> None:
        super().__init__(line)
        self.newer = newer


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its table, its values by column (JSON's types), and the line it stands on."""

    table: str
    values: Mapping[str, Any]
    line: int


def write(tables: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]) -> Iterator[bytes]:
    """Each table: its name, its columns, its rows. Days become ISO 8601.

    >>> lines = list(write([("diary", ("day", "pain"), [(date(2026, 2, 20), 3.0)])]))
    >>> [row.values for row in read(lines)]
    [{'day': '2026-02-20', 'pain': 3.0}]
    """
    yield _line({"what": WHAT, "format": FORMAT})
    for name, columns, rows in tables:
        yield _line({"table": name, "columns": list(columns)})
        for row in rows:
            yield _line([value.isoformat() if isinstance(value, date) else value for value in row])


def read(lines: Iterable[bytes]) -> Iterator[Row]:
    """Every row in order. Raises RowsError."""
    table = ""
    columns: tuple[str, ...] = ()
    for number, line in enumerate(lines, start=1):
        value = _parsed(line, number)
        if number == 1:
            _check_head(value)
        elif isinstance(value, dict):
            table, columns = _announced(value, number)
        elif not table or not isinstance(value, list) or len(value) != len(columns):
            raise RowsError(f"record.jsonl, line {number}: this is no row of {table or 'a table'}")
        else:
            yield Row(table, dict(zip(columns, value, strict=True)), number)


def _check_head(value: Any) -> None:
    if not isinstance(value, dict) or value.get("what") != WHAT or not isinstance(value.get("format"), int):
        raise RowsError("record.jsonl, line 1: these are not the rows of a record")
    if value["format"] > FORMAT:
        raise RowsError("record.jsonl: made by a newer Upperback", newer=True)


def _announced(value: dict[str, Any], number: int) -> tuple[str, tuple[str, ...]]:
    name, columns = value.get("table"), value.get("columns")
    if not isinstance(name, str) or not isinstance(columns, list) or not all(isinstance(one, str) for one in columns):
        raise RowsError(f"record.jsonl, line {number}: a table needs its name and its columns")
    return name, tuple(columns)


def _line(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n").encode()


def _parsed(line: bytes, number: int) -> Any:
    try:
        return json.loads(line.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise RowsError(f"record.jsonl, line {number}: this can't be read") from None


def _no_number(_name: str) -> Any:
    raise ValueError("not a number")
