"""A person's own data in the browser: saved, looked into, brought in, and a kept recording watched."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from upperback.model.body import Frame
from upperback.model.kept import Watched
from upperback.services.person import Person

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "web-assets/node_modules/axe-core/axe.min.js"


def recorded(person: Person) -> str:
    person.landmarks.allow()
    recorder = person.landmarks.recorder(Watched.EXERCISE, "cat_cow", session="s", item=0)
    assert recorder is not None
    for n in range(120):
        plane = np.stack([300 + 40 * np.sin(n / 20 + np.arange(33)), 100 + 9 * np.arange(33)], 1)
        recorder.push(Frame(n / 30, plane, np.zeros((33, 3)), np.ones(33), (640, 480)))
    recorder.close()
    return person.landmarks.every()[0].key


def faults(page: Page) -> Any:
    if not AXE.is_file():
        return []  # the assets were not built here
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate("async () => (await axe.run()).violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 140))])")


def test_everything_is_saved_looked_into_and_brought_in_and_a_recording_is_watched(
    server: Any, open_person: Callable[[Path], Person], browsers: Any, tmp_path: Path
) -> None:
    person = open_person(server.db)
    person.diary.log_pain(4)
    key = recorded(person)
    page = browsers.page(server, viewport={"width": 390, "height": 844}, color_scheme="dark")
    page.goto(server.base + "/data")
    with page.expect_download() as saving:
        page.get_by_role("link", name="Save everything").click()
    file = tmp_path / saving.value.suggested_filename
    saving.value.save_as(file)
    assert file.read_bytes() == b"".join(person.luggage.everything())
    expect(page.get_by_text("Saved. Your browser has put it with your downloads.")).to_be_visible()
    before = replace(person.case(), programmes=())  # a page in the background may make the week

    person.whole.delete_everything(at_once=True)
    page.goto(server.base + "/data")
    page.get_by_label("The file").set_input_files(file)
    page.get_by_role("button", name="See what it holds").click()
    expect(page.get_by_role("heading", name="This is what it holds")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_text("Take it back").first).to_be_visible()
    assert replace(person.case(), programmes=()) == before

    page.goto(server.base + "/data/landmarks")
    page.get_by_role("link", name="Cat").click()
    assert page.url.endswith(f"/data/landmarks/{key}")
    slider = page.get_by_role("slider")
    expect(slider).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Watch").click()
    expect(slider).not_to_have_value("0")
    page.wait_for_timeout(400)
    drawn = "[...document.querySelectorAll('.limb')].map(l => [l.x1.baseVal.value, l.y2.baseVal.value])"
    first = page.evaluate(drawn)
    slider.fill("0")
    assert page.evaluate(drawn) != first
