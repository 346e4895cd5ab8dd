"""How many repetitions a set has: the last one may be for one side alone."""

from upperback.model.body import Side
from upperback.model.care import Given


def reps_in(dose: Given, set_no: int, extra_side: Side) -> int:
    """Repetitions of set `set_no`. The last set of an item with an `extra_side` is that side's half; both sides together are
    the dose's `reps`.

    >>> dose = Given(sets=3, reps=10, hold_s=2.0, rest_s=30.0)
    >>> [reps_in(dose, n, Side.LEFT) for n in (1, 2, 3)], reps_in(dose, 3, Side.BOTH)
    ([10, 10, 5], 10)
    """
    return (dose.reps + 1) // 2 if is_extra(dose, set_no, extra_side) else dose.reps


def is_extra(dose: Given, set_no: int, extra_side: Side) -> bool:
    """Whether this set belongs to `extra_side` alone."""
    return extra_side is not Side.BOTH and dose.sets > 1 and set_no >= dose.sets


def reps_of(dose: Given, extra_side: Side) -> int:
    """Repetitions of all sets together.

    >>> reps_of(Given(sets=3, reps=10, hold_s=2.0, rest_s=30.0), Side.LEFT)
    25
    """
    return sum(reps_in(dose, n, extra_side) for n in range(1, dose.sets + 1))
