"""A visit by forms alone: the safety check, the person, the tests, what follows; and everything that can be entered wrongly."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from upperback.model.care import Cleared, Refer
from upperback.model.catalogue import Action, Catalogue
from upperback.services.person import Person


def answer_all(owner: Any, catalogue: Catalogue, *yes: str, subs: tuple[str, ...] = ()) -> None:
    """Answers page after page until there is nothing left to ask."""
    owner.post("/start", {"kind": "full"})
    for _ in range(40):
        page = owner.page("/start/ask")
        if not page.response.url.path.endswith("/ask"):
            return
        step = next(e.attributes["value"] for e in page.all("input") if e.attributes.get("name") == "step")
        if step in catalogue.questions:
            ids = {sub.id for sub in catalogue.questions[step].subs}
            picked = sorted(ids & set(subs))
        else:
            picked = [q for q in yes if catalogue.questions[q].group == step]
        said = "yes" if picked else "no"
        sent = owner.post("/start/ask", {"step": step, "yes": picked, "go": "next" if picked else "none", "answer": said})
        if sent.url.path == "/start/result":
            return
    raise AssertionError("the questions never end")


def test_a_first_visit_goes_from_the_safety_check_to_a_programme(owner: Any, person: Person, catalogue: Catalogue) -> None:
    assert owner.page("/").title == "Let us begin with a few questions"
    answer_all(owner, catalogue)
    assert owner.page("/start/result").title == "You can start"
    assert isinstance(person.verdict(), Cleared)

    assert owner.post("/about/where", {"regions": ["neck", "upper_back_left"]}).url.path == "/about/pain"
    assert owner.post("/about/pain", {"pain": "4", "worst": "6"}).url.path == "/about/you"
    owner.post("/about/you", {"age": "43", "sex": "female", "since": "3", "since_unit": "months", "onset": "gradual"})
    owner.post("/about/activities", {"activity_1": "typing for an hour", "score_1": "4"})
    assert owner.post("/about/wishes", {"minutes": "15", "days": "4", "equipment": ["band"]}).url.path == "/tests"
    case = person.case()
    assert case.about.regions == ("neck_left", "neck_right", "blade_corner_left", "between_blades_left", "blade_left")
    assert (case.about.since_weeks, case.about.sex) == (13, "female")
    assert (case.diary[0].pain, case.diary[0].worst) == (4, 6)
    assert (case.function[0].activity, case.function[0].goal, case.function[0].scores[0].score) == ("typing for an hour", 8, 4)
    assert case.wishes.equipment == ("band",)

    result = owner.post("/tests/t_walking_minutes/by/self", {"minutes.week": "3"})
    assert result.url.path == "/tests/t_walking_minutes/result"
    assert "about 90" in result.text
    assert person.case().tests[0].trials == (90,)

    assert owner.page("/findings").title
    programme = owner.page("/programme")
    assert programme.title == "Your programme"
    given = {item.exercise for item in person.plans.plan().programme.week[0].items}
    for exercise in given:
        assert catalogue.exercises[exercise].name in programme.words
    assert "Start session" in owner.page("/").words


def test_a_group_that_was_skipped_comes_back_without_emergency_words(owner: Any, person: Person, catalogue: Catalogue) -> None:
    owner.post("/start")
    first = catalogue.groups[0]
    owner.post("/start/ask", {"step": first.id, "go": "skip"})
    for group in catalogue.groups[1:]:
        sent = owner.post("/start/ask", {"step": group.id, "go": "none", "answer": "no"})
    assert sent.url.path == "/start/ask"
    again = owner.page("/start/ask")
    assert again.title == first.title
    assert "emergency" not in again.words.lower()
    assert not isinstance(person.verdict(), Cleared)


def test_a_page_sent_without_an_answer_asks_again_and_keeps_nothing(owner: Any, person: Person, catalogue: Catalogue) -> None:
    owner.post("/start")
    sent = owner.post("/start/ask", {"step": catalogue.groups[0].id, "go": "next"})
    assert sent.url.path == "/start/ask"
    assert 'role="alert"' in sent.text
    assert all(not screen.answers for screen in person.case().screens)


def test_a_second_tab_that_answers_an_old_page_changes_nothing(owner: Any, person: Person, catalogue: Catalogue) -> None:
    owner.post("/start")
    first, second = catalogue.groups[0], catalogue.groups[1]
    owner.post("/start/ask", {"step": first.id, "go": "none"})
    before = person.case().screens
    sent = owner.post("/start/ask", {"step": first.id, "go": "next", "yes": ["rf_chest_cardiac"]})
    assert sent.url.path == "/start/ask"
    assert person.case().screens == before
    assert owner.page("/start/ask").title == second.title


def test_leaving_keeps_what_was_ticked_and_nothing_else(owner: Any, person: Person, catalogue: Catalogue) -> None:
    owner.post("/start")
    for group in catalogue.groups:
        asked = [q.id for q in catalogue.questions.values() if q.group == group.id]
        if "ca_hypermobility" in asked:
            break
        owner.post("/start/ask", {"step": group.id, "go": "none", "answer": "no"})
    home = owner.post("/start/ask", {"step": group.id, "go": "leave", "yes": ["ca_hypermobility"]})
    assert home.url.path == "/"
    answers = person.case().screens[-1].answers
    assert answers["ca_hypermobility"] is True
    assert not set(asked) - {"ca_hypermobility"} & set(answers)
    assert owner.page("/start/ask").title == group.title


def test_leaving_with_a_sign_that_needs_help_now_says_so(owner: Any, catalogue: Catalogue) -> None:
    owner.post("/start")
    group = catalogue.questions["rf_chest_cardiac"].group
    sent = owner.post("/start/ask", {"step": group, "go": "leave", "yes": ["rf_chest_cardiac"]})
    assert sent.url.path == "/start/result"
    assert "Please get medical help now" in sent.text


def test_back_shows_the_answers_given(owner: Any, catalogue: Catalogue) -> None:
    owner.post("/start")
    group = next(
        g
        for g in catalogue.groups
        if sum(q.group == g.id and q.action is Action.MODIFY for q in catalogue.questions.values()) > 1
    )
    for before in catalogue.groups[: catalogue.groups.index(group)]:
        owner.post("/start/ask", {"step": before.id, "go": "none", "answer": "no"})
    ticked = next(q.id for q in catalogue.questions.values() if q.group == group.id and q.action is Action.MODIFY and not q.subs)
    owner.post("/start/ask", {"step": group.id, "go": "next", "yes": [ticked]})
    owner.post("/start/ask", {"go": "back"})
    page = owner.page("/start/ask")
    assert page.title == group.title
    assert [e.attributes["value"] for e in page.all("input") if "checked" in e.attributes] == [ticked]


def test_help_is_named_calmly_and_the_number_is_the_persons_own(owner: Any, person: Person, catalogue: Catalogue) -> None:
    answer_all(owner, catalogue, "rf_chest_cardiac")
    page = owner.page("/start/result")
    assert page.title == "Please get medical help now"
    assert "tel:" not in page.response.text
    chosen = owner.post("/settings/region", {"region": "uk"})
    assert chosen.url.path == "/start/result"
    assert 'href="tel:999"' in chosen.text
    assert owner.page("/").title == "Please get medical help now"
    assert owner.get("/programme").url.path == "/start/result"
    assert isinstance(person.verdict(), Refer)


def test_a_clinicians_visit_opens_the_way_again_and_can_be_taken_back(owner: Any, person: Person, catalogue: Catalogue) -> None:
    answer_all(owner, catalogue, "rf_arm_weakness")
    page = owner.page("/start/result")
    assert page.title == "Please see a clinician before you start"
    assert catalogue.questions["rf_arm_weakness"].text in page.words
    visit = {"question": "rf_arm_weakness", "by": "family doctor", "day": person.today().isoformat(), "tags": ["prone"]}
    assert owner.post("/start/clearance", {**visit, "day": "2099-01-01"}).status_code == 400
    assert owner.post("/start/clearance", {**visit, "by": ""}).status_code == 400
    assert owner.post("/start/clearance", visit).status_code == 200
    assert person.case().clearances[0].blocked_tags == ("prone",)
    verdict = person.verdict()
    assert isinstance(verdict, Cleared)
    assert "prone" in verdict.blocked_tags
    owner.post("/undo")
    assert isinstance(person.verdict(), Refer)


def test_what_an_answer_changes_is_said_after_the_check(owner: Any, catalogue: Catalogue) -> None:
    answer_all(owner, catalogue, "ca_pregnancy")
    page = owner.page("/start/result")
    assert page.title == "You can start, with a few changes"
    assert catalogue.questions["ca_pregnancy"].changes in page.words
    assert "Ease it now" in page.words


@pytest.mark.usefixtures("history")
def test_a_walk_is_logged_in_two_taps_and_can_be_taken_back(owner: Any, person: Person) -> None:
    home = owner.page("/")
    taps = [e for e in home.all("button") if e.attributes.get("formaction") == "/diary/activity/walk"]
    assert [e.attributes["value"] for e in taps] == ["10", "20", "30", "45"]
    done = owner.post("/diary/activity/walk", {"minutes": "20"})
    assert "Walked 20 minutes" in done.text
    assert "Take it back" in done.text
    assert person.case().diary[-1].minutes_walked == 20
    owner.post("/undo")
    assert person.case().diary[-1].minutes_walked == 0


@pytest.mark.usefixtures("history")
def test_an_exercise_can_be_left_out_and_brought_back(owner: Any, person: Person) -> None:
    exercise = person.plans.plan().programme.week[0].items[0].exercise
    owner.post("/programme/remove", {"exercise": exercise})
    assert exercise not in {item.exercise for day in person.plans.plan().programme.week for item in day.items}
    owner.post("/programme/add", {"exercise": exercise})
    assert person.case().wishes.removed == ()
    assert person.case().wishes.added == (exercise,)


@pytest.mark.usefixtures("history")
def test_a_finding_says_its_value_its_error_and_where_it_comes_from(owner: Any, person: Person, catalogue: Catalogue) -> None:
    present = [f for f in person.findings() if f.rank]
    assert [f.finding for f in present] == ["c_thoracic_rotation_stiff"]
    page = owner.page("/findings")
    assert page.title == "One area to work on"
    assert catalogue.findings["c_thoracic_rotation_stiff"].name in page.words
    assert "Where this comes from" in page.words
    bands = [e.attributes["aria-label"] for e in page.all("svg") if "band" in e.attributes.get("class", "").split()]
    assert any(label.startswith("About 26°, could be") and "target, from" in label for label in bands)
    owner.post("/findings/accept", {"finding": "c_thoracic_rotation_stiff"})
    assert owner.page("/findings").title == "Nothing to work on so far"


WRONG: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/pain", {"pain": "11"}),
    ("/pain", {"pain": "nan"}),
    ("/pain", {"pain": "much"}),
    ("/about/you", {"age": "400"}),
    ("/about/you", {"age": "4.5"}),
    ("/about/where", {"regions": ["tail"]}),
    ("/about/activities", {"activity_1": "a" * 500}),
    ("/about/activities", {"activity_1": "typing", "activity_2": "typing"}),
    ("/about/activities", {"activity_1": "typ\x00ing"}),
    ("/about/wishes", {"minutes": "600"}),
    ("/about/wishes", {"equipment": ["trampoline"]}),
    ("/diary/activity/walk", {"minutes": "-5"}),
    ("/diary/activity/fly", {"minutes": "5"}),
    ("/diary/morning", {"pain": "3"}),
    ("/diary/function", {"activity": "flying", "score": "3"}),
    ("/diary/change", {"pgic": "8"}),
    ("/tests/t_seated_rotation/by/self", {}),
    ("/tests/t_scap_endurance/by/timer", {"hold.both.1": "1e9"}),
    ("/programme/add", {"exercise": "headstand"}),
    ("/settings", {"theme": "pink"}),
)


@pytest.mark.parametrize(("path", "data"), WRONG)
def test_what_can_not_be_is_refused_with_a_way_out_and_nothing_written(
    owner: Any, person: Person, screened: Callable[..., None], path: str, data: dict[str, Any]
) -> None:
    screened()
    before = person.case()
    answer = owner.post(path, data)
    assert answer.status_code == 400
    assert "Nothing was saved" in answer.text
    assert 'class="btn"' in answer.text
    assert person.case() == before


def test_own_words_stay_words(owner: Any, person: Person, screened: Callable[..., None]) -> None:
    screened()
    nasty = '<script>alert("x")</script>{{ 7 * 7 }}'
    owner.post("/about/activities", {"activity_1": nasty, "score_1": "4"})
    assert person.case().function[0].activity == nasty
    for path in ("/about", "/about/activities", "/progress"):
        text = owner.get(path).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text
        assert "49" not in text.partition("alert")[2][:40]


@pytest.mark.usefixtures("history")
def test_the_record_goes_out_and_comes_back_the_same(owner: Any, person: Person) -> None:
    saved = owner.get("/data/upperback.json")
    assert saved.headers["content-disposition"] == 'attachment; filename="upperback-2026-01-22.json"'
    before = person.case()
    assert json.loads(saved.text)["about"]["age"] == 43
    assert owner.post("/data/delete", {"word": "delete"}).status_code == 200
    assert person.is_new()
    preview = owner.post("/data/import", files={"file": ("case.json", saved.content)})
    assert person.is_new()
    assert owner.post(preview.url.path, {"go": "in"}).status_code == 200
    assert person.case() == before


@pytest.mark.usefixtures("history")
def test_a_deletion_can_be_taken_back(owner: Any, person: Person) -> None:
    before = person.case()
    owner.post("/data/delete", {"word": "Delete"})
    assert person.is_new()
    assert "Take it back" in owner.get("/data").text
    owner.post("/undo")
    assert person.case() == before


BAD_FILES = (
    b"",
    b"not json",
    b'{"today": "2026-01-22"',
    b'{"today": "2026-01-22", "about": {"age": 4000}, "screens": []}',
    b"\xff\xfe\x00",
    b"[" * 100_000,
    b'{"today": "2026-01-22", "about": {}, "screens": [], "diary": [{"day": "2026-01-20", "pain": 11}]}',
    b'{"x": "' + b"a" * (9 * 2**20) + b'"}',
    b"a" * (17 * 2**20),
)


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("content", BAD_FILES, ids=lambda content: f"{len(content)} bytes")
def test_a_file_that_is_no_case_changes_nothing(owner: Any, person: Person, content: bytes) -> None:
    before = person.case()
    answer = owner.post("/data/import", files={"file": ("case.json", content)})
    assert answer.status_code in (400, 413)
    assert "saved" in answer.text
    assert person.case() == before


def test_settings_are_kept_by_the_browser(owner: Any) -> None:
    answer = owner.post("/settings", {"theme": "dark", "contrast": "more", "region": "europe", "voice": "off"})
    assert answer.status_code == 200
    page = owner.page("/")
    assert page.all("html")[0].attributes["data-theme"] == "dark"
    chosen = [e.attributes["value"] for e in owner.page("/settings").all("input") if "checked" in e.attributes]
    assert chosen == ["dark", "more", "off"]


def test_every_test_of_the_first_day_has_its_own_drawing_and_so_has_every_page_of_a_test(
    owner: Any, person: Person, screened: Callable[..., None], catalogue: Catalogue
) -> None:
    screened()
    drawn = [e.attributes["aria-label"] for e in owner.page("/tests").all("svg") if "aria-label" in e.attributes]
    assert sorted(label.split(":")[0] for label in drawn) == sorted(test.name for test in person.testing.first_tests())
    for test in catalogue.tests.values():
        labels = [e.attributes.get("aria-label", "") for e in owner.page(f"/tests/{test.id}").all("svg")]
        assert any(label.startswith(f"{test.name}: ") for label in labels), test.id
