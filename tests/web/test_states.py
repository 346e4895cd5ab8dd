"""Every state a course can have, as a person sees it: its page, what today says of it, its one action, its way on."""

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from upperback.exchange import case_file
from upperback.model.care import State, Status
from upperback.services.person import Person

TOOLS = Path(__file__).parents[2] / "tools"
STATES = {
    "starting": (State.STARTING, "A start, and enough for now", "/session"),
    "responding": (State.RESPONDING, "It is getting easier", "/session"),
    "no_response": (State.NO_RESPONSE, "No clear change yet", "/about/wishes?one=1"),
    "low_adherence": (State.LOW_ADHERENCE, "Short sessions count too", "#choose"),
    "flare": (State.FLARE, "A calmer week", "/session"),
    "plateau": (State.PLATEAU, "Steady, and time to look again", ""),
    "human_review": (State.HUMAN_REVIEW, "Time for someone to look with you", "/note"),
    "well_but_findings": (State.WELL_BUT_FINDINGS, "You are doing well", "#choose"),
    "graduated": (State.GRADUATED, "You can stop corrective work here", "/programme"),
    "maintenance": (State.MAINTENANCE, "Keeping what you have", "/programme"),
    "relapse": (State.RELAPSE, "A step back is part of the way", "/start"),
    "relapse_weeks": (State.RELAPSE, "A step back is part of the way", "/session"),
    "refer": (State.REFER, "Please let a clinician look at this", "/note"),
    "refer_by_answer": (State.REFER, "Please let a clinician look at this", "/start/result"),
}
FORBIDDEN = (
    "diagnosis:",
    "cure",
    "cleared",
    "safe for you",
    "bad posture",
    "abnormal",
    "misaligned",
    "weak spine",
    "must continue",
)


@pytest.fixture(scope="module")
def states() -> Iterator[ModuleType]:
    sys.path.insert(0, str(TOOLS))
    yield importlib.import_module("seed_states")
    sys.path.remove(str(TOOLS))


@pytest.fixture
def live_in(states: ModuleType, person: Person) -> Callable[[str], None]:
    """Replaces the record by the one of a state."""

    def live(name: str) -> None:
        person.import_case(case_file.write(states.case_of(name, person.today())))

    return live


def main_action(page: Any) -> str:
    """Where the one filled button leads; "" for a button of a form."""
    big = [e for e in page.elements if "btn big" in e.attributes.get("class", "")]
    assert len(big) == 1
    return str(big[0].attributes.get("href", ""))


def test_every_state_has_its_record(states: ModuleType) -> None:
    assert set(STATES) == set(states.CASES)
    assert {state for state, _, _ in STATES.values()} == set(State)


@pytest.mark.parametrize("name", STATES)
def test_a_state_has_a_page_with_a_reason_its_rule_and_one_action(
    name: str, live_in: Callable[[str], None], person: Person, owner: Any
) -> None:
    live_in(name)
    state, title, action = STATES[name]
    assert person.review().state is state
    page = owner.page("/progress/now")
    assert page.title == title
    assert main_action(page) == action
    assert "Why we say this" in page.words
    if name != "refer_by_answer":
        assert "The rule behind it" in page.words
        assert person.review().because[0] in page.words
    assert [word for word in FORBIDDEN if word in page.words.lower()] == []


@pytest.mark.parametrize("name", STATES)
def test_every_page_of_care_opens_in_every_state(name: str, live_in: Callable[[str], None], owner: Any) -> None:
    live_in(name)
    for path in ("/", "/programme", "/findings", "/progress", "/programme/told", "/note", "/start", "/pain"):
        assert (path, owner.get(path).status_code) == (path, 200)


@pytest.mark.parametrize(
    "name", ["no_response", "low_adherence", "flare", "plateau", "human_review", "well_but_findings", "refer"]
)
def test_today_says_what_stands_out_and_leads_to_it(name: str, live_in: Callable[[str], None], owner: Any) -> None:
    live_in(name)
    page = owner.page("/")
    assert STATES[name][1] in page.words
    assert any(e.attributes.get("href") == "/progress/now" for e in page.all("a"))


def test_the_end_of_the_work_is_the_first_thing_said_that_day(live_in: Callable[[str], None], owner: Any) -> None:
    live_in("graduated")
    assert owner.page("/").title == "You can stop corrective work here"
    page = owner.page("/progress/now")
    assert "You did 35 sessions in 10 weeks." in page.words
    assert "Brisk walking" in page.words
    assert "Your light week" in owner.page("/programme").words


def test_few_sessions_lead_to_one_change_that_can_be_taken_back(
    live_in: Callable[[str], None], person: Person, owner: Any
) -> None:
    live_in("low_adherence")
    before = person.case().wishes
    asked = owner.page("/progress/now?way=time")
    assert "Five minutes on three days is enough for now." in asked.words
    assert "Your programme" in owner.post("/progress/now/smaller").text
    assert (person.case().wishes.minutes_per_session, person.case().wishes.days_per_week) == (5, 3)
    owner.post("/undo")
    assert person.case().wishes == before


