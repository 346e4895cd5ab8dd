"""Self-tests without the camera: numbers by tape, timer and phone, own words, how it felt, and the spots that are pressed."""

from collections.abc import Callable
from typing import Any

import pytest

from upperback.model.body import Side
from upperback.model.catalogue import Catalogue
from upperback.model.record import About
from upperback.services.person import Person
from upperback.web.pages.hand import ways_of


@pytest.fixture
def ready(person: Person, screened: Callable[..., None]) -> Person:
    screened()
    person.diary.save_about(About(age=43))
    return person


def kept(person: Person, test: str) -> dict[tuple[str, str], tuple[float, ...]]:
    return {(t.measure, t.side.value): t.trials for t in person.case().tests if t.test == test}


def test_every_test_can_be_taken_without_a_camera_with_a_picture_of_how(owner: Any, ready: Person, catalogue: Catalogue) -> None:
    for test in catalogue.tests.values():
        ways = [way for way in ways_of(test) if way != "photo"]
        assert ways, test.id
        page = owner.page(f"/tests/{test.id}")
        offered = {a.attributes["href"] for a in page.all("a") if a.attributes.get("href", "").startswith(f"/tests/{test.id}/")}
        if test.id == "t_tender_points":
            assert f"/tests/{test.id}/spots" in offered
            continue
        assert offered >= {f"/tests/{test.id}/by/{way}" for way in ways}, test.id
        for way in set(ways) - {"self"}:
            drawn = owner.page(f"/tests/{test.id}/by/{way}")
            assert any(e.attributes.get("aria-label", "").startswith(test.name) for e in drawn.all("svg")), (test.id, way)


def test_a_tape_value_is_kept_for_each_side_and_try_then_its_questions_then_how_it_felt(owner: Any, ready: Person) -> None:
    sent = {f"tragus_to_wall.{side}.{n}": value for side, value in (("left", "14,5"), ("right", "15")) for n in (1, 2, 3)}
    asked = owner.post("/tests/t_kyphosis_proxy/by/tape", sent)
    assert asked.url.path == "/tests/t_kyphosis_proxy/also/tape"
    felt = owner.post("/tests/t_kyphosis_proxy/also/tape", {"occiput_touches.touches": "0"})
    assert felt.url.path == "/tests/t_kyphosis_proxy/felt/tape"
    result = owner.post("/tests/t_kyphosis_proxy/felt/tape", {"pain": "3", "familiar": "yes"})
    assert result.url.path == "/tests/t_kyphosis_proxy/result"
    assert kept(ready, "t_kyphosis_proxy") == {
        ("tragus_to_wall", "left"): (14.5, 14.5, 14.5),
        ("tragus_to_wall", "right"): (15.0, 15.0, 15.0),
        ("occiput_touches", "both"): (1.0,),
    }
    taped = [t for t in ready.case().tests if t.method == "tape"]
    assert {(t.pain, t.familiar) for t in taped} == {(3, True)}


def test_inches_are_kept_as_centimetres(owner: Any, ready: Person) -> None:
    page = owner.page("/tests/t_kyphosis_proxy/by/tape?unit=in")
    assert {e.text for e in page.elements if e.attributes.get("class") == "unit"} == {"in"}
    owner.post("/tests/t_kyphosis_proxy/by/tape", {"unit": "in", "tragus_to_wall.left.1": "6"})
    assert kept(ready, "t_kyphosis_proxy") == {("tragus_to_wall", "left"): (15.24,)}


def test_a_timed_hold_can_be_typed_in_without_scripts(owner: Any, ready: Person) -> None:
    page = owner.page("/tests/t_scap_endurance/by/timer")
    (field,) = [e for e in page.all("input") if "data-timer" in e.attributes]
    owner.post("/tests/t_scap_endurance/by/timer", {field.attributes["name"]: "41"})
    assert list(kept(ready, "t_scap_endurance").values()) == [(41.0,)]


def test_a_number_that_can_not_be_is_refused_and_nothing_is_kept(owner: Any, ready: Person) -> None:
    answer = owner.post("/tests/t_kyphosis_proxy/by/tape", {"tragus_to_wall.left.1": "400"})
    assert answer.status_code == 400
    assert owner.post("/tests/t_kyphosis_proxy/by/tape", {}).status_code == 400
    assert owner.get("/tests/t_kyphosis_proxy/by/gyro").status_code == 404
    assert ready.case().tests == ()


def test_many_questions_come_a_few_a_page_and_each_answer_comes_along(owner: Any, ready: Person, catalogue: Catalogue) -> None:
    asked = [(m.id, i.id) for m in catalogue.tests["t_confidence_stiffness"].measures for i in m.items]
    assert len(asked) > 4
    path = "/tests/t_confidence_stiffness/by/self"
    first = owner.page(path)
    names = list(dict.fromkeys(e.attributes["name"] for e in first.all("input") if e.attributes.get("type") == "radio"))
    assert names == [f"{measure}.{item}" for measure, item in asked[:4]]
    said = dict.fromkeys(names, "1")
    second = owner.post(path, {**said, "from": "4"})
    assert ready.case().tests == ()
    for name in names:
        assert f'type="hidden" name="{name}" value="1"' in second.text
    rest = {f"{measure}.{item}": "0" for measure, item in asked[4:]}
    assert owner.post(path, {**said, **rest}).url.path == "/tests/t_confidence_stiffness/result"
    assert len(kept(ready, "t_confidence_stiffness")) == len(catalogue.tests["t_confidence_stiffness"].measures)


