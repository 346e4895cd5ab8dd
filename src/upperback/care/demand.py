"""What a week is asked to hold: the exercises that come into question, what speaks for each, and what must not be missing.

Plain rules with the points of `rules.toml`; the solver (`care.solver`) only weighs them. Nothing comes without a reason: the
core, a kind of work, a finding, a trait of the person, or their wish.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from upperback.care.order import KIND_ORDER
from upperback.care.remembering import remembered
from upperback.care.rules import Setting
from upperback.care.solver import Need
from upperback.model.care import Finding, Status
from upperback.model.catalogue import Exercise, Kind, Phase
from upperback.model.record import KeptProgramme

WEEK: Final = timedelta(days=7)
BEST: Final = 3  # of a kind come into question where nothing asks for a certain one
TAG: Final = 0.05  # points against each tag: of equals the one that asks for the least
USEFUL: Final = 0.4  # points for serving a finding at all
ENDED: Final = (Status.GONE, Status.PLATEAU_ACCEPTED)


@dataclass(frozen=True, slots=True)
class Since:
    """How long the person has been at it. `week`: 1 in the first week since the start or the last long break, `began`. `fresh`:
    what counts as new this week. `last`: what was in last week's programme, with its training days (0, 1, ...)."""

    week: int
    began: date
    known: frozenset[str]
    fresh: frozenset[str]
    last: dict[str, frozenset[int]]
    long_in: frozenset[str]


def since_of(setting: Setting) -> Since:
    """Read from the programmes and sessions. A break of `missed_days_restart` days begins a first week anew."""
    case, limits = setting.case, setting.catalogue.rules.limits
    days = sorted({p.day for p in case.programmes} | {s.day for s in case.sessions})
    began = days[0] if days else case.today
    for earlier, later in pairwise([*days, case.today]):
        if (later - earlier).days >= limits.missed_days_restart:
            began = later
    week = (case.today - began).days // 7 + 1
    given = _first_given(case.programmes)
    first_done = {e: pairs[0][0].day for e, pairs in setting.history.done.items()}
    known = frozenset(given) | frozenset(first_done)
    # New is what no week before this one had: a programme made again in the same week doesn't make room for two more.
    old = {e for e, day in first_done.items() if day < given.get(e, date.max)}
    old |= {e for e, first in given.items() if first <= case.today - WEEK or first < began + WEEK}
    fresh = frozenset(setting.catalogue.exercises) - old if known and week > 1 else frozenset[str]()
    flare = setting.phase is Phase.FLARE
    if flare and known:
        fresh = frozenset(setting.catalogue.exercises) - known
    return Since(week, began, known, fresh, _last_week(setting), _long_in(setting, given))


@remembered(lambda programmes: (programmes,))
def _first_given(programmes: tuple[KeptProgramme, ...]) -> dict[str, date]:
    """The day of the first programme that each exercise stood in."""
    first: dict[str, date] = {}
    for programme in programmes:
        for exercise in {item.exercise for _, items in programme.items for item in items}:
            first[exercise] = min(first.get(exercise, programme.day), programme.day)
    return first


def _last_week(setting: Setting) -> dict[str, frozenset[int]]:
    """The exercises of the newest programme (that of a flare only in one) on their training days; without a programme those
    done in the last two weeks."""
    case = setting.case
    usual = [p for p in case.programmes if p.phase != Phase.FLARE.value]
    kept = case.programmes if setting.phase is Phase.FLARE or not usual else usual
    if not kept:
        lately = case.today - 2 * WEEK
        return {e: frozenset() for e, pairs in setting.history.done.items() if pairs[-1][0].day > lately}
    newest = max(kept, key=lambda p: p.day)
    found: dict[str, frozenset[int]] = {}
    for number, (_, items) in enumerate(sorted(newest.items)):
        for item in items:
            found[item.exercise] = found.get(item.exercise, frozenset()) | {number}
    return found


