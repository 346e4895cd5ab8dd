"""One finding over time: established on two days, improving, gone on two days, or at a plateau."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import is_

from upperback.care.evaluation import Outcome, agree, applies, evaluate, improvement, needs_several_tests, short_of
from upperback.care.pain import in_flare, mean_7d, settling
from upperback.care.phase import as_of, function_reached, function_trend
from upperback.care.readings import Reading, newest_of
from upperback.model.body import Side
from upperback.model.care import Status, Value
from upperback.model.catalogue import Catalogue, FindingKind
from upperback.model.criteria import Gone, On, Plateau, Rule, Target
from upperback.model.limits import Limits
from upperback.model.record import HUMAN_REVIEW, About, Case

Key = tuple[str, str, Side]


@dataclass(frozen=True, slots=True)
class Round:
    """One test day: its values and what the rule says to them."""

    day: date
    readings: tuple[Reading, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Course:
    """Where a finding stands. `established`: the outcome that made it one, None before. `settled_on`: the day it was
    settled, or for a watch the first day that can settle it. `looked_on`: the day of the clinician's look that settled a
    plateau."""

    status: Status
    rounds: tuple[Round, ...]
    established: Outcome | None
    baseline: dict[Key, float]
    settled_on: date | None
    looked_on: date | None = None


@dataclass(slots=True)
class Judged:
    """What the rule of one finding said: to the record that was asked about last, and to each of its days with all it was asked
    with. Said again without asking where nothing of that has changed."""

    about: About | None = None
    asked: tuple[Reading, ...] = ()
    rounds: tuple[Round, ...] = ()
    values: tuple[Value, ...] | None = None
    by_day: dict[date, tuple[About, Sequence[Reading], Sequence[Reading], Round]] = field(default_factory=dict)


def rounds_of(kind: FindingKind, about: About, by_test: Mapping[str, Sequence[Reading]], judged: Judged) -> tuple[Round, ...]:
    """The days on which a test of this finding's rule or targets was done. A rule that needs several tests may spread them
    over two days in a row. `judged` is read and brought up to date."""
    wanted = sorted({c.test for c in kind.rule.criteria} | {t.test for t in kind.targets})
    asked = tuple(reading for test in wanted for reading in by_test.get(test, ()))
    unchanged = len(asked) == len(judged.asked) and all(map(is_, asked, judged.asked))
    if not unchanged or judged.about != about:
        judged.rounds, judged.values = _rounds(kind, about, asked, judged), None
        judged.about, judged.asked = about, asked
    return judged.rounds


def _rounds(kind: FindingKind, about: About, asked: Sequence[Reading], judged: Judged) -> tuple[Round, ...]:
    by_day: dict[date, list[Reading]] = {}
    for reading in sorted(asked, key=lambda r: (r.day, r.test, r.measure, r.side.value)):
        by_day.setdefault(reading.day, []).append(reading)
    carry_days = 1 if needs_several_tests(kind.rule) else 0
    look_back_days = max(c.mean_days for c in kind.rule.criteria)
    rounds = []
    for day in sorted(by_day):
        today = newest_of(_days_up_to(by_day, day, carry_days))
        before = _days_up_to(by_day, day, look_back_days)
        held = judged.by_day.get(day)
        if held is None or held[:3] != (about, today, before):
            held = (about, today, before, Round(day, today, evaluate(kind.rule, about, today, before)))
            judged.by_day[day] = held
        rounds.append(held[3])
    return tuple(rounds)


def _days_up_to(by_day: dict[date, list[Reading]], day: date, days_before: int) -> list[Reading]:
    """The readings of `day` and of so many days before it, oldest first."""
    return [r for n in range(days_before, -1, -1) for r in by_day.get(day - timedelta(days=n), ())]


def follow(catalogue: Catalogue, kind: FindingKind, case: Case, rounds: tuple[Round, ...]) -> Course:
    """The finding's state after its last test day, acceptance and plateau included."""
    limits = catalogue.rules.limits
    established: Outcome | None = None
    settled_on: date | None = None
    baseline: dict[Key, float] = {}
    fresh: list[Round] = []  # test days while not established
    inside: list[tuple[date, bool]] = []  # re-tests, and if they were inside
    later: list[Round] = []  # re-tests since it was established
    gone = False
    for one in rounds:
        if gone and one.outcome.holds:
            gone, established, fresh = False, None, []
        if established is None:
            # Test days are in order, so those a week back are among the newest few.
            held = (e for e in fresh[-7:] if e.outcome.holds)
            pair = next((e for e in held if _baseline_pair(kind.rule, e, one, limits)), None)
            if one.outcome.holds and (pair is not None or one.outcome.strong):
                established, settled_on = one.outcome, one.day
                baseline = _means([*(pair.readings if pair else ()), *one.readings])
                inside, later = [], []
            fresh.append(one)
            continue
        tested = {(r.test, r.measure, r.side) for r in one.readings if r.day == one.day}
        needed = _outside(established)
        if tested & needed:
            later.append(one)
        if needed <= {(r.test, r.measure, r.side) for r in one.readings} or one.outcome.holds:
            # A day on which only other tests were done says nothing about the way out.
            inside.append((one.day, _reached(catalogue, kind, case.about, one, established, baseline)))
        if not gone and _is_gone(inside, kind.gone):
            gone, settled_on = True, one.day
    if established is None:
        return _unsettled(case, tuple(rounds), fresh, limits)
    if gone:
        return Course(Status.GONE, rounds, established, baseline, settled_on)
    status, looked_on = _open_status(catalogue, kind, case, established, baseline, later)
    return Course(status, rounds, established, baseline, settled_on, looked_on)


