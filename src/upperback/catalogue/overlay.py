"""Another language over the catalogue's entries: only their texts, never a number, an id or a rule.

An overlay has the place of its entry under `texts/<language>/` (`exercises/band_row.toml`; the files that are not in a folder
stand in `catalogue/`: `catalogue/screening.toml`) and the same keys. A list of texts counts when it is as long as the English
one. Entries with ids (questions, groups) may stand as tables by id. Safety texts
count only when the file says which clinician has read it: `[read_by]` with `name`, `profession` and `day`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from upperback.catalogue.reading import CatalogueError, Table

SAFETY_AREAS: Final = frozenset({"safety", "screening"})

# Which keys are texts; `[]` a list, `*` any key; `!` in front: a safety text.
_DRAWN: Final = ("movement.why", "demo.keys[].caption")
TEXT_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "exercises": (
        *("name", "aliases[]", "summary", "steps[]", "breathing", "expect", "!stop_if", "regression", "article_dose", "evidence"),
        *("watch_for[]", "ladder[].note", "ladder[].tempo", "movement.faults[].cue", "movement.faults[].praise", *_DRAWN),
    ),
    "tests": (
        *("name", "summary", "steps[]", "norm", "!stop", "reliability", "pain_record", "measures[].name", "measures[].flat"),
        *("measures[].how.*", "measures[].items[].text", "measures[].items[].options[].label", *_DRAWN),
        "drawn_by.*.keys[].caption",
    ),
    "findings": (
        *("name", "meaning", "not_meaning", "plateau_words", "structural", "dosing", "rule.words", "rule.criteria[].says"),
        *("gone.words", "gone.also.words", "targets[].words", "grade_notes.*"),
    ),
    "modifiers": (
        *("name", "meaning", "not_meaning", "changes", "!refer_if", "evidence", "signs[].words", "criteria[].says"),
        *("effect.advice", "effect.note_on_kinds.*", "!effect.stop_also", "at_first.words"),
    ),
    "routines": ("name", "summary", "article", "items[].dose", "evidence", "when", "!guarded"),
    "areas.toml": ("*.name", "*.summary"),
    "claims.toml": ("claims.*.says", "claims.*.known", "chosen.*.topic", "chosen.*.articles", "chosen.*.chosen"),
    "catalogue.toml": ("tags.*", "tags_kept.*"),
    "rules.toml": ("facts.*.words", "rules.*.words", "sections.*"),
    "screening.toml": (
        *("!groups[].title", "!groups[].none_label", "!questions[].text", "!questions[].why", "!questions[].changes"),
        *("!questions[].caution", "!questions[].how_soon", "!questions[].what_to_say", "!questions[].limit_tags.*"),
        *("!questions[].subs[].text", "!questions[].effect.advice", "!questions[].effect.stop_also"),
        *("!questions[].effect.note_on_kinds.*", "!questions[].effect.note_on_positions.*"),
    ),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """The clinician who has read the safety texts of a file."""

    name: str
    profession: str
    day: date


@dataclass
class Overlaid:
    """What came of laying one language over the files: `missing`, `stale` (there is no such English text any more, or a list
    of another length) and `unread` safety texts, each `file: key`; `left`: the English safety texts that stayed."""

    missing: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    left: set[str] = field(default_factory=set)


def reader_of(file: str, data: Mapping[str, Any]) -> Reader | None:
    """Who has read the safety texts of this file; None when it does not say."""
    if "read_by" not in data:
        return None
    table = Table(file, dict(data)).table("read_by")
    day = table.data.get("day")
    if not isinstance(day, date):
        raise table.error("day", "expected a date")
    table.data = {key: value for key, value in table.data.items() if key != "day"}
    name, profession = table.text("name"), table.text("profession")
    table.end()
    if not name.strip() or not profession.strip():
        raise table.error("name", "names no clinician")
    return Reader(name, profession, day)


def lay_over(name: str, english: dict[str, Any], overlay: Mapping[str, Any], language: str, told: Overlaid) -> dict[str, Any]:
    """The data of the entry file `name` (`exercises/band_row.toml`) with the overlay's texts; what it lacks stays English."""
    file = f"texts/{language}/{place_of(name)}"
    read = reader_of(file, overlay) is not None
    texts = {tuple(key.lstrip("!").split(".")): key.startswith("!") for key in TEXT_KEYS[name.partition("/")[0]]}
    laid = _Laying(file, texts, told, read)
    given = {key: value for key, value in overlay.items() if key != "read_by"}
    found = laid.over(english, given, "", "")
    assert isinstance(found, dict)
    return found


