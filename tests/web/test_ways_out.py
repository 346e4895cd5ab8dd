"""Every refusal and every stop leaves a way on, and pages say nothing that the safety check takes back."""

import re
from typing import Any

from fastapi import FastAPI

from upperback.services.person import Person
from upperback.services.views import SessionKind, StopReason, Symptom


def forms_of(app: FastAPI) -> list[str]:
    """The address of every form, with an id that fits in each place."""
    places = {
        "{step}": "wishes", "{test_id}": "t_seated_rotation", "{way}": "self", "{kind}": "walk", "{session_id}": "none",
        "{region}": "neck_left", "{routine_id}": "standing_turns", "{key}": "none",
    }  # fmt: skip
    paths = [path for path, ways in app.openapi()["paths"].items() if "post" in ways]
    return sorted(re.sub(r"\{\w+\}", lambda found: places[found.group()], path) for path in paths)


def test_a_refused_form_leads_back_to_a_page_that_exists(app: FastAPI, owner: Any, screened: Any) -> None:
    screened()
    nonsense = {"pain": "eleven", "score": "-1", "minutes": "nan", "item": "x", "word": "keep", "pgic": "9", "age": "old"}
    refused = {}
    for path in forms_of(app):
        answer = owner.post(path, nonsense)
        if answer.status_code != 400:
            continue
        (refused[path],) = re.findall(r'<a class="btn[^"]*" href="([^"]+)"', answer.text)[-1:]
        assert owner.get(refused[path]).status_code in (200, 400), (path, refused[path])
    ways = {"/about/wishes": "/about/wishes", "/diary/activity/walk": "/", "/pain": "/pain"}
    assert {path: refused[path] for path in ways} == ways
    assert refused["/session/none/stop"] == "/session/none"


def test_the_page_after_a_stop_opens_again_and_a_double_click_stops_once(owner: Any, person: Person, screened: Any) -> None:
    screened()
    session = person.sessions.start(SessionKind.EASE_NOW, 3)
    for _ in range(2):
        answer = owner.post(f"/session/{session}/stop", {"item": "0", "reason": "cramp"})
        assert answer.status_code == 200
        assert "Good that you stopped" in answer.text
    assert owner.get(str(answer.url)).status_code == 200
    assert [item.stopped_because for item in person.sessions.session(session).items] == [StopReason.CRAMP]
    assert owner.get(f"/session/{session}/stopped/7").status_code == 400


def test_a_person_who_should_be_seen_first_is_not_asked_to_train(owner: Any, screened: Any) -> None:
    screened("rf_cancer_history")
    today = owner.page("/").words
    assert "sessions this week" not in today
    assert "Walked or swum" not in today
    assert "How is the pain today?" in today
    assert str(owner.get("/ease").url).endswith("/start/result")
    assert 'href="/start/result"' in owner.get("/tests").text


def test_turns_that_were_left_open_are_no_session_that_waits(owner: Any, person: Person, screened: Any) -> None:
    screened()
    person.sessions.start(SessionKind.EASE_NOW, 3)
    today = owner.page("/")
    assert "is waiting" not in today.words
    assert "0 of 4 sessions this week" in today.words


def test_tests_that_are_due_are_the_tests_of_today(owner: Any, person: Person, history: None, clock: Any, screened: Any) -> None:
    clock.forward(days=8)
    screened()
    page = owner.page("/tests")
    named = [page.title, *re.findall(r'<b>([^<]+)</b><span class="note">', page.response.text.partition('id="areas-h"')[0])]
    due = [test for test, on in person.testing.due_tests().items() if on <= person.today()]
    assert due
    assert sorted(named) == sorted(person.catalogue.tests[test].name for test in due)


def test_a_skipped_part_of_the_check_is_asked_for_on_the_page_that_lets_one_start(
    owner: Any, person: Person, screened: Any
) -> None:
    screened()
    owner.post("/start", {"kind": "full"})
    assert "still open" in owner.page("/start/result").words


def test_the_number_is_found_where_chest_pain_stopped_the_session(owner: Any, person: Person, screened: Any) -> None:
    screened()
    session = person.sessions.start(SessionKind.EASE_NOW, 3)
    person.sessions.symptom(session, Symptom.CHEST_PAIN)
    assert "Call your local emergency number" in owner.page(f"/session/{session}").words
    answer = owner.post("/settings/region", {"region": "australia"})
    assert answer.url.path == f"/session/{session}"
    assert 'href="tel:000"' in answer.text
