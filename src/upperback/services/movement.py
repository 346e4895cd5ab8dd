"""Recordings in, what was done in them out: landmark tables, TRC and videos take the same road as the live camera."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from upperback.exchange import landmark_table, trc
from upperback.exchange.landmark_table import TableError
from upperback.model.body import Frame
from upperback.model.catalogue import Catalogue
from upperback.model.events import Event, Span
from upperback.model.movement import Untracked
from upperback.motion.count import Counter
from upperback.motion.measure import CAMERA, Measurement, Measurer
from upperback.motion.tracker import Tracker, spans_of
from upperback.services.errors import BadInputError
from upperback.services.posing import VIDEO_SUFFIXES, seen_in_video

TABLE_SUFFIXES: Final = (".csv", ".csv.gz")
TRC_SUFFIXES: Final = (".trc", ".trc.gz")


@dataclass(frozen=True, slots=True)
class Tracked:
    """What the tracker said about a recording, and the full repetitions in it, left and right together."""

    events: tuple[Event, ...]
    spans: tuple[Span, ...]


def count_file(path: Path) -> tuple[Span, ...]:
    """The repetitions of whatever cyclic movement the recording shows. Raises `BadInputError`."""
    counter = Counter()
    spans = [span for frame, _ in _frames(path) for span in counter.push(frame)]
    return (*spans, *counter.finish())


def track_file(path: Path, exercise_id: str, catalogue: Catalogue) -> Tracked:
    """One exercise followed through a recording. Raises `BadInputError`, also for an exercise the camera can't track.

    The placement gate is on: a table has no picture's edges and shows one person, so it is judged by what it does hold, the
    landmarks' visibility and the view.
    """
    exercise = catalogue.exercises.get(exercise_id)
    if exercise is None:
        raise BadInputError(f"there is no exercise {exercise_id[:60]!r}; `upperback catalogue list` shows all")
    if isinstance(exercise.movement, Untracked):
        raise BadInputError(f"{exercise.id} is not followed by camera: {exercise.movement.why}")
    tracker = Tracker(exercise.movement, exercise.camera)
    events = tuple(event for frame, people in _frames(path) for event in tracker.push(frame, people))
    return Tracked(events, spans_of(exercise.movement, events))


def measure_file(path: Path, test_id: str, catalogue: Catalogue) -> tuple[Measurement, ...]:
    """Every measure of a self-test that a camera takes, side by side. Raises `BadInputError`."""
    test = catalogue.tests.get(test_id)
    if test is None:
        raise BadInputError(f"there is no test {test_id[:60]!r}; `upperback catalogue list` shows all")
    by_camera = [measure.id for measure in test.measures if CAMERA in measure.methods]
    if isinstance(test.movement, Untracked):
        raise BadInputError(f"{test.id} is not measured by camera: {test.movement.why}")
    measurers = [Measurer(test, measure) for measure in by_camera]
    for frame, people in _frames(path):
        for measurer in measurers:
            measurer.push(frame, people)
    return tuple(result for measurer in measurers for result in measurer.result())


def check_table_name(path: Path) -> None:
    """Refuse to write a landmark table under a name that would not be read back as one."""
    if not path.name.lower().endswith((*TABLE_SUFFIXES, *TRC_SUFFIXES)):
        raise BadInputError(f"{path}: a landmark table is called .csv, .csv.gz, .trc or .trc.gz")


def _frames(path: Path) -> Iterator[tuple[Frame, int]]:
    """Frames and how many people were seen. The name's ending says what kind of recording it is."""
    name = path.name.lower()
    try:
        if name.endswith(TABLE_SUFFIXES):
            yield from ((frame, 1) for frame in landmark_table.read(path))
        elif name.endswith(TRC_SUFFIXES):
            yield from ((frame, 1) for frame in trc.read(path))
        elif path.suffix.lower() in VIDEO_SUFFIXES:
            yield from ((seen.frame, seen.people) for seen in seen_in_video(path))
        else:
            known = ", ".join([*TABLE_SUFFIXES, *TRC_SUFFIXES, *sorted(VIDEO_SUFFIXES)])
            raise BadInputError(f"{path}: not a kind of recording that is read here ({known})")
    except TableError as error:
        raise BadInputError(str(error)) from error
