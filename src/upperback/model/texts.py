"""The texts of one language: sentences by key, with plural forms, and numbers and dates put in as that language writes them.

Pure: how a language counts and writes (`Manner`) comes in as callables.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from string import Formatter
from typing import Final

from markupsafe import Markup, escape

PLURALS: Final = frozenset({"zero", "one", "two", "few", "many", "other"})  # the categories of CLDR
DAY_STYLES: Final = ("short", "full", "year", "weekday", "weekday_short", "month", "month_day")

Forms = Mapping[str, str]  # plural category -> text; "other" is always there
Written = str | Forms
Piece = tuple[str, str | None, str]  # literal text, then a value's name (None at the end) and its style


class TextError(ValueError):
    """A text that is not there, or a value it needs that was not given. Names the key."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a language counts and writes. `plural`: a number -> its category. `number`: a value with at most so many decimals
    (None: two), zeros at the end left out. `day`: a date in one of `DAY_STYLES`. `row`: words in a row, "and" or "or" last."""

    plural: Callable[[float], str]
    number: Callable[[float, int | None], str]
    day: Callable[[date, str], str]
    row: Callable[[Sequence[str], str], str]


@dataclass(frozen=True, slots=True)
class Texts:
    """Call it with a key and values. `language` and `speech` are BCP 47 tags. What a language lacks is said in `fallback`'s
    words, counted and dated as `fallback` does, so that a sentence is never half of one language.

    >>> day = lambda d, style: f"{d.day}.{d.month}."
    >>> plain = Manner(lambda n: "one" if n == 1 else "other", lambda x, decimals: f"{x:g}", day, lambda w, last: ", ".join(w))
    >>> texts = Texts("en", "en-GB", {"a.n": {"one": "{n} day", "other": "{n} days"}, "a.since": "since {day}"}, plain)
    >>> texts("a.n", n=1), texts("a.n", n=3), texts("a.since", day=date(2026, 1, 22))
    ('1 day', '3 days', 'since 22.1.')
    >>> texts("a.gone")
    Traceback (most recent call last):
    upperback.model.texts.TextError: a.gone: no such text
    """

    language: str
    speech: str
    written: Mapping[str, Written]
    manner: Manner
    fallback: "Texts | None" = None
    name: str = ""  # what the language calls itself
    direction: str = "ltr"
    _parsed: dict[str, tuple[Piece, ...]] = field(default_factory=dict, repr=False, compare=False)

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of `key` with `values` in its places; a plural form is chosen by the value `n`. Numbers and dates are
        written as the language does (`{x:1}`: at most one decimal; `{day:full}`: a style of `DAY_STYLES`). When a value is
        markup, so is the answer, and all the rest of it is escaped. Raises `TextError` naming the key."""
        found = self.written.get(key)
        if found is None:
            if self.fallback is None:
                raise TextError(f"{key}: no such text")
            return self.fallback(key, **values)
        if not isinstance(found, str):
            found = self._form(key, found, values.get("n"))
        if "{" not in found and "}" not in found:
            return found
        pieces = self._parsed.get(found)
        if pieces is None:
            pieces = _parse(key, found)
            self._parsed[found] = pieces
        marked = False
        said: list[str] = []
        for literal, name, style in pieces:
            said.append(literal)
            if name is None:
                continue
            if name not in values:
                raise TextError(f"{key}: no value '{name}' was given")
            value = self._value(key, values[name], style)
            marked = marked or hasattr(value, "__html__")
            said.append(value)
        if marked:
            return Markup("").join(escape(part) for part in said)
        return "".join(said)

    def __contains__(self, key: str) -> bool:
        return key in self.written or (self.fallback is not None and key in self.fallback)

    def has_own(self, area: str) -> bool:
        """Whether this language has texts of its own in an area."""
        return any(key.startswith(f"{area}.") for key in self.written)

    def table(self, name: str) -> dict[str, str]:
        """The texts under one table, as they are written: for scripts, which put in values of their own."""
        found = self.fallback.table(name) if self.fallback is not None else {}
        start = f"{name}."
        return found | {k.removeprefix(start): v for k, v in self.written.items() if isinstance(v, str) and k.startswith(start)}

    def number(self, value: float, decimals: int = 0) -> str:
        """A number with at most so many decimals."""
        return self.manner.number(value, decimals)

    def day(self, day: date, style: str = "short") -> str:
        """A date in one of `DAY_STYLES`."""
        return self.manner.day(day, style)

    def row(self, words: Sequence[str], last: str = "and") -> str:
        """Words in a row, with the language's "and" (or "or") before the last."""
        return self.manner.row(words, last)

    def all(self) -> Iterator[tuple[str, str]]:
        """Every text as written, by its key; a plural form's key ends in its category."""
        for key, found in self.written.items():
            if isinstance(found, str):
                yield key, found
            else:
                yield from ((f"{key}.{category}", text) for category, text in found.items())

    def _form(self, key: str, forms: Forms, n: object) -> str:
        if not isinstance(n, int | float):
            raise TextError(f"{key}: has plural forms and no number n was given")
        return forms.get(self.manner.plural(n)) or forms["other"]

    def _value(self, key: str, value: object, style: str) -> str:
        match value:
            case str():
                return value
            case bool() | None:
                raise TextError(f"{key}: {value} is no value to say")
            case int() | float():
                return self.manner.number(value, int(style) if style else None)
            case date():
                return self.manner.day(value, style or "short")
            case _:
                return str(value)


def places(text: str) -> frozenset[str]:
    """The names of the values a text has places for. Raises ValueError for braces that do not pair.

    >>> sorted(places("{n} of {all}"))
    ['all', 'n']
    """
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def _parse(key: str, text: str) -> tuple[Piece, ...]:
    try:
        return tuple((literal, name, spec or "") for literal, name, spec, _ in Formatter().parse(text))
    except ValueError as error:
        raise TextError(f"{key}: {error}") from None
