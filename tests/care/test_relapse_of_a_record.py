"""A record in which no programme was kept still shows that it has come back, or that all is long well."""

from datetime import date, timedelta

import pytest

from upperback.care.findings import assess
from upperback.care.progress import review
from upperback.care.screening import judge
from upperback.catalogue.loader import load
from upperback.model.body import Side
from upperback.model.care import Review, State
from upperback.model.record import Case, Change, DiaryDay, Done, Function, Score, Screen, Session

WHOLE = load()
BEGAN = date(2026, 1, 5)


def day(number: int) -> date:
    return BEGAN + timedelta(days=number)


def lived(weeks: int, *, bad_from: int = 10_000, able_until: int = 10_000) -> Review:
    """Pain 5 for two weeks, then 1; from day `bad_from` on 5 again. Able to do what was named until day `able_until`."""
    today = weeks * 7

    def pain(n: int) -> float:
        return 5.0 if n < 14 or n >= bad_from else 1.0

    scores = tuple(Score(day(n), 4 if n < 14 else 9 if n < able_until else 6.5) for n in range(1, today + 1, 14))
    one = Done("seated_thoracic_rotation", Side.BOTH, 1, 1, 16, 2, pain=1, effort=4)
    case = Case(
        today=day(today),
        screens=(Screen(day(today), dict.fromkeys(WHOLE.questions, False)),),
        diary=tuple(DiaryDay(day(n), pain=pain(n)) for n in range(today + 1)),
        function=(Function("typing", 8, scores),),
        change=tuple(Change(day(n), 6) for n in range(28, today + 1, 28)),
        sessions=tuple(Session(day(n), pain(n), pain(n), pain(n), (one,)) for n in range(4, today) if n % 7 in (0, 2, 4, 5)),
    )
    return review(WHOLE, case, judge(WHOLE, case), assess(WHOLE, case))


def test_a_flare_of_a_week_after_thirteen_good_weeks_is_a_relapse() -> None:
    assert lived(17, bad_from=110).state is State.RELAPSE


def test_a_flare_of_three_days_is_a_flare() -> None:
    assert lived(17, bad_from=116).state is State.FLARE


def test_two_points_less_of_what_was_reached_is_a_relapse() -> None:
    assert lived(18, able_until=110).state is State.RELAPSE


@pytest.mark.parametrize(("weeks", "state"), [(9, State.GRADUATED), (16, State.MAINTENANCE), (30, State.MAINTENANCE)])
def test_after_twelve_good_weeks_it_is_maintenance(weeks: int, state: State) -> None:
    assert lived(weeks).state is state
