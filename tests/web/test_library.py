"""The library and what is read there: every page of every entry opens, choices stay in the address, nothing is a dead end."""

import gzip
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from upperback.model.articles import Verdict
from upperback.model.catalogue import Catalogue
from upperback.model.regions import REGIONS
from upperback.services import knowledge
from upperback.web.render import ASSETS

CATALOGUE = knowledge.catalogue()
PLACES = [
    "/library", "/library?all=1", "/library/tests", "/findings/all", "/articles", "/rules", "/sources",
    *(f"/exercises/{e}" for e in CATALOGUE.exercises),
    *(f"/library/tests/{t}" for t in CATALOGUE.tests),
    *(f"/findings/{f}" for f in (*CATALOGUE.findings, *CATALOGUE.modifiers)),
]  # fmt: skip
LARGEST_BYTES = 200_000  # of a page with its style, type, icons and script, as they come over the wire


def weight(page: Any) -> int:
    """Bytes of a page (compressed, as the server sends it) and of everything it loads."""
    loaded = [e.attributes.get("href") or e.attributes.get("src", "") for e in (*page.all("link"), *page.all("script"))]
    files = {path.split("/", 3)[3] for path in loaded if path.startswith("/assets/")} | {"icons.svg"}
    fonts = sum(font.stat().st_size for font in (ASSETS / "fonts").glob("*.woff2"))
    return len(gzip.compress(page.response.content, 4)) + sum((ASSETS / path).stat().st_size for path in files) + fonts


@pytest.mark.parametrize("path", PLACES)
def test_every_page_of_every_entry_opens_is_light_and_has_its_headings_in_order(owner: Any, path: str) -> None:
    page = owner.page(path)
    assert page.response.status_code == 200
    assert weight(page) < LARGEST_BYTES
    assert len(page.all("main")) == len(page.all("h1")) == 1
    levels = [int(e.tag[1]) for e in page.elements if re.fullmatch(r"h[1-6]", e.tag)]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels)), levels


def test_no_page_of_the_library_leads_nowhere(owner: Any) -> None:
    """Every address on one page of each family answers."""
    seen: set[str] = set()
    for path in (
        "/library",
        "/library?all=1",
        "/exercises/wall_angel",
        "/library/tests/t_seated_rotation",
        "/findings/c_forward_head",
    ):
        for link in owner.page(path).all("a"):
            seen.add(link.attributes["href"].partition("#")[0])
    missing = {href for href in seen if href.startswith("/") and owner.get(href).status_code != 200}
    assert missing == set()


@pytest.mark.parametrize(
    "path", ["/exercises/no_such", "/library/tests/no_such", "/findings/no_such", "/findings/c_%3Cscript%3E"]
)
def test_an_unknown_entry_is_a_page_with_a_way_out(owner: Any, path: str) -> None:
    page = owner.page(path)
    assert page.response.status_code == 404
    assert any(link.attributes["href"] == "/" for link in page.all("a"))


def hits(page: Any) -> list[str]:
    """The exercises of a list."""
    return [
        link.attributes["href"].removeprefix("/exercises/")
        for link in page.all("a")
        if link.attributes["href"].startswith("/exercises/") and "card" in link.attributes.get("class", "")
    ]


def test_search_finds_by_another_name_and_with_a_typing_mistake(owner: Any, catalogue: Catalogue) -> None:
    alias = catalogue.exercises["wall_angel"].aliases[0]
    assert "wall_angel" in hits(owner.page(f"/library?q={alias}"))
    page = owner.page("/library?q=chin+tukc")
    assert hits(page)[0] == "chin_tuck_seated"
    assert "chin tuck" in page.words


