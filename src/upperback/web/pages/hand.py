"""A self-test without the camera's pose: by tape, timer, phone, marks on a photo, or one's own word; then how it felt."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from upperback.model.body import Side
from upperback.model.catalogue import Catalogue
from upperback.model.selftest import OWN_WORD, PHOTO_MARKS, Item, Measure, SelfTest
from upperback.model.texts import Texts
from upperback.services.errors import BadInputError
from upperback.services.measuring import how_it_felt, sides_of
from upperback.services.person import Person
from upperback.services.views import Symptom
from upperback.web.figures import Drawings
from upperback.web.forms import Form, Sent
from upperback.web.render import page

router = APIRouter(prefix="/tests/{test_id}")

PHOTO: Final = "photo"  # the way of the marks; what it gives is a value by camera
CAMERA: Final = "camera"
BY_HAND: Final = ("tape", "timer", "gyro", PHOTO, OWN_WORD)
ASKED_AT_ONCE: Final = 4  # questions on one page; expert judgement
INCH_CM: Final = 2.54
STOPPED: Final = ("pain", "dizzy", "tingling", "chest", "wish")
# What stops a test and is not about muscles: the short safety form comes next (progress rules 2, "stop + screen").
SYMPTOM_OF: Final[Mapping[str, Symptom]] = {
    "dizzy": Symptom.DIZZY, "tingling": Symptom.TINGLING_OR_NUMB, "chest": Symptom.CHEST_PAIN
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """One own-word question for one side; `name` is its field."""

    measure: Measure
    item: Item
    side: Side
    name: str

    @property
    def scale(self) -> bool:
        """True for an answer from 0 to 10, which is shown as one row."""
        return [option.value for option in self.item.options] == list(range(11))


@router.get("/by/{way}")
def ask(request: Request, test_id: str, way: str, unit: str = "") -> Response:
    """The page to take it by: numbers to enter, marks to set, or questions."""
    person: Person = request.app.state.person
    test = test_of(request.app.state.catalogue, test_id)
    measures = _measures(test, way)
    if test not in person.testing.open_tests():
        return RedirectResponse(f"/tests/{test.id}", 303)
    if way == OWN_WORD and all(measure.items for measure in measures):
        return _questions(request, test, way, measures, {})
    on_to = bool(asked_with(test, way)) or feels(test, way)
    context: dict[str, Any] = {"measures": measures, "sides": sides_of, "inches": unit == "in", "on_to": on_to}
    if way == PHOTO:
        marks = [mark for mark in PHOTO_MARKS if any(mark in measure.photo for measure in measures)]
        return page(request, "test_photo.html", test=test, picture=_picture(request, test), marks=marks, **context)
    drawings: Drawings = request.app.state.drawings
    drawn = drawings.of_way(test.id, way)
    picture = drawings.how(drawn) if way == "timer" else drawings.strip(drawn)
    return page(request, "test_by_hand.html", test=test, method=way, picture=picture, **context)


@router.post("/by/{way}")
def save(request: Request, test_id: str, way: str, form: Sent) -> Response:
    """Keep what was entered; each number is in the database before the next page asks on."""
    person: Person = request.app.state.person
    test = test_of(request.app.state.catalogue, test_id)
    measures = _measures(test, way)
    if way == OWN_WORD and all(measure.items for measure in measures):
        return _answered(request, test, way, measures, form)
    inches = form.one_of("unit", ("in",)) == "in"
    rows = [
        (measure, side, trials)
        for measure in measures
        for side in sides_of(measure)
        if (trials := _trials(form, measure, side, inches=inches))
    ]
    if not rows:
        raise BadInputError("no value was entered", "tests.error.enter", test=test.name)
    for measure, side, trials in rows:
        person.testing.record_test(test.id, measure.id, side, trials, method_of(way))
    return RedirectResponse(f"/tests/{test.id}/also/{way}" if asked_with(test, way) else _after(test, way), 303)


@router.get("/also/{way}")
def also(request: Request, test_id: str, way: str) -> Response:
    """The questions that go with the test, however the rest of it was taken."""
    person: Person = request.app.state.person
    test = test_of(request.app.state.catalogue, test_id)
    asked = asked_with(test, way)
    if not asked or way not in (*BY_HAND, CAMERA):
        raise HTTPException(404)
    if test not in person.testing.open_tests():
        return RedirectResponse(f"/tests/{test.id}", 303)
    return _questions(request, test, way, asked, {})


@router.post("/also/{way}")
def say_also(request: Request, test_id: str, way: str, form: Sent) -> Response:
    test = test_of(request.app.state.catalogue, test_id)
    asked = asked_with(test, way)
    if not asked or way not in (*BY_HAND, CAMERA):
        raise HTTPException(404)
    return _answered(request, test, way, asked, form)


@router.get("/felt/{way}")
def felt(request: Request, test_id: str, way: str) -> Response:
    test = test_of(request.app.state.catalogue, test_id)
    _measures(test, way)
    return page(request, "test_felt.html", test=test, way=way, stopped=STOPPED)


@router.post("/felt/{way}")
def say_felt(request: Request, test_id: str, way: str, form: Sent) -> Response:
    """Pain at its worst, whether it was the familiar one, and why it was stopped early. A symptom asks the short form next."""
    person: Person = request.app.state.person
    test = test_of(request.app.state.catalogue, test_id)
    _measures(test, way)
    familiar, stopped = form.one_of("familiar", ("yes", "no")), form.one_of("stopped", STOPPED)
    known = None if familiar is None else familiar == "yes"
    how_it_felt(person, test.id, form.number("pain", 0, 10), known, method=method_of(way), stopped_because=stopped)
    symptom = SYMPTOM_OF.get(stopped or "")
    if symptom is not None:
        person.screening.after_symptom(symptom)
        return RedirectResponse("/start", 303)
    return RedirectResponse(f"/tests/{test.id}/result?noted=test", 303)


def test_of(catalogue: Catalogue, test_id: str) -> SelfTest:
    """The self-test of this id; 404 without one."""
    if test_id not in catalogue.tests:
        raise HTTPException(404)
    return catalogue.tests[test_id]


def ways_of(test: SelfTest) -> tuple[str, ...]:
    """The ways this test can be taken without the camera's pose, in the order to offer them."""
    return tuple(way for way in BY_HAND if _by(test, way))


