"""A self-test before the camera, through the service: tries are kept as they are made, and a camera that stands wrong is said."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from upperback.catalogue.loader import load
from upperback.model.body import Frame, Side, View
from upperback.model.events import Unseen
from upperback.model.movement import Reps, Untracked
from upperback.motion.skeleton import Camera, frames
from upperback.services.coaching import Answer, Live, NotSeen, Reading, Tried
from upperback.services.errors import BadInputError
from upperback.services.measuring import TestWatch, camera_measures, corners_of, how_it_felt
from upperback.services.person import Person

WHOLE = load()
FRONT = Camera(yaw_deg=0, pitch_deg=0, target_m=(0, 0.9, 0), distance_m=4.2)


def recorded(test_id: str, camera: Camera = FRONT, trials: int = 2) -> Iterator[Frame]:
    test = WHOLE.tests[test_id]
    demo = test.drawn_by.get("camera", test.demo)
    assert demo is not None
    return frames(demo, fps=30, seconds=trials * sum(key.move_s + key.hold_s for key in demo.keys) + 1, camera=camera)


def watched(person: Person, test_id: str, camera: Camera = FRONT, people: int = 1) -> list[Answer]:
    watch = TestWatch(person, WHOLE, test_id)
    return [answer for frame in recorded(test_id, camera) for answer in watch.push(frame, people)]


def test_each_try_is_in_the_record_when_it_is_told(ready: Person) -> None:
    watch = TestWatch(ready, WHOLE, "t_wall_angel")
    told = 0
    for frame in recorded("t_wall_angel"):
        for answer in watch.push(frame, 1):
            if isinstance(answer, Tried):
                told += 1
                kept = {(test.measure, test.side): test.trials for test in ready.case().tests}
                assert kept[answer.measure, answer.side] == answer.trials
    assert told >= 4
    top = next(test for test in ready.case().tests if test.measure == "top")
    assert (top.method, top.unit, top.side, len(top.trials)) == ("camera", "deg", Side.BOTH, 2)


SIDE = Camera(yaw_deg=90, pitch_deg=0, target_m=(0, 0.9, 0), distance_m=4.2)
DEGREES = [
    (test.id, measure.id)
    for test in WHOLE.tests.values()
    for measure in camera_measures(test)
    if isinstance(test.movement, Reps) and measure.unit == "deg"
]


@pytest.mark.parametrize(("test_id", "measure"), DEGREES)
def test_what_is_read_live_tops_out_where_the_tries_do(ready: Person, test_id: str, measure: str) -> None:
    camera = SIDE if WHOLE.tests[test_id].camera.view is View.SIDE else FRONT
    answers = watched(ready, test_id, camera)
    live = [answer for answer in answers if isinstance(answer, Live)]
    assert len(live) == sum(isinstance(answer, Reading) for answer in answers)
    tried = {answer.side: max(answer.trials) for answer in answers if isinstance(answer, Tried) and answer.measure == measure}
    assert tried
    for side, trial in tried.items():
        read = [value for one in live for name, of, value in one.values if (name, of) == (measure, side)]
        assert min(abs(value - trial) for value in read) < 3
        # An inner angle opens to 180 and closes again in arms that go past the line of the trunk; the try is where they stay.
        assert max(read) < min(trial + 10, 181)


def test_only_angles_that_are_seen_in_the_picture_are_drawn_there() -> None:
    arms = ((Side.LEFT, (23, 11, 13)), (Side.RIGHT, (24, 12, 14)))
    drawn = {test.id: corners_of(test) for test in WHOLE.tests.values() if corners_of(test)}
    assert drawn == {
        "t_abduction_sym": arms,
        "t_wall_angel": arms,
        "t_wall_flexion": ((Side.LEFT, (23, 11, 15)), (Side.RIGHT, (24, 12, 16))),
    }


@pytest.mark.parametrize(
    ("why", "camera"),
    [
        (Unseen.CAMERA_LOW, replace(FRONT, pitch_deg=-28, distance_m=2.8)),
        (Unseen.WRONG_VIEW, replace(FRONT, yaw_deg=90)),
        (Unseen.TOO_CLOSE, replace(FRONT, distance_m=1.1, target_m=(0, 1.2, 0))),
        (Unseen.CUT_OFF_TOP, replace(FRONT, target_m=(0, -0.2, 0))),
    ],
)
def test_a_camera_that_stands_wrong_is_said_once_with_its_words_and_nothing_is_kept(
    ready: Person, why: Unseen, camera: Camera
) -> None:
    said = [answer for answer in watched(ready, "t_standing_rotation", camera) if isinstance(answer, NotSeen)]
    assert [answer.why for answer in said] == [why]
    assert said[0].text
    assert not said[0].by_time
    assert ready.case().tests == ()


def test_two_people_are_asked_who_it_is(ready: Person) -> None:
    said = [answer for answer in watched(ready, "t_standing_rotation", people=2) if isinstance(answer, NotSeen)]
    assert [answer.why for answer in said] == [Unseen.SEVERAL_PEOPLE]
    assert ready.case().tests == ()


@pytest.mark.parametrize("test_id", [test.id for test in WHOLE.tests.values() if isinstance(test.movement, Untracked)])
def test_what_the_camera_does_not_see_can_not_be_watched(ready: Person, test_id: str) -> None:
    with pytest.raises(BadInputError, match="test: the camera does not see this one"):
        TestWatch(ready, WHOLE, test_id)


def test_a_test_that_is_unknown_or_not_open_today_is_refused(ready: Person, person: Person) -> None:
    with pytest.raises(BadInputError, match="test: not open today"):
        TestWatch(ready, WHOLE, "t_flying")


def test_how_it_felt_goes_to_what_was_kept_today_by_camera(ready: Person) -> None:
    with pytest.raises(BadInputError, match="nothing of this test is kept today"):
        how_it_felt(ready, "t_wall_angel", 3, True)
    watched(ready, "t_wall_angel")
    kept = how_it_felt(ready, "t_wall_angel", 3, True)
    assert {test.measure for test in kept} == {"top", "symmetry"}
    assert {(test.pain, test.familiar) for test in ready.case().tests} == {(3, True)}
