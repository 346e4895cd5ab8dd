"""Self-tests: which are open today, and keeping their results."""

from collections.abc import Sequence

from upperback.model.body import Side
from upperback.model.catalogue import SelfTest
from upperback.model.record import Test


class Testing:
    __test__ = False  # not one of pytest's

    def open_tests(self) -> tuple[SelfTest, ...]:
        """The tests the screen allows today (none in a flare or without a finished screen)."""
        raise NotImplementedError

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
        """Keep one measure of one test of today. Done again today by the same method, the newer one stands. Can be undone."""
        raise NotImplementedError
