"""Reading a demo: what is shared, what a key position changes, and where a mistake is."""

import copy
from typing import Any

import pytest

from upperback.catalogue.demos import read_demo
from upperback.catalogue.reading import CatalogueError
from upperback.model.demo import Part, Pin, Prop

GOOD: dict[str, Any] = {
    "props": ["chair"],
    "works": ["neck"],
    "view": {"yaw_deg": 180, "pitch_deg": 4},
    "anchor": {"joints": ["pelvis"], "at": [0, "seat_height", 0]},
    "base": {"hip_b": [88, 5, 0], "upper": [1, 2, 3]},
    "pins": {"foot_l": {"at": [0.1, "ankle_height", 0.4], "direction": [0, 0, 1]}, "hand_l": {"at": [0, 1, 0]}},
    "keys": [
        {"caption": "Sit", "move_s": 1, "hold_s": 2},
        {
            "caption": "Turn left",
            "move_s": 1.5,
            "hold_s": 0,
            "side": "left",
            "breath": "out",
            "works": ["upper_back"],
            "free": ["hand_l"],
            "at": [0, "stand_height", 0],
            "angles": {"hip_l": [10, 0, 0]},
            "pins": {"hand_r": {"within": "spine3", "at": [0, 0.1, 0.2]}},
            "measure": [["wall", "ear_r"]],
            "phone": "breastbone",
            "props": ["wall"],
        },
    ],
}


def changed(path: str, value: object) -> dict[str, Any]:
    """GOOD with the value at `path` ("keys.1.move_s") replaced, or taken out where it is None."""
    data = copy.deepcopy(GOOD)
    place: Any = data
    *way, last = path.split(".")
    for step in way:
        place = place[int(step) if step.isdigit() else step]
    if value is None:
        del place[last]
    else:
        place[int(last) if last.isdigit() else last] = value
    return data


def test_a_key_position_has_the_shared_angles_and_pins_and_its_own_over_them() -> None:
    demo = read_demo(GOOD, "x.toml")
    first, second = demo.keys
    assert first.angles == {"hip_b": (88, 5, 0), "upper": (1, 2, 3)}
    assert second.angles == {"hip_b": (88, 5, 0), "upper": (1, 2, 3), "hip_l": (10, 0, 0)}
    assert set(first.pins) == {"foot_l", "hand_l"}
    assert set(second.pins) == {"foot_l", "hand_r"}
    assert second.pins["hand_r"] == Pin((0, 0.1, 0.2), "spine3")
    assert (first.anchor_at, second.anchor_at) == ((0, "seat_height", 0), (0, "stand_height", 0))
    assert (first.works, second.works) == ((Part.NECK,), (Part.UPPER_BACK,))
    assert demo.props == (Prop.CHAIR,)
    assert (first.props, second.props) == (None, (Prop.WALL,))
    assert (first.measure, second.measure, second.phone) == ((), (("wall", "ear_r"),), "breastbone")
    assert (second.side, second.breath, second.move_s, second.shown) == ("left", "out", 1.5, True)


