"""A flare from its first day to its last, and what follows from it: the calm plan, a clinician, a relapse."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from upperback.care.findings import assess
from upperback.care.pain import Flare, flares, in_flare, settling
from upperback.care.progress import review
from upperback.care.screening import judge
from upperback.catalogue.loader import load
from upperback.model.care import Review, State
from upperback.model.catalogue import Catalogue, Phase
from upperback.model.record import Case, DiaryDay, Function, KeptProgramme, Score, Session

LIMITS = load().rules.limits

MakeCase = Callable[..., Case]
Look = Callable[[Case], Review]

TODAY = date(2026, 2, 20)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def diary(*spans: tuple[int, int, float]) -> tuple[DiaryDay, ...]:
    """Pain by `(from days ago, to days ago, pain)`, oldest first."""
    return tuple(DiaryDay(ago(n), pain) for first, last, pain in spans for n in range(first, last - 1, -1))


@pytest.fixture
def look(catalogue: Catalogue) -> Look:
    return lambda case: review(catalogue, case, judge(catalogue, case), assess(catalogue, case))


@pytest.mark.parametrize("days", [2, 5, 8, 11, 14, 15])
def test_a_flare_lasts_until_pain_is_back(a_case: MakeCase, look: Look, days: int) -> None:
    case = a_case(diary=diary((60, days, 3.0), (days - 1, 0, 6.5)))
    assert flares(case, LIMITS) == (Flare(ago(days - 1), 3.0),)
    assert (in_flare(case, LIMITS), settling(case, LIMITS), look(case).state) == (True, False, State.FLARE)


def test_a_flare_does_not_hide_that_a_look_at_the_course_is_due(a_case: MakeCase, look: Look) -> None:
    in_flare_now = diary((100, 8, 3.0), (7, 0, 6.5))
    for weeks, said in ((11, False), (12, True)):
        seen = look(a_case(diary=in_flare_now, sessions=tuple(Session(ago(n)) for n in range(7 * weeks, 0, -2))))
        assert seen.state is State.FLARE
        assert any(words.startswith("Twelve weeks are over.") for words in seen.because) is said
        assert [due.on for due in seen.due if due.what == "human_review"] == [ago(7 * (weeks - 12))]
        assert [one.rule for one in seen.rules] == ["flare_plan", *(["review"] if said else [])]


def test_a_flare_that_does_not_settle_in_14_days_refers(a_case: MakeCase, look: Look) -> None:
    seen = look(a_case(diary=diary((60, 16, 3.0), (15, 0, 6.5))))
    assert (seen.state, seen.because) == (State.REFER, ("A flare has not settled in 14 days.",))


@pytest.mark.parametrize(
    ("back", "over"),
    [
        ([(0, 0, 3.0)], False),  # one day back
        ([(1, 0, 4.1)], False),  # not within one point
        ([(1, 0, 4.0)], True),
        ([(2, 2, 3.0), (1, 1, 6.0), (0, 0, 3.0)], False),  # not in a row
    ],
)
def test_a_flare_is_over_within_one_point_for_two_days(a_case: MakeCase, back: list[tuple[int, int, float]], over: bool) -> None:
    case = a_case(diary=diary((40, 9, 3.0), (8, back[0][0] + 1, 6.0), *back))
    assert [flare.ended for flare in flares(case, LIMITS)] == [TODAY if over else None]
    assert (in_flare(case, LIMITS), settling(case, LIMITS)) == (not over, over)


def test_a_flare_is_settling_for_a_week(a_case: MakeCase) -> None:
    spans = [(40, 13, 3.0), (12, 8, 6.5)]
    assert settling(a_case(diary=diary(*spans, (7, 0, 3.0))), LIMITS)
    assert not settling(a_case(diary=diary(*[(first + 1, last + 1, pain) for first, last, pain in spans], (8, 0, 3.0))), LIMITS)


def test_a_flare_nobody_notes_any_more_is_over(a_case: MakeCase) -> None:
    assert in_flare(a_case(diary=diary((40, 12, 3.0), (11, 6, 6.5))), LIMITS)
    assert not in_flare(a_case(diary=diary((40, 13, 3.0), (12, 7, 6.5))), LIMITS)


def test_pain_that_stays_up_for_four_weeks_is_the_usual_pain(a_case: MakeCase) -> None:
    assert in_flare(a_case(diary=diary((60, 28, 3.0), (27, 0, 6.5))), LIMITS)
    assert not in_flare(a_case(diary=diary((60, 29, 3.0), (28, 0, 6.5))), LIMITS)


def test_pain_that_creeps_up_over_four_weeks_refers(a_case: MakeCase, look: Look) -> None:
    case = a_case(diary=diary((60, 28, 3.0), (27, 21, 3.8), (20, 14, 4.4), (13, 7, 4.8), (6, 0, 5.0)))
    seen = look(case)
    assert not in_flare(case, LIMITS)
    assert (seen.state, seen.because) == (State.REFER, ("Pain is clearly higher than four weeks ago.",))


def kept(days_ago: int, phase: Phase) -> KeptProgramme:
    return KeptProgramme(ago(days_ago), phase.value, "0.1.0", ())


@pytest.mark.parametrize(
    ("phases", "newest", "state"),
    [
        ([(100, Phase.CORRECTIVE), (38, Phase.MAINTENANCE)], 7.0, State.RELAPSE),  # better than at the start, and 2 down
        ([(100, Phase.CORRECTIVE), (38, Phase.MAINTENANCE)], 7.1, State.MAINTENANCE),
        ([(100, Phase.CORRECTIVE), (38, Phase.MAINTENANCE), (9, Phase.FLARE)], 7.0, State.RELAPSE),
        ([(38, Phase.MAINTENANCE), (13, Phase.CORRECTIVE)], 7.0, State.RELAPSE),  # the two weeks of a smaller dose
        ([(38, Phase.MAINTENANCE), (14, Phase.CORRECTIVE)], 7.0, State.STARTING),  # the work has begun again
        ([(100, Phase.CORRECTIVE)], 7.0, State.STARTING),
    ],
)
def test_a_relapse_is_measured_from_where_maintenance_began(
    a_case: MakeCase, look: Look, phases: list[tuple[int, Phase]], newest: float, state: State
) -> None:
    typing = Function("typing", 8, (Score(ago(100), 6), Score(ago(40), 9), Score(ago(1), newest)))
    seen = look(a_case(function=(typing,), programmes=tuple(kept(*phase) for phase in phases)))
    assert seen.state is state


@pytest.mark.parametrize(
    ("maintenance_since", "flare_days", "state"),
    [(35, 8, State.RELAPSE), (34, 8, State.FLARE), (60, 7, State.FLARE)],
)
def test_a_week_of_flare_after_four_good_weeks_is_a_relapse(
    a_case: MakeCase, look: Look, maintenance_since: int, flare_days: int, state: State
) -> None:
    case = a_case(
        diary=diary((80, flare_days, 1.0), (flare_days - 1, 0, 4.5)),
        programmes=(kept(100, Phase.CORRECTIVE), kept(maintenance_since, Phase.MAINTENANCE)),
    )
    assert look(case).state is state


def test_a_flare_that_has_just_settled_is_no_worse_course(a_case: MakeCase, look: Look) -> None:
    seen = look(a_case(diary=diary((60, 8, 2.0), (7, 3, 6.0), (2, 0, 2.0))))
    assert seen.pain_7d.mean == 4.29  # the flare's days are still in it
    assert seen.state is State.STARTING
