"""Form faults: one calm word per occurrence, and only when it lasts; one word of praise when it is gone."""

import math
from collections.abc import Callable
from typing import Final

from upperback.model.events import Cue, Mended
from upperback.model.movement import Fault, Fix

LASTS_S: Final = 2.0  # a fault is worth a word when it lasts this long ...
LASTS_REPS: Final = 2  # ... or this many repetitions in a row; the feedback policy, expert judgement
SHORT_S: Final = 0.3  # in a repetition: shorter than this is noise; expert judgement
OVER_S: Final = 1.0  # within the limit this long ends an occurrence; expert judgement
QUIET_S: Final = 3.0  # one thing at a time: the next cue waits this long; expert judgement
STILL_PER_S: Final = 10.0  # slower than this in the signal's unit is still; expert judgement
NEAR_TOP: Final = 0.8  # a pause counts as held within this share of the reach so far; expert judgement
SETTLED_S: Final = 0.5  # still near the top for this long is the position that was meant; expert judgement
PASSING: Final = 1.1  # further than this is another one; expert judgement
SPEED_TAU_S: Final = 0.1
LOOK_EVERY_S: Final = 0.05  # what must last two seconds needs no look at every frame


class FaultWatch:
    """One fault over time. `value` is what to compare: the fault's own signal, or a speed, or seconds.

    `frame` is for what can be seen at any instant, `rep` for what only a finished repetition shows. Each says whether a cue is
    due now: the limit has been passed for 2 s, or in 2 repetitions in a row. It is due again only after the occurrence has ended.

    >>> from upperback.model.movement import Signal
    >>> low_arms = Fault("arms_low", "Lift your arms", "", Fix.DURING, "expert judgement", Signal.WRIST_DROP, above=0.15)
    >>> watch = FaultWatch(low_arms)
    >>> [watch.frame(t / 10, 0.2) for t in range(24)].index(True)
    20
    """

    def __init__(self, fault: Fault) -> None:
        if fault.above is None and fault.below is None:
            raise ValueError(f"the fault {fault.id} has no limit")
        self.fault = fault
        self.value = 0.0
        self._since_s: float | None = None
        self._last_bad_s = -math.inf
        self._bad_reps = 0
        self._bad_in_rep = False
        self._said = False
        self._mended = False

    def restart(self) -> None:
        """Forgets the occurrence under way."""
        self._since_s, self._bad_reps, self._bad_in_rep, self._said = None, 0, False, False
        self._mended = False

    def is_mended(self) -> bool:
        """Whether an occurrence that was spoken of has ended since this was last asked."""
        mended, self._mended = self._mended, False
        return mended

    def limit(self, value: float) -> float | None:
        """The limit that `value` passes, or None."""
        fault = self.fault
        if fault.above is not None and value > fault.above:
            return fault.above
        if fault.below is not None and value < fault.below:
            return fault.below
        return None

    def frame(self, t_s: float, value: float) -> bool:
        """Whether a cue is due with this instant's value."""
        if self.limit(value) is None:
            if self._since_s is not None and t_s - self._last_bad_s > OVER_S:
                self._since_s = None
                if self._bad_reps == 0:
                    self._over()
            return False
        if self._since_s is None or (not self._said and t_s - self._last_bad_s > SHORT_S):
            self._since_s = t_s
        self._last_bad_s, self.value = t_s, value
        self._bad_in_rep = self._bad_in_rep or t_s - self._since_s >= SHORT_S
        return t_s - self._since_s >= LASTS_S and not self._said

    def rep_over(self) -> bool:
        """Whether a cue is due now that a repetition is over, by what its frames showed."""
        bad, self._bad_in_rep = self._bad_in_rep, False
        return self._rep(bad)

    def rep(self, value: float) -> bool:
        """Whether a cue is due after a repetition with this value."""
        bad = self.limit(value) is not None
        if bad:
            self.value = value
        return self._rep(bad)

    def _rep(self, bad: bool) -> bool:
        if not bad:
            self._bad_reps = 0
            self._over()
            return False
        self._bad_reps += 1
        return self._bad_reps >= LASTS_REPS and not self._said

    def _over(self) -> None:
        self._mended = self._mended or self._said
        self._said = False

    def say(self, t_s: float) -> Cue:
        """The cue, spoken now."""
        self._said, self._mended = True, False
        return Cue(t_s, self.fault.id, self.value, self.limit(self.value) or 0.0)


