"""What was done so far, exercise by exercise."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from upperback.model.catalogue import Catalogue
from upperback.model.paper import Table
from upperback.model.record import Case, Done

SHOWN: Final = 14


@dataclass(slots=True)
class _Seen:
    """On how many days, on which one last, and how it was done then."""

    days: set[date]
    last: date
    done: Done


def done_table(catalogue: Catalogue, case: Case) -> Table | None:
    """Each exercise with its days and its newest dose, the most often done first; None before anything was done. What a later
    catalogue no longer has keeps the name it had."""
    texts = catalogue.texts
    seen: dict[str, _Seen] = {}
    for session in sorted(case.sessions, key=lambda session: session.day):
        for done in session.items:
            if done.skipped:
                continue
            found = seen.setdefault(done.exercise, _Seen(set(), session.day, done))
            found.days.add(session.day)
            found.last, found.done = session.day, done
    if not seen:
        return None
    often = sorted(seen.items(), key=lambda one: (-len(one[1].days), one[0]))[:SHOWN]
    rows = tuple(
        (_name(catalogue, id_), texts.number(len(s.days)), _dose(catalogue, s.done), texts.day(s.last)) for id_, s in often
    )
    columns = tuple(texts(f"paper.report.done_column.{key}") for key in ("exercise", "days", "dose", "last"))
    return Table(texts("paper.report.done_table"), columns, rows, (1,))


def _name(catalogue: Catalogue, exercise: str) -> str:
    if exercise in catalogue.exercises:
        return catalogue.exercises[exercise].name
    return catalogue.retired.get(exercise, exercise)


def _dose(catalogue: Catalogue, done: Done) -> str:
    """What was done, not what was asked: no rests."""
    texts = catalogue.texts
    key = "hold" if done.hold_s else "plain"
    return texts(f"paper.report.did.{key}", n=done.sets, reps=done.reps, hold_s=done.hold_s)
