"""Progress: pain and what one can do first, findings second, weeks without guilt, and what ends the work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from upperback.model.care import Due, Finding, Helped, Review, Status, Sure, Trend
from upperback.model.catalogue import Catalogue
from upperback.model.record import Case
from upperback.services.person import Person
from upperback.services.pictures.book import Book
from upperback.services.pictures.facts import Sides, Values
from upperback.services.pictures.measured import ids_of
from upperback.services.words import Words
from upperback.web.pages.diary import PGIC
from upperback.web.pages.pictures import asked_span
from upperback.web.render import page
from upperback.web.standing import due_name

router = APIRouter()

SHOWN: Final = (Status.PRESENT, Status.IMPROVING, Status.WATCH, Status.GONE)
VALUES_MAX: Final = 6
SIDES_MAX: Final = 2
REACHES_MAX: Final = 2

DUE: Final = ("screen", "function", "change", "check_in", "human_review")
STEPS: Final = ("up", "down", "out")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A card at the top: from, to, and whether the change is beyond the error."""

    name: str
    before: str
    after: str
    words: str
    kind: str
    icon: str
    note: str


@router.get("/progress")
def show(request: Request, span: Annotated[str | None, Query()] = None) -> Response:
    person: Person = request.app.state.person
    catalogue: Catalogue = request.app.state.catalogue
    case, today = person.case(), person.today()
    asked = asked_span(span)
    book = person.pictures.book(asked)
    if not book.pictures and not case.diary and not case.tests and not case.sessions:
        return page(request, "progress_empty.html", is_new=person.is_new())
    review, due, texts = person.review(), person.due(), catalogue.texts
    words = Words(texts)
    values, sides, more = _of_findings(book, review.findings)
    return page(
        request,
        "progress.html",
        review=review,
        reasons=[because for because in review.because if because not in catalogue.questions][:3],
        title=texts(f"progress.titles.{review.state}"),
        verdicts=_verdicts(review, words),
        book=book,
        span=asked,
        values=values,
        sides=sides,
        more=more,
        reaches=book.reaches[:REACHES_MAX],
        weeks_so_far=_weeks_since(min((session.day for session in case.sessions), default=None), today),
        pgic={said: texts(f"progress.change.{said}") for said in PGIC},
        case=case,
        today=today,
        active=[catalogue.findings[f.finding] for f in review.findings if f.status in (Status.PRESENT, Status.IMPROVING)],
        steps=[
            (catalogue.exercises[n.exercise], texts(f"progress.steps.{n.change}"), n.why)
            for n in review.next
            if n.change in STEPS
        ][:4],
        due=due,
        keeping=review.way is not None and review.way.maintenance_since is not None,
        asked=_asked(due, today),
        named=lambda what: due_name(catalogue, what),
        helped=_helped(review),
        unsure=[one for one in review.helped if one.sure is Sure.OPEN],
        kept_up=kept_up(review, case),
        sources_of=lambda rule: [part.strip() for part in catalogue.rules.rules[rule].source.split(";")],
        said=lambda rule: catalogue.rules.said(catalogue.rules.rules[rule]),
    )


def _of_findings(book: Book, findings: Iterable[Finding]) -> tuple[list[Values], list[Sides], bool]:
    """The pictures of what is worked on, watched or settled: as many as can be read, and whether there are more."""
    shown = [finding for finding in findings if finding.status in SHOWN]
    wanted = ids_of(shown)
    values = [one for one in book.values if one.head.id in wanted]
    sides = [one for one in book.sides if one.head.id in wanted]
    return values[:VALUES_MAX], sides[:SIDES_MAX], len(values) > VALUES_MAX or len(sides) > SIDES_MAX


def _helped(review: Review) -> list[Helped]:
    """What seems to help, and what seems not to suit; what nothing can be said of is folded away."""
    return [one for one in review.helped if one.sure is not Sure.OPEN]


def _asked(due: tuple[Due, ...], today: date) -> frozenset[str]:
    """What is asked of the person today. The monthly look is both questions."""
    now = {one.what for one in due if one.on <= today}
    return frozenset(now | {"function", "change"} if "check_in" in now else now)


def _weeks_since(first: date | None, today: date) -> int:
    """Calendar weeks with the first session's and this one, none before it."""
    return 0 if first is None else (today - first + timedelta(days=first.weekday())).days // 7 + 1


def kept_up(review: Review, case: Case) -> tuple[int, int, int] | None:
    """Days done, days wished for and weeks, over the longest stretch that is looked at and that the record has; None before
    anything was done, and while the first such stretch is still under way: nobody has missed the days before they began."""
    began = min((session.day for session in case.sessions), default=case.today)
    whole = [one for one in review.adherence if (case.today - began).days >= 7 * one.weeks - 1]
    longest = max(whole, key=lambda one: one.weeks, default=None)
    return None if longest is None or not longest.days_done else (longest.days_done, longest.days_wished, longest.weeks)


def _verdicts(review: Review, words: Words) -> list[Verdict]:
    trends = (("pain", review.pain_7d, True), ("function", review.function, False))
    return [_trend_card(words, what, trend, less, _since(review, what)) for what, trend, less in trends if trend.mean is not None]


def _since(review: Review, what: str) -> date | None:
    """After a relapse pain is compared with the first week of the new block, not with the very first."""
    return review.way.back_since if what == "pain" and review.way is not None else None


def _trend_card(words: Words, what: str, trend: Trend, better_is_less: bool, since: date | None) -> Verdict:
    texts, mean = words.texts, trend.mean or 0.0
    name, note, after = texts(f"progress.trend.{what}"), texts(f"progress.trend.{what}_note"), words.tenth(mean)
    if trend.change is None:
        return Verdict(name, "", after, texts("progress.trend.start"), "", "tilde", texts("progress.trend.start_note"))
    before = words.tenth(mean - trend.change)
    if since is not None:
        note = texts("progress.trend.since", note=note, day=since)
    if not trend.clear:
        return Verdict(name, before, after, texts("progress.trend.unclear"), "", "tilde", note)
    if (trend.change < 0) == better_is_less:
        return Verdict(name, before, after, texts("progress.trend.clear"), "good", "check", note)
    return Verdict(name, before, after, texts("progress.trend.other_way"), "warm", "half", note)
