"""Reading one TOML table strictly: every complaint names the file and the key, and a key nobody asked for is a complaint."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import tomli

E = TypeVar("E", bound=StrEnum)


class CatalogueError(ValueError):
    """Something in the catalogue's files is off: `exercises/band_row.toml: cautions[1]: no question 'ca_shouder'`."""

    def __init__(self, file: str, key: str, what: str) -> None:
        super().__init__(f"{file}: {key}: {what}" if key else f"{file}: {what}")
        self.file = file
        self.key = key


def toml(folder: Traversable, name: str) -> dict[str, Any]:
    """What one TOML file holds. Raises `CatalogueError` when it is missing or can't be read."""
    try:
        return tomli.loads(folder.joinpath(*name.split("/")).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise CatalogueError(name, "", "is missing") from None
    except (tomli.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CatalogueError(name, "", f"is not TOML: {error}") from None


@dataclass
class Table:
    """One TOML table with the place it stands in. Ask for each key by type; `end` complains about keys never asked for.

    >>> t = Table("x.toml", {"sets": "two"})
    >>> t.whole("sets")
    Traceback (most recent call last):
    upperback.catalogue.reading.CatalogueError: x.toml: sets: expected a whole number, found 'two'
    """

    file: str
    data: dict[str, Any]
    place: str = ""
    _asked: set[str] = field(default_factory=set)

    def key(self, name: str) -> str:
        """The full name of `name` in this file."""
        return f"{self.place}.{name}" if self.place else name

    def error(self, name: str, what: str) -> CatalogueError:
        return CatalogueError(self.file, self.key(name), what)

    def has(self, name: str) -> bool:
        return name in self.data

    def _get(self, name: str, kind: type | tuple[type, ...], expected: str, default: Any = None) -> Any:
        self._asked.add(name)
        if name not in self.data:
            if default is not None:
                return default
            raise self.error(name, f"is missing, expected {expected}")
        value = self.data[name]
        # bool is an int in Python, never in the catalogue
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.error(name, f"expected {expected}, found {value!r}")
        return value

    def text(self, name: str, default: str | None = None) -> str:
        return str(self._get(name, str, "a text", default))

    def said(self, name: str) -> str:
        """A text that says something."""
        found = self.text(name)
        if not found.strip():
            raise self.error(name, "is empty")
        return found

    def between(self, name: str, value: float, least: float, most: float) -> None:
        """Complain about a value of this table that can't be. Not a number is never between."""
        if not least <= value <= most:
            raise self.error(name, f"{value:g} is not between {least:g} and {most:g}")

    def once(self, name: str, ids: Sequence[str], key: str = "id") -> None:
        """Complain about the first of `ids`, the rows of `name`, that stands there twice."""
        for i, found in enumerate(ids):
            if found in ids[:i]:
                raise self.error(f"{name}[{i}].{key}", f"'{found}' stands here twice")

    def flag(self, name: str, default: bool | None = None) -> bool:
        return bool(self._get(name, bool, "true or false", default))

    def number(self, name: str, default: float | None = None) -> float:
        return float(self._get(name, (int, float), "a number", default))

    def number_or_none(self, name: str) -> float | None:
        return self.number(name) if self.has(name) else None

    def whole(self, name: str, default: int | None = None) -> int:
        return int(self._get(name, int, "a whole number", default))

    def whole_or_none(self, name: str) -> int | None:
        return self.whole(name) if self.has(name) else None

    def text_or_none(self, name: str) -> str | None:
        return self.text(name) if self.has(name) else None

    def texts(self, name: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        found = self._get(name, list, "a list of texts", list(default) if default is not None else None)
        for i, item in enumerate(found):
            if not isinstance(item, str):
                raise self.error(f"{name}[{i}]", f"expected a text, found {item!r}")
        return tuple(found)

    def choice(self, name: str, of: type[E], default: E | None = None) -> E:
        return self._choose(name, self.text(name, default), of)

    def choice_or_none(self, name: str, of: type[E]) -> E | None:
        return self.choice(name, of) if self.has(name) else None

    def choices(self, name: str, of: type[E], default: tuple[E, ...] | None = None) -> tuple[E, ...]:
        return tuple(self._choose(f"{name}[{i}]", value, of) for i, value in enumerate(self.texts(name, default)))

    def _choose(self, name: str, value: str, of: type[E]) -> E:
        try:
            return of(value)
        except ValueError:
            raise self.error(name, f"'{value}' is none of {', '.join(of)}") from None

    def table(self, name: str) -> "Table":
        """The table `name`; an empty one when it is absent."""
        return Table(self.file, self._get(name, dict, "a table", {}), self.key(name))

    def tables(self, name: str) -> tuple["Table", ...]:
        """The array of tables `name`; none when it is absent."""
        found = self._get(name, list, "a list of tables", [])
        return tuple(self._row(f"{name}[{i}]", item) for i, item in enumerate(found))

    def _row(self, name: str, item: object) -> "Table":
        if not isinstance(item, dict):
            raise self.error(name, f"expected a table, found {item!r}")
        return Table(self.file, item, self.key(name))

    def rows(self) -> Iterator[tuple[str, "Table"]]:
        """Every entry as a table of its own, by its key."""
        for name in self.data:
            yield name, self.table(name)

    def words(self, name: str) -> dict[str, str]:
        """The table `name` as texts by key."""
        inner = self.table(name)
        return {key: inner.text(key) for key in inner.data}

    def numbers(self, name: str) -> dict[str, float]:
        """The table `name` as numbers by key."""
        inner = self.table(name)
        return {key: inner.number(key) for key in inner.data}

    def end(self) -> None:
        """Complain about the first key that nobody asked for: a typing error would otherwise pass in silence."""
        for name in self.data:
            if name not in self._asked:
                raise self.error(name, "is not a known key here")
