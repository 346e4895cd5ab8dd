"""A test taken by one's own word: each side is asked, and a value is compared with its own target."""

from typing import Any

import pytest

from upperback.model.body import Side
from upperback.model.catalogue import Catalogue
from upperback.model.criteria import On
from upperback.model.record import About
from upperback.services.person import Person
from upperback.services.values import target_of


@pytest.fixture
def middle_aged(person: Person, screened: Any) -> Person:
    screened()
    person.diary.save_about(About(age=43))
    return person


def test_each_side_is_asked_and_kept_by_itself(owner: Any, middle_aged: Person) -> None:
    asked = owner.page("/tests/t_neck_sidebend/by/self")
    assert {e.attributes.get("name") for e in asked.all("input")} >= {"sidebend.mirror.left", "sidebend.mirror.right"}
    owner.post("/tests/t_neck_sidebend/by/self", {"sidebend.mirror.left": "0", "sidebend.mirror.right": "3"})
    owner.post("/tests/t_neck_sidebend/felt/self", {"familiar": "yes"})
    kept = {test.side: (test.trials, test.familiar) for test in middle_aged.case().tests}
    assert kept == {Side.LEFT: ((10.0,), True), Side.RIGHT: ((40.0,), True)}


def test_one_side_alone_can_be_said(owner: Any, middle_aged: Person) -> None:
    owner.post("/tests/t_seated_rotation/by/self", {"rotation.clock.left": "2"})
    assert [test.side for test in middle_aged.case().tests] == [Side.LEFT]


def test_a_far_reach_is_never_called_outside_because_the_limit_of_the_sides_is_small(owner: Any, middle_aged: Person) -> None:
    owner.post("/tests/t_neck_sidebend/by/self", {"sidebend.mirror.left": "4", "sidebend.mirror.right": "4"})
    words = owner.page("/tests/t_neck_sidebend/result").words
    assert "target, from 30°" in words
    assert "up to 8" not in words
    assert "Outside our range" not in words


def test_no_value_is_drawn_against_the_limit_of_a_difference(catalogue: Catalogue, history: None, person: Person) -> None:
    values = [value for finding in person.findings() for value in finding.values]
    assert any("apart" in value.target_words for value in values)
    for value in values:
        target = target_of(catalogue, value)
        assert target is None or target.on is not On.SIDE_DIFFERENCE


def test_a_walk_or_a_desk_is_asked_without_pain(owner: Any, middle_aged: Person) -> None:
    said = owner.post("/tests/t_walking_minutes/by/self", {"minutes.week": "1"})
    assert said.url.path == "/tests/t_walking_minutes/result"
    moved = owner.post("/tests/t_neck_sidebend/by/self", {"sidebend.mirror.left": "2"})
    assert moved.url.path == "/tests/t_neck_sidebend/felt/self"
    assert "Was it the pull or pain you know?" in moved.text


def test_a_short_value_without_the_known_pull_is_never_called_inside(owner: Any, middle_aged: Person) -> None:
    owner.post("/tests/t_neck_sidebend/by/self", {"sidebend.mirror.left": "0", "sidebend.mirror.right": "0"})
    owner.post("/tests/t_neck_sidebend/felt/self", {"familiar": "no"})
    words = owner.page("/tests/t_neck_sidebend/result").words
    assert "Neck mobility. Short of the target, but nothing to work on." in words
    assert "inside the range we use" not in words
    findings = owner.page("/findings").words
    assert "Neck mobilityNo work needed" in findings


def test_the_best_answer_there_is_is_never_too_close_to_call(owner: Any, middle_aged: Person) -> None:
    owner.post("/tests/t_kyphosis_proxy/by/self", {"wall_to_tragus.hands.left": "0", "occiput_touches.touches": "0"})
    best = owner.page("/tests/t_kyphosis_proxy/result").words
    assert "Back of the head on the wall: inside the range we use." in best
    owner.post("/tests/t_bird_dog_hold/by/timer", {"hold.left.1": "10", "hold.left.2": "10", "hold.left.3": "10"})
    assert "Too close to call" not in owner.page("/tests/t_bird_dog_hold/result").words


def test_an_answer_in_words_is_shown_in_words_beside_its_finding(owner: Any, middle_aged: Person) -> None:
    owner.post("/tests/t_forward_head/by/gyro", {"cva.both.1": "30"})
    owner.post("/tests/t_dnf_endurance/by/timer", {"hold.both.1": "12"})
    owner.post("/tests/t_dnf_endurance/also/timer", {"chin_lost_first.first": "0"})
    words = owner.page("/findings/c_forward_head").words
    assert "what gave way firstThe chin poked up first" in words
    assert "yes or no" not in words


def test_what_a_question_means_stands_beside_it(owner: Any, middle_aged: Person) -> None:
    test = owner.page("/tests/t_desk_habits").words
    assert "Answer for a usual workday." in test
    assert "Any bag of a kilo or more." not in test
    asked = owner.page("/tests/t_neck_sidebend/by/self").words
    assert asked.count("Watch the line of your eyes in a mirror.") == 1
