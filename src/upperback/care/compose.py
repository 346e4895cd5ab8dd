"""Choosing the exercises and laying them out over the week: greedy, in a stated order, the same every time.

Only this file would change if a solver took its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations
from typing import Final

from upperback.care.rules import Setting
from upperback.model.body import View
from upperback.model.care import Finding, Status
from upperback.model.catalogue import Exercise, Kind, Phase
from upperback.model.movement import Untracked

KIND_ORDER: Final = (Kind.RELEASE, Kind.MOBILITY, Kind.STRENGTH)


@dataclass(frozen=True, slots=True)
class Choice:
    """A chosen exercise. `purposes`: "core" and the active findings it serves. `stands_for`: the core exercise it replaces
    because that one isn't allowed, or starts easier with this one. `because_of`: the modifier that adds it."""

    exercise: Exercise
    purposes: tuple[str, ...]
    stands_for: str = ""
    eased_from: str = ""
    because_of: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """An exercise to lay out: its minutes, and on how many days it belongs."""

    exercise: Exercise
    minutes: float
    days: int
    rest_between: bool


def choose(setting: Setting, allowed: dict[str, Exercise], findings: Sequence[Finding], eased: frozenset[str]) -> list[Choice]:
    """The exercises of the week, most wanted first.

    Added by the person; the core (one stand-in of the same kind for what isn't allowed, its regression for what starts
    easier); one of each kind; then what the active findings ask for, by rank; what a modifier adds; then what the person
    likes. Of two equal core exercises a watch finding chooses.
    """
    board = _Board(setting, allowed, findings, eased)
    for exercise_id in setting.case.wishes.added:
        board.add(exercise_id)
    core = [setting.catalogue.exercises[e] for e in setting.catalogue.core if e in setting.catalogue.exercises]
    for exercise in sorted((e for e in core if e.kind in KIND_ORDER), key=lambda e: (-board.wanted(e), e.kind is Kind.STRENGTH)):
        board.add_core(exercise)
    if setting.case.wishes.added or not any(c.exercise.kind is Kind.RELEASE for c in board.chosen):
        board.add_best(Kind.RELEASE)
    for kind in KIND_ORDER:
        if not any(choice.exercise.kind is kind for choice in board.chosen):
            board.add_best(kind)
    for finding in board.active:
        for kind in KIND_ORDER:
            for exercise_id in setting.catalogue.findings[finding.finding].exercises.get(kind, ()):
                board.add(exercise_id)
    for modifier in setting.modifiers:
        if not any(choice.exercise.id in modifier.adds for choice in board.chosen):
            any(board.add(exercise_id, because_of=modifier.id) for exercise_id in modifier.adds)
    for exercise_id in setting.case.wishes.likes:
        board.add(exercise_id)
    fewest = setting.catalogue.rules.limits.fewest_exercises
    while len(board.chosen) < fewest and any(board.add_best(kind) for kind in (Kind.MOBILITY, Kind.RELEASE, Kind.STRENGTH)):
        pass
    return board.trimmed()


