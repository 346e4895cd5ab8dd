"""Counts the repetitions of a cyclic movement that nobody named: frames in, full repetitions out, live.

It first looks for a movement that has been done twice (`count_search`), then follows it until it stops or turns into another: by
how far it reaches (`count_follow`), or by its angle where it goes round (`count_circle`). The first repetition is reported with
the second; after that each one within half a second of its end. What has been reported is never taken back, and nothing looks
into the future: a recording is a loop over `push`.
"""

from collections.abc import Iterable
from typing import Final

from upperback.model.body import Floats, Frame
from upperback.model.events import Span
from upperback.motion.count_circle import Circler, circle
from upperback.motion.count_follow import Follower
from upperback.motion.count_pose import RATE_HZ, EvenClock, History
from upperback.motion.count_search import WINDOWS_S, Pattern, Search

LATEST: Final = 5  # poses from an end to its being said; with the smoothing and the frame under way half a second


class Counter:
    """Repetitions of any cyclic movement; left and right together make one where sides alternate.

    Only the joints' places relative to the body count: scale, origin and distance may change from frame to frame. The state is
    the last 25 s of poses and a few numbers.

    >>> import numpy as np
    >>> counter = Counter()
    >>> spans = []
    >>> for t_s in np.arange(0, 9, 1 / 30):  # three arm raises of 3 s
    ...     up = 1 - np.cos(2 * np.pi * t_s / 3)
    ...     world_m = np.zeros((33, 3))
    ...     world_m[11:13] = [[0.2, -0.5, 0], [-0.2, -0.5, 0]]  # shoulders; the hips are the origin
    ...     world_m[15:17] = [[0.4, -0.3 * up, 0], [-0.4, -0.3 * up, 0]]  # wrists
    ...     spans += counter.push(Frame(t_s, world_m[:, :2], world_m, np.ones(33)))
    >>> [round(span.start_s) for span in (*spans, *counter.finish())]
    [0, 3, 6]
    """

    def __init__(self) -> None:
        self._last_end_s = 0.0
        self._begin()

    def push(self, frame: Frame) -> tuple[Span, ...]:
        """The repetitions that this frame made certain, oldest first."""
        spans: list[Span] = []
        if self._clock.late(frame.t_s):
            return ()
        if self._clock.stopped(frame.t_s):
            spans += self.finish()
            self._begin()
        for pose in self._clock.push(frame):
            spans += self._take(pose)
        return tuple(spans)

    def finish(self) -> tuple[Span, ...]:
        """At the end of the recording: a repetition that was already on its way home ends there. Adds nothing else."""
        spans = [span for pose in self._clock.flush() for span in self._take(pose)]
        if self._follower is not None:
            spans += self._timed(self._follower.finish())
        return tuple(spans)

    def _begin(self) -> None:
        self._clock = EvenClock()
        self._history = History(max(WINDOWS_S) * RATE_HZ)
        self._search = Search()
        self._follower: Follower | Circler | None = None
        self._counted_to = 0

    def _take(self, pose: Floats) -> list[Span]:
        number = self._history.end
        self._history.append(pose)
        ended: list[tuple[float, float]] = []
        if self._follower is not None:
            # A rest that only its length shows ends late: such an end is put as late as it is said.
            ended = [(start, max(end, number - LATEST)) for start, end in self._follower.push(number, pose)]
            self._counted_to = self._follower.counted_to
            if self._follower.over:
                self._follower = None
        else:
            pattern = self._search.push(self._history, self._counted_to)
            if pattern is not None:
                follower = self._following(pattern)
                ended = follower.replay()
                if follower.followed:
                    self._follower = follower
        return self._timed(ended)

    def _following(self, pattern: Pattern) -> Follower | Circler:
        """By the angle where the movement goes round, by its reach where it goes there and back."""
        cycle = self._history.between(pattern.first, pattern.first + pattern.period + 1)
        around = circle(cycle, pattern.weights)
        if around is None:
            return Follower(pattern, self._history, self._counted_to)
        return Circler(around, pattern.period, self._history, self._counted_to)

    def _timed(self, ended: list[tuple[float, float]]) -> list[Span]:
        spans = []
        for start, end in ended:
            start_s, end_s = max(self._clock.time_s(start), self._last_end_s), self._clock.time_s(end)
            if end_s > start_s:
                spans.append(Span(round(start_s, 3), round(end_s, 3)))
                self._last_end_s = end_s
        return spans


def count(frames: Iterable[Frame]) -> list[Span]:
    """All repetitions of a recording, as the live counter gives them."""
    counter = Counter()
    spans = [span for frame in frames for span in counter.push(frame)]
    return [*spans, *counter.finish()]
