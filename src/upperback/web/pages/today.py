"""Today: one thing to do, the 2-minute version beside it, the week, and a few small things."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Final, assert_never

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from upperback.model.care import Cleared, Incomplete, Item, Refer, Review, State, Verdict
from upperback.model.catalogue import Action, Catalogue, Exercise, Kind, Phase
from upperback.model.record import Case
from upperback.services.errors import NotAllowedError, NothingFitsError
from upperback.services.person import Person
from upperback.services.views import Plan, ScreenKind, SessionKind
from upperback.services.words import Words, week_of
from upperback.web.figures import Drawings
from upperback.web.pages.areas import area_map
from upperback.web.pages.breaks import local
from upperback.web.render import page
from upperback.web.standing import headline

router = APIRouter()

PROGRAMME_WEEKS: Final = 8  # weeks before judging: trials of 8 to 12 weeks (evidence: gross2015, andersen2011)


@dataclass(frozen=True, slots=True)
class Hero:
    """The one thing to do: `id` names its words (`today.hero.ID`), `to` where it leads. `other`: a quieter way beside it,
    None where there is none. `minutes`, `count` and `kinds` fill the words of a session."""

    id: str
    to: str
    icon: str = "arrow"
    other: str | None = None
    minutes: float = 0
    count: int = 0
    kinds: tuple[Kind, ...] = ()


@router.get("/")
def show(request: Request) -> Response:
    person: Person = request.app.state.person
    catalogue: Catalogue = request.app.state.catalogue
    drawings: Drawings = request.app.state.drawings
    case, today = person.case(), person.today()
    plan, verdict = _plan(person), person.verdict()
    review = None if person.is_new() else person.review()
    trained = person.reminding.trained_days()
    began = min(trained, default=None)
    week = days_of(week_of(today), trained, plan, case)
    rhythm = person.breaks.rhythm()
    return page(
        request,
        "today.html",
        hero=choose(person, case, plan),
        notice=headline(review, verdict, catalogue.texts) if review is not None and to_be_told(review, verdict) else None,
        asked=review is not None and _asked(review, today),
        figure=drawings.hero(plan.today if plan else None),
        greeting=greeting(request.app.state.now().hour),
        today=today,
        week=week,
        done=sum(one.done for one in week),
        work=_work(plan, catalogue, drawings),
        next_days=() if plan is None else plan.ahead.days,
        weeks_kept=person.reminding.weeks().kept,
        near_days=lambda days: [Words(catalogue.texts).near_day(day, today) for day in days],
        rhythm=rhythm,
        break_at=local(person, rhythm.at),
        every=person.reminding.habits().break_every_min,
        wanted=case.wishes.days_per_week,
        due=_first_due(person.testing.due_tests()) if case.tests else None,
        diary_today=next((day for day in reversed(case.diary) if day.day == today), None),
        morning=person.sessions.morning_due(),
        plan=plan,
        weeks_in=0 if began is None else (today - week_of(began)[0]).days // 7 + 1,
        programme_weeks=PROGRAMME_WEEKS,
        is_new=person.is_new(),
        waits=isinstance(verdict, Refer),
        undone="undone" in request.query_params,
        areas=list(catalogue.areas.values()),
        map=area_map(catalogue) if catalogue.areas and not person.is_new() else {},
    )


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A day of the week's row. `planned`: the rest of the week would fit here; `away`: nobody counts it."""

    day: date
    done: bool
    planned: bool
    away: bool


def days_of(week: Sequence[date], trained: Set[date], plan: Plan | None, case: Case) -> list[WeekDay]:
    """The seven days. A day without a session is simply empty."""
    planned = () if plan is None else plan.ahead.days
    return [WeekDay(day, day in trained, day in planned, any(one.first <= day <= one.last for one in case.away)) for day in week]


@dataclass(frozen=True, slots=True)
class Work:
    """One exercise of the day: its picture, its name, how much of it."""

    exercise: Exercise
    item: Item
    picture: Markup
    short: bool  # one set of it is the 2-minute version


def _work(plan: Plan | None, catalogue: Catalogue, drawings: Drawings) -> list[Work]:
    """The exercises of the day that is next to do."""
    if plan is None or plan.today is None:
        return []
    short = plan.today.two_minute_version
    return [
        Work(catalogue.exercises[item.exercise], item, drawings.picture(item.exercise), item.exercise in short)
        for item in plan.today.items
        if item.exercise in catalogue.exercises
    ]