def test_choices_combine_and_all_of_them_are_in_the_address_of_every_further_choice(owner: Any, catalogue: Catalogue) -> None:
    page = owner.page("/library?q=stretch&kind=mobility&position=seated&position=standing")
    for exercise in hits(page):
        assert catalogue.exercises[exercise].kind == "mobility"
        assert set(catalogue.exercises[exercise].positions) & {"seated", "standing"}
    facets = [e for e in page.all("a") if any("facets" in w.attributes.get("class", "") for w in e.within)]
    further = [a.attributes["href"] for a in facets if "aria-current" not in a.attributes]
    assert further
    for address in further:
        assert "q=stretch" in address
        assert "kind=mobility" in address
    hidden = {(e.attributes["name"], e.attributes["value"]) for e in page.all("input") if e.attributes.get("type") == "hidden"}
    assert hidden == {("kind", "mobility"), ("position", "seated"), ("position", "standing")}


def test_a_chosen_filter_can_be_taken_off_again(owner: Any) -> None:
    page = owner.page("/library?kind=mobility&position=seated")
    chips = [e for e in page.all("a") if e.attributes.get("aria-label", "").startswith("Take off")]
    assert sorted(chip.attributes["href"] for chip in chips) == ["/library?kind=mobility", "/library?position=seated"]


def test_no_result_says_so_and_has_a_way_out(owner: Any) -> None:
    page = owner.page("/library?q=band&position=supine")
    assert hits(page) == []
    ways = [e.attributes["href"] for e in page.all("a") if any("empty" in w.attributes.get("class", "") for w in e.within)]
    assert "/library?all=1" in ways
    for way in ways:
        assert hits(owner.page(way)), way


@pytest.mark.parametrize(
    "query", ["page=0", "page=999", "page=-1", "page=x", "kind=no_such", "q=%00%F0%9F%A6%B4", "q=" + "a" * 5000, "at=left_ear"]
)
def test_an_address_with_a_slip_in_it_still_opens(owner: Any, query: str) -> None:
    assert owner.get(f"/library?{query}").status_code == 200


def test_pages_of_the_list_show_every_exercise_once(owner: Any, catalogue: Catalogue) -> None:
    shown: list[str] = []
    address: str | None = "/library?all=1"
    while address:
        page = owner.page(address)
        shown += hits(page)
        address = next((e.attributes["href"] for e in page.all("a") if e.attributes.get("rel") == "next"), None)
    assert shown == list(catalogue.exercises)


def test_the_body_leads_to_what_works_there_from_the_map_and_from_the_list(owner: Any, catalogue: Catalogue) -> None:
    page = owner.page("/library")
    on_map = [e for e in page.all("a") if any(w.tag == "svg" for w in e.within)]
    assert {e.attributes["aria-label"] for e in on_map} >= {"Neck, left", "Neck, right"}
    listed = {e.attributes["href"] for e in page.all("a") if "mini-link" in e.attributes.get("class", "")}
    assert {e.attributes["href"] for e in on_map} == listed
    assert all("neck" in catalogue.exercises[e].works for e in hits(owner.page("/library?at=neck_left")))
    assert REGIONS


def test_the_old_address_of_the_exercises_still_works(owner: Any) -> None:
    assert str(owner.get("/exercises").url).endswith("/library?all=1")
    assert str(owner.get("/exercises?kind=strength").url).endswith("/library?kind=strength")


def test_an_exercise_in_the_programme_says_so_and_can_be_taken_out(owner: Any, history: None, person: Any) -> None:
    week = {item.exercise for day in person.plans.plan().programme.week for item in day.items}
    inside = sorted(week)[0]
    page = owner.page(f"/exercises/{inside}")
    assert "In your programme" in page.words
    assert owner.post("/programme/remove", {"exercise": inside}).status_code == 200
    assert "You took it out" in owner.page(f"/exercises/{inside}").words
    back = owner.post("/programme/add", {"exercise": inside, "back": f"/exercises/{inside}"})
    assert back.url.path == f"/exercises/{inside}"
    assert "You took it out" not in owner.page(f"/exercises/{inside}").words