def _outside(established: Outcome) -> set[Key]:
    """What was beyond its limit when the finding was made."""
    return {(r.test, r.measure, r.side) for beyond in established.beyond for r in beyond.readings}


def _baseline_pair(rule: Rule, first: Round, second: Round, limits: Limits) -> bool:
    low, high = limits.baseline_from_days, limits.baseline_to_days
    return low <= (second.day - first.day).days <= high and agree(rule, first.outcome, second.outcome)


def _means(readings: Sequence[Reading]) -> dict[Key, float]:
    values: dict[Key, list[float]] = {}
    for r in readings:
        values.setdefault((r.test, r.measure, r.side), []).append(r.value)
    return {key: sum(found) / len(found) for key, found in values.items()}


def _unsettled(case: Case, rounds: tuple[Round, ...], fresh: Sequence[Round], limits: Limits) -> Course:
    """Not established. Watch while one of the two newest days says yes, or the only day is too near the limit to tell."""
    done = [one for one in fresh if one.outcome.can_hold or one.outcome.watch]
    if not done:
        return Course(Status.NOT_TESTED, rounds, None, {}, None)
    unsure = any(one.outcome.holds for one in done[-2:]) or (len(done) == 1 and done[0].outcome.near) or done[-1].outcome.watch
    if not unsure:
        return Course(Status.ABSENT, rounds, None, {}, None)
    low, high = limits.baseline_from_days, limits.baseline_to_days
    last = done[-1].day
    # Past the seventh day the first value is too old to be one of a pair: a new pair starts with a test today.
    settles = max(last + timedelta(days=low), case.today)
    if case.today > last + timedelta(days=high):
        settles = case.today + timedelta(days=low)
    return Course(Status.WATCH, rounds, None, {}, settles)


def _open_status(
    catalogue: Catalogue, kind: FindingKind, case: Case, established: Outcome, baseline: dict[Key, float], later: Sequence[Round]
) -> tuple[Status, date | None]:
    """The status, and the day of the look that made it so, where one did."""
    if any(a.finding == kind.id for a in case.accepted):
        return Status.PLATEAU_ACCEPTED, None
    if not later:
        return Status.PRESENT, None
    newest = later[-1]
    if _reached(catalogue, kind, case.about, newest, established, baseline):
        return Status.IMPROVING, None
    limits = catalogue.rules.limits
    if _moved_any(catalogue, kind, newest, baseline):
        still = _stalled(catalogue, kind, case, baseline, later)
        if not still:
            return Status.IMPROVING, None
    else:
        still = [one.day for one in later if not _moved_any(catalogue, kind, one, baseline)]
    worked = _worked(case, kind.plateau, still)
    if not worked:
        return Status.IMPROVING if _moved_any(catalogue, kind, newest, baseline) else Status.PRESENT, None
    if not _refers(case, kind.plateau, worked, limits):
        return Status.PLATEAU_ACCEPTED, None
    looked_on = max((c.day for c in case.clearances if c.question == HUMAN_REVIEW and c.day >= worked[0]), default=None)
    if looked_on is None or _new_since(catalogue, kind, case, later, looked_on):
        return Status.REFER, None
    return Status.PLATEAU_ACCEPTED, looked_on


