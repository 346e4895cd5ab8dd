"""Every self-test by camera on the posed figure, whose true angles are known: clean, noisy, askew, mirrored, further away."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from accuracy_row import Row

from upperback.catalogue.loader import load
from upperback.model.body import Floats, Frame, Side
from upperback.model.demo import Demo
from upperback.motion import Measurement, Measurer
from upperback.motion.mending import PARTNER
from upperback.motion.skeleton import Camera, frames

TITLE = "Self-tests, on a posed figure"
NOTE = """The figure of the drawings, seen by a pinhole camera 4.2 m away; its true angles come from its joints in space. Noise is
independent from point to point and frame to frame, harder than a pose model's tremble, but a pose model also errs the same way
for seconds, which no row here shows. "Within the error" counts values, over three recordings each, whose stated 95 % error
holds the truth. It shows that the sums are right and how they bear noise; it says nothing of how a pose model sees people."""

CATALOGUE = load()
TRIALS = 3
SEEDS = 3
FAR = 1.4


@dataclass(frozen=True)
class Case:
    """A test, seen from `yaw_deg`, and its true values by measure and side."""

    test: str
    measure: str
    yaw_deg: float
    demo: Demo
    truth: Callable[[list[Frame]], dict[Side, float]]


@dataclass(frozen=True)
class Condition:
    """How the recording is spoilt."""

    name: str
    noise_m: float = 0.0
    roll_deg: float = 0.0
    fps: float = 30.0
    dropped: float = 0.0
    mirrored: bool = False
    distance_m: float = 4.2


CONDITIONS = (
    Condition("as it is"),
    Condition("camera rolled by 10 degrees", roll_deg=10),
    Condition("2 cm of noise on every point", noise_m=0.02),
    Condition("15 frames a second, one in ten dropped, 2 cm of noise", noise_m=0.02, fps=15, dropped=0.1),
    Condition("mirrored", mirrored=True),
    Condition("1.4 times the distance", distance_m=4.2 * FAR),
)


def measure() -> list[Row]:
    rows = []
    for condition in CONDITIONS:
        held, n, worst, worst_of = 0, 0, 0.0, ""
        spoilt = condition.noise_m > 0
        for case in cases():
            for seed in range(SEEDS if spoilt else 1):
                for found, true in _compare(case, condition, seed):
                    n += 1
                    off = abs(found.value - true) if found.value is not None else np.inf
                    held += off <= found.error_95
                    if off > worst:
                        worst, worst_of = off, f"{case.test} {case.measure}"
        rows.append(
            Row(
                condition.name,
                f"{n} values of {len(list(cases()))} measures",
                f"{held} of {n} within the error; worst {worst:.1f} ({worst_of})",
                "all" if not spoilt else "95 in 100",
            )
        )
    return rows


def cases() -> Iterator[Case]:
    """What is measured. Truth by plain geometry in space, apart from the project's signals."""
    tests = CATALOGUE.tests
    yield Case("t_abduction_sym", "abduction", 0, _demo("t_abduction_sym"), _arms)
    for yaw_deg, side in ((-90, Side.RIGHT), (90, Side.LEFT)):
        yield Case("t_wall_flexion", "flexion", yaw_deg, _demo("t_wall_flexion"), _near(side))
        yield Case("t_neck_flex_ext", "flexion", yaw_deg, _demo("t_neck_flex_ext"), lambda _: {Side.BOTH: 58.0})
        yield Case("t_neck_flex_ext", "extension", yaw_deg, _demo("t_neck_flex_ext"), lambda _: {Side.BOTH: 56.0})
        yield Case("t_thoracic_extension", "extension", yaw_deg, _demo("t_thoracic_extension"), _lean)
    yield Case("t_neck_sidebend", "sidebend", 0, _demo("t_neck_sidebend"), _ears)
    seated = tests["t_seated_rotation"].drawn_by["camera"]
    yield Case("t_seated_rotation", "rotation", 0, seated, _yaw)
    yield Case("t_standing_rotation", "rotation", 0, _demo("t_standing_rotation"), _yaw)
    yield Case(
        "t_wall_angel", "top", 0, _demo("t_wall_angel"), lambda clean: {Side.BOTH: float(np.mean(list(_arms(clean).values())))}
    )
    yield Case("t_shoulder_level", "tilt", 0, _raised(_demo("t_shoulder_level")), _level)


def _demo(test: str) -> Demo:
    demo = CATALOGUE.tests[test].demo
    assert demo is not None
    return demo


def _raised(demo: Demo) -> Demo:
    """The left shoulder 8 degrees of collar bone higher."""
    return replace(demo, keys=tuple(replace(key, angles={**key.angles, "clav_l": (8, 0)}) for key in demo.keys))


