"""What holds for every page at every stage: it opens, is light, needs no script, loads nothing from elsewhere, is labelled."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from upperback.model.catalogue import Catalogue
from upperback.model.record import Wishes

ALWAYS = ("/", "/start", "/about", "/about/where", "/about/pain", "/about/you", "/about/activities", "/about/wishes", "/pain")
AFTER_SCREEN = (
    "/start/result",
    "/tests",
    "/tests/t_seated_rotation",
    "/tests/t_desk_habits/by/self",
    "/tests/t_scap_endurance/by/timer",
    "/tests/t_scap_endurance/felt/timer",
    "/tests/t_kyphosis_proxy/by/tape",
    "/tests/t_kyphosis_proxy/also/tape",
    "/tests/t_neck_rotation/by/gyro",
    "/tests/t_forward_head/by/photo",
    "/tests/t_tender_points/spots",
    "/tests/t_tender_points/spots/chest_top_left",
    "/areas",
    "/areas/neck",
    "/areas/past_injury",
    "/routines",
    "/routines/daily_five",
    "/routines/long_sit_stretch",
    "/routines/long_sit_stretch/start",
)
REST = (
    "/findings",
    "/programme",
    "/progress",
    "/exercises",
    "/exercises?kind=strength",
    "/sources",
    "/data",
    "/settings",
    "/habits",
    "/break",
)
LIBRARY = (
    "/library",
    "/library?all=1&page=2",
    "/library?q=neck&kind=mobility&at=neck",
    "/library?q=xyzzy&kind=habit",
    "/library/tests",
    "/findings/all",
    "/articles",
    "/articles?article=article_000",
    "/articles?verdict=contradicted",
)
FONT = "/assets/fonts/figtree-latin-wght-normal.woff2"
WEIGHT_MAX = 200_000  # bytes, from the design's budgets: a page without the camera


def check(visitor: Any, path: str) -> None:
    """Everything a page owes its reader."""
    answer = visitor.get(path)
    assert (path, answer.status_code) == (path, 200)
    assert len(answer.content) < WEIGHT_MAX
    page = visitor.page(path)
    assert [e.attributes.get("lang") for e in page.all("html")] == ["en"]
    assert (path, len(page.all("h1"))) == (path, 1)
    assert page.all("title")[0].text.endswith("· Upperback")
    assert page.all("title")[0].text.strip() != "· Upperback"
    assert len(page.all("main")) == 1
    assert any(e.attributes.get("class") == "skip" and e.attributes["href"] == "#main" for e in page.all("a"))
    _no_script_or_style_inside(page, path)
    _nothing_from_elsewhere(answer.text, path)
    _everything_labelled(page, path)
    _forms_carry_the_word(page, path)
    ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
    assert len(ids) == len(set(ids)), f"{path}: an id twice"
    levels = [int(e.tag[1]) for e in page.elements if re.fullmatch("h[1-6]", e.tag)]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels)), (path, levels)


def _no_script_or_style_inside(page: Any, path: str) -> None:
    for element in page.elements:
        assert element.tag != "style", path
        assert "style" not in element.attributes, (path, element)
        assert not [name for name in element.attributes if name.startswith("on")], (path, element)
        if element.tag == "script":
            assert element.attributes["src"].startswith("/"), path
            assert not element.text.strip(), path


def _nothing_from_elsewhere(text: str, path: str) -> None:
    plain = text.replace("http://www.w3.org/2000/svg", "").replace("http://127.0.0.1", "")
    assert not re.search(r"(https?:)?//[a-z0-9-]+\.[a-z]", plain), path


def _everything_labelled(page: Any, path: str) -> None:
    labelled = {e.attributes.get("for") for e in page.all("label")}
    for element in page.elements:
        if element.tag not in ("input", "select", "textarea") or element.attributes.get("type") == "hidden":
            continue
        inside = any(outer.tag == "label" and outer.text.strip() for outer in element.within)
        named_by = element.attributes.get("aria-labelledby", "").split()
        by_another = bool(named_by) and all(any(e.attributes.get("id") == name for e in page.elements) for name in named_by)
        by_itself = element.attributes.get("id") in labelled or element.attributes.get("aria-label")
        assert inside or by_another or by_itself, (path, element.attributes)
    for element in page.elements:
        if element.tag in ("a", "button", "summary", "legend", "h1", "h2", "h3"):
            silent = element.attributes.get("aria-hidden") == "true" and element.attributes.get("tabindex") == "-1"
            assert silent or element.text.strip() or element.attributes.get("aria-label"), (path, element.tag, element.attributes)
    for svg in page.all("svg"):
        outer_hidden = any(outer.attributes.get("aria-hidden") == "true" for outer in svg.within)
        assert outer_hidden or svg.attributes.get("aria-hidden") == "true" or svg.attributes.get("aria-label"), path


def _forms_carry_the_word(page: Any, path: str) -> None:
    for form in page.all("form"):
        if form.attributes.get("role") == "search":  # changes nothing, and its words belong in the address
            assert form.attributes["method"] == "get", path
            continue
        inside = [e for e in page.all("input") if form in e.within and e.attributes.get("name") == "csrf"]
        assert form.attributes.get("method") == "post", path
        assert len(inside) == 1, path


def test_every_page_holds_for_someone_new(owner: Any) -> None:
    for path in (*ALWAYS, *REST, *LIBRARY):
        check(owner, path)


def test_every_page_holds_after_the_safety_check(owner: Any, screened: Callable[..., None]) -> None:
    screened()
    for path in (*ALWAYS, *AFTER_SCREEN, *REST):
        check(owner, path)


def test_every_page_holds_after_one_day_of_tests(owner: Any, screened: Callable[..., None]) -> None:
    screened()
    owner.post("/tests/t_walking_minutes/by/self", {"minutes.week": "1"})
    for path in ("/", "/tests", "/tests/t_walking_minutes/result", "/findings?noted=test", "/programme", "/progress"):
        check(owner, path)
    assert "Watching, nothing to do" in owner.page("/findings").words


@pytest.mark.usefixtures("history")
def test_every_page_holds_three_weeks_on(owner: Any) -> None:
    for path in (*ALWAYS, *AFTER_SCREEN, *REST, *LIBRARY, "/tests/t_seated_rotation/result"):
        check(owner, path)


def test_every_page_holds_when_someone_should_be_seen_first(owner: Any, screened: Callable[..., None]) -> None:
    screened("rf_arm_weakness")
    for path in (*ALWAYS, "/start/result", "/findings", "/programme", "/tests", "/progress"):
        check(owner, path)
    screened("rf_chest_cardiac")
    check(owner, "/start/result")


def test_each_exercise_and_each_test_has_its_page(owner: Any, screened: Callable[..., None], catalogue: Catalogue) -> None:
    screened()
    for exercise in catalogue.exercises:
        check(owner, f"/exercises/{exercise}")
    for test in catalogue.tests.values():
        check(owner, f"/tests/{test.id}")
        check(owner, f"/library/tests/{test.id}")
        for method in {method for measure in test.measures for method in measure.methods} & {"tape", "timer", "self"}:
            check(owner, f"/tests/{test.id}/by/{method}")


def test_each_area_to_work_on_has_its_page(owner: Any, history: None, catalogue: Catalogue) -> None:
    for kind in (*catalogue.findings, *catalogue.modifiers):
        check(owner, f"/findings/{kind}")


def test_each_question_page_holds(owner: Any, catalogue: Catalogue) -> None:
    owner.post("/start")
    for group in catalogue.groups:
        check(owner, "/start/ask")
        owner.post("/start/ask", {"step": group.id, "go": "none", "answer": "no"})
    assert owner.page("/start/result").title == "You can start"


@pytest.mark.usefixtures("history")
def test_a_page_has_one_filled_button(owner: Any) -> None:
    for path in ("/", "/findings", "/programme", "/tests", "/tests/t_seated_rotation", "/about/where", "/pain", "/settings"):
        page = owner.page(path)
        buttons = [e.attributes["class"].split() for e in page.elements if "btn" in e.attributes.get("class", "").split()]
        filled = [css for css in buttons if not {"quiet", "plain", "line", "stop"} & set(css)]
        assert (path, len(filled)) == (path, 1)


@pytest.mark.usefixtures("history")
def test_words_that_promise_or_frighten_are_nowhere(owner: Any) -> None:
    banned = (
        "cure",
        "diagnos",
        "safe for you",
        "bad posture",
        "misalign",
        "abnormal",
        "you must",
        "cleared",
        "no pain no gain",
        "weak spine",
    )
    for path in (*ALWAYS, *AFTER_SCREEN, *REST, *LIBRARY, "/tests/t_seated_rotation/result"):
        if path == "/sources":  # titles of other people's work
            continue
        words = owner.page(path).words.lower()
        assert not [word for word in banned if word in words], path


def test_the_fullest_programme_with_all_it_loads_is_a_light_page(owner: Any, person: Any, history: None) -> None:
    person.diary.save_wishes(Wishes(minutes_per_session=60, days_per_week=7, equipment=("band", "anchor", "ball", "pool")))
    for path in ("/programme", "/session", "/progress", "/exercises"):
        answer = owner.get(path)
        assert answer.headers["content-encoding"] == "gzip"
        parts = set(re.findall(r'(?:href|src)="(/assets/[^"#]+)', answer.text)) | {FONT}
        weight = answer.num_bytes_downloaded + sum(len(owner.get(part).content) for part in parts)
        assert weight < WEIGHT_MAX, (path, weight)


def test_the_pose_model_is_not_packed_a_second_time(owner: Any) -> None:
    assert "content-encoding" not in owner.get("/assets/vendor/mediapipe/vision_bundle.mjs").headers
    assert "content-encoding" not in owner.get("/assets/fonts/figtree-latin-wght-normal.woff2").headers
    assert owner.get("/assets/look.css").headers["content-encoding"] == "gzip"