def method_of(way: str) -> str:
    """How a value that was taken this way is kept.

    >>> method_of("photo"), method_of("tape")
    ('camera', 'tape')
    """
    return CAMERA if way == PHOTO else way


def feels(test: SelfTest, way: str) -> bool:
    """True where the body does something: questions about the day are asked without pain."""
    return bool(test.blocked_by) or way != OWN_WORD


def _by(test: SelfTest, way: str) -> tuple[Measure, ...]:
    """What is asked on the first page: the numbers of this way, or the questions where there are no numbers."""
    mine = tuple(
        m
        for m in test.measures
        if m.counted is None and method_of(way) in m.methods and (way not in (PHOTO, CAMERA) or bool(m.photo) == (way == PHOTO))
    )
    numbers = tuple(m for m in mine if not (m.items and way == OWN_WORD))
    return numbers or mine


def _measures(test: SelfTest, way: str) -> tuple[Measure, ...]:
    measures = _by(test, way) if way in BY_HAND else ()
    if not measures:
        raise HTTPException(404)
    return measures


def asked_with(test: SelfTest, way: str) -> tuple[Measure, ...]:
    """The questions that come after the numbers."""
    if way != OWN_WORD:
        return tuple(measure for measure in test.measures if measure.only_asked and measure.items)
    return tuple(m for m in test.taken_by(OWN_WORD) if m.items and m not in _by(test, OWN_WORD))


def _after(test: SelfTest, way: str) -> str:
    asks = way != CAMERA and feels(test, way)  # the camera's own page has asked how it felt
    return f"/tests/{test.id}/felt/{way}" if asks else f"/tests/{test.id}/result?noted=test"


