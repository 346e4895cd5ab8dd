"""Progress: states, trends beyond error, the traffic light, next steps and what is due."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from upperback.care.dose import Light, easier, fitted, light, minutes_of, scaled
from upperback.care.findings import assess
from upperback.care.pain import in_flare, pain_trend
from upperback.care.phase import function_trend
from upperback.care.progress import review
from upperback.care.screening import judge
from upperback.catalogue.loader import load
from upperback.model.body import Side
from upperback.model.care import Review, State
from upperback.model.catalogue import Catalogue, Dose, Phase
from upperback.model.record import (
    Accepted,
    Case,
    Change,
    DiaryDay,
    Done,
    Function,
    KeptItem,
    KeptProgramme,
    Score,
    Session,
    Test,
)

LIMITS = load().rules.limits

MakeCase = Callable[..., Case]
MakeTest = Callable[..., tuple[Test, ...]]
Look = Callable[[Case], Review]

TODAY = date(2026, 2, 20)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def diary(*spans: tuple[int, int, float]) -> tuple[DiaryDay, ...]:
    """Pain by `(from days ago, to days ago, pain)`, oldest first."""
    return tuple(DiaryDay(ago(n), pain) for first, last, pain in spans for n in range(first, last - 1, -1))


def sessions(first: int, last: int, every: int = 2, exercise: str = "band_row") -> tuple[Session, ...]:
    done = (Done(exercise, Side.BOTH, 1, 2, 12, pain=2, effort=4),)
    return tuple(Session(ago(n), 2, 2, 2, done) for n in range(first, last - 1, -every))


def kept(days_ago: int, phase: Phase = Phase.CORRECTIVE, exercise: str = "band_row") -> KeptProgramme:
    item = KeptItem(exercise, Side.BOTH, 1, 2, 12, 1, 60)
    return KeptProgramme(ago(days_ago), phase.value, "0.1.0", ((1, (item,)),))


@pytest.fixture
def look(catalogue: Catalogue) -> Look:
    return lambda case: review(catalogue, case, judge(catalogue, case), assess(catalogue, case))


def test_a_new_person_is_starting(a_case: MakeCase, look: Look) -> None:
    seen = look(a_case())
    assert (seen.state, seen.phase, seen.next) == (State.STARTING, Phase.CORRECTIVE, ())


def test_a_no_of_the_screen_is_refer(a_case: MakeCase, look: Look) -> None:
    seen = look(a_case(["rf_shingles"]))
    assert (seen.state, seen.because) == (State.REFER, ("rf_shingles",))
    assert [d.what for d in seen.due] == ["screen"]


@pytest.mark.parametrize(
    ("spans", "state"),
    [
        ([(42, 36, 6.0), (6, 0, 3.0)], State.RESPONDING),
        ([(42, 36, 6.0), (6, 0, 4.5)], State.NO_RESPONSE),
        ([(42, 22, 3.0), (6, 0, 5.0)], State.REFER),
    ],
)
def test_pain_decides_and_only_beyond_error(
    a_case: MakeCase, look: Look, spans: list[tuple[int, int, float]], state: State
) -> None:
    assert look(a_case(diary=diary(*spans), sessions=sessions(43, 1), programmes=(kept(43),))).state is state


def test_sessions_from_before_the_first_programme_here_count_as_work(a_case: MakeCase, look: Look) -> None:
    brought_along = a_case(diary=diary((42, 36, 6.0), (6, 0, 3.0)), sessions=sessions(43, 1), programmes=(kept(0),))
    assert look(brought_along).state is State.RESPONDING


def test_function_decides_too(a_case: MakeCase, look: Look) -> None:
    better = (Function("typing for an hour", 8, (Score(ago(40), 4), Score(ago(1), 6))),)
    assert look(a_case(function=better, sessions=sessions(43, 1))).state is State.RESPONDING


def test_what_becomes_harder_is_no_response(a_case: MakeCase, look: Look) -> None:
    worse = (Function("typing for an hour", 8, (Score(ago(40), 6), Score(ago(1), 4))),)
    assert look(a_case(function=worse, sessions=sessions(43, 1))).state is State.NO_RESPONSE


@pytest.mark.parametrize(("days_done", "state"), [(4, State.STARTING), (3, State.LOW_ADHERENCE)])
def test_half_of_the_sessions_are_enough_to_go_on(a_case: MakeCase, look: Look, days_done: int, state: State) -> None:
    done = (*sessions(30, 30), *sessions(13, 14 - days_done, every=1))
    assert look(a_case(sessions=done)).state is state


def test_few_sessions_are_said_before_no_response(a_case: MakeCase, look: Look) -> None:
    assert look(a_case(sessions=sessions(43, 15))).state is State.LOW_ADHERENCE


def test_twelve_weeks_end_in_a_look_together(a_case: MakeCase, look: Look) -> None:
    better = diary((84, 78, 6.0), (6, 0, 3.0))
    assert look(a_case(diary=better, sessions=sessions(85, 1))).state is State.HUMAN_REVIEW
    assert look(a_case(sessions=sessions(85, 1))).state is State.REFER


def test_high_pain_for_over_two_weeks_refers(a_case: MakeCase, look: Look) -> None:
    seen = look(a_case(diary=diary((15, 0, 7.5))))
    assert (seen.state, seen.because) == (State.REFER, ("Pain has been 7 or more for over 14 days.",))
    assert look(a_case(diary=diary((10, 0, 7.5)))).state is State.FLARE


def test_three_flares_in_eight_weeks_refer(a_case: MakeCase, look: Look) -> None:
    spans = [(70, 50, 2.0), (49, 47, 6.0), (46, 34, 2.0), (33, 31, 6.0), (30, 18, 2.0), (17, 15, 6.0), (14, 0, 2.0)]
    seen = look(a_case(diary=diary(*spans)))
    assert (seen.state, seen.because) == (State.REFER, ("Three flares in eight weeks.",))
    assert look(a_case(diary=diary(*spans[2:]))).state is not State.REFER


def test_a_flare_brings_no_tests(a_case: MakeCase, look: Look) -> None:
    seen = look(a_case(["ca_high_pain"]))
    assert (seen.state, seen.phase) == (State.FLARE, Phase.FLARE)
    assert [d.what for d in seen.due] == ["screen"]


def done_and_well(turns: MakeTest, a_case: MakeCase, **more: object) -> Case:
    tests = (*turns(ago(60), 25, 25), *turns(ago(55), 25, 25))
    accepted = (Accepted("c_thoracic_rotation_stiff", ago(5)),)
    return a_case(
        **{
            "tests": tests,
            "accepted": accepted,
            "sessions": sessions(60, 1),
            "diary": diary((60, 54, 5.0), (13, 0, 1.0)),
            "function": (Function("typing", 8, (Score(ago(60), 4), Score(ago(30), 8), Score(ago(1), 8))),),
            "change": (Change(ago(30), 6), Change(ago(2), 6)),
            **more,
        }
    )


def test_all_done_and_well_graduates(a_case: MakeCase, turns: MakeTest, look: Look) -> None:
    seen = look(done_and_well(turns, a_case))
    assert (seen.state, seen.phase) == (State.GRADUATED, Phase.MAINTENANCE)
    assert "human_review" not in {d.what for d in seen.due}  # what is complete waits for nobody
    later = look(done_and_well(turns, a_case, programmes=(kept(60), kept(3, Phase.MAINTENANCE))))
    assert later.state is State.MAINTENANCE


def test_done_means_that_low_pain_has_held_for_four_weeks(a_case: MakeCase, turns: MakeTest, look: Look) -> None:
    said = (Change(ago(30), 5), Change(ago(2), 5))
    lately = {"diary": diary((60, 54, 5.0), (27, 21, 2.1), (13, 0, 1.0)), "change": said}
    assert look(done_and_well(turns, a_case, **lately)).phase is Phase.CORRECTIVE
    long_enough = {"diary": diary((60, 54, 5.0), (34, 28, 2.1), (27, 0, 2.0)), "change": said}
    assert look(done_and_well(turns, a_case, **long_enough)).phase is Phase.MAINTENANCE


def test_one_week_a_little_higher_does_not_end_maintenance_for_four(a_case: MakeCase, turns: MakeTest, look: Look) -> None:
    programmes = (kept(60), kept(30, Phase.MAINTENANCE))
    spans = {"diary": diary((60, 54, 5.0), (27, 21, 2.1), (13, 0, 1.0))}
    assert look(done_and_well(turns, a_case, programmes=programmes, **spans)).phase is Phase.MAINTENANCE


def test_well_with_a_finding_left_shows_the_way_out(a_case: MakeCase, turns: MakeTest, look: Look) -> None:
    assert look(done_and_well(turns, a_case, accepted=())).state is State.WELL_BUT_FINDINGS


def test_the_pain_trend_needs_two_weeks_that_share_no_day(a_case: MakeCase) -> None:
    assert pain_trend(a_case(diary=diary((9, 0, 4.0))), LIMITS).change is None
    trend = pain_trend(a_case(diary=diary((20, 14, 5.0), (6, 0, 3.0))), LIMITS)
    assert (trend.mean, trend.n, trend.change, trend.clear) == (3.0, 7, -2.0, True)
    assert not pain_trend(a_case(diary=diary((20, 14, 5.0), (6, 0, 3.1))), LIMITS).clear


def test_the_function_trend_is_a_mean_over_activities(a_case: MakeCase) -> None:
    two = (
        Function("typing", 8, (Score(ago(40), 4), Score(ago(1), 7))),
        Function("reading", 8, (Score(ago(40), 5), Score(ago(1), 6))),
    )
    trend = function_trend(a_case(function=two), LIMITS)
    assert (trend.mean, trend.n, trend.change, trend.clear) == (6.5, 2, 2.0, True)


@pytest.mark.parametrize(
    ("spans", "flare"),
    [
        ([(13, 7, 2.0), (6, 0, 4.0)], True),
        ([(13, 7, 2.0), (6, 0, 3.9)], False),
        ([(13, 2, 2.0), (1, 0, 5.0)], True),
        ([(13, 1, 2.0), (0, 0, 5.0)], False),
    ],
)
def test_a_flare_is_a_rise_of_the_week_or_two_high_days(
    a_case: MakeCase, spans: list[tuple[int, int, float]], flare: bool
) -> None:
    assert in_flare(a_case(diary=diary(*spans)), LIMITS) is flare


@pytest.mark.parametrize(
    ("before", "during", "morning", "expected"),
    [
        (2, 3, 2, Light.GREEN),
        (4, 5, 4, Light.GREEN),
        (2, 4, 2, Light.AMBER),
        (2, 3, 3, Light.AMBER),
        (2, 5, 2, Light.RED),
        (4, 6, 4, Light.RED),
        (2, 2, 4, Light.RED),
        (None, 3, None, Light.GREEN),
        (None, 6, None, Light.RED),
        (2, None, None, Light.UNKNOWN),
    ],
)
def test_the_traffic_light(before: float | None, during: float | None, morning: float | None, expected: Light) -> None:
    done = Done("band_row", Side.BOTH, 1, 2, 12, pain=during)
    assert light(Session(TODAY, before, None, morning), done, LIMITS) is expected


def test_stopping_because_of_pain_is_red() -> None:
    assert (
        light(Session(TODAY, 2, 2, 2), Done("x", Side.BOTH, 1, 1, 1, pain=2, stopped_because="pain_worse"), LIMITS) is Light.RED
    )


def test_the_next_step_is_said_with_its_reason(a_case: MakeCase, look: Look) -> None:
    steps = look(a_case(sessions=sessions(5, 1), programmes=(kept(5),))).next
    assert [(n.exercise, n.level, n.change) for n in steps] == [("band_row", 2, "up")]
    assert steps[0].why == "It went well, so it grows by one step."


def test_nothing_goes_up_on_a_day_of_high_pain(a_case: MakeCase, look: Look) -> None:
    steps = look(a_case(["ca_high_pain"], sessions=sessions(5, 1), programmes=(kept(5),))).next
    assert [(n.level, n.change) for n in steps] == [(1, "same")]


def test_work_for_a_finding_that_is_done_goes_out(a_case: MakeCase, turns: MakeTest, look: Look) -> None:
    case = done_and_well(turns, a_case, programmes=(kept(10, exercise="relaxed_breathing_supine"),))
    assert [(n.exercise, n.change) for n in look(case).next] == [("relaxed_breathing_supine", "out")]
    another = done_and_well(turns, a_case, programmes=(kept(10, exercise="neck_side_tilt"),))
    assert [(n.exercise, n.change) for n in look(another).next] == [("neck_side_tilt", "same")]


def due_on(seen: Review) -> dict[str, date]:
    return {d.what: d.on for d in seen.due}


def test_tests_never_done_are_due_today_and_blocked_ones_never(a_case: MakeCase, look: Look) -> None:
    assert due_on(look(a_case()))["t_seated_rotation"] == TODAY
    assert "t_seated_rotation" not in due_on(look(a_case(["ca_osteoporosis"])))


def test_the_second_baseline_day_and_the_retest_have_dates(a_case: MakeCase, turns: MakeTest, look: Look) -> None:
    first = due_on(look(a_case(tests=turns(ago(1), 30, 30))))
    assert first["t_seated_rotation"] == date(2026, 2, 21)
    both = due_on(look(a_case(tests=(*turns(ago(6), 30, 30), *turns(ago(1), 30, 30)))))
    assert both["t_seated_rotation"] == date(2026, 3, 5)
    assert both["screen"] == date(2026, 3, 19)


def test_function_and_the_persons_own_word_come_up_again(a_case: MakeCase, look: Look) -> None:
    scored = (Function("typing", 8, (Score(ago(4), 4),)),)
    seen = due_on(look(a_case(function=scored, sessions=sessions(10, 1))))
    assert (seen["function"], seen["change"]) == (date(2026, 3, 2), date(2026, 3, 10))


DOSE = Dose(sets=2, reps=12, hold_s=1, rest_s=60, days_per_week=3, move_s=4)


def test_minutes_are_work_rest_and_getting_ready() -> None:
    assert minutes_of(DOSE) == round((2 * 12 * 5 + 60 + 15) / 60, 2)


def test_a_dose_is_cut_to_the_minutes_sets_first() -> None:
    cut = fitted(DOSE, 2)
    assert (cut.sets, cut.reps) == (1, 12)
    assert minutes_of(fitted(DOSE, 1)) <= 1
    walk = Dose(sets=1, reps=1, hold_s=600, rest_s=0, days_per_week=5, move_s=0)
    assert minutes_of(fitted(walk, 2)) <= 2


def test_easier_is_thirty_percent_less() -> None:
    assert easier(DOSE, LIMITS).reps == 8
    assert easier(Dose(1, 1, 60, 0, 5, 0), LIMITS).hold_s == 42
    assert scaled(Dose(1, 1, 60, 0, 5, 0), 0.5).hold_s == 30


def test_a_clear_loss_of_function_after_maintenance_is_a_relapse(a_case: MakeCase, look: Look) -> None:
    worse = (Function("typing", 8, (Score(ago(40), 9), Score(ago(1), 6))),)
    assert look(a_case(function=worse, programmes=(kept(60, Phase.MAINTENANCE),))).state is State.RELAPSE


def test_a_plateau_is_offered_before_it_is_accepted(a_case: MakeCase, turns: MakeTest, look: Look) -> None:
    tests = tuple(replace(t, trials=t.trials[:1]) for n in (75, 70, 20, 2) for t in turns(ago(n), 28, 28, pain=1))
    seen = look(a_case(tests=tests, sessions=sessions(76, 1, every=1)))
    assert seen.state is State.PLATEAU


def test_a_finding_that_stays_and_hurts_refers(a_case: MakeCase, turns: MakeTest, look: Look) -> None:
    tests = tuple(replace(t, trials=t.trials[:1]) for n in (75, 70, 20, 2) for t in turns(ago(n), 28, 28, pain=1))
    seen = look(a_case(tests=tests, sessions=sessions(76, 1, every=1), diary=diary((75, 0, 5.0))))
    assert (seen.state, len(seen.because)) == (State.REFER, 1)


def test_an_exercise_the_catalogue_no_longer_knows_is_passed_over(a_case: MakeCase, look: Look) -> None:
    assert look(a_case(programmes=(kept(5, exercise="once_upon_a_time"),))).next == ()