def test_both_sides_at_once_replace_a_shared_single_side() -> None:
    data = changed("base", {"hip_l": [5, 0, 0]})
    data["keys"][0]["angles"] = {"hip_b": [90, 0, 0]}
    assert read_demo(data, "x.toml").keys[0].angles == {"hip_b": (90, 0, 0)}


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("view", None, "x.toml: demo.view: a table is needed"),
        ("view.yaw_deg", "left", "x.toml: demo.view.yaw_deg: a number from -180 to 180 is needed, got 'left'"),
        ("view.yaw_deg", 400, "x.toml: demo.view.yaw_deg: a number from -180 to 180 is needed, got 400"),
        ("anchor.joints", ["tail"], "x.toml: demo.anchor.joints: no joint is called tail"),
        ("anchor.joints", [], "x.toml: demo.anchor.joints: at least one joint is needed"),
        ("anchor.at", [0, "nose_height", 0], "x.toml: demo.anchor.at: 'nose_height' is neither a number nor a body size"),
        ("anchor.at", [0, 1], "x.toml: demo.anchor.at: 3 numbers are needed, got [0, 1]"),
        ("props", ["sofa"], "x.toml: demo.props: no prop is called sofa"),
        ("works", ["soul"], "x.toml: demo.works: no part is called soul"),
        ("base.hip", [1, 2, 3], "x.toml: demo.base.hip: unknown angle"),
        ("base.upper_l", [1, 2, 3], "x.toml: demo.base.upper_l: unknown angle"),
        ("base.hip_b", [1, 2], "x.toml: demo.base.hip_b: 3 numbers are needed, got [1, 2]"),
        ("base.hip_b", [170, 0, 0], "x.toml: demo.base.hip_b: 170 degrees: a body goes from -25 to 155"),
        ("base.hip_b", [1, float("nan"), 2], "x.toml: demo.base.hip_b: nan is not a number"),
        (
            "pins.elbow_l",
            {"at": [0, 0, 0]},
            "x.toml: demo.pins.elbow_l: a pin is a table for one of foot_l, foot_r, hand_l, hand_r",
        ),
        ("pins.foot_l.within", "tail", "x.toml: demo.pins.foot_l.within: one of"),
        ("pins.foot_l.wrong", 1, "x.toml: demo.pins.foot_l.wrong: unknown key"),
        ("pins.foot_l.direction", [0, 1], "x.toml: demo.pins.foot_l.direction: 3 numbers are needed, got [0, 1]"),
        ("keys", [], "x.toml: demo.keys: at least two key positions are needed"),
        ("keys.0", "Sit", "x.toml: demo.keys[0]: a table is needed"),
        ("keys.0.caption", None, "x.toml: demo.keys[0].caption: a few words are needed"),
        ("keys.1.move_s", 0, "x.toml: demo.keys[1].move_s: a number from 0.2 to 60 is needed, got 0"),
        ("keys.1.measure", "ear_r", "x.toml: demo.keys[1].measure: a list is needed, got 'ear_r'"),
        ("keys.1.measure", [["wall"]], "x.toml: demo.keys[1].measure[0]: two of neck_base, chin, "),
        ("keys.1.measure", [["wall", "lamp"]], "x.toml: demo.keys[1].measure[0]: two of neck_base, chin, "),
        ("keys.1.measure", [["wall", "level"]], "x.toml: demo.keys[1].measure[0]: one end has to be on the body"),
        ("keys.1.phone", "table", "x.toml: demo.keys[1].phone: one of breastbone, "),
        ("keys.1.props", ["sofa"], "x.toml: demo.keys[1].props: no prop is called sofa"),
        ("view.around", ["tail"], "x.toml: demo.view.around: no joint is called tail"),
        ("keys.1.move_s", True, "x.toml: demo.keys[1].move_s: a number from 0.2 to 60 is needed, got True"),
        ("keys.1.breath", "held", "x.toml: demo.keys[1].breath: one of in, out is needed, got 'held'"),
        ("keys.1.shown", "no", "x.toml: demo.keys[1].shown: true or false is needed"),
        ("keys.1.tempo", 2, "x.toml: demo.keys[1].tempo: unknown key"),
        ("colour", "red", "x.toml: demo.colour: unknown key"),
    ],
)
def test_a_mistake_is_told_with_file_and_key(path: str, value: object, words: str) -> None:
    with pytest.raises(CatalogueError) as error:
        read_demo(changed(path, value), "x.toml")
    assert str(error.value).startswith(words)


def test_a_demo_that_shows_nothing_is_refused() -> None:
    data = copy.deepcopy(GOOD)
    for key in data["keys"]:
        key["shown"] = False
    with pytest.raises(CatalogueError, match="at least one key position is shown"):
        read_demo(data, "x.toml")
