"""Self-tests: what is open today, one test with its ways of taking it, and the result as a range."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from upperback.model.body import Side
from upperback.model.care import Finding
from upperback.model.catalogue import Catalogue
from upperback.model.movement import Untracked
from upperback.model.record import Case, Test
from upperback.model.selftest import OWN_WORD, Measure, SelfTest
from upperback.services.bands import Band, band_of, band_of_test
from upperback.services.person import Person
from upperback.services.testing import Compared, gentle_first
from upperback.services.values import value_of
from upperback.web.figures import Drawings
from upperback.web.pages.hand import test_of, ways_of
from upperback.web.pages.spots import pressed
from upperback.web.render import page

router = APIRouter()

ICONS: Final = {
    "camera": "cam", "tape": "ruler", "timer": "turn", "gyro": "phone", "photo": "cam", "self": "person", "spots": "hand"
}  # fmt: skip


@router.get("/tests")
def overview(request: Request) -> Response:
    """What is for today, and the rest by area, when one likes."""
    person: Person = request.app.state.person
    catalogue: Catalogue = request.app.state.catalogue
    drawings: Drawings = request.app.state.drawings
    case, today = person.case(), person.today()
    open_tests = {test.id: test for test in person.testing.open_tests()}
    due = person.testing.due_tests()
    done = [test for test in open_tests.values() if any(one.test == test.id and one.day == today for one in case.tests)]
    todo = gentle_first(open_tests[test] for test, on in due.items() if on <= today and open_tests[test] not in done)
    areas = [area for area in catalogue.areas.values() if any(test in open_tests for test in area.tests)]
    context: dict[str, Any] = {
        "todo": todo,
        "done": done,
        "areas": areas,
        "next_due": min((on for on in due.values() if on > today), default=None),
        "first": not case.tests,
        "today": today,
    }
    return page(request, "tests.html", verdict=person.verdict(), open_tests=open_tests, picture=drawings.picture, **context)


@router.get("/tests/{test_id}")
def show(request: Request, test_id: str) -> Response:
    person: Person = request.app.state.person
    catalogue: Catalogue = request.app.state.catalogue
    drawings: Drawings = request.app.state.drawings
    test = test_of(catalogue, test_id)
    case = person.case()
    return page(
        request,
        "test.html",
        test=test,
        allowed=test in person.testing.open_tests(),
        ways=_ways(test),
        icons=ICONS,
        last=max((one.day for one in case.tests if one.test == test.id), default=None),
        today=person.today(),
        figure=drawings.strip(test.id),
    )


def _ways(test: SelfTest) -> list[tuple[str, str, list[str]]]:
    """Each way to take a test: its name, its address, and how to in a sentence."""
    if pressed(test):
        return [("spots", f"/tests/{test.id}/spots", [])]
    tracked = not isinstance(test.movement, Untracked)
    camera = tracked and any("camera" in m.methods and not m.photo for m in test.measures)
    named = [("camera", f"/tests/{test.id}/camera")] if camera else []
    named += [(way, f"/tests/{test.id}/by/{way}") for way in ways_of(test)]
    method = {"photo": "camera"}
    told = {
        way: list(dict.fromkeys(m.how[by] for m in test.measures if (by := method.get(way, way)) in m.how)) for way, _ in named
    }
    # Of the own word the first line alone: the others stand beside their questions, where they mean something.
    return [(way, address, told[way][:1] if way == OWN_WORD else told[way]) for way, address in named]


@dataclass(frozen=True, slots=True)
class Row:
    """One side of a result: its measure and side, the test as kept, its band, how sure that is (in, out, unsure, none), the
    answer it stands for where its values are named, and how it compares with the day before it."""

    test: Test
    measure: Measure
    band: Band
    sure: str
    label: str
    before: Compared | None


@router.get("/tests/{test_id}/result")
def result(request: Request, test_id: str) -> Response:
    person: Person = request.app.state.person
    catalogue: Catalogue = request.app.state.catalogue
    test = test_of(catalogue, test_id)
    if pressed(test):
        return RedirectResponse(f"/tests/{test.id}/spots/map", 303)
    kept = _newest(person.case(), test)
    if not kept:
        return RedirectResponse(f"/tests/{test.id}", 303)
    findings = person.findings()
    due = person.testing.due_tests()
    todo = gentle_first(t for t in person.testing.open_tests() if due.get(t.id, date.max) <= person.today() and t.id != test.id)
    done = {one.test for one in person.case().tests if one.day == person.today()}
    todo = [t for t in todo if t.id not in done]
    context: dict[str, Any] = {
        "rows": [_row(person, catalogue, findings, one, measure) for one, measure in kept],
        "findings": [f for f in findings if any(v.test == test.id for v in f.values)],
        "counts_with": [kind.name.lower() for kind in catalogue.findings.values() if test.id in kind.tests],
        "kinds": catalogue.findings,
        "today": person.today(),
    }
    return page(request, "test_result.html", test=test, done=len(done), next=todo[0] if todo else None, todo=len(todo), **context)


def _row(person: Person, catalogue: Catalogue, findings: tuple[Finding, ...], one: Test, measure: Measure) -> Row:
    value = value_of(catalogue, findings, one)
    band = band_of(catalogue, value, measure) if value else band_of_test(one, measure)
    sure = band.tone if band.at_least is not None or band.at_most is not None else "none"
    return Row(one, measure, band, sure, measure.label_of(band.value), person.testing.compared(one))


def _newest(case: Case, test: SelfTest) -> list[tuple[Test, Measure]]:
    """Every measure and side of the newest day of this test, each by the method used last, in the order of the measures."""
    mine = [one for one in case.tests if one.test == test.id]
    last = max((one.day for one in mine), default=None)
    newest = {(one.measure, one.side): one for one in mine if one.day == last}
    sides = (Side.LEFT, Side.RIGHT, Side.BOTH)
    return [(newest[m.id, side], m) for m in test.measures for side in sides if (m.id, side) in newest]
