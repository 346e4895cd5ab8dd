"""The week as a person reads it: why each item is there, what is different, what is left out, and a session told later."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from upperback.model.body import Side
from upperback.model.catalogue import Catalogue
from upperback.model.record import Wishes
from upperback.services.course import Moved, differences
from upperback.services.errors import BadInputError
from upperback.services.person import Person
from upperback.services.views import ScreenKind, SessionKind


@pytest.fixture
def planned(screened: Callable[..., None], person: Person) -> None:
    screened()
    person.testing.record_test("t_seated_rotation", "rotation", Side.LEFT, [30.0, 31.0, 32.0], "camera", pain=1)
    person.plans.plan()


@pytest.mark.usefixtures("planned")
def test_each_item_answers_four_questions_and_names_its_rule(owner: Any, person: Person) -> None:
    page, plan = owner.page("/programme"), person.plans.plan()
    assert plan.today is not None
    for question in ("Why this", "Why now", "Why this dose", "What instead"):
        assert sum(e.tag == "dt" and e.text == question for e in page.elements) == len(plan.today.items)
    rules = {rule.rule: rule.words for rule in plan.programme.rules}
    for item in plan.today.items:
        assert item.why_now in page.words
        assert item.why_dose in page.words
        assert item.rules
        assert all(rules[rule] in page.words for rule in item.rules if rule in rules)


@pytest.mark.usefixtures("planned")
def test_every_exercise_that_is_left_out_says_why_and_can_be_found(owner: Any, person: Person, catalogue: Catalogue) -> None:
    left_out = person.plans.plan().programme.left_out
    words = owner.page("/programme").words
    assert f"{len(left_out)} exercises are not in your week" in words
    assert all(catalogue.exercises[one.exercise].name in words and one.because in words for one in left_out)
    one = left_out[-1]
    name = catalogue.exercises[one.exercise].name
    found = owner.page(f"/programme?why_not={name}")
    opened = [e for e in found.all("details") if "open" in e.attributes and "not in your week" in e.text]
    assert len(opened) == 1
    assert name in opened[0].text
    assert "No exercise that is left out has “xyzzy”" in owner.page("/programme?why_not=xyzzy").words


@pytest.mark.usefixtures("planned")
def test_the_first_week_has_nothing_to_differ_from(owner: Any) -> None:
    page = owner.page("/programme")
    assert "This is your first week. It starts small." in page.words
    assert re.search(r"About \d+ minutes? of work, in \d+ minutes? of sessions this week\.", page.words)
    assert "In two minutes, one set of this:" in page.words


@pytest.mark.usefixtures("planned")
def test_a_later_week_says_what_is_new(owner: Any, person: Person, catalogue: Catalogue, clock: Any, screened: Any) -> None:
    first = person.plans.plan()
    clock.forward(days=8)
    person.screening.open(ScreenKind.FULL)
    screened()
    owner.get("/?token=once")
    second = person.plans.plan()
    assert second.made_on == first.made_on + timedelta(days=8)
    found = differences(catalogue, person.case(), second.programme, second.made_on)
    assert found is not None
    before = {item.exercise for day in first.programme.week for item in day.items}
    now = {item.exercise for day in second.programme.week for item in day.items}
    assert {one.exercise for one in found.moved if one.moved is Moved.NEW} == now - before
    assert {one.exercise for one in found.moved if one.moved is Moved.OUT} == before - now
    assert f"Against the week of {catalogue.texts.day(first.made_on)}." in owner.page("/programme").words


@pytest.mark.usefixtures("planned")
def test_a_session_without_the_app_counts_like_any_other_and_can_be_taken_back(owner: Any, person: Person) -> None:
    offered = person.elsewhere.can_tell().exercises
    today = person.today()
    form = {"day": today.isoformat(), "exercise": list(offered[:2]), "before": "4", "after": "3"}
    answer = owner.post("/programme/told", form)
    assert "You told us of a session without the app." in answer.text
    session = person.case().sessions[-1]
    assert (session.day, session.pain_before, session.pain_after) == (today, 4, 3)
    assert [(item.exercise, item.skipped) for item in session.items] == [(e, False) for e in offered[:2]]
    assert all(item.sets >= 1 and item.reps >= 1 for item in session.items)
    assert person.plans.plan().done_today
    owner.post("/undo")
    assert person.case().sessions == ()
    assert not person.plans.plan().done_today


@pytest.mark.usefixtures("planned")
def test_an_earlier_day_can_be_told_but_not_one_to_come_or_long_ago(person: Person) -> None:
    exercise = person.elsewhere.can_tell().exercises[0]
    person.elsewhere.tell(person.today() - timedelta(days=3), [exercise])
    assert person.case().sessions[-1].day == person.today() - timedelta(days=3)
    for days, why in ((1, "after today"), (-8, "more than 7 days ago")):
        with pytest.raises(BadInputError, match=why):
            person.elsewhere.tell(person.today() + timedelta(days=days), [exercise])
    with pytest.raises(BadInputError, match="name what was done"):
        person.elsewhere.tell(person.today(), ["once_upon_a_time"])
    assert len(person.case().sessions) == 1


@pytest.mark.usefixtures("planned")
def test_what_can_not_be_used_comes_back_as_it_was_written(owner: Any, person: Person) -> None:
    day = (person.today() - timedelta(days=2)).isoformat()
    answer = owner.post("/programme/told", {"day": day, "before": "6"})
    assert answer.status_code == 400
    assert "Please tick what you did." in answer.text
    assert re.search(rf'value="{day}" checked', answer.text)
    assert re.search(r'name="before" value="6" checked', answer.text)
    assert person.case().sessions == ()


@pytest.mark.usefixtures("planned")
def test_an_empty_pain_form_is_not_said_to_be_noted(owner: Any, person: Person) -> None:
    answer = owner.post("/pain", {})
    assert answer.url.path == "/"
    assert "noted" not in answer.url.params
    assert person.case().diary == ()


@pytest.mark.usefixtures("planned")
def test_an_illness_is_told_with_the_pain_and_taken_back_with_it(owner: Any, person: Person) -> None:
    owner.post("/pain", {"pain": "3", "ill": "yes"})
    day = person.case().diary[-1]
    assert (day.pain, day.ill, day.slept_badly) == (3, True, False)
    owner.post("/pain", {"pain": "4", "slept_badly": "yes"})
    day = person.case().diary[-1]
    assert (day.pain, day.ill, day.slept_badly) == (4, False, True)
    owner.post("/undo")
    day = person.case().diary[-1]
    assert (day.pain, day.ill, day.slept_badly) == (3, True, False)


@pytest.mark.usefixtures("planned")
def test_a_day_stays_done_when_a_new_programme_is_made_on_it(owner: Any, person: Person) -> None:
    offered = person.elsewhere.can_tell().exercises
    owner.post("/programme/told", {"day": person.today().isoformat(), "exercise": list(offered[:2])})
    done = person.plans.plan()
    person.diary.save_wishes(Wishes(minutes_per_session=8))
    again = person.plans.plan()
    assert again.id != done.id
    assert (again.done_today, again.trained_on) == (True, (person.today(),))
    assert "Start session" not in owner.page("/").words
    assert "Start session" not in owner.page("/programme").words


@pytest.mark.usefixtures("planned")
def test_the_plan_is_looked_up_again_after_a_change(person: Person) -> None:
    assert person.plans.plan() is person.plans.plan()
    person.screening.open()
    for group in person.catalogue.groups:
        asked = {q.id: False for q in person.catalogue.questions.values() if q.group == group.id}
        person.screening.answer_group(group.id, asked)
    person.screening.finish_screen()
    session = person.sessions.start(SessionKind.FULL)
    person.sessions.finish_session(session)
    assert person.plans.plan().done_today


@pytest.mark.usefixtures("history")
def test_a_measure_named_like_its_test_is_said_once(owner: Any, person: Person) -> None:
    person.testing.record_test("t_walking_minutes", "minutes", Side.BOTH, [60.0], "self")
    assert "active minutes a week" not in owner.page("/findings").words
