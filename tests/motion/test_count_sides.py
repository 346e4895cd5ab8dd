"""Counting where home is not at one end: sides, circles, sets that begin in the middle, and what is said live of real people."""

import csv
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upperback.exchange import landmark_table
from upperback.model.body import N_LANDMARKS, Floats, Frame, Landmark
from upperback.model.events import Span
from upperback.motion.count import Counter, count
from upperback.motion.count_circle import circle
from upperback.motion.count_pose import HIPS, POSE_SIZE, RATE_HZ, EvenClock
from upperback.motion.count_search import Pattern, from_home, noise_weights

few = settings(deadline=None, max_examples=15)


def body(*, hips_m: tuple[float, float] = (0, 0), arms_rad: float = 0, lean_rad: float = 0) -> Floats:
    """Someone who faces the camera; `hips_m` moves the hips aside and away, the feet stay."""
    up = np.array([np.sin(lean_rad), -np.cos(lean_rad), 0])
    points_m = np.zeros((N_LANDMARKS, 3))
    points_m[Landmark.NOSE] = 0.7 * up
    for side, x_m in ((0, 0.18), (1, -0.18)):
        shoulder = 0.5 * up + [x_m, 0, 0]
        arm = np.array([np.sign(x_m) * np.sin(arms_rad), np.cos(arms_rad), 0])
        points_m[Landmark.LEFT_SHOULDER + side] = shoulder
        points_m[Landmark.LEFT_ELBOW + side] = shoulder + 0.3 * arm
        points_m[Landmark.LEFT_WRIST + side] = shoulder + 0.55 * arm
        points_m[Landmark.LEFT_HIP + side] = [x_m / 2 + hips_m[0], 0, hips_m[1]]
        points_m[Landmark.LEFT_KNEE + side] = [x_m / 2 + hips_m[0] / 2, 0.45, hips_m[1] / 2]
        points_m[Landmark.LEFT_ANKLE + side] = [x_m / 2, 0.9, 0]
    return points_m


def frames_of(bodies: list[Floats], *, rate_hz: float = 30) -> list[Frame]:
    return [Frame(i / rate_hz, points[:, :2], points, np.ones(N_LANDMARKS)) for i, points in enumerate(bodies)]


def circling(turns: list[float], *, period_s: float = 2.5, rest_s: float = 1.5) -> list[Frame]:
    """Circles of the pelvis with a rest before and after each set; a negative number of turns goes the other way."""
    bodies = [body()] * int(rest_s * 30)
    for n in turns:
        steps = int(abs(n) * period_s * 30)
        for i in range(steps):
            out_m = 0.12 * min(1, 20 * i / steps, 20 * (steps - i) / steps)
            angle_rad = 2 * np.pi * n * i / steps
            bodies.append(body(hips_m=(out_m * np.sin(angle_rad), -out_m * np.cos(angle_rad))))
        bodies += [body()] * int(rest_s * 30)
    return frames_of(bodies)


@few
@given(n=st.integers(4, 8), period_s=st.floats(1.5, 4), sense=st.sampled_from((-1, 1)))
def test_circles_of_the_hips_are_counted_by_turns_either_way(n: int, period_s: float, sense: int) -> None:
    assert abs(len(count(circling([sense * n], period_s=period_s))) - n) <= 1


def test_a_change_of_sense_loses_no_more_than_one_circle() -> None:
    assert len(count(circling([5.0, -5.0], rest_s=0.5))) in (9, 10)


def test_a_bend_to_two_sides_is_no_circle() -> None:
    turn_rad = np.linspace(0, 2 * np.pi, 30)
    sides = np.column_stack([np.sin(turn_rad), 0.2 * np.sin(turn_rad) ** 2])
    assert circle(sides, np.ones(2)) is None
    assert circle(np.column_stack([np.sin(turn_rad), np.cos(turn_rad)]), np.ones(2)) is not None


def test_the_first_side_taken_from_a_rest_in_the_middle_is_the_first_half_of_a_repetition() -> None:
    for first in (1, -1):
        seconds = np.arange(0, 19, 1 / 30)
        spans = count(frames_of([body(lean_rad=first * 0.5 * np.sin(np.clip(s - 1, 0, 16) * np.pi / 2)) for s in seconds]))
        assert len(spans) == 4
        for i, span in enumerate(spans):
            assert span.start_s == pytest.approx(1 + 4 * i, abs=0.4)


def test_bends_after_lifts_lose_not_even_the_first() -> None:
    lifts = [body(arms_rad=1.5 * (1 - np.cos(2 * np.pi * s / 3))) for s in np.arange(0, 15, 1 / 30)]
    bends = [body(lean_rad=0.5 * np.sin(2 * np.pi * s / 4)) for s in np.arange(0, 20, 1 / 30)]
    still = [body()] * 60
    spans = count(frames_of([*still, *lifts, *still, *bends, *still]))
    assert len([span for span in spans if span.end_s < 18]) == 5
    assert len([span for span in spans if span.start_s > 18]) == 5


def test_home_is_where_the_set_began_even_at_the_far_end() -> None:
    """Arms held up first, then down for a short or a long while: the ways up are more alike, but the ways down are counted."""
    way_down = (1 + np.cos(np.linspace(0, np.pi, 23))) / 2
    lifts = [np.ones(30)]
    for held_down_s in (0.1, 2.5, 0.1, 2.5, 0.1):
        lifts += [way_down, np.zeros(int(30 * held_down_s)), way_down[::-1], np.ones(15)]
    spans = count(frames_of([body(arms_rad=np.pi * level) for level in np.concatenate([*lifts, np.ones(20)])]))
    assert len(spans) == 5
    assert (spans[0].start_s + spans[0].end_s) / 2 == pytest.approx(1.8, abs=0.3)


