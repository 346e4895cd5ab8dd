"""Drawings: what a browser and a reader with a screen reader get, for every key position of every demo."""

import re
from dataclasses import replace
from importlib.resources import files
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upperback.catalogue.loader import load
from upperback.model.demo import Part
from upperback.model.regions import FINER, REGIONS, Mark, Picture, fine
from upperback.motion.drawing import strip, svg
from upperback.motion.drawing_figure import Mannequin
from upperback.motion.drawing_hulls import UNITS_PER_M, Group, Hull, Paint, View, back_to_front, hull_path
from upperback.motion.drawing_map import body_map, to_follow, to_press
from upperback.motion.drawing_props import level_line, pillow_belly
from upperback.motion.skeleton import pose_key

SVG = "{http://www.w3.org/2000/svg}"
WHOLE = load()
DEMOS = (
    {exercise.id: exercise.demo for exercise in WHOLE.exercises.values() if exercise.demo is not None}
    | {test.id: test.demo for test in WHOLE.tests.values() if test.demo is not None}
    | {f"{test.id}/{way}": demo for test in WHOLE.tests.values() for way, demo in test.drawn_by.items()}
)
KEYS = [(name, i) for name, demo in DEMOS.items() for i in range(len(demo.keys))]
ASSETS = files("upperback.web").joinpath("assets")
STYLED = frozenset(
    re.findall(r"\.(f-[a-z-]+)", "".join(ASSETS.joinpath(css).read_text(encoding="utf-8") for css in ("look.css", "pages.css")))
)
CAPTIONS = {Picture.FRONT: "Front", Picture.BACK: "Back"}
COLOUR = re.compile(r"#[0-9a-fA-F]{3}|rgb|hsl|oklch|currentColor|(fill|stroke)=\"(?!none)", re.IGNORECASE)


def drawing(name: str, index: int, title: str = "a figure") -> ElementTree.Element:
    return ElementTree.fromstring(svg(DEMOS[name], index, title=title))


def view_box(root: ElementTree.Element) -> list[float]:
    return [float(v) for v in root.attrib["viewBox"].split()]


@pytest.mark.parametrize(("name", "index"), KEYS)
def test_a_key_position_is_small_clean_svg_in_the_looks_classes(name: str, index: int) -> None:
    text = svg(DEMOS[name], index, title="a figure")
    root = ElementTree.fromstring(text)
    assert len(text.encode()) < 6500
    assert COLOUR.search(text) is None
    assert all("style" not in element.attrib for element in root.iter())
    used = {css for element in root.iter() for css in element.attrib.get("class", "").split()}
    assert {"f-skin", "f-hair"} <= used
    assert used <= STYLED
    assert "nan" not in text


@pytest.mark.parametrize("name", DEMOS)
def test_shown_key_positions_share_one_frame_so_that_they_have_one_size(name: str) -> None:
    shown = [i for i, key in enumerate(DEMOS[name].keys) if key.shown]
    boxes = [view_box(drawing(name, i)) for i in shown]
    assert all(box == boxes[0] for box in boxes)
    side_by_side = view_box(ElementTree.fromstring(strip(DEMOS[name], title="x")))
    assert boxes[0][2] < side_by_side[2] <= boxes[0][2] * len(shown) + len(shown)
    assert side_by_side[3] == boxes[0][3]


def test_a_strip_shows_no_more_than_it_is_asked_for() -> None:
    whole = ElementTree.fromstring(strip(DEMOS["neck_four_way_tilt"], title="x"))
    short = ElementTree.fromstring(strip(DEMOS["neck_four_way_tilt"], title="x", at_most=2))
    assert len(whole.findall(f"{SVG}g")) == 4
    assert len(short.findall(f"{SVG}g")) == 2


