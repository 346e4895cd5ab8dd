"""Where to measure, in drawings: lines end where they say, phones lie on the body, a picture may keep to a part of the figure."""

import re
from dataclasses import replace

import pytest

from upperback.catalogue.loader import load
from upperback.model.demo import BESIDE_BODY, ON_BODY, PHONE_ON, Demo, Prop
from upperback.motion.drawing import strip, svg
from upperback.motion.drawing_figure import Mannequin
from upperback.motion.drawing_hulls import UNITS_PER_M, View
from upperback.motion.drawing_props import WALL_Z_M
from upperback.motion.skeleton import pose_key

WHOLE = load()
DEMOS = {test.id: test.demo for test in WHOLE.tests.values() if test.demo is not None} | {
    f"{test.id}/{way}": demo for test in WHOLE.tests.values() for way, demo in test.drawn_by.items()
}


def demo_of(test_id: str) -> Demo:
    demo = WHOLE.tests[test_id].demo
    assert demo is not None
    return demo


def with_key(demo: Demo, **changes: object) -> Demo:
    return replace(demo, keys=(replace(demo.keys[0], **changes), *demo.keys[1:]))  # type: ignore[arg-type]


def points_of(drawn: str) -> list[list[tuple[float, float]]]:
    """The corners of each measuring line, ticks and all."""
    paths = re.findall(r'class="f-mark" d="([^"]+)"', drawn)
    return [[(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path)] for path in paths]


def height_of(drawn: str) -> float:
    found = re.search(r'viewBox="\S+ \S+ \S+ (\S+)"', drawn)
    assert found is not None
    return float(found[1])


def test_a_line_to_the_wall_begins_on_the_wall_and_is_level() -> None:
    demo = replace(demo_of("t_kyphosis_proxy"), pitch_deg=0)
    [[wall, ear, *ticks]] = points_of(svg(demo, 1, title="x"))
    # Seen from the right, the picture's x is the world's z.
    assert wall[0] == pytest.approx(WALL_Z_M * UNITS_PER_M, abs=0.5)
    assert wall[1] == pytest.approx(ear[1], abs=0.1)
    assert ear[0] > wall[0] + 0.05 * UNITS_PER_M
    assert len(ticks) == 4


def test_an_angle_is_read_against_a_level_line_from_the_same_place() -> None:
    demo = replace(demo_of("t_forward_head"), pitch_deg=0)
    level, slope = points_of(svg(demo, 1, title="x"))
    assert level[0] == slope[0]
    assert level[1][1] == pytest.approx(level[0][1], abs=0.1)
    assert slope[1][1] < slope[0][1]  # the ear is higher than the base of the neck
    assert slope[1][0] > slope[0][0]  # and in front of it
    assert (len(level), len(slope)) == (2, 6)  # what an angle is read against has no ticks


def test_the_gap_between_the_hands_runs_from_fingertips_to_fingertips() -> None:
    demo = demo_of("t_apley")
    view = View(demo.yaw_deg, demo.pitch_deg)
    figure = Mannequin(pose_key(demo, 2), view)
    [[start, end, *_]] = points_of(svg(demo, 2, title="x"))
    for (x, y), s, m in ((start, "r", -1), (end, "l", 1)):
        seen = view.at(figure.at(f"hand_{s}", (-m * 0.012, -0.150, 0)))
        assert (x, y) == pytest.approx(seen[:2], abs=0.6)


@pytest.mark.parametrize("place", PHONE_ON)
def test_a_phone_can_lie_on_every_named_place(place: str) -> None:
    demo = demo_of("t_abduction_sym")
    bare, drawn = svg(demo, 0, title="x"), svg(with_key(demo, phone=place), 0, title="x")
    assert drawn.count("f-prop-hi") == bare.count("f-prop-hi") + 1
    assert len(drawn) < 8000


@pytest.mark.parametrize("start", ON_BODY)
def test_a_line_can_begin_at_every_named_place(start: str) -> None:
    demo = demo_of("t_abduction_sym")
    for end in BESIDE_BODY:
        assert len(points_of(svg(with_key(demo, measure=((start, end),)), 0, title="x"))) == 1


def test_a_picture_that_keeps_to_the_head_is_lower_than_the_whole_figure() -> None:
    demo = demo_of("t_forward_head")
    near, whole = strip(demo, title="x"), strip(replace(demo, around=()), title="x")
    assert 0.5 * UNITS_PER_M < height_of(near) < 0.7 * height_of(whole)


def test_every_measuring_line_is_inside_its_picture() -> None:
    for name, demo in DEMOS.items():
        for i, key in enumerate(demo.keys):
            if not key.shown or not key.measure:
                continue
            drawn = svg(demo, i, title="x")
            left, top, width, height = (float(v) for v in re.findall(r'viewBox="([^"]+)"', drawn)[0].split())
            for x, y in (point for line in points_of(drawn) for point in line):
                assert left <= x <= left + width, (name, i)
                assert top <= y <= top + height, (name, i)


def test_a_key_position_can_have_props_of_its_own() -> None:
    demo = demo_of("t_tender_points")
    assert demo.props == ()
    assert demo.keys[3].props == (Prop.WALL, Prop.BALL)
    wall = '<path class="f-shadow"'
    assert [svg(demo, i, title="x").count(wall) for i in range(4)] == [0, 0, 0, 1]


def test_a_thigh_hangs_over_the_end_of_the_bed() -> None:
    demo = demo_of("t_hip_single_leg")
    posed = pose_key(demo, 1)
    knee, hip = posed.at_m["shank_r"][0], posed.at_m["thigh_r"][0]
    assert knee[2] > hip[2] + 0.3  # beyond the end, which is 6 cm past the hip
    assert float(posed.at_m["foot_r"][0][1]) > 0.05
