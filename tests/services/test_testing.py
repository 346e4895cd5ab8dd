"""Self-tests over the days: a short first day, what is due again, what has changed, and a symptom on the way."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from upperback.model.body import Side
from upperback.model.care import Incomplete
from upperback.model.catalogue import Catalogue
from upperback.services.person import Person
from upperback.services.testing import FIRST, FIRST_MOST
from upperback.services.views import ScreenKind, Symptom


@pytest.fixture
def hurting(person: Person, catalogue: Catalogue, clock: Any) -> Callable[..., Person]:
    """A screened person who hurts in these places."""

    def run(*regions: str) -> Person:
        screen = {"day": clock.today().isoformat(), "answers": dict.fromkeys(catalogue.questions, False)}
        case = {"today": clock.today().isoformat(), "about": {"regions": list(regions)}, "screens": [screen]}
        person.import_case(json.dumps(case))
        return person

    return run


def test_the_first_day_is_short_and_holds_the_core(hurting: Callable[..., Person]) -> None:
    person = hurting("neck_left", "between_blades_left", "shoulder_top_right", "low_back_left")
    first = [test.id for test in person.testing.first_tests()]
    assert set(FIRST) <= set(first)
    assert len(first) == FIRST_MOST
    assert len(person.testing.open_tests()) > 20


def test_the_first_day_looks_where_it_hurts(hurting: Callable[..., Person], catalogue: Catalogue) -> None:
    near = set(catalogue.areas["low_back"].tests)
    assert near & {test.id for test in hurting("low_back_left").testing.first_tests()}
    assert not near & ({test.id for test in hurting("neck_left").testing.first_tests()} - set(FIRST))


def test_holds_that_tire_come_last_and_questions_first(hurting: Callable[..., Person]) -> None:
    first = hurting("low_back_left").testing.first_tests()
    timed = [any("timer" in m.methods for m in test.measures) for test in first]
    assert timed == sorted(timed)
    assert first[0].id in ("t_desk_habits", "t_walking_minutes")


def test_only_what_was_taken_is_due_again(hurting: Callable[..., Person], clock: Any, answer: Callable[..., Any]) -> None:
    person = hurting("neck_left")
    person.testing.record_test("t_desk_habits", "flags", Side.BOTH, [3], "self")
    assert set(person.testing.due_tests()) >= {test.id for test in person.testing.first_tests()} - {"t_desk_habits"}
    clock.pass_by(days=4)
    assert set(person.testing.due_tests()) == {"t_desk_habits"}


def test_a_change_is_clear_only_beyond_the_error(hurting: Callable[..., Person], clock: Any) -> None:
    person = hurting()
    first = person.testing.record_test("t_kyphosis_proxy", "tragus_to_wall", Side.LEFT, [14, 14, 14], "tape")
    assert person.testing.compared(first) is None
    clock.pass_by(days=14)
    near = person.testing.record_test("t_kyphosis_proxy", "tragus_to_wall", Side.LEFT, [13, 13, 13], "tape")
    compared = person.testing.compared(near)
    assert compared is not None
    assert (compared.before, compared.change, compared.clear) == (14, -1, False)
    assert compared.day == clock.today() - timedelta(days=14)
    far = person.testing.record_test("t_kyphosis_proxy", "tragus_to_wall", Side.LEFT, [9, 9, 9], "tape")
    assert (beyond := person.testing.compared(far)) is not None
    assert (beyond.change, beyond.clear) == (-5, True)


def test_another_way_of_measuring_is_no_comparison(hurting: Callable[..., Person], clock: Any) -> None:
    person = hurting()
    person.testing.record_test("t_neck_rotation", "rotation", Side.LEFT, [60, 60, 60], "gyro")
    clock.pass_by(days=14)
    other = person.testing.record_test("t_neck_rotation", "rotation", Side.LEFT, [70], "self")
    assert person.testing.compared(other) is None


def test_a_symptom_in_a_test_asks_the_short_form_and_ends_a_clearance(ready: Person) -> None:
    view = ready.screening.after_symptom(Symptom.DIZZY)
    assert view.kind is ScreenKind.SHORT
    assert ready.screening.need().because == "symptom"
    assert isinstance(ready.verdict(), Incomplete)
    assert ready.testing.open_tests() == ()


def test_what_comes_up_never_lists_every_test(hurting: Callable[..., Person], clock: Any) -> None:
    person = hurting("neck_left")
    person.testing.record_test("t_desk_habits", "flags", Side.BOTH, [3], "self")
    clock.pass_by(days=1)
    assert len([entry for entry in person.review().due if entry.what in person.catalogue.tests]) > 10
    assert [entry.what for entry in person.due() if entry.what in person.catalogue.tests] == ["t_desk_habits"]
    assert {"screen"} <= {entry.what for entry in person.due()}
