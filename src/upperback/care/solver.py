"""The week, composed by a solver (OR-Tools CP-SAT): first what and how often, then on which days.

One worker, a fixed seed and a limit in the solver's own deterministic time, never by the clock: the same question has the same
answer on every machine of one kind. What is allowed at all is decided before, by plain rules (`care.rules`); what it should be
for stands in `care.demand`. Both models can always be answered, since what can't be met costs points instead.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import combinations
from types import ModuleType
from typing import TYPE_CHECKING, Final

from upperback.care.order import camera_moves, in_order, next_to, tracked_view, training_days
from upperback.model.body import View
from upperback.model.catalogue import Exercise

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

POINT: Final = 1000  # units of the objective; smaller ones settle draws
WORK_LIMIT: Final = 0.08  # deterministic seconds for one model; most need 0.001, a full week of short sessions some 0.05
ROOM: Final = (1.0, 1.0, 0.95, 0.9, 0.8, 0.7)  # of the week's minutes, try by try, where a choice can't be laid out on its days
CENT: Final = 100  # minutes are counted in hundredths
FULLER: Final = 1.15  # a day may hold this much more than the mean before it counts as uneven; expert judgement


@dataclass(frozen=True, slots=True)
class Option:
    """An exercise at one dose. `days`: how often a week it belongs; `work_s`: seconds of work in one session. `worth`: points
    for it among equals. `new`: it counts against the new ones of the week. `priority`: who gets its turns first, low first."""

    exercise: Exercise
    minutes: float
    work_s: float
    days: int
    rest_between: bool
    worth: float
    new: bool = False
    steps_up: bool = False
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Need:
    """At least `count` of `exercises`, or `points` are lost."""

    exercises: frozenset[str]
    points: float
    count: int = 1


@dataclass(frozen=True, slots=True)
class Ask:
    """What the week may hold and what it should. `caps`: the most seconds of work and minutes a week, None without a week
    before. `core`: the parts of the core, of which `core_parts` come before almost everything."""

    options: tuple[Option, ...]
    needs: tuple[Need, ...]
    core: tuple[Need, ...]
    core_parts: int
    core_points: float
    days_per_week: int
    minutes: float
    most: int
    most_new: int
    fewest: int
    caps: tuple[float, float] | None
    item_points: float
    turn_points: float
    once_points: float
    step_points: float
    day_points: float


@dataclass(frozen=True, slots=True)
class Picked:
    option: Option
    times: int


@dataclass(frozen=True, slots=True)
class Placed:
    """An exercise to lay out: its minutes, on how many days it belongs, and its training days (0, 1, ...) of last week."""

    exercise: Exercise
    minutes: float
    days: int
    rest_between: bool
    last: frozenset[int] = frozenset()


@cache
def library() -> ModuleType:
    """CP-SAT in Python. It brings pandas along, a fifth of the time in which the program starts: so it comes with the first week
    that is composed."""
    return import_module("ortools.sat.python.cp_model")


class _Model:
    """A CP-SAT model whose objective is gathered term by term."""

    def __init__(self) -> None:
        self._library = library()
        self.cp: cp_model.CpModel = self._library.CpModel()
        self._terms: list[cp_model.IntVar] = []
        self._points: list[int] = []

    def pay(self, variable: "cp_model.IntVar", points: float) -> None:
        units = round(points * POINT)
        if units:
            self._terms.append(variable)
            self._points.append(units)

    def truth(self) -> "cp_model.IntVar":
        return self.cp.new_bool_var("")

    def whole(self, most: int) -> "cp_model.IntVar":
        return self.cp.new_int_var(0, most, "")

    def at_most(self, variables: "Sequence[cp_model.IntVar]", factors: Sequence[int], most: int) -> None:
        if variables:
            self.cp.add(self._library.LinearExpr.weighted_sum(variables, factors) <= most)

    def at_least(self, variables: "Sequence[cp_model.IntVar]", factors: Sequence[int], least: int) -> None:
        self.cp.add(self._library.LinearExpr.weighted_sum(variables, factors) >= least)

    def solved(self) -> "cp_model.CpSolver | None":
        self.cp.maximize(self._library.LinearExpr.weighted_sum(self._terms, self._points))
        solver: cp_model.CpSolver = self._library.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_deterministic_time = WORK_LIMIT
        solver.parameters.linearization_level = 2
        status = solver.solve(self.cp)
        return solver if status in (self._library.OPTIMAL, self._library.FEASIBLE) else None


def compose(ask: Ask, last: Mapping[str, frozenset[int]]) -> tuple[tuple[Picked, ...], dict[int, list[Exercise]]]:
    """What is chosen, and the week it makes: exercises by day, 1 to 7. `last`: the training days of last week by exercise.

    A choice that has no layout (it is rare: few minutes, many views) is chosen anew without it, and in the end with some room
    to spare: what fills the week's minutes need not fill its days, and then a whole kind of work could fall out.
    """
    refused: list[frozenset[str]] = []
    for room in ROOM:
        picked = sorted(pick(ask, refused, room), key=lambda one: one.option.priority)
        placed = [_placed(one, last.get(one.option.exercise.id, frozenset())) for one in picked]
        week = lay_out(placed, ask.days_per_week, ask.minutes)
        left = {one.option.exercise.id for one in picked} - {e.id for on_day in week.values() for e in on_day}
        if not left:
            break
        refused.append(frozenset(one.option.exercise.id for one in picked))
    return tuple(one for one in picked if one.option.exercise.id not in left), week


def _placed(one: Picked, last: frozenset[int]) -> Placed:
    return Placed(one.option.exercise, one.option.minutes, one.times, one.option.rest_between, last)


# -- what and how often -----------------------------------------------------------------------------------------------
def pick(ask: Ask, refused: Sequence[frozenset[str]] = (), room: float = 1.0) -> tuple[Picked, ...]:
    """The exercises of the week with their times, in the order of the options. `refused`: sets that can't be laid out. `room`:
    the share of the week's minutes they may fill."""
    model = _Model()
    chosen = [model.truth() for _ in ask.options]
    times = [model.whole(option.days) for option in ask.options]
    by_id: dict[str, list[cp_model.IntVar]] = {}
    for number, (option, x, n) in enumerate(zip(ask.options, chosen, times, strict=True)):
        by_id.setdefault(option.exercise.id, []).append(x)
        model.at_most([n, x], [1, -option.days], 0)
        model.at_least([n, x], [1, -1], 0)
        model.pay(x, option.worth - ask.item_points - ask.turn_points * option.days + ask.step_points * option.steps_up)
        model.pay(x, -number / POINT)
        model.pay(n, ask.turn_points - number / POINT)
        if option.days > 1:
            only_once = model.truth()
            model.at_least([n, x, only_once], [1, -2, 1], 0)
            model.pay(only_once, -ask.once_points)
    for same in by_id.values():
        if len(same) > 1:
            model.cp.add_at_most_one(same)
    ones = [1] * len(chosen)
    model.at_most(chosen, ones, ask.most)
    fresh = [x for option, x in zip(ask.options, chosen, strict=True) if option.new]
    model.at_most(fresh, [1] * len(fresh), ask.most_new)
    week = [round(option.minutes * CENT) for option in ask.options]
    model.at_most(times, week, int(room * _cents(ask.minutes) * ask.days_per_week))
    # Two that fill more than half a session don't fit into one.
    long = [n for option, n in zip(ask.options, times, strict=True) if 2 * option.minutes > ask.minutes]
    model.at_most(long, [1] * len(long), ask.days_per_week)
    if ask.caps is not None:
        work_s, minutes = ask.caps
        model.at_most(times, [round(option.work_s) for option in ask.options], int(work_s))
        model.at_most(times, week, int(minutes * CENT))
    for need in ask.needs:
        model.pay(_missing(model, need, by_id), -need.points)
    if ask.core:
        missing = [_missing(model, need, by_id) for need in ask.core]
        for one, need in zip(missing, ask.core, strict=True):
            model.pay(one, -need.points)
        too_few = model.whole(len(ask.core))
        model.at_most([*missing, too_few], [1] * len(missing) + [-1], max(0, len(ask.core) - ask.core_parts))
        model.pay(too_few, -ask.core_points)
    few = model.whole(ask.fewest)
    model.at_least([*chosen, few], [*ones, 1], ask.fewest)
    model.pay(few, -ask.day_points)
    empty = model.whole(ask.days_per_week)
    model.at_least([*times, empty], [*ones, 1], ask.days_per_week)
    model.pay(empty, -ask.day_points)
    for together in refused:
        found = [x for e in together for x in by_id[e]]
        model.at_most(found, [1] * len(found), len(together) - 1)
    solver = model.solved()
    if solver is None:
        return ()
    values = [solver.value(n) for n in times]
    return tuple(Picked(option, n) for option, n in zip(ask.options, values, strict=True) if n > 0)


