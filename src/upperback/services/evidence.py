"""Where each source is used: every dose, limit, error, rule and sentence of the catalogue that names it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from upperback.catalogue.references import source_ids
from upperback.model.catalogue import EXPERT, Catalogue, Exercise, FindingKind
from upperback.model.movement import HoldStill, Reps, Untracked
from upperback.model.selftest import SelfTest


class Place(StrEnum):
    """What kind of entry uses a source."""

    EXERCISES = "exercises"
    TESTS = "tests"
    FINDINGS = "findings"
    MODIFIERS = "modifiers"
    CLAIMS = "claims"
    QUESTIONS = "questions"
    RULES = "rules"


@dataclass(frozen=True, slots=True)
class Use:
    """One entry that names a source. `id` is the entry's, `name` what it is called."""

    place: Place
    id: str
    name: str


def used_in(catalogue: Catalogue) -> dict[str, tuple[Use, ...]]:
    """Source id (or "expert judgement") -> the entries that name it, each once, in the order of the catalogue."""
    found: dict[str, dict[Use, None]] = {EXPERT: {}}
    for use, sources in _uses(catalogue):
        for source in sources:
            for one in source_ids(source):
                found.setdefault(one, {})[use] = None
    return {source: tuple(uses) for source, uses in found.items()}


def _uses(catalogue: Catalogue) -> Iterator[tuple[Use, Iterable[str]]]:
    for exercise in catalogue.exercises.values():
        yield Use(Place.EXERCISES, exercise.id, exercise.name), _of_exercise(exercise)
    for test in catalogue.tests.values():
        yield Use(Place.TESTS, test.id, test.name), _of_test(test)
    for kind in catalogue.findings.values():
        yield Use(Place.FINDINGS, kind.id, kind.name), _of_finding(kind)
    for modifier in catalogue.modifiers.values():
        named = [*modifier.sources, *(sign.source for sign in modifier.signs), *(c.source for c in modifier.criteria)]
        yield Use(Place.MODIFIERS, modifier.id, modifier.name), named
    for claim in catalogue.claims.values():
        yield Use(Place.CLAIMS, claim.id, claim.id), claim.sources
    for question in catalogue.questions.values():
        yield Use(Place.QUESTIONS, question.id, question.text), question.source
    for rule in catalogue.rules.rules.values():
        yield Use(Place.RULES, rule.id, rule.words), (rule.source,)
    for fact in catalogue.rules.facts.values():
        yield Use(Place.RULES, fact.id, fact.words), (fact.source,)


def _of_exercise(exercise: Exercise) -> Iterator[str]:
    yield exercise.dose_source
    yield from exercise.sources
    yield from exercise.from_article
    match exercise.movement:
        case Reps(faults=faults, source=source) | HoldStill(faults=faults, source=source):
            yield source
            yield from (fault.source for fault in faults)
        case Untracked():
            pass


def _of_test(test: SelfTest) -> Iterator[str]:
    yield test.norm_source
    yield from test.sources
    for measure in test.measures:
        yield measure.error_source
        yield from measure.error_sources.values()


def _of_finding(kind: FindingKind) -> Iterator[str]:
    yield kind.rule.source
    yield from (criterion.source for criterion in kind.rule.criteria)
    yield from (target.source for target in kind.targets)
    yield kind.gone.source
    yield kind.plateau.source
    yield from kind.sources


def short_name(citation: str) -> str:
    """First author and year, enough to recognise a source.

    >>> short_name("Finucane LM et al. International framework for red flags. JOSPT 2020;50(7):350-372. doi:10.2519/x")
    'Finucane 2020'
    """
    year = re.search(r"\b(?:19|20)\d\d\b", citation)
    authored = re.match(r"(\w[\w'’-]*(?: \w[\w'’-]*)?) [A-Z]{1,3}\b", citation)
    first = authored.group(1) if authored else " ".join(re.split(r"[,.:;(]", citation)[0].split()[:5])
    return f"{first} {year.group()}" if year and year.group() not in first else first
