"""Pain and what one can do over time, with phases and flares, as numbers and words."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from statistics import fmean

from upperback.care.pain import flares_between, improved
from upperback.model.limits import Limits
from upperback.model.record import PAUSED, Case, KeptProgramme
from upperback.model.texts import Texts
from upperback.services.pictures.facts import Course, Head, Scored, Stretch, Table
from upperback.services.pictures.periods import WEEK, Grain, Part, Point, Span, Window, all_parts, parts, window_of

ID = "pain"
FLARES_UP_TO_DAYS = 366  # a flare of some days can be seen in a year, not in ten


def course_of(case: Case, limits: Limits, texts: Texts, asked: Span | None) -> Course | None:
    """The picture of `asked`, None before anything was said."""
    pain = [Point(d.day, d.pain) for d in case.diary if d.pain is not None]
    activities = [Scored(f.activity, tuple(Point(s.day, s.score) for s in f.scores)) for f in case.function if f.scores]
    firsts = [p.day for p in pain[:1]] + [a.points[0].day for a in activities]
    if not firsts:
        return None
    window = window_of(min(firsts), case.today, asked)
    days = [point for point in pain if window.holds(point.day)]
    shown = [Scored(_capital(a.words), tuple(p for p in a.points if window.holds(p.day))) for a in activities]
    shown = [activity for activity in shown if activity.points]
    of_days = parts(days, window)
    flares = _flares(case, limits, texts, window)
    said = [*_pain_said(days, limits, texts), *_flares_said(flares, texts), *_activities_said(shown, limits, texts)]
    return Course(
        head=Head(ID, texts("pictures.pain.title"), " ".join(said), _tables(texts, window, of_days, shown), large=True),
        window=window,
        days=tuple(days) if window.single_days else (),
        parts=of_days,
        activities=tuple(shown),
        phases=phases_of(case.programmes, window, texts),
        flares=flares,
    )


def phases_of(programmes: Sequence[KeptProgramme], window: Window, texts: Texts) -> tuple[Stretch, ...]:
    """The parts of the way as the programmes had them, each until the next begins. A flare is told by the pain itself."""
    kept = sorted((p for p in programmes if p.phase != "flare"), key=lambda p: p.day)
    found: list[Stretch] = []
    for n, programme in enumerate(kept):
        last = kept[n + 1].day - timedelta(days=1) if n + 1 < len(kept) else window.last
        first, last = max(programme.day, window.first), min(last, window.last)
        words = texts(f"pictures.phase.{'paused' if programme.phase == PAUSED else programme.phase}")
        if found and found[-1].words == words:
            found[-1] = Stretch(found[-1].first, max(last, found[-1].last), words)
        elif last >= first:
            found.append(Stretch(first, last, words))
    return tuple(found) if len(found) > 1 else ()


def _flares(case: Case, limits: Limits, texts: Texts, window: Window) -> tuple[Stretch, ...]:
    if window.days > FLARES_UP_TO_DAYS:
        return ()
    found = []
    for flare in flares_between(case.diary, window.first, window.last, limits):
        last = window.last if flare.ended is None else max(flare.began, flare.ended - timedelta(days=1))
        days = (last - flare.began).days + 1
        found.append(Stretch(max(flare.began, window.first), last, texts("pictures.pain.flare", n=days)))
    return tuple(found)


def _pain_said(days: Sequence[Point], limits: Limits, texts: Texts) -> Iterable[str]:
    """The first seven days against the last seven; a change only beyond what the rules call one."""
    if not days:
        return
    now = [p.value for p in days if p.day > days[-1].day - WEEK]
    before = [p.value for p in days if p.day < days[0].day + WEEK]
    apart = days[-1].day - WEEK >= days[0].day + WEEK - timedelta(days=1)
    if len(days) == 1:
        yield texts("pictures.pain.one_day", pain=days[0].value)
        return
    if not apart or min(len(now), len(before)) < limits.pain_days_needed:
        yield texts("pictures.pain.few_days", n=len(days), low=min(p.value for p in days), high=max(p.value for p in days))
        return
    was, is_now = fmean(before), fmean(now)
    less, more = improved(was, is_now, limits), is_now - was >= limits.pain_change
    yield texts("pictures.pain.from_to", before=was, now=is_now)
    yield texts(f"pictures.pain.{'less' if less else 'more' if more else 'same'}", change=limits.pain_change)


def _flares_said(flares: Sequence[Stretch], texts: Texts) -> Iterable[str]:
    if flares:
        yield texts("pictures.pain.flares", n=len(flares))


def _activities_said(activities: Sequence[Scored], limits: Limits, texts: Texts) -> Iterable[str]:
    for activity in activities:
        before, now = activity.points[0].value, activity.points[-1].value
        if len(activity.points) == 1:
            yield texts("pictures.pain.activity_now", activity=activity.words, now=now)
            continue
        clear = abs(now - before) >= limits.function_change
        kind = "activity" if clear else "activity_same"
        yield texts(f"pictures.pain.{kind}", activity=activity.words, before=before, now=now, change=limits.function_change)


def _tables(texts: Texts, window: Window, means: Sequence[Part], activities: Sequence[Scored]) -> tuple[Table, ...]:
    monthly = window.grain is Grain.MONTH
    known = {part.first: part for part in means}
    rows = []
    for first, _ in all_parts(window):
        part = known.get(first)
        named = (
            texts("pictures.table.month_of", month=texts.day(first, "month"), year=str(first.year))
            if monthly
            else _day(texts, first)
        )
        number = texts.number
        rows.append(
            (named, number(part.mean, 1), number(part.low, 1), number(part.high, 1), str(part.n))
            if part is not None
            else (named, *[texts("pictures.table.nothing")] * 3, "0")
        )
    columns = ("month" if monthly else "week", "mean", "lowest", "highest", "days")
    pain = Table(
        texts(f"pictures.pain.by_{window.grain}"), tuple(texts(f"pictures.table.{column}") for column in columns), tuple(rows)
    )
    scored = [
        Table(
            activity.words,
            (texts("pictures.table.day"), texts("pictures.table.score")),
            tuple((_day(texts, p.day), texts.number(p.value, 1)) for p in activity.points),
        )
        for activity in activities
    ]
    return (*([pain] if means else []), *scored)


def _day(texts: Texts, day: date) -> str:
    return texts.day(day, "year")


def _capital(name: str) -> str:
    return f"{name[:1].upper()}{name[1:]}"