def test_a_question_can_be_left_out_but_not_half_of_what_is_summed(owner: Any, ready: Person) -> None:
    path = "/tests/t_desk_habits/by/self"
    names = ("longest_sitting", "sitting_hours", "breaks", "arm_work")
    half = owner.post(path, {"flags.breaks": "2", "from": "4"})
    assert half.status_code == 400
    assert "answer every question, or none" in half.text
    whole = {f"flags.{name}": "2" for name in names}
    assert 'name="stress.said"' in owner.post(path, {**whole, "from": "4"}).text
    assert owner.post(path, {**whole, "sleep.said": "1"}).url.path == "/tests/t_desk_habits/result"
    assert {t.measure for t in ready.case().tests} == {"flags", "sleep"}


def test_dizziness_in_a_test_leads_to_the_short_safety_form(owner: Any, ready: Person) -> None:
    owner.post("/tests/t_scap_endurance/by/timer", {"hold.both.1": "12"})
    answer = owner.post("/tests/t_scap_endurance/felt/timer", {"pain": "2", "stopped": "dizzy"})
    assert answer.url.path == "/start"
    assert ready.screening.need().because == "symptom"
    assert {t.stopped_because for t in ready.case().tests if t.method == "timer"} == {"dizzy"}


def test_a_result_stands_beside_the_one_before_and_says_when_nothing_is_clear(owner: Any, ready: Person, clock: Any) -> None:
    for value in (14, 13, 6):
        ready.testing.record_test("t_kyphosis_proxy", "tragus_to_wall", Side.LEFT, [value] * 3, "tape")
        words = owner.page("/tests/t_kyphosis_proxy/result").words
        assert ("No clear change yet" in words) == (value == 13)
        assert ("A clear change" in words) == (value == 6)
        clock.forward(days=13)
        ready.screening.open()


def test_spots_are_said_one_by_one_each_side_kept_with_whether_it_is_the_known_pain(owner: Any, ready: Person) -> None:
    spots = [
        f"{site}_{side}" for site in ("shoulder_top", "blade_corner", "between_blades", "chest_top") for side in ("left", "right")
    ]
    overview = owner.page("/tests/t_tender_points/spots")
    followed = [a.attributes["href"] for a in overview.all("a") if "/spots/" in a.attributes.get("href", "")]
    assert {path.rpartition("/")[2] for path in followed} == set(spots)
    path = "/tests/t_tender_points/spots/shoulder_top_left"
    visited = []
    for tender, familiar in ((5, "yes"), (4, "no"), (6, "yes"), (0, "no")):
        visited.append(path.rpartition("/")[2])
        assert "5 seconds" in owner.page(path).words
        path = owner.post(path, {"tender": str(tender), "familiar": familiar}).url.path
    assert visited == spots[:4]
    skip = next(a for a in owner.page(path).all("a") if a.text == "Skip this spot")
    assert skip.attributes["href"].endswith(spots[5])
    said = {(t.measure, t.side.value): (t.trials, t.familiar, t.method) for t in ready.case().tests}
    assert said[("shoulder_top", "left")] == ((5.0,), True, "self")
    assert said[("blade_corner", "left")] == ((6.0,), True, "self")
    assert len(said) == 4
    summary = owner.page("/tests/t_tender_points/result")
    assert summary.title == "2 spots are your familiar pain"
    assert "Top of the shoulder, left" in summary.words
    shown = [e.attributes for e in summary.elements if "data-region" in e.attributes]
    assert {s["data-region"] for s in shown if s["class"] == "area"} == {"shoulder_top_left", "blade_corner_left"}


def test_a_spot_without_a_number_is_refused(owner: Any, ready: Person) -> None:
    assert owner.post("/tests/t_tender_points/spots/chest_top_left", {"familiar": "yes"}).status_code == 400
    assert owner.get("/tests/t_tender_points/spots/left_ear").status_code == 404
    assert owner.get("/tests/t_seated_rotation/spots").status_code == 404


def test_spots_are_not_pressed_with_blood_thinners(owner: Any, person: Person, screened: Callable[..., None]) -> None:
    screened("ca_anticoagulant")
    assert "Not today" in owner.page("/tests/t_tender_points").words
    assert owner.get("/tests/t_tender_points/spots/chest_top_left").url.path == "/tests/t_tender_points"
    owner.post("/tests/t_tender_points/spots/chest_top_left", {"tender": "5"})
    assert person.case().tests == ()


def test_a_test_of_questions_shows_no_stop_rule_and_one_of_the_body_does(owner: Any, ready: Person, catalogue: Catalogue) -> None:
    assert catalogue.tests["t_desk_habits"].stop not in owner.get("/tests/t_desk_habits").text
    for test, way in (("t_forward_head", ""), ("t_sit_reach", "/by/tape")):
        assert catalogue.tests[test].stop in owner.get(f"/tests/{test}{way}").text