class _Board:
    """The choice under way."""

    def __init__(
        self, setting: Setting, allowed: dict[str, Exercise], findings: Sequence[Finding], eased: frozenset[str]
    ) -> None:
        self.setting = setting
        self.allowed = {e.id: e for e in allowed.values() if e.kind in KIND_ORDER}
        self.active = [f for f in findings if f.rank > 0]
        self.watched = [f for f in findings if f.status is Status.WATCH]
        self.eased = eased
        self.known = set(setting.history.done) | {
            item.exercise for p in setting.case.programmes for _, items in p.items for item in items
        }
        self.chosen: list[Choice] = []

    def wanted(self, exercise: Exercise) -> float:
        """How much speaks for an exercise: active findings by rank, then answers, likes and watches; easing against it."""
        prefer = self.setting.prefer
        preferred = bool(prefer & ({exercise.id, exercise.kind.value} | set(exercise.positions) | exercise.tags))
        points = sum(4.0 / f.rank for f in self.active if exercise.id in self._named(f))
        points += 2.0 * preferred + 1.0 * (exercise.id in self.setting.case.wishes.likes)
        # What the person does already stays; findings add to it.
        points += 5.0 * (exercise.id in self.known)
        points += sum(1.0 for f in self.watched if exercise.id in self._named(f))
        return points - 3.0 * (exercise.id in self.eased)

    def _named(self, finding: Finding) -> set[str]:
        return {e for ids in self.setting.catalogue.findings[finding.finding].exercises.values() for e in ids}

    def _place(self, exercise: Exercise) -> int:
        """Its place in the list of the first active finding that names it; after all of them where none does."""
        for finding in self.active:
            named = self.setting.catalogue.findings[finding.finding].exercises.get(exercise.kind, ())
            if exercise.id in named:
                return named.index(exercise.id)
        return len(self.allowed)

    def _purposes(self, exercise: Exercise, *, core: bool) -> tuple[str, ...]:
        serves = tuple(f.finding for f in self.active if exercise.id in self._named(f))
        return (*(("core",) if core or not serves else ()), *serves)

    def _free(self, exercise_id: str) -> bool:
        return exercise_id in self.allowed and all(c.exercise.id != exercise_id for c in self.chosen)

    def add(
        self, exercise_id: str, *, core: bool = False, stands_for: str = "", eased_from: str = "", because_of: str = ""
    ) -> bool:
        if not self._free(exercise_id):
            return False
        exercise = self.allowed[exercise_id]
        self.chosen.append(Choice(exercise, self._purposes(exercise, core=core), stands_for, eased_from, because_of))
        return True

    def add_core(self, core: Exercise) -> None:
        """The core exercise, or the equal one a watch or a preference picks, or its regression, or a stand-in: of equals the
        one that asks for the least, by its tags."""
        equal = [core.id, *([core.regression_to] if core.regression_to else [])]
        free = [e for e in equal if self._free(e)]
        if free and core.id in self.eased and core.regression_to in free and core.id in self.allowed:
            self.add(core.regression_to, core=True, eased_from=core.id)
        elif free:
            # max keeps the first of equals, so the core exercise itself wins a draw
            best = max((self.allowed[e] for e in free), key=self.wanted)
            self.add(best.id, core=True, stands_for=core.id if core.id not in self.allowed else "")
        else:
            stand_ins = [e for e in self.allowed.values() if e.kind is core.kind and self._free(e.id) and _alike(core, e) > 0]
            other_core = set(self.setting.catalogue.core)
            stand_ins = [e for e in stand_ins if e.id not in other_core]
            if stand_ins:
                best = max(stand_ins, key=lambda e: (self.wanted(e) + _alike(core, e), -len(e.tags)))
                self.add(best.id, core=True, stands_for=core.id)

    def add_best(self, kind: Kind) -> bool:
        """The most wanted one of a kind that isn't chosen yet; of equals the one an active finding names first, then one that
        serves a finding at all, then the one that asks for the least, by its tags."""
        free = [
            e for e in self.allowed.values() if e.kind is kind and self._free(e.id) and e.id not in self.setting.catalogue.core
        ]
        if not free:
            return False
        best = max(free, key=lambda e: (self.wanted(e), -self._place(e), bool(e.findings), -len(e.tags)))
        if best.id in self.eased and best.regression_to and self._free(best.regression_to):
            return self.add(best.regression_to, eased_from=best.id)
        return self.add(best.id)

    def trimmed(self) -> list[Choice]:
        """At most so many: five in the first week, two new ones a week after that, none in a flare. One
        of each kind goes before others, new or not."""
        case = self.setting.case
        began = min([p.day for p in case.programmes] + [s.day for s in case.sessions], default=case.today)
        weeks = (case.today - began).days // 7
        caps = [e.max_items for e in self.setting.effects if e.max_items is not None]
        limits = self.setting.catalogue.rules.limits
        most = min([limits.most_exercises, limits.first_week_exercises + limits.new_per_week * weeks, *caps])
        most_new = 0 if self.setting.phase is Phase.FLARE else limits.new_per_week
        kept: list[Choice] = []
        fresh = 0
        firsts = [self._first(kind) for kind in KIND_ORDER]
        wanted = [c for c in self.chosen if c in firsts] + [c for c in self.chosen if c not in firsts]
        for choice in wanted:
            new = bool(self.known) and choice.exercise.id not in self.known
            if len(kept) < most and not (new and fresh >= most_new and choice not in firsts):
                kept.append(choice)
                fresh += new
        return kept

    def _first(self, kind: Kind) -> Choice | None:
        """The one of this kind that comes before others: what the person knows already, else the first chosen."""
        mine = [c for c in self.chosen if c.exercise.kind is kind]
        return next((c for c in mine if c.exercise.id in self.known), mine[0] if mine else None)


