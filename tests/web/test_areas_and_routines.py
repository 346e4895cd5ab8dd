"""From the home page to everything: one thing to look at, the articles' routines, exercises in and out with their reasons."""

import re
from collections.abc import Callable
from typing import Any

from upperback.model.catalogue import Catalogue
from upperback.services.person import Person
from upperback.services.views import SessionState

LIGHT = 200_000  # bytes


def test_every_area_is_reached_from_the_home_page_and_from_the_body(owner: Any, history: None, catalogue: Catalogue) -> None:
    home = owner.page("/")
    led = {a.attributes["href"] for a in home.all("a")}
    assert led >= {f"/areas/{area}" for area in catalogue.areas} | {"/routines", "/tests"}
    inside = {a.attributes["href"] for a in home.all("a") if any(e.tag == "svg" for e in a.within)}
    assert "/areas/neck" in inside
    assert len(home.response.content) < LIGHT


def test_an_area_shows_its_tests_its_findings_and_what_helps(owner: Any, history: None, catalogue: Catalogue) -> None:
    for area in catalogue.areas.values():
        answer = owner.get(f"/areas/{area.id}")
        assert (area.id, answer.status_code) == (area.id, 200)
        assert len(answer.content) < LIGHT
        led = set(re.findall(r'href="(/[^"#]+)', answer.text))
        assert led >= {f"/tests/{test}" for test in area.tests}, area.id
        assert led >= {f"/findings/{finding}" for finding in area.findings}, area.id
        serving = {e.id for e in catalogue.exercises.values() if set(area.findings) & {s.finding for s in e.serves}}
        assert not serving or led & {f"/exercises/{e}" for e in serving}, area.id


def test_a_result_stands_in_its_area_with_its_error(owner: Any, history: None) -> None:
    words = owner.page("/areas/upper_back_turn").words
    assert re.search(r"Left 26° ± \d+°", words.replace("\xa0", " "))
    assert "Right 45°" in words


def test_there_is_no_area_of_a_made_up_name(owner: Any, history: None) -> None:
    assert owner.get("/areas/elbow").status_code == 404
    assert owner.get("/routines/elbow").status_code == 404
    assert owner.post("/routines/elbow/start").status_code == 404


def test_the_routines_are_there_with_the_articles_doses(owner: Any, history: None, catalogue: Catalogue) -> None:
    overview = owner.page("/routines")
    assert len(overview.response.content) < LIGHT
    for routine in catalogue.routines.values():
        assert routine.name in overview.words
        page = owner.page(f"/routines/{routine.id}")
        for item in routine.items:
            assert catalogue.exercises[item.exercise].name in page.words
            assert item.dose in page.words
        assert routine.evidence in page.words


def test_what_the_screen_blocks_in_a_routine_says_why(owner: Any, person: Person, screened: Callable[..., None]) -> None:
    screened("ca_knee_wrist")
    words = owner.page("/routines/daily_five").words
    assert words.count("Left out today.") == 2
    why = person.choosing.choices()["cat_cow"].why
    assert why in words
    assert "Left out for you: Cat-cow and Child’s pose" in owner.page("/routines/daily_five/start").words


def test_a_routine_is_done_now_and_is_in_the_record(owner: Any, person: Person, screened: Callable[..., None]) -> None:
    screened()
    answer = owner.post("/routines/standing_turns/start", {"pain": "4"})
    session = person.sessions.open_session()
    assert session is not None
    assert answer.url.path == f"/session/{session.id}"
    assert (session.routine, session.pain_before) == ("standing_turns", 4)
    person.sessions.finish_set(session.id, 0, 1)
    owner.post(f"/session/{session.id}/finish", {"pain": "3"})
    assert person.sessions.session(session.id).state is SessionState.FINISHED
    assert [s.routine for s in person.case().sessions] == ["standing_turns"]


def test_a_guarded_routine_asks_first(owner: Any, person: Person, screened: Callable[..., None], catalogue: Catalogue) -> None:
    screened()
    (guarded,) = [r for r in catalogue.routines.values() if r.guarded]
    assert guarded.guarded in owner.page(f"/routines/{guarded.id}").words
    assert guarded.guarded in owner.page(f"/routines/{guarded.id}/start").words
    assert owner.post(f"/routines/{guarded.id}/start", {"pain": "2"}).status_code == 400
    assert owner.post(f"/routines/{guarded.id}/add").status_code == 400
    assert person.sessions.open_session() is None
    assert person.case().wishes.added == ()
    owner.post(f"/routines/{guarded.id}/start", {"pain": "2", "agreed": "yes"})
    assert (session := person.sessions.open_session()) is not None
    assert session.routine == guarded.id


def test_before_a_routine_comes_the_short_form_and_then_the_way_back_to_it(
    owner: Any, screened: Callable[..., None], clock: Any, catalogue: Catalogue
) -> None:
    screened()
    clock.forward(days=1)
    assert owner.page("/routines/daily_five/start").title == "Six short questions"
    assert owner.client.cookies.get("upperback_onward").strip('"') == "/routines/daily_five/start"
    owner.post("/start")
    for group in catalogue.groups:
        owner.post("/start/ask", {"step": group.id, "go": "none", "answer": "no"})
    result = owner.page("/start/result")
    assert "/routines/daily_five/start" in {a.attributes["href"] for a in result.all("a")}
    owner.post("/routines/daily_five/start", {"pain": "2"})
    assert not owner.client.cookies.get("upperback_onward")


def test_a_routine_put_into_the_programme_can_be_taken_back(owner: Any, person: Person, screened: Callable[..., None]) -> None:
    screened()
    page = owner.post("/routines/daily_five/add")
    assert page.url.path == "/programme"
    assert set(person.case().wishes.added) == {
        "chin_tuck_seated",
        "shoulder_blade_squeeze",
        "wall_angel",
        "cat_cow",
        "childs_pose",
    }
    assert "Take it back" in page.text
    owner.post("/undo")
    assert person.case().wishes.added == ()


def test_an_exercise_is_added_and_removed_from_where_one_is(owner: Any, person: Person, screened: Callable[..., None]) -> None:
    screened()
    added = owner.post("/programme/add", {"exercise": "wall_slide", "back": "/areas/shoulders"})
    assert added.url.path == "/areas/shoulders"
    assert person.case().wishes.added == ("wall_slide",)
    elsewhere = owner.post("/programme/remove", {"exercise": "wall_slide", "back": "//elsewhere.example/x"})
    assert elsewhere.url.path == "/programme"
    assert person.case().wishes.removed == ("wall_slide",)
    assert "You left these out" in owner.page("/programme").words


def test_what_an_answer_rules_out_is_not_added_and_the_reason_is_read(
    owner: Any, person: Person, screened: Callable[..., None]
) -> None:
    screened("ca_knee_wrist")
    answer = owner.post("/programme/add", {"exercise": "cat_cow", "back": "/areas/low_back"})
    assert "This one waits" in answer.text
    assert person.choosing.choices()["cat_cow"].why.split(".")[0] in answer.text
    assert 'href="/areas/low_back"' in answer.text
    assert person.case().wishes.added == ()


def test_a_routine_of_which_nothing_fits_says_so_instead_of_starting(
    owner: Any, person: Person, screened: Callable[..., None]
) -> None:
    screened("ca_knee_wrist")
    page = owner.page("/routines/long_sit_stretch/start")
    assert page.response.url.path == "/routines/long_sit_stretch"
    assert "Nothing of it fits today" in page.words
    owner.post("/routines/long_sit_stretch/start", {"agreed": "yes"})
    assert person.sessions.open_session() is None
