"""Self-tests: which are open today, and keeping their results."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from upperback.care.errors import changed, mdc_of, score
from upperback.care.modifiers import waiting_tests
from upperback.model.body import Side
from upperback.model.care import Cleared
from upperback.model.record import RecordError, Test
from upperback.model.regions import fine
from upperback.model.selftest import SelfTest
from upperback.services.chart import Chart
from upperback.services.errors import BadInputError
from upperback.store import entries, journal, records

ONE_TEST: Final = timedelta(minutes=10)

# The first day stays short: what the programme everyone gets is built on, then what lies where it hurts. Fifteen tests on
# healthy people flag something in 93 % of them (evidence on tests, false positives), so more on one day would only find
# more. Which and how many is expert judgement.
FIRST: Final = ("t_desk_habits", "t_walking_minutes", "t_seated_rotation", "t_scap_endurance")
FIRST_MOST: Final = 7


@dataclass(frozen=True, slots=True)
class Compared:
    """A result beside the one of an earlier day, taken the same way. `clear`: they differ by more than `mdc95`."""

    before: float
    day: date
    change: float
    mdc95: float
    clear: bool


class Testing:
    """Keeps a result only when the screen allows the test today and the numbers are possible."""

    __test__ = False  # not one of pytest's

    def __init__(self, chart: Chart) -> None:
        self._chart = chart

    def open_tests(self) -> tuple[SelfTest, ...]:
        """The tests the screen allows today (none in a flare or without a finished screen), without those that wait for the
        first weeks of new pain."""
        chart, verdict = self._chart, self._chart.verdict()
        if not isinstance(verdict, Cleared) or verdict.flare:
            return ()
        stops = verdict.blocked_tags | verdict.answered_yes
        waiting = waiting_tests(chart.catalogue, chart.case(), chart.review().modifiers)
        return tuple(t for t in chart.catalogue.tests.values() if not t.blocked_by & stops and t.id not in waiting)

    def first_tests(self) -> tuple[SelfTest, ...]:
        """The tests of the first day, gentle ones first: the core's, then those of the areas where it hurts."""
        catalogue, open_today = self._chart.catalogue, {test.id: test for test in self.open_tests()}
        hurts = set(fine(self._chart.case().about.regions))
        near = [area for area in catalogue.areas.values() if hurts & set(fine(area.regions))]
        by_area = [[t.id for t in gentle_first(self._telling(open_today, area.tests))] for area in near]
        # One of each area in turn, so that the first one named does not take every place.
        rounds = [test for at in range(max(map(len, by_area), default=0)) for tests in by_area for test in tests[at : at + 1]]
        chosen = dict.fromkeys(test for test in (*FIRST, *rounds) if test in open_today)
        return tuple(gentle_first(open_today[test] for test in list(chosen)[:FIRST_MOST]))

    @staticmethod
    def _telling(open_today: Mapping[str, SelfTest], tests: Iterable[str]) -> list[SelfTest]:
        """Those that are open and that a finding looks at."""
        return [open_today[test] for test in tests if test in open_today and not open_today[test].information_only]

    def due_tests(self) -> dict[str, date]:
        """Tests that are due again, each with its day; on the first day those of it that are still to do. What was never
        taken and is not of the first day waits until the person likes."""
        open_today = {test.id for test in self.open_tests()}
        case = self._chart.case()
        taken = {test.test for test in case.tests}
        due = {entry.what: entry.on for entry in self._chart.review().due if entry.what in open_today & taken}
        first = {test.id for test in self.first_tests()}
        begun = min((test.day for test in case.tests), default=self._chart.today())
        if begun == self._chart.today():
            due |= dict.fromkeys(first - taken, begun)
        return due

    def compared(self, test: Test) -> Compared | None:
        """A kept test beside the newest of an earlier day by the same method; None without one, or for a measure that is gone."""
        case, catalogue = self._chart.case(), self._chart.catalogue
        measures = catalogue.tests[test.test].measures if test.test in catalogue.tests else ()
        measure = next((m for m in measures if m.id == test.measure), None)
        same = [t for t in case.tests if (t.test, t.measure, t.method) == (test.test, test.measure, test.method)]
        earlier = [t for t in same if t.side is test.side and t.day < test.day]
        if measure is None or not earlier:
            return None
        before, after = score(measure, earlier[-1].trials), score(measure, test.trials)
        mdc = mdc_of(measure, test.method, same, catalogue.rules.limits)
        return Compared(before, earlier[-1].day, after - before, mdc.mdc95, changed(before, after, mdc.mdc95))

    def record_test(
        self,
        test: str,
        measure: str,
        side: Side,
        trials: Sequence[float],
        method: str,
        *,
        pain: float | None = None,
        familiar: bool | None = None,
        stopped_because: str | None = None,
    ) -> Test:
        """Keep one measure of one test of today. Done again today by the same method, the newer one stands. Can be undone.

        Raises NotAllowedError without a screen that allows exercise; BadInputError for a test that is not open today, an
        unknown measure, side or method, and values out of the measure's range."""
        self._chart.require_cleared()
        open_today = {one.id: one for one in self.open_tests()}
        if test not in open_today:
            raise BadInputError(f"{test[:80]}: not open today", "refused.why.not_open")
        kinds = {m.id: m for m in open_today[test].measures}
        if measure not in kinds:
            raise BadInputError(f"{measure[:80]}: no measure of {test}")
        kind = kinds[measure]
        if method not in kind.methods:
            raise BadInputError(f"{method[:80]}: {measure} is not taken that way")
        if kind.sides == (side is Side.BOTH):
            raise BadInputError(f"{measure}: {side.value} is not a side of this measure")
        wrong = [value for value in trials if not kind.lower <= value <= kind.upper]
        if wrong:
            raise BadInputError(
                f"{measure}: {wrong[0]:g} is not between {kind.lower:g} and {kind.upper:g} {kind.unit}",
                "refused.why.measured",
                measure=kind.name,
                low=kind.lower,
                high=kind.upper,
                unit=kind.unit,
            )
        try:
            kept = Test(
                test=test,
                measure=measure,
                side=side,
                trials=tuple(float(value) for value in trials),
                unit=kind.unit,
                method=method,
                day=self._chart.today(),
                pain=pain,
                familiar=familiar,
                stopped_because=stopped_because,
            )
        except RecordError as error:
            raise BadInputError(str(error)) from error
        with self._chart.writing(self._chart.today()) as tx:
            # A test is several measures and sides: they are taken back as one.
            now = self._chart.instant()
            place = ("self_test", {"person_id": tx.person, "test": test, "day": kept.day.isoformat()})
            if not journal.continues(tx, "test", test, now - ONE_TEST):
                journal.remember(tx, "test", test, now, place)
            entries.drop_test(tx, kept)
            records.add_test(tx, kept)
        return kept


def gentle_first(tests: Iterable[SelfTest]) -> list[SelfTest]:
    """Tests in the order to take them: questions, then movements, then the holds that tire; short ones first."""
    return sorted(tests, key=lambda t: (any("timer" in m.methods for m in t.measures), bool(t.camera.needs), t.minutes, t.id))
