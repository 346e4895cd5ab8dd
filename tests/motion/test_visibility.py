"""The gate: what it says, how long it waits, and that nothing counts while it can't judge."""

from collections.abc import Callable, Iterable

import numpy as np
import pytest

from upperback.catalogue.loader import load
from upperback.model.body import Frame, Landmark, View
from upperback.model.events import Found, Lost, Unseen
from upperback.model.movement import CameraView
from upperback.motion.visibility import PARTS, Gate, advice_key, mean_visibility

Person = Callable[..., Frame]
FRONT = CameraView(View.FRONT, ("shoulders", "hips", "wrists"))
PICTURE = {"scale": 200.0, "shift": (320.0, 120.0), "size_px": (640, 480)}


def run(gate: Gate, frames: Iterable[Frame], people: int = 1) -> list[Lost | Found]:
    return [event for frame in frames if (event := gate.push(frame, people)) is not None]


def at_30_hz(make: Callable[[float], Frame], start_s: float, seconds: float) -> list[Frame]:
    return [make(start_s + i / 30) for i in range(round(seconds * 30))]


def nobody(t_s: float) -> Frame:
    return Frame(t_s, np.zeros((33, 2)), np.zeros((33, 3)), np.zeros(33))


def test_a_person_who_is_seen_from_the_start_needs_no_word(person: Person) -> None:
    gate = Gate(FRONT)
    assert run(gate, at_30_hz(lambda t: person(t, **PICTURE), 0, 3)) == []
    assert gate.seen
    assert gate.why is None


@pytest.mark.parametrize(
    ("why", "wrong", "people"),
    [
        (Unseen.UNCERTAIN, {"visibility": 0.5}, 1),
        (Unseen.CUT_OFF_TOP, {"shift": (320.0, -10.0)}, 1),
        (Unseen.CUT_OFF, {"shift": (60.0, 120.0)}, 1),
        (Unseen.TOO_CLOSE, {"scale": 700.0}, 1),
        (Unseen.SEVERAL_PEOPLE, {}, 2),
        (Unseen.NO_ONE, {}, 0),
    ],
)
def test_each_reason_is_said_after_half_a_second_and_taken_back(
    person: Person, why: Unseen, wrong: dict[str, object], people: int
) -> None:
    gate = Gate(FRONT)
    run(gate, at_30_hz(lambda t: person(t, **PICTURE), 0, 1))
    lost = run(gate, at_30_hz(lambda t: person(t, **{**PICTURE, **wrong}), 1, 2), people)
    assert [(type(event), event.why, round(event.t_s, 1)) for event in lost] == [(Lost, why, 1.5)]
    assert gate.why is why
    assert not gate.seen
    found = run(gate, at_30_hz(lambda t: person(t, **PICTURE), 3, 1))
    assert [(type(event), event.why, round(event.t_s, 1)) for event in found] == [(Found, why, 3.3)]
    assert gate.why is None


def test_a_short_flicker_says_nothing_but_its_frames_do_not_count(person: Person) -> None:
    gate = Gate(FRONT)
    events, seen = [], []
    for i in range(90):
        flicker = 30 <= i < 40
        event = gate.push(person(i / 30, **PICTURE, visibility=0.2 if flicker else 1.0))
        events += [event] if event else []
        seen.append(gate.seen)
    assert events == []
    assert seen == [not 30 <= i < 40 for i in range(90)]


def test_nobody_yet_is_said_too() -> None:
    assert [event.why for event in run(Gate(FRONT), at_30_hz(nobody, 0, 2))] == [Unseen.NO_ONE]


def test_a_person_seen_from_the_side_is_asked_to_turn_and_the_other_way_round(person: Person) -> None:
    def sideways(t: float) -> Frame:
        return person(t, turn_deg=80, hips_turn_deg=80, **PICTURE)

    assert [event.why for event in run(Gate(FRONT), at_30_hz(sideways, 0, 3))] == [Unseen.WRONG_VIEW]
    side = CameraView(View.SIDE, ("shoulders", "hips"))
    assert run(Gate(side), at_30_hz(sideways, 0, 3)) == []
    assert [event.why for event in run(Gate(side), at_30_hz(lambda t: person(t, **PICTURE), 0, 3))] == [Unseen.WRONG_VIEW]


def test_a_turn_that_is_held_at_the_side_is_no_wrong_view_for_15_seconds(person: Person) -> None:
    gate = Gate(FRONT, turning=True)
    run(gate, at_30_hz(lambda t: person(t, **PICTURE), 0, 1))
    held = run(gate, at_30_hz(lambda t: person(t, turn_deg=80, **PICTURE), 1, 14))
    assert held == []
    assert gate.seen
    said = run(gate, at_30_hz(lambda t: person(t, turn_deg=80, **PICTURE), 15, 2))
    assert [round(event.t_s, 1) for event in said] == [16.0]


def test_behind_a_desk_the_neck_tells_the_view(person: Person) -> None:
    head = CameraView(View.FRONT, ("ears", "nose", "shoulders"))
    desk = (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
    assert run(Gate(head), at_30_hz(lambda t: person(t, missing=desk), 0, 3)) == []
    turned = run(Gate(head), at_30_hz(lambda t: person(t, missing=desk, turn_deg=75), 0, 3))
    assert [event.why for event in turned] == [Unseen.WRONG_VIEW]


def test_a_table_without_picture_is_never_cut_off(person: Person) -> None:
    assert run(Gate(FRONT), at_30_hz(lambda t: person(t, scale=50.0, shift=(-900, -900)), 0, 2)) == []


def test_from_the_side_the_near_half_of_the_body_is_enough(person: Person) -> None:
    visible = person().visibility.copy()
    for part in PARTS.values():
        for landmark in part:
            if "RIGHT" in landmark.name:
                visible[landmark] = 0.1
    frame = Frame(0, person().plane, person().world_m, visible)
    assert mean_visibility(CameraView(View.SIDE, ("shoulders", "hips")), frame) == 1.0
    assert mean_visibility(CameraView(View.FRONT, ("shoulders", "hips")), frame) == pytest.approx(0.55)


def test_an_unknown_body_part_is_refused() -> None:
    with pytest.raises(ValueError, match="no such body part: tail"):
        Gate(CameraView(View.FRONT, ("tail",)))


def test_there_are_words_for_every_reason_and_every_part_is_known() -> None:
    catalogue = load()
    for view in (View.FRONT, View.SIDE, View.OBLIQUE, View.BACK):
        for why in Unseen:
            assert advice_key(why, view) in catalogue.texts
    for dark in (Unseen.NO_ONE, Unseen.UNCERTAIN):  # what a pose model makes of a dark room
        assert "light" in catalogue.texts(advice_key(dark, View.FRONT))
    cameras = [e.camera for e in catalogue.exercises.values()] + [t.camera for t in catalogue.tests.values()]
    assert {part for camera in cameras for part in camera.needs} <= set(PARTS)
