"""The person's test values as the rules read them: one score per test, measure, side and day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from upperback.care.answers import Answers
from upperback.care.errors import Mdc, mdc_of, score
from upperback.care.remembering import remembered
from upperback.model.body import Side
from upperback.model.catalogue import Catalogue, Measure, SelfTest
from upperback.model.limits import Limits
from upperback.model.record import Case, DiaryDay, Test

WALKING: Final = "t_walking_minutes"
WEEK: Final = timedelta(days=7)
DIARY_DAYS_A_WEEK: Final = 4  # fewer noted days say little about a week; expert judgement
WEEKS_BACK: Final = 52  # a year of weeks is enough to see the finding come and go; expert judgement
DIARY: Final = "diary"


@dataclass(frozen=True, slots=True)
class Reading:
    """A score with the smallest change that counts for it. `provoking`: it came with pain, or a pull the person knows."""

    test: str
    measure: str
    side: Side
    day: date
    value: float
    unit: str
    method: str
    mdc: Mdc
    pain: float
    familiar: bool | None
    stopped_because: str | None = None

    @property
    def provoking(self) -> bool:
        return self.familiar is True or (self.familiar is None and self.pain > 0)


@remembered(lambda catalogue, case, answers: (catalogue, case.today, case.tests, case.diary, answers))
def readings_of(catalogue: Catalogue, case: Case, answers: Answers) -> tuple[Reading, ...]:
    """Every score that counts, oldest first. A measure taken twice on one day, side and method is one with the trials of both;
    of two methods the catalogue's first one counts, so that the order of the record says nothing. Values of a test that a
    yes blocks don't count. Weekly walking comes from the diary where no test says it."""
    found = readings_of_tests(catalogue, case, answers)
    if WALKING not in catalogue.tests or any(reading.test == WALKING for reading in found):
        return found
    walked = _weeks_from_diary(catalogue.tests[WALKING], case, catalogue.rules.limits)
    return tuple(sorted((*found, *walked), key=_in_order)) if walked else found


@remembered(lambda catalogue, tests, void: (catalogue, tests, void))
def _of_tests(catalogue: Catalogue, tests: Sequence[Test], void: frozenset[tuple[str, date]]) -> tuple[Reading, ...]:
    """What the tests say. `void`: tests of which the values from a day on don't count."""
    void_from = dict(void)
    mdcs: dict[tuple[str, str, str], Mdc] = {}
    by_test: dict[str, list[Test]] = {}
    records = together(tests)
    for record in records:
        by_test.setdefault(record.test, []).append(record)
    found: dict[tuple[str, str, Side, date], Reading] = {}
    for record in sorted(records, key=lambda t: (t.day, _later_method(catalogue, t))):
        test = catalogue.tests.get(record.test)
        measure = measure_of(test, record.measure)
        if test is None or measure is None or record.day >= void_from.get(test.id, date.max):
            continue
        key = (record.test, record.measure, record.method)
        if key not in mdcs:
            mdcs[key] = mdc_of(measure, record.method, by_test[record.test], catalogue.rules.limits)
        found[record.test, record.measure, record.side, record.day] = _reading(record, measure, mdcs[key])
    for reading in _counted(catalogue, tuple(found.values())):
        found.setdefault((reading.test, reading.measure, reading.side, reading.day), reading)
    return tuple(sorted(found.values(), key=_in_order))


def _in_order(reading: Reading) -> tuple[date, str, str, str]:
    return reading.day, reading.test, reading.measure, reading.side.value


def readings_of_tests(catalogue: Catalogue, case: Case, answers: Answers) -> tuple[Reading, ...]:
    """As `readings_of`, without what the diary says."""
    voids = ((name, _void_from(catalogue, test, answers)) for name, test in catalogue.tests.items())
    return _of_tests(catalogue, case.tests, frozenset((name, day) for name, day in voids if day is not None))


def together(tests: Sequence[Test]) -> Sequence[Test]:
    """Records of the same measure, side, method and day as one: their trials in order of size, the worst pain.

    >>> turn = lambda *trials: Test("t", "m", Side.LEFT, trials, "deg", "camera", date(2026, 2, 1))
    >>> [test.trials for test in together((turn(35.0), turn(31.0, 33.0)))]
    [(31.0, 33.0, 35.0)]
    """
    same: dict[tuple[str, str, Side, str, date], list[Test]] = {}
    for test in tests:
        same.setdefault((test.test, test.measure, test.side, test.method, test.day), []).append(test)
    return tests if len(same) == len(tests) else [_one(found) for found in same.values()]


