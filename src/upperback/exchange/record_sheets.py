"""A record as tables for a spreadsheet: each kind of thing a table, one thing a row, the unit in the column's name.

What is measured in several units has a column for each unit that occurs, so that no column mixes two.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from upperback.exchange.spreadsheet import Cell, Sheet, column
from upperback.model.care import Finding, Value
from upperback.model.catalogue import Catalogue
from upperback.model.movement import Untracked
from upperback.model.record import Case

NAMES: Final = (
    "diary", "activities", "own_word", "safety_answers", "clinicians_looks", "tests", "programmes", "findings",
    "sessions", "session_items", "repetitions",
)  # fmt: skip
"""Every table, in the order they come in."""
SCALE: Final = "0 to 10"
Rows = Sequence[Mapping[str, Any]]


def of_case(case: Case, findings: Sequence[Finding], catalogue: Catalogue) -> Iterator[Sheet]:
    """Diary, activities, the own word, answers, clinicians' looks, tests, programmes, findings."""
    walked, swum = column("walked", "min"), column("swum", "min")
    yield Sheet(
        "diary",
        ("day", column("pain", SCALE), column("worst_pain", SCALE), walked, swum, "slept_badly", "ill"),
        ((d.day, d.pain, d.worst, d.minutes_walked, d.minutes_swum, d.slept_badly, d.ill) for d in case.diary),
    )
    yield Sheet(
        "activities",
        ("activity", column("goal", SCALE), "day", column("score", SCALE)),
        ((f.activity, f.goal, s.day, s.score) for f in case.function for s in f.scores),
    )
    yield Sheet("own_word", ("day", column("change", "1 to 7")), ((c.day, c.pgic) for c in case.change))
    yield Sheet(
        "safety_answers",
        ("day", "question", "answer", "short_form"),
        ((s.day, question, yes, s.short) for s in case.screens for question, yes in s.answers.items()),
    )
    yield Sheet(
        "clinicians_looks",
        ("day", "question", "by", "limits"),
        ((c.day, c.question, c.by, " ".join(c.blocked_tags)) for c in case.clearances),
    )
    yield _tests(case, catalogue)
    yield _programmes(case, catalogue)
    yield _findings(findings, catalogue)


def of_sessions(sessions: Rows, items: Rows, movements: Iterable[Mapping[str, Any]], catalogue: Catalogue) -> Iterator[Sheet]:
    """Sessions, what was asked and done in each, and every single repetition, from the rows of the record's tables."""
    numbers = {s["id"]: (s["number"], s["day"]) for s in sessions}
    scales = tuple(column(name, SCALE) for name in ("pain_before", "pain_after", "pain_next_morning"))
    yield Sheet(
        "sessions",
        ("session", "day", "started_at_utc", "kind", "state", "routine", "symptom", *scales),
        (
            (
                s["number"],
                s["day"],
                s["started_at"],
                s["kind"],
                s["state"],
                s["routine"],
                s["symptom"],
                s["pain_before"],
                s["pain_after"],
                s["pain_next_morning"],
            )
            for s in sessions
        ),
    )
    placed = sorted(items, key=lambda i: (*numbers[i["session_id"]], i["place"]))
    units = sorted({_unit(catalogue, i["exercise"]) for i in items})
    asked = ("asked_sets", "asked_repetitions", column("asked_hold", "s"), column("asked_rest", "s"))
    done = ("done_sets", "done_repetitions", column("done_hold", "s"))
    felt = (column("pain", SCALE), column("effort", SCALE), "form_ok", "state", "stopped_because")
    yield Sheet(
        "session_items",
        (
            "session", "day", "item", "exercise", "name", "side", "level", *asked, *done,
            *(column("furthest", unit) for unit in units), *felt,
        ),
        (
            (
                *numbers[i["session_id"]], i["item"], i["exercise"], _name(catalogue, i["exercise"]), i["side"], i["level"],
                i["sets"], i["reps"], i["hold_s"], i["rest_s"], i["done_sets"], i["done_reps"], i["done_hold_s"],
                *_spread(units, _unit(catalogue, i["exercise"]), i["peak"]),
                i["pain"], i["effort"], i["form_ok"], i["state"], i["stopped_because"],
            )
            for i in placed
        ),
    )  # fmt: skip
    what = {(i["session_id"], i["item"]): i["exercise"] for i in items}
    yield Sheet(
        "repetitions",
        (
            "session", "day", "item", "exercise", "set", "side", "kind", *(column("furthest", unit) for unit in units),
            column("held", "s"), "counted_by", "counted_at_utc",
        ),
        (
            (
                *numbers[m["session_id"]], m["item"], what[m["session_id"], m["item"]], m["set_no"], m["side"], m["kind"],
                *_spread(units, _unit(catalogue, what[m["session_id"], m["item"]]), m["peak"]),
                m["held_s"], m["counted_by"], m["counted_at"],
            )
            for m in movements
        ),
    )  # fmt: skip


