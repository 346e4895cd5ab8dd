"""Whether everything can be reached: routines, areas, claims and tests that lead somewhere. One line a fault."""

from collections.abc import Iterator

from upperback.model.catalogue import Catalogue


def check_reach(catalogue: Catalogue) -> Iterator[str]:
    """Every fault as `file: what`.

    >>> from upperback.catalogue.loader import load
    >>> list(check_reach(load()))
    []
    """
    yield from _routines(catalogue)
    yield from _areas(catalogue)
    yield from _tests(catalogue)
    yield from _claims(catalogue)


def _routines(catalogue: Catalogue) -> Iterator[str]:
    for routine in catalogue.routines.values():
        asked = [item.exercise for item in routine.items if not catalogue.exercises[item.exercise].auto]
        if asked and not routine.guarded:
            yield f"routines/{routine.id}.toml: {asked[0]} is never given by itself, and 'guarded' does not say why"
        if not any(source.startswith("article_") for source in routine.sources):
            yield f"routines/{routine.id}.toml: sources: names no article"


def _areas(catalogue: Catalogue) -> Iterator[str]:
    for area in catalogue.areas.values():
        if not area.tests or not area.findings:
            yield f"areas.toml: {area.id}: leads to no test or to no finding"
    led_to = {finding for area in catalogue.areas.values() for finding in area.findings}
    yield from (f"areas.toml: no area leads to {finding}" for finding in catalogue.findings if finding not in led_to)
    offered = {test for area in catalogue.areas.values() for test in area.tests}
    yield from (f"areas.toml: no area offers {test}" for test in catalogue.tests if test not in offered)


def _tests(catalogue: Catalogue) -> Iterator[str]:
    looked_at = {test for finding in catalogue.findings.values() for test in finding.tests}
    looked_at |= {criterion.test for modifier in catalogue.modifiers.values() for criterion in modifier.criteria}
    for test in catalogue.tests.values():
        if test.information_only == (test.id in {t for finding in catalogue.findings.values() for t in finding.tests}):
            yield f"tests/{test.id}.toml: information_only does not fit what the findings look at"
        elif not test.information_only and test.id not in looked_at:
            yield f"tests/{test.id}.toml: no finding looks at it"


def _claims(catalogue: Catalogue) -> Iterator[str]:
    claimed = {(claim.article, exercise) for claim in catalogue.claims.values() for exercise in claim.exercises}
    for exercise in catalogue.exercises.values():
        for article in exercise.from_article:
            if (article, exercise.id) not in claimed:
                yield f"claims.toml: no claim of {article} is about {exercise.id}, which comes from it"
