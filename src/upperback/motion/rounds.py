"""Full repetitions out of single movements: a left and a right together make one where sides alternate."""

from array import array
from collections.abc import Sequence
from typing import Final

from upperback.model.body import Side
from upperback.model.events import Hold, Rep, Span

KEPT: Final = 500  # the newest full repetitions; no session comes near


class Rounds:
    """Feed it full movements and holds in the order of their ends; `spans` are the full repetitions so far, `n` their number.

    A movement pairs with the newest one of the other side that still waits, so as many count as the side that did fewer. While
    only one side has moved at all, each movement stands for itself; not so with `halves`, where a movement to one side is half
    of one by nature, as in a turn of the trunk. Partial ones never count. Room for the newest `kept` is made at once and none
    later, so that a tracker is as large after an hour as at its start.

    >>> rounds = Rounds()
    >>> for t, side in enumerate((Side.LEFT, Side.RIGHT, Side.LEFT)): rounds.add(Rep(t + 1, t, t + 1, side, 40, "deg"))
    >>> rounds.spans
    (Span(start_s=0.0, end_s=2.0),)
    """

    def __init__(self, *, halves: bool = False, kept: int = KEPT) -> None:
        self._halves = halves
        self._paired, self._waiting = _Newest(kept), _Newest(kept)
        self._side: Side | None = None
        self._both_sides = False

    def add(self, movement: Rep | Hold) -> None:
        """Takes in one movement."""
        if isinstance(movement, Rep) and movement.partial:
            return
        if self._waiting.n and movement.side is not self._side:
            self._both_sides = True
            start_s, _ = self._waiting.pop()
            self._paired.push(start_s, movement.end_s)
            return
        self._both_sides = self._both_sides or (self._side is not None and movement.side is not self._side)
        self._side = movement.side
        self._waiting.push(movement.start_s, movement.end_s)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The newest full repetitions, in the order of their ends."""
        return self._counted.spans

    @property
    def n(self) -> int:
        """How many there were in all."""
        return self._counted.n

    @property
    def _counted(self) -> "_Newest":
        alone = not self._both_sides and (self._side is Side.BOTH or not self._halves)
        return self._waiting if alone else self._paired


class _Newest:
    """A stack of spans that forgets the oldest, in one block of memory."""

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._times_s = array("d", [0.0]) * (2 * kept)
        self.n = 0

    def push(self, start_s: float, end_s: float) -> None:
        at = 2 * (self.n % self._kept)
        self._times_s[at], self._times_s[at + 1] = start_s, end_s
        self.n += 1

    def pop(self) -> tuple[float, float]:
        self.n -= 1
        at = 2 * (self.n % self._kept)
        return self._times_s[at], self._times_s[at + 1]

    @property
    def spans(self) -> tuple[Span, ...]:
        times_s, kept = self._times_s, self._kept
        begins = [2 * (i % kept) for i in range(max(0, self.n - kept), self.n)]
        return tuple(Span(times_s[at], times_s[at + 1]) for at in begins)


def full_repetitions(movements: Sequence[Rep | Hold], *, halves: bool = False) -> tuple[Span, ...]:
    """All full repetitions in these movements or holds, see `Rounds`.

    >>> rep = lambda t, side: Rep(t, t - 1, t, side, 40, "deg")
    >>> full_repetitions([rep(1, Side.LEFT), rep(2, Side.RIGHT), rep(3, Side.LEFT)])
    (Span(start_s=0.0, end_s=2.0),)
    """
    rounds = Rounds(halves=halves, kept=max(1, len(movements)))
    for movement in movements:
        rounds.add(movement)
    return rounds.spans
