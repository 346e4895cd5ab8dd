"""About the person and the pain, one thing at a time: where, how much, who, what it keeps them from, what they have."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from upperback.model.record import About
from upperback.model.regions import FINER, REGIONS, fine
from upperback.model.texts import Texts
from upperback.services.errors import BadInputError
from upperback.services.person import Person
from upperback.services.places import place_list
from upperback.web.figures import to_press, where_it_hurts
from upperback.web.forms import Form, Sent
from upperback.web.render import page

router = APIRouter()

STEPS: Final = ("where", "pain", "you", "activities", "wishes")
ACTIVITIES_MAX: Final = 3  # as the patient-specific scale asks: three activities in the person's own words
SEXES: Final = ("female", "male", "other")
ONSETS: Final = ("gradual", "sudden")
EQUIPMENT: Final = ("band", "anchor", "ball", "pool")
HOUSEHOLD: Final = ("chair", "wall", "doorway", "mat", "towel", "pillow")
POSITIONS: Final = ("floor", "standing", "seated", "wall", "quadruped", "kneeling", "supine", "prone", "side-lying")
SINCE: Final = {"days": 1 / 7, "weeks": 1.0, "months": 4.35, "years": 52.0}  # weeks of one
MINUTES: Final = (5, 10, 15, 20, 25)


@router.get("/about")
def summary(request: Request) -> Response:
    person: Person = request.app.state.person
    case = person.case()
    if not case.about.regions and case.about.age is None and not case.function:
        return RedirectResponse("/about/where", 303)
    return page(request, "about.html", case=case, figure=where_it_hurts(case.about.regions, texts=person.catalogue.texts))


@router.get("/about/{step}")
def ask(request: Request, step: str, one: bool = False) -> Response:
    person: Person = request.app.state.person
    if step not in STEPS:
        return RedirectResponse("/about", 303)
    context: dict[str, Any] = {
        "case": person.case(),
        "step": step,
        "number": STEPS.index(step) + 1,
        "of": len(STEPS),
        "back": f"/about/{STEPS[STEPS.index(step) - 1]}" if STEPS.index(step) else "/",
        "one": one,
    }
    texts = person.catalogue.texts
    match step:
        case "where":
            marked = fine(person.case().about.regions)
            return page(
                request,
                "about_where.html",
                marked=marked,
                figures=to_press(marked, texts=texts),
                places=place_list(REGIONS, texts),
                **context,
            )
        case "pain":
            return page(request, "about_pain.html", today=person.today(), **context)
        case "you":
            return page(
                request,
                "about_you.html",
                sexes=_named(texts, "sexes", SEXES),
                onsets=_named(texts, "onsets", ONSETS),
                since=SINCE,
                **context,
            )
        case "activities":
            return page(request, "about_activities.html", most=ACTIVITIES_MAX, **context)
        case _:
            lists: dict[str, Any] = {
                "equipment": _named(texts, "things", EQUIPMENT),
                "household": _named(texts, "lacking", HOUSEHOLD),
                "positions": _named(texts, "positions", POSITIONS),
                "minutes": MINUTES,
            }
            return page(request, "about_wishes.html", **lists, **context)


@router.post("/about/where")
def save_where(request: Request, form: Sent) -> Response:
    person: Person = request.app.state.person
    about = person.case().about
    kept = tuple(region for region in fine(about.regions) if region not in REGIONS)  # from a case file with places of its own
    said = fine(form.many("regions", (*REGIONS, *FINER)))
    person.diary.save_about(replace(about, regions=(*said, *kept)))
    return _next(form, "where")


@router.post("/about/pain")
def save_pain(request: Request, form: Sent) -> Response:
    person: Person = request.app.state.person
    log_pain(person, form)
    return _next(form, "pain")


@router.post("/about/you")
def save_you(request: Request, form: Sent) -> Response:
    person: Person = request.app.state.person
    about = person.case().about
    since, unit = form.number("since", 0, 1000), form.one_of("since_unit", SINCE) or "weeks"
    person.diary.save_about(
        About(
            age=form.whole("age", 0, 120),
            sex=form.one_of("sex", SEXES),
            since_weeks=None if since is None else min(6000, round(since * SINCE[unit])),
            onset=form.one_of("onset", ONSETS),
            regions=about.regions,
        )
    )
    return _next(form, "you")


@router.post("/about/activities")
def save_activities(request: Request, form: Sent) -> Response:
    """Each named activity with how well it goes today; its goal is 8 of 10 unless the person says otherwise."""
    person: Person = request.app.state.person
    named = {function.activity for function in person.case().function}
    rows = []
    for n in range(1, ACTIVITIES_MAX + 1):
        activity = form.text(f"activity_{n}", 80)
        score, goal = form.number(f"score_{n}", 0, 10), form.number(f"goal_{n}", 0, 10)
        if activity:
            rows.append((activity, score, goal))
    if len({activity for activity, _, _ in rows}) != len(rows):
        raise BadInputError("activities: the same activity is named twice", "refused.why.twice")
    for activity, score, goal in rows:
        if activity not in named or goal is not None:
            person.diary.name_activity(activity, 8 if goal is None else goal)
        if score is not None:
            person.diary.score_activity(activity, score)
    return _next(form, "activities")


@router.post("/about/wishes")
def save_wishes(request: Request, form: Sent) -> Response:
    person: Person = request.app.state.person
    had = person.case().wishes
    person.diary.save_wishes(
        replace(
            had,
            minutes_per_session=form.number("minutes", 2, 60) or had.minutes_per_session,
            days_per_week=form.whole("days", 1, 7) or had.days_per_week,
            equipment=form.many("equipment", EQUIPMENT),
            lacking=form.many("lacking", HOUSEHOLD),
            avoid_positions=form.many("avoid", POSITIONS),
        )
    )
    return _next(form, "wishes")


@router.get("/pain")
def pain(request: Request) -> Response:
    person: Person = request.app.state.person
    return page(request, "pain.html", case=person.case(), today=person.today())


@router.post("/pain")
def save_todays_pain(request: Request, form: Sent) -> Response:
    person: Person = request.app.state.person
    now, worst = form.number("pain", 0, 10), form.number("worst", 0, 10)
    slept_badly, ill = (form.one_of(name, ("yes",)) is not None for name in ("slept_badly", "ill"))
    known = any(day.day == person.today() for day in person.case().diary)
    if now is not None or worst is not None or known or slept_badly or ill:
        person.diary.log_pain(now, worst, slept_badly=slept_badly, ill=ill)
        return RedirectResponse("/?noted=pain", 303)
    return RedirectResponse("/", 303)  # nothing was said, so nothing is said to be noted


def log_pain(person: Person, form: Form) -> None:
    """Keep pain now and at its worst, if either was said."""
    now, worst = form.number("pain", 0, 10), form.number("worst", 0, 10)
    if now is not None or worst is not None:
        person.diary.log_pain(now, worst)


def _named(texts: Texts, among: str, keys: Iterable[str]) -> dict[str, str]:
    """Each choice with its words."""
    return {key: texts(f"about.{among}.{key}") for key in keys}


def _next(form: Form, step: str) -> Response:
    """The step after this one; back to the summary where only one thing was changed."""
    if form.text("go") == "leave":
        return RedirectResponse("/?noted=about", 303)
    if form.text("one"):
        return RedirectResponse("/about?noted=about", 303)
    place = STEPS.index(step) + 1
    return RedirectResponse(f"/about/{STEPS[place]}" if place < len(STEPS) else "/tests?noted=wishes", 303)
