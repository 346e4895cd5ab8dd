"""Tender spots: one place after the other on the body map, left and right; how tender, and is it the familiar pain."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from upperback.model.body import Side
from upperback.model.record import PAIN_MAX, Test
from upperback.model.regions import Mark, regions_of, side_of
from upperback.model.selftest import OWN_WORD, Measure, SelfTest
from upperback.model.texts import Texts
from upperback.services.errors import BadInputError
from upperback.services.measuring import sides_of
from upperback.services.person import Person
from upperback.services.places import place_name
from upperback.web.figures import marked, to_follow, to_press
from upperback.web.forms import Sent
from upperback.web.pages.hand import test_of
from upperback.web.render import page

router = APIRouter(prefix="/tests/{test_id}/spots")

TENDER_FROM = 4  # a spot counts from here on, where the pain is the familiar one (evidence on tests; expert judgement)


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of one side. `region` names it in the address and on the map."""

    measure: Measure
    side: Side
    region: str
    name: str


@dataclass(frozen=True, slots=True)
class Felt:
    """A spot with what was said of it last."""

    spot: Spot
    last: Test | None
    today: bool

    @property
    def tender(self) -> float:
        """How tender it was last; 0 where nothing was said."""
        return 0.0 if self.last is None else self.last.trials[-1]

    @property
    def counts(self) -> bool:
        """Tender enough, and the pain the person knows."""
        return self.last is not None and self.tender >= TENDER_FROM and self.last.familiar is True


@router.get("")
def overview(request: Request, test_id: str) -> Response:
    """The places on the map, and where to go on."""
    person, test = _open(request, test_id)
    if person is None:
        return RedirectResponse(f"/tests/{test.id}", 303)
    felt = felt_of(person, test)
    todo = [one.spot for one in felt if not one.today]
    links = {one.spot.region: (f"/tests/{test.id}/spots/{one.spot.region}", one.spot.name) for one in felt}
    done = [one.spot.region for one in felt if one.today]
    figures = to_follow(links, done, texts=request.app.state.catalogue.texts)
    return page(request, "spots.html", test=test, felt=felt, todo=todo, figures=figures)


@router.get("/map")
def summary(request: Request, test_id: str) -> Response:
    """What was said of each place, on the map."""
    person: Person = request.app.state.person
    test = _pressed(request, test_id)
    felt = [one for one in felt_of(person, test) if one.last is not None]
    if not felt:
        return RedirectResponse(f"/tests/{test.id}", 303)
    marks = [Mark(one.spot.region, watched=not one.counts) for one in felt if one.counts or one.tender > 0]
    about = [f for f in person.findings() if any(value.test == test.id for value in f.values)]
    return page(
        request,
        "spots_map.html",
        test=test,
        felt=felt,
        picture=marked(marks, [one.spot.name for one in felt if one.counts], texts=request.app.state.catalogue.texts),
        findings=about,
        kinds=request.app.state.catalogue.findings,
        todo=[one.spot for one in felt_of(person, test) if not one.today],
        open=test in person.testing.open_tests(),
        today=person.today(),
    )


@router.get("/{region}")
def ask(request: Request, test_id: str, region: str) -> Response:
    person, test = _open(request, test_id)
    if person is None:
        return RedirectResponse(f"/tests/{test.id}", 303)
    spots = _spots(test, request.app.state.catalogue.texts)
    spot = _spot(test, region, request.app.state.catalogue.texts)
    return page(
        request,
        "spot.html",
        test=test,
        spot=spot,
        picture=_picture(spot, request.app.state.catalogue.texts),
        number=spots.index(spot) + 1,
        of=len(spots),
        onward=_after(person, test, spot),
    )


@router.post("/{region}")
def say(request: Request, test_id: str, region: str, form: Sent) -> Response:
    person, test = _open(request, test_id)
    if person is None:
        return RedirectResponse(f"/tests/{test.id}", 303)
    spot = _spot(test, region, request.app.state.catalogue.texts)
    tender, familiar = form.number("tender", 0, PAIN_MAX), form.one_of("familiar", ("yes", "no"))
    if tender is None:
        raise BadInputError("tender: say how tender it is", "tests.error.tender")
    known = None if familiar is None else familiar == "yes"
    person.testing.record_test(test.id, spot.measure.id, spot.side, [tender], OWN_WORD, familiar=known)
    return RedirectResponse(_after(person, test, spot), 303)


def pressed(test: SelfTest) -> bool:
    """True for a test whose places are pressed one after the other."""
    return any(measure.pressed_with for measure in test.measures)


def _open(request: Request, test_id: str) -> tuple[Person | None, SelfTest]:
    person: Person = request.app.state.person
    test = _pressed(request, test_id)
    return (person if test in person.testing.open_tests() else None), test


def _pressed(request: Request, test_id: str) -> SelfTest:
    test = test_of(request.app.state.catalogue, test_id)
    if not pressed(test):
        raise HTTPException(404)
    return test


def _spots(test: SelfTest, texts: Texts) -> list[Spot]:
    """Every place, left and right one after the other."""
    spots = []
    for measure in test.measures:
        if not measure.pressed_with:
            continue
        of_side = {side_of(region): region for region in regions_of(measure.region)} if measure.sides else {}
        for side in sides_of(measure):
            region = of_side.get(side, measure.region)
            spots.append(Spot(measure, side, region, place_name(region, texts)))
    return spots


def _spot(test: SelfTest, region: str, texts: Texts) -> Spot:
    found = next((spot for spot in _spots(test, texts) if spot.region == region), None)
    if found is None:
        raise HTTPException(404)
    return found


def felt_of(person: Person, test: SelfTest) -> list[Felt]:
    """Every place of the test with what was said of it last."""
    said = {(one.measure, one.side): one for one in person.case().tests if one.test == test.id}
    today = person.today()
    felt = []
    for spot in _spots(test, person.catalogue.texts):
        last = said.get((spot.measure.id, spot.side))
        felt.append(Felt(spot, last, last is not None and last.day == today))
    return felt


def _after(person: Person, test: SelfTest, spot: Spot) -> str:
    """Where to go from here: the next place that nothing was said of today, else the map."""
    spots = _spots(test, person.catalogue.texts)
    done = {one.spot.region for one in felt_of(person, test) if one.today}
    later = next((one for one in spots[spots.index(spot) + 1 :] if one.region not in done), None)
    return f"/tests/{test.id}/spots/{later.region if later else 'map'}"


def _picture(spot: Spot, texts: Texts) -> Markup:
    """The side of the body on which the place is seen, with the place painted."""
    pictures = to_press((spot.region,), (spot.region,), texts=texts)
    return next(figure for figure in pictures.values() if f'data-region="{spot.region}"' in figure)
