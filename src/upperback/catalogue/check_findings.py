"""Whether each finding can be established at home, reached, worked on and left again. One line a fault."""

from collections.abc import Iterator
from typing import Final

from upperback.model.catalogue import HOUSEHOLD, Catalogue, FindingKind
from upperback.model.criteria import Criterion, Way

BY_CAMERA: Final = frozenset({"camera"})


def check_findings(catalogue: Catalogue) -> Iterator[str]:
    """Every fault as `findings/ID.toml: what`.

    >>> from upperback.catalogue.loader import load
    >>> list(check_findings(load()))
    []
    """
    for finding in catalogue.findings.values():
        for faults in (_served(catalogue, finding), _worded(finding), _rule(catalogue, finding)):
            yield from (f"findings/{finding.id}.toml: {fault}" for fault in faults)


def _served(catalogue: Catalogue, finding: FindingKind) -> Iterator[str]:
    served = [catalogue.exercises[name] for names in finding.exercises.values() for name in names]
    if len(served) < 2 or len({position for exercise in served for position in exercise.positions}) < 2:
        yield "is not served by two exercises in two positions"
    if not any(set(exercise.equipment) <= HOUSEHOLD for exercise in served):
        yield "no exercise serves it with household things only"


def _worded(finding: FindingKind) -> Iterator[str]:
    if not finding.meaning or not finding.not_meaning:
        yield "does not say what it means and what it doesn't"
    if not finding.rule.words or not finding.gone.words or not finding.plateau_words:
        yield "rule, exit or plateau has no words"
    if set(finding.grade_notes) != {"link", "change", "benefit"}:
        yield "grade_notes: link, change and benefit each need a note"


def _rule(catalogue: Catalogue, finding: FindingKind) -> Iterator[str]:
    criteria = finding.rule.criteria
    if not 1 <= finding.rule.at_least <= len(criteria):
        yield f"rule: at least {finding.rule.at_least} of {len(criteria)} criteria can't hold"
    for criterion in criteria:
        if not _methods(catalogue, criterion):
            yield f"rule: {criterion.id}: no way of taking {criterion.test} {criterion.measure} gives what it looks at"
    for words, leave in (("by no way of taking its tests", frozenset[str]()), ("without a camera", BY_CAMERA)):
        within = [criterion for criterion in criteria if _methods(catalogue, criterion) - leave]
        if not any(_can_hold(finding, way, within) for way in _ways(finding)):
            yield f"rule: can't be established {words}"
            break
    tested = {(criterion.test, criterion.measure) for criterion in criteria if not criterion.supports}
    for pair in sorted(tested - {(target.test, target.measure) for target in finding.targets}):
        yield f"targets: none for {pair[0]} {pair[1]}, which the rule looks at"


def _methods(catalogue: Catalogue, criterion: Criterion) -> frozenset[str]:
    """The ways of taking the test that give what the criterion looks at."""
    [measure] = [m for m in catalogue.tests[criterion.test].measures if m.id == criterion.measure]
    wanted = frozenset({criterion.method}) if criterion.method is not None else frozenset(measure.methods)
    return wanted & frozenset(measure.methods) - frozenset(criterion.except_methods)


def _ways(finding: FindingKind) -> tuple[Way, ...]:
    """The ways that make a finding, not those that are only watched."""
    return tuple(way for way in finding.rule.ways if not way.watch)


def _can_hold(finding: FindingKind, way: Way, within: list[Criterion]) -> bool:
    for need in way.needs:
        met = {c.test if finding.rule.count_tests else c.id for c in within if c.id in need.of and not c.supports}
        if len(met) < need.at_least:
            return False
    return True
