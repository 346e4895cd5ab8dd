"""Papers from the pages: a PDF to keep for who may have it, the screen's own page for who may not yet."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

PAPERS = {
    "/programme": "/programme/handout.pdf",
    "/progress": "/progress/report.pdf",
    "/note": "/note.pdf",
}


def words_of(answer: Any) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


@pytest.mark.parametrize("page", PAPERS)
def test_each_page_has_its_paper_behind_a_link(owner: Any, history: None, page: str) -> None:
    hrefs = [e.attributes["href"] for e in owner.page(page).all("a") if "href" in e.attributes]
    assert PAPERS[page] in hrefs
    assert f"{PAPERS[page]}?paper=letter" in hrefs
    answer = owner.get(PAPERS[page])
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    name = {"/programme": "programme", "/progress": "report", "/note": "note"}[page]
    assert answer.headers["content-disposition"] == f'attachment; filename="upperback-{name}-2026-01-22.pdf"'
    assert PdfReader(BytesIO(answer.content)).pages[0].mediabox.width == pytest.approx(595.28, abs=0.5)
    letter = PdfReader(BytesIO(owner.get(f"{PAPERS[page]}?paper=letter").content))
    assert letter.pages[0].mediabox.width == pytest.approx(612, abs=0.5)
    assert owner.get(f"{PAPERS[page]}?paper=napkin").status_code == 404


def test_the_handout_is_of_the_programme_in_force(owner: Any, history: None, person: Any) -> None:
    said = words_of(owner.get("/programme/handout.pdf"))
    assert "Made for 22 January 2026." in said
    for day in person.plans.plan().programme.week:
        for item in day.items:
            assert person.catalogue.exercises[item.exercise].name in said


def test_before_the_questions_there_is_no_handout_but_their_page(owner: Any) -> None:
    answer = owner.get("/programme/handout.pdf")
    assert answer.headers["content-type"].startswith("text/html")
    assert "safety" in answer.text


def test_whom_a_clinician_should_see_gets_no_handout(owner: Any, screened: Callable[..., None]) -> None:
    screened("rf_cancer_history")
    answer = owner.get("/programme/handout.pdf")
    assert answer.headers["content-type"].startswith("text/html")
    assert "Please see a clinician before you start" in answer.text
    assert "First of all" in words_of(owner.get("/progress/report.pdf"))
    assert "Please look at this with me." in words_of(owner.get("/note.pdf"))


def test_a_report_of_nothing_is_a_report_all_the_same(owner: Any) -> None:
    assert "No area is outside the range we use" in words_of(owner.get("/progress/report.pdf"))


@pytest.mark.parametrize("path", PAPERS.values())
def test_a_stranger_gets_no_paper(stranger: Any, path: str) -> None:
    assert stranger.get(path).status_code == 403
