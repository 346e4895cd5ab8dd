"""Following a named exercise: counts on people, what spoils them, false counts of who does nothing, holds, how soon it is said.

usage: accuracy_track.py   prints the rows
"""

import csv
import statistics
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from accuracy_row import Row, recordings
from accuracy_track_time import hold_rows, late_rows, left_out_row

from upperback.catalogue.loader import load
from upperback.exchange.landmark_table import read
from upperback.model.body import Frame, View
from upperback.model.catalogue import Exercise
from upperback.model.demo import Demo, KeyPosition
from upperback.model.events import Event, Hold, Rep
from upperback.model.movement import Reps, Untracked
from upperback.motion import reps
from upperback.motion.anatomy import Body, make_body
from upperback.motion.mending import PARTNER
from upperback.motion.skeleton import Camera, frames, period_s
from upperback.motion.tracker import Tracker
from upperback.video.pose import see_video

TITLE = "Following a named exercise"
NOTE = """KIMORE's Es3 is labelled one side a row; its half labels alone give a perfect whole-number tracker an MAE of 0.045. The
floor of a turn (16 degrees) and the 55 % of the own range that still count were chosen while looking at these recordings, the
same for all of them; one row chooses both on the others for each person left out. The hands as a witness of the side were found
on these recordings too and can't be left out so: take the Es3 figures as slightly too good. "Said after" compares the event with
the frame in which the same figure, unsmoothed, has completed the movement. Robustness is the same 36 recordings spoilt. Who does
nothing: films of people through the pose model, each with every tracked exercise in turn, and the posed figure that stands or
fidgets; counted is what `track` gives as full repetitions, and beside it every single movement said. Posed figures show that the
sums are right, not how a pose model sees people."""

CATALOGUE = load()
TRACKED = [e for e in CATALOGUE.exercises.values() if not isinstance(e.movement, Untracked) and e.demo is not None]
TURN = CATALOGUE.exercises["standing_arms_wide_rotation"]
YAW_DEG = {View.FRONT: 0.0, View.OBLIQUE: 50.0, View.SIDE: 90.0, View.BACK: 180.0}
FLOOR = {"quadruped", "kneeling", "supine", "seated_floor"}
FAR = 1.4
FLOORS_DEG, SHARES = (12.0, 14.0, 16.0, 18.0, 20.0), (0.45, 0.5, 0.55, 0.6, 0.65)
NOISE_M = 0.02
STILL_S = FIDGET_S = 120.0
FILMS = ("sports2d_demo", *(f"pose2sim_single_cam0{n}" for n in (1, 2, 3, 4)))

Change = Callable[[list[Frame]], Iterable[Frame]]


@dataclass(frozen=True)
class Labelled:
    """One recording, its repetitions and their spans as a human labelled them."""

    reps: float
    spans: list[tuple[float, float]]
    frames: list[Frame]


def measure() -> list[Row]:
    people = list(labelled("Es3"))
    plain = score(people, lambda made: made)
    rows = [
        Row(
            "turns, arms wide: exact / OBO / MAE / edge",
            f"KIMORE Es3, {len(people)} people",
            _line(plain),
            "0.92 / 0.98 / 0.06 / 0.3 s",
        )
    ]
    for name, change in SPOILT.items():
        spoilt = score(people, change)
        rows.append(
            Row(
                f"the same with {name}",
                "KIMORE Es3",
                f"{_line(spoilt)}; OBO {spoilt[1] - plain[1]:+.2f}",
                "OBO no more than 0.03 lower",
            )
        )
    rows.insert(1, left_out(people))
    times = [*hold_rows(TRACKED, camera_of, _noisy), *late_rows(TRACKED, camera_of), late_row(people)]
    return [*rows, *idle_rows(), *posed_rows(), *times]