@given(title=st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_a_title_is_read_aloud_as_it_is_and_never_becomes_markup(title: str) -> None:
    root = drawing("band_row", 0, title)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == title


def test_the_working_part_is_warm_and_nothing_else_is() -> None:
    demo = DEMOS["chin_tuck_seated"]
    assert "f-work" not in svg(demo, 1, title="x", works=())
    assert svg(demo, 1, title="x", works=(Part.NECK,)).count('class="f-work"') == 1
    assert svg(demo, 1, title="x", works=(Part.ARMS,)).count("f-work") > 1


@pytest.mark.parametrize("part", Part)
def test_every_part_can_be_shown_working_from_the_front_or_from_behind(part: Part) -> None:
    demo = DEMOS["neck_side_tilt_arm_behind"]
    drawn = [svg(replace(demo, yaw_deg=yaw, props=()), 0, title="x", works=(part,)) for yaw in (0, 180)]
    assert any('class="f-work"' in text or 'class="f-gap f-work"' in text for text in drawn)


def test_the_space_between_the_blades_is_not_painted_on_a_chest() -> None:
    demo = DEMOS["wall_angel"]
    from_front = svg(demo, 0, title="x", works=(Part.BLADES,))
    from_behind = svg(replace(demo, yaw_deg=180, props=()), 0, title="x", works=(Part.BLADES,))
    assert "f-work" not in from_front
    assert "f-work" in from_behind


def test_a_coach_seen_from_behind_has_the_left_hand_on_the_left() -> None:
    demo = DEMOS["standing_arms_wide_rotation"]
    view = View(demo.yaw_deg, demo.pitch_deg)
    figure = Mannequin(pose_key(demo, 0), view)
    assert view.at(figure.at("hand_l"))[0] < view.at(figure.at("head"))[0] < view.at(figure.at("hand_r"))[0]
    assert view.at(figure.at("head"))[1] < view.at(figure.at("foot_l"))[1]


def test_seen_from_the_right_the_figure_faces_the_right_of_the_picture() -> None:
    view = View(-90, 0)
    figure = Mannequin(pose_key(DEMOS["chin_tuck_seated"], 0), view)
    assert view.at(figure.at("head", (0, 0, 0.1)))[0] > view.at(figure.at("head"))[0]


def test_a_band_between_the_hands_begins_in_one_and_ends_in_the_other() -> None:
    demo = DEMOS["t_scap_endurance"]
    view = View(demo.yaw_deg, demo.pitch_deg)
    figure = Mannequin(pose_key(demo, 1), view)
    band = next(e for e in drawing("t_scap_endurance", 1).iter(f"{SVG}path") if e.attrib["class"] == "f-band")
    ends = [tuple(map(float, point.split())) for point in band.attrib["d"].removeprefix("M").split("L")]
    for end, hand in zip(ends, ("hand_l", "hand_r"), strict=True):
        x, y, _ = view.at(figure.at(hand))
        assert np.hypot(end[0] - x, end[1] - y) < 0.08 * UNITS_PER_M


def test_a_pillow_under_the_belly_lies_on_the_floor_and_reaches_the_body() -> None:
    figure = Mannequin(pose_key(DEMOS["t_back_ext_endurance"], 1), View(0, 0))
    balls = [ball for group in pillow_belly(figure) for paint in group.paints for hull in paint.hulls for ball in hull]
    assert min(middle[1] - radius for middle, radius in balls) == pytest.approx(0, abs=1e-9)
    assert max(middle[1] + radius for middle, radius in balls) > figure.at("spine1")[1] - 0.077


def test_a_level_line_is_level_and_touches_the_tops_of_the_shoulders() -> None:
    figure = Mannequin(pose_key(DEMOS["t_shoulder_level"], 1), View(0, 0))
    ((left, _), (right, _)) = level_line(figure)[0].paints[0].hulls[0]
    assert left[1] == right[1] == pytest.approx(figure.at("uarm_l")[1] + 0.045)
    assert left[0] < figure.at("uarm_r")[0] < figure.at("uarm_l")[0] < right[0]


def ball(x: float, y: float, z: float, radius: float) -> Hull:
    return [(np.array([x, y, z]), radius)]


def test_the_nearer_of_two_shapes_is_painted_later_from_either_side() -> None:
    near, far = Group([Paint("top", [ball(0, 0, 0.5, 0.2)])]), Group([Paint("leg", [ball(0, 0, -0.5, 0.2)])])
    beside = Group([Paint("skin", [ball(3, 0, 0, 0.2)])])
    front, back = View(0, 0), View(180, 0)
    for groups in ([near, far, beside], [far, beside, near]):
        seen = back_to_front(groups, front)
        assert seen.index(far) < seen.index(near)
        seen = back_to_front(groups, back)
        assert seen.index(near) < seen.index(far)


discs = st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50), st.floats(0.5, 20)), min_size=1, max_size=6)


@given(discs=discs)
def test_a_hull_holds_all_its_discs(discs: list[tuple[float, float, float]]) -> None:
    x, y = end_points(hull_path(discs))
    angles = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    for angle in angles:
        reach = max(cx * np.cos(angle) + cy * np.sin(angle) + r for cx, cy, r in discs)
        drawn = (x * np.cos(angle) + y * np.sin(angle)).max()
        assert drawn <= reach + 1.5
        # The path's corners can stop short of the furthest point by an arc, never by more than a radius.
        assert drawn >= reach - 2 * max(r for _, _, r in discs) - 1.5


