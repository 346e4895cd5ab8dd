"""Where a person stands on the way: one page for each state of the course, its choices, and the note for a clinician."""

from dataclasses import dataclass, replace
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from upperback.model.care import Cleared, Finding, Refer, Review, State, Status, Verdict
from upperback.model.catalogue import Catalogue
from upperback.model.progress import Cited
from upperback.services.course import ending
from upperback.services.errors import BadInputError, NotAllowedError, NothingFitsError
from upperback.services.person import Person
from upperback.services.views import Plan
from upperback.web.figures import Drawings
from upperback.web.forms import Sent
from upperback.web.pages.programme import kept_kinds
from upperback.web.render import page
from upperback.web.standing import due_name, said_of

router = APIRouter()

WHERE: Final = "/progress/now"
BARRIERS: Final = ("time", "many", "hurt", "forgot", "effect", "life")
LEADS_TO: Final = {
    "hurt": "/programme",
    "forgot": "/about/wishes?one=1",
    "effect": "/library",
    "life": "/session?kind=two_minute",
}
SMALL_WEEK: Final = (5.0, 3)  # minutes and days; two to five minutes and few days are kept more often (progress rules; EJ)
DUE_SHOWN: Final = 4
ON_MOST: Final = 3
WORKING: Final = (State.STARTING, State.RESPONDING, State.NO_RESPONSE, State.LOW_ADHERENCE, State.WELL_BUT_FINDINGS)


@dataclass(frozen=True, slots=True)
class Action:
    """The one thing to do in a state: `id` names its words (`state.button.ID`). `accept`: the findings that a press accepts."""

    id: str
    to: str
    icon: str = "arrow"
    accept: tuple[str, ...] = ()


SESSION: Final = Action("session", "/session", "play")
NOTE: Final = Action("note", "/note", "doc")
WEEK: Final = Action("week", "/programme")


@router.get(WHERE)
def show(request: Request) -> Response:
    person: Person = request.app.state.person
    catalogue: Catalogue = request.app.state.catalogue
    if person.is_new():
        return page(request, "state_empty.html")
    drawings: Drawings = request.app.state.drawings
    texts, case, review, verdict = catalogue.texts, person.case(), person.review(), person.verdict()
    said = said_of(review, verdict)
    way = request.query_params.get("way", "")
    action = action_of(review, verdict)
    week = _plan(person) if review.state in (State.GRADUATED, State.MAINTENANCE) or action.to == SESSION.to else None
    plan = week if action.to != SESSION.to else None
    if action.to == SESSION.to and week is not None and week.done_today:
        action = WEEK  # the day is done: nothing more is asked of it
    context: dict[str, Any] = {
        "title": texts(f"progress.titles.{review.state}"),
        "said": said,
        "on": [texts(key) for n in range(1, ON_MOST + 1) if (key := f"state.on.{said}.{n}") in texts],
        "action": action,
        "reasons": reasons_of(review, catalogue),
        "cited": cited_of(review, catalogue),
        "due": person.due()[:DUE_SHOWN],
        "named": lambda what: due_name(catalogue, what),
        "ending": ending(catalogue, review) if review.state in WORKING else (),
        "limits": catalogue.rules.limits,
        "barriers": BARRIERS if review.state is State.LOW_ADHERENCE else (),
        "barrier": way if way in BARRIERS else "",
        "leads_to": LEADS_TO.get(way, ""),
        "still_open": [catalogue.findings[f.finding] for f in still_open(review)],
        "settled": _settled(review) if review.state is State.GRADUATED else (),
        "look": asks_for_a_look(review, verdict),
        "plan": plan,
        "kept_kinds": kept_kinds(plan) if plan else (),
        "figure": drawings.hero(plan.today if plan else None),
    }
    return page(request, "state.html", case=case, review=review, today=person.today(), tags=catalogue.tags, **context)