def labelled(exercise: str) -> Iterator[Labelled]:
    folder = recordings("kimore")
    with (folder / "truth.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["exercise"] == exercise]
    for row in rows:
        halves = [(float(a), float(b)) for a, _, b in (span.partition("-") for span in row["span_times_s"].split())]
        per = int(row["spans_per_rep"])
        spans = [(halves[i][0], halves[i + per - 1][1]) for i in range(0, len(halves) - per + 1, per)]
        yield Labelled(float(row["reps"]), spans, list(read(folder.parent / row["file"])))


def score(people: list[Labelled], change: Change) -> tuple[float, float, float, float]:
    """Exact, OBO, MAE, and the median edge error in seconds, as `score_reps.py` counts them."""
    errors, shares, edges = [], [], []
    for one in people:
        tracker = Tracker(TURN.movement, TURN.camera)
        for frame in change(one.frames):
            tracker.push(frame)
        got = [(span.start_s, span.end_s) for span in tracker.spans]
        errors.append(abs(len(got) - one.reps))
        shares.append(errors[-1] / one.reps)
        for start, end in one.spans if got else []:
            best = min(got, key=lambda span, start=start, end=end: abs(span[0] - start) + abs(span[1] - end))  # type: ignore[misc]
            if min(best[1], end) > max(best[0], start):
                edges += [abs(best[0] - start), abs(best[1] - end)]
    n = len(errors)
    return sum(e <= 0.5 for e in errors) / n, sum(e <= 1 for e in errors) / n, statistics.mean(shares), statistics.median(edges)


def left_out(people: list[Labelled]) -> Row:
    """Every pair of the floor of a turn and the share of the own range over all recordings, then one person left out."""
    assert isinstance(TURN.movement, Reps)
    errors: dict[tuple[float, float], list[float]] = {}
    own_share = reps.OWN_SHARE
    for peak in FLOORS_DEG:
        movement = replace(TURN.movement, peak=peak, rest=0.75 * peak)
        for share in SHARES:
            reps.OWN_SHARE = share  # type: ignore[misc]
            errors[peak, share] = []
            for one in people:
                tracker = Tracker(movement, TURN.camera)
                for frame in one.frames:
                    tracker.push(frame)
                errors[peak, share].append(abs(len(tracker.spans) - one.reps))
    reps.OWN_SHARE = own_share  # type: ignore[misc]
    return left_out_row(errors, [one.reps for one in people], (TURN.movement.peak, own_share))


def _line(scored: tuple[float, float, float, float]) -> str:
    exact, obo, mae, edge_s = scored
    return f"{exact:.2f} / {obo:.2f} / {mae:.3f} / {edge_s:.2f} s"


def _dropped(made: list[Frame]) -> Iterator[Frame]:
    chance = np.random.default_rng(1)
    return (frame for frame in made if chance.random() >= 0.1)


def _noisy(made: list[Frame], noise_m: float = NOISE_M) -> Iterator[Frame]:
    """Pixels a metre are taken from the trunk where the plane is a picture."""
    chance = np.random.default_rng(2)
    for frame in made:
        trunk_m = np.linalg.norm(frame.world_m[11] - frame.world_m[23]) or 1.0
        scale = float(np.linalg.norm(frame.plane[11] - frame.plane[23]) / trunk_m) or 1.0
        world = frame.world_m + chance.normal(0, noise_m, (33, 3))
        yield replace(frame, plane=frame.plane + chance.normal(0, noise_m * scale, (33, 2)), world_m=world)


def mirrored(made: list[Frame]) -> Iterator[Frame]:
    for frame in made:
        width = frame.size_px[0] if frame.size_px else 0
        plane = frame.plane[PARTNER] * [-1, 1] + [width, 0]
        yield replace(frame, plane=plane, world_m=frame.world_m[PARTNER] * [-1, 1, 1], visibility=frame.visibility[PARTNER])


def _further(made: list[Frame]) -> Iterator[Frame]:
    """Smaller in the picture, so that the same tremble of the points weighs more."""
    small = [replace(frame, plane=frame.plane / FAR) for frame in made]
    return _noisy(small, 0.01)


SPOILT: dict[str, Change] = {
    "10 % of the frames dropped": _dropped,
    "15 frames a second": lambda made: made[::2],
    "2 cm of noise on every point": _noisy,
    "the picture mirrored": mirrored,
    "1.4 times the distance and 1 cm of noise": _further,
}


def idle_rows() -> Iterator[Row]:
    folder = recordings("videos")
    for film in FILMS:
        seen = list(see_video(folder / f"{film}.mp4"))
        false, single = {}, 0
        for exercise in TRACKED:
            tracker = Tracker(exercise.movement, exercise.camera)
            single += sum(_full(event) for one in seen for event in tracker.push(one.frame, one.people))
            false[exercise.id] = len(tracker.spans)
        what = "walking past" if film == "sports2d_demo" else "balance figures"
        yield Row(
            f"false counts, {what}",
            f"{film}.mp4, {seen[-1].frame.t_s:.1f} s, {len(false)} exercises",
            _worst(false, single),
            "1 a minute",
        )
    for what, make in (("standing or sitting still", still), ("fidgeting", fidgeting)):
        false, single = {}, 0
        for exercise in TRACKED:
            tracker = Tracker(exercise.movement, exercise.camera)
            single += sum(_full(event) for frame in make(exercise) for event in tracker.push(frame))
            false[exercise.id] = len(tracker.spans)
        yield Row(
            f"false counts, {what}",
            f"posed figure, {STILL_S:.0f} s each, 1 cm of noise",
            _worst(false, single),
            f"{STILL_S / 60:.0f} in all",
        )


def _full(event: Event) -> bool:
    return isinstance(event, Hold) or (isinstance(event, Rep) and not event.partial)


def _worst(false: dict[str, int], single: int) -> str:
    worst = max(false, key=lambda name: false[name])
    return f"{sum(false.values())} in all, {single} single" + (f"; most {false[worst]} ({worst})" if false[worst] else "")


def camera_of(exercise: Exercise, yaw_off_deg: float = 0.0, size: float = 1.0) -> Camera:
    """Someone taller steps back until all of them is in the picture."""
    middle_m = 0.5 if FLOOR & set(exercise.positions) else 0.95
    yaw_deg = YAW_DEG[exercise.camera.view] + yaw_off_deg
    return Camera(yaw_deg=yaw_deg, distance_m=3.8 * max(1.0, size), target_m=(0.0, middle_m * size, 0.0))


def demo_of(exercise: Exercise) -> Demo:
    assert exercise.demo is not None
    return exercise.demo


def still(exercise: Exercise) -> Iterator[Frame]:
    return _noisy(list(frames(_first_key(exercise), fps=30, seconds=STILL_S, camera=camera_of(exercise))), 0.01)


def _first_key(exercise: Exercise) -> Demo:
    demo = demo_of(exercise)
    home = demo.keys[-1 if exercise.id == "cat_cow" else 0]
    return replace(demo, keys=(replace(home, hold_s=1.0),))


def fidgeting(exercise: Exercise) -> Iterator[Frame]:
    """The first position with every joint of the upper body moved at random by some degrees, every 0.6 to 3 s; now and then a
    hand goes up to the face, as when one scratches."""
    chance = np.random.default_rng(7)
    home = _first_key(exercise).keys[0]
    keys, t_s = [], 0.0
    while t_s < FIDGET_S:
        key = _fidget(home, chance)
        keys.append(key)
        t_s += key.move_s + key.hold_s
    demo = replace(demo_of(exercise), keys=tuple(keys))
    return _noisy(list(frames(demo, fps=30, seconds=FIDGET_S, camera=camera_of(exercise))), 0.01)


FIDGETS_DEG = {"upper": (2, 2, 4), "lower": (2, 2, 3), "neck": (4, 3, 5), "head": (3, 3, 5)}


def _fidget(home: KeyPosition, chance: np.random.Generator) -> KeyPosition:
    angles = dict(home.angles)
    for joint, spread in FIDGETS_DEG.items():
        angles[joint] = tuple(np.array(angles.get(joint, (0.0,) * 3)) + chance.normal(0, spread))
    if chance.random() < 0.15 and not home.pins.keys() & {"hand_l", "hand_r"}:
        angles["shoulder_r"], angles["elbow_r"] = (60.0, 50.0, 20.0), (130.0, 0.0)
    return replace(home, angles=angles, move_s=float(chance.uniform(0.6, 2)), hold_s=float(chance.uniform(0, 2)))


def posed_rows() -> Iterator[Row]:
    """Three rounds of each exercise's own key positions under many conditions."""
    tall, small = make_body(1.73 * 1.3), make_body(1.73 * 0.7)
    cases: dict[str, tuple[Body, float, float, float]] = {
        f"{fps} frames a second": (make_body(), fps, 0.0, 0.0) for fps in (10, 15, 30, 60)
    }
    cases |= {"1.3 times the size": (tall, 30, 0.0, 0.0), "0.7 times the size": (small, 30, 0.0, 0.0)}
    cases |= {f"filmed from {yaw:+.0f} degrees": (make_body(), 30, yaw, 0.0) for yaw in (-15.0, 15.0)}
    cases |= {"1 cm of noise": (make_body(), 30, 0.0, 0.01), "2 cm of noise": (make_body(), 30, 0.0, NOISE_M)}
    for name, (body, fps, yaw, noise_m) in cases.items():
        wrong = {}
        for exercise in TRACKED:
            got = len(followed(exercise, posed(exercise, body, fps, yaw, noise_m)).spans)
            if got != 3:
                wrong[exercise.id] = got
        n = len(TRACKED) - len(wrong)
        off = ", ".join(f"{exercise} {got}" for exercise, got in wrong.items())
        yield Row(
            "own key positions, three rounds", name, f"{n} of {len(TRACKED)} counted as 3" + (f" ({off})" if off else ""), "all"
        )


def posed(exercise: Exercise, body: Body, fps: float, yaw_deg: float, noise_m: float) -> Iterator[Frame]:
    demo = demo_of(exercise)
    begin_s = period_s(demo) / 2 if exercise.id == "cat_cow" else 0.0  # its demo begins at the far end
    made = frames(
        demo, fps=fps, seconds=begin_s + 3 * period_s(demo) + 1, camera=camera_of(exercise, yaw_deg, body.scale), body=body
    )
    after = [frame for frame in made if frame.t_s >= begin_s]
    return _noisy(after, noise_m) if noise_m else iter(after)


def followed(exercise: Exercise, made: Iterable[Frame]) -> Tracker:
    tracker = Tracker(exercise.movement, exercise.camera)
    for frame in made:
        tracker.push(frame)
    return tracker


def late_row(people: list[Labelled]) -> Row:
    """How long after the labelled end of a repetition it is said. Negative: before, since home is a third of the reach."""
    late = []
    for one in people:
        tracker = Tracker(TURN.movement, TURN.camera)
        said = [
            event.t_s for frame in one.frames for event in tracker.push(frame) if isinstance(event, Rep) and not event.partial
        ]
        late += [min((t - end for t in said), key=abs) for _, end in one.spans if said]
    p90 = float(np.percentile(late, 90))
    figure = f"median {statistics.median(late):+.2f} s, 90 in 100 by {p90:+.2f} s"
    return Row("a repetition is said after its labelled end", f"KIMORE Es3, {len(late)} repetitions", figure, "0.25 s")


if __name__ == "__main__":
    for row in measure():
        sys.stdout.write(f"{row.what:48} {row.data:52} {row.figure:60} {row.aim}\n")
