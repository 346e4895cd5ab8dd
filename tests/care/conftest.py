"""A person as care sees them: every safety question answered no, on the day before 20 February 2026, unless said otherwise."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from upperback.care.findings import assess
from upperback.care.programme import make_programme
from upperback.care.screening import judge
from upperback.catalogue.loader import load
from upperback.model.body import Side
from upperback.model.care import Cleared, Programme
from upperback.model.catalogue import Catalogue
from upperback.model.record import About, Case, Screen, Test, Wishes

TODAY = date(2026, 2, 20)
SCREENED = date(2026, 2, 19)

MakeCase = Callable[..., Case]
MakeTest = Callable[..., tuple[Test, ...]]
Plan = Callable[[Case], Programme]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture(scope="session")
def a_case(catalogue: Catalogue) -> MakeCase:
    """`yes`: ids answered yes, their sub-questions answered no unless named too. `drop`: ids left unanswered."""

    def make(yes: Iterable[str] = (), drop: Iterable[str] = (), *, on: date = SCREENED, **fields: Any) -> Case:
        yes = set(yes)
        answers = {q.id: q.id in yes for q in catalogue.questions.values()}
        answers |= {s.id: s.id in yes for q in catalogue.questions.values() for s in q.subs if q.id in yes}
        for question_id in drop:
            answers.pop(question_id, None)
        case = Case(today=TODAY, about=About(age=43, sex="female"), wishes=Wishes(equipment=("band", "anchor", "ball")))
        return replace(case, screens=(Screen(on, answers),), **fields)

    return make


@pytest.fixture(scope="session")
def turns() -> MakeTest:
    """A seated turn to both sides by camera, three equal trials each."""

    def make(day: date, left: float, right: float, *, method: str = "camera", **fields: Any) -> tuple[Test, ...]:
        return tuple(
            Test("t_seated_rotation", "rotation", side, (value,) * 3, "deg", method, day, **fields)
            for side, value in ((Side.LEFT, left), (Side.RIGHT, right))
        )

    return make


@pytest.fixture(scope="session")
def plan(catalogue: Catalogue) -> Plan:
    """The programme of a case that the screen allows."""

    def make(case: Case) -> Programme:
        verdict = judge(catalogue, case)
        assert isinstance(verdict, Cleared), verdict
        programme = make_programme(catalogue, case, verdict, assess(catalogue, case))
        assert isinstance(programme, Programme), programme
        return programme

    return make