class FormWatch:
    """All faults of one exercise, one cue at a time.

    `read` gives a fault's own signal now, None where it can't be seen. `size` is the size of the main signal; speeds in its
    unit a second.
    """

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self._watches = tuple(FaultWatch(fault) for fault in faults)
        self._during = tuple(watch for watch in self._watches if watch.fault.when is Fix.DURING)
        self._peaks = tuple(watch.fault for watch in self._watches if watch.fault.when is Fix.AT_PEAK)
        self._spoken: list[FaultWatch] = []
        self._quiet_until_s = -math.inf
        self._t_s, self._size, self._speed = -math.inf, 0.0, 0.0
        self._look_s = -math.inf
        self._rep_start()

    def _rep_start(self) -> None:
        self._top, self._fastest, self._still_s, self._longest_still_s = 0.0, 0.0, 0.0, 0.0
        self._settled = False
        self._at_top: dict[str, float | None] = {}

    def restart(self) -> None:
        """Forgets what is under way, for instance after the person was out of sight."""
        for watch in self._watches:
            watch.restart()
        self._t_s, self._speed = -math.inf, 0.0
        self._rep_start()

    def moving(self, t_s: float, size: float, read: Callable[[Fault], float | None]) -> Cue | Mended | None:
        """Takes in one frame of a repetition or hold under way; at most one cue, or else one praise."""
        step_s, self._t_s = t_s - self._t_s, t_s
        if 0 < step_s < 1:
            self._speed += ((size - self._size) / step_s - self._speed) * (1 - math.exp(-step_s / SPEED_TAU_S))
            self._fastest = max(self._fastest, abs(self._speed))
            near = size >= NEAR_TOP * self._top
            self._still_s = self._still_s + step_s if near and abs(self._speed) < STILL_PER_S else 0.0
            self._longest_still_s = max(self._longest_still_s, self._still_s)
        self._size = size
        # What is held is the peak, though a limb may pass a little beyond on its way there or home.
        settles = not self._settled and self._still_s >= SETTLED_S
        further = size > self._top * (PASSING if self._settled else 1.0)
        self._settled = settles or (self._settled and not further)
        if settles or further:
            self._top = max(self._top, size)
            for fault in self._peaks:
                self._at_top[fault.id] = read(fault)
        due: FaultWatch | None = None
        for watch in self._during if t_s >= self._look_s else ():
            self._look_s = t_s + LOOK_EVERY_S
            value = read(watch.fault)
            if value is not None and watch.frame(t_s, value):
                due = due or watch
        return self._speak(t_s, due)

    def rep_over(self, t_s: float, lasted_s: float) -> Cue | Mended | None:
        """Takes in the end of a repetition that lasted `lasted_s`; at most one cue, or else one praise."""
        due: FaultWatch | None = None
        for watch in self._watches:
            if self._is_due(watch, self._at_top.get(watch.fault.id), lasted_s):
                due = due or watch
        self._rep_start()
        return self._speak(t_s, due)

    def _is_due(self, watch: FaultWatch, at_top: float | None, lasted_s: float) -> bool:
        match watch.fault.when:
            case Fix.DURING:
                return watch.rep_over()
            case Fix.AT_PEAK:
                return at_top is not None and watch.rep(at_top)
            case Fix.SPEED:
                return watch.rep(self._fastest)
            case Fix.HOLD_TIME:
                return watch.rep(self._longest_still_s)
            case Fix.REP_TIME:
                return watch.rep(lasted_s)

    def _speak(self, t_s: float, due: FaultWatch | None) -> Cue | Mended | None:
        if due is not None and t_s >= self._quiet_until_s:
            self._quiet_until_s = t_s + QUIET_S
            if due not in self._spoken:
                self._spoken.append(due)
            return due.say(t_s)
        # Praise comes at the very moment that earned it or not at all.
        mended = [watch for watch in self._spoken if watch.is_mended()]
        for watch in mended:
            self._spoken.remove(watch)
        return Mended(t_s, mended[0].fault.id) if mended else None
