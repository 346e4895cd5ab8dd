"""A person with a real database and a clock that a test can set; the zone is far from UTC, where days differ."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from upperback.model.care import Verdict
from upperback.model.catalogue import Catalogue
from upperback.services import knowledge
from upperback.services.person import Person
from upperback.services.views import GroupStep, SubStep
from upperback.store.opening import open_store
from upperback.store.store import Store


@dataclass
class Clock:
    """9 in the morning in Auckland is still the day before in UTC."""

    time: datetime = field(default_factory=lambda: datetime(2026, 2, 20, 9, 0, tzinfo=ZoneInfo("Pacific/Auckland")))

    def __call__(self) -> datetime:
        return self.time

    def today(self) -> date:
        return self.time.date()

    def pass_by(self, **span: float) -> None:
        self.time += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "record.sqlite"


@pytest.fixture
def store(path: Path, clock: Clock) -> Iterator[Store]:
    opened = open_store(path, clock())
    yield opened
    opened.close()


@pytest.fixture
def new_id() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"id{next(numbers)}"


@pytest.fixture
def catalogue() -> Catalogue:
    return knowledge.catalogue()


@pytest.fixture
def person(store: Store, catalogue: Catalogue, clock: Clock, new_id: Callable[[], str]) -> Person:
    return Person(store, catalogue, clock, new_id)


@pytest.fixture
def answer(person: Person) -> Callable[..., Verdict]:
    """Answer the screen that is due: yes to what is named, no to all else."""

    def run(*yes: str) -> Verdict:
        view = person.screening.open()
        while view.step is not None:
            step = view.step
            said = {question_id: question_id in yes for question_id in step.answers}
            match step:
                case GroupStep():
                    view = person.screening.answer_group(step.group.id, said)
                case SubStep():
                    view = person.screening.answer_subs(step.question.id, said)
        return person.screening.finish_screen()

    return run


@pytest.fixture
def ready(person: Person, catalogue: Catalogue, clock: Clock) -> Person:
    """A person whose screen of today allows everything."""
    screen = {"day": clock.today().isoformat(), "answers": dict.fromkeys(catalogue.questions, False)}
    person.import_case(json.dumps({"today": clock.today().isoformat(), "about": {}, "screens": [screen]}))
    return person