def end_points(path: str) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Where each piece of a path ends."""
    x = y = 0.0
    points = []
    for command, numbers in re.findall(r"([Mlaq])([^Mlaqz]*)", path):
        values = [float(v) for v in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", numbers)]
        x, y = (values[0], values[1]) if command == "M" else (x + values[-2], y + values[-1])
        points.append((x, y))
    table = np.array(points)
    return table[:, 0], table[:, 1]


def test_a_marked_region_is_painted_where_the_body_has_it() -> None:
    root = ElementTree.fromstring(
        body_map([Mark("shoulder_left"), Mark("upper_back_right")], title="Where it hurts", captions=CAPTIONS)
    )
    areas = {e.attrib["id"]: e for e in root.iter(f"{SVG}path") if "data-region" in e.attrib}
    assert set(areas) == {"shoulder_left-front", "shoulder_left-back", "upper_back_right-back"}
    starts = {name: float(re.findall(r"M(-?[\d.]+)", e.attrib["d"])[0]) for name, e in areas.items()}
    # Facing us the left shoulder is on the picture's right; from behind left is left.
    assert starts["shoulder_left-front"] > 112
    assert starts["shoulder_left-back"] < 300 < starts["upper_back_right-back"]


def test_a_number_stands_beside_its_mark_and_a_watched_one_is_dashed() -> None:
    root = ElementTree.fromstring(body_map([Mark("neck", 1), Mark("shoulder_right", watched=True)], title="x", captions=CAPTIONS))
    pins = [e for e in root.iter(f"{SVG}g") if e.attrib.get("class") == "pin"]
    assert [pin.findtext(f"{SVG}text") for pin in pins] == ["1"]
    css = {e.attrib["data-region"]: e.attrib["class"] for e in root.iter(f"{SVG}path") if "data-region" in e.attrib}
    assert css == {"neck": "area", "shoulder_right": "area-watch"}


def test_every_region_can_be_pressed_in_a_picture_that_shows_it() -> None:
    seen = set()
    for picture in Picture:
        text = to_press(picture, title="x", chosen=["neck_left"])
        root = ElementTree.fromstring(text)
        paths = [e for e in root.iter(f"{SVG}path") if "data-region" in e.attrib]
        seen |= {e.attrib["data-region"] for e in paths}
        assert [e.attrib["data-region"] for e in paths if "on" in e.attrib["class"].split()] == ["neck_left"]
        assert COLOUR.search(text) is None
    assert seen == set(REGIONS)


def test_places_to_press_of_one_picture_do_not_cover_each_other() -> None:
    """Their middles keep apart, so that each can be met: 11 units are 22 pixels on a phone."""
    for picture in Picture:
        paths = [e for e in ElementTree.fromstring(to_press(picture, title="x")).iter(f"{SVG}path") if "data-region" in e.attrib]
        middles = {}
        for path in paths:
            x, y = end_points(path.attrib["d"])
            middles[path.attrib["data-region"]] = (float(x.min() + x.max()) / 2, float(y.min() + y.max()) / 2)
        near = [
            (a, b)
            for a, at in middles.items()
            for b, to in middles.items()
            if a < b and np.hypot(at[0] - to[0], at[1] - to[1]) < 11
        ]
        assert near == []


def test_a_place_that_is_a_link_has_an_address_and_a_name() -> None:
    root = ElementTree.fromstring(to_follow(Picture.BACK, {"neck_left": ("/library?a=1&b=2", 'Neck, "left"')}, title="x"))
    (link,) = root.iter(f"{SVG}a")
    assert (link.attrib["href"], link.attrib["aria-label"]) == ("/library?a=1&b=2", 'Neck, "left"')
    assert link.find(f"{SVG}path") is not None


def test_every_larger_region_is_made_of_places_to_press() -> None:
    for whole, parts in FINER.items():
        assert set(parts) <= set(REGIONS)
        assert fine([whole, whole]) == parts


def test_every_body_part_of_a_finding_is_on_the_map() -> None:
    parts = {part for finding in load().findings.values() for part in finding.area}
    text = body_map([Mark(part) for part in sorted(parts)], title="x", captions=CAPTIONS)
    assert ElementTree.fromstring(text).attrib["aria-label"] == "x"


def test_a_region_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError, match="left_ear"):
        body_map([Mark("left_ear")], title="x", captions=CAPTIONS)
