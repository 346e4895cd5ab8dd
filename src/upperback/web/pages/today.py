"""Today: one thing to do, the 2-minute version beside it, the week, and a few small things."""

from dataclasses import dataclass
from datetime import date
from typing import Final, assert_never

from fastapi import APIRouter, Request
from starlette.responses import Response

from upperback.model.care import Cleared, Due, Incomplete, PlanDay, Refer
from upperback.model.catalogue import Action, Catalogue, Phase
from upperback.model.record import Case
from upperback.services.errors import NotAllowedError, NothingFitsError
from upperback.services.person import Person
from upperback.services.views import Plan, ScreenKind, SessionKind
from upperback.web.figures import Drawings
from upperback.web.render import page
from upperback.web.words import KINDS, greeting, how_many, minutes_words, week_of

router = APIRouter()

PROGRAMME_WEEKS: Final = 8  # weeks before judging: trials of 8 to 12 weeks (evidence: gross2015, andersen2011)


@dataclass(frozen=True, slots=True)
class Hero:
    """The one thing to do. `other` is a quieter way beside it: words and address, or None."""

    eyebrow: str
    title: str
    lead: str
    button: str
    to: str
    icon: str = "arrow"
    other: tuple[str, str] | None = None


@router.get("/")
def show(request: Request) -> Response:
    person: Person = request.app.state.person
    catalogue: Catalogue = request.app.state.catalogue
    drawings: Drawings = request.app.state.drawings
    case, today = person.case(), person.today()
    plan = _plan(person)
    # A session that was opened and left alone is none; one from a file that lists nothing may have been.
    trained = {s.day for s in case.sessions if not s.items or any(item.sets and not item.skipped for item in s.items)}
    week = [(day, day in trained) for day in week_of(today)]
    due = [entry for entry in person.review().due if entry.what in catalogue.tests] if case.tests else []
    return page(
        request,
        "today.html",
        hero=choose(person, case, plan),
        figure=drawings.hero(plan.today if plan else None),
        greeting=greeting(request.app.state.now().hour),
        today=today,
        week=week,
        done=sum(1 for _, done in week if done),
        wanted=case.wishes.days_per_week,
        due=_first_due(due),
        diary_today=next((day for day in reversed(case.diary) if day.day == today), None),
        morning=person.sessions.morning_due(),
        plan=plan,
        weeks_in=(today - week_of(min(trained))[0]).days // 7 + 1 if trained else 0,
        programme_weeks=PROGRAMME_WEEKS,
        is_new=person.is_new(),
        waits=isinstance(person.verdict(), Refer),
        undone="undone" in request.query_params,
    )


WELCOME: Final = Hero(
    "Welcome",
    "Let us begin with a few questions",
    "Under 4 minutes. Then a few movements, and a programme with reasons.",
    "Start the safety check",
    "/start",
)
UNDER_WAY: Final = Hero("Safety check", "Go on where you stopped", "Your answers so far are kept.", "Continue", "/start")
SEE_SOMEONE: Final = Hero(
    "Safety check",
    "Please see a clinician first",
    "We kept a note you can take with you.",
    "See what to do",
    "/start/result",
)
GET_HELP: Final = Hero(
    "Safety check",
    "Please get medical help now",
    "Exercise waits until someone has looked at you.",
    "See what to do",
    "/start/result",
)
OPEN_QUESTIONS: Final = Hero("Safety check", "A few questions are open", "They come before any exercise.", "Continue", "/start")
ASK_AGAIN: Final = Hero(
    "Safety check",
    "Has anything changed?",
    "The check is asked again every four weeks. About 4 minutes.",
    "Start the safety check",
    "/start",
)
WAITING: Final = Hero("Today", "Your session is waiting", "It goes on where you stopped.", "Go on", "/session", "play")
EASE: Final = ("Only 2 minutes? Ease it now", "/ease")
TELL_US: Final = Hero(
    "Next",
    "You and your pain",
    "Where it hurts and what it keeps you from. About two minutes.",
    "Tell us",
    "/about",
    other=EASE,
)
FIRST_TESTS: Final = Hero(
    "Next",
    "The first tests",
    "They show where to begin. Skip any you don’t like.",
    "Do the first tests",
    "/tests",
    other=EASE,
)
NOTHING: Final = Hero(
    "Your programme",
    "Nothing fits yet",
    "Your answers and wishes leave nothing over. See why.",
    "See why",
    "/programme",
    other=EASE,
)
DONE: Final = Hero(
    "Done for today",
    "That is it for today",
    "Moving again tomorrow counts more than doing more today.",
    "See your progress",
    "/progress",
    "chart",
    ("Ease it now", "/ease"),
)


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
            return OPEN_QUESTIONS
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
    if plan.done_today:
        return DONE
    return _session(plan)


def _session(plan: Plan) -> Hero:
    """Today's session, with the 2-minute version beside it."""
    day = plan.today or plan.programme.week[0]
    calm = plan.programme.phase is Phase.FLARE
    return Hero(
        "A calm week" if calm else "Today",
        f"{minutes_words(day.minutes)} for your upper back",
        _in_words(day),
        "Start session",
        "/session",
        "play",
        ("Only 2 minutes? Do one set", "/session?kind=two_minute") if day.two_minute_version else EASE,
    )


def _in_words(day: PlanDay) -> str:
    """What the session is made of: "Six exercises. Mobilise first, then strengthen."."""
    kinds = list(dict.fromkeys(KINDS[item.kind].lower() for item in day.items))
    order = f" {kinds[0].capitalize()} first, then {' and '.join(kinds[1:])}." if len(kinds) > 1 else ""
    return f"{how_many(len(day.items), 'exercise', 'exercises')}.{order}"


def _plan(person: Person) -> Plan | None:
    """The programme in force; None before the screen allows one, or where nothing fits."""
    if person.is_new():
        return None
    try:
        return person.plans.plan()
    except (NotAllowedError, NothingFitsError):
        return None


def _first_due(due: list[Due]) -> tuple[date, int] | None:
    """The day of the next tests and how many there are then."""
    if not due:
        return None
    first = min(entry.on for entry in due)
    return first, sum(1 for entry in due if entry.on == first)
