"""The library: which exercises fit some words and some choices, and how many each further choice would leave.

Search forgives case, accents, word order, endings and small typing mistakes; everything a person may know an exercise by is
looked at: its name, other names, the findings it serves, its summary.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from itertools import chain
from typing import Final, TypeVar

from upperback.model.catalogue import Catalogue, Exercise
from upperback.model.regions import PARTS, fine, part_of

NOTHING: Final = "nothing"  # the choice of equipment that needs none
MINUTES: Final = (2, 5, 10)  # up to so many a go
GROUPS: Final = ("area", "at", "kind", "minutes", "equipment", "position", "finding")
"""What can be chosen, in the order of the page. Choices of one group add up, groups narrow each other."""

_SMALL: Final = frozenset(
    {"a", "an", "and", "at", "do", "for", "from", "how", "i", "in", "it", "my", "of", "on", "or", "the", "to", "with"}
)
_CLOSE: Final = 0.74  # of difflib: one wrong, missing or swapped letter in a word of four or more
_ENDING: Final = 3  # letters of an ending, as in "stretch-ing"
_STEM: Final = 4  # letters a word has at least before endings and slips are forgiven
_IN_NAME, _IN_ALIAS, _IN_FINDING, _IN_SUMMARY = 8.0, 6.0, 3.0, 2.0  # by how surely a person means it
_BEGINS, _NEAR = 0.8, 0.5  # of an exact match

_ALSO: Final = {"neck": ("shoulder_top_left",), "upper_back": ("mid_back_left",)}  # what is worked together with a part

Key = TypeVar("Key")

Choices = Mapping[str, Collection[str]]
"""Group -> what is chosen in it."""


@dataclass(frozen=True, slots=True)
class Found:
    """`ids`: what fits, best first (in catalogue order without words). `counts`: group -> choice -> how many would fit with it.
    `read_as`: the words as they were understood, where no exercise has them as they were written."""

    ids: tuple[str, ...]
    counts: dict[str, dict[str, int]]
    read_as: str


def minutes_of(exercise: Exercise) -> float:
    """Minutes that one go takes on the first step of the ladder."""
    return exercise.ladder[0].work_s / 60


def fold(text: str) -> list[str]:
    """The words of a text, small, without accents and little words.

    >>> fold("The Levator-Scápulae stretch")
    ['levator', 'scapulae', 'stretch']
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return [word for word in re.findall(r"[^\W_]+", plain) if word not in _SMALL]


class Besides(StrEnum):
    """What else has a name to be found by."""

    AREA = "area"
    TEST = "test"
    FINDING = "finding"
    ROUTINE = "routine"


