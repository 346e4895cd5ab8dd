"""Weeks of sessions, kindly counted, and the minutes walked and swum."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from upperback.model.record import Case, Session
from upperback.model.texts import Texts
from upperback.services.pictures.facts import Head, Minutes, Moving, Table, WeekDone, Weeks
from upperback.services.pictures.periods import Grain, Span, Window, all_parts, beginning, window_of

TWO_MINUTES_ITEMS: Final = 2  # what the 2-minute version holds at most
ADVISED_MINUTES: Final = 150.0  # of moderate movement a week, who_pa_2020


def weeks_of(case: Case, texts: Texts, asked: Span | None) -> Weeks | None:
    """Days with a session by week, None before the first one. A day with a whole session is whole, else of the 2-minute kind."""
    done = [session for session in case.sessions if is_done(session)]
    if not done:
        return None
    window = _mondays(min(s.day for s in done), case.today, asked)
    kinds: dict[date, bool] = {}
    for session in done:
        if window.holds(session.day):
            kinds[session.day] = kinds.get(session.day, False) or is_whole(session)
    begins, monthly = beginning(window), window.grain is Grain.MONTH
    counted: dict[date, list[float]] = {}
    for day, whole in kinds.items():
        of_part = counted.setdefault(begins(day), [0.0, 0.0])
        of_part[0 if whole else 1] += 1
    weeks = []
    for first, last in all_parts(window):
        whole_n, short_n = counted.get(first, [0.0, 0.0])
        long = max(1.0, ((last - first).days + 1) / 7) if monthly else 1.0
        weeks.append(WeekDone(first, whole_n / long, short_n / long, now=last >= case.today))
    short = sum(1 for whole in kinds.values() if not whole)
    wished = case.wishes.days_per_week
    said = [texts("pictures.weeks.said", n=len(kinds), weeks=texts("pictures.weeks.count", n=-(-window.days // 7)))]
    said += [texts("pictures.weeks.short", n=short)] if short else []
    said += [texts("pictures.weeks.wished", n=wished), texts("pictures.weeks.kind")]
    columns = tuple(texts(f"pictures.table.{c}") for c in ("month" if monthly else "week", "whole", "short"))
    number = _tenth(texts) if monthly else _whole(texts)
    rows = tuple((_named(texts, week.first, monthly), number(week.whole), number(week.short)) for week in weeks)
    table = Table(texts(f"pictures.weeks.by_{window.grain}"), columns, rows)
    return Weeks(Head("weeks", texts("pictures.weeks.title"), " ".join(said), (table,)), window.grain, tuple(weeks), wished)


def minutes_of(case: Case, texts: Texts, asked: Span | None) -> Minutes | None:
    """Minutes walked and swum by week, None before any was noted."""
    moved = [d for d in case.diary if d.minutes_walked or d.minutes_swum]
    if not moved:
        return None
    window = _mondays(moved[0].day, case.today, asked)
    begins, monthly = beginning(window), window.grain is Grain.MONTH
    counted: dict[date, list[float]] = {}
    for day in moved:
        if window.holds(day.day):
            of_part = counted.setdefault(begins(day.day), [0.0, 0.0])
            of_part[0] += day.minutes_walked
            of_part[1] += day.minutes_swum
    weeks = []
    for first, last in all_parts(window):
        walked, swum = counted.get(first, [0.0, 0.0])
        long = max(1.0, ((last - first).days + 1) / 7) if monthly else 1.0
        weeks.append(Moving(first, walked / long, swum / long))
    in_all = sum(w + s for w, s in counted.values())
    whole_weeks = max(1.0, window.days / 7)
    said = [texts("pictures.minutes.said", minutes=round(in_all / whole_weeks), n=-(-window.days // 7))]
    said += [texts("pictures.minutes.this_week", n=round(weeks[-1].walked + weeks[-1].swum))] if not monthly else []
    said.append(texts("pictures.minutes.advised", n=ADVISED_MINUTES))
    columns = tuple(texts(f"pictures.table.{c}") for c in ("month" if monthly else "week", "walked", "swum"))
    rows = tuple((_named(texts, w.first, monthly), texts.number(w.walked), texts.number(w.swum)) for w in weeks)
    table = Table(texts(f"pictures.minutes.by_{window.grain}"), columns, rows)
    return Minutes(
        Head("minutes", texts("pictures.minutes.title"), " ".join(said), (table,)), window.grain, tuple(weeks), ADVISED_MINUTES
    )


def is_done(session: Session) -> bool:
    """Whether anything of it was done; a session told of without its exercises was."""
    return not session.items or any(not item.skipped for item in session.items)


def is_whole(session: Session) -> bool:
    """Whether it was more than the 2-minute version."""
    return sum(1 for item in session.items if not item.skipped) > TWO_MINUTES_ITEMS


def _mondays(first: date, today: date, asked: Span | None) -> Window:
    """A window of whole weeks, Monday to Sunday, the last one up to today."""
    monday = today - timedelta(days=today.weekday())
    window = window_of(first - timedelta(days=first.weekday()), monday + timedelta(days=6), asked)
    return replace(window, last=today)


def _named(texts: Texts, first: date, monthly: bool) -> str:
    if monthly:
        return texts("pictures.table.month_of", month=texts.day(first, "month"), year=str(first.year))
    return texts.day(first, "year")


def _tenth(texts: Texts) -> Callable[[float], str]:
    return lambda value: texts.number(value, 1)


def _whole(texts: Texts) -> Callable[[float], str]:
    return lambda value: texts.number(value)
