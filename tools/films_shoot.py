"""Test films: the figure of the pages in a room, filmed, blurred and noisy, with the truth of every picture beside it.

The figure is the project's own, so a film checks the chain from picture to count and finds gross errors; it says nothing about
how well real people are measured.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Final

import av
import numpy as np
from figure_studio import PERSON, Studio
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from upperback.model.body import View
from upperback.model.catalogue import Exercise
from upperback.model.demo import Demo
from upperback.motion.anatomy import make_body
from upperback.motion.skeleton import Camera, landmarks, period_s, pose

Rgb = NDArray[np.uint8]

YAW_DEG: Final = {View.FRONT: 0.0, View.OBLIQUE: 50.0, View.SIDE: 90.0, View.BACK: 180.0}
LOW: Final = frozenset({"quadruped", "kneeling", "supine", "prone", "side-lying", "seated_floor"})
STILL_S: Final = 1.0  # before the first movement and after the last
BLUR_PX: Final = 0.7
NOISE: Final = 5.0  # standard deviation of a pixel, of 255
_SHEETS: Final = 8
ROOMS: Final = ("plain", "furnished")


@dataclass(frozen=True, slots=True)
class Shot:
    """What is filmed: `rounds` of a demo from one camera, `fps` pictures a second."""

    demo: Demo
    camera: Camera
    fps: float
    rounds: int

    def times_s(self) -> NDArray[np.float64]:
        """The instants of the demo, (n,): still, then the rounds, then still."""
        n = round((2 * STILL_S + self.rounds * period_s(self.demo)) * self.fps)
        return np.clip(np.arange(n) / self.fps - STILL_S, 0, self.rounds * period_s(self.demo) - 1e-6)

    def truth(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The 33 landmarks of every picture: pixels (n, 33, 2) and metres of the world (n, 33, 3)."""
        points_m = landmarks(pose(self.demo, self.times_s()), make_body())
        return self.camera.pixels(points_m), points_m


def best(exercise: Exercise, size_px: tuple[int, int]) -> Camera:
    """Where the exercise asks for the camera; where it asks for none, where its drawing is seen from."""
    assert exercise.demo is not None
    view = exercise.camera.view
    yaw_deg = exercise.demo.yaw_deg if view is View.NONE else YAW_DEG[view]
    low = bool(LOW & set(exercise.positions))
    return Camera(
        yaw_deg=yaw_deg, pitch_deg=8 if low else 4, distance_m=3.6, target_m=(0, 0.45 if low else 0.92, 0), size_px=size_px
    )


def poor(exercise: Exercise, size_px: tuple[int, int]) -> Camera:
    """Where the camera is of no use: on the floor from behind, else a quarter turn from the best view."""
    camera = best(exercise, size_px)
    low = bool(LOW & set(exercise.positions))
    return replace(camera, yaw_deg=180.0 if low else camera.yaw_deg + 90.0)


