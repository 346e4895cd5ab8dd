"""The pose model over the pictures of a video: the same `.task` bundle as the browser uses.

A second person is looked for every 2 s on one picture, off the hot path, as the browser does.
"""

import os
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np
from mediapipe import Image, ImageFormat
from mediapipe.tasks.python import BaseOptions
from mediapipe.tasks.python.vision import PoseLandmarker, PoseLandmarkerOptions, PoseLandmarkerResult
from mediapipe.tasks.python.vision.core.vision_task_running_mode import VisionTaskRunningMode
from numpy.typing import NDArray

from upperback.model.body import N_LANDMARKS, Frame
from upperback.video import search
from upperback.video.decoding import Picture, VideoError, read_pictures

LOOK_ROUND_S: Final = 2.0  # expert judgement: someone who walks in is noticed within two seconds
# Kept once in the package, among the assets that the browser fetches.
MODELS: Final = Path(str(files("upperback"))) / "web/assets/vendor/pose"
ANSWER_S: Final = 1.0
NO_ONE_PLANE: Final = np.zeros((N_LANDMARKS, 2))
NO_ONE_WORLD: Final = np.zeros((N_LANDMARKS, 3))
NO_ONE_SEEN: Final = np.zeros(N_LANDMARKS)


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """One picture, looked at: the frame (all visibilities 0 where no one was found) and how many people were last seen."""

    frame: Frame
    people: int

    @property
    def found(self) -> bool:
        return bool(self.frame.visibility.any())


class Round:
    """A look round for a second person every `LOOK_ROUND_S`, beside the tracking. An answer counts from `ANSWER_S` after its
    picture on, waited for if need be, so that the same film gives the same answers on any machine."""

    def __init__(self, looking: PoseLandmarker) -> None:
        self._looking = looking
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="look-round")
        self._asked_s = -LOOK_ROUND_S
        self._answer: Future[bool] | None = None
        self._several = False

    def several(self, picture: Picture) -> bool:
        if self._answer is not None and picture.t_s - self._asked_s >= ANSWER_S:
            self._several = self._answer.result()
            self._answer = None
        if self._answer is None and picture.t_s - self._asked_s >= LOOK_ROUND_S:
            self._asked_s = picture.t_s
            self._answer = self._worker.submit(self._look, picture.rgb)
        return self._several

    def close(self) -> None:
        self._worker.shutdown(wait=True)

    def _look(self, rgb: NDArray[np.uint8]) -> bool:
        return len(self._looking.detect(_image(rgb)).pose_landmarks) > 1


class PoseModel:
    """33 landmarks a picture, in pixels and metres. Use as a context manager; pictures in the order of time, of one size.

    While no one is found, each picture is looked at in one place only (`search.rotation`), and the first in all of them.
    """

    def __init__(self, bundle: Path = MODELS / "pose_landmarker_full.task") -> None:
        if not bundle.is_file():
            raise VideoError(f"{bundle.name}: the pose model is missing; `make assets` builds it")
        with _quiet_runtime():
            self._tracking = _landmarker(bundle, VisionTaskRunningMode.VIDEO, people=1)
            self._looking = _landmarker(bundle, VisionTaskRunningMode.IMAGE, people=2)
        self._round = Round(self._looking)
        self._last_ms = -1
        self._window: search.Window | None = None  # where the person is tracked; None while no one is
        self._places: Iterator[search.Window] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._round.close()
        self._tracking.close()
        self._looking.close()

    def see(self, picture: Picture) -> Seen:
        height, width = picture.rgb.shape[:2]
        frame = self._track(picture, self._window or search.whole(width, height))
        if frame is None:
            frame = self._search(picture, width, height)
        elif self._window is None:
            self._window = search.whole(width, height)
        elif self._window.width < width and self._window.drifted(frame.plane):
            self._window = search.around(frame.plane, width, height)
        if frame is None:
            return Seen(Frame(picture.t_s, NO_ONE_PLANE, NO_ONE_WORLD, NO_ONE_SEEN, (width, height)), people=0)
        return Seen(frame, people=2 if self._round.several(picture) else 1)

    def _track(self, picture: Picture, window: search.Window) -> Frame | None:
        self._last_ms = max(round(picture.t_s * 1000), self._last_ms + 1)  # the runtime refuses equal stamps
        answer = self._tracking.detect_for_video(_image(window.cut(picture.rgb)), self._last_ms)
        frames = _frames(picture, answer, window)
        return frames[0] if frames else None

    def _search(self, picture: Picture, width: int, height: int) -> Frame | None:
        first_time = self._places is None
        self._window = None
        if self._places is None:
            self._places = search.rotation(width, height)
        for place in search.windows(width, height) if first_time else (next(self._places),):
            found = _frames(picture, self._looking.detect(_image(place.cut(picture.rgb))), place)
            if found:
                largest = max(found, key=lambda frame: float(np.ptp(frame.plane, axis=0).max()))
                self._window = search.around(largest.plane, width, height)
                return largest
        return None


def see_video(path: Path) -> Iterator[Seen]:
    """Every picture of a video through the pose model. Raises `VideoError`."""
    pictures = read_pictures(path)
    with PoseModel() as model:
        first = next(pictures)
        with _quiet_runtime():
            seen = model.see(first)
        yield seen
        for picture in pictures:
            yield model.see(picture)


def _landmarker(bundle: Path, mode: VisionTaskRunningMode, *, people: int) -> PoseLandmarker:
    return PoseLandmarker.create_from_options(
        PoseLandmarkerOptions(base_options=BaseOptions(model_asset_path=str(bundle)), running_mode=mode, num_poses=people)
    )


def _image(rgb: NDArray[np.uint8]) -> Image:
    return Image(image_format=ImageFormat.SRGB, data=rgb)


def _frames(picture: Picture, answer: PoseLandmarkerResult, window: search.Window) -> list[Frame]:
    height, width = picture.rgb.shape[:2]
    frames = []
    for points, world in zip(answer.pose_landmarks, answer.pose_world_landmarks, strict=True):
        plane = np.array([(window.left + p.x * window.width, window.top + p.y * window.height) for p in points])
        world_m = np.array([(p.x, p.y, p.z) for p in world])
        visibility = np.array([p.visibility for p in points])
        frames.append(Frame(picture.t_s, plane, world_m, visibility, (width, height)))
    return frames


@contextmanager
def _quiet_runtime() -> Iterator[None]:
    """The runtime writes notes of its own to the process's stderr when it starts; a person at a terminal needs none of them."""
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        sys.stderr.flush()
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
