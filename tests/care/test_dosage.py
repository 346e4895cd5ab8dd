"""How much: the light of a session, steps of one thing at a time, setbacks, and the load of a week."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from upperback.care.history import history_of
from upperback.care.ladder import doses_at, place_of
from upperback.care.lights import Light, light
from upperback.care.load import cap_of, week_load
from upperback.catalogue.loader import load
from upperback.model.body import Side
from upperback.model.care import Item, Programme
from upperback.model.catalogue import Kind, Phase
from upperback.model.record import Case, DiaryDay, Done, KeptItem, KeptProgramme, Session, Test, Wishes

MakeCase = Callable[..., Case]
MakeTest = Callable[..., tuple[Test, ...]]
Plan = Callable[[Case], Programme]

KNOWN = load()
LIMITS = KNOWN.rules.limits
TODAY = date(2026, 2, 20)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def item_of(programme: Programme, exercise: str) -> Item:
    return next(item for day in programme.week for item in day.items if item.exercise == exercise)


def ids_of(programme: Programme) -> set[str]:
    return {item.exercise for day in programme.week for item in day.items}


def done(exercise: str, level: int, sets: int, reps: int, hold_s: float = 0, **fields: Any) -> Done:
    return Done(exercise, Side.BOTH, level, sets, reps, hold_s, **{"pain": 2, "effort": 4, **fields})


def kept(programme: Programme, day: date) -> KeptProgramme:
    days = tuple(
        (
            d.day,
            tuple(KeptItem(i.exercise, i.side, i.level, i.dose.sets, i.dose.reps, i.dose.hold_s, i.dose.rest_s) for i in d.items),
        )
        for d in programme.week
    )
    return KeptProgramme(day, programme.phase.value, programme.catalogue, days)


def sessions_of(programme: Programme, day: date, **fields: Any) -> tuple[Session, ...]:
    """The whole week done from `day` on."""
    return tuple(
        Session(
            day + timedelta(days=d.day - 1),
            2,
            2,
            2,
            tuple(done(i.exercise, i.level, i.dose.sets, i.dose.reps, i.dose.hold_s, **fields) for i in d.items),
        )
        for d in programme.week
    )


# -- the light --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("session", "during", "stop", "expected"),
    [
        ((5, None, None), 6, None, Light.GREEN),  # a usual pain of 5 is no reason to stand still
        ((5, None, None), 7, None, Light.RED),
        ((3, None, None), 5, None, Light.AMBER),
        ((2, 2, 3), 2, None, Light.AMBER),  # not back the next morning
        ((2, 2, 4), 2, None, Light.RED),
        ((2, 5, None), 2, None, Light.AMBER),  # calm in this one, and too much by the end
        ((2, 5, None), None, None, Light.RED),
        ((2, 2, None), 2, "cramp", Light.AMBER),
        ((2, 2, None), None, "spreading", Light.RED),
        ((2, 2, None), 2, "pain_worse", Light.RED),
        ((2, 2, None), 2, "Pain is worse", Light.RED),
        ((2, 2, None), 2, "a cramp", Light.AMBER),
        ((2, 2, None), 2, "no_pull_felt", Light.GREEN),
        ((None, None, None), None, None, Light.UNKNOWN),
    ],
)
def test_a_light_looks_before_during_after_and_at_the_next_morning(
    session: tuple[float | None, float | None, float | None], during: float | None, stop: str | None, expected: Light
) -> None:
    one = done("band_row", 1, 2, 12, pain=during, stopped_because=stop)
    assert light(Session(TODAY, *session), one, LIMITS) is expected


def test_a_pain_before_that_nobody_noted_is_the_mean_of_the_week(a_case: MakeCase) -> None:
    case = a_case(
        diary=tuple(DiaryDay(ago(n), 5) for n in range(1, 8)),
        sessions=(Session(ago(1), items=(done("band_row", 1, 2, 12, pain=6),)),),
    )
    [pair] = history_of(case, LIMITS).done["band_row"]
    assert pair[0].pain_before == 5
    assert light(*pair, LIMITS) is Light.GREEN
    assert light(case.sessions[0], pair[1], LIMITS) is Light.RED


@pytest.mark.parametrize(("usual", "phase", "level"), [(5, Phase.CORRECTIVE, 2), (7, Phase.FLARE, None)])
def test_a_usual_pain_of_5_can_progress_and_7_is_the_calm_plan(
    a_case: MakeCase, plan: Plan, usual: float, phase: Phase, level: int | None
) -> None:
    sessions = tuple(Session(ago(n), usual, usual, usual, (done("band_row", 1, 2, 12, pain=usual),)) for n in (6, 4, 2))
    programme = plan(a_case(diary=tuple(DiaryDay(ago(n), usual) for n in range(30)), sessions=sessions))
    assert programme.phase is phase
    assert ("band_row" in ids_of(programme)) is (level is not None)
    if level is not None:
        assert item_of(programme, "band_row").level == level


# -- steps ------------------------------------------------------------------------------------------------------------
def test_between_two_rungs_one_thing_grows_at_a_time() -> None:
    for exercise in KNOWN.exercises.values():
        for level in range(1, len(exercise.ladder)):
            steps = [*doses_at(exercise, level), exercise.ladder[level]]
            for here, there in pairwise(steps):
                grown = [name for name in ("reps", "hold_s", "sets") if getattr(there, name) > getattr(here, name)]
                assert len(grown) <= 1, (exercise.id, level, here, there)
                assert there.sets - here.sets <= 1


@pytest.mark.parametrize(("reps", "hold_s", "place"), [(8, 5, 0), (8, 8, 1), (8, 0, 1), (6, 8, 0)])
def test_where_one_stands_is_read_from_what_was_done(reps: int, hold_s: float, place: int) -> None:
    assert place_of(KNOWN.exercises["bird_dog_full"], done("bird_dog_full", 1, 2, reps, hold_s)) == place


def test_a_long_way_to_the_next_rung_is_taken_in_steps(a_case: MakeCase, plan: Plan) -> None:
    seen: list[tuple[int, int, float]] = []
    sessions: list[Session] = []
    for n in range(30, 0, -3):
        case = replace(a_case(wishes=Wishes(minutes_per_session=25, added=("bird_dog_full",))), sessions=tuple(sessions))
        item = item_of(plan(replace(case, today=ago(n), screens=(replace(case.screens[0], day=ago(n)),))), "bird_dog_full")
        seen.append((item.level, item.dose.sets, item.dose.hold_s))
        sessions.append(
            Session(ago(n), 1, 1, 1, (done("bird_dog_full", item.level, item.dose.sets, item.dose.reps, item.dose.hold_s),))
        )
    assert list(dict.fromkeys(seen))[:3] == [(1, 2, 5.0), (1, 2, 8.0), (2, 3, 8.0)]


def test_two_sessions_of_one_day_are_one(a_case: MakeCase, plan: Plan) -> None:
    def level(*days: int) -> int:
        sessions = tuple(Session(ago(n), 2, 2, 2, (done("chin_tuck_seated", 1, 1, 10, 5),)) for n in days)
        return item_of(plan(a_case(sessions=sessions)), "chin_tuck_seated").level

    assert level(2, 2) == 1
    assert level(3, 2) == 2


def test_of_two_sessions_of_one_day_the_worse_light_counts(a_case: MakeCase) -> None:
    calm, hurt = (Session(ago(1), 2, None, None, (done("band_row", 1, 1, 12, pain=pain),)) for pain in (2, 6))
    for both in ((calm, hurt), (hurt, calm)):
        [(session, item)] = history_of(a_case(sessions=both), LIMITS).done["band_row"]
        assert light(session, item, LIMITS) is Light.RED
        assert item.sets == 2


def test_a_session_noted_late_counts_on_its_own_day(a_case: MakeCase, plan: Plan) -> None:
    early, late = (Session(ago(n), 2, 2, 2, (done("band_row", 2, 3, 12, effort=8),)) for n in (9, 3))
    away = plan(a_case(sessions=(early,)))
    assert item_of(away, "band_row").level == 1
    assert item_of(plan(a_case(sessions=(early, late))), "band_row").level == 2
    assert plan(a_case(sessions=(late, early))) == plan(a_case(sessions=(early, late)))


@pytest.mark.parametrize(
    ("stop", "level", "said"),
    [
        ("cramp", 1, "It cramped last time"),
        ("Cramping", 1, "It cramped last time"),
        ("no_pull_felt", 2, "You felt no pull"),
        ("no pull felt", 2, "You felt no pull"),
        (None, 2, ""),
    ],
)
def test_a_cramp_eases_and_no_pull_stays(a_case: MakeCase, plan: Plan, stop: str | None, level: int, said: str) -> None:
    item = item_of(
        plan(a_case(sessions=(Session(ago(2), 2, 2, 2, (done("band_row", 2, 3, 12, stopped_because=stop),)),))), "band_row"
    )
    assert item.level == level
    assert said in item.why_dose


def test_no_pull_twice_makes_room_for_something_else(a_case: MakeCase, plan: Plan) -> None:
    sessions = tuple(
        Session(ago(n), 2, 2, 2, (done("standing_arms_wide_rotation", 1, 1, 16, 2, stopped_because="no_pull_felt"),))
        for n in (4, 2)
    )
    programme = plan(a_case(sessions=sessions))
    out = next(one for one in programme.left_out if one.exercise == "standing_arms_wide_rotation")
    assert (out.rule, "no pull twice" in out.because) == ("no_pull", True)
    assert item_of(programme, "seated_thoracic_rotation").purposes == ("core",)


@pytest.mark.parametrize(
    ("today", "level"),
    [
        (DiaryDay(ago(0), 3), 2),
        (DiaryDay(ago(0), 3, ill=True), 1),
        (DiaryDay(ago(0), 5, slept_badly=True), 1),
        (DiaryDay(ago(0), 4, slept_badly=True), 2),
        (DiaryDay(ago(3), 5, slept_badly=True), 2),  # trained since
    ],
)
def test_an_illness_or_a_poor_night_with_more_pain_starts_lower(
    a_case: MakeCase, plan: Plan, today: DiaryDay, level: int
) -> None:
    days = {ago(n): DiaryDay(ago(n), 3) for n in range(8)} | {today.day: today}
    sessions = (Session(ago(2), 3, 3, 3, (done("band_row", 2, 3, 12, pain=3),)),)
    programme = plan(a_case(diary=tuple(days[d] for d in sorted(days)), sessions=sessions))
    assert item_of(programme, "band_row").level == level


def test_after_a_red_light_the_dose_is_never_more_work_even_on_a_rung_with_more_turns(a_case: MakeCase, plan: Plan) -> None:
    # The third rung of the chin tuck is one long set, the second two short ones of more work.
    red = Session(ago(2), 2, 2, 2, (done("chin_tuck_seated", 3, 1, 10, 10, pain=6),))
    item = item_of(plan(a_case(sessions=(red,))), "chin_tuck_seated")
    rung = KNOWN.exercises["chin_tuck_seated"].ladder
    assert item.level == 2
    assert item.dose.sets * item.dose.reps * (rung[1].move_s + item.dose.hold_s) <= 10 * (rung[2].move_s + 10)


def test_less_than_the_first_level_stays_until_it_is_earned_back(a_case: MakeCase, plan: Plan) -> None:
    def reps(*pains: float) -> int:
        given = [10, *[7] * (len(pains) - 1)]
        sessions = [
            Session(ago(2 * (len(pains) - n)), 2, 2, 2, (done("chin_tuck_seated", 1, 1, given[n], 5, pain=pain),))
            for n, pain in enumerate(pains)
        ]
        return item_of(plan(a_case(sessions=tuple(sessions))), "chin_tuck_seated").dose.reps

    assert (reps(6), reps(6, 2), reps(6, 2, 2)) == (7, 7, 10)


def test_the_weaker_side_has_the_last_set_to_itself(a_case: MakeCase, plan: Plan, twice: MakeTest) -> None:
    leaning = twice(
        ("t_neck_rotation", "rotation", (50, 70)), ("t_neck_sidebend", "sidebend", (25, 40)), ("t_apley", "gap", (-20, -5))
    )
    programme = plan(a_case(tests=leaning, wishes=Wishes(minutes_per_session=25, added=("side_plank_knees",))))
    item = item_of(programme, "side_plank_knees")
    assert "c_lateral_asymmetry" in item.purposes
    assert item.dose.sets == KNOWN.exercises["side_plank_knees"].ladder[0].sets + 1
    assert item.extra_side is Side.LEFT
    assert "The last set is for your left side alone." in item.why_dose

    rung = KNOWN.exercises["side_plank_knees"].ladder[0]
    red = Session(ago(2), 2, 2, 2, (done("side_plank_knees", 1, rung.sets, rung.reps, int(rung.hold_s), pain=6),))
    wished = Wishes(minutes_per_session=25, added=("side_plank_knees",))
    after = item_of(plan(a_case(tests=leaning, wishes=wished, sessions=(red,))), "side_plank_knees")
    assert after.extra_side is Side.BOTH  # a red light never leads to more
    assert after.dose.sets * after.dose.reps <= rung.sets * rung.reps


# -- the load of a week -----------------------------------------------------------------------------------------------
def test_load_is_work_and_minutes() -> None:
    item = KeptItem("band_row", Side.BOTH, 1, 2, 12, 1, 60)
    found = week_load(KNOWN, (item, item))
    assert (found.work_s, found.minutes) == (240, 6.5)


def test_without_a_week_before_there_is_no_cap_and_ten_minutes_are_always_fine(a_case: MakeCase) -> None:
    assert cap_of(KNOWN, a_case(), history_of(a_case(), LIMITS)) is None
    small = KeptProgramme(ago(7), "corrective", "1", ((1, (KeptItem("band_row", Side.BOTH, 1, 1, 12, 1, 0),)),))
    case = a_case(programmes=(small,))
    cap = cap_of(KNOWN, case, history_of(case, LIMITS))
    assert cap is not None
    assert (cap.work_s, cap.minutes) == (600, 10)


def test_a_week_grows_by_a_fifth_at_most_and_a_step_that_has_to_wait_says_so(a_case: MakeCase, plan: Plan) -> None:
    first = plan(a_case())
    case = a_case(programmes=(kept(first, ago(7)),), sessions=sessions_of(first, ago(7)))
    second = plan(case)
    assert first.load is not None
    assert second.load is not None
    assert second.load.most_minutes is not None
    assert second.load.most_minutes == pytest.approx(1.2 * first.load.minutes, abs=0.01)
    assert second.load.minutes <= second.load.most_minutes
    assert second.load.work_minutes <= 1.2 * first.load.work_minutes
    grown = {i.exercise for d in second.week for i in d.items if i.level > 1}
    waits = {i.exercise for d in second.week for i in d.items if "The step waits" in i.why_dose}
    assert grown
    assert waits


def test_programmes_made_again_in_one_week_do_not_add_up(a_case: MakeCase, plan: Plan) -> None:
    first = plan(a_case())
    case = a_case(programmes=(kept(first, ago(7)),), sessions=sessions_of(first, ago(7)))
    again = plan(replace(case, programmes=(*case.programmes, kept(plan(case), ago(1)))))
    assert again.load is not None
    assert first.load is not None
    assert again.load.minutes <= 1.2 * first.load.minutes + 0.01


def test_after_a_red_light_the_week_does_not_grow_and_nothing_is_new(a_case: MakeCase, plan: Plan, twice: MakeTest) -> None:
    first = plan(a_case())
    calm = a_case(
        programmes=(kept(first, ago(8)),), sessions=sessions_of(first, ago(8)), tests=twice(("t_scap_endurance", "hold", (20,)))
    )
    last = calm.sessions[-1]
    hurt = replace(last, items=(replace(last.items[-1], pain=7), *last.items[:-1]))
    red = plan(replace(calm, sessions=(*calm.sessions[:-1], hurt)))
    assert ids_of(plan(calm)) - ids_of(first)
    assert not ids_of(red) - ids_of(first)
    assert red.load is not None
    assert first.load is not None
    assert red.load.minutes <= first.load.minutes


def test_few_sessions_make_a_short_week_of_what_is_known(a_case: MakeCase, plan: Plan) -> None:
    first = plan(a_case())
    days = sessions_of(first, ago(21))[:1] + sessions_of(first, ago(12))[:1]
    case = a_case(programmes=(kept(first, ago(21)),), sessions=days)
    programme = plan(case)
    assert len(ids_of(programme)) <= 3
    assert max(day.minutes for day in programme.week) <= 5
    assert {item.kind for day in programme.week for item in day.items} == {Kind.RELEASE, Kind.MOBILITY, Kind.STRENGTH}
    assert "Few sessions fitted in lately, so they are short now. Two minutes count." in programme.changed
