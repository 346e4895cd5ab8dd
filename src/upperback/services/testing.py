"""Self-tests: which are open today, and keeping their results."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from upperback.model.body import Side
from upperback.model.care import Cleared
from upperback.model.catalogue import SelfTest
from upperback.model.record import RecordError, Test
from upperback.services.chart import Chart
from upperback.services.errors import BadInputError
from upperback.store import entries, journal, records

ONE_TEST: Final = timedelta(minutes=10)


class Testing:
    """Keeps a result only when the screen allows the test today and the numbers are possible."""

    __test__ = False  # not one of pytest's

    def __init__(self, chart: Chart) -> None:
        self._chart = chart

    def open_tests(self) -> tuple[SelfTest, ...]:
        """The tests the screen allows today (none in a flare or without a finished screen)."""
        verdict = self._chart.verdict()
        if not isinstance(verdict, Cleared) or verdict.flare:
            return ()
        stops = verdict.blocked_tags | verdict.answered_yes
        return tuple(test for test in self._chart.catalogue.tests.values() if not test.blocked_by & stops)

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
            raise BadInputError(f"{test[:80]}: not open today")
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
            raise BadInputError(f"{measure}: {wrong[0]:g} is not between {kind.lower:g} and {kind.upper:g} {kind.unit}")
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
