"""What a measured value is called, and which target it has: for pages, paper and terminal alike."""

from collections.abc import Iterable

from upperback.model.body import Side
from upperback.model.care import Finding, Value
from upperback.model.catalogue import Catalogue, Measure
from upperback.model.criteria import On, Target
from upperback.model.record import Test
from upperback.services.words import Words


def measure_of(catalogue: Catalogue, test: str, measure: str) -> Measure:
    """The measure by its id. Raises KeyError for one that the catalogue does not have."""
    for candidate in catalogue.tests[test].measures:
        if candidate.id == measure:
            return candidate
    raise KeyError(measure)


def title_of(catalogue: Catalogue, value: Value) -> str:
    """How a value is called: the test, its measure where it has several, and the side."""
    test = catalogue.tests[value.test]
    texts, named = catalogue.texts, test.name
    measure = measure_of(catalogue, value.test, value.measure).name.lower()
    if len(test.measures) > 1 and not _same(measure, named.lower()):
        named = texts("common.band.measure", test=test.name, measure=measure)
    if value.side is Side.BOTH:
        return named
    return texts("common.band.measure_side", name=named, side=texts(f"common.sides_said.{value.side}"))


def _same(measure: str, test: str) -> bool:
    """Whether a measure is called what its test is called, but for small words: then one of the two is enough.

    >>> _same("active minutes a week", "active minutes in a week"), _same("steps a day", "active minutes in a week")
    (True, False)
    """
    return set(measure.split()) <= set(test.split())


def target_of(catalogue: Catalogue, value: Value) -> Target | None:
    """The entry a value's target comes from: it says on which side of the number the target lies. None for a limit on the
    difference of the sides: drawn under one side's value it would call a good turn too far."""
    for kind in catalogue.findings.values():
        for target in kind.targets:
            mine = (target.test, target.measure, target.words) == (value.test, value.measure, value.target_words)
            if mine and target.on is not On.SIDE_DIFFERENCE and value.target in (target.at_least, target.at_most):
                return target
    return None


def zone_words(target: Target, unit: str, words: Words) -> str:
    """What stands under the target, short enough for a phone."""
    key = "common.band.target_from" if target.at_least is not None else "common.band.target_up_to"
    return words.texts(key, value=words.amount(target.at_least or target.at_most or 0, unit))


def value_of(catalogue: Catalogue, findings: Iterable[Finding], test: Test) -> Value | None:
    """The value care made of this test, if a finding looks at it; one with a target of its own before one without."""
    mine = [
        value
        for finding in findings
        for value in finding.values
        if (value.test, value.measure, value.side, value.day) == (test.test, test.measure, test.side, test.day)
    ]
    return min(mine, key=lambda value: target_of(catalogue, value) is None, default=None)
