"""The programme as a handout: every exercise with its pictures, steps, dose, reason and when to stop, and a sheet to tick."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil
from typing import Final

from upperback.model.body import Side
from upperback.model.care import Given, Item, Programme
from upperback.model.catalogue import Catalogue, Exercise, Kind
from upperback.model.movement import Reps
from upperback.model.paper import Box, DayOfWeek, Drawn, Handout, Imprint, Move, TickRow, TickSheet
from upperback.services import figures
from upperback.services.evidence import short_name
from upperback.services.words import Words

ORDER: Final = (Kind.RELEASE, Kind.MOBILITY, Kind.STRENGTH, Kind.AEROBIC, Kind.HABIT)
WEEK_DAYS: Final = 7
WEEKS: Final = 2  # of the tick sheet: longer a programme seldom stays as it is
MINUTES_FROM_S: Final = 120  # a hold this long is said in minutes
ENGLISH: Final = "en"
SAFETY: Final = ("stop_if", "net", "footer_call")


@dataclass
class _Done:
    """An item of the week and the days it is on, from 0."""

    item: Item
    days: list[int] = field(default_factory=list)


def imprint(catalogue: Catalogue, title: str, day: date) -> Imprint:
    """What every page of a paper says."""
    texts = catalogue.texts
    return Imprint(
        title=title,
        day=day,
        made=texts("paper.made", version=catalogue.version, day=day),
        page=texts("paper.page", n="{n}", of="{of}"),
        language=texts.language,
        direction=texts.direction,
        safety_language=texts.language if texts.has_own("safety") else ENGLISH,
        about=texts("safety.footer"),
    )


def handout(catalogue: Catalogue, programme: Programme, first: date, today: date) -> Handout:
    """The handout of a programme whose week begins on `first`, printed on `today`."""
    texts, words = catalogue.texts, Words(catalogue.texts)
    done = sorted(_week(programme), key=lambda one: ORDER.index(one.item.kind))
    sessions = [day for day in programme.week if day.items]
    minutes = words.minutes(max((day.minutes for day in sessions), default=0))
    phase = "paused" if programme.paused else programme.phase.value
    walks = [a for a in programme.activity if a.exercise in catalogue.exercises]
    return Handout(
        imprint=imprint(catalogue, texts("paper.handout.title"), today),
        phase=texts(f"programme.phase.{phase}"),
        lead=" ".join(
            (texts("paper.handout.since", n=len(sessions), minutes=minutes, day=first), texts("paper.handout.any_day"))
        ),
        week_words=texts("paper.handout.week"),
        week=tuple(_days(catalogue, programme, first)),
        changed=Box(texts("programme.changed"), programme.changed) if programme.changed else None,
        stop=Box(texts("paper.handout.stop"), tuple(texts(f"safety.{key}") for key in SAFETY)),
        why=texts("programme.ask.this"),
        moves=tuple(_move(catalogue, one, len(sessions), first) for one in done),
        activity=Box(
            texts("paper.handout.activity"),
            tuple(
                texts(
                    "paper.handout.activity_one",
                    name=catalogue.exercises[a.exercise].name,
                    minutes=words.minutes(a.minutes),
                    n=a.days,
                    why=a.why,
                )
                for a in walks
            ),
        )
        if walks
        else None,
        ticks=_ticks(catalogue, programme, done, first),
        good_to_know=Box(texts("paper.handout.good"), tuple(_good(catalogue, programme))),
        sources=sources(catalogue, _sources(programme)),
    )


def _week(programme: Programme) -> Iterable[_Done]:
    """The exercises of the week, each dose once."""
    found: dict[tuple[str, Side, Given, Side], _Done] = {}
    for day in programme.week:
        for item in day.items:
            key = (item.exercise, item.side, item.dose, item.extra_side)
            found.setdefault(key, _Done(item)).days.append(day.day - 1)
    return found.values()


def _days(catalogue: Catalogue, programme: Programme, first: date) -> Iterator[DayOfWeek]:
    texts = catalogue.texts
    planned = {day.day - 1: day for day in programme.week if day.items}
    for n in range(WEEK_DAYS):
        day = first + timedelta(days=n)
        said = (texts("paper.handout.session"), texts("programme.min", n=ceil(planned[n].minutes))) if n in planned else ()
        yield DayOfWeek(texts.day(day, "weekday_short"), texts.day(day, "full"), said)


def _move(catalogue: Catalogue, done: _Done, sessions: int, first: date) -> Move:
    texts, item, exercise = catalogue.texts, done.item, catalogue.exercises[done.item.exercise]
    names = [texts.day(first + timedelta(days=n), "weekday_short") for n in done.days]
    side = [texts(f"paper.side.{item.side}")] if item.side is not Side.BOTH else []
    side += [texts(f"paper.extra.{item.extra_side}")] if item.extra_side is not Side.BOTH else []
    return Move(
        name=exercise.name,
        kind=texts(f"programme.kind.{item.kind}"),
        dose=dose_words(catalogue, exercise, item.dose),
        side=" ".join(side),
        days=texts("paper.handout.every") if len(names) == sessions else texts("paper.handout.on_days", days=texts.row(names)),
        picture=pictured(catalogue, exercise),
        steps=exercise.steps,
        breathing=exercise.breathing,
        why=item.why,
        eased=item.eased,
        stop=texts("safety.stop_when", what=f"{exercise.stop_if[:1].lower()}{exercise.stop_if[1:]}"),
    )


def pictured(catalogue: Catalogue, exercise: Exercise) -> Drawn | None:
    """The key positions in tones for print, and what they show; None for an exercise without a drawing."""
    svg, keys = figures.printed(exercise)
    return Drawn(svg, catalogue.texts("paper.handout.picture", name=exercise.name, keys=keys)) if svg else None


def dose_words(catalogue: Catalogue, exercise: Exercise, dose: Given) -> str:
    """A dose as one would say it.

    >>> from upperback.catalogue.loader import load
    >>> known = load()
    >>> dose_words(known, known.exercises["chin_tuck_seated"], Given(2, 10, 5, 30))
    '2 sets of 10 times, hold each for 5 seconds. Rest 30 seconds between.'
    """
    texts = catalogue.texts
    if dose.reps == 1 and dose.sets == 1 and dose.hold_s >= MINUTES_FROM_S:
        return texts("paper.dose.plain", dose=texts("paper.dose.minutes", n=round(dose.hold_s / 60)))
    if dose.reps == 1 and dose.hold_s:
        said = texts("paper.dose.hold", n=round(dose.hold_s))
        if dose.sets > 1:
            said = texts("paper.dose.hold_sets", hold=said, n=dose.sets)
    else:
        said, sided = _times(catalogue, exercise, dose.reps)
        if dose.sets > 1:
            key = "sets_sided" if sided else "set_of"
            said = texts(f"paper.dose.{key}", sets=texts("paper.dose.sets", n=dose.sets), times=said)
        if dose.hold_s:
            said = texts("paper.dose.with_hold", times=said, hold=texts("paper.dose.hold_each", n=round(dose.hold_s)))
    said = f"{said[:1].upper()}{said[1:]}"
    if dose.sets > 1 and dose.rest_s:
        return texts("paper.dose.rest", dose=said, rest_s=dose.rest_s)
    return texts("paper.dose.plain", dose=said)


def _times(catalogue: Catalogue, exercise: Exercise, reps: int) -> tuple[str, bool]:
    """Repetitions, and whether they are said for each side. `reps` counts all sides together."""
    if not exercise.sides or reps == 1:
        return catalogue.texts("paper.dose.times", n=reps), False
    match exercise.movement:
        case Reps(alternates=True) if not exercise.one_side_first:
            return catalogue.texts("paper.dose.in_turn", n=reps), False
        case _:
            return catalogue.texts("paper.dose.each_side", n=ceil(reps / 2)), True


def _ticks(catalogue: Catalogue, programme: Programme, done: list[_Done], first: date) -> TickSheet:
    texts, words = catalogue.texts, Words(catalogue.texts)
    rows = [TickRow(catalogue.exercises[one.item.exercise].name, _on(one.days)) for one in done]
    for activity in programme.activity:
        if activity.exercise in catalogue.exercises:
            name = catalogue.exercises[activity.exercise].name
            rows.append(TickRow(texts("paper.handout.walk", name=name, minutes=words.minutes(activity.minutes)), _on([])))
    return TickSheet(
        heading=texts("paper.ticks.title"),
        lead=texts("paper.ticks.lead"),
        exercise=texts("paper.ticks.exercise"),
        weeks=tuple(texts("paper.ticks.week", day=first + timedelta(weeks=n)) for n in range(WEEKS)),
        days=tuple(texts.day(first + timedelta(days=n), "weekday_short") for n in range(WEEK_DAYS)),
        rows=tuple(rows),
        notes=(texts("paper.ticks.before"), texts("paper.ticks.after")),
    )


def _on(days: list[int]) -> tuple[bool, ...]:
    return tuple(n in days for n in range(WEEK_DAYS))


def _good(catalogue: Catalogue, programme: Programme) -> Iterator[str]:
    texts = catalogue.texts
    short = next((day.two_minute_version for day in programme.week if day.two_minute_version), ())
    if short:
        yield texts("paper.handout.two_minutes", names=texts.row([catalogue.exercises[e].name for e in short], "or"))
    yield texts("programme.made.expect")
    yield texts("paper.handout.anew")


def _sources(programme: Programme) -> Iterator[str]:
    for day in programme.week:
        for item in day.items:
            yield from item.sources
    for activity in programme.activity:
        yield from activity.sources


def sources(catalogue: Catalogue, ids: Iterable[str]) -> Box:
    """Where to read on, and the short names of these sources."""
    known = dict.fromkeys(short_name(catalogue.sources[one].citation) for one in ids if one in catalogue.sources)
    texts = catalogue.texts
    return Box(texts("paper.sources.title"), (texts("paper.sources.lead", names=texts.row(list(known))),))
