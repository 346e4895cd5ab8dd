"""What works for this person: an estimate per exercise, with an honest width.

"The best exercise is one that works; the best for you is not the best for someone else" (the source articles). A record of one
person is small and noisy, so each estimate leans on the person's other sessions and on no effect at all until its own sessions
speak. It ranks nothing but exercises that are equally indicated, and it never adds or removes one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from statistics import fmean, variance
from typing import Final

from upperback.care.answers import answers_of
from upperback.care.evaluation import applies, improvement
from upperback.care.readings import Reading, readings_of_tests
from upperback.care.remembering import remembered
from upperback.model.body import Side
from upperback.model.care import Helped, Sure
from upperback.model.catalogue import Catalogue
from upperback.model.criteria import On
from upperback.model.limits import Limits
from upperback.model.record import About, Case, Session
from upperback.model.texts import Texts

Z95: Final = 1.96  # the half width of 95 % of a normal distribution, in standard deviations
Z80: Final = 1.28
NOISE: Final = 1 / Z95  # of a change, in units of its own MDC95: that is what MDC95 means


@dataclass(frozen=True, slots=True)
class Observed:
    """A change for the better while these exercises were done, in units of the smallest change that counts: after one session
    (`tests` False), or between two test days."""

    change: float
    exercises: frozenset[str]
    tests: bool = False


def estimates(catalogue: Catalogue, case: Case) -> tuple[Helped, ...]:
    """What each exercise seems to do for this person: those done in at least `response_sessions` sessions whose pain is known,
    within the last `response_weeks` weeks, the most helpful first, then by id. Nothing else is shown. Rule `helps`.

    What is observed: after a session, pain before it minus pain after it and minus pain on the next morning (their mean), over
    `pain_change`; between two test days with `response_between` sessions of the exercise in between, the mean change towards
    the target of the tests its findings look at, over their MDC95. So 1 is a change that counts, positive is better, and the
    error of one observation is about 1 / 1.96 whichever it is.

    The model is the plain normal-normal one (Gelman et al., Bayesian Data Analysis, chapter 5 [M]), in closed form. The person:
    m ~ N(0, s^2), read from the observations without the exercise. The exercise: theta ~ N(m, s^2), each of its n observations
    ~ N(theta, e^2). Here s is `response_spread`, e the larger of 1 / 1.96 and the spread of the person's own observations.
    Then theta is the mean of m and of its own observations, weighted with 1 / (s^2 + var m) and n / e^2. `low` and `high` are
    its 95 % interval. We differ from the usual fit in that m leaves the exercise's own observations out: exercises of one
    session share its outcome, and counting that twice would make the width too small.

    What it can't tell: exercises that are always done together get the same estimate, and pain that settles by itself looks
    like help. That is why the words say "seem".

    >>> from upperback.catalogue.loader import load
    >>> from upperback.model.record import Done
    >>> row = (Done("band_row", Side.BOTH, 1, 2, 12),)
    >>> days = [date(2026, 2, day) for day in range(1, 9)]
    >>> case = Case(today=date(2026, 2, 20), sessions=tuple(Session(day, 5, 3, 3, row) for day in days))
    >>> [(one.exercise, one.effect, one.low, one.high, one.n, one.sure.value) for one in estimates(load(), case)]
    [('band_row', 0.939, 0.596, 1.281, 8, 'fairly')]
    """
    readings = readings_of_tests(catalogue, case, answers_of(catalogue, case))
    return _estimated(catalogue, case.today, case.about, case.sessions, readings)


@remembered(lambda *parts: parts)
def _estimated(
    catalogue: Catalogue, today: date, about: About, done_in: Sequence[Session], readings: Sequence[Reading]
) -> tuple[Helped, ...]:
    limits = catalogue.rules.limits
    since = today - timedelta(weeks=limits.response_weeks)
    sessions = [session for session in done_in if session.day > since]
    after = [one for session in sessions if (one := _after(session, limits)) is not None]
    done = {exercise for one in after for exercise in one.exercises}
    counts = {exercise: sum(1 for one in after if exercise in one.exercises) for exercise in done}
    shown = [e for e, n in sorted(counts.items()) if n >= limits.response_sessions and e in catalogue.exercises]
    if not shown:
        return ()
    observed = [*after, *_between_tests(catalogue, about, sessions, [reading for reading in readings if reading.day > since])]
    error = max(NOISE, sqrt(variance([one.change for one in after])))
    found = (_estimate(exercise, counts[exercise], observed, error, limits, catalogue.texts) for exercise in shown)
    return tuple(sorted(found, key=lambda one: (-one.effect, one.exercise)))


def relief(session: Session) -> float | None:
    """Pain before minus pain after and next morning, their mean, in points; positive is less pain. None where it isn't known.

    >>> relief(Session(date(2026, 2, 1), pain_before=5, pain_after=3, pain_next_morning=4))
    1.5
    """
    before = session.pain_before
    later = [pain for pain in (session.pain_after, session.pain_next_morning) if pain is not None]
    return None if before is None or not later else before - fmean(later)


def _after(session: Session, limits: Limits) -> Observed | None:
    change = relief(session)
    exercises = frozenset(item.exercise for item in session.items if not item.skipped)
    return None if change is None or not exercises else Observed(change / limits.pain_change, exercises)


def _between_tests(
    catalogue: Catalogue, about: About, sessions: Sequence[Session], readings: Sequence[Reading]
) -> Iterator[Observed]:
    """One observation per self-test and pair of test days in a row: the mean over its measures and sides."""
    by_key: dict[tuple[str, str, Side], list[Reading]] = {}
    for reading in readings:
        by_key.setdefault((reading.test, reading.measure, reading.side), []).append(reading)
    changes: dict[tuple[str, date, date], list[float]] = {}
    for key in sorted(by_key):
        for first, second in zip(by_key[key], by_key[key][1:], strict=False):
            moved = _towards_target(catalogue, about, first, second)
            if moved is not None:
                changes.setdefault((first.test, first.day, second.day), []).append(moved)
    serving = {test: _serving(catalogue, test) for test in {test for test, _, _ in changes}}
    for (test, first_day, second_day), moved_by in changes.items():
        counted: dict[str, int] = {}
        for session in sessions:
            if first_day <= session.day <= second_day:
                for exercise in {item.exercise for item in session.items if not item.skipped}:
                    counted[exercise] = counted.get(exercise, 0) + 1
        regular = {e for e, n in counted.items() if n >= catalogue.rules.limits.response_between}
        exercises = frozenset(regular & serving[test])
        if exercises:
            yield Observed(fmean(moved_by), exercises, tests=True)


def _serving(catalogue: Catalogue, test: str) -> set[str]:
    """The exercises of the findings that have a target on this test."""
    findings = [kind for kind in catalogue.findings.values() if any(target.test == test for target in kind.targets)]
    return {exercise for kind in findings for named in kind.exercises.values() for exercise in named}


def _towards_target(catalogue: Catalogue, about: About, first: Reading, second: Reading) -> float | None:
    if first.method != second.method or second.mdc.mdc95 <= 0:
        return None
    for kind in catalogue.findings.values():
        for target in kind.targets:
            mine = (target.test, target.measure) == (second.test, second.measure) and applies(target, about, second.method)
            if mine and target.on is not On.SIDE_DIFFERENCE:
                return improvement(target, first.value, second.value) / second.mdc.mdc95
    return None


def _estimate(exercise: str, n: int, observed: Sequence[Observed], error: float, limits: Limits, texts: Texts) -> Helped:
    own = sorted(one.change for one in observed if exercise in one.exercises)
    others = sorted(one.change for one in observed if exercise not in one.exercises and not one.tests)
    spread = limits.response_spread**2
    trust = len(others) / (error**2 + spread)  # each of them is another exercise's: it differs from m by s too
    around, around_var = trust * fmean(others or [0.0]) / (trust + 1 / spread), 1 / (trust + 1 / spread)
    mine, prior = len(own) / error**2, 1 / (spread + around_var)
    effect = (mine * fmean(own) + prior * around) / (mine + prior)
    width = sqrt(1 / (mine + prior))
    low, high = effect - Z95 * width, effect + Z95 * width
    sure = _sure(effect, width)
    tests = sum(1 for one in observed if one.tests and exercise in one.exercises)
    after = fmean(one.change for one in observed if not one.tests and exercise in one.exercises) * limits.pain_change
    beside = fmean(others) * limits.pain_change if others else None
    words = _words(texts, sure, n, tests, after, beside, (low * limits.pain_change, high * limits.pain_change))
    return Helped(
        exercise=exercise,
        effect=round(effect, 3),
        low=round(low, 3),
        high=round(high, 3),
        n=n,
        tests=tests,
        pain=round(after, 2),
        others=None if beside is None else round(beside, 2),
        sure=sure,
        words=words,
        caveat=texts("care.helped.seem"),
    )


def _words(texts: Texts, sure: Sure, n: int, tests: int, after: float, beside: float | None, points: tuple[float, float]) -> str:
    """How much, from what, and how sure; where pain alone would say the opposite, only that nothing can be said."""
    if (sure in (Sure.FAIRLY, Sure.MAYBE) and after <= 0) or (sure is Sure.WORSE and after >= 0):
        sure = Sure.OPEN
    said = texts(f"care.helped.{sure.value}", n=n, points=abs(after), low=points[0], high=points[1])
    if sure is Sure.OPEN:
        return said
    more = [] if beside is None else [texts(f"care.helped.{'without' if beside >= 0 else 'without_up'}", points=abs(beside))]
    more += [texts("care.helped.tests", n=tests)] if tests else []
    return " ".join([said, *more])


def _sure(effect: float, width: float) -> Sure:
    if effect - Z95 * width > 0:
        return Sure.FAIRLY
    if effect + Z95 * width < 0:
        return Sure.WORSE
    return Sure.MAYBE if effect - Z80 * width > 0 else Sure.OPEN