def _stalled(
    catalogue: Catalogue, kind: FindingKind, case: Case, baseline: dict[Key, float], later: Sequence[Round]
) -> list[date]:
    """The re-tests since the one that lies the weeks of a plateau back, where none of them is beyond error better than it: what
    improved once and then stays where it is. None where there is no re-test of that age, or it still improves."""
    before = [one for one in later if one.day <= case.today - _span(case, kind.plateau)]
    if not before:
        return []
    reference = {**baseline, **_means(before[-1].readings)}
    since = [one for one in later if one.day > before[-1].day]
    return [] if any(_moved_any(catalogue, kind, one, reference) for one in since) else [one.day for one in since]


def _span(case: Case, rule: Plateau) -> timedelta:
    """How long the work has to go on without a change; shorter or longer where it is likely the build."""
    age = case.about.age
    build = rule.build_from_age is not None and age is not None and age >= rule.build_from_age
    return timedelta(weeks=rule.build_weeks if build else rule.weeks)


def _worked(case: Case, rule: Plateau, still: Sequence[date]) -> list[date]:
    """The days from the plateau on that had enough sessions for long enough before them. None without two re-tests far enough
    apart that show no change beyond error (`still`)."""
    settled = [day for day in still if (day - still[0]).days >= rule.days_apart]
    if not settled:
        return []
    span = _span(case, rule)
    done = sorted({session.day for session in case.sessions})
    needed = rule.share * (span.days // 7) * case.wishes.days_per_week
    return [
        day
        for day in sorted({*(d for d in [*settled, *done] if d >= settled[0]), case.today})
        if done and done[0] <= day - span and bisect_right(done, day) - bisect_right(done, day - span) >= needed
    ]


def _refers(case: Case, rule: Plateau, worked: Sequence[date], limits: Limits) -> bool:
    """Much pain, or what was named is not back. Once accepted it stays so: a flare says nothing about the build."""
    if not _held_back(case, rule, case.today, limits):
        return False
    return not (_passing(case, limits) and any(not _held_back(case, rule, day, limits) for day in worked))


def _passing(case: Case, limits: Limits) -> bool:
    return in_flare(case, limits) or settling(case, limits)


def _new_since(catalogue: Catalogue, kind: FindingKind, case: Case, later: Sequence[Round], looked_on: date) -> bool:
    """Clearly more pain or less function than on the day of the look, a flare aside, or a test beyond error further out."""
    limits = catalogue.rules.limits
    before, (now, _) = mean_7d(case, looked_on)[0] or 0.0, mean_7d(case, case.today)
    pain = now is not None and now - before >= limits.pain_change and not _passing(case, limits)
    was, able = function_trend(as_of(case, looked_on), limits).mean, function_trend(case, limits).mean
    function = was is not None and able is not None and was - able >= limits.function_change
    seen = [one for one in later if one.day <= looked_on]
    return pain or function or (bool(seen) and _further_out(catalogue, kind, seen[-1], later[-1]))


def _further_out(catalogue: Catalogue, kind: FindingKind, before: Round, now: Round) -> bool:
    start = _means(before.readings)
    return any(
        moved < -mdc95
        for target in kind.targets
        if target.on is not On.SIDE_DIFFERENCE
        for r in now.readings
        if (r.test, r.measure) == (target.test, target.measure)
        for moved, mdc95 in (_moved(catalogue, target, r, now, start),)
    )


def _held_back(case: Case, rule: Plateau, day: date, limits: Limits) -> bool:
    """Much pain in the week up to `day`, or what was named was not back by then."""
    mean, _ = mean_7d(case, day)
    return (mean is not None and mean >= rule.refer_pain) or not function_reached(as_of(case, day), limits)


def _moved_any(catalogue: Catalogue, kind: FindingKind, one: Round, baseline: dict[Key, float]) -> bool:
    """Some value has come closer to its target by more than the error of a change."""
    for target in kind.targets:
        if target.on is On.SIDE_DIFFERENCE:
            continue
        for r in one.readings:
            if (r.test, r.measure) == (target.test, target.measure):
                moved, mdc95 = _moved(catalogue, target, r, one, baseline)
                if moved > mdc95:
                    return True
    return False


def _moved(catalogue: Catalogue, target: Target, reading: Reading, one: Round, baseline: dict[Key, float]) -> tuple[float, float]:
    """The change of a reading since the baseline towards its target, and the MDC95 it has to pass. Where the catalogue
    gives an MDC95 for the whole plane (left plus right, bending plus looking up), the sum decides (Christensen & Nilsson
    1998 [V] for the neck)."""
    measure = next((m for m in catalogue.tests[reading.test].measures if m.id == reading.measure), None)
    total = measure.mdc95_total.get(reading.method) if measure else None
    keys = [(reading.test, reading.measure, side) for side in (Side.LEFT, Side.RIGHT)]
    if measure is not None and measure.total_with:
        keys = [(reading.test, name, reading.side) for name in (measure.id, measure.total_with)]
    now = {(r.test, r.measure, r.side): r.value for r in one.readings}
    if total is not None and all(key in now and key in baseline for key in keys):
        return improvement(target, sum(baseline[key] for key in keys), sum(now[key] for key in keys)), total
    before = baseline.get((reading.test, reading.measure, reading.side))
    return (0.0 if before is None else improvement(target, before, reading.value)), reading.mdc.mdc95


def _reached(
    catalogue: Catalogue, kind: FindingKind, about: About, one: Round, established: Outcome, baseline: dict[Key, float]
) -> bool:
    """Every measure that made the finding was done again, without much pain, and is inside its target. A rule that looks at a
    mean over days says nothing against a day of its own: `Gone` counts those."""
    looked_at = {(c.test, c.measure) for c in kind.rule.criteria} | {(t.test, t.measure) for t in kind.targets}
    hurt = any(r.pain > catalogue.rules.limits.test_pain for r in one.readings if (r.test, r.measure) in looked_at)
    now = {(r.test, r.measure, r.side) for r in one.readings}
    needed = _outside(established)
    holds = one.outcome.holds and not all(beyond.criterion.mean_days for beyond in one.outcome.beyond)
    if holds or hurt or not needed <= now:
        return False
    outside = {(r.test, r.measure) for beyond in (*established.beyond, *established.supporting) for r in beyond.readings}
    beyond_now = {(r.test, r.measure) for found in (*one.outcome.beyond, *one.outcome.supporting) for r in found.readings}
    missed = [
        t
        for t in kind.targets
        if not _target_reached(catalogue, t, about, one, baseline)
        # A measure that was inside when the finding was made only has to stay inside the rule.
        and ((t.test, t.measure) in outside or (t.test, t.measure) in beyond_now)
    ]
    tested = {(r.test, r.measure) for r in one.readings}
    reached = {t.either for t in kind.targets if t.either and t not in missed and (t.test, t.measure) in tested}
    return all(target.either in reached for target in missed)


def _target_reached(catalogue: Catalogue, target: Target, about: About, one: Round, baseline: dict[Key, float]) -> bool:
    mine = [r for r in one.readings if (r.test, r.measure) == (target.test, target.measure) and applies(target, about, r.method)]
    if target.on is On.SIDE_DIFFERENCE:
        pair = {r.side: r.value for r in mine}
        if Side.LEFT not in pair or Side.RIGHT not in pair:
            return True
        return short_of(target, abs(pair[Side.LEFT] - pair[Side.RIGHT])) <= 0
    for r in mine:
        moved, mdc95 = _moved(catalogue, target, r, one, baseline)
        before = baseline.get((r.test, r.measure, r.side), r.value)
        by_change = target.change is not None and moved >= target.change and (moved > mdc95 or target.whole)
        has_limit = target.at_least is not None or target.at_most is not None
        far_before = short_of(target, before) > r.mdc.mdc95
        inside = has_limit and short_of(target, r.value) <= 0 and (not far_before or moved > mdc95)
        if target.unless_familiar and r.value != 0 and r.familiar is True:
            inside = False
        if not (inside or by_change):
            return False
    return True


def _is_gone(inside: Sequence[tuple[date, bool]], gone: Gone) -> bool:
    """Enough of the newest re-tests were inside, spaced as `gone` (or its other way) asks."""
    spaced: list[tuple[date, bool]] = []
    for day, reached in inside:
        spaced = _spaced(spaced, day, reached, gone.days_apart)
    newest = spaced[-max(gone.of_last, gone.times) :]
    ended = sum(1 for _, reached in newest if reached) >= gone.times
    return ended or (gone.also is not None and _is_gone(inside, gone.also))


def _spaced(spaced: list[tuple[date, bool]], day: date, reached: bool, days_apart: int) -> list[tuple[date, bool]]:
    """Add a re-test: one that is too soon after the last counted one is passed over, unless it takes the last one back."""
    if not spaced or (day - spaced[-1][0]).days >= days_apart:
        return [*spaced, (day, reached)]
    return [*spaced[:-1], (spaced[-1][0], False)] if not reached else spaced
