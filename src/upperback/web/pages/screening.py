"""The safety check: an opening, one decision a screen, and what follows from the answers."""

from dataclasses import dataclass
from typing import Any, assert_never

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from upperback.model.care import Cleared, Incomplete, Refer
from upperback.model.catalogue import Action, Catalogue, Question, SubQuestion
from upperback.services.errors import BadInputError
from upperback.services.person import Person
from upperback.services.views import GroupStep, ScreenKind, ScreenView, SubStep
from upperback.web.forms import Form, Sent
from upperback.web.onward import onward
from upperback.web.render import page
from upperback.web.settings import regions

router = APIRouter()

RESULT = "/start/result"
ASKED_BY = ("screen_valid", "short_check", "high_pain", "relapse")  # the rules that ask the questions again
ASK = "/start/ask"
# Ten groups of several questions in under four minutes, the short form's single questions in under one; expert judgement.
MINUTES_PER_GROUP = {ScreenKind.FULL: 0.35, ScreenKind.SHORT: 0.18}


@router.get("/start")
def opening(request: Request) -> Response:
    person: Person = request.app.state.person
    need, view = person.screening.need(), person.screening.view()
    full = need.kind is not ScreenKind.SHORT if view is None else view.kind is ScreenKind.FULL
    catalogue: Catalogue = request.app.state.catalogue
    visits = person.screening.visits()
    asked = [catalogue.rules.rules[rule] for rule in ASKED_BY]
    next_full = next((one.on for one in person.review().due if one.what == "screen"), None) if not person.is_new() else None
    context: dict[str, Any] = {"visits": visits, "asked": asked, "said": catalogue.rules.said, "tags": catalogue.tags}
    return page(
        request, "screen_opening.html", need=need, under_way=view, full=full, next_full=next_full, today=person.today(), **context
    )


@router.post("/start")
def begin(request: Request, form: Sent) -> Response:
    person: Person = request.app.state.person
    asked = form.one_of("kind", ("full",))
    return _onward(person, person.screening.open(ScreenKind.FULL if asked else None))


@router.get(ASK)
def ask(request: Request, missing: bool = False) -> Response:
    person: Person = request.app.state.person
    view = person.screening.view()
    if view is None:
        return RedirectResponse("/start", 303)
    left = max(1, round((view.groups - view.groups_done) * MINUTES_PER_GROUP[view.kind]))
    context: dict[str, Any] = {"view": view, "minutes_left": left, "missing": missing, "here": "/start"}
    match view.step:
        case GroupStep() as step:
            return page(request, "screen_group.html", step=step, **context)
        case SubStep() as step:
            return page(request, "screen_subs.html", step=step, **context)
        case None:
            return page(request, "screen_done.html", **context)
        case _:
            assert_never(view.step)


@router.post(ASK)
def answer(request: Request, form: Sent) -> Response:
    """One page of answers. A tick counts as yes; without a tick the page asks for "none of these", and nothing is guessed."""
    person: Person = request.app.state.person
    view = person.screening.view()
    if view is None or view.step is None:
        return RedirectResponse("/start", 303)
    go = form.one_of("go", ("next", "none", "skip", "back", "leave"))
    if go == "back":
        person.screening.back()
        return RedirectResponse(ASK, 303)
    step = view.step
    asked = step.group.id if isinstance(step, GroupStep) else step.question.id
    if form.text("step") != asked:  # a second tab or the browser's own back button: ask what is due instead
        return RedirectResponse(ASK, 303)
    if go == "skip" and isinstance(step, GroupStep):
        return _onward(person, person.screening.skip_group(step.group.id))
    questions = step.questions if isinstance(step, GroupStep) else step.question.subs
    answers = _answers(form, questions, none=go == "none")
    if go == "leave":  # only what was said: a box without a tick is no answer yet
        said = {question: yes for question, yes in (answers or {}).items() if yes or len(questions) == 1}
        return _left(person, step, said)
    if answers is None:
        return RedirectResponse(f"{ASK}?missing=1", 303)
    if isinstance(step, GroupStep):
        return _onward(person, person.screening.answer_group(step.group.id, answers))
    return _onward(person, person.screening.answer_subs(step.question.id, answers))


