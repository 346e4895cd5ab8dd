"""What a person chooses: exercises in and out of the programme, and the articles' own routines."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from upperback.model.care import Standing
from upperback.model.catalogue import Catalogue
from upperback.services.errors import BadInputError, NotAllowedError, NothingFitsError
from upperback.services.person import Person
from upperback.services.views import SessionKind, SessionState


@pytest.fixture
def answered(person: Person, catalogue: Catalogue, clock: Any) -> Callable[..., Person]:
    """A person whose screen of today says yes to what is named, and whose wishes are as given."""

    def run(*yes: str, **wishes: Any) -> Person:
        answers = {question: question in yes for question in catalogue.questions}
        today = clock.today().isoformat()
        case = {"today": today, "about": {}, "screens": [{"day": today, "answers": answers}], "wishes": wishes}
        person.import_case(json.dumps(case))
        return person

    return run


def test_an_exercise_that_nothing_stands_against_is_asked_for_and_comes_into_the_week(answered: Callable[..., Person]) -> None:
    person = answered(minutes_per_session=20)
    free = next(c.exercise for c in person.choosing.choices().values() if c.standing is Standing.CAN_ADD)
    assert person.choosing.add(free).standing is Standing.CAN_ADD
    assert person.case().wishes.added == (free,)
    assert person.choosing.choices()[free].standing in (Standing.IN_WEEK, Standing.ADDED)
    person.undo_last()
    assert person.case().wishes.added == ()


def test_what_an_answer_rules_out_can_not_be_wished_for_and_names_the_answer(answered: Callable[..., Person]) -> None:
    person = answered("ca_knee_wrist")
    before = person.case().wishes
    refused = person.choosing.add("cat_cow")
    assert refused.standing is Standing.BLOCKED
    assert refused.questions == ("ca_knee_wrist",)
    assert refused.why
    assert person.case().wishes == before


def test_what_is_left_out_stays_out_until_it_is_brought_back(answered: Callable[..., Person]) -> None:
    person = answered()
    there = person.plans.plan().programme.week[0].items[0].exercise
    person.choosing.remove(there)
    assert there not in {i.exercise for d in person.plans.plan().programme.week for i in d.items}
    assert person.choosing.choices()[there].standing is Standing.REMOVED
    person.choosing.add(there)
    assert (person.case().wishes.removed, person.case().wishes.added) == ((), (there,))
    assert there in {i.exercise for d in person.plans.plan().programme.week for i in d.items}


def test_an_unknown_exercise_or_routine_is_refused(answered: Callable[..., Person]) -> None:
    person = answered()
    for wrong in (person.choosing.add, person.choosing.remove, person.choosing.routine, person.choosing.add_routine):
        with pytest.raises(BadInputError, match="we know"):
            wrong("nothing_of_the_kind")


def test_a_routine_is_done_with_the_articles_dose_and_counts_in_the_history(
    answered: Callable[..., Person], catalogue: Catalogue
) -> None:
    person = answered()
    routine = catalogue.routines["daily_five"]
    session_id = person.sessions.start(SessionKind.ROUTINE, 3, routine="daily_five")
    session = person.sessions.session(session_id)
    assert (session.kind, session.routine, session.state) == (SessionKind.ROUTINE, "daily_five", SessionState.OPEN)
    given = [(i.exercise, i.dose.sets, i.dose.reps, i.dose.hold_s) for i in session.items]
    assert given == [(i.exercise, i.sets, i.reps, i.hold_s) for i in routine.items]
    for item in session.items:
        for set_no in range(1, item.dose.sets + 1):
            person.sessions.finish_set(session_id, item.item, set_no)
    person.sessions.finish_session(session_id, 2)
    (done,) = person.case().sessions
    assert done.routine == "daily_five"
    assert [(d.exercise, d.sets, d.reps) for d in done.items] == [(i.exercise, i.sets, i.reps) for i in routine.items]
    again = person.export_case()
    person.delete_everything()
    person.import_case(again)
    assert person.case().sessions[0].routine == "daily_five"


def test_a_routine_leaves_out_what_an_answer_blocks_and_says_why(answered: Callable[..., Person]) -> None:
    person = answered("ca_knee_wrist")
    today = person.choosing.routine("daily_five")
    blocked = {step.exercise: step.why for step in today.steps if not step.may}
    assert set(blocked) >= {"cat_cow", "childs_pose"}
    assert all(blocked.values())
    session_id = person.sessions.start(SessionKind.ROUTINE, routine="daily_five")
    assert {i.exercise for i in person.sessions.session(session_id).items} == set(today.allowed)


def test_a_routine_of_which_nothing_is_allowed_does_not_start(answered: Callable[..., Person], catalogue: Catalogue) -> None:
    person = answered("ca_knee_wrist", "ca_osteoporosis")
    nothing = [r for r in catalogue.routines if not person.choosing.routine(r).allowed]
    assert nothing == ["long_sit_stretch"]
    with pytest.raises(NothingFitsError) as error:
        person.sessions.start(SessionKind.ROUTINE, routine="long_sit_stretch")
    assert all(one.because for one in error.value.reasons.left_out)
    assert person.sessions.open_session() is None


def test_a_routine_under_way_goes_on_and_another_one_takes_its_place(answered: Callable[..., Person]) -> None:
    person = answered()
    first = person.sessions.start(SessionKind.ROUTINE, routine="daily_five")
    assert person.sessions.start(SessionKind.ROUTINE, routine="daily_five") == first
    other = person.sessions.start(SessionKind.ROUTINE, routine="standing_turns")
    assert other != first
    assert person.sessions.session(first).state is SessionState.LEFT


def test_a_routine_waits_for_the_safety_questions(person: Person) -> None:
    assert {step.may for step in person.choosing.routine("daily_five").steps} == {False}
    with pytest.raises(NotAllowedError):
        person.sessions.start(SessionKind.ROUTINE, routine="daily_five")


def test_a_routine_in_the_programme_asks_for_what_is_allowed_of_it(answered: Callable[..., Person]) -> None:
    person = answered("ca_knee_wrist", removed=["wall_angel"])
    wanted = person.choosing.add_routine("daily_five")
    assert "cat_cow" not in wanted
    assert person.case().wishes.added == wanted
    assert person.case().wishes.removed == ()
    person.undo_last()
    assert (person.case().wishes.added, person.case().wishes.removed) == ((), ("wall_angel",))
