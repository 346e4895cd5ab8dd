"""Self-tests: what is open today, one test with its ways of taking it, and the result as a range."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from upperback.model.body import Side
from upperback.model.catalogue import Catalogue, Measure, SelfTest
from upperback.model.movement import Untracked
from upperback.model.record import Case, Test
from upperback.services.errors import BadInputError
from upperback.services.person import Person
from upperback.web.bands import Band, band_svg
from upperback.web.figures import Drawings
from upperback.web.forms import Form, Sent
from upperback.web.render import page
from upperback.web.values import band_of, band_of_test, value_of
from upperback.web.words import METHODS, SIDES, VIEWS

router = APIRouter()

BY_HAND: Final = ("tape", "timer", "self")
STOPPED: Final = {
    "pain": "It hurt more",
    "dizzy": "I felt dizzy or unwell",
    "tingling": "Tingling or numbness",
    "wish": "I did not want to go on",
}


@router.get("/tests")
def overview(request: Request) -> Response:
    person: Person = request.app.state.person
    case, today = person.case(), person.today()
    done_today = {test.test for test in case.tests if test.day == today}
    last = {test.test: test.day for test in case.tests}
    due = {entry.what for entry in person.review().due if entry.on <= today} if case.tests else set()
    open_tests = gentle_first(person.testing.open_tests())
    context: dict[str, Any] = {
        "open_tests": sorted(open_tests, key=lambda test: test.id not in due),
        "due": due,
        "done_today": done_today,
        "last": last,
        "today": today,
        "case": case,
    }
    drawings: Drawings = request.app.state.drawings
    return page(request, "tests.html", verdict=person.verdict(), picture=drawings.picture, **context)


@router.get("/tests/{test_id}")
def show(request: Request, test_id: str) -> Response:
    person: Person = request.app.state.person
    catalogue: Catalogue = request.app.state.catalogue
    drawings: Drawings = request.app.state.drawings
    test = _test(catalogue, test_id)
    methods = tuple(method for method in METHODS if any(method in measure.methods for measure in test.measures))
    return page(
        request,
        "test.html",
        test=test,
        allowed=test in person.testing.open_tests(),
        methods=methods,
        by_hand=tuple(method for method in methods if method in BY_HAND),
        camera="camera" in methods and not isinstance(test.movement, Untracked),
        figure=drawings.strip(test.id),
        views=VIEWS,
    )


@router.get("/tests/{test_id}/by/{method}")
def ask(request: Request, test_id: str, method: str) -> Response:
    person: Person = request.app.state.person
    test = _test(request.app.state.catalogue, test_id)
    measures = _measures(test, method)
    if test not in person.testing.open_tests():
        return RedirectResponse(f"/tests/{test.id}", 303)
    context: dict[str, Any] = {"measures": measures, "sides": _sides, "of_side": _of_side, "stopped": STOPPED}
    return page(request, "test_by_hand.html", test=test, method=method, **context)


@router.post("/tests/{test_id}/by/{method}")
def save(request: Request, test_id: str, method: str, form: Sent) -> Response:
    person: Person = request.app.state.person
    test = _test(request.app.state.catalogue, test_id)
    pain, familiar = form.number("pain", 0, 10), form.one_of("familiar", ("yes", "no"))
    stopped = form.one_of("stopped", STOPPED)
    rows = [
        (measure, side, trials)
        for measure in _measures(test, method)
        for side in _sides(measure)
        if (trials := _trials(form, measure, side, method))
    ]
    if not rows:
        raise BadInputError(f"{test.name}: enter at least one value")
    for measure, side, trials in rows:
        person.testing.record_test(
            test.id,
            measure.id,
            side,
            trials,
            method,
            pain=pain,
            familiar=None if familiar is None else familiar == "yes",
            stopped_because=stopped,
        )
    return RedirectResponse(f"/tests/{test.id}/result?noted=test", 303)


@dataclass(frozen=True, slots=True)
class Row:
    """One side of a result: how it is called, the test as kept, its band, and how sure that is (in, out, unsure, none)."""

    name: str
    test: Test
    measure: Measure
    band: Band
    sure: str


@router.get("/tests/{test_id}/result")
def result(request: Request, test_id: str) -> Response:
    person: Person = request.app.state.person
    catalogue: Catalogue = request.app.state.catalogue
    test = _test(catalogue, test_id)
    case = person.case()
    kept = _newest(case, test.id)
    if not kept:
        return RedirectResponse(f"/tests/{test.id}", 303)
    findings = person.findings()
    rows = []
    for one in kept:
        measure = next(m for m in test.measures if m.id == one.measure)
        value = value_of(catalogue, findings, one)
        band = band_of(catalogue, value, measure) if value else band_of_test(one, measure)
        sure = band.tone if band.at_least is not None or band.at_most is not None else "none"
        rows.append(Row(SIDES[one.side] if measure.sides else measure.name, one, measure, band, sure))
    about = [f for f in findings if any(v.test == test.id for v in f.values)]
    counts_with = [kind.name.lower() for kind in catalogue.findings.values() if test.id in kind.tests]
    done = {t.test for t in case.tests if t.day == person.today()}
    todo = [t for t in gentle_first(person.testing.open_tests()) if t.id not in done]
    context: dict[str, Any] = {
        "rows": rows,
        "findings": about,
        "counts_with": counts_with,
        "kinds": catalogue.findings,
        "band_svg": band_svg,
        "today": person.today(),
    }
    return page(request, "test_result.html", test=test, done=len(done), next=todo[0] if todo else None, todo=len(todo), **context)


def gentle_first(tests: Iterable[SelfTest]) -> list[SelfTest]:
    """Tests in the order to take them: questions, then movements, then the holds that tire; short ones first."""
    return sorted(tests, key=lambda t: (any("timer" in m.methods for m in t.measures), bool(t.camera.needs), t.minutes))


def _test(catalogue: Catalogue, test_id: str) -> SelfTest:
    if test_id not in catalogue.tests:
        raise HTTPException(404)
    return catalogue.tests[test_id]


def _measures(test: SelfTest, method: str) -> tuple[Measure, ...]:
    """The measures this way of taking the test gives; 404 for a way it can't be taken."""
    measures = tuple(measure for measure in test.measures if method in measure.methods)
    if not measures or method not in BY_HAND:
        raise HTTPException(404)
    return measures