def _alike(one: Exercise, other: Exercise) -> float:
    """Body parts and findings that two exercises share."""
    return len(set(one.works) & set(other.works)) + len(set(one.findings) & set(other.findings))


def training_days(days_per_week: int) -> list[int]:
    """Days 1 to 7, spread evenly, today first.

    >>> training_days(3), training_days(4)
    ([1, 3, 6], [1, 3, 5, 6])
    """
    return [1 + round(i * 7 / days_per_week + 1e-9) for i in range(days_per_week)]


def lay_out(items: Sequence[Placed], days_per_week: int, minutes: float) -> dict[int, list[Exercise]]:
    """Each exercise on its days, in turns: first every exercise once, then every one again, the emptiest day first.

    A day takes no more than `minutes`, a day lies between two times of what needs one, and the camera moves at most once a
    session.
    """
    week: dict[int, list[Exercise]] = {day: [] for day in training_days(days_per_week)}
    used = dict.fromkeys(week, 0.0)
    on: dict[str, list[int]] = {item.exercise.id: [] for item in items}
    for turn in range(7):
        for item in items:
            mine = on[item.exercise.id]
            if len(mine) > turn or turn >= item.days:
                continue
            fits = [
                day
                for day in week
                if day not in mine
                and round(used[day] + item.minutes, 2) <= minutes
                and not (item.rest_between and any(_next_to(day, other) for other in mine))
                and camera_moves(in_order([*week[day], item.exercise])) <= 1
            ]
            if fits:
                day = min(fits, key=lambda d: (used[d], d))
                week[day].append(item.exercise)
                used[day] += item.minutes
                mine.append(day)
    rank = {item.exercise.id: i for i, item in enumerate(items)}
    return {day: list(in_order(sorted(found, key=lambda e: rank[e.id]))) for day, found in week.items() if found}


def _next_to(day: int, other: int) -> bool:
    """Days in a row, the next week's first day included."""
    return (day - other) % 7 in (1, 6)


def tracked_view(exercise: Exercise) -> View:
    """Where the laptop must stand for it: nowhere for what a timer does."""
    return View.NONE if isinstance(exercise.movement, Untracked) else exercise.camera.view


def camera_moves(exercises: Sequence[Exercise]) -> int:
    views = [view for e in exercises if (view := tracked_view(e)) is not View.NONE]
    return sum(1 for a, b in pairwise(views) if a is not b)


def in_order(exercises: Sequence[Exercise]) -> tuple[Exercise, ...]:
    """Release, mobility, strength; within a kind the views that need the fewest moves of the laptop."""
    best: tuple[Exercise, ...] = ()
    strong = {e.camera.view: e for e in exercises if e.kind is Kind.STRENGTH}
    easy = {e.camera.view: e for e in exercises if e.kind is not Kind.STRENGTH}
    for order in permutations(easy):
        for turned in permutations(strong):
            tried = tuple(
                e
                for kind in KIND_ORDER
                for view in (order if kind is not Kind.STRENGTH else turned)
                for e in exercises
                if e.kind is kind and e.camera.view is view
            )
            if not best or _moves(tried) < _moves(best):
                best = tried
    return best


def _moves(exercises: Sequence[Exercise]) -> tuple[int, int]:
    """Moves that the tracker needs, then moves to see the person at all."""
    views = [e.camera.view for e in exercises if e.camera.view is not View.NONE]
    return camera_moves(exercises), sum(1 for a, b in pairwise(views) if a is not b)
