"""The strength exercises on the floor, at the wall and with a band: the drawn body does what their words say."""

import numpy as np
import pytest

from upperback.catalogue.loader import load
from upperback.model.body import Floats
from upperback.motion.contacts import Posed
from upperback.motion.drawing_figure import Mannequin
from upperback.motion.drawing_hulls import Ball, Group, View
from upperback.motion.drawing_props import towel, wall_front
from upperback.motion.skeleton import pose_key

EXERCISES = load().exercises
HEAD_RADIUS_M = 0.098  # of the hair at the back of the head, as drawn


def key(exercise: str, index: int) -> Posed:
    demo = EXERCISES[exercise].demo
    assert demo is not None
    return pose_key(demo, index)


def drawn(exercise: str, index: int) -> Mannequin:
    return Mannequin(key(exercise, index), View(-90, 0))


def place(posed: Posed, joint: str) -> Floats:
    at: Floats = posed.at_m[joint][0]
    return at


def angle_deg(posed: Posed, a: str, b: str, c: str) -> float:
    first, second = place(posed, a) - place(posed, b), place(posed, c) - place(posed, b)
    return float(np.degrees(np.arccos(first @ second / np.linalg.norm(first) / np.linalg.norm(second))))


def balls(groups: list[Group]) -> list[Ball]:
    return [ball for group in groups for paint in group.paints for hull in paint.hulls for ball in hull]


def chin_to_breastbone_m(figure: Mannequin) -> float:
    return float(np.linalg.norm(figure.at("head", (0, 0, 0.1)) - figure.at("spine3", (0, 0.19, 0.09))))


def test_the_towel_lies_on_the_floor_and_the_head_on_the_towel() -> None:
    for index in (0, 1):
        figure = drawn("craniocervical_nod_supine", index)
        spots = balls(towel(figure))
        assert min(middle[1] - radius for middle, radius in spots) == pytest.approx(0, abs=1e-9)
        top = max(middle[1] + radius for middle, radius in spots)
        head = figure.at("head", (0, 0.112, -0.012))[1] - HEAD_RADIUS_M
        assert -0.045 < head - top < 0.02  # a soft towel gives a little


def test_the_nod_takes_the_chin_down_and_leaves_the_body_where_it_is() -> None:
    before, after = drawn("craniocervical_nod_supine", 0), drawn("craniocervical_nod_supine", 1)
    assert chin_to_breastbone_m(after) < chin_to_breastbone_m(before) - 0.02
    for joint in ("pelvis", "uarm_l", "uarm_r", "foot_l", "foot_r"):
        np.testing.assert_allclose(after.at(joint), before.at(joint), atol=1e-9)


def test_the_chin_is_in_before_the_head_lifts_and_stays_in() -> None:
    rest, nod, lift = (drawn("head_lift_hold_supine", i) for i in range(3))
    crown = [figure.at("head", (0, 0.112, -0.012))[1] for figure in (rest, nod, lift)]
    assert abs(crown[1] - crown[0]) < 0.03
    assert 0.02 < crown[2] - crown[1] < 0.08
    assert chin_to_breastbone_m(nod) < chin_to_breastbone_m(rest) - 0.02
    assert chin_to_breastbone_m(lift) < chin_to_breastbone_m(nod) + 0.005


def test_the_hand_that_presses_touches_the_head_from_each_of_four_directions() -> None:
    demo = EXERCISES["neck_isometrics"].demo
    assert demo is not None
    towards = []
    for index in [i for i, position in enumerate(demo.keys) if position.shown]:
        posed, figure = key("neck_isometrics", index), drawn("neck_isometrics", index)
        middle = figure.at("head", (0, 0.09, 0.006))
        palms = {s: figure.at(f"hand_{s}", (0, -0.07, 0)) for s in "lr"}
        near = min(palms.values(), key=lambda palm: float(np.linalg.norm(palm - middle)))
        assert np.linalg.norm(near - middle) < 0.16
        towards.append(np.round(posed.turn["head"][0].T @ (near - middle), 2))
    forehead, behind, right, left = towards
    assert forehead[2] > 0.06 > -0.06 > behind[2]
    assert right[0] < -0.08 < 0.08 < left[0]


def test_the_head_does_not_move_while_it_presses() -> None:
    demo = EXERCISES["neck_isometrics"].demo
    assert demo is not None
    heads = [place(key("neck_isometrics", i), "head") for i in range(len(demo.keys))]
    assert np.ptp(heads, axis=0).max() < 1e-9


@pytest.mark.parametrize(("exercise", "joint", "least_m", "most_m"), [("prone_cobra", "spine3", 0.02, 0.10)])
def test_the_chest_lifts_a_little(exercise: str, joint: str, least_m: float, most_m: float) -> None:
    rise = [drawn(exercise, i).at(joint, (0, 0.19, 0.09))[1] for i in (0, 1)]
    assert least_m < rise[1] - rise[0] < most_m