def test_well_with_a_finding_may_stop_in_one_press_and_take_it_back(
    live_in: Callable[[str], None], person: Person, owner: Any
) -> None:
    live_in("well_but_findings")
    page = owner.page("/progress/now")
    assert "You accept Upper-back turning as how you are built." in page.words
    assert "still there" not in page.words
    answer = owner.post("/progress/now/accept", {"finding": "c_thoracic_rotation_stiff"})
    assert "You can stop corrective work here" in answer.text
    assert person.review().state is State.GRADUATED
    owner.post("/undo")
    assert person.review().state is State.WELL_BUT_FINDINGS


def test_a_plateau_is_accepted_by_name(live_in: Callable[[str], None], person: Person, owner: Any) -> None:
    live_in("plateau")
    page = owner.page("/progress/now")
    named = [e.attributes["value"] for e in page.all("input") if e.attributes.get("name") == "finding"]
    assert named == [f.finding for f in person.findings() if f.status is Status.PLATEAU_ACCEPTED]
    owner.post("/progress/now/accept", {"finding": named})
    assert person.review().state is not State.PLATEAU


def test_twelve_weeks_wait_until_a_visit_is_told(live_in: Callable[[str], None], person: Person, owner: Any) -> None:
    live_in("human_review")
    assert "Until someone has looked" in owner.page("/programme").words
    assert "Someone has looked at it with me" in owner.page("/progress/now").words
    refused = owner.post("/progress/now/look", {"by": "", "day": ""})
    assert refused.status_code == 400
    assert "Say who has looked at it" in refused.text
    owner.post("/progress/now/look", {"by": "physiotherapist", "day": person.today().isoformat(), "tags": "prone"})
    assert person.review().state is State.RESPONDING
    assert "physiotherapist" in owner.page("/start").words
    assert "Until someone has looked" not in owner.page("/programme").words
    owner.post("/undo")
    assert person.review().state is State.HUMAN_REVIEW


def test_a_day_that_is_done_asks_for_no_second_session(live_in: Callable[[str], None], person: Person, owner: Any) -> None:
    live_in("responding")
    assert main_action(owner.page("/progress/now")) == "/session"
    owner.page("/programme")  # the week is made and kept
    person.elsewhere.tell(person.today(), person.elsewhere.can_tell().exercises[:2])
    assert main_action(owner.page("/progress/now")) == "/programme"


def test_after_a_relapse_the_whole_check_comes_first(live_in: Callable[[str], None], person: Person, owner: Any) -> None:
    live_in("relapse")
    assert owner.page("/").title == "A step back is part of the way"
    assert owner.page("/start").title == "It has become harder again"
    assert person.screening.need().because == "relapse"
    assert owner.get("/programme", follow=False).headers["location"] == "/start"


def test_a_yes_of_the_check_leads_to_its_own_page_in_its_own_words(live_in: Callable[[str], None], owner: Any) -> None:
    live_in("refer_by_answer")
    page = owner.page("/progress/now")
    assert "You said yes to: “" in page.words
    assert "rf_arm_weakness" not in page.response.text


def test_the_note_stands_in_the_persons_words_and_prints_alone(live_in: Callable[[str], None], owner: Any) -> None:
    live_in("human_review")
    page = owner.page("/note")
    assert page.title.startswith("Note for a clinician")
    assert "Twelve weeks of this work are over. Does it make sense to go on?" in page.words
    assert "typing for an hour: 6 of 10" in page.words


def test_nobody_new_is_told_where_they_stand(owner: Any) -> None:
    assert owner.page("/progress/now").title == "Nothing to say yet"
    assert owner.get("/note").status_code == 200


def test_a_finding_says_where_its_error_comes_from(live_in: Callable[[str], None], owner: Any) -> None:
    live_in("responding")
    words = owner.page("/findings").words
    assert "by your own tries so far." in words
    assert "about 16 of 100 healthy people have a value outside the range" in words
    live_in("plateau")
    assert "by our own judgement." in owner.page("/findings/c_thoracic_rotation_stiff").words


def test_progress_says_what_seems_to_help_and_how_sure(live_in: Callable[[str], None], owner: Any) -> None:
    live_in("responding")
    words = owner.page("/progress").words
    assert "These seem to help you, so far" in words
    assert "Fairly sure" in words
    assert "So this is a hint, not a proof." in words
    assert "Now 6. You wished for 8." in words
    assert "135 minutes" in words


def test_the_monthly_look_is_asked_when_it_is_due(live_in: Callable[[str], None], clock: Any, owner: Any) -> None:
    live_in("maintenance")
    assert "The monthly look at how it goes. Two short questions" not in owner.page("/progress").words
    clock.forward(days=23)
    owner.get("/?token=once")
    assert "The monthly look at how it goes. Two short questions" in owner.page("/progress").words
