"""Video through Upperback against the bare pose model, in interleaved runs on the same file."""

import statistics
import sys
import time
from pathlib import Path

import av
from mediapipe import Image, ImageFormat
from mediapipe.tasks.python import BaseOptions
from mediapipe.tasks.python.vision import PoseLandmarker, PoseLandmarkerOptions
from mediapipe.tasks.python.vision.core.vision_task_running_mode import VisionTaskRunningMode

from upperback.services.posing import MODELS, seen_in_video

BUDGET_RATIO = 1.15


def bare(path: Path) -> int:
    """What anyone would write: decode, hand each picture to the model."""
    options = PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(MODELS / "pose_landmarker_full.task")),
        running_mode=VisionTaskRunningMode.VIDEO,
    )
    with PoseLandmarker.create_from_options(options) as model, av.open(str(path)) as container:
        pictures = 0
        for frame in container.decode(video=0):
            picture = Image(image_format=ImageFormat.SRGB, data=frame.to_ndarray(format="rgb24"))
            model.detect_for_video(picture, round((frame.time or 0) * 1000))
            pictures += 1
    return pictures


def ours(path: Path) -> int:
    return sum(1 for _ in seen_in_video(path))


def ratios(path: Path, rounds: int) -> list[float]:
    found = []
    for _ in range(rounds):
        started_s = time.perf_counter()
        bare(path)
        between_s = time.perf_counter()
        ours(path)
        found.append((time.perf_counter() - between_s) / (between_s - started_s))
    return found


def rows(videos: Path) -> list[tuple[str, str, str]]:
    path = videos / "tfjs_pose_squats.mp4"
    if not path.exists():
        return [("video file, ratio to the bare model", f"{BUDGET_RATIO}", "no recordings here")]
    measured = statistics.median(ratios(path, 5))
    return [("video file, ratio to the bare model", f"{BUDGET_RATIO}", f"{measured:.2f}")]


if __name__ == "__main__":
    for row in rows(Path(sys.argv[1])):
        sys.stdout.write(" | ".join(row) + "\n")
