"""Progress: pain and what one can do first, findings second, weeks without guilt, and what ends the work."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from upperback.model.body import Side
from upperback.model.care import Due, Finding, Helped, Review, Status, Sure, Trend, Value
from upperback.model.catalogue import Catalogue
from upperback.model.record import Case, Session
from upperback.services.bands import band_of
from upperback.services.person import Person
from upperback.services.values import measure_of, title_of
from upperback.services.words import Words
from upperback.web.charts import HALF_PX, NARROW_PX, WIDE_PX, Point, scores_chart, summary_of_scores, values_chart, weekly
from upperback.web.pages.diary import PGIC
from upperback.web.render import page
from upperback.web.standing import due_name

router = APIRouter()

SHOWN: Final = (Status.PRESENT, Status.IMPROVING, Status.WATCH, Status.GONE)
TWO_MINUTES_ITEMS: Final = 2
VALUES_MAX: Final = 6
WEEKS_MAX: Final = 16
DAYS_TESTED_SHOWN: Final = 12
DAYS_SHOWN: Final = 182  # half a year fits a chart; the whole record is in the case file

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


@dataclass(frozen=True, slots=True)
class FindingChart:
    name: str
    sentence: str
    wide: str
    narrow: str
    table: tuple[tuple[date, str, str], ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Week:
    """One week: its sessions (True: the whole one, False: the 2-minute kind) and how many were wished for."""

    number: int
    sessions: tuple[bool, ...]
    wanted: int
    now: bool


@router.get("/progress")
def show(request: Request) -> Response:
    person: Person = request.app.state.person
    catalogue: Catalogue = request.app.state.catalogue
    case, today = person.case(), person.today()
    since = today - timedelta(days=DAYS_SHOWN)
    pain = [Point(d.day, d.pain) for d in case.diary if d.pain is not None and d.day > since]
    named = [(f.activity, [Point(s.day, s.score) for s in f.scores if s.day > since]) for f in case.function]
    functions = [(activity, points) for activity, points in named if points]
    if not case.diary and not functions and not case.tests and not case.sessions:
        return page(request, "progress_empty.html", is_new=person.is_new())
    review, due, texts = person.review(), person.due(), catalogue.texts
    words = Words(texts)
    scores = None
    if pain or functions:
        earlier = any(d.day <= since for d in case.diary)
        start = min([p.day for p in pain] + [p.day for _, points in functions for p in points])
        scores = {
            "wide": scores_chart(words, pain, functions, today, width_px=WIDE_PX),
            "narrow": scores_chart(words, pain, functions, today, width_px=NARROW_PX),
            "sentence": summary_of_scores(words, pain, functions, start),
            "pain": [(start + timedelta(days=7 * mean.week), mean) for mean in weekly(pain, start)],
            "functions": functions,
            "earlier": earlier,
        }
    shown = [finding for finding in review.findings if finding.status in SHOWN]
    charts = [chart for finding in shown for chart in finding_charts(finding, catalogue, words)]
    return page(
        request,
        "progress.html",
        review=review,
        reasons=[because for because in review.because if because not in catalogue.questions][:3],
        title=texts(f"progress.titles.{review.state}"),
        verdicts=_verdicts(review, words),
        scores=scores,
        charts=charts[:VALUES_MAX],
        weeks=weeks_of(case, today),
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
        kept_up=kept_up(review),
        sources_of=lambda rule: [part.strip() for part in catalogue.rules.rules[rule].source.split(";")],
        said=lambda rule: catalogue.rules.said(catalogue.rules.rules[rule]),
    )


def _helped(review: Review) -> list[Helped]:
    """What seems to help, and what seems not to suit; what nothing can be said of is folded away."""
    return [one for one in review.helped if one.sure is not Sure.OPEN]


def _asked(due: tuple[Due, ...], today: date) -> frozenset[str]:
    """What is asked of the person today. The monthly look is both questions."""
    now = {one.what for one in due if one.on <= today}
    return frozenset(now | {"function", "change"} if "check_in" in now else now)


def kept_up(review: Review) -> tuple[int, int, int] | None:
    """Days done, days wished for and weeks, over the longest stretch that is looked at; None before anything was done."""
    longest = max(review.adherence, key=lambda one: one.weeks, default=None)
    return None if longest is None or not longest.days_done else (longest.days_done, longest.days_wished, longest.weeks)


def _verdicts(review: Review, words: Words) -> list[Verdict]:
    trends = (("pain", review.pain_7d, True), ("function", review.function, False))
    return [_trend_card(words, what, trend, less) for what, trend, less in trends if trend.mean is not None]


def _trend_card(words: Words, what: str, trend: Trend, better_is_less: bool) -> Verdict:
    texts, mean = words.texts, trend.mean or 0.0
    name, note, after = texts(f"progress.trend.{what}"), texts(f"progress.trend.{what}_note"), words.tenth(mean)
    if trend.change is None:
        return Verdict(name, "", after, texts("progress.trend.start"), "", "tilde", texts("progress.trend.start_note"))
    before = words.tenth(mean - trend.change)
    if not trend.clear:
        return Verdict(name, before, after, texts("progress.trend.unclear"), "", "tilde", note)
    if (trend.change < 0) == better_is_less:
        return Verdict(name, before, after, texts("progress.trend.clear"), "good", "check", note)
    return Verdict(name, before, after, texts("progress.trend.other_way"), "warm", "half", note)


def finding_charts(finding: Finding, catalogue: Catalogue, words: Words) -> list[FindingChart]:
    """One chart for each side and measure that was taken on two days or more."""
    series: dict[tuple[str, str, Side, str], list[Value]] = {}
    for value in finding.values:
        series.setdefault((value.test, value.measure, value.side, value.method), []).append(value)
    charts = []
    for (test, measure_id, _side, _method), values in series.items():
        if len({value.day for value in values}) < 2:
            continue
        measure = measure_of(catalogue, test, measure_id)
        shown = sorted(values, key=lambda v: v.day)[-DAYS_TESTED_SHOWN:]
        bands = [(value.day, band_of(catalogue, value, measure)) for value in shown]
        charts.append(
            FindingChart(
                name=title_of(catalogue, values[-1]),
                sentence=_sentence(words, shown[0], shown[-1]),
                wide=values_chart(words, bands[-6:], width_px=HALF_PX),
                narrow=values_chart(words, bands[-4:], width_px=NARROW_PX),
                table=tuple((day, words.amount(band.value, band.unit), band.range_words(words)) for day, band in bands),
                unit=bands[-1][1].unit,
            )
        )
    return charts


def _sentence(words: Words, first: Value, last: Value) -> str:
    """Whether the last differs from the first by more than both errors allow (MDC95 = sqrt 2 times one error)."""
    if abs(last.value - first.value) > 2**0.5 * max(first.error_95, last.error_95):
        before, after = words.amount(first.value, first.unit), words.amount(last.value, last.unit)
        return words.texts(f"progress.value.{'more' if last.value > first.value else 'less'}", before=before, after=after)
    return words.texts("progress.value.overlaps")


def weeks_of(case: Case, today: date) -> tuple[Week, ...]:
    """The weeks since the first session, newest last, at most `WEEKS_MAX`."""
    if not case.sessions:
        return ()
    monday = min(session.day for session in case.sessions)
    monday -= timedelta(days=monday.weekday())
    by_week: dict[int, list[bool]] = {}
    for session in case.sessions:
        by_week.setdefault((session.day - monday).days // 7, []).append(_whole(session))
    now = (today - monday).days // 7
    wanted = case.wishes.days_per_week
    return tuple(Week(n + 1, tuple(by_week.get(n, ())), wanted, n == now) for n in range(max(0, now + 1 - WEEKS_MAX), now + 1))


def _whole(session: Session) -> bool:
    return sum(1 for item in session.items if not item.skipped) > TWO_MINUTES_ITEMS
