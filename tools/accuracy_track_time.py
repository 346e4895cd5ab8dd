"""Rows of `accuracy_track` about time, on the posed figure: how long a hold lasted, how soon a movement is said; one left out."""

import statistics
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np
from accuracy_row import Row

from upperback.model.body import Frame
from upperback.model.catalogue import Exercise
from upperback.model.demo import Demo
from upperback.model.events import Hold, Rep
from upperback.model.movement import HoldStill
from upperback.motion import holds
from upperback.motion.skeleton import Camera, frames, period_s
from upperback.motion.tracker import Tracker

Spoil = Callable[[list[Frame], float], Iterator[Frame]]
WAYS_S = (1.0, 1.5, 2.0)
HELD_S = (3.0, 6.0, 10.0, 25.0)
NO_SMOOTHING_HZ = 1e9


def hold_rows(exercises: list[Exercise], camera_of: Callable[[Exercise], Camera], spoil: Spoil) -> Iterator[Row]:
    """True: the hold of the key position. The figure eases into it, so that its last hundredths of a way count as held by some
    and as moving by others: a tenth of a second at either end."""
    for name, fps, noise_m in (
        ("30 frames a second", 30, 0.0),
        ("15 frames a second", 15, 0.0),
        ("1 cm of noise", 30, 0.01),
        ("2 cm of noise", 30, 0.02),
    ):
        off, broken, n = [], 0, 0
        for exercise in (e for e in exercises if isinstance(e.movement, HoldStill) and e.demo is not None):
            for held_s in HELD_S:
                for way_s in WAYS_S:
                    made = list(_held(exercise.demo, held_s, way_s, fps, camera_of(exercise)))
                    tracker = Tracker(exercise.movement, exercise.camera)
                    pictures: Iterable[Frame] = spoil(made, noise_m) if noise_m else made
                    lasted = [e.end_s - e.start_s for f in pictures for e in tracker.push(f) if isinstance(e, Hold)]
                    n += 2
                    broken += abs(len(lasted) - 2)
                    off += [seconds - held_s for seconds in lasted]
        within = sum(abs(seconds) <= 0.2 for seconds in off)
        yield Row(
            f"held time less true time, {name}",
            f"posed figure, {n} holds of 3 to 25 s",
            f"median {statistics.median(off):+.2f} s, {within} of {len(off)} within 0.2 s, worst {max(off, key=abs):+.2f} s; "
            f"{broken} broken or missed",
            "within 0.2 s" if not noise_m else "none broken",
        )


def _held(demo: Demo | None, held_s: float, way_s: float, fps: float, camera: Camera) -> Iterator[Frame]:
    assert demo is not None
    keys = tuple(replace(key, move_s=way_s, hold_s=held_s if i % 2 else 1.0) for i, key in enumerate(demo.keys))
    return frames(replace(demo, keys=keys), fps=fps, seconds=(held_s + 2 * way_s + 1) * 2 + 1, camera=camera)


def late_rows(exercises: list[Exercise], camera_of: Callable[[Exercise], Camera]) -> Iterator[Row]:
    """From the frame in which the unsmoothed figure completes a movement to the event, for every tracked exercise."""
    for exercise in exercises:
        demo = exercise.demo
        assert demo is not None
        made = list(frames(demo, fps=30, seconds=4 * period_s(demo) + 1, camera=camera_of(exercise)))
        live, at_once = _said(exercise, made), _said(exercise, made, smoothed=False)
        late = [t_s - min(at_once, key=lambda other, t_s=t_s: abs(other - t_s)) for t_s in live]  # type: ignore[misc]
        figure = f"median {statistics.median(late):+.2f} s, worst {max(late):+.2f} s" if late else "nothing was said"
        yield Row("said after the frame that completes it", f"{exercise.id}, {len(late)} movements", figure, "0.25 s")


def _said(exercise: Exercise, made: list[Frame], *, smoothed: bool = True) -> list[float]:
    tracker = Tracker(exercise.movement, exercise.camera)
    steady_s = holds.STEADY_TAU_S
    if not smoothed:
        tracker._body._smooth._min_cutoff = NO_SMOOTHING_HZ
        holds.STEADY_TAU_S = 1e-6  # type: ignore[misc]
    said = [e.t_s for f in made for e in tracker.push(f) if isinstance(e, Hold) or (isinstance(e, Rep) and not e.partial)]
    holds.STEADY_TAU_S = steady_s  # type: ignore[misc]
    return said


def left_out_row(errors: dict[tuple[float, float], list[float]], reps: list[float], chosen: tuple[float, float]) -> Row:
    """The floor of a turn and the share of the own range chosen on all people but one, who is then counted with them.

    `errors` holds |counted - labelled| of each recording for each pair of numbers; of pairs that are as good the one nearest to
    `chosen` is taken."""
    got = []
    for out in range(len(reps)):
        others = [i for i in range(len(reps)) if i != out]

        def good(pair: tuple[float, float], others: list[int] = others) -> tuple[float, float, float, float]:
            off = [errors[pair][i] for i in others]
            near = abs(pair[0] - chosen[0]) / 10 + abs(pair[1] - chosen[1])
            exact, obo = sum(e <= 0.5 for e in off), sum(e <= 1 for e in off)
            return exact + obo, -statistics.mean(e / reps[i] for e, i in zip(off, others, strict=True)), obo, -near

        got.append(errors[max(errors, key=good)][out])
    exact, obo = float(np.mean([e <= 0.5 for e in got])), float(np.mean([e <= 1 for e in got]))
    mae = statistics.mean(e / n for e, n in zip(got, reps, strict=True))
    least = min(sum(e <= 0.5 for e in of) / len(of) for of in errors.values())
    return Row(
        "the same, one person left out: exact / OBO / MAE",
        f"KIMORE Es3, {len(reps)} people",
        f"{exact:.2f} / {obo:.2f} / {mae:.3f}; of {len(errors)} pairs of numbers the worst is {least:.2f} exact",
        "0.92 / 0.98 / 0.06",
    )