def _sides(measure: Measure) -> tuple[Side, ...]:
    return (Side.LEFT, Side.RIGHT) if measure.sides else (Side.BOTH,)


def _of_side(measure: Measure, side: Side) -> str:
    """What tells the fields of one side from the other's; "" for a measure without sides."""
    return f".{side}" if measure.sides else ""


def _trials(form: Form, measure: Measure, side: Side, method: str) -> list[float]:
    """The trials entered for one side; for an own-word measure the sum of the chosen answers, empty when none was given."""
    if measure.items and method == "self":
        chosen = []
        for item in measure.items:
            values = {f"{n}": option.value for n, option in enumerate(item.options)}
            picked = form.one_of(f"{measure.id}.{item.id}{_of_side(measure, side)}", values)
            if picked is not None:
                chosen.append(values[picked])
        if chosen and len(chosen) < len(measure.items):
            raise BadInputError(f"{measure.name}: answer every question, or none")
        return [sum(chosen)] if chosen else []
    entered = [form.number(f"{measure.id}.{side}.{n}", measure.lower, measure.upper) for n in range(1, measure.trials + 1)]
    return [value for value in entered if value is not None]


def _newest(case: Case, test_id: str) -> list[Test]:
    """Every measure and side of the newest day of this test, each by the method used last."""
    days = [test.day for test in case.tests if test.test == test_id]
    newest: dict[tuple[str, Side], Test] = {}
    for test in case.tests:
        if test.test == test_id and test.day == max(days):
            newest[(test.measure, test.side)] = test
    return list(newest.values())
