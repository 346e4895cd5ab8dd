"""One thing to look at: its tests with what they gave, its findings, its exercises, what the articles say of it."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response

from upperback.model.body import Side
from upperback.model.care import Cleared, Finding, Status
from upperback.model.catalogue import Area, Catalogue, Exercise, Kind
from upperback.model.record import Case, Test
from upperback.model.regions import Mark, fine
from upperback.model.selftest import Measure, SelfTest
from upperback.services.bands import band_of, band_of_test
from upperback.services.person import Person
from upperback.services.values import value_of
from upperback.services.words import Words
from upperback.web.figures import Drawings, marked, to_follow
from upperback.web.pages.hand import ways_of
from upperback.web.pages.spots import felt_of, pressed
from upperback.web.render import page

router = APIRouter()

EXERCISES_SHOWN: Final = 6  # the first of each kind; the rest is a link away
CLAIMS_SHOWN: Final = 3
ORDER: Final = (Kind.MOBILITY, Kind.STRENGTH, Kind.RELEASE, Kind.HABIT, Kind.AEROBIC)


@dataclass(frozen=True, slots=True)
class Result:
    """One number of a test as it stands: which side, the value in words, how far off it can be ("" where it is an answer)."""

    name: str
    side: Side
    value: str
    off_by: str


@dataclass(frozen=True, slots=True)
class TestRow:
    """A test of the area. `ways`: how it can be taken. `results`: of the newest day, empty before the first; `spots`: how many
    of the pressed places are the familiar pain, None for a test without places."""

    test: SelfTest
    allowed: bool
    ways: tuple[str, ...]
    last: date | None
    results: tuple[Result, ...]
    spots: int | None


@router.get("/areas")
def overview(request: Request) -> Response:
    catalogue: Catalogue = request.app.state.catalogue
    return page(request, "areas.html", areas=list(catalogue.areas.values()), map=area_map(catalogue))


@router.get("/areas/{area_id}")
def show(request: Request, area_id: str) -> Response:
    person: Person = request.app.state.person
    catalogue: Catalogue = request.app.state.catalogue
    drawings: Drawings = request.app.state.drawings
    area = catalogue.areas.get(area_id)
    if area is None:
        raise HTTPException(404)
    case, findings = person.case(), {f.finding: f for f in person.findings()}
    exercises = exercises_of(catalogue, area)
    about = [c for c in catalogue.claims.values() if set(c.exercises) & {e.id for e in exercises}]
    marks = [Mark(region) for region in area.regions]
    return page(
        request,
        "area.html",
        area=area,
        body=marked(marks, [area.name], texts=catalogue.texts) if marks else Markup(""),
        tests=[_row(person, case, catalogue.tests[test]) for test in area.tests if test in catalogue.tests],
        findings=[(catalogue.findings[f], _told(findings.get(f))) for f in area.findings if f in catalogue.findings],
        exercises=exercises[:EXERCISES_SHOWN],
        more=len(exercises) > EXERCISES_SHOWN,
        claims=about[:CLAIMS_SHOWN],
        choices=person.choosing.choices(),
        screened=isinstance(person.verdict(), Cleared),
        picture=drawings.picture,
        today=person.today(),
        hurt=any(f in case.about.regions for f in area.regions),
    )


def area_map(catalogue: Catalogue) -> dict[str, Markup]:
    """The body whose places lead to their areas; a place of several belongs to the one with the fewest places."""
    links: dict[str, tuple[str, str]] = {}
    for area in sorted(catalogue.areas.values(), key=lambda area: -len(fine(area.regions))):
        for region in fine(area.regions):
            links[region] = (f"/areas/{area.id}", area.name)
    return to_follow(links, texts=catalogue.texts)


def exercises_of(catalogue: Catalogue, area: Area) -> list[Exercise]:
    """What serves the findings of an area, the first of each kind before the second."""
    kinds = [catalogue.findings[f].exercises for f in area.findings if f in catalogue.findings]
    ranked: dict[str, tuple[int, int]] = {}
    for named in kinds:
        for kind, ids in named.items():
            for place, exercise_id in enumerate(ids):
                ranked.setdefault(exercise_id, (place, ORDER.index(kind)))
    return [catalogue.exercises[e] for e in sorted(ranked, key=lambda e: ranked[e]) if e in catalogue.exercises]


def _row(person: Person, case: Case, test: SelfTest) -> TestRow:
    mine = [one for one in case.tests if one.test == test.id]
    last = max((one.day for one in mine), default=None)
    newest = {(one.measure, one.side): one for one in mine if one.day == last}
    measures = {measure.id: measure for measure in test.measures}
    results = tuple(_result(person, one, measures[one.measure]) for one in newest.values() if one.measure in measures)
    camera = ("camera",) if any("camera" in m.methods and not m.photo for m in test.measures) else ()
    ways = ("spots",) if pressed(test) else (*camera, *ways_of(test))
    spots = sum(1 for one in felt_of(person, test) if one.counts) if pressed(test) else None
    return TestRow(test, test in person.testing.open_tests(), ways, last, results, spots)


def _result(person: Person, one: Test, measure: Measure) -> Result:
    """A kept number with the error care gives it: the person's own, once two days of tries show it."""
    words, known = Words(person.catalogue.texts), value_of(person.catalogue, person.findings(), one)
    band = band_of(person.catalogue, known, measure) if known else band_of_test(one, measure)
    label = measure.label_of(band.value)
    value = label or words.amount(band.value, band.unit)
    off_by = "" if label else words.amount(band.error_95, band.unit)
    return Result(measure.name, one.side, value, off_by)


def _told(finding: Finding | None) -> Finding | None:
    return finding if finding is not None and finding.status is not Status.NOT_TESTED else None
