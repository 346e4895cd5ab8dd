"""The real app over a real database, and two visitors: the owner, who has the cookie, and the stranger, who has not."""

import asyncio
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from upperback.model.body import Side
from upperback.model.catalogue import Catalogue
from upperback.model.record import About, Wishes
from upperback.services import knowledge
from upperback.services.person import Person
from upperback.store.opening import open_store
from upperback.web.app import create_app

PORT = 8737
BASE = f"http://127.0.0.1:{PORT}"
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])


@dataclass
class Clock:
    """A morning in a zone that is not UTC; a test moves it."""

    at: datetime = datetime(2026, 1, 22, 8, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))

    def now(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class Element:
    """A tag with its attributes and the text inside it."""

    tag: str
    attributes: dict[str, str]
    within: tuple["Element", ...] = field(repr=False)  # each of them holds those around it: written out, there is no end
    text: str = ""


class Page(HTMLParser):
    """A page, parsed: its elements in order. An unclosed tag is an error."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__()
        self.response = response
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(response.text)
        assert not self._open, f"never closed: {[e.tag for e in self._open]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(self._open))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}, tuple(self._open)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    @property
    def title(self) -> str:
        return " ".join(self.all("h1")[0].text.split())

    @property
    def words(self) -> str:
        return " ".join(self.all("main")[0].text.split())


@dataclass
class Visitor:
    """A browser without scripts: follows redirects, keeps cookies, sends `Origin` with forms."""

    app: FastAPI
    runner: asyncio.Runner
    base: str = BASE
    client: httpx.AsyncClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app=self.app), base_url=self.base)

    def get(self, path: str, *, follow: bool = True, headers: Mapping[str, str] | None = None) -> httpx.Response:
        return self.runner.run(self.client.get(path, follow_redirects=follow, headers=headers))

    def page(self, path: str) -> Page:
        return Page(self.get(path))

    def post(
        self,
        path: str,
        data: Mapping[str, Any] | None = None,
        *,
        csrf: str | None = None,
        headers: Mapping[str, str] | None = None,
        files: Mapping[str, Any] | None = None,
        follow: bool = True,
    ) -> httpx.Response:
        word = self.csrf() if csrf is None else csrf
        sent = self.client.post(
            path,
            data={"csrf": word, **(data or {})},
            files=files,
            headers={"origin": self.base} if headers is None else headers,
            follow_redirects=follow,
        )
        return self.runner.run(sent)

    def csrf(self) -> str:
        """The word as the settings page's form carries it."""
        found = re.search(r'name="csrf" value="(\w+)"', self.get("/settings").text)
        assert found
        return found.group(1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return knowledge.catalogue()


@pytest.fixture
def person(tmp_path: Path, catalogue: Catalogue, clock: Clock) -> Person:
    ids = iter(range(10**6))
    return Person(open_store(tmp_path / "record.sqlite", clock.now()), catalogue, clock.now, lambda: f"id{next(ids):06d}")


@pytest.fixture
def app(person: Person, catalogue: Catalogue, clock: Clock) -> FastAPI:
    return create_app(person, catalogue, token="once", port=PORT, now=clock.now)


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def make_visitor(runner: asyncio.Runner) -> Iterator[Callable[[FastAPI], Visitor]]:
    """A browser for an app of the test's own."""
    made: list[Visitor] = []

    def make(app: FastAPI) -> Visitor:
        made.append(Visitor(app, runner))
        return made[-1]

    yield make
    for visitor in made:
        runner.run(visitor.client.aclose())


@pytest.fixture
def stranger(app: FastAPI, runner: asyncio.Runner) -> Iterator[Visitor]:
    visitor = Visitor(app, runner)
    yield visitor
    runner.run(visitor.client.aclose())


@pytest.fixture
def owner(app: FastAPI, runner: asyncio.Runner) -> Iterator[Visitor]:
    visitor = Visitor(app, runner)
    visitor.get("/?token=once")
    yield visitor
    runner.run(visitor.client.aclose())


@pytest.fixture
def screened(person: Person, catalogue: Catalogue) -> Callable[..., None]:
    """Answers the whole safety check: the named questions yes (sub-questions no), the rest no."""

    def answer(*yes: str, subs: tuple[str, ...] = ()) -> None:
        person.screening.open()
        for group in catalogue.groups:
            asked = [q.id for q in catalogue.questions.values() if q.group == group.id]
            person.screening.answer_group(group.id, {q: q in yes for q in asked})
        for q in yes:
            if catalogue.questions[q].subs:
                person.screening.answer_subs(q, {sub.id: sub.id in subs for sub in catalogue.questions[q].subs})
        person.screening.finish_screen()

    return answer


@pytest.fixture
def history(person: Person, screened: Callable[..., None], clock: Clock) -> None:
    """Someone three weeks on: screened, two test days with a short turn to the left, sessions, a diary."""
    clock.forward(days=-21)
    screened()
    person.diary.save_about(About(age=43, sex="female", since_weeks=12, onset="gradual", regions=("neck", "upper_back_left")))
    person.diary.save_wishes(Wishes(equipment=("band", "anchor")))
    person.diary.name_activity("typing for an hour", 8)
    for day in range(3):
        person.diary.score_activity("typing for an hour", 4 + day)
        person.diary.log_pain(5 - day, 6 - day)
        for side, turn in ((Side.LEFT, 25.0), (Side.RIGHT, 44.0)):
            person.testing.record_test(
                "t_seated_rotation", "rotation", side, [turn, turn + 1, turn + 2], "camera", pain=2, familiar=True
            )
        clock.forward(days=7)
