"""When the camera part says that it can't judge, on the posed figure: each wrong placement, and what is said."""

from collections import Counter
from dataclasses import replace

import accuracy_posed as posed
import numpy as np
from accuracy_row import Row, recordings

from upperback.model.body import Frame, View
from upperback.model.movement import CameraView
from upperback.motion import Gate, Measurer, Mender
from upperback.motion.mending import PARTNER
from upperback.motion.skeleton import Camera, frames
from upperback.video.decoding import Picture, read_pictures
from upperback.video.pose import PoseModel

TITLE = "Where it says that it can't see"
NOTE = """The posed figure doing t_standing_rotation before cameras that stand wrong: no value may come out, and the reason must
be the right one. Faults of the pose model are put in by hand: in 20 seconds of the figure with 5 mm of tremble. A dark room is
a film of a person whose pictures were made darker, with a camera's noise put back. The pose model sees well by a third of the
light and by a tenth finds no one at all, rather than someone it is unsure of. So "too dark" is no state of its own: the words
for "no one" and for "uncertain" both ask for more light."""

TEST = "t_standing_rotation"
WRONG = (
    ("camera rolled by 25 degrees", "camera_tilted"),
    ("camera on the floor, 1.6 m away", "camera_low"),
    ("from the side", "wrong_view"),
    ("too near", "too_close"),
    ("head and hands out at the top", "cut_off_top"),
    ("two people", "several_people"),
    ("nobody", "no_one"),
    ("points hardly visible, as in the dark", "uncertain"),
)


def measure() -> list[Row]:
    rows = []
    for name, reason in WRONG:
        measurer = Measurer(posed.CATALOGUE.tests[TEST], "rotation")
        for frame in _wrong(name):
            measurer.push(frame, 2 if name == "two people" else 0 if name == "nobody" else 1)
        said = {(found.value, found.why_not) for found in measurer.result()}
        text = ", ".join(f"{'no value' if value is None else value}: {why}" for value, why in sorted(said, key=str))
        rows.append(Row(name, TEST, text, reason))
    return [*rows, *_faults(), *_dark()]


def _wrong(name: str) -> list[Frame]:
    demo = posed.CATALOGUE.tests[TEST].demo
    assert demo is not None
    camera = Camera(pitch_deg=0, target_m=(0, 0.9, 0), distance_m=4.2)
    match name:
        case "camera rolled by 25 degrees":
            return posed.record(demo, 0, posed.Condition("", roll_deg=25), 0)
        case "camera on the floor, 1.6 m away":
            camera = replace(camera, pitch_deg=-28, distance_m=2.8)
        case "from the side":
            camera = replace(camera, yaw_deg=90)
        case "too near":
            camera = replace(camera, distance_m=1.1, target_m=(0, 1.2, 0))
        case "head and hands out at the top":
            camera = replace(camera, target_m=(0, -0.2, 0))
    seen = list(frames(demo, fps=30, seconds=25, camera=camera))
    if name == "points hardly visible, as in the dark":
        return [replace(frame, visibility=frame.visibility * 0.4) for frame in seen]
    return seen


def _faults() -> list[Row]:
    demo = posed.CATALOGUE.tests[TEST].demo
    assert demo is not None
    clean = posed.record(demo, 0, posed.Condition("", noise_m=0.005), 0)[:600]
    exchanged = [swapped(frame) if i % 100 in range(50, 60) else frame for i, frame in enumerate(clean)]
    jumped = [with_jump(frame) if i % 50 in range(25, 28) else frame for i, frame in enumerate(clean)]
    size = clean[0].plane[23:25].mean(0)[1] - clean[0].plane[11:13].mean(0)[1]
    rows = []
    for name, wrong in (
        ("left and right exchanged, 6 times for 10 frames", exchanged),
        ("a wrist that jumps, 12 times for 3 frames", jumped),
    ):
        mender = Mender()
        off = [np.abs(mender.push(bad).plane - good.plane).max() / size for bad, good in zip(wrong, clean, strict=True)]
        fixed = f"{mender.swaps} exchanges and {mender.jumps} jumps seen; then at most {100 * max(off):.0f} % of the trunk off"
        rows.append(Row(name, "20 s, posed", fixed, "all seen"))
    mender = Mender()
    stuck = [frozen(frame, clean[200]) if i > 200 else frame for i, frame in enumerate(clean)]
    lowered = [frame.t_s for frame in map(mender.push, stuck) if frame.visibility[15] < 1]
    rows.append(
        Row(
            "a wrist that is stuck", "20 s, posed", f"no longer believed after {lowered[0] - clean[200].t_s:.1f} s", "under 1.5 s"
        )
    )
    return rows


def swapped(frame: Frame) -> Frame:
    return replace(frame, plane=frame.plane[PARTNER], world_m=frame.world_m[PARTNER])


def with_jump(frame: Frame) -> Frame:
    plane = frame.plane.copy()
    plane[15] += [0, 160]
    return replace(frame, plane=plane)


def frozen(frame: Frame, at: Frame) -> Frame:
    plane = frame.plane.copy()
    plane[15] = at.plane[15]
    return replace(frame, plane=plane)


DARK_FILM, LIGHTS, CAMERA_NOISE, EVERY = "pose2sim_single_cam01.mp4", (1.0, 0.3, 0.1, 0.05, 0.02), 4.0, 4


def _dark() -> list[Row]:
    film = recordings("videos") / DARK_FILM
    pictures = list(read_pictures(film))[::EVERY]
    rows = []
    for light in LIGHTS:
        chance, said = np.random.default_rng(1), Counter[str]()
        gate = Gate(CameraView(View.FRONT, ("shoulders", "elbows", "wrists", "hips")))
        with PoseModel() as model:
            for i, picture in enumerate(pictures):
                noise = chance.normal(0, CAMERA_NOISE, picture.rgb.shape) if light < 1 else 0.0
                rgb = np.clip(picture.rgb * light + noise, 0, 255).astype(np.uint8)
                seen = model.see(Picture(i / 5, rgb))
                gate.push(seen.frame, seen.people)
                said["seen" if gate.seen else gate.why.value if gate.why else "not yet said"] += 1
        text = ", ".join(f"{why} {n}" for why, n in said.most_common())
        rows.append(
            Row(f"a person by {light:.0%} of the light".replace("%", " %"), f"{DARK_FILM}, {len(pictures)} pictures", text)
        )
    return rows