@pytest.mark.parametrize("jitter_m", [0.4, 0.8])
def test_small_lifts_are_counted_though_the_feet_are_only_guessed_at(jitter_m: float) -> None:
    """The feet jump further than the arms move: they count as little as they are noise."""
    draw = np.random.default_rng(1)
    phase = 2 * np.pi * np.clip(np.arange(0, 17, 1 / 30) - 1, 0, 15) / 3
    bodies = [body(arms_rad=angle_rad) for angle_rad in 0.3 * np.pi * (1 - np.cos(phase)) / 2]
    for points_m in bodies:
        points_m[[Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE]] += draw.normal(scale=jitter_m, size=(2, 3))
    assert len(count(frames_of(bodies))) == 5


def test_hips_are_seen_from_the_ankles_and_stay_where_they_were_while_no_ankle_is_seen() -> None:
    """Relative to their own middle hips never move."""
    aside_m, trunk_m, smoothed = 0.1, 0.5, 0.5
    frames = frames_of([body(), body(hips_m=(aside_m, 0))], rate_hz=RATE_HZ)
    hidden = np.ones(N_LANDMARKS)
    hidden[[Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE]] = 0
    for last, moved in ((frames[1], aside_m / trunk_m * smoothed), (replace(frames[1], visibility=hidden), 0)):
        clock = EvenClock()
        first, second = (*clock.push(frames[0]), *clock.push(last), *clock.flush())
        for hip in (second - first).reshape(-1, 3)[HIPS]:
            assert hip == pytest.approx([moved, 0, 0], abs=0.02)


@pytest.mark.parametrize(
    ("levels", "outward"),
    [
        ([0.0] * 20 + [1.0, 0.0] * 2, 1),  # begun and dwelt low: outward stays as it is
        ([1.0] * 20 + [0.0, 1.0] * 2, -1),  # begun and dwelt at the far end: that end is home
        ([0.5] * 20 + [1.0, 0.0] * 2, 1),  # from the middle to the far side first
        ([0.5] * 20 + [0.0, 1.0] * 2, -1),  # from the middle to the near side first
    ],
)
def test_outward_is_away_from_where_the_set_began_or_to_the_side_taken_first(levels: list[float], outward: int) -> None:
    knots_s = np.arange(len(levels)) * 1.0
    along = np.interp(np.arange(0, len(levels) - 1, 1 / 15), knots_s, levels)
    axis = np.eye(POSE_SIZE)[5]
    template = np.outer(np.sin(np.linspace(0, np.pi, 16)), axis)
    found = Pattern(0.1, axis, np.zeros(POSE_SIZE), 0.0, 1.0, template, 30, 0, np.ones(POSE_SIZE))
    assert from_home(found, np.outer(along, axis)).axis @ axis == pytest.approx(outward)


def test_a_number_that_is_mostly_noise_weighs_nothing() -> None:
    draw = np.random.default_rng(4)
    swing = np.sin(np.arange(150) / 8)
    weights = noise_weights(np.column_stack([swing, swing + draw.normal(scale=0.8, size=150), 0 * swing]))
    assert weights[0] > 0.9
    assert weights[1] == 0


@pytest.mark.parametrize("of_noise_m", [0.0, 0.03])
def test_frames_one_by_one_or_in_any_bundles_say_the_same(of_noise_m: float) -> None:
    """A counter has no clock of its own: what is said depends on the frames alone."""
    draw = np.random.default_rng(1)
    frames = [
        Frame(f.t_s, f.plane, f.world_m + draw.normal(scale=of_noise_m, size=f.world_m.shape), f.visibility)
        for f in circling([5.0])
    ]
    together = count(frames)
    counter = Counter()
    pieces = [span for start in range(0, len(frames), 17) for f in frames[start : start + 17] for span in counter.push(f)]
    assert [*pieces, *counter.finish()] == together == count(iter(frames))


# -- real people ---------------------------------------------------------------------------------------------------


def real(folder: Path, exercise: str | None = None) -> list[tuple[float, list[Frame]]]:
    with (folder / "truth.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if exercise in (None, row["exercise"])]
    return [(float(row["reps"]), list(landmark_table.read(folder.parent / row["file"]))) for row in rows]


@pytest.mark.recordings
def test_real_circles_and_squats_are_counted_at_least_as_well_as_before(recordings: Path) -> None:
    for exercise, obo, mae in (("Es4", 0.88, 0.075), ("Es5", 0.94, 0.095)):
        errors = [(abs(len(count(frames)) - reps), reps) for reps, frames in real(recordings / "kimore", exercise)]
        assert sum(error <= 1 for error, _ in errors) / len(errors) >= obo
        assert sum(error / reps for error, reps in errors) / len(errors) <= mae


@pytest.mark.recordings
@pytest.mark.parametrize("exercise", ["Es2", "Es4"])
def test_once_counting_a_real_repetition_is_said_within_half_a_second_of_its_end(recordings: Path, exercise: str) -> None:
    late: list[float] = []
    for _, frames in real(recordings / "kimore", exercise):
        counter, said = Counter(), list[tuple[float, Span]]()
        for frame in frames:
            said += [(frame.t_s, span) for span in counter.push(frame)]
        assert all(before.end_s <= after.start_s for (_, before), (_, after) in pairwise(said))
        locked = [(now_s, span) for (before_s, _), (now_s, span) in pairwise(said) if before_s < now_s]
        late += [now_s - span.end_s for now_s, span in locked]
    assert late
    # A set found anew after a pause is told as the first was: with its second repetition.
    assert sum(wait_s > 0.5 for wait_s in late) <= 0.03 * len(late)