@pytest.mark.parametrize(("exercise", "low_deg", "high_deg"), [("prone_t_raise", 75, 110), ("prone_y_raise", 125, 160)])
def test_arms_make_the_letter_with_straight_elbows_and_lift(exercise: str, low_deg: float, high_deg: float) -> None:
    low, lifted = key(exercise, 0), key(exercise, 1)
    for s in "lr":
        assert place(lifted, f"hand_{s}")[1] > place(low, f"hand_{s}")[1] + 0.05
        assert angle_deg(lifted, f"uarm_{s}", f"farm_{s}", f"hand_{s}") > 170
        trunk = place(lifted, "pelvis") - place(lifted, "neck")
        arm = place(lifted, f"hand_{s}") - place(lifted, f"uarm_{s}")
        to_trunk = float(np.degrees(np.arccos(trunk @ arm / np.linalg.norm(trunk) / np.linalg.norm(arm))))
        assert low_deg < to_trunk < high_deg


def test_the_band_is_pulled_apart_at_shoulder_height_with_long_arms() -> None:
    near, apart = key("band_pull_apart", 0), key("band_pull_apart", 1)
    spans = [float(np.linalg.norm(place(p, "hand_l") - place(p, "hand_r"))) for p in (near, apart)]
    shoulders = float(np.linalg.norm(place(apart, "uarm_l") - place(apart, "uarm_r")))
    assert spans[0] < 1.4 * shoulders < 2 * shoulders < spans[1]
    for s in "lr":  # so far apart that the band meets the chest
        assert place(apart, f"hand_{s}")[2] - place(apart, "spine3")[2] < 0.15 < place(near, f"hand_{s}")[2]
    for posed in (near, apart):
        for s in "lr":
            assert angle_deg(posed, f"uarm_{s}", f"farm_{s}", f"hand_{s}") > 160
            assert abs(place(posed, f"hand_{s}")[1] - place(posed, f"uarm_{s}")[1]) < 0.15 * 0.535


def test_elbows_stay_at_the_ribs_while_the_forearms_turn_out() -> None:
    ahead, out = key("band_w_external_rotation", 0), key("band_w_external_rotation", 1)
    for s in "lr":
        assert np.linalg.norm(place(out, f"farm_{s}") - place(ahead, f"farm_{s}")) < 0.1
        assert angle_deg(out, "neck", f"uarm_{s}", f"farm_{s}") < 130
        assert angle_deg(out, f"uarm_{s}", f"farm_{s}", f"hand_{s}") == pytest.approx(90, abs=5)
    wide = [abs(float(place(p, "hand_l")[0] - place(p, "hand_r")[0])) for p in (ahead, out)]
    assert wide[1] > wide[0] + 0.25


def test_the_palms_stay_on_the_wall_and_the_last_push_spreads_the_blades() -> None:
    faces = []
    for index in range(3):
        figure = drawn("wall_push_up_plus", index)
        face = min(float(middle[2]) - radius for middle, radius in balls(wall_front(figure)))
        for s in "lr":
            assert 0 <= face - figure.at(f"hand_{s}", (0, -0.06, 0))[2] < 0.04
        faces.append(face)
    assert np.ptp(faces) < 0.01
    long, bent, plus = (key("wall_push_up_plus", i) for i in range(3))
    assert angle_deg(bent, "uarm_l", "farm_l", "hand_l") < 140 < 160 < angle_deg(plus, "uarm_l", "farm_l", "hand_l")
    forward = [place(p, "uarm_l")[2] - place(p, "spine3")[2] for p in (long, plus)]
    assert forward[1] > forward[0] + 0.02
    for posed in (long, bent, plus):
        assert angle_deg(posed, "neck", "thigh_l", "foot_l") > 160


def test_the_arm_of_one_side_and_the_leg_of_the_other_go_low() -> None:
    home, first, _, second = (key("dead_bug", i) for i in range(4))
    for posed, arm, leg in ((first, "r", "l"), (second, "l", "r")):
        assert place(posed, f"hand_{arm}")[1] < place(home, f"hand_{arm}")[1] - 0.3
        assert place(posed, f"foot_{leg}")[1] < place(home, f"foot_{leg}")[1] - 0.2
        for still in (f"hand_{leg}", f"foot_{arm}", "pelvis", "head"):
            np.testing.assert_allclose(place(posed, still), place(home, still), atol=1e-9)


def test_in_the_side_plank_the_elbow_is_under_the_shoulder_and_the_body_in_line_on_both_sides() -> None:
    demo = EXERCISES["side_plank_knees"].demo
    assert demo is not None
    lifts = {position.side[0]: i for i, position in enumerate(demo.keys) if "waist" in position.works}
    assert set(lifts) == {"l", "r"}
    for s, index in lifts.items():
        posed = key("side_plank_knees", index)
        shoulder, elbow = place(posed, f"uarm_{s}"), place(posed, f"farm_{s}")
        assert np.hypot(*(shoulder - elbow)[[0, 2]]) < 0.06
        assert 0.03 < elbow[1] < 0.06
        assert angle_deg(posed, "neck", "pelvis", f"shank_{s}") > 160
        lying = place(key("side_plank_knees", index - 1), "pelvis")
        assert place(posed, "pelvis")[1] > lying[1] + 0.1
