"""How it goes, as a report to keep or to take along: pain and function first, each value with its error, what was done, and
what has to be true for the work to end. Nothing in it judges beyond what the review says."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from upperback.model.care import Cleared, Due, Finding, Helped, Incomplete, Refer, Review, Status, Sure, Trend, Value, Verdict
from upperback.model.catalogue import Catalogue
from upperback.model.paper import Area, Box, Chart, Drawn, Outcome, Part, Report, Table, TestRow, Tone
from upperback.model.progress import Goal, Moved
from upperback.model.record import Case
from upperback.model.texts import Texts
from upperback.services.bands import band_of
from upperback.services.done_so_far import done_table
from upperback.services.handouts import imprint, sources
from upperback.services.pictures import facts
from upperback.services.pictures.book import Book
from upperback.services.places import place_name
from upperback.services.values import measure_of, title_of
from upperback.services.words import Words

Draw = Callable[[facts.Picture, facts.PaperWidth], str]
"""A picture as SVG for paper."""

SHOWN: Final = (Status.PRESENT, Status.IMPROVING, Status.WATCH, Status.REFER, Status.PLATEAU_ACCEPTED, Status.GONE)
OPEN: Final = (Status.PRESENT, Status.IMPROVING)
VALUES_MAX: Final = 8  # charts of values; every value is in the tables
DUE_MAX: Final = 8
QUESTIONS: Final = ("screen", "function", "change", "check_in", "human_review")


def report(
    catalogue: Catalogue, case: Case, verdict: Verdict, review: Review, due: Sequence[Due], book: Book, draw: Draw
) -> Report:
    """The report as it stands on `case.today`. `due`: what comes up; `book`: the pictures of the record."""
    texts = catalogue.texts
    areas = [finding for finding in review.findings if finding.status in SHOWN]
    made = [
        _course(texts, review, book, draw),
        _tested(texts, book, draw),
        _done(catalogue, case, review, book, draw),
        _helps(catalogue, review, book, draw),
        _next(catalogue, case, verdict, review, due),
        _reading(catalogue, review),
    ]
    return Report(
        imprint=imprint(catalogue, texts("paper.report.title"), case.today),
        name=texts("paper.report.name"),
        state=texts(f"progress.titles.{review.state}"),
        about=tuple(_about(texts, case)),
        because=tuple(said for said in review.because if said not in catalogue.questions),
        first=None if isinstance(verdict, Cleared) else _first(texts, verdict),
        outcomes=tuple(_outcomes(catalogue, case, review)),
        course=made[0],
        areas_heading=texts("paper.report.areas.title"),
        areas_lead=texts("paper.report.areas.lead" if areas else "paper.report.areas.none"),
        areas=tuple(_area(catalogue, finding, review.ranges) for finding in areas),
        columns=tuple(texts(f"paper.report.column.{key}") for key in ("measure", "first", "newest", "error", "target", "change")),
        parts=tuple(part for part in made[1:] if part.lines or part.charts or part.tables or part.points),
        numbers=Part(texts("paper.report.numbers"), tables=tuple(_tables(texts, book))),
        sources=sources(catalogue, (source for finding in areas for source in finding.sources)),
    )


def _first(texts: Texts, verdict: Refer | Incomplete) -> Box:
    """What the safety questions say comes before everything else."""
    return Box(texts("paper.report.first"), (verdict.text,))


def _about(texts: Texts, case: Case) -> Iterator[str]:
    about = case.about
    if about.age is not None:
        yield texts("note.me.age", age=about.age)
    if about.since_weeks is not None:
        yield texts("note.me.since", n=about.since_weeks)
    if about.regions:
        yield texts("note.me.where", places=texts.row([place_name(region, texts) for region in about.regions]))


# -- pain and function --------------------------------------------------------------------------------------------------------
def _outcomes(catalogue: Catalogue, case: Case, review: Review) -> Iterator[Outcome]:
    texts, limits, began = catalogue.texts, catalogue.rules.limits, None if review.way is None else review.way.began
    if review.pain_7d.mean is not None:
        yield _trend(texts, "pain", review.pain_7d, limits.pain_change, began, better_is_less=True)
    if review.function.mean is not None:
        asked = min((score.day for one in case.function for score in one.scores), default=None)  # its change counts from there
        yield _trend(texts, "function", review.function, limits.function_change, asked, better_is_less=False)
    if review.own_word is not None:
        said = texts(f"progress.change.{review.own_word.pgic}")
        tone: Tone = "good" if review.own_word.better else "open"
        on = texts("paper.report.said_on", day=review.own_word.day)
        yield Outcome(texts("paper.report.own_word"), "", said, on, tone, texts("paper.report.own_word_note"))
    if case.sessions:
        first = min(session.day for session in case.sessions)
        weeks = (case.today - first).days // 7 + 1
        yield Outcome(
            texts("paper.report.sessions"),
            "",
            texts.number(len(case.sessions)),
            texts("paper.report.sessions_weeks", n=weeks),
            "open",
            texts("paper.report.sessions_since", day=first),
        )


def _trend(texts: Texts, what: str, trend: Trend, least: float, began: date | None, *, better_is_less: bool) -> Outcome:
    mean = trend.mean or 0.0
    name, note, after = texts(f"paper.report.{what}"), texts("paper.report.counts", least=least), texts.number(mean, 1)
    if began is not None:
        note = texts("paper.report.since", day=began, counts=note)
    if trend.change is None:
        return Outcome(name, "", after, texts("paper.report.start"), "open", texts("paper.report.start_note"))
    before = texts.number(mean - trend.change, 1)
    if not trend.clear:
        return Outcome(name, before, after, texts("paper.report.unclear"), "open", note)
    if (trend.change < 0) == better_is_less:
        return Outcome(name, before, after, texts("paper.report.clear"), "good", note)
    return Outcome(name, before, after, texts("paper.report.other_way"), "other", note)


def _course(texts: Texts, review: Review, book: Book, draw: Draw) -> Part:
    rows = tuple(_goal(texts, goal) for goal in review.goals)
    columns = tuple(texts(f"paper.report.goal.{key}") for key in ("activity", "first", "now", "goal", "reached"))
    table = (Table(texts("paper.report.goal.title"), columns, rows, (1, 2, 3)),) if rows else ()
    return Part(texts("paper.report.course"), charts=_charts([book.course], draw, "wide"), tables=table)


def _goal(texts: Texts, goal: Goal) -> tuple[str, ...]:
    def score(value: float | None) -> str:
        return texts("paper.report.goal.none") if value is None else texts.number(value, 1)

    first = None if goal.now is None else goal.now - (goal.change or 0.0)
    reached = texts("paper.report.goal.yes" if goal.reached else "paper.report.goal.not_yet")
    return (goal.activity, score(first), score(goal.now), score(goal.goal), reached)


# -- findings -----------------------------------------------------------------------------------------------------------------
def _area(catalogue: Catalogue, finding: Finding, ranges: Sequence[Moved]) -> Area:
    texts = catalogue.texts
    series: dict[tuple[str, str, str, str], list[Value]] = {}
    for value in sorted(finding.values, key=lambda value: value.day):
        series.setdefault((value.test, value.measure, value.side.value, value.method), []).append(value)
    moved = {(one.test, one.measure, one.side.value, one.method): one for one in ranges}
    return Area(
        name=catalogue.findings[finding.finding].name,
        status=texts(f"common.status.{finding.status}"),
        why=finding.why,
        rows=tuple(_row(catalogue, values, moved.get(key)) for key, values in series.items()),
    )


def _row(catalogue: Catalogue, values: Sequence[Value], moved: Moved | None) -> TestRow:
    texts, words = catalogue.texts, Words(catalogue.texts)
    first, newest = values[0], values[-1]
    again = moved is not None and len({value.day for value in values}) > 1
    band = band_of(catalogue, newest, measure_of(catalogue, newest.test, newest.measure))
    return TestRow(
        name=texts("paper.report.measured", title=title_of(catalogue, newest), method=texts(f"paper.method.{newest.method}")),
        first=words.amount(first.value, first.unit),
        first_on=texts.day(first.day),
        newest=words.amount(newest.value, newest.unit) if again else texts("paper.report.goal.none"),
        newest_on=texts.day(newest.day) if again else "",
        error=texts("paper.report.give_or_take", error=words.amount(band.error_95, newest.unit)),
        target=newest.target_words,
        change=_change(words, moved) if again and moved is not None else texts("paper.report.one_day"),
        clear=again and moved is not None and moved.clear,
    )


def _change(words: Words, moved: Moved) -> str:
    key = "changed" if moved.clear else "unchanged"
    return words.texts(f"paper.report.{key}", least=words.amount(moved.mdc95, moved.unit))


def _tested(texts: Texts, book: Book, draw: Draw) -> Part:
    pictures: list[facts.Picture | None] = [*book.values[:VALUES_MAX], *book.sides]
    return Part(texts("paper.report.values"), charts=_charts(pictures, draw, "half"))


# -- what was done, and what came of it ---------------------------------------------------------------------------------------
def _done(catalogue: Catalogue, case: Case, review: Review, book: Book, draw: Draw) -> Part:
    texts = catalogue.texts
    lines = [
        texts("paper.report.kept_up", n=one.days_done, wished=one.days_wished, weeks=one.weeks)
        for one in review.adherence
        if one.days_done
    ]
    if review.walked is not None and review.walked.noted_days:
        walked = {"week": round(review.walked.minutes_7d), "usual": round(review.walked.minutes_a_week)}
        lines.append(texts("paper.report.walked", **walked))
    table = done_table(catalogue, case)
    return Part(
        texts("paper.report.done"),
        lines=tuple(lines),
        charts=_charts([book.weeks, book.minutes], draw, "half"),
        tables=(table,) if table else (),
    )


def _helps(catalogue: Catalogue, review: Review, book: Book, draw: Draw) -> Part:
    texts = catalogue.texts
    told = [one for one in review.helped if one.sure is not Sure.OPEN]
    lines = [review.helped[0].caveat] if review.helped else []
    if review.helped and not told:
        lines.append(texts("paper.report.helps_none"))
    columns = tuple(texts(f"paper.report.helps_column.{key}") for key in ("exercise", "sure", "sessions", "after", "others"))
    table = Table(texts("paper.report.helps_table"), columns, tuple(_helped(catalogue, one) for one in told), (2, 3, 4))
    charts = _charts([book.helps], draw, "wide") if told else ()
    return Part(texts("paper.report.helps"), tuple(lines), charts, (table,) if told else ())


def _helped(catalogue: Catalogue, one: Helped) -> tuple[str, ...]:
    texts = catalogue.texts
    others = texts("paper.report.goal.none") if one.others is None else _lower(texts, one.others)
    sure = texts(f"paper.report.sure.{one.sure}")
    return (catalogue.exercises[one.exercise].name, sure, texts.number(one.n), _lower(texts, one.pain), others)


def _lower(texts: Texts, points: float) -> str:
    """How much lower, or higher, pain was after sessions."""
    key = "lower" if round(points, 1) > 0 else "higher" if round(points, 1) < 0 else "same"
    return texts(f"paper.report.{key}", by=abs(points))


# -- what comes next, and how to read this ------------------------------------------------------------------------------------
def _next(catalogue: Catalogue, case: Case, verdict: Verdict, review: Review, due: Sequence[Due]) -> Part:
    texts, way = catalogue.texts, review.way
    if not isinstance(verdict, Cleared):
        return Part(texts("paper.report.next"))
    points = tuple(_coming(catalogue, case.today, due))
    if way is not None and way.maintenance_since is not None:
        return Part(texts("paper.report.next"), (texts("paper.report.keeping"),), points=points)
    lines = [texts("progress.corrective_work_ends_when")]
    still = [catalogue.findings[one.finding].name for one in review.findings if one.status in OPEN]
    if still:
        lines.append(texts("progress.still_open_some_findings", active=texts.row(still)))
    if way is not None and way.review_by is not None:
        lines.append(texts("paper.report.review_by", day=way.review_by))
    return Part(texts("paper.report.ends"), tuple(lines), points=points)


def _coming(catalogue: Catalogue, today: date, due: Sequence[Due]) -> Iterator[str]:
    """What comes up, by its day; what is due already in one line."""
    texts = catalogue.texts
    by_day: dict[date, list[str]] = {}
    for one in due[:DUE_MAX]:
        by_day.setdefault(max(one.on, today), []).append(_due(catalogue, one.what))
    for day, names in sorted(by_day.items()):
        key = "now" if day == today else "on_day"
        yield texts(f"paper.report.{key}", what=texts.row(names), day=day)


def _due(catalogue: Catalogue, what: str) -> str:
    if what in catalogue.tests:
        return catalogue.tests[what].name
    return catalogue.texts(f"progress.due.{what}") if what in QUESTIONS else what.replace("_", " ")


def _reading(catalogue: Catalogue, review: Review) -> Part:
    texts = catalogue.texts
    lines = [texts(f"paper.report.reading.{key}") for key in ("made_by", "error", "change", "findings")]
    if review.by_chance is not None and review.by_chance.tests:
        lines.append(review.by_chance.words)
    return Part(texts("paper.report.reading.title"), points=tuple(lines))


def _charts(pictures: Iterable[facts.Picture | None], draw: Draw, width: facts.PaperWidth) -> tuple[Chart, ...]:
    return tuple(
        Chart(one.head.title, one.head.summary, Drawn(draw(one, width), one.head.summary or one.head.title), width == "wide")
        for one in pictures
        if one is not None
    )


def _tables(texts: Texts, book: Book) -> Iterator[Table]:
    """The numbers behind the charts, but for those that stand in the text already."""
    drawn: tuple[facts.Picture | None, ...] = (book.course, *book.values, *book.reaches, book.weeks, book.minutes)
    for picture in drawn:
        if picture is None:
            continue
        for table in picture.head.tables:
            caption = texts("paper.report.numbers_of", title=picture.head.title, table=table.caption)
            yield Table(caption, table.columns, table.rows)
