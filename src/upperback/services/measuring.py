"""A self-test under the camera: frames in, tries out, each in the database before the page shows it."""

from collections.abc import Iterator
from typing import Final, assert_never

from upperback.model.body import Frame, Side
from upperback.model.catalogue import Catalogue, Measure, SelfTest
from upperback.model.events import Cue, Event, Found, Hold, Lost, Mended, Rep, Unseen
from upperback.model.movement import Untracked
from upperback.model.record import Test
from upperback.motion.measure import Measurer
from upperback.motion.ranges import CORNERS, SHARES
from upperback.motion.tracker import Tracker
from upperback.services.coaching import READING_EVERY_S, Answer, Live, NotSeen, Say, SeenAgain, Tried, Words, guide_of, reading_of
from upperback.services.errors import BadInputError
from upperback.services.person import Person

CAMERA: Final = "camera"


def camera_measures(test: SelfTest) -> tuple[Measure, ...]:
    """The measures of a test that the camera takes; none when it can't see the movement."""
    return (
        () if isinstance(test.movement, Untracked) else tuple(measure for measure in test.measures if CAMERA in measure.methods)
    )


def live_measures(test: SelfTest) -> tuple[Measure, ...]:
    """Those that read something while a movement is under way, see `Measurer.now`."""
    return tuple(measure for measure in camera_measures(test) if measure.signal not in SHARES)


def corners_of(test: SelfTest) -> tuple[tuple[Side, tuple[int, int, int]], ...]:
    """The angles that a test under the camera reads as they are seen in the picture: a side, and three landmarks with the joint
    in the middle."""
    if isinstance(test.movement, Untracked):
        return ()
    signals = {measure.signal or test.movement.signal for measure in camera_measures(test)}
    return tuple(
        (side, corner)
        for signal, corners in CORNERS.items()
        if signal in signals
        for side, corner in zip((Side.LEFT, Side.RIGHT), corners, strict=True)
    )


def sides_of(measure: Measure) -> tuple[Side, ...]:
    return (Side.LEFT, Side.RIGHT) if measure.sides else (Side.BOTH,)


class TestWatch:
    """Watches one self-test. A new try of a side replaces what was kept of it today by camera.

    Raises BadInputError for a test that is unknown, not open today or not seen by the camera."""

    __test__ = False  # not one of pytest's

    def __init__(self, person: Person, catalogue: Catalogue, test_id: str) -> None:
        self._testing = person.testing
        self._test = next((test for test in person.testing.open_tests() if test.id == test_id), None) or _not_open()
        self._measures = camera_measures(self._test)
        if not self._measures:
            raise BadInputError("test: the camera does not see this one")
        self._measurers = {measure.id: Measurer(self._test, measure.id) for measure in self._measures}
        self._tracker = Tracker(self._test.movement, self._test.camera)
        self._words = Words(catalogue, self._test.camera)
        self.guide = guide_of(self._test)
        self._cues = {} if isinstance(self._test.movement, Untracked) else {f.id: f.cue for f in self._test.movement.faults}
        self._tries: dict[tuple[str, Side], int] = {(m.id, side): 0 for m in self._measures for side in sides_of(m)}
        self._next_reading_s = float("-inf")
        self._misplaced: Unseen | None = None

    def push(self, frame: Frame, people: int) -> Iterator[Answer]:
        """Every try is on disk when its answer is yielded."""
        happened = self._tracker.push(frame, people)
        for measurer in self._measurers.values():
            measurer.push(frame, people)
        for event in happened:
            yield from self._answer(event)
        yield from self._placed(frame.t_s)
        if happened or frame.t_s >= self._next_reading_s:
            self._next_reading_s = frame.t_s + READING_EVERY_S
            yield from self._new_tries(frame.t_s)
            now = self._tracker.reading
            self._words.ever_seen |= now.visible
            yield reading_of(now, self._words, self._words.missing(frame, people))
            yield Live(frame.t_s, tuple(self._live()))

    def _placed(self, t_s: float) -> Iterator[Answer]:
        """Says once that the camera stands so that no value can be given; the test is then begun again."""
        why = next((m.misplaced for m in self._measurers.values() if m.misplaced is not None), None)
        if why is not None and self._misplaced is None:
            self._misplaced = why
            yield NotSeen(t_s, why, self._words.unseen(why), by_time=False, again=True)

    def _new_tries(self, t_s: float) -> Iterator[Answer]:
        for measure in self._measures:
            for result in self._measurers[measure.id].result():
                place = (measure.id, result.side)
                if len(result.trials) <= self._tries[place] or result.value is None:
                    continue
                trials = tuple(min(measure.upper, max(measure.lower, value)) for value in result.trials)
                self._testing.record_test(self._test.id, measure.id, result.side, trials, CAMERA)
                self._tries[place] = len(trials)
                yield Tried(t_s, measure.id, result.side, trials, measure.trials, measure.unit, self._done())

    def _live(self) -> Iterator[tuple[str, Side, float]]:
        for measure in self._measures:
            for side, value in self._measurers[measure.id].now.items():
                yield measure.id, side, min(measure.upper, max(measure.lower, value))

    def _done(self) -> bool:
        return all(self._tries[m.id, side] >= m.trials for m in self._measures for side in sides_of(m))

    def _answer(self, event: Event) -> Iterator[Answer]:
        match event:
            case Rep() | Hold() | Mended():
                return  # told as tries; a test is not praised
            case Cue():
                yield Say(event.t_s, event.fault, self._cues[event.fault])
            case Lost():
                yield NotSeen(event.t_s, event.why, self._words.lost(event.why), by_time=False)
            case Found():
                yield SeenAgain(event.t_s, self._words.found(event.why))
            case _:
                assert_never(event)


def how_it_felt(
    person: Person,
    test_id: str,
    pain: float | None,
    familiar: bool | None,
    *,
    method: str = CAMERA,
    stopped_because: str | None = None,
) -> tuple[Test, ...]:
    """Add the pain at the end, whether it was the familiar one, and why it was stopped, to what was kept of this test today by
    this method.

    Raises BadInputError when nothing was kept."""
    today = person.today()
    kept = [test for test in person.case().tests if (test.test, test.day, test.method) == (test_id, today, method)]
    if not kept:
        raise BadInputError("nothing of this test is kept today that way")
    return tuple(
        person.testing.record_test(
            one.test, one.measure, one.side, one.trials, method, pain=pain, familiar=familiar, stopped_because=stopped_because
        )
        for one in kept
    )


def _not_open() -> SelfTest:
    raise BadInputError("test: not open today")
