"""The file that a moving figure plays: whole, small, in the language of its texts, the same each time."""

import json
import struct
from typing import Any

import numpy as np
import pytest

from upperback.model.catalogue import Catalogue, Exercise, SelfTest
from upperback.model.demo import JOINTS, Demo
from upperback.motion.skeleton import pose
from upperback.services import knowledge
from upperback.services.demonstrations import MAGIC, demonstration, other_side


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return knowledge.catalogue()


def demo_of(catalogue: Catalogue, entry_id: str) -> Demo:
    demo = catalogue.exercises[entry_id].demo
    assert demo is not None
    return demo


def read(file: bytes) -> tuple[dict[str, Any], Any]:
    assert file.startswith(MAGIC)
    (length,) = struct.unpack_from("<I", file, 8)
    assert length % 4 == 0
    return json.loads(file[12 : 12 + length]), np.frombuffer(file, "<i2", offset=12 + length).reshape(-1, 3 + 4 * len(JOINTS))


def test_the_file_says_all_a_renderer_needs(catalogue: Catalogue) -> None:
    demo = demo_of(catalogue, "band_row")
    header, rows = read(demonstration(demo, catalogue.texts))
    assert [key["caption"] for key in header["keys"]] == [key.caption for key in demo.keys]
    assert header["names"] == list(JOINTS)
    assert len(rows) == len(demo.keys) * (header["steps"] + 1)
    assert header["view"]["yaw_deg"] == demo.yaw_deg
    assert all(key["grip"] for key in header["keys"])
    assert {solid["tone"] for solid in header["solids"]} >= {"prop", "prop_light"}
    assert len(header["straps"]) == 2
    assert header["period_s"] == sum(key.move_s + key.hold_s for key in demo.keys)


def test_joints_put_together_from_the_file_are_where_the_skeleton_has_them(catalogue: Catalogue) -> None:
    for entry_id in ("wall_angel", "childs_pose", "side_plank_knees"):
        demo = demo_of(catalogue, entry_id)
        header, rows = read(demonstration(demo, catalogue.texts))
        posed = pose(demo, np.array([0.0]))
        turns = rows[0, 3:].reshape(-1, 4) / 32767
        at = {}
        for (parent, *offset), name in zip(header["joints"], header["names"], strict=True):
            if parent is None:
                at[name] = rows[0, :3] * header["place_step_m"]
                continue
            x, y, z, w = turns[JOINTS.index(parent)]
            v = np.array([x, y, z])
            at[name] = at[parent] + offset + 2 * np.cross(v, np.cross(v, offset) + w * np.array(offset))
            assert np.linalg.norm(at[name] - posed.at_m[name][0]) < 0.001, (entry_id, name)


def test_every_demonstration_is_small_and_the_same_each_time(catalogue: Catalogue) -> None:
    entries: list[Exercise | SelfTest] = [*catalogue.exercises.values(), *catalogue.tests.values()]
    for entry in entries:
        assert entry.demo is not None
        file = demonstration(entry.demo, catalogue.texts)
        assert len(file) < 64_000, entry.id
    assert demonstration(demo_of(catalogue, "wall_angel"), catalogue.texts) == demonstration(
        demo_of(catalogue, "wall_angel"), catalogue.texts
    )


def test_words_of_the_mirrored_position_change_sides(catalogue: Catalogue) -> None:
    texts = catalogue.texts
    assert other_side("Left ear to the left shoulder", texts) == "Right ear to the right shoulder"
    assert other_side("Right leg and left arm long", texts) == "Left leg and right arm long"
    assert other_side("Sit tall", texts) == "Sit tall"
    assert other_side("Upright", texts) == "Upright"
