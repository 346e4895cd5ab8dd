"""A person's words made fit for print: no control signs, no runs that can't be broken, nothing but letters."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final

SVG: Final = "svg"  # the key of a picture: not words
BREAK: Final = "\u200b"  # where a line may end and nothing is seen
PIECE: Final = 14  # letters of a run between two such places; expert judgement
_RUN: Final = re.compile(r"[^\s\u200b]{28,}")
_TURNS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # they would turn the words that follow


def softened(value: Any) -> Any:
    """The same values with every word fit for print; pictures stay as they are.

    >>> softened({"name": "a\\u0007b\\ncd", "svg": "<svg/>", "n": 2})
    {'name': 'ab cd', 'svg': '<svg/>', 'n': 2}
    """
    match value:
        case str():
            return _RUN.sub(lambda run: _pieces(run.group()), "".join(_printable(value)).strip("\n"))
        case Mapping():
            return {key: inner if key == SVG else softened(inner) for key, inner in value.items()}
        case list() | tuple():
            return [softened(inner) for inner in value]
        case _:
            return value


def letters(value: Any) -> Iterator[str]:
    """Every letter that is printed, as often as it stands there; pictures are left out."""
    match value:
        case str():
            yield from value
        case Mapping():
            for key, inner in value.items():
                if key != SVG:
                    yield from letters(inner)
        case list() | tuple():
            for inner in value:
                yield from letters(inner)


def exchanged(value: Any, those: frozenset[str], mark: str) -> Any:
    """The same values with `mark` in place of each of `those` letters.

    >>> exchanged(["a日"], frozenset("日"), "□")
    ['a□']
    """
    match value:
        case str():
            return "".join(mark if letter in those else letter for letter in value)
        case Mapping():
            return {key: inner if key == SVG else exchanged(inner, those, mark) for key, inner in value.items()}
        case list() | tuple():
            return [exchanged(inner, those, mark) for inner in value]
        case _:
            return value


def _printable(text: str) -> Iterator[str]:
    for letter in text.replace("\r\n", "\n").encode("utf-16", "surrogatepass").decode("utf-16", "replace"):
        if letter.isspace():
            yield " "
        elif unicodedata.category(letter) not in ("Cc", "Cs", "Co", "Cn") and letter not in _TURNS:
            yield letter


def _pieces(run: str) -> str:
    return BREAK.join(run[at : at + PIECE] for at in range(0, len(run), PIECE))