class Library:
    """The exercises of one catalogue, ready to be searched."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._names = {e.id: _weighed(catalogue, e) for e in catalogue.exercises.values()}
        self._besides = dict(_besides(catalogue))
        self._vocabulary = sorted(set(chain.from_iterable((*self._names.values(), *self._besides.values()))))
        self.choices = _choices(catalogue)

    def find(self, words: str, chosen: Choices) -> Found:
        """What fits `words` and `chosen`. An unknown group or choice fits nothing."""
        asked = fold(words)
        read = [self._nearest(word) for word in asked]
        ranked = _best(self._names, read) if asked else list(self._names)
        wanted = {group: self._any_of(group, some) for group, some in chosen.items() if some}
        counts = {
            group: {choice: len(self._left(ranked, wanted, without=group) & ids) for choice, ids in of_group.items()}
            for group, of_group in self.choices.items()
        }
        left = self._left(ranked, wanted)
        read_as = " ".join(read) if asked and read != asked else ""
        return Found(tuple(e for e in ranked if e in left), counts, read_as)

    def besides(self, words: str) -> list[tuple[Besides, str]]:
        """Areas, tests, findings and routines that have all of `words`, best first."""
        asked = [self._nearest(word) for word in fold(words)]
        return _ranked(self._besides, asked, every=True) if asked else []

    def _any_of(self, group: str, some: Collection[str]) -> frozenset[str]:
        of_group = self.choices.get(group, {})
        return frozenset(chain.from_iterable(of_group.get(choice, ()) for choice in some))

    def _left(self, ranked: Iterable[str], wanted: Mapping[str, frozenset[str]], without: str = "") -> set[str]:
        left = set(ranked)
        for group, ids in wanted.items():
            if group != without:
                left &= ids
        return left

    def _nearest(self, word: str) -> str:
        """The word itself where some exercise has it or begins with it, else the one that looks most like it."""
        if any(_likeness(word, known) for known in self._vocabulary):
            return word
        near = get_close_matches(word, self._vocabulary, n=1, cutoff=_CLOSE) if len(word) >= _STEM else []
        return near[0] if near else word


def _best(names: Mapping[Key, Mapping[str, float]], asked: Collection[str]) -> list[Key]:
    """What has all the words, best first; where nothing has, what has some of them."""
    return _ranked(names, asked, every=True) or _ranked(names, asked, every=False)


def _ranked(names: Mapping[Key, Mapping[str, float]], asked: Collection[str], *, every: bool) -> list[Key]:
    scores = {}
    for key, known in names.items():
        of_words = [max((weight * _likeness(word, name) for name, weight in known.items()), default=0.0) for word in asked]
        if all(of_words) if every else any(of_words):
            scores[key] = sum(of_words)
    return sorted(scores, key=lambda key: -scores[key])


def _likeness(word: str, known: str) -> float:
    """1 for the same word, less for one that begins like it or has another ending, 0 for another word."""
    if word == known:
        return 1.0
    if known.startswith(word) and len(word) > 1:
        return _BEGINS
    if len(known) >= _STEM and word.startswith(known) and len(word) - len(known) <= _ENDING:
        return _BEGINS
    return _NEAR if len(word) > _STEM and known[:-1] == word[:-1] else 0.0


def _parts(exercise: Exercise) -> tuple[str, ...]:
    """The parts of the map it works on, sides apart from none: an exercise has both."""
    works = (*exercise.works, *(more for part in exercise.works for more in _ALSO.get(part, ())))
    return tuple(dict.fromkeys(part for place in fine(works) if (part := part_of(place)) in PARTS))


def _weighed(catalogue: Catalogue, exercise: Exercise) -> dict[str, float]:
    """Word -> its weight where it counts most."""
    findings = [catalogue.findings[f].name for f in exercise.findings if f in catalogue.findings]
    texts = (
        (_IN_SUMMARY, (exercise.summary,)),
        (_IN_FINDING, findings),
        (_IN_ALIAS, exercise.aliases),
        (_IN_NAME, (exercise.name, exercise.id.replace("_", " "))),
    )
    return {word: weight for weight, some in texts for text in some for word in fold(text)}


def _besides(catalogue: Catalogue) -> Iterator[tuple[tuple[Besides, str], dict[str, float]]]:
    """What is found besides exercises, with the words of its name."""
    named = (
        (Besides.AREA, [(area.id, area.name) for area in catalogue.areas.values()]),
        (Besides.TEST, [(test.id, test.name) for test in catalogue.tests.values()]),
        (Besides.FINDING, [(kind.id, kind.name) for kind in catalogue.findings.values()]),
        (Besides.FINDING, [(modifier.id, modifier.name) for modifier in catalogue.modifiers.values()]),
        (Besides.ROUTINE, [(routine.id, routine.name) for routine in catalogue.routines.values()]),
    )
    for what, entries in named:
        for entry_id, name in entries:
            yield (what, entry_id), dict.fromkeys(fold(name), _IN_NAME)


def _choices(catalogue: Catalogue) -> dict[str, dict[str, frozenset[str]]]:
    """Group -> choice -> the exercises that fit it, in the catalogue's order; choices that fit nothing are left out."""
    exercises = catalogue.exercises.values()
    of_area = {area.id: set(area.findings) for area in catalogue.areas.values()}
    found: dict[str, dict[str, list[str]]] = {group: {} for group in GROUPS}
    found["area"] = {area: [e.id for e in exercises if findings & set(e.findings)] for area, findings in of_area.items()}
    found["minutes"] = {str(most): [e.id for e in exercises if minutes_of(e) <= most] for most in MINUTES}
    for exercise in exercises:
        of_groups = (
            ("at", _parts(exercise)),
            ("kind", (exercise.kind.value,)),
            ("equipment", exercise.equipment or (NOTHING,)),
            ("position", exercise.positions),
            ("finding", exercise.findings),
        )
        for group, choices in of_groups:
            for choice in choices:
                found[group].setdefault(choice, []).append(exercise.id)
    return {group: {c: frozenset(ids) for c, ids in choices.items() if ids} for group, choices in found.items()}
