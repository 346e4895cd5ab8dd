"""A finding's rule and targets, read from its catalogue entry and held against one day's values."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from upperback.care.readings import Reading
from upperback.model.body import Side
from upperback.model.criteria import Criterion, On, Rule, Target, Way
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
    """A rule on one day. `can_hold`: enough was tested that it could have been true, or that nothing left to test could make
    it true. `strong`: met beyond the error of a change, with pain or a familiar pull. `near`: not met, but closer to the
    limit than the value's error. `watch`: met only in a way that never makes a finding.

    `beyond`: what makes it hold (or what is met, where it doesn't); `supporting`: what is met beside that."""

    holds: bool
    can_hold: bool
    strong: bool
    near: bool
    watch: bool
    side: Side
    beyond: tuple[Beyond, ...]
    supporting: tuple[Beyond, ...] = ()


def fits(restricted: Criterion | Target, about: About) -> bool:
    """Is this limit meant for this person? Where sex or age isn't known every limit is, so the more cautious one decides."""
    if restricted.sex is not None and about.sex in ("female", "male") and about.sex != restricted.sex:
        return False
    if about.age is None:
        return True
    from_ok = restricted.age_from is None or about.age >= restricted.age_from
    return from_ok and (restricted.age_under is None or about.age < restricted.age_under)


def applies(restricted: Criterion | Target, about: About, method: str) -> bool:
    """Is this limit meant for this person and method?"""
    by = restricted.method is None or restricted.method == method
    return by and method not in restricted.except_methods and fits(restricted, about)


def evaluate(rule: Rule, about: About, today: Sequence[Reading], before: Sequence[Reading]) -> Outcome:
    """The rule on one day. `today`: that day's readings, one per test, measure and side; `before`: all up to that day, for
    criteria that look at a mean over days."""
    of: dict[tuple[str, str], list[Reading]] = {}
    for reading in today:
        of.setdefault((reading.test, reading.measure), []).append(reading)
    looked_at = ((c, mine) for c in rule.criteria if (mine := of.get((c.test, c.measure))))
    seen = [candidate for criterion, mine in looked_at for candidate in _candidates(criterion, about, mine, before)]
    void = {name for one in seen if _met(one) for name in one.criterion.voids}
    met = [one for one in seen if _met(one) and one.criterion.id not in void]
    near = [one for one in seen if not _met(one) and _near(one) and one.criterion.id not in void]
    tested = _ids(seen)
    never = tested - _ids(met) - _ids(near)
    possible = {c.id for c in rule.criteria if fits(c, about)} - never
    sides = (Side.LEFT, Side.RIGHT) if rule.same_side else (Side.BOTH,)
    best = max(
        (_judged(rule, _towards(side, met), _towards(side, near)) for side in sides),
        key=lambda one: (one.holds, one.near, len(one.beyond)),
    )
    decided = _holds(rule, tested) or not _holds(rule, possible)
    return replace(best, can_hold=decided)


def met_by(criteria: Sequence[Criterion], about: About, readings: Sequence[Reading]) -> tuple[Beyond, ...]:
    """The criteria that `readings`, one per test, measure and side, meet."""
    return tuple(one for c in criteria for one in _candidates(c, about, readings, readings) if _met(one))


def way_holds(way: Way, ids: Collection[str]) -> bool:
    """Are all needs of `way` among `ids`?

    >>> from upperback.model.criteria import Need
    >>> way_holds(Way((Need(("a", "b")), Need(("c", "d", "e"), at_least=2))), {"b", "c", "e"})
    True
    """
    return all(sum(1 for name in need.of if name in ids) >= need.at_least for need in way.needs)


def agree(rule: Rule, first: Outcome, second: Outcome) -> bool:
    """Do two days that both hold say the same, as far as the rule asks for it?"""
    if rule.same_both_days:
        one, other = (
            {(b.criterion.id, b.side) for b in o.beyond if b.criterion.id in rule.same_both_days} for o in (first, second)
        )
        return bool(one & other)
    return not rule.same_side or first.side is second.side


def deciding_tests(rule: Rule) -> tuple[str, ...]:
    """The tests that can make it hold, in the order of the criteria."""
    return tuple(dict.fromkeys(c.test for c in rule.criteria if not c.supports))


def needs_several_tests(rule: Rule) -> bool:
    """Can no single test make it hold?"""
    tests = deciding_tests(rule)
    return not any(_holds(rule, {c.id for c in rule.criteria if c.test == test}) for test in tests)


def _judged(rule: Rule, met: list[Beyond], near: list[Beyond]) -> Outcome:
    ids = _ids(met)
    holds = _holds(rule, ids)
    watch = not holds and _holds(rule, ids, watch=True)
    ways = [way for way in rule.ways if way.watch is watch and _way_holds(rule, way, ids)]
    deciding = {name for way in ways for need in way.needs for name in need.of} if holds or watch else ids
    beyond = tuple(one for one in met if one.criterion.id in deciding and not one.criterion.supports)
    leading = [one for one in beyond if one.criterion.id in rule.same_both_days] or beyond
    found = {one.side for one in leading}
    return Outcome(
        holds=holds,
        can_hold=False,
        strong=_holds(rule, {one.criterion.id for one in met if _strong(one)}),
        near=not holds and _holds(rule, ids | _ids(near)),
        watch=watch,
        side=next(iter(found)) if len(found) == 1 else Side.BOTH,
        beyond=beyond,
        supporting=tuple(one for one in met if one not in beyond and not one.criterion.voids),
    )


def _ids(found: Sequence[Beyond]) -> set[str]:
    return {one.criterion.id for one in found}


def _towards(side: Side, found: list[Beyond]) -> list[Beyond]:
    return found if side is Side.BOTH else [one for one in found if one.side in (side, Side.BOTH)]


def _holds(rule: Rule, ids: set[str], *, watch: bool = False) -> bool:
    return bool(ids) and any(way.watch is watch and _way_holds(rule, way, ids) for way in rule.ways)


def _way_holds(rule: Rule, way: Way, ids: set[str]) -> bool:
    if not rule.count_tests:
        return way_holds(way, ids)
    tests = {c.id: c.test for c in rule.criteria}
    return all(len({tests[name] for name in need.of if name in ids}) >= need.at_least for need in way.needs)


def _met(one: Beyond) -> bool:
    criterion = one.criterion
    inclusive = criterion.at_most is not None or criterion.at_least is not None
    past = one.past >= 0 if inclusive else one.past > 0
    return past and _counts(one) and (not criterion.needs_familiar or any(r.provoking for r in one.readings))


def _near(one: Beyond) -> bool:
    """Inside, but by less than the error of the value. Pain has no such band, and a pull the person doesn't know is none."""
    criterion = one.criterion
    if criterion.exact or criterion.needs_familiar or criterion.pain_above is not None or not _counts(one):
        return False
    return -one.past < min(r.mdc.error_95 for r in one.readings)


def _counts(one: Beyond) -> bool:
    """Does the way the test ended allow the criterion?"""
    ended = {r.stopped_because for r in one.readings}
    wanted = one.criterion.ended_by
    return (not wanted or not ended.isdisjoint(wanted)) and ended.isdisjoint(one.criterion.not_ended_by)


def _strong(one: Beyond) -> bool:
    beyond_error = one.criterion.pain_above is None and one.past > max(r.mdc.mdc95 for r in one.readings)
    return beyond_error and any(r.provoking for r in one.readings)


def _candidates(criterion: Criterion, about: About, today: Sequence[Reading], before: Sequence[Reading]) -> list[Beyond]:
    """The numbers this criterion looks at, each with how far it is past the limit (0 or less: inside)."""
    mine = [
        r for r in today if r.test == criterion.test and r.measure == criterion.measure and applies(criterion, about, r.method)
    ]
    if not mine:
        return []
    if criterion.pain_above is not None:
        return [Beyond(criterion, (r,), r.side, round(r.pain - criterion.pain_above, 6)) for r in mine]
    match criterion.on:
        case On.SIDE_DIFFERENCE:
            pair = {r.side: r for r in mine}
            if Side.LEFT not in pair or Side.RIGHT not in pair:
                return []
            left, right = pair[Side.LEFT], pair[Side.RIGHT]
            if left.method != right.method:
                return []
            smaller, larger = (left, right) if left.value <= right.value else (right, left)
            difference = larger.value - smaller.value
            if criterion.above_share is not None:
                difference -= criterion.above_share * larger.value
            return [Beyond(criterion, (left, right), smaller.side, _past(criterion, difference))]
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
    """How far `value` is past the limit; 0 exactly at it. Of a share the value is what is left of the difference."""
    low = criterion.below if criterion.below is not None else criterion.at_most
    high = criterion.above if criterion.above is not None else criterion.at_least
    past = [low - value] if low is not None else []
    past += [value - high] if high is not None else []
    return round(max(past, default=value), 6)


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