SHORT_MIN: Final = 3.0  # a day as short as this has no need of a 2-minute version beside it
EASE: Final = "/ease"
TWO_MINUTE: Final = "/session?kind=two_minute"
WELCOME: Final = Hero("welcome", "/start")
UNDER_WAY: Final = Hero("under_way", "/start")
SEE_SOMEONE: Final = Hero("see_someone", "/start/result")
GET_HELP: Final = Hero("get_help", "/start/result")
OPEN_QUESTIONS: Final = Hero("open_questions", "/start")
ASK_AGAIN: Final = Hero("ask_again", "/start")
WAITING: Final = Hero("waiting", "/session", "play")
TELL_US: Final = Hero("tell_us", "/about", other=EASE)
FIRST_TESTS: Final = Hero("first_tests", "/tests", other=EASE)
NOTHING: Final = Hero("nothing", "/programme", other=EASE)
DONE: Final = Hero("done", "/programme", other=EASE)
LOOK: Final = Hero("look", "/note", "doc", "/session")
LOOK_DONE: Final = Hero("look", "/note", "doc")
RELAPSE: Final = Hero("relapse", "/start")
GRADUATED: Final = Hero("graduated", "/progress/now")
QUIET: Final = (State.STARTING, State.RESPONDING, State.MAINTENANCE)
"""States in which today is a day like any other."""


def to_be_told(review: Review, verdict: Verdict) -> bool:
    """Whether a state is worth a word today: where a hero says it already, it is not said twice."""
    said = isinstance(verdict, Refer) or review.state in (State.GRADUATED, *QUIET)
    return not said and (review.state is not State.RELAPSE or isinstance(verdict, Cleared))


def _asked(review: Review, today: date) -> bool:
    """Whether one of the short questions on progress is due."""
    return any(one.what in ("change", "check_in", "function") and one.on <= today for one in review.due)


def choose(person: Person, case: Case, plan: Plan | None) -> Hero:
    """What comes first, in the order of the road: the safety check, the person, the tests, the session."""
    if person.is_new():
        return WELCOME
    verdict = person.verdict()
    if isinstance(verdict, Refer):
        return GET_HELP if verdict.action is Action.EMERGENCY_NOW else SEE_SOMEONE
    if person.screening.view() is not None:
        return UNDER_WAY
    match verdict:
        case Incomplete():
            return RELAPSE if person.review().state is State.RELAPSE else OPEN_QUESTIONS
        case Cleared():
            return _allowed(person, case, plan, verdict)
        case _:
            assert_never(verdict)


def _allowed(person: Person, case: Case, plan: Plan | None, verdict: Cleared) -> Hero:
    """What comes first for someone whose screen allows exercise."""
    if person.screening.need().kind is ScreenKind.FULL:
        return ASK_AGAIN
    under_way = person.sessions.open_session()
    if under_way is not None and under_way.kind is not SessionKind.EASE_NOW:
        return WAITING
    if not case.about.regions and not case.tests:
        return TELL_US
    if not case.tests and not verdict.flare:
        return FIRST_TESTS
    if plan is None:
        return NOTHING
    if person.review().state in (State.REFER, State.HUMAN_REVIEW):
        # The same first step as on the page that says why; what may be done meanwhile stands beside it.
        return LOOK_DONE if plan.done_today else LOOK
    if plan.done_today:
        return DONE
    if person.review().state is State.GRADUATED:
        return GRADUATED
    return _session(plan)


def _session(plan: Plan) -> Hero:
    """Today's session, with the 2-minute version beside it."""
    day = plan.today or plan.programme.week[0]
    return Hero(
        "calm" if plan.programme.phase is Phase.FLARE else "session",
        "/session",
        "play",
        TWO_MINUTE if day.two_minute_version and day.minutes > SHORT_MIN else EASE,
        minutes=day.minutes,
        count=len(day.items),
        kinds=tuple(dict.fromkeys(item.kind for item in day.items)),
    )


def _plan(person: Person) -> Plan | None:
    """The programme in force; None before the screen allows one, or where nothing fits."""
    if person.is_new():
        return None
    try:
        return person.plans.plan()
    except (NotAllowedError, NothingFitsError):
        return None


def _first_due(due: dict[str, date]) -> tuple[date, int] | None:
    """The day of the next tests and how many there are then."""
    if not due:
        return None
    first = min(due.values())
    return first, sum(1 for on in due.values() if on == first)


def greeting(hour: int) -> str:
    """Which greeting, by the clock on the wall.

    >>> greeting(7), greeting(13), greeting(22), greeting(2)
    ('morning', 'afternoon', 'evening', 'night')
    """
    if hour < 5:
        return "night"
    return "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"
