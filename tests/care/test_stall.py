"""What improved once and then stays where it is comes to an end too."""

from datetime import date, timedelta

from upperback.care.findings import assess
from upperback.catalogue.loader import load
from upperback.model.body import Side
from upperback.model.care import Finding, Status
from upperback.model.record import Case, DiaryDay, Done, Function, Score, Session, Test, Wishes

WHOLE = load()
BEGAN = date(2026, 1, 5)


def turned(values_deg: list[float], *, pain: float = 1) -> Finding:
    """Sitting turns of the left side: two baseline days, then a re-test every two weeks; three sessions a week all along."""
    days = [0, 4, *(14 * n for n in range(1, len(values_deg) - 1))]
    today = BEGAN + timedelta(days=days[-1])
    tests = tuple(
        Test("t_seated_rotation", "rotation", side, (deg,) * 3, "deg", "gyro", BEGAN + timedelta(days=day), pain=1)
        for day, left in zip(days, values_deg, strict=True)
        for side, deg in ((Side.LEFT, left), (Side.RIGHT, 46.0))
    )
    one = Done("seated_thoracic_rotation", Side.BOTH, 1, 1, 16, 2, pain=1, effort=4)
    case = Case(
        today=today,
        diary=tuple(DiaryDay(BEGAN + timedelta(days=n), pain=pain) for n in range(days[-1] + 1)),
        function=(Function("typing", 8, (Score(BEGAN, 4), Score(today, 9))),),
        wishes=Wishes(days_per_week=3),
        tests=tests,
        sessions=tuple(Session(BEGAN + timedelta(days=n), items=(one,)) for n in range(days[-1]) if n % 7 in (0, 2, 4)),
    )
    return next(f for f in assess(WHOLE, case) if f.finding == "c_thoracic_rotation_stiff")


def test_two_good_months_without_another_step_are_a_plateau() -> None:
    assert turned([25, 25, 33, 33, 33]).status is Status.IMPROVING
    assert turned([25, 25, *[36] * 9]).status is Status.PLATEAU_ACCEPTED


def test_a_plateau_that_still_hurts_asks_for_a_look() -> None:
    assert turned([25, 25, *[36] * 9], pain=5).status is Status.REFER


def test_what_still_grows_goes_on() -> None:
    assert turned([10, 10, 20, 20, 20, 20, 20, 32, 33, 33, 33]).status is Status.IMPROVING
