"""A finding's rule and targets, read from its catalogue entry and held against one day's values."""

from collections.abc import Sequence
from dataclasses import dataclass

from upperback.care.readings import Reading
from upperback.model.body import Side
from upperback.model.criteria import Criterion, On, Rule, Target
from upperback.model.record import About


@dataclass(frozen=True, slots=True)
class Beyond:
    """A criterion that is met: by which readings, towards which side, how far past the limit in the measure's unit."""

    criterion: Criterion
    readings: tuple[Reading, ...]
    side: Side
    past: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """A rule on one day. `can_hold`: enough different tests were done that it could have been true. `strong`: met beyond
    the error of a change, with pain or a familiar pull. `near`: not met, but closer to the limit than the value's error."""

    holds: bool
    can_hold: bool
    strong: bool
    near: bool
    beyond: tuple[Beyond, ...]

    @property
    def side(self) -> Side:
        sides = {one.side for one in self.beyond}
        return next(iter(sides)) if len(sides) == 1 else Side.BOTH


def applies(restricted: Criterion | Target, about: About, method: str) -> bool:
    """Is this limit meant for this person and method? Where sex or age isn't known every limit applies, so the more
    cautious one decides."""
    if restricted.method is not None and restricted.method != method:
        return False
    if restricted.sex is not None and about.sex in ("female", "male") and about.sex != restricted.sex:
        return False
    if about.age is None:
        return True
    from_ok = restricted.age_from is None or about.age >= restricted.age_from
    return from_ok and (restricted.age_under is None or about.age < restricted.age_under)


def evaluate(rule: Rule, about: About, today: Sequence[Reading], before: Sequence[Reading]) -> Outcome:
    """The rule on one day. `today`: that day's readings, one per test, measure and side; `before`: all up to that day, for
    criteria that look at a mean over days."""
    met: list[Beyond] = []
    near: set[str] = set()
    tested: set[str] = set()
    for criterion in rule.criteria:
        for candidate in _candidates(criterion, about, today, before):
            tested.add(_key(rule, criterion))
            if candidate.past > 0 and (not criterion.needs_familiar or any(r.provoking for r in candidate.readings)):
                met.append(candidate)
            elif not criterion.needs_familiar and -candidate.past < min(r.mdc.error_95 for r in candidate.readings):
                near.add(_key(rule, criterion))
    met = _same_side(rule, met) if rule.same_side else met
    counted = {_key(rule, one.criterion) for one in met}
    holds = len(counted) >= rule.at_least
    strong_keys = {_key(rule, one.criterion) for one in met if _strong(one)}
    return Outcome(
        holds=holds,
        can_hold=len(tested) >= rule.at_least,
        strong=holds and len(strong_keys) >= rule.at_least,
        near=not holds and len(counted | near) >= rule.at_least,
        beyond=tuple(met),
    )


def _key(rule: Rule, criterion: Criterion) -> str:
    return criterion.test if rule.count_tests else criterion.id


def _strong(one: Beyond) -> bool:
    return any(r.provoking for r in one.readings) and one.past > max(r.mdc.mdc95 for r in one.readings)


def _same_side(rule: Rule, met: list[Beyond]) -> list[Beyond]:
    """Only the criteria towards the side with the most of them; the left where they are even."""
    best: list[Beyond] = []
    for side in (Side.LEFT, Side.RIGHT):
        chosen = [one for one in met if one.side is side]
        if len({_key(rule, one.criterion) for one in chosen}) > len({_key(rule, one.criterion) for one in best}):
            best = chosen
    return best


def _candidates(criterion: Criterion, about: About, today: Sequence[Reading], before: Sequence[Reading]) -> list[Beyond]:
    """The numbers this criterion looks at, each with how far it is past the limit (0 or less: inside)."""
    mine = [
        r for r in today if r.test == criterion.test and r.measure == criterion.measure and applies(criterion, about, r.method)
    ]
    if not mine:
        return []
    match criterion.on:
        case On.SIDE_DIFFERENCE:
            pair = {r.side: r for r in mine}
            if Side.LEFT not in pair or Side.RIGHT not in pair:
                return []
            left, right = pair[Side.LEFT], pair[Side.RIGHT]
            if left.method != right.method:
                return []
            smaller = left if left.value <= right.value else right
            return [Beyond(criterion, (left, right), smaller.side, _past(criterion, abs(left.value - right.value)))]
        case On.EACH_SIDE | On.VALUE:
            return [Beyond(criterion, (r,), r.side, _past(criterion, _value(criterion, r, before))) for r in mine]


def _value(criterion: Criterion, reading: Reading, before: Sequence[Reading]) -> float:
    if criterion.mean_days <= 0:
        return reading.value
    same = [
        r.value
        for r in before
        if (r.test, r.measure, r.side) == (reading.test, reading.measure, reading.side)
        and 0 <= (reading.day - r.day).days < criterion.mean_days
    ]
    return sum(same) / len(same)


def _past(criterion: Criterion, value: float) -> float:
    """How far `value` is past the limit; 0 exactly at it."""
    past = [criterion.below - value] if criterion.below is not None else []
    past += [value - criterion.above] if criterion.above is not None else []
    return round(max(past), 6)


def short_of(target: Target, value: float) -> float:
    """How far `value` is from being inside the target; 0 or less is inside.

    >>> from upperback.model.criteria import On
    >>> forty = Target("turn", "deg", On.EACH_SIDE, "40 degrees", "expert judgement", at_least=40)
    >>> short_of(forty, 33.5), short_of(forty, 40)
    (6.5, 0)
    """
    short = [target.at_least - value] if target.at_least is not None else []
    short += [value - target.at_most] if target.at_most is not None else []
    return round(max(short, default=0.0), 6)


def improvement(target: Target, before: float, after: float) -> float:
    """The change towards the target; negative away from it.

    >>> few = Target("desk", "flags", On.VALUE, "at most one", "expert judgement", at_most=1)
    >>> improvement(few, before=3, after=1)
    2
    """
    lower_is_better = target.at_least is None and target.at_most is not None
    return round(before - after if lower_is_better else after - before, 6)