class _Laying:
    def __init__(self, file: str, texts: Mapping[tuple[str, ...], bool], told: Overlaid, read: bool) -> None:
        self.file = file
        self.told = told
        self.read = read
        self.texts = texts

    def over(self, english: Any, given: Any, key: str, pattern: str) -> Any:
        """`english` with what is `given` for it. `key`: where it stands; `pattern`: the same with `[]` and `*`."""
        match english:
            case dict():
                return self._table(english, given, key, pattern)
            case [dict(), *_]:
                return self._tables(english, given, key, pattern)
            case list() if (safety := self._is_text(f"{pattern}[]")) is not None:
                return self._texts(english, given, key, safety)
            case str() if (safety := self._is_text(pattern)) is not None:
                return self._text(english, given, key, safety)
            case _:
                if given is not None:
                    raise CatalogueError(self.file, key, "is not a text to translate")
                return english

    def _is_text(self, pattern: str) -> bool | None:
        """Whether this is a safety text; None when it is no text."""
        steps = pattern.split(".")
        return next((safety for text, safety in self.texts.items() if _fits(text, steps, len(steps))), None)

    def _leads_to_text(self, pattern: str) -> bool:
        steps = pattern.split(".")
        return any(_fits(text, steps, None) for text in self.texts)

    def _table(self, english: dict[str, Any], given: Any, key: str, pattern: str) -> dict[str, Any]:
        if given is None:
            given = {}
        if not isinstance(given, dict):
            raise CatalogueError(self.file, key, f"expected a table, found {given!r}")
        for name in given.keys() - english.keys():
            if not self._leads_to_text(_join(pattern, name)):
                raise CatalogueError(self.file, _join(key, name), "is not a text to translate")
            self.told.stale.append(f"{self.file}: {_join(key, name)}")
        return {
            name: self.over(value, given.get(name), _join(key, name), _join(pattern, name)) for name, value in english.items()
        }

    def _tables(self, english: list[Any], given: Any, key: str, pattern: str) -> list[Any]:
        rows: list[Any]
        match given:
            case None:
                rows = [None] * len(english)
            case dict():  # by id
                ids = [row.get("id") for row in english]
                self.told.stale += [f"{self.file}: {key}.{name}" for name in given if name not in ids]
                rows = [given.get(name) for name in ids]
            case list() if len(given) == len(english):
                rows = given
            case list():
                self.told.stale.append(f"{self.file}: {key}")
                rows = [None] * len(english)
            case _:
                raise CatalogueError(self.file, key, f"expected tables, found {given!r}")
        return [
            self.over(row, new, f"{key}[{row.get('id', i)}]", f"{pattern}[]")
            for i, (row, new) in enumerate(zip(english, rows, strict=True))
        ]

    def _texts(self, english: list[str], given: Any, key: str, safety: bool) -> list[str]:
        if given is not None and not (isinstance(given, list) and all(isinstance(text, str) for text in given)):
            raise CatalogueError(self.file, key, f"expected a list of texts, found {given!r}")
        if given is not None and len(given) != len(english):
            self.told.stale.append(f"{self.file}: {key}")
            return self._left(english, safety)
        if given is None:
            self.told.missing += [f"{self.file}: {key}"] if english else []
            return self._left(english, safety)
        return given if self._counts(key, safety) else self._left(english, safety)

    def _text(self, english: str, given: Any, key: str, safety: bool) -> str:
        if given is not None and not isinstance(given, str):
            raise CatalogueError(self.file, key, f"expected a text, found {given!r}")
        if not english:
            if given:
                self.told.stale.append(f"{self.file}: {key}")
            return english
        if given is None:
            self.told.missing.append(f"{self.file}: {key}")
        elif self._counts(key, safety):
            return given
        return self._left([english], safety)[0]

    def _counts(self, key: str, safety: bool) -> bool:
        if safety and not self.read:
            self.told.unread.append(f"{self.file}: {key}")
            return False
        return True

    def _left(self, english: list[str], safety: bool) -> list[str]:
        if safety:
            self.told.left.update(text for text in english if text)
        return english


def _fits(text: tuple[str, ...], steps: list[str], length: int | None) -> bool:
    """Whether `steps` are the place of a text, `length` steps long (None: or on the way to it, with or without its `[]`)."""
    if (length is not None and len(text) != length) or len(text) < len(steps):
        return False
    last = len(steps) - 1
    return all(
        wanted in ("*", step) or (length is None and i == last and wanted == f"{step}[]")
        for i, (wanted, step) in enumerate(zip(text, steps, strict=False))
    )


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def has_texts(name: str) -> bool:
    """Whether the catalogue's file `name` has texts to translate."""
    return name.partition("/")[0] in TEXT_KEYS


def place_of(name: str) -> str:
    """Where the overlay of the catalogue's file `name` stands in a language's folder.

    >>> place_of("exercises/band_row.toml"), place_of("screening.toml")
    ('exercises/band_row.toml', 'catalogue/screening.toml')
    """
    return name if "/" in name else f"catalogue/{name}"