def _missing(model: _Model, need: Need, by_id: "dict[str, list[cp_model.IntVar]]") -> "cp_model.IntVar":
    """Is it short of what is needed?"""
    missing = model.truth()
    found = [x for e in sorted(need.exercises) for x in by_id.get(e, ())]
    model.at_least([*found, missing], [1] * len(found) + [need.count], need.count)
    return missing


# -- on which days ----------------------------------------------------------------------------------------------------
def _cents(minutes: float) -> int:
    """Minutes to fill, in whole hundredths: never more than was wished."""
    return int(minutes * CENT + 1e-6)


def lay_out(items: Sequence[Placed], days_per_week: int, minutes: float) -> dict[int, list[Exercise]]:
    """Each exercise on its days, the most wanted first in `items`: spread evenly, and on the days of last week where that is
    as good.

    A day takes no more than `minutes`, a day lies between two times of what needs one, and the camera moves at most once a
    session. What can't have all its days has fewer.
    """
    days = training_days(days_per_week)
    patterns = [_patterns(item, days, {item.days}) for item in items]
    found = _laid(items, patterns, days, minutes)
    if found is None:
        # Two times fewer are enough nearly always; where they are not, it is left out and the choice is made anew.
        patterns = [_patterns(item, days, {0, *range(max(1, item.days - 2), item.days + 1)}) for item in items]
        found = _laid(items, patterns, days, minutes)
    week: dict[int, list[Exercise]] = {}
    for number, day in enumerate(days):
        on_day = [item.exercise for item, pattern in zip(items, found or (), strict=False) if number in pattern]
        if on_day:
            week[day] = list(in_order(on_day))
    return week


