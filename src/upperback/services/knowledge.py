"""The catalogue as the surfaces use it: loaded once, found by id, checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from itertools import chain

from upperback.catalogue.check import check
from upperback.catalogue.check_languages import LanguageState
from upperback.catalogue.grading import CAN_GRADE
from upperback.catalogue.languages import ENGLISH
from upperback.catalogue.loader import CatalogueError, check_language, installed, load, name_of
from upperback.model.articles import Claim
from upperback.model.catalogue import Area, Catalogue, Exercise, FindingKind, Modifier, Question, Routine, SelfTest, Source
from upperback.services import posable
from upperback.services.errors import BadInputError

Entry = Exercise | SelfTest | FindingKind | Question | Modifier | Routine | Area | Claim | Source


@cache
def catalogue() -> Catalogue:
    """The catalogue of this version, read at the first call. Raises `BadInputError` when a file of it is broken: nothing
    starts then."""
    try:
        return load()
    except CatalogueError as error:
        raise BadInputError(f"the catalogue can't be used: {error}") from None


@cache
def languages() -> dict[str, str]:
    """The languages that are there, by their tags: what each one calls itself, English first."""
    try:
        return {language: name_of(language) for language in installed()}
    except CatalogueError as error:
        raise BadInputError(f"the texts can't be used: {error}") from None


@cache
def catalogue_in(language: str) -> Catalogue:
    """The catalogue in one of `languages`, read at the first call. Raises `BadInputError` when its texts are broken."""
    if language == ENGLISH:
        return catalogue()
    try:
        return load(language=language)
    except CatalogueError as error:
        raise BadInputError(f"the texts in {language} can't be used: {error}") from None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    what: str  # exercise, test, finding, question
    id: str
    name: str


def rows(known: Catalogue) -> Iterator[Row]:
    """Everything that has an id, kind by kind."""
    for exercise in known.exercises.values():
        yield Row("exercise", exercise.id, exercise.name)
    for test in known.tests.values():
        yield Row("test", test.id, test.name)
    for finding in known.findings.values():
        yield Row("finding", finding.id, finding.name)
    for question in known.questions.values():
        yield Row("question", question.id, question.text)


def entry(wanted: str, known: Catalogue) -> tuple[str, Entry]:
    """What `wanted` is and its entry. An unknown id raises `BadInputError` with the nearest names.

    >>> entry("band_rwo", catalogue())
    Traceback (most recent call last):
    upperback.services.bad_input.BadInputError: no 'band_rwo' in the catalogue; nearest: band_row
    """
    kinds: dict[str, Mapping[str, Entry]] = {
        "exercise": known.exercises,
        "test": known.tests,
        "finding": known.findings,
        "question": known.questions,
        "modifier": known.modifiers,
        "routine": known.routines,
        "area": known.areas,
        "claim": known.claims,
        "source": known.sources,
    }
    for what, entries in kinds.items():
        if wanted in entries:
            return what, entries[wanted]
    near = get_close_matches(wanted, list(chain.from_iterable(kinds.values())), n=3, cutoff=0.7)
    hint = f"; nearest: {', '.join(near)}" if near else "; see `upperback catalogue list`"
    raise BadInputError(f"no '{wanted}' in the catalogue{hint}")


def grades_texts() -> bool:
    """Whether `faults` looks at the reading grade too: the library for it is a tool of the developers."""
    return CAN_GRADE


def faults() -> list[str]:
    """What is off in the catalogue's content, one line a fault; empty when nothing is: words, rules, and movements that a body
    can't do. Of another language: what no English text stands behind."""
    stale = [f"{place}: no English text stands behind it" for state in translations() for place in state.stale]
    return [*check(catalogue()), *posable.faults(catalogue()), *stale]


@cache
def translations() -> tuple[LanguageState, ...]:
    """How far each language besides English is."""
    try:
        return tuple(check_language(language) for language in installed()[1:])
    except CatalogueError as error:
        raise BadInputError(f"the texts can't be used: {error}") from None