def test_what_an_answer_rules_out_says_why_and_cannot_be_added(
    owner: Any, screened: Callable[..., None], catalogue: Catalogue, person: Any
) -> None:
    screened("ca_osteoporosis")
    blocked = next(e for e in catalogue.exercises.values() if e.tags & catalogue.questions["ca_osteoporosis"].block_tags)
    (why,) = (one.because for one in person.plans.plan().programme.left_out if one.exercise == blocked.id)
    page = owner.page(f"/exercises/{blocked.id}")
    assert "Not for you now" in page.words
    assert why in page.words
    assert not [e for e in page.all("form") if e.attributes.get("action") == "/programme/add"]
    assert "Not for you now" in owner.page(f"/library?q={blocked.name}").words


def test_before_the_safety_questions_nothing_can_be_added(owner: Any) -> None:
    page = owner.page("/exercises/wall_angel")
    assert "First the safety questions" in page.words
    assert not [e for e in page.all("form") if e.attributes.get("action", "").startswith("/programme")]


def test_a_finding_page_shows_where_one_stands_what_helps_and_how_sure_anyone_is(
    owner: Any, history: None, catalogue: Catalogue
) -> None:
    page = owner.page("/findings/c_thoracic_rotation_stiff")
    kind = catalogue.findings["c_thoracic_rotation_stiff"]
    for words in (
        "Working on it",
        kind.not_meaning,
        kind.rule.words,
        kind.gone.words,
        *(t.words.capitalize() for t in kind.targets),
    ):
        assert " ".join(words.split()).lower() in page.words.lower()
    helping = {e for some in kind.exercises.values() for e in some}
    assert {link.attributes["href"] for link in page.all("a")} >= {f"/exercises/{e}" for e in helping}
    assert {link.attributes["href"] for link in page.all("a")} >= {f"/library/tests/{t}" for t in kind.tests}


def test_the_findings_say_that_almost_everyone_has_one_by_chance(owner: Any, history: None) -> None:
    assert round(100 * (1 - 0.84**15)) == 93
    assert round(100 * (1 - 0.95**15)) == 54
    for path in ("/findings", "/findings/all"):
        words = owner.page(path).words
        assert "93 of 100" in words
        assert "54 of 100" in words


def test_a_self_test_page_tells_every_way_to_take_it_with_its_error(owner: Any, catalogue: Catalogue) -> None:
    page = owner.page("/library/tests/t_seated_rotation")
    assert {"With the camera", "With a phone on the body", "By your own word"} <= {e.text.strip() for e in page.all("h3")}
    assert "A change counts from 12° on" in page.words
    assert any(e.attributes.get("href") == "/tests/t_seated_rotation" for e in page.all("a"))


@pytest.mark.parametrize("verdict", [v.value for v in Verdict])
def test_claims_can_be_narrowed_to_a_verdict_which_is_a_word_and_an_icon(owner: Any, catalogue: Catalogue, verdict: str) -> None:
    wanted = {c.id for c in catalogue.claims.values() if verdict in (c.verdict, c.also)}
    page = owner.page(f"/articles?verdict={verdict}")
    assert owner.page("/articles").title == "What the articles say"
    assert {
        e.attributes["id"].removeprefix("c-") for e in page.all("li") if e.attributes.get("id", "").startswith("c-")
    } == wanted
    chips = [e for e in page.all("span") if "chip" in e.attributes.get("class", "")]
    assert all(chip.text.strip() for chip in chips)
    assert owner.get("/articles?verdict=no_such").status_code == 200


def test_every_source_says_how_far_it_was_read_and_leads_to_where_it_is_used(owner: Any, catalogue: Catalogue) -> None:
    page = owner.page("/sources")
    ids = {e.attributes["id"] for e in page.all("li") if "id" in e.attributes}
    assert ids == set(catalogue.sources)
    links = {e.attributes["href"] for e in page.all("a")}
    assert "/exercises/band_row" in links