@cache
def most_days(days_per_week: int, *, rest_between: bool) -> int:
    """On how many of the training days something can be done, with a day between where it needs one.

    >>> most_days(7, rest_between=True), most_days(4, rest_between=True)
    (3, 3)
    """
    days = tuple(training_days(days_per_week))
    return max(n for n in range(len(days) + 1) if _spread(days, n, rest_between=rest_between))


@cache
def _spread(days: tuple[int, ...], times: int, *, rest_between: bool) -> tuple[tuple[int, ...], ...]:
    """The most even ways to have `times` of the training days, as numbers from 0."""
    ways: dict[int, list[tuple[int, ...]]] = {}
    for way in combinations(range(len(days)), times):
        if rest_between and any(next_to(days[a], days[b]) for a, b in combinations(way, 2)):
            continue
        gaps = [(days[b] - days[a]) % 7 or 7 for a, b in zip(way, (*way[1:], *way[:1]), strict=True)]
        ways.setdefault(sum(gap * gap for gap in gaps), []).append(way)
    return tuple(ways[min(ways)]) if ways else ()


def _patterns(item: Placed, days: Sequence[int], times: Iterable[int]) -> list[tuple[int, ...]]:
    # What comes three times a week or less has a day between, however often it is meant to come.
    few = {n: item.rest_between or n <= 3 for n in times}
    return [way for n in sorted(few) for way in _spread(tuple(days), min(n, len(days)), rest_between=few[n])]


def _laid(
    items: Sequence[Placed], patterns: Sequence[Sequence[tuple[int, ...]]], days: Sequence[int], minutes: float
) -> list[tuple[int, ...]] | None:
    """One pattern an item; None where there is no way."""
    if not all(patterns):
        return None
    model = _Model()
    uses: list[list[cp_model.IntVar]] = []
    on_day: list[list[tuple[int, cp_model.IntVar]]] = [[] for _ in days]
    for number, (item, ways) in enumerate(zip(items, patterns, strict=True)):
        mine = [model.truth() for _ in ways]
        model.cp.add_exactly_one(mine)
        uses.append(mine)
        for way, use in zip(ways, mine, strict=True):
            short = item.days - len(way)
            moved = len(item.last - set(way)) if item.last else 0
            late = sum(way) / 100
            model.pay(use, -(100 - number) * short - 200 * (not way) - moved - late)
            for day in way:
                on_day[day].append((number, use))
    cents = [round(item.minutes * CENT) for item in items]
    most = _cents(minutes)
    even = min(most, round(FULLER * sum(c * item.days for c, item in zip(cents, items, strict=True)) / max(1, len(days))))
    for found in on_day:
        if not found:
            continue
        used = [use for _, use in found]
        over, empty = model.whole(most - even), model.truth()
        model.at_most([*used, over], [*(cents[number] for number, _ in found), -1], even)
        model.pay(over, -1 / CENT)
        model.at_least([*used, empty], [1] * (len(used) + 1), 1)
        model.pay(empty, -50)
    for together in _too_many_moves(items):
        for found in on_day:
            used = [use for number, use in found if number in together]
            model.at_most(used, [1] * len(used), len(together) - 1)
    solver = model.solved()
    if solver is None:
        return None
    return [
        next(way for way, use in zip(ways, mine, strict=True) if solver.value(use))
        for ways, mine in zip(patterns, uses, strict=True)
    ]


def _too_many_moves(items: Sequence[Placed]) -> list[frozenset[int]]:
    """The smallest sets of items that would move the laptop more than once in a session."""
    tracked = [n for n, item in enumerate(items) if tracked_view(item.exercise) is not View.NONE]
    found: list[frozenset[int]] = []
    for size in (3, 4):
        for numbers in combinations(tracked, size):
            together = frozenset(numbers)
            known = any(smaller <= together for smaller in found)
            if not known and camera_moves(in_order([items[n].exercise for n in numbers])) > 1:
                found.append(together)
    return found