def _texts(request: Request) -> Texts:
    texts: Texts = request.app.state.catalogue.texts
    return texts


def _picture(request: Request, test: SelfTest) -> str:
    drawings: Drawings = request.app.state.drawings
    return drawings.how(test.id)


def _each(measures: tuple[Measure, ...]) -> list[Asked]:
    """The own-word questions in their order, the sides of a measure one after the other."""
    return [
        Asked(measure, item, side, f"{measure.id}.{item.id}{f'.{side}' if measure.sides else ''}")
        for measure in measures
        for side in sides_of(measure)
        for item in measure.items
    ]


def _questions(
    request: Request, test: SelfTest, way: str, measures: tuple[Measure, ...], said: Mapping[str, int], start: int = 0
) -> Response:
    """A few questions a page, from the one at `start`; what was answered on the pages before comes along."""
    each = _each(measures)
    now = each[start : start + ASKED_AT_ONCE]
    return page(
        request,
        "test_asked.html",
        test=test,
        way=way,
        asked=now,
        said=said,
        next_from=start + len(now) if start + len(now) < len(each) else None,
        share=100 * start // len(each) if len(each) > ASKED_AT_ONCE else None,
        on_to=feels(test, way) and way != CAMERA,
        picture=_picture(request, test),
    )


def _answered(request: Request, test: SelfTest, way: str, measures: tuple[Measure, ...], form: Form) -> Response:
    person: Person = request.app.state.person
    said, each = _said(form, measures), _each(measures)
    start = form.whole("from", 1, len(each) - 1) if len(each) > 1 else None
    shown = {one.measure.id for one in each} - {one.measure.id for one in each[start:]} if start else {m.id for m in measures}
    half = next((m for m in measures for side in sides_of(m) if m.id in shown and _half_answered(m, side, said)), None)
    if half is not None:
        raise BadInputError("half of the questions were answered", "tests.error.half", measure=half.name)
    if start:
        return _questions(request, test, way, measures, said, start)
    rows = [(m, side, value) for m in measures for side in sides_of(m) if (value := _sum(m, side, said)) is not None]
    if not rows and way == OWN_WORD:
        raise BadInputError("no question was answered", "tests.error.answer", test=test.name)
    for measure, side, value in rows:
        person.testing.record_test(test.id, measure.id, side, [value], OWN_WORD)
    return RedirectResponse(_after(test, way), 303)


def _said(form: Form, measures: tuple[Measure, ...]) -> dict[str, int]:
    """Which answer was chosen, by field."""
    said = {}
    for one in _each(measures):
        picked = form.one_of(one.name, [f"{n}" for n in range(len(one.item.options))])
        if picked is not None:
            said[one.name] = int(picked)
    return said


def _half_answered(measure: Measure, side: Side, said: Mapping[str, int]) -> bool:
    """True where some questions of one side were answered and others not: such a sum would be too low."""
    mine = [one.name in said for one in _each((measure,)) if one.side is side]
    return any(mine) and not all(mine)


def _sum(measure: Measure, side: Side, said: Mapping[str, int]) -> float | None:
    """What the answers of one side give together; None when none was given."""
    mine = [one for one in _each((measure,)) if one.side is side and one.name in said]
    return sum(one.item.options[said[one.name]].value for one in mine) if mine else None


def _trials(form: Form, measure: Measure, side: Side, *, inches: bool) -> list[float]:
    """The numbers entered for one side, in the measure's own unit."""
    per_unit = INCH_CM if inches and measure.unit == "cm" else 1.0
    low, high = round(measure.lower / per_unit, 2), round(measure.upper / per_unit, 2)
    entered = [form.number(f"{measure.id}.{side}.{n}", low, high) for n in range(1, measure.trials + 1)]
    return [min(measure.upper, max(measure.lower, round(value * per_unit, 2))) for value in entered if value is not None]