@router.post("/progress/now/smaller")
def smaller(request: Request) -> Response:
    """A smaller week, by the person's own wish. Can be undone."""
    person: Person = request.app.state.person
    had = person.case().wishes
    minutes, days = SMALL_WEEK
    smaller_wishes = replace(
        had, minutes_per_session=min(minutes, had.minutes_per_session), days_per_week=min(days, had.days_per_week)
    )
    person.diary.save_wishes(smaller_wishes)
    return RedirectResponse("/programme?noted=wishes", 303)


@router.post("/progress/now/accept")
def accept(request: Request, form: Sent) -> Response:
    """Accept what is left, all of it as one change. Can be undone."""
    person: Person = request.app.state.person
    findings = form.many("finding", list(request.app.state.catalogue.findings))
    if not findings:
        raise BadInputError("finding: name what is accepted", "refused.why.choose")
    person.diary.accept(*findings)
    return RedirectResponse(f"{WHERE}?noted=accepted", 303)


@router.post("/progress/now/look")
def looked(request: Request, form: Sent) -> Response:
    """A clinician has looked at the whole course: who, when, and the limits they set. Can be undone."""
    person: Person = request.app.state.person
    catalogue: Catalogue = request.app.state.catalogue
    by, day = form.text("by", 80), form.day("day", person.today())
    if not by or day is None:
        raise BadInputError("by, day: who has looked at it, and when", "safety.error.visit")
    person.screening.record_review(by, day, form.many("tags", catalogue.tags))
    return RedirectResponse(f"{WHERE}?noted=clearance", 303)


@router.get("/note")
def note(request: Request) -> Response:
    """What to take to a clinician, ready to be printed."""
    person: Person = request.app.state.person
    return page(request, "note.html", made=person.clinician_note(), is_new=person.is_new())


def action_of(review: Review, verdict: Verdict) -> Action:
    """The one thing to do."""
    if isinstance(verdict, Refer):
        return Action("what", "/start/result")
    if not isinstance(verdict, Cleared):
        return Action("check", "/start")
    match review.state:
        case State.STARTING | State.RESPONDING | State.RELAPSE:
            return SESSION
        case State.FLARE:
            return replace(SESSION, id="calm")
        case State.NO_RESPONSE:
            return Action("change", "/about/wishes?one=1", "sliders")
        case State.LOW_ADHERENCE | State.WELL_BUT_FINDINGS:
            return Action("choose", "#choose")
        case State.PLATEAU:
            accepted = tuple(f.finding for f in review.findings if f.status is Status.PLATEAU_ACCEPTED)
            return Action("accept", "/progress/now/accept", "check", accepted)
        case State.GRADUATED | State.MAINTENANCE:
            return WEEK
        case State.HUMAN_REVIEW | State.REFER:
            return NOTE


def reasons_of(review: Review, catalogue: Catalogue) -> list[str]:
    """Why this state, in sentences: what was answered yes stands as its question."""
    texts = catalogue.texts
    return [
        texts("state.question", question=catalogue.questions[because].text) if because in catalogue.questions else because
        for because in review.because
    ]


def cited_of(review: Review, catalogue: Catalogue) -> list[tuple[Cited, list[str]]]:
    """The rules behind a state, each with its sources."""
    known = {**catalogue.rules.rules, **catalogue.questions, **catalogue.modifiers}
    return [(rule, [part.strip() for part in rule.source.split(";")]) for rule in review.rules if rule.rule in known]


def still_open(review: Review) -> list[Finding]:
    """The findings that would have to be accepted to stop here."""
    return [f for f in review.findings if f.status in (Status.PRESENT, Status.IMPROVING)]


def asks_for_a_look(review: Review, verdict: Verdict) -> bool:
    """Whether the course itself is to be seen by someone; a yes of the safety check has its own page."""
    waits = review.way is not None and review.way.waits
    return not isinstance(verdict, Refer) and (waits or review.state in (State.HUMAN_REVIEW, State.REFER))


def _settled(review: Review) -> list[Finding]:
    return [f for f in review.findings if f.status in (Status.GONE, Status.PLATEAU_ACCEPTED)]


def _plan(person: Person) -> Plan | None:
    try:
        return person.plans.plan()
    except (NotAllowedError, NothingFitsError):
        return None
