"""A simulated cohort as JSON lines with stable keys."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from upperback.model.texts import Texts
from upperback.services.simulating import Simulated
from upperback.simulation.world import Assumption

Line = dict[str, Any]


def simulated_lines(found: Simulated, texts: Texts) -> Iterator[Line]:
    """`what` names each line: the settings, figures, paired differences to nothing, shifts with an assumption, the statement."""
    settings = found.settings
    yield {
        "what": "settings",
        "people": settings.people,
        "weeks": settings.weeks,
        "seed": settings.seed,
        "sensitivity_people": settings.small if settings.sensitivity else 0,
        "catalogue": found.catalogue,
    }
    for policy, figures in found.figures.items():
        for figure in figures:
            yield {"what": "figure", "policy": policy, **_rounded(asdict(figure))}
    for difference in found.differences:
        yield {"what": "difference", **_rounded(asdict(difference))}
    for shift in found.shifts:
        yield {"what": "sensitivity", **_rounded(asdict(shift))}
    yield {"what": "statement", "text": texts("simulation.statement")}


def assumption_lines(rows: Iterable[Assumption], texts: Texts) -> Iterator[Line]:
    """One line an assumption: its name, part, value, unit, source and what it is in words."""
    for row in rows:
        yield {"what": "assumption", **asdict(row), "words": words_of(row, texts)}


def words_of(row: Assumption, texts: Texts) -> str:
    """What an assumption is about: its own words, or those of its table."""
    key = f"simulation.assumed.{row.name}"
    return texts(key) if key in texts.written else texts(f"simulation.table.{row.part}")


def _rounded(line: Line) -> Line:
    return {key: round(value, 4) if isinstance(value, float) else value for key, value in line.items()}
