"""JSON read strictly: each value knows its place, so that every complaint can name it.

>>> root = parse('{"tests": [{"pain": "much"}]}')
>>> test = root.object({"tests"})["tests"].list()[0]
>>> test.object({"pain"})["pain"].number(0, 10)
Traceback (most recent call last):
upperback.exchange.strict_json.JsonError: tests[0].pain: "much" is not a number
"""

import json
import math
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NoReturn, TypeVar

T = TypeVar("T")

MAX_CHARACTERS: Final = 20_000_000  # expert judgement: ten years of daily sessions are about 10 MB
MAX_DEPTH: Final = 12
MAX_TEXT: Final = 500
MAX_ENTRIES: Final = 100_000  # in one list; expert judgement: ten years of daily trials on both sides are about 30,000
MAX_DIGITS: Final = 30  # of a whole number; longer ones are far outside every range
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Days outside are typing errors, and date arithmetic stays far from the end of the calendar.
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


class JsonError(ValueError):
    """The text is not what it should be; the message is one line: place, value, what is possible."""


def parse(text: str) -> "Value":
    """Parse the whole text. Refused: duplicate keys, more than 20 million characters, depth over 12. NaN, Infinity and numbers
    of endless digits are let in, so that `Value.number` can refuse them by their place.

    >>> parse('{"a": 1, "a": 2}')
    Traceback (most recent call last):
    upperback.exchange.strict_json.JsonError: the key "a" stands twice in one object
    """
    if len(text) > MAX_CHARACTERS:
        raise JsonError(f"longer than {MAX_CHARACTERS:,} characters")
    if not text.strip():
        raise JsonError("empty")
    try:
        raw = json.loads(text, object_pairs_hook=_no_twice, parse_int=_whole)
    except json.JSONDecodeError as error:
        raise JsonError(f"line {error.lineno}, column {error.colno}: not JSON ({error.msg})") from error
    except RecursionError as error:
        raise JsonError(f"nested deeper than {MAX_DEPTH}") from error
    _check_depth(raw)
    return Value(raw, "")


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise JsonError(f"the key {_shown(key)} stands twice in one object")
        found[key] = value
    return found


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= MAX_DIGITS else float(digits)


def _check_depth(raw: Any) -> None:
    level = [raw]
    for _ in range(MAX_DEPTH):
        level = [v for x in level if isinstance(x, dict | list) for v in (x.values() if isinstance(x, dict) else x)]
    if any(isinstance(x, dict | list) for x in level):
        raise JsonError(f"nested deeper than {MAX_DEPTH}")


def _shown(raw: Any) -> str:
    """A value as the message shows it: short, and never a whole text of the person's."""
    if isinstance(raw, dict):
        return "an object"
    if isinstance(raw, list):
        return "a list"
    words = json.dumps(raw)
    return words if len(words) <= 40 else f"{words[:37]}..."


@dataclass(frozen=True, slots=True)
class Value:
    """A JSON value and where it stands."""

    raw: Any
    place: str

    def fail(self, what: str) -> NoReturn:
        raise JsonError(f"{self.place}: {what}" if self.place else what)

    def object(self, required: Collection[str], optional: Collection[str] = ()) -> dict[str, "Value"]:
        """The members; a missing or unknown key is refused."""
        if not isinstance(self.raw, dict):
            self.fail(f"{_shown(self.raw)} is not an object")
        for key in self.raw:
            if key not in required and key not in optional:
                self.fail(f"the key {_shown(key)} is unknown")
        for key in sorted(required):
            if key not in self.raw:
                self.fail(f'the key "{key}" is missing')
        return self.members()

    def members(self) -> dict[str, "Value"]:
        """The members of an object with any keys."""
        if not isinstance(self.raw, dict):
            self.fail(f"{_shown(self.raw)} is not an object")
        return {key: Value(raw, f"{self.place}.{key}" if self.place else key) for key, raw in self.raw.items()}

    def list(self) -> "list[Value]":
        if not isinstance(self.raw, list):
            self.fail(f"{_shown(self.raw)} is not a list")
        if len(self.raw) > MAX_ENTRIES:
            self.fail(f"more than {MAX_ENTRIES:,} entries")
        return [Value(raw, f"{self.place}[{index}]") for index, raw in enumerate(self.raw)]

    def each(self, read: Callable[["Value"], T]) -> tuple[T, ...]:
        return tuple(read(value) for value in self.list())

    def maybe(self, read: Callable[["Value"], T]) -> T | None:
        """None for null."""
        return None if self.raw is None else read(self)

    def flag(self) -> bool:
        if not isinstance(self.raw, bool):
            self.fail(f"{_shown(self.raw)} is not true or false")
        return self.raw

    def text(self) -> str:
        """Some words: no control characters, at most 500 characters."""
        if not isinstance(self.raw, str):
            self.fail(f"{_shown(self.raw)} is not a text")
        if not self.raw.strip():
            self.fail("the text is empty")
        if len(self.raw) > MAX_TEXT:
            self.fail(f"longer than {MAX_TEXT} characters")
        # Lone surrogates are no characters at all and can't be written in UTF-8.
        if any(ord(c) < 32 or ord(c) == 127 or 0xD800 <= ord(c) <= 0xDFFF for c in self.raw):
            self.fail("the text has characters that can't be kept")
        return self.raw

    def number(self, low: float, high: float) -> float:
        """A number of `low` to `high`; whole numbers stay whole."""
        if isinstance(self.raw, bool) or not isinstance(self.raw, int | float):
            self.fail(f"{_shown(self.raw)} is not a number")
        if not low <= self.raw <= high or not math.isfinite(self.raw):
            self.fail(f"{_shown(self.raw)} is not between {low:g} and {high:g}")
        return self.raw

    def whole(self, low: int, high: int) -> int:
        number = self.number(low, high)
        if number != int(number):
            self.fail(f"{_shown(self.raw)} is not a whole number")
        return int(number)

    def day(self) -> date:
        """A day as YYYY-MM-DD."""
        if not isinstance(self.raw, str) or not self.raw.isascii() or not _DAY.fullmatch(self.raw):
            self.fail(f"{_shown(self.raw)} is not a day such as 2026-02-20")
        try:
            day = date.fromisoformat(self.raw)
        except ValueError:
            self.fail(f"{_shown(self.raw)} is not a day of the calendar")
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            self.fail(f"{_shown(self.raw)} is not between {_FIRST_YEAR} and {_LAST_YEAR}")
        return day

    def one_of(self, known: Collection[str], what: str) -> str:
        """One of the known ids; `what` names their kind."""
        if not isinstance(self.raw, str):
            self.fail(f"{_shown(self.raw)} is not a text")
        if self.raw not in known:
            self.fail(f"{_shown(self.raw)} is no {what} we know")
        return self.raw