def room(name: str, camera: Camera) -> Rgb:
    """The picture behind the figure: a plain wall, or a room with things in it that a detector could mistake."""
    width, height = camera.size_px
    # the floor meets the wall 1.2 m behind the figure
    edge = camera.pixels(np.array([_behind(camera)]))[0, 1]
    picture = Image.new("RGB", (width, height), "#D8DADE")
    draw = ImageDraw.Draw(picture)
    if name == "plain":
        draw.rectangle((0, edge, width, height), fill="#C2BDB4")
        return np.asarray(picture)

    def box(left: float, top: float, right: float, bottom: float, fill: str) -> None:
        draw.rectangle((left * width, top * edge, right * width, bottom * edge), fill=fill)

    box(0, 0, 1, 1, "#CFC6B4")
    draw.rectangle((0, edge, width, height), fill="#8A6B4E")
    for k in range(12):  # boards
        draw.line((k * width / 11, edge, (k - 5.5) * width / 4 + width / 2, height), fill="#75583F")
    box(0.04, 0.12, 0.24, 0.62, "#EAF1F5")  # window
    box(0.135, 0.12, 0.145, 0.62, "#9AA3A8")
    box(0.78, 0.10, 0.97, 1.0, "#6E5240")  # shelf with books
    for k, fill in enumerate(("#A23B2E", "#2F5D62", "#D0A44C", "#3E4A6B", "#7D8B55", "#B9683F", "#51382B", "#8C9FA8")):
        box(0.795 + 0.021 * k, 0.20, 0.812 + 0.021 * k, 0.44, fill)
        box(0.795 + 0.021 * k, 0.56, 0.812 + 0.021 * k, 0.80, fill)
    box(0.30, 0.20, 0.42, 0.44, "#7A5C7E")  # a picture, a lamp, a plant
    box(0.70, 0.30, 0.712, 1.0, "#4B4B4B")
    draw.ellipse((0.665 * width, 0.20 * edge, 0.747 * width, 0.36 * edge), fill="#F2D9A0")
    for k in range(7):
        draw.line((0.27 * width, edge, (0.21 + 0.02 * k) * width, 0.72 * edge), fill="#3F6B3A", width=max(2, width // 160))
    return np.asarray(picture.filter(ImageFilter.GaussianBlur(width / 400)))


def _behind(camera: Camera) -> NDArray[np.float64]:
    yaw = np.radians(camera.yaw_deg)
    return np.array([-1.2 * np.sin(yaw), 0.0, -1.2 * np.cos(yaw)])


def pictures(studio: Studio, shot: Shot) -> Iterator[Image.Image]:
    """The figure alone, on nothing. The studio has to be open with `background=None`."""
    studio.play(shot.demo)
    for t_s in shot.times_s().tolist():
        yield Image.open(BytesIO(studio.render_at(t_s, shot.camera, shadows=False)))


def in_room(figure: Image.Image, behind: Rgb, noise: NDArray[np.int16]) -> Rgb:
    """The figure in a room as a camera sees it: a little blurred, with noise."""
    picture = Image.fromarray(behind).convert("RGBA")
    picture.alpha_composite(figure.convert("RGBA"))
    soft = np.asarray(picture.convert("RGB").filter(ImageFilter.GaussianBlur(BLUR_PX)))
    noisy: Rgb = np.clip(soft + noise, 0, 255).astype(np.uint8)
    return noisy


def shoot(studio: Studio, shot: Shot, rooms: tuple[str, ...], files: tuple[Path, ...]) -> None:
    """One film for each room, all of the same pictures of the figure."""
    behind = [room(name, shot.camera) for name in rooms]
    chance = np.random.default_rng(1)
    width, height = shot.camera.size_px
    # A few sheets of noise, each laid on at another place every time: as good as new ones, and a tenth of the work.
    sheets = chance.normal(0, NOISE, (_SHEETS, height, width, 3)).astype(np.int16)
    reels = [_Reel(file, shot) for file in files]
    for figure in pictures(studio, shot):
        for reel, at_the_back in zip(reels, behind, strict=True):
            noise = np.roll(sheets[chance.integers(_SHEETS)], int(chance.integers(height)), axis=0)
            reel.add(in_room(figure, at_the_back, noise))
    for reel in reels:
        reel.close()


class _Reel:
    """An MP4 under way."""

    def __init__(self, file: Path, shot: Shot) -> None:
        self._container = av.open(str(file), "w")
        rate = Fraction(shot.fps).limit_denominator(1000)
        self._stream = self._container.add_stream("libx264", rate=rate)
        self._stream.width, self._stream.height = shot.camera.size_px
        self._stream.pix_fmt = "yuv420p"
        self._stream.options = {"crf": "20"}

    def add(self, rgb: Rgb) -> None:
        for packet in self._stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")):
            self._container.mux(packet)

    def close(self) -> None:
        for packet in self._stream.encode():
            self._container.mux(packet)
        self._container.close()


STUDIO: Final = (PERSON | {"floor": "#6B6258"}, None)
"""How the studio has to be opened: a person on nothing."""
