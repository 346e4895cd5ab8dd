"""A person as care sees them: every safety question answered no, on the day before 20 February 2026, unless said otherwise."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
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


@pytest.fixture(scope="session")
def on(catalogue: Catalogue) -> MakeTest:
    """Records of one day from rows of test, measure and one value or left and right. The method is the usual one of the
    measure unless `method` says so."""
    usual = {"hold": "timer", "stand": "timer", "gap": "tape", "wall_to_acromion": "tape", "cva": "camera", "sidebend": "camera"}
    own_word = {m.id for t in catalogue.tests.values() for m in t.measures if m.methods == ("self",)}

    def make(day: date, *rows: tuple[str, str, tuple[float, ...]], method: str = "", **fields: Any) -> tuple[Test, ...]:
        return tuple(
            Test(test, measure, side, (value,), "", how, day, **fields)
            for test, measure, values in rows
            for how in (method or ("self" if measure in own_word else usual.get(measure, "gyro")),)
            for side, value in zip((Side.BOTH,) if len(values) == 1 else (Side.LEFT, Side.RIGHT), values, strict=True)
        )

    return make


@pytest.fixture(scope="session")
def twice(on: MakeTest) -> MakeTest:
    """The same rows on two baseline days, five days apart, the last one the day before today."""

    def make(*rows: tuple[str, str, tuple[float, ...]], **fields: Any) -> tuple[Test, ...]:
        return (*on(TODAY - timedelta(days=6), *rows, **fields), *on(TODAY - timedelta(days=1), *rows, **fields))

    return make