def record(case_demo: Demo, yaw_deg: float, condition: Condition, seed: int) -> list[Frame]:
    """The figure's test over and over, as this camera sees it."""
    seconds = TRIALS * sum(key.move_s + key.hold_s for key in case_demo.keys) + 1
    camera = Camera(yaw_deg=yaw_deg, pitch_deg=0, target_m=(0, 0.9, 0), distance_m=condition.distance_m)
    px_per_m = camera.size_px[1] / 2 / np.tan(np.radians(camera.vertical_deg / 2)) / camera.distance_m
    chance = np.random.default_rng(seed)
    c, s = np.cos(np.radians(condition.roll_deg)), np.sin(np.radians(condition.roll_deg))
    turn, middle = np.array([[c, -s], [s, c]]), np.array(camera.size_px) / 2
    spoilt = []
    for frame in frames(case_demo, fps=condition.fps, seconds=seconds, camera=camera):
        if chance.random() < condition.dropped:
            continue
        world = frame.world_m + chance.normal(0, 1, (33, 3)) * condition.noise_m
        plane = frame.plane + chance.normal(0, 1, (33, 2)) * condition.noise_m * px_per_m
        world[:, :2], plane = world[:, :2] @ turn.T, (plane - middle) @ turn.T + middle
        if condition.mirrored:
            world, plane = world[PARTNER] * [-1, 1, 1], plane[PARTNER] * [-1, 1] + [camera.size_px[0], 0]
        spoilt.append(Frame(frame.t_s, plane, world, frame.visibility, frame.size_px))
    return spoilt


def _compare(case: Case, condition: Condition, seed: int) -> Iterator[tuple[Measurement, float]]:
    truth = case.truth(record(case.demo, case.yaw_deg, Condition(""), 0))
    if condition.mirrored:
        other = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT, Side.BOTH: Side.BOTH}
        sign = -1 if case.measure == "tilt" else 1
        truth = {other[side]: sign * value for side, value in truth.items()}
    measurer = Measurer(CATALOGUE.tests[case.test], case.measure)
    for frame in record(case.demo, case.yaw_deg, condition, seed):
        measurer.push(frame)
    for found in measurer.result():
        if found.side in truth:
            yield found, truth[found.side]


def _world(clean: list[Frame]) -> Floats:
    return np.array([frame.world_m for frame in clean])


def _between(a: Floats, b: Floats) -> Floats:
    cosine = (a * b).sum(-1) / np.linalg.norm(a, axis=-1) / np.linalg.norm(b, axis=-1)
    angle: Floats = np.degrees(np.arccos(cosine.clip(-1, 1)))
    return angle


def _arms(clean: list[Frame]) -> dict[Side, float]:
    at = _world(clean)
    return {
        side: float(_between(at[:, hip] - at[:, shoulder], at[:, elbow] - at[:, shoulder]).max())
        for side, hip, shoulder, elbow in ((Side.LEFT, 23, 11, 13), (Side.RIGHT, 24, 12, 14))
    }


def _near(side: Side) -> Callable[[list[Frame]], dict[Side, float]]:
    hip, shoulder, wrist = (23, 11, 15) if side is Side.LEFT else (24, 12, 16)

    def truth(clean: list[Frame]) -> dict[Side, float]:
        at = _world(clean) * [1, 1, 0]  # in the plane of the movement: hips are narrower than shoulders
        return {side: float(_between(at[:, hip] - at[:, shoulder], at[:, wrist] - at[:, shoulder]).max())}

    return truth


def _lean(clean: list[Frame]) -> dict[Side, float]:
    at = _world(clean)
    trunk = (at[:, 11] + at[:, 12] - at[:, 23] - at[:, 24]) / 2
    return {Side.BOTH: float(_between(trunk, trunk[:1]).max())}


def _ears(clean: list[Frame]) -> dict[Side, float]:
    at = _world(clean)
    ears, shoulders = at[:, 7] - at[:, 8], at[:, 11] - at[:, 12]
    tilt = np.degrees(np.arctan2(ears[:, 1], ears[:, 0]) - np.arctan2(shoulders[:, 1], shoulders[:, 0]))
    return {Side.LEFT: float(tilt.max() - tilt[0]), Side.RIGHT: float(tilt[0] - tilt.min())}


def _yaw(clean: list[Frame]) -> dict[Side, float]:
    shoulders = _world(clean)[:, 11] - _world(clean)[:, 12]
    yaw = np.degrees(np.arctan2(shoulders[:, 2], shoulders[:, 0]))
    return {Side.LEFT: float(yaw.max()), Side.RIGHT: float(-yaw.min())}


def _level(clean: list[Frame]) -> dict[Side, float]:
    line: Any = (_world(clean)[:, 11] - _world(clean)[:, 12])[-1]
    return {Side.BOTH: float(np.degrees(np.arctan2(-line[1], line[0])))}
