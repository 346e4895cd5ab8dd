"""The files of the moving figure: what a page asks for, kept by the browser, no larger than promised."""

import gzip
import json
import runpy
import struct
from pathlib import Path
from typing import Any

import pytest

from upperback.model.catalogue import Catalogue
from upperback.model.demo import Part

ROOT = Path(__file__).parents[2]
ASSETS = ROOT / "src/upperback/web/assets"
FIGURE = ASSETS / "figure/figure.bin"
BUDGET_BYTES = 350_000


def header() -> Any:
    kept = FIGURE.read_bytes()
    assert kept.startswith(b"UBFIG1")
    (length,) = struct.unpack_from("<I", kept, 8)
    return json.loads(kept[12 : 12 + length])


def test_a_demonstration_comes_with_a_name_of_its_state_and_is_not_sent_twice(owner: Any) -> None:
    first = owner.get("/demo/wall_angel")
    assert first.status_code == 200
    assert first.headers["content-type"] == "application/octet-stream"
    assert first.content.startswith(b"UBDEMO1")
    assert first.headers["cache-control"] == "private, no-cache"
    again = owner.get("/demo/wall_angel", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert owner.get("/demo/cat_cow").headers["etag"] != first.headers["etag"]


def test_self_tests_and_ways_of_taking_them_have_demonstrations_of_their_own(owner: Any, catalogue: Catalogue) -> None:
    assert owner.get("/demo/t_seated_rotation").status_code == 200
    ways = [f"{test.id}/{way}" for test in catalogue.tests.values() for way in test.drawn_by]
    assert ways
    assert owner.get(f"/demo/{ways[0]}").content != owner.get(f"/demo/{ways[0].split('/')[0]}").content


@pytest.mark.parametrize("gone", ["nothing", "wall_angel/by", "../wall_angel", "t_seated_rotation/"])
def test_what_has_no_demonstration_is_not_there(owner: Any, gone: str) -> None:
    assert owner.get(f"/demo/{gone}").status_code == 404


def test_a_stranger_gets_no_demonstration(stranger: Any) -> None:
    assert stranger.get("/demo/wall_angel").status_code == 403


def test_a_page_with_a_figure_keeps_the_drawn_positions_for_those_without_scripts(owner: Any) -> None:
    page = owner.page("/exercises/band_row")
    (figure,) = page.all("moving-figure")
    assert figure.attributes["data-demo"] == "/demo/band_row"
    drawn = [e for e in page.elements if e.tag == "svg" and any(w.attributes.get("class") == "figure-drawn" for w in e.within)]
    assert len(drawn) == 2
    assert json.loads(figure.attributes["data-words"])["in"] == "Breathe in"


def test_the_kept_figure_is_made_from_the_shapes_of_today() -> None:
    assert header()["made_from"] == runpy.run_path(str(ROOT / "tools/build_figure_digest.py"))["digest"](), "run `make figure`"


def test_every_part_that_can_work_is_somewhere_on_the_figure() -> None:
    parts = header()["parts"]
    assert set(parts) == {str(part) for part in Part}
    assert all(part["rods"] for part in parts.values())
    assert {name: part["side"] for name, part in parts.items() if part["side"]} == {
        str(part): 1 if part.value.endswith("_left") else -1 for part in Part if part.value.endswith(("_left", "_right"))
    }


def test_figure_and_three_js_stay_within_their_weight() -> None:
    three = ASSETS / "vendor/three/three.js"
    if not three.is_file():
        pytest.skip("three.js is not bundled; `make assets` does it")
    files = [three, *sorted((ASSETS / "figure").iterdir())]
    packed = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in files}
    assert sum(packed.values()) < BUDGET_BYTES, packed
    assert packed["figure.bin"] < 210_000


def test_only_pages_with_a_demonstration_load_the_figure(owner: Any) -> None:
    for path in ("/", "/library", "/programme", "/tests", "/settings"):
        assert "figure/figure.js" not in owner.get(path).text, path
