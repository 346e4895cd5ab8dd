"""What stands beside the figure in three dimensions, and where its moving part goes."""

import numpy as np
import pytest

from upperback.catalogue.loader import load
from upperback.model.catalogue import Catalogue, Exercise, SelfTest
from upperback.model.demo import Demo, Prop
from upperback.motion.skeleton import REFERENCE, landmarks, pose, pose_key
from upperback.motion.staging import Rod, Slab, lines, phone, stages
from upperback.motion.travel import STEPS, arrows, course, quaternions, shown_side


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


def demo_of(catalogue: Catalogue, entry_id: str) -> Demo:
    entry = catalogue.exercises.get(entry_id) or catalogue.tests[entry_id]
    assert entry.demo is not None
    return entry.demo


def demos(catalogue: Catalogue) -> list[Demo]:
    entries: list[Exercise | SelfTest] = [*catalogue.exercises.values(), *catalogue.tests.values()]
    return [entry.demo for entry in entries if entry.demo is not None]


def test_every_prop_of_every_demo_stands_somewhere(catalogue: Catalogue) -> None:
    seen = set()
    for demo in demos(catalogue):
        rows = list(stages(demo))
        wanted = {prop for key in demo.keys for prop in (demo.props if key.props is None else key.props)}
        assert len(rows) == len(wanted)
        assert all(stage.solids or stage.straps for stage, _ in rows)
        seen |= wanted
    assert seen == set(Prop)


def test_nothing_solid_stands_deeper_in_the_floor_than_a_mat(catalogue: Catalogue) -> None:
    for demo in demos(catalogue):
        for stage, _ in stages(demo):
            for solid in stage.solids:
                match solid:
                    case Slab(joint="", middle=(_, y, _), half_m=(_, half, _)):
                        assert y - half >= -0.2 - 0.013, solid
                    case Rod(joint="", start=(_, a, _), end=(_, b, _), radius_m=radius):
                        assert min(a, b) - radius >= -0.013, solid


UNDER = {Prop.BED: "spine3", Prop.MAT: "pelvis", Prop.PILLOW: "head", Prop.TOWEL: "head", Prop.CHAIR: "pelvis"}


@pytest.mark.parametrize("prop", UNDER)
def test_what_one_lies_or_sits_on_is_under_the_body(catalogue: Catalogue, prop: Prop) -> None:
    found = [demo for demo in demos(catalogue) if prop in demo.props]
    lying = [demo for demo in found if prop is not Prop.CHAIR or demo.keys[0].anchor_at[1] == "seat_height"]
    assert lying
    for demo in lying:
        stage, _ = next(stages(Demo(demo.anchor, demo.keys, 0, 0, (prop,))))
        x, y, z = pose_key(demo, 0).at_m[UNDER[prop]][0]
        slabs = [solid for solid in stage.solids if isinstance(solid, Slab)]
        below = [s for s in slabs if abs(x - s.middle[0]) < s.half_m[0] and abs(z - s.middle[2]) < s.half_m[2] + 0.1]
        tops = [slab.middle[1] + slab.half_m[1] for slab in below]
        assert any(0 < y - top < (1.0 if prop is Prop.MAT else 0.16) for top in tops), (prop, demo.keys[0].caption, y, tops)


def test_a_band_runs_from_the_palms_that_hold_it(catalogue: Catalogue) -> None:
    ((stage, places),) = [row for row in stages(demo_of(catalogue, "band_pull_apart")) if row[0].straps]
    (strap,) = stage.straps
    assert {strap.start[0], strap.end[0]} == {"hand_l", "hand_r"}
    assert places == tuple(range(len(demo_of(catalogue, "band_pull_apart").keys)))


def test_measured_lines_end_on_joints_or_beside_the_body(catalogue: Catalogue) -> None:
    found = [line for demo in demos(catalogue) for key in demo.keys for line in lines(key)]
    ends = {end[0] for line in found for end in (line.start, line.end)}
    assert len(found) >= 5
    assert ends - set(REFERENCE.offsets_m) <= {"wall", "level", "upright"}
    assert any(line.ticks for line in found)


