"""The languages the catalogue has: their texts as TOML, and how they count, date and write numbers (CLDR, by Babel).

`texts/<language>/` holds `language.toml` (its own name, the locale of CLDR, the language of speech), an `AREA.toml` for each
part of the program, and for a language other than English the overlays of the catalogue's own entries (`overlay`).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from importlib.resources.abc import Traversable
from typing import Any, Final

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, match_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal

from upperback.catalogue.overlay import SAFETY_AREAS, Reader, reader_of
from upperback.catalogue.reading import CatalogueError, Table, toml
from upperback.model.texts import PLURALS, Manner, Texts, Written, places

ENGLISH: Final = "en"
ABOUT: Final = "language.toml"


def languages(texts: Traversable) -> tuple[str, ...]:
    """The languages that are there, English first."""
    found = sorted(entry.name for entry in texts.iterdir() if entry.is_dir() and (entry / ABOUT).is_file())
    return tuple(sorted(found, key=lambda language: language != ENGLISH))


def language_name(texts: Traversable, language: str) -> str:
    """What a language calls itself."""
    return Table(f"texts/{language}/{ABOUT}", toml(texts, f"{language}/{ABOUT}")).text("name")


def read_texts(texts: Traversable, language: str = ENGLISH) -> Texts:
    """The texts of one language, English behind it for what it lacks. Raises `CatalogueError` with file and key."""
    folder = texts / language
    about = Table(f"texts/{language}/{ABOUT}", toml(texts, f"{language}/{ABOUT}"))
    name, locale, speech = about.text("name"), about.text("locale"), about.text("speech")
    about.end()
    manner, direction = _manner(about, locale)
    written: dict[str, Written] = {}
    for file in areas(folder):
        written.update(area_texts(texts, language, file))
    english = None if language == ENGLISH else read_texts(texts)
    if english is not None:
        written = {key: text for key, text in written.items() if key in english.written}
    return Texts(language, speech, written, manner, english, name, direction)


def plurals_of(texts: Traversable, language: str) -> frozenset[str]:
    """The plural categories a language has for whole numbers."""
    about = Table(f"texts/{language}/{ABOUT}", toml(texts, f"{language}/{ABOUT}"))
    manner, _ = _manner(about, about.text("locale"))
    return frozenset(manner.plural(n) for n in range(201))


def areas(folder: Traversable) -> tuple[str, ...]:
    """The names of the area files of one language's folder."""
    return tuple(sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml") and file.name != ABOUT))


def area_texts(texts: Traversable, language: str, file: str, *, unread: bool = False) -> dict[str, Written]:
    """The texts of one area file by their full keys. A file of safety texts in another language than English counts only
    when it says which clinician has read it, unless the `unread` are asked for too."""
    data = toml(texts, f"{language}/{file}")
    area, place = file.removesuffix(".toml"), f"texts/{language}/{file}"
    reader: Reader | None = reader_of(place, data)
    if area in SAFETY_AREAS and language != ENGLISH and reader is None and not unread:
        return {}
    found: dict[str, Written] = {}
    _collect(place, area, {key: value for key, value in data.items() if key != "read_by"}, found)
    return found


def _collect(file: str, prefix: str, data: Mapping[str, Any], into: dict[str, Written]) -> None:
    for name, value in data.items():
        key = f"{prefix}.{name}"
        match value:
            case str():
                into[key] = _paired(file, key, value)
            case dict() if value and PLURALS.issuperset(value):
                if "other" not in value or not all(isinstance(text, str) for text in value.values()):
                    raise CatalogueError(file, key, "plural forms are texts, one of them 'other'")
                into[key] = {category: _paired(file, f"{key}.{category}", text) for category, text in value.items()}
            case dict():
                _collect(file, key, value, into)
            case _:
                raise CatalogueError(file, key, f"expected a text, plural forms or a table, found {value!r}")


def _paired(file: str, key: str, text: str) -> str:
    """The text, when its braces pair: a page would find out too late."""
    try:
        places(text)
    except ValueError as error:
        raise CatalogueError(file, key, f"{error}") from None
    return text


def _manner(about: Table, tag: str) -> tuple[Manner, str]:
    try:
        locale = Locale.parse(tag)
    except (UnknownLocaleError, ValueError):
        raise about.error("locale", f"CLDR knows no locale '{tag}'") from None
    direction = "rtl" if tag.partition("_")[0] in RIGHT_TO_LEFT else "ltr"
    manner = Manner(plural=_plurals(locale), number=_numbers(locale), day=_days(locale), row=_rows(locale))
    return manner, direction


# Languages written from the right (CLDR, characterOrder); asking Babel would read the locale's data at every start.
RIGHT_TO_LEFT: Final = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})

MINUS: Final = "\N{MINUS SIGN}"  # as wide as a plus, in every language
KEPT: Final = 4096  # what was said is often said again: days of a chart, numbers of a table
GROUP_FROM: Final = 10_000  # a thousand reads well without a separator


def _numbers(locale: Locale) -> Callable[[float, int | None], str]:
    """Small numbers, by far the most, don't wait for Babel."""

    def number(value: float, decimals: int | None) -> str:
        if isinstance(value, int) and -GROUP_FROM < value < GROUP_FROM and plain_digits():
            return str(value) if value >= 0 else f"{MINUS}{-value}"
        rounded = round(value, 2 if decimals is None else decimals) + 0.0
        grouped = abs(rounded) >= GROUP_FROM
        if not grouped and plain_digits():
            said = f"{abs(rounded):.6f}".rstrip("0").rstrip(".").replace(".", decimal_sign())
            return f"{MINUS}{said}" if rounded < 0 else said
        pattern = ("#,##0" if grouped else "0") + ".######"
        said = str(format_decimal(abs(rounded), pattern, locale=locale, decimal_quantization=False, numbering_system="default"))
        return f"{MINUS}{said}" if rounded < 0 else said

    @cache
    def decimal_sign() -> str:
        return str(locale.number_symbols["latn"]["decimal"])

    @cache
    def plain_digits() -> bool:
        return bool(locale.default_numbering_system == "latn")

    return number


def _plurals(locale: Locale) -> Callable[[float], str]:
    return lru_cache(KEPT)(lambda n: str(locale.plural_form(n)))


def _days(locale: Locale) -> Callable[[date, str], str]:
    @cache
    def in_full() -> str:
        """Weekday, day and month; where CLDR has them only in short, the weekday is written out all the same."""
        nearest = match_skeleton("MMMMEEEEd", locale.datetime_skeletons)
        pattern = locale.datetime_skeletons[nearest].pattern if nearest else "EEEE d MMMM"
        return re.sub("E+", "EEEE", re.sub("M{3,}", "MMMM", pattern))

    @lru_cache(KEPT)
    def day(of: date, style: str) -> str:
        match style:
            case "short":
                return str(format_skeleton("MMMMd", of, locale=locale))
            case "full":
                return str(format_date(of, in_full(), locale=locale))
            case "year":
                return str(format_date(of, "long", locale=locale))
            case "weekday":
                return str(format_date(of, "EEEE", locale=locale))
            case "weekday_short":
                return str(format_date(of, "ccc", locale=locale))
            case "month_day":
                return str(format_skeleton("MMMd", of, locale=locale))
            case "month":
                return str(format_date(of, "LLLL", locale=locale))
            case _:
                raise ValueError(f"no style of a day '{style}'")

    return day


def _rows(locale: Locale) -> Callable[[Sequence[str], str], str]:
    def row(words: Sequence[str], last: str) -> str:
        return str(format_list(list(words), "or" if last == "or" else "standard", locale=locale))

    return row
