"""Tables for spreadsheets: CSV by RFC 4180, UTF-8, and no cell that a spreadsheet would run.

The unit stands in the column's name. Days and times are ISO 8601, yes and no are `true` and `false`, what is not known is empty.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

Cell = str | float | bool | date | datetime | None

# A spreadsheet takes a cell that begins so for a formula, whatever the file says it is; where it parts cells at semicolons or
# tabs, also in the middle of one. Source: OWASP, CSV Injection.
RUNS: Final = re.compile(r"(^|[;\t\r\n])(?=\s*[=+\-@＝＋－＠|%])")
QUOTED: Final = re.compile(r'[",\r\n;\t]|^\s|\s$')


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table; `rows` may be made while they are written."""

    name: str
    columns: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]


def lines(sheet: Sheet) -> Iterator[bytes]:
    """The table, line by line, the names of the columns first.

    >>> sheet = Sheet("diary", ("day", "pain_0_to_10", "note"), [(date(2026, 2, 20), 3.0, "=1+1"), (None, -2.5, 'so "so", so')])
    >>> b"".join(lines(sheet)).decode().splitlines()
    ['day,pain_0_to_10,note', "2026-02-20,3,'=1+1", ',-2.5,"so ""so"", so"']
    """
    yield (",".join(_text(name) for name in sheet.columns) + "\r\n").encode()
    for row in sheet.rows:
        yield (",".join(_cell(value) for value in row) + "\r\n").encode()


def column(words: str, unit: str) -> str:
    """The name of a column with its unit.

    >>> column("value", "% of trunk length"), column("pain", "0 to 10"), column("peak", "")
    ('value_percent_of_trunk_length', 'pain_0_to_10', 'peak')
    """
    told = re.sub(r"[^a-z0-9]+", "_", unit.lower().replace("%", "percent ").replace("/", " per ")).strip("_")
    return f"{words}_{told}" if told else words


def _cell(value: Cell) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case date():
            return value.isoformat()
        case str():
            return _text(value)


def _text(words: str) -> str:
    harmless = RUNS.sub(r"\1'", words)
    return '"' + harmless.replace('"', '""') + '"' if QUOTED.search(harmless) else harmless