def _tests(case: Case, catalogue: Catalogue) -> Sheet:
    units = sorted({test.unit for test in case.tests})
    last = (column("pain", SCALE), "familiar_pain", "stopped_because")
    return Sheet(
        "tests",
        ("day", "test", "name", "measure", "side", "method", "trial", *(column("value", unit) for unit in units), *last),
        (
            (
                t.day, t.test, _test_name(catalogue, t.test), t.measure, t.side.value, t.method, number,
                *_spread(units, t.unit, trial), t.pain, t.familiar, t.stopped_because,
            )
            for t in case.tests
            for number, trial in enumerate(t.trials, start=1)
        ),
    )  # fmt: skip


def _programmes(case: Case, catalogue: Catalogue) -> Sheet:
    return Sheet(
        "programmes",
        (
            "from_day", "phase", "catalogue", "day_of_week_1_to_7", "exercise", "name", "side", "level", "sets", "repetitions",
            column("hold", "s"), column("rest", "s"),
        ),
        (
            (
                p.day, p.phase, p.catalogue, day, i.exercise, _name(catalogue, i.exercise), i.side.value, i.level, i.sets, i.reps,
                i.hold_s, i.rest_s,
            )
            for p in case.programmes
            for day, items in p.items
            for i in items
        ),
    )  # fmt: skip


def _findings(findings: Sequence[Finding], catalogue: Catalogue) -> Sheet:
    units = sorted({value.unit for finding in findings for value in finding.values})
    measured = [column(name, unit) for unit in units for name in ("value", "error_95", "target")]
    return Sheet(
        "findings",
        (
            "finding", "name", "status", "rank", "finding_side", "settled_on", "test", "measure", "side", "day", "method",
            "error_from", *measured,
        ),
        (
            (
                f.finding, catalogue.findings[f.finding].name, f.status.value, f.rank or None, f.side.value, f.settled_on,
                *_value(value, units),
            )
            for f in findings
            for value in (f.values or (None,))
        ),
    )  # fmt: skip


def _value(value: Value | None, units: Sequence[str]) -> tuple[Cell, ...]:
    if value is None:
        return (None,) * (6 + 3 * len(units))
    numbers = [n if unit == value.unit else None for unit in units for n in (value.value, value.error_95, value.target)]
    return (value.test, value.measure, value.side.value, value.day, value.method, value.error_from, *numbers)


def _spread(units: Sequence[str], unit: str, value: float | None) -> tuple[Cell, ...]:
    """The value in the column of its unit, the others empty."""
    return tuple(value if one == unit else None for one in units)


def _unit(catalogue: Catalogue, exercise: str) -> str:
    found = catalogue.exercises.get(exercise)
    return "" if found is None or isinstance(found.movement, Untracked) else found.movement.unit


def _name(catalogue: Catalogue, exercise: str) -> str:
    found = catalogue.exercises.get(exercise)
    return catalogue.retired.get(exercise, "") if found is None else found.name


def _test_name(catalogue: Catalogue, test: str) -> str:
    found = catalogue.tests.get(test)
    return "" if found is None else found.name