def test_a_phone_lies_on_the_joint_it_is_named_after(catalogue: Catalogue) -> None:
    found = {key.phone: phone(key) for demo in demos(catalogue) for key in demo.keys if key.phone}
    assert found
    for name, slab in found.items():
        assert slab is not None
        assert slab.joint[-2:] in ("_l", "_r") or name in ("breastbone", "forehead") or slab.joint == "head"


def test_the_course_is_the_pose_of_the_same_instant(catalogue: Catalogue) -> None:
    for entry_id in ("wall_angel", "bird_dog_full", "open_book_side_lying", "t_seated_rotation"):
        demo = demo_of(catalogue, entry_id)
        moves = course(demo)
        begin = 0.0
        for i, key in enumerate(demo.keys):
            move_s = demo.keys[(i + 1) % len(demo.keys)].move_s
            t_s = begin + key.hold_s + move_s * np.linspace(0, 0.999, 7)
            posed = pose(demo, t_s)
            rows = moves.root_m[i * (STEPS + 1) : (i + 1) * (STEPS + 1)]
            share = np.linspace(0, 0.999, 7) * STEPS
            between = np.stack([np.interp(share, np.arange(STEPS + 1), rows[:, k]) for k in range(3)], axis=1)
            assert np.abs(between - posed.at_m["pelvis"]).max() < 0.001
            begin += key.hold_s + move_s


def test_quaternions_turn_as_their_matrices_do() -> None:
    chance = np.random.default_rng(1)
    turn = np.linalg.qr(chance.normal(size=(200, 3, 3)))[0]
    turn *= np.sign(np.linalg.det(turn))[:, None, None]
    q = quaternions(turn)
    v = chance.normal(size=(200, 3))
    xyz, w = q[:, :3], q[:, 3:]
    by_q = v + 2 * np.cross(xyz, np.cross(xyz, v) + w * v)
    assert np.abs(by_q - np.einsum("nij,nj->ni", turn, v)).max() < 1e-9


def test_an_arrow_follows_what_moves_most_on_both_sides_where_both_move(catalogue: Catalogue) -> None:
    angels = arrows(demo_of(catalogue, "wall_angel"), 0)
    assert len(angels) == 2
    assert np.allclose(angels[0] * [-1, 1, 1], angels[1], atol=0.01)
    assert angels[0][-1][1] - angels[0][0][1] > 0.2  # the hands go up
    one = arrows(demo_of(catalogue, "neck_side_tilt"), 0)
    assert len(one) == 1
    assert one[0][-1][0] > one[0][0][0] + 0.1  # the head goes to its own left, +x


def test_a_leg_gets_an_arrow_beside_that_of_the_arm(catalogue: Catalogue) -> None:
    ways = arrows(demo_of(catalogue, "bird_dog_full"), 0)
    assert sorted(np.sign(way[-1][2] - way[0][2]) for way in ways) == [-1, 1]  # one hand goes ahead, one foot back


def test_an_arrow_begins_and_ends_where_the_part_does(catalogue: Catalogue) -> None:
    demo = demo_of(catalogue, "bird_dog_full")
    (first, *_) = arrows(demo, 0)
    ends = [landmarks(pose(demo, np.array([t_s])))[0] for t_s in (0.0, demo.keys[0].hold_s + demo.keys[1].move_s - 1e-6)]
    for end, points in zip((first[0], first[-1]), ends, strict=True):
        assert np.linalg.norm(points - end, axis=1).min() < 0.12


def test_a_demo_of_one_side_knows_which(catalogue: Catalogue) -> None:
    shown = {e.id: shown_side(e.demo) for e in catalogue.exercises.values() if e.sides and e.demo is not None}
    alone = {entry_id: side for entry_id, side in shown.items() if side}
    assert alone == {
        "half_kneeling_hip_flexor_stretch": "right",  # whose hip is stretched
        "lumbar_locked_rotation": "right",
        "open_book_side_lying": "left",
        "thread_the_needle": "left",
    }
    assert shown_side(demo_of(catalogue, "wall_angel")) == ""


def test_what_hardly_moves_gets_no_arrow(catalogue: Catalogue) -> None:
    demo = demo_of(catalogue, "wall_angel")
    still = Demo(demo.anchor, (demo.keys[0], demo.keys[0]), 0.0, 0.0, ())
    assert arrows(still, 0) == []