def _long_in(setting: Setting, given: dict[str, date]) -> frozenset[str]:
    since = setting.case.today - setting.catalogue.rules.limits.variety_weeks * WEEK
    return frozenset(e for e, first in given.items() if first <= since)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the core: the exercise itself or its equals; where none is possible, one that `stands_in`. `eased`: it is
    replaced by its easier form."""

    core: Exercise
    equals: tuple[str, ...]
    stands_in: bool = False
    eased: bool = False


@dataclass(frozen=True, slots=True)
class Demand:
    """Who comes into question, what each is worth among equals, and what is needed."""

    candidates: tuple[Exercise, ...]
    worth: dict[str, float]
    parts: tuple[Part, ...]
    core: tuple[Need, ...]
    needs: tuple[Need, ...]
    eased_from: dict[str, str]
    since: Since


class Asking:
    """Gathers the demand of one person's week."""

    def __init__(
        self,
        setting: Setting,
        allowed: dict[str, Exercise],
        findings: Sequence[Finding],
        eased: frozenset[str],
        helped: dict[str, float],
    ) -> None:
        self.setting = setting
        self.limits = setting.catalogue.rules.limits
        self.allowed = {e.id: e for e in allowed.values() if e.kind in KIND_ORDER}
        self.active = [f for f in findings if f.rank > 0]
        self.watched = [f for f in findings if f.status is Status.WATCH]
        self.ended = {f.finding for f in findings if f.status in ENDED}
        self.eased = eased
        self.helped = helped
        self.since = since_of(setting)

    def demand(self) -> Demand:
        parts = self._parts()
        core = tuple(Need(frozenset(part.equals), self.limits.points_core_rest) for part in parts if part.equals)
        swapped = self._easier_forms(parts)
        asked = [*self._finding_needs(), *self._own_needs()]
        needs = [*self._kind_needs(), *asked]
        wanted = {e for need in (*core, *asked) for e in need.exercises} | set(self.since.last) | self._best(swapped)
        wanted = (wanted & self.allowed.keys()) - (swapped.keys() - set(self.setting.case.wishes.added))
        candidates = tuple(e for e in self.setting.catalogue.exercises.values() if e.id in wanted)
        worth = {e.id: self.worth(e) for e in candidates}
        eased_from = {part.equals[0]: part.core.id for part in parts if part.eased}
        eased_from |= {easier: e for e, easier in swapped.items()}
        return Demand(candidates, worth, parts, core, tuple(needs), eased_from, self.since)

    def worth(self, exercise: Exercise) -> float:
        """Points for it among equals."""
        limits, setting = self.limits, self.setting
        prefer = setting.prefer
        preferred = bool(prefer & ({exercise.id, exercise.kind.value} | set(exercise.positions) | exercise.tags))
        points = limits.points_prefer * preferred - limits.points_eased * (exercise.id in self.eased)
        points += limits.points_watch * sum(1 for f in self.watched if exercise.id in self.named(f))
        points += limits.points_keep * self._stays(exercise)
        points -= limits.points_place * self._place(exercise)
        # At most the whole points for a change that counts; less for less.
        points += limits.points_helps * max(-1.0, min(1.0, self.helped.get(exercise.id, 0.0)))
        # The core exercise itself wins a draw.
        points += USEFUL * (bool(exercise.findings) + (exercise.id in setting.catalogue.core))
        return points - TAG * len(exercise.tags)

    def named(self, finding: Finding) -> set[str]:
        return {e for ids in self.setting.catalogue.findings[finding.finding].exercises.values() for e in ids}

    def _stays(self, exercise: Exercise) -> float:
        """What was there last week stays, unless the finding it was for is done with; less so after a long time."""
        if exercise.id not in self.since.last:
            return 0.0
        serves = set(exercise.findings)
        done = bool(serves & self.ended) and not any(exercise.id in self.named(f) for f in self.active)
        if done and exercise.id not in {*self.setting.catalogue.core, *self.setting.case.wishes.added}:
            return 0.0
        core = exercise.id in self.setting.catalogue.core
        long = exercise.id in self.since.long_in and not core
        return 1.0 - long * self.limits.points_variety / self.limits.points_keep

    def _place(self, exercise: Exercise) -> int:
        """Its place in the list of the first active finding that names it, at most 5."""
        for finding in self.active:
            named = self.setting.catalogue.findings[finding.finding].exercises.get(exercise.kind, ())
            if exercise.id in named:
                return min(5, named.index(exercise.id))
        return 0

    # -- the core ------------------------------------------------------------------------------------------------------
    def _parts(self) -> tuple[Part, ...]:
        catalogue = self.setting.catalogue
        core = [catalogue.exercises[e] for e in catalogue.core if e in catalogue.exercises]
        parts: list[Part] = []
        for exercise in (e for e in core if e.kind in KIND_ORDER):
            equal = [e for e in (exercise.id, exercise.regression_to) if e in self.allowed]
            eased = exercise.id in self.eased and len(equal) == 2
            parts.append(Part(exercise, tuple(equal[1:] if eased else equal), eased=eased))
        taken = {e for part in parts for e in part.equals} | set(catalogue.core)
        for number, part in enumerate(parts):
            if not part.equals and (other := self._stand_in(part.core, taken)):
                parts[number] = Part(part.core, (other,), stands_in=True)
                taken.add(other)
        return tuple(parts)

    def _stand_in(self, core: Exercise, taken: set[str]) -> str | None:
        """The one of the same kind that works on the same most, and that findings and answers speak for; None where the kind
        itself is ruled out."""
        others = [e for e in self.allowed.values() if e.kind is core.kind and e.id not in taken and alike(core, e) > 0]
        serves = {e.id: sum(4 / f.rank for f in self.active if e.id in self.named(f)) for e in others}
        best = max(others, key=lambda e: (alike(core, e) + serves[e.id] + self.worth(e) / 5, -len(e.tags)), default=None)
        return best.id if best else None

    # -- kinds, findings, wishes ---------------------------------------------------------------------------------------
    def _easier_forms(self, parts: Sequence[Part]) -> dict[str, str]:
        """What starts easier with another exercise: the one, and the other in its place. An added one stays as it is."""
        core = {part.core.id for part in parts if not part.eased}
        return {
            e.id: e.regression_to
            for e in self.allowed.values()
            if e.id in self.eased and e.regression_to in self.allowed and e.id not in core
        }

    def _kind_needs(self) -> Iterable[Need]:
        """One of each kind; in maintenance no release, since one mobility drill is enough then (rule `keep_strength`)."""
        for kind in KIND_ORDER:
            mine = frozenset(e.id for e in self.allowed.values() if e.kind is kind)
            if mine and not (kind is Kind.RELEASE and self.setting.phase is Phase.MAINTENANCE):
                yield Need(mine, self.limits.points_kind)

    def _best(self, swapped: dict[str, str]) -> set[str]:
        """The best few of each kind, and of those that are not new: one of each kind is needed whatever else is asked for."""
        found: set[str] = set()
        for kind in KIND_ORDER:
            easier = {swapped.get(e.id, e.id) for e in self.allowed.values() if e.kind is kind}
            best = sorted((self.allowed[e] for e in easier), key=lambda e: (-self.worth(e), e.id))
            found |= {e.id for e in best[:BEST]} | {e.id for e in [e for e in best if e.id not in self.since.fresh][:BEST]}
        return found

    def _finding_needs(self) -> Iterable[Need]:
        limits, known = self.limits, self.setting.catalogue.findings
        for ended in sorted(self.ended) if self.setting.phase is Phase.MAINTENANCE else []:
            one_of = frozenset(e for kind in KIND_ORDER for e in known[ended].exercises.get(kind, ()))
            yield Need(one_of & self.allowed.keys(), limits.points_modifier)
        due = self.since.week >= limits.served_by_week and self.setting.phase is not Phase.FLARE
        for place, finding in enumerate(self.active):
            lists = known[finding.finding].exercises
            asked = {kind: frozenset(lists.get(kind, ())) & self.allowed.keys() for kind in KIND_ORDER}
            if place == 0 and (all_of := frozenset[str]().union(*asked.values())):
                yield Need(all_of, limits.points_top)
            for ids in asked.values():
                if ids:
                    yield Need(ids, (limits.points_due if due else limits.points_area) / finding.rank)

    def _own_needs(self) -> Iterable[Need]:
        wishes, limits = self.setting.case.wishes, self.limits
        for number, exercise_id in enumerate(wishes.added):
            if exercise_id in self.allowed:
                yield Need(frozenset({exercise_id}), limits.points_added - min(number, 9))
        for exercise_id in wishes.likes:
            if exercise_id in self.allowed:
                yield Need(frozenset({exercise_id}), limits.points_like)
        for modifier in self.setting.modifiers:
            first = next((e for e in modifier.adds if e in self.allowed), None)
            if first is not None and self.since.week > 1:  # the first week is full with what everyone gets
                yield Need(frozenset({first}), limits.points_modifier)


def alike(one: Exercise, other: Exercise) -> int:
    """Body parts and findings that two exercises share."""
    return len(set(one.works) & set(other.works)) + len(set(one.findings) & set(other.findings))
