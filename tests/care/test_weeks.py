"""Week after week: what comes in, what stays, and how little changes when little does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from upperback.care.findings import assess
from upperback.catalogue.loader import load
from upperback.model.body import Side
from upperback.model.care import Programme
from upperback.model.catalogue import Kind
from upperback.model.record import Accepted, Case, DiaryDay, Done, KeptItem, KeptProgramme, Session, Test, Wishes

MakeCase = Callable[..., Case]
MakeTest = Callable[..., tuple[Test, ...]]
Plan = Callable[[Case], Programme]

KNOWN = load()
START = date(2026, 1, 30)
KINDS = (Kind.RELEASE, Kind.MOBILITY, Kind.STRENGTH)


def ids_of(programme: Programme) -> set[str]:
    return {item.exercise for day in programme.week for item in day.items}


def days_of(programme: Programme) -> dict[str, list[int]]:
    return {e: [day.day for day in programme.week for i in day.items if i.exercise == e] for e in ids_of(programme)}


def week_done(case: Case, programme: Programme) -> Case:
    """The whole week done as given, without trouble; then it is a week later."""
    kept, sessions = [], []
    for day in programme.week:
        items = day.items
        kept.append(
            (
                day.day,
                tuple(
                    KeptItem(i.exercise, i.side, i.level, i.dose.sets, i.dose.reps, i.dose.hold_s, i.dose.rest_s) for i in items
                ),
            )
        )
        done = (Done(i.exercise, Side.BOTH, i.level, i.dose.sets, i.dose.reps, i.dose.hold_s, 1, 4) for i in items)
        sessions.append(Session(case.today + timedelta(days=day.day - 1), 1, 1, 1, tuple(done)))
    return replace(
        case,
        today=case.today + timedelta(days=7),
        programmes=(*case.programmes, KeptProgramme(case.today, programme.phase.value, programme.catalogue, tuple(kept))),
        sessions=(*case.sessions, *sessions),
    )


@pytest.fixture
def three_findings(a_case: MakeCase, on: MakeTest) -> Case:
    """A neck that tires, stiff turning and a blade that tires: three findings from two days before the start."""
    rows = (("t_dnf_endurance", "hold", (8,)), ("t_seated_rotation", "rotation", (22, 22)), ("t_scap_endurance", "hold", (15,)))
    tests = (*on(START - timedelta(days=6), *rows), *on(START - timedelta(days=1), *rows))
    wishes = Wishes(minutes_per_session=20, days_per_week=5, equipment=("band", "anchor", "ball"))
    return replace(a_case(on=START, tests=tests, wishes=wishes), today=START)


def test_by_the_fourth_week_each_finding_has_each_kind_of_work(three_findings: Case, plan: Plan) -> None:
    case = three_findings
    active = [f.finding for f in assess(KNOWN, case) if f.rank > 0]
    assert len(active) == 3
    weeks: list[set[str]] = []
    for _ in range(4):
        programme = plan(case)
        weeks.append(ids_of(programme))
        case = week_done(case, programme)
    assert len(weeks[0]) <= 5
    first = {e for ids in KNOWN.findings[active[0]].exercises.values() for e in ids}
    assert first & weeks[0]
    for before, after in pairwise(weeks):
        assert len(after - before) <= 2
    for finding in active:
        for kind in KINDS:
            assert set(KNOWN.findings[finding].exercises[kind]) & weeks[3], (finding, kind)


def test_what_was_done_last_week_stays_on_its_days(a_case: MakeCase, plan: Plan) -> None:
    case = replace(a_case(on=START), today=START)
    first = plan(case)
    second = plan(week_done(case, first))
    assert ids_of(second) == ids_of(first)
    rows = days_of(first)
    assert days_of(second)["band_row"] == rows["band_row"]
    assert all("it stays" in item.why_now for day in second.week for item in day.items)


@pytest.mark.parametrize(
    "little",
    [
        lambda case: replace(case, diary=(DiaryDay(case.today, 3),)),
        lambda case: replace(case, wishes=replace(case.wishes, minutes_per_session=case.wishes.minutes_per_session + 1)),
        lambda case: replace(case, wishes=replace(case.wishes, dislikes=("open_book_side_lying",))),
        lambda case: replace(case, wishes=replace(case.wishes, days_per_week=4)),
        lambda case: replace(case, about=replace(case.about, age=44)),
    ],
)
def test_a_small_change_in_the_person_is_a_small_change_in_the_week(
    three_findings: Case, plan: Plan, little: Callable[[Case], Case]
) -> None:
    case = week_done(three_findings, plan(three_findings))
    one, two = ids_of(plan(case)), ids_of(plan(little(case)))
    assert len(one ^ two) <= 2


def test_a_disliked_exercise_makes_room_for_one_other(three_findings: Case, plan: Plan) -> None:
    case = week_done(three_findings, plan(three_findings))
    before = plan(case)
    gone = next(i.exercise for i in before.week[0].items if i.kind is Kind.MOBILITY)
    after = plan(replace(case, wishes=replace(case.wishes, dislikes=(gone,))))
    assert gone not in ids_of(after)
    assert len(ids_of(before) - ids_of(after)) <= 2


def test_the_exercises_of_a_finding_that_is_done_with_go(a_case: MakeCase, on: MakeTest, plan: Plan) -> None:
    rows = (("t_dnf_endurance", "hold", (8,)),)
    tests = (*on(START - timedelta(days=6), *rows), *on(START - timedelta(days=1), *rows))
    case = replace(
        a_case(on=START, tests=tests, wishes=Wishes(minutes_per_session=20, equipment=("band", "anchor"))), today=START
    )
    for _ in range(3):
        case = week_done(case, plan(case))
    only_for_it = {e for ids in KNOWN.findings["c_deep_neck_flexor"].exercises.values() for e in ids} - set(KNOWN.core)
    assert only_for_it & ids_of(plan(case))
    done = replace(case, accepted=(Accepted("c_deep_neck_flexor", case.today),))
    kinds = {KNOWN.exercises[e].kind for e in only_for_it & ids_of(plan(done))}
    # one may stay as the week's only work of its kind
    assert len(only_for_it & ids_of(plan(done))) <= 1
    assert kinds <= {Kind.RELEASE}


def test_with_many_added_the_core_stays_and_the_week_is_as_full(a_case: MakeCase, plan: Plan) -> None:
    added = ("cat_cow", "childs_pose", "wall_slide", "interlaced_reach", "neck_side_tilt", "seated_side_bend", "wall_angel")
    wishes = Wishes(minutes_per_session=25, days_per_week=5, equipment=("band", "anchor"))
    plain, full = plan(a_case(wishes=wishes)), plan(a_case(wishes=replace(wishes, added=added)))
    core = [i for i in full.week[1].items if "core" in i.purposes and i.exercise in KNOWN.core]
    assert len(core) == KNOWN.rules.limits.core_parts
    assert len(ids_of(full)) == 5
    assert plain.load is not None
    assert full.load is not None
    assert full.load.minutes >= 0.85 * plain.load.minutes


def test_a_kind_of_work_that_is_all_disliked_keeps_one_and_says_so(a_case: MakeCase, plan: Plan) -> None:
    release = tuple(e.id for e in KNOWN.exercises.values() if e.kind is Kind.RELEASE)
    programme = plan(a_case(wishes=Wishes(equipment=("band", "anchor"), dislikes=release)))
    assert sum(KNOWN.exercises[e].kind is Kind.RELEASE for e in ids_of(programme)) == 1
    assert [line.split(":")[0] for line in programme.relaxed] == ["dislikes"]


def test_a_day_later_with_nothing_due_is_the_same_week(three_findings: Case, plan: Plan) -> None:
    case = week_done(three_findings, plan(three_findings))
    later = replace(case, today=case.today + timedelta(days=1))
    assert plan(later).week == plan(case).week


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2025, 12, 31), date(2026, 3, 29)])
def test_any_day_of_the_calendar_gives_the_same_first_week(a_case: MakeCase, plan: Plan, today: date) -> None:
    usual = plan(replace(a_case(on=START), today=START))
    assert plan(a_case(on=today, today=today)).week == usual.week


def test_a_break_of_three_weeks_begins_a_small_week_again(three_findings: Case, plan: Plan) -> None:
    case = three_findings
    for _ in range(3):
        case = week_done(case, plan(case))
    assert len(ids_of(plan(case))) > 5
    away = replace(
        case, today=case.today + timedelta(days=20), screens=(replace(case.screens[0], day=case.today + timedelta(days=20)),)
    )
    assert len(ids_of(plan(away))) <= 5
