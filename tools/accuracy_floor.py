"""Holds lying down: what a camera would have to see, beside how far a pose model's points are off when someone lies down."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from accuracy_row import Row, recordings

from upperback.model.body import Landmark
from upperback.services.posing import seen_in_video

TITLE = "Holds that go by the timer"
NOTE = """The reason why the chest-lift hold and the chin-tuck hold are not read by camera. Both ask for a lift of a few
centimetres by someone who lies on the floor. The figures are the pose model's on rendered films of a figure that lies down,
whose true places are known; a trunk is taken as 50 cm. Drift is how far a point wanders up and down against the truth within
one film of 3.6 s: it is about as much as what would have to be seen, and twice that in the worse view. People on the floor were
not recorded."""

FILMS = ("knee_to_chest", "open_book")
PARTS = {
    "shoulder": (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER),
    "ear": (Landmark.LEFT_EAR, Landmark.RIGHT_EAR),
}
TRUNK_CM = 50.0


def measure() -> list[Row]:
    return [*_needed(), *_seen(recordings("rendered"))]


def _needed() -> Iterable[Row]:
    for what, lift_cm, fall in (
        ("chest lift, over when 40 % of it is lost", 5.0, 0.4),
        ("head lift, over when it is lost", 2.5, 1.0),
    ):
        share = lift_cm * fall / TRUNK_CM
        yield Row(what, f"a lift of {lift_cm:g} cm", f"{share:.0%} of the trunk must be told apart".replace("%", " %"), "")


def _seen(folder: Path) -> Iterable[Row]:
    with np.load(folder / "truth.npz") as truth:
        for film in FILMS:
            true = truth[f"{film}/px"]
            ours = np.array([seen.frame.plane for seen in seen_in_video(folder / f"{film}.mp4")])
            n = min(len(true), len(ours))
            line = (true[:n, 11] + true[:n, 12] - true[:n, 23] - true[:n, 24]) / 2
            trunk_px = float(np.median(np.hypot(*line.T)))
            for part, points in PARTS.items():
                off = (ours[:n, list(points)] - true[:n, list(points)]) / trunk_px
                drift = off[:, :, 1].mean(axis=1)
                yield Row(
                    f"{part} of someone who lies down",
                    f"rendered, {film}, {n} frames",
                    f"off by {np.median(np.hypot(off[..., 0], off[..., 1])):.1%} of the trunk (median), drift "
                    f"{np.ptp(drift):.1%}".replace("%", " %"),
                    "",
                )
