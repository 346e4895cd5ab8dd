"""Desk breaks: what fits at a desk, what it counts as, and when the next one comes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from upperback.care.breaks import breaks_now, fits_at_a_desk, is_quiet, next_break
from upperback.care.course_data import weeks_done
from upperback.care.dose import history_of
from upperback.care.findings import assess
from upperback.care.progress import review
from upperback.care.screening import judge
from upperback.model.body import Side
from upperback.model.care import Cleared, Programme
from upperback.model.catalogue import Catalogue, Kind
from upperback.model.habits import DeskBreak, DeskDay, Habits, Pace
from upperback.model.record import Case, Done, Session

MakeCase = Callable[..., Case]
Plan = Callable[[Case], Programme]
SHIFT = "micro_break_posture_shift"
BERLIN = ZoneInfo("Europe/Berlin")
DESK = Habits("Europe/Berlin", break_every_min=45)
MONDAY = date(2026, 2, 16)
EVERY = timedelta(minutes=45)


def offered(catalogue: Catalogue, case: Case, plan: Plan, aside: tuple[str, ...] = ()) -> tuple[DeskBreak, ...]:
    verdict = judge(catalogue, case)
    assert isinstance(verdict, Cleared)
    return breaks_now(catalogue, case, verdict, plan(case), put_aside=aside)


def at_the_desk(case: Case, exercise: str, **done: object) -> Case:
    item = Done(exercise, Side.BOTH, **{"level": 1, "sets": 1, "reps": 8, **done})  # type: ignore[arg-type]
    return replace(case, breaks=(*case.breaks, Session(case.today, items=(item,))))


def test_every_break_is_short_one_set_of_the_programme_and_possible_at_a_desk(
    catalogue: Catalogue, a_case: MakeCase, plan: Plan
) -> None:
    case = a_case()
    found = offered(catalogue, case, plan)
    in_week = {item.exercise for day in plan(case).week for item in day.items}
    assert {one.exercise for one in found} <= in_week | {SHIFT}
    assert len(found) >= 3
    for one in found:
        exercise = catalogue.exercises[one.exercise]
        assert one.dose.sets == 1
        assert 5 <= one.seconds <= catalogue.rules.limits.break_most_s
        assert fits_at_a_desk(exercise)
        assert exercise.kind is not Kind.STRENGTH or one.dose.days_per_week > catalogue.rules.limits.rest_day_up_to_days


def test_what_an_answer_blocks_is_never_offered(catalogue: Catalogue, a_case: MakeCase, plan: Plan) -> None:
    for question in (q for q in catalogue.questions if q.startswith("ca_")):
        case = a_case(yes=[question])
        verdict = judge(catalogue, case)
        if isinstance(verdict, Cleared):
            for one in offered(catalogue, case, plan):
                assert not catalogue.exercises[one.exercise].tags & verdict.blocked_tags, question


def test_another_puts_this_one_last_and_the_same_comes_twice_a_day_at_most(
    catalogue: Catalogue, a_case: MakeCase, plan: Plan
) -> None:
    case = a_case()
    first, *rest = offered(catalogue, case, plan)
    assert [one.exercise for one in offered(catalogue, case, plan, aside=(first.exercise,))][-1] == first.exercise
    once = at_the_desk(case, first.exercise)
    assert offered(catalogue, once, plan)[0].exercise == rest[0].exercise
    twice = at_the_desk(once, first.exercise)
    assert first.exercise not in {one.exercise for one in offered(catalogue, twice, plan)} - {SHIFT}


def test_after_a_red_light_only_what_is_gentle_is_left(catalogue: Catalogue, a_case: MakeCase, plan: Plan) -> None:
    case = a_case()
    strong = [one.exercise for one in offered(catalogue, case, plan) if catalogue.exercises[one.exercise].kind is Kind.STRENGTH]
    assert strong
    hurt = at_the_desk(case, strong[0], sets=0, reps=0, stopped_because="pain_worse")
    kinds = {catalogue.exercises[one.exercise].kind for one in offered(catalogue, hurt, plan)}
    assert Kind.STRENGTH not in kinds
    assert kinds


def test_strength_in_breaks_grows_no_faster_than_a_week_may(catalogue: Catalogue, a_case: MakeCase, plan: Plan) -> None:
    case = a_case()
    strong = next(one for one in offered(catalogue, case, plan) if catalogue.exercises[one.exercise].kind is Kind.STRENGTH)
    limits = catalogue.rules.limits
    each_s = strong.dose.reps * (strong.dose.move_s + strong.dose.hold_s)
    done = Done(strong.exercise, Side.BOTH, strong.level, 1, strong.dose.reps, strong.dose.hold_s)

    def after(breaks: int) -> bool:
        """Is strength still offered after so many breaks of this week, the last one yesterday?"""
        some = tuple(Session(case.today - timedelta(days=1 + n % 6), items=(done,)) for n in range(breaks))
        found = offered(catalogue, replace(case, breaks=some), plan)
        return any(catalogue.exercises[one.exercise].kind is Kind.STRENGTH for one in found)

    enough = int(60 * limits.load_free_minutes / each_s)
    assert after(enough - 1)
    assert not after(enough + 1)


def test_a_break_counts_as_work_and_never_as_a_session(catalogue: Catalogue, a_case: MakeCase) -> None:
    case = a_case(sessions=(Session(date(2026, 2, 19), 3, 3, 3, (Done("wall_slide", Side.BOTH, 1, 2, 8, 1),)),))
    more = at_the_desk(case, "wall_slide", hold_s=1)
    before, after = weeks_done(catalogue, case)[0], weeks_done(catalogue, more)[0]
    assert after.work_s == before.work_s + 56  # one set of 8, each 6 s of moving and 1 s of holding
    assert after.days == before.days == 1
    limits = catalogue.rules.limits
    assert history_of(more, limits).done == history_of(case, limits).done
    seen = [review(catalogue, one, judge(catalogue, one), assess(catalogue, one)) for one in (case, more)]
    assert seen[0].adherence == seen[1].adherence
    assert seen[0].next == seen[1].next


def test_a_break_that_hurt_makes_the_next_dose_easier(catalogue: Catalogue, a_case: MakeCase) -> None:
    sessions = (Session(date(2026, 2, 18), 3, 3, 3, (Done("wall_slide", Side.BOTH, 2, 2, 10, 2, pain=2),)),)
    case = at_the_desk(a_case(sessions=sessions), "wall_slide", sets=0, reps=0, level=2, stopped_because="pain_worse")
    (step,) = [
        n for n in review(catalogue, case, judge(catalogue, case), assess(catalogue, case)).next if n.exercise == "wall_slide"
    ]
    assert (step.change, step.level) == ("down", 1)


def local(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    return datetime.combine(day, time(hour, minute), BERLIN).astimezone(UTC)


def test_the_first_break_of_a_day_comes_a_rhythm_after_work_begins_and_none_after_it_ends() -> None:
    early = next_break(DESK, DeskDay(), local(7), BERLIN)
    assert (early.pace, early.at) == (Pace.OUTSIDE, local(9, 45))
    late = next_break(DESK, DeskDay(counted_from=local(16, 30)), local(16, 40), BERLIN)
    assert (late.pace, late.at) == (Pace.COMING, local(9, 45, MONDAY + timedelta(days=1)))
    friday = MONDAY + timedelta(days=4)
    weekend = next_break(DESK, DeskDay(), local(18, 0, friday), BERLIN)
    assert weekend.at == local(9, 45, MONDAY + timedelta(days=7))


def test_a_laptop_that_slept_for_hours_asks_for_no_break_and_counts_from_now() -> None:
    desk = DeskDay(counted_from=local(9, 30))
    assert next_break(DESK, desk, local(10, 20), BERLIN).pace is Pace.DUE
    slept = next_break(DESK, desk, local(14), BERLIN)
    assert (slept.pace, slept.restart, slept.at) == (Pace.COMING, True, local(14, 45))


def test_a_long_meeting_is_followed_by_one_break_and_quiet_hours_by_none_before_their_end() -> None:
    meeting = DeskDay(counted_from=local(9, 30), meeting_until=local(12))
    inside = next_break(DESK, meeting, local(11), BERLIN)
    assert (inside.pace, inside.at) == (Pace.MEETING, local(12))
    after = next_break(DESK, meeting, local(12, 1), BERLIN)
    assert (after.pace, after.restart) == (Pace.DUE, False)
    noon = replace(DESK, quiet_from=time(12), quiet_until=time(13))
    quiet = next_break(noon, DeskDay(counted_from=local(11, 20)), local(12, 10), BERLIN)
    assert (quiet.pace, quiet.at) == (Pace.QUIET, local(13))


def test_over_a_change_of_the_clock_the_working_day_begins_by_the_wall() -> None:
    before = datetime(2026, 3, 28, 20, tzinfo=UTC)  # Saturday evening; the clock goes forward on Sunday
    every_day = replace(DESK, break_on=tuple(range(7)))
    assert next_break(every_day, DeskDay(), before, BERLIN).at == datetime(2026, 3, 29, 7, 45, tzinfo=UTC)
    assert next_break(every_day, DeskDay(), before - timedelta(days=1), BERLIN).at == datetime(2026, 3, 28, 8, 45, tzinfo=UTC)


TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@given(
    days=st.sets(st.integers(0, 6), min_size=1),
    hours=st.tuples(TIMES, TIMES).filter(lambda two: two[0] != two[1]),
    quiet=st.none() | st.tuples(TIMES, TIMES),
    every=st.sampled_from((30, 45, 60, 90)),
    counted=st.none() | st.integers(0, 3000),
    meeting=st.none() | st.integers(-300, 300),
    now=st.integers(0, 60 * 24 * 300),
)
def test_no_break_ever_comes_outside_work_in_quiet_hours_or_in_a_meeting(
    days: set[int],
    hours: tuple[time, time],
    quiet: tuple[time, time] | None,
    every: int,
    counted: int | None,
    meeting: int | None,
    now: int,
) -> None:
    habits = Habits(
        "Europe/Berlin",
        break_every_min=every,
        break_on=tuple(days),
        work_from=hours[0],
        work_until=hours[1],
        quiet_from=quiet[0] if quiet else None,
        quiet_until=quiet[1] if quiet else None,
    )
    instant = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=now)
    desk = DeskDay(
        counted_from=None if counted is None else instant - timedelta(minutes=counted),
        meeting_until=None if meeting is None else instant + timedelta(minutes=meeting),
    )
    found = next_break(habits, desk, instant, BERLIN)
    if found.at is not None:
        wall = found.at.astimezone(BERLIN)
        in_hours = hours[0] <= wall.time() < hours[1] if hours[0] < hours[1] else not hours[1] <= wall.time() < hours[0]
        assert in_hours
        assert not is_quiet(habits, wall.time())
        assert wall.weekday() in days or (hours[0] > hours[1] and (wall.weekday() - 1) % 7 in days)
        assert desk.meeting_until is None or found.at >= min(desk.meeting_until, found.at)
        assert found.at >= instant
        if desk.meeting_until is not None and desk.meeting_until > instant:
            assert found.at >= desk.meeting_until
            assert found.pace is Pace.MEETING
        if counted is not None:
            assert found.at >= min(
                instant + timedelta(minutes=every), instant - timedelta(minutes=counted) + timedelta(minutes=every)
            )
    if found.pace is Pace.DUE:
        assert found.at == instant
        assert not found.restart