def _one(found: Sequence[Test]) -> Test:
    if len(found) == 1:
        return found[0]
    pain = max((test.pain for test in found if test.pain is not None), default=None)
    known = [test.familiar for test in found if test.familiar is not None]
    return replace(
        found[0],
        trials=tuple(sorted(trial for test in found for trial in test.trials)),
        pain=pain,
        familiar=any(known) if known else None,
        stopped_because=min((test.stopped_because for test in found if test.stopped_because), default=None),
    )


def _later_method(catalogue: Catalogue, record: Test) -> int:
    """Higher for a method that the measure names earlier."""
    measure = measure_of(catalogue.tests.get(record.test), record.measure)
    methods = measure.methods if measure else ()
    return -methods.index(record.method) if record.method in methods else -len(methods)


def measure_of(test: SelfTest | None, measure_id: str) -> Measure | None:
    return next((m for m in test.measures if m.id == measure_id), None) if test else None


def blocking(catalogue: Catalogue, test: SelfTest, answers: Answers) -> tuple[str, ...]:
    """The answers that block `test`."""
    return tuple(q for q in catalogue.questions if q in test.blocked_by and answers.counts_as_yes(q))


def _void_from(catalogue: Catalogue, test: SelfTest, answers: Answers) -> date | None:
    """From which day on values of the test don't count: a yes of the person makes all of them void, one about a single day
    (high pain) leaves those from before it alone."""
    said = [q for q in catalogue.questions if q in test.blocked_by and answers.said_yes(q)]
    days = (answers.on[q] if catalogue.questions[q].effect.flare else date.min for q in said)
    return min(days, default=None)


def newest_of(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """The newest of each test, measure and side, of readings that are oldest first."""
    return tuple({(r.test, r.measure, r.side): r for r in readings}.values())


def _reading(record: Test, measure: Measure, mdc: Mdc) -> Reading:
    return Reading(
        record.test,
        record.measure,
        record.side,
        record.day,
        score(measure, record.trials),
        record.unit,
        record.method,
        mdc,
        record.pain or 0.0,
        record.familiar,
        record.stopped_because,
    )


def _counted(catalogue: Catalogue, readings: Iterable[Reading]) -> Iterator[Reading]:
    """Values that are counted from others of the same test and day, e.g. the tender spots. The pain of what is counted is
    the measure itself, not pain that came with the test."""
    by_day: dict[tuple[str, date], list[Reading]] = {}
    for reading in readings:
        by_day.setdefault((reading.test, reading.day), []).append(reading)
    for (test_id, day), mine in by_day.items():
        for measure in catalogue.tests[test_id].measures:
            rule = measure.counted
            parts = [r for r in mine if rule is not None and r.measure in rule.of]
            if rule is None or not parts:
                continue
            those = [r for r in parts if r.value >= rule.at_least and (r.familiar is True or not rule.familiar)]
            method = parts[-1].method
            mdc = mdc_of(measure, method, (), catalogue.rules.limits)
            familiar = any(r.familiar is True for r in those)
            value = float(len(those))
            yield Reading(test_id, measure.id, Side.BOTH, day, value, measure.unit, method, mdc, 0.0, familiar)


def _weeks_from_diary(test: SelfTest, case: Case, limits: Limits) -> list[Reading]:
    """Minutes walked and swum in each whole week up to today, from the two newest weeks back. None without two such weeks:
    the rule is a mean of two weeks. None either where no walk was ever noted: a diary of pain alone says nothing of walks."""
    measure = test.measures[0]
    if not any(entry.minutes_walked or entry.minutes_swum for entry in case.diary):
        return []
    weeks: dict[int, list[DiaryDay]] = {}
    for entry in case.diary:
        weeks.setdefault((case.today - entry.day).days // 7, []).append(entry)
    found: list[Reading] = []
    mdc = mdc_of(measure, DIARY, (), limits)
    for back in range(WEEKS_BACK):
        entries = weeks.get(back, [])
        if len({entry.day for entry in entries}) < DIARY_DAYS_A_WEEK:
            break
        minutes = sum(entry.minutes_walked + entry.minutes_swum for entry in entries)
        end = case.today - back * WEEK
        found.append(Reading(test.id, measure.id, Side.BOTH, end, minutes, measure.unit, DIARY, mdc, 0.0, None))
    return found if len(found) >= 2 else []