@router.post("/start/finish")
def finish(request: Request) -> Response:
    person: Person = request.app.state.person
    person.screening.finish_screen()
    return RedirectResponse(RESULT, 303)


@router.get(RESULT)
def result(request: Request) -> Response:
    person: Person = request.app.state.person
    catalogue: Catalogue = request.app.state.catalogue
    verdict = person.verdict()
    context: dict[str, Any] = {"verdict": verdict, "case": person.case(), "tags": catalogue.tags, "today": person.today()}
    match verdict:
        case Refer():
            name = "result_emergency.html" if verdict.action is Action.EMERGENCY_NOW else "result_clinician.html"
            return page(request, name, asked=asked_about(catalogue, verdict.because), regions=regions(request), **context)
        case Cleared():
            asked = asked_about(catalogue, verdict.because)
            context |= {"session": person.sessions.open_session(), "under_way": person.screening.view()}
            context |= {"onward": onward(request), "visits": person.screening.visits()}
            context |= {"done_today": person.plans.done_today()}
            return page(request, "result_go.html", asked=asked, **context)
        case Incomplete():
            return RedirectResponse("/start", 303)
        case _:
            assert_never(verdict)


@router.post("/start/clearance")
def clearance(request: Request, form: Sent) -> Response:
    """A clinician has looked at it: who, when, and the limits they set."""
    person: Person = request.app.state.person
    catalogue: Catalogue = request.app.state.catalogue
    question = form.one_of("question", catalogue.questions)
    by, day = form.text("by", 80), form.day("day", person.today())
    if question is None or not by or day is None:
        raise BadInputError("by, day: who has looked at it, and when", "safety.error.visit")
    person.screening.record_clearance(question, by, day, form.many("tags", catalogue.tags))
    return RedirectResponse(f"{RESULT}?noted=clearance", 303)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was answered yes, with those of its sub-questions that matter."""

    question: Question
    subs: tuple[SubQuestion, ...]


def asked_about(catalogue: Catalogue, ids: tuple[str, ...]) -> tuple[Asked, ...]:
    """The questions behind a verdict's ids, which may name sub-questions too."""
    found = []
    for question in catalogue.questions.values():
        subs = tuple(sub for sub in question.subs if sub.id in ids)
        if question.id in ids or subs:
            found.append(Asked(question, subs))
    return tuple(found)


def _answers(form: Form, questions: tuple[Question, ...] | tuple[SubQuestion, ...], *, none: bool) -> dict[str, bool] | None:
    """The answers of a page, None when it was sent without any."""
    if len(questions) == 1:
        said = form.one_of("answer", ("yes", "no", "unsure"))
        return None if said is None else {questions[0].id: said != "no"}
    ticked = set(form.many("yes", [question.id for question in questions]))
    if not ticked and not none:
        return None
    return {question.id: question.id in ticked for question in questions}


def _left(person: Person, step: GroupStep | SubStep, said: dict[str, bool]) -> Response:
    """Keep what was said and go home, unless it calls for help now."""
    if said:
        keep = person.screening.answer_group if isinstance(step, GroupStep) else person.screening.answer_subs
        view = keep(step.group.id if isinstance(step, GroupStep) else step.question.id, said)
        if view.urgent is not None:
            return RedirectResponse(RESULT, 303)
    return RedirectResponse("/", 303)


def _onward(person: Person, view: ScreenView) -> Response:
    """The next question; the result as soon as there is nothing left to ask, or an answer calls for help now."""
    if view.urgent is not None:
        return RedirectResponse(RESULT, 303)
    if view.step is None:
        person.screening.finish_screen()
        return RedirectResponse(RESULT, 303)
    return RedirectResponse(ASK, 303)
