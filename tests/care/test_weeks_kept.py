"""Weeks are counted kindly, and a missed day moves: what must hold for every record."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from upperback.care.moving import ahead
from upperback.care.weeks import spared_days, trained_days, weeks_of
from upperback.catalogue.loader import load
from upperback.model.body import Side
from upperback.model.habits import WeekState
from upperback.model.record import Away, Case, DiaryDay, Done, KeptItem, KeptProgramme, Session, Wishes

TODAY = date(2026, 2, 19)  # a Thursday
MONDAY = date(2026, 2, 16)
LIMITS = load().rules.limits
DAY = timedelta(days=1)


def case(sessions: tuple[date, ...], *, ill: tuple[date, ...] = (), wished: int = 4, today: date = TODAY, **more: object) -> Case:
    diary = tuple(DiaryDay(day, ill=True) for day in sorted(ill))
    return Case(
        today=today,
        sessions=tuple(Session(day) for day in sorted(sessions)),
        diary=diary,
        wishes=Wishes(days_per_week=wished),
        **more,  # type: ignore[arg-type]
    )


def states(of: Case) -> list[WeekState]:
    return [week.state for week in weeks_of(of, LIMITS).weeks]


def test_half_of_the_wished_days_let_a_week_count() -> None:
    two = (MONDAY - 7 * DAY, MONDAY - 5 * DAY)
    assert states(case(two)) == [WeekState.KEPT, WeekState.OPEN]
    assert states(case(two[:1])) == [WeekState.QUIET, WeekState.OPEN]
    assert states(case((*two, MONDAY, TODAY))) == [WeekState.KEPT, WeekState.KEPT]


def test_a_week_ill_or_away_between_two_good_ones_breaks_nothing() -> None:
    good = tuple(MONDAY + n * DAY for n in (-21, -19, -7, -5, 0, 2))
    week_between = tuple(MONDAY - 14 * DAY + n * DAY for n in range(4))
    broken, ill = case(good), case(good, ill=week_between)
    away = case(good, away=(Away(week_between[0], week_between[-1]),))
    assert [weeks_of(one, LIMITS).in_a_row for one in (broken, ill, away)] == [2, 3, 3]
    assert [states(one)[1] for one in (broken, ill, away)] == [WeekState.QUIET, WeekState.SPARED, WeekState.SPARED]
    assert [weeks_of(one, LIMITS).kept for one in (broken, ill, away)] == [3, 3, 3]


def test_a_week_of_a_calm_programme_is_spared() -> None:
    begun, calm = MONDAY - 14 * DAY, MONDAY - 7 * DAY
    flare = KeptProgramme(calm, "flare", "1", ((1, (KeptItem("cat_cow", Side.BOTH, 1, 1, 1, 0, 0),)),))
    assert states(case((begun, begun + DAY), programmes=(flare,))) == [WeekState.KEPT, WeekState.SPARED, WeekState.OPEN]


def test_what_was_wished_for_then_counts_and_not_the_larger_wish_of_today() -> None:
    day = MONDAY - 7 * DAY
    item = (KeptItem("cat_cow", Side.BOTH, 1, 1, 1, 0, 0),)
    two_days = KeptProgramme(day, "corrective", "1", ((1, item), (4, item)))
    assert states(case((day,), wished=7, programmes=(two_days,)))[0] is WeekState.KEPT
    assert states(case((day,), wished=7))[0] is WeekState.QUIET


def test_a_session_of_nothing_but_skipped_exercises_and_a_desk_break_are_no_trained_day() -> None:
    skipped = Session(MONDAY, items=(Done("cat_cow", Side.BOTH, 1, 0, 0, skipped=True),))
    at_the_desk = Session(MONDAY + DAY, items=(Done("wall_slide", Side.BOTH, 1, 1, 8),))
    assert trained_days(Case(today=TODAY, sessions=(skipped,), breaks=(at_the_desk,))) == frozenset()
    assert weeks_of(Case(today=TODAY, sessions=(skipped,), breaks=(at_the_desk,)), LIMITS).weeks == ()


DAYS = st.sets(st.integers(0, 60).map(lambda n: TODAY - n * DAY), max_size=25)


@given(DAYS, DAYS, st.integers(1, 7), st.integers(0, 60))
def test_nothing_that_happens_ever_takes_a_good_week_away(done: set[date], ill: set[date], wished: int, n: int) -> None:
    day = TODAY - n * DAY
    before = weeks_of(case(tuple(done), ill=tuple(ill), wished=wished), LIMITS)
    falls_ill = weeks_of(case(tuple(done), ill=tuple(ill | {day}), wished=wished), LIMITS)
    leaves = weeks_of(case(tuple(done), ill=tuple(ill), wished=wished, away=(Away(day, day + 3 * DAY),)), LIMITS)
    for after in (falls_ill, leaves):
        assert after.kept >= before.kept
        assert after.in_a_row >= before.in_a_row
    assert before.in_a_row <= before.kept <= len(before.weeks)
    if done:
        trains_more = weeks_of(case(tuple(done | {max(min(done), day)}), ill=tuple(ill), wished=wished), LIMITS)
        assert trains_more.kept >= before.kept
        assert trains_more.in_a_row >= before.in_a_row


@given(DAYS, st.integers(1, 7))
def test_a_week_with_all_its_wished_days_always_counts_and_a_week_of_illness_is_never_quiet(done: set[date], wished: int) -> None:
    weeks = weeks_of(case(tuple(done), wished=wished), LIMITS).weeks
    assert all(week.state is WeekState.KEPT for week in weeks if week.done >= wished)
    for week in weeks:
        seven = tuple(week.monday + n * DAY for n in range(7) if week.monday + n * DAY <= TODAY)
        ill = weeks_of(case(tuple(done), ill=seven, wished=wished), LIMITS).weeks
        same = next(one for one in ill if one.monday == week.monday)
        assert len(seven) < LIMITS.spared_days or same.state is not WeekState.QUIET


def test_days_of_a_flare_are_spared_from_its_first_to_its_last() -> None:
    usual = [DiaryDay(TODAY - n * DAY, pain=2) for n in range(30, 10, -1)]
    worse = [DiaryDay(TODAY - n * DAY, pain=7) for n in range(10, 3, -1)]
    after = [DiaryDay(TODAY - n * DAY, pain=2) for n in range(3, -1, -1)]
    spared = spared_days(replace(case(()), diary=(*usual, *worse, *after)), LIMITS)
    assert {TODAY - n * DAY for n in range(8, 4, -1)} <= spared
    assert not {TODAY - n * DAY for n in range(30, 12, -1)} & spared
    assert TODAY not in spared


WEEK = tuple(MONDAY + n * DAY for n in range(7))


def on(*numbers: int) -> frozenset[date]:
    return frozenset(WEEK[n] for n in numbers)


NOTHING: frozenset[date] = frozenset()


def test_a_missed_day_of_three_moves_to_one_with_a_day_between() -> None:
    left = ahead(MONDAY, on(0, 2, 4), 3, NOTHING, NOTHING, LIMITS, today=WEEK[3])
    assert left.days == (WEEK[4], WEEK[6])
    assert left.moved == ((WEEK[0], WEEK[6]),)
    late = ahead(MONDAY, on(0, 2, 4), 3, NOTHING, NOTHING, LIMITS, today=WEEK[5])
    assert (late.days, late.moved) == ((WEEK[5],), ((WEEK[0], WEEK[5]),))


def test_a_session_done_early_gives_up_the_day_beside_it() -> None:
    left = ahead(MONDAY, on(0, 2, 4), 3, on(0, 1), NOTHING, LIMITS, today=WEEK[1], open_today=False)
    assert (left.days, left.moved) == ((WEEK[4],), ())


def test_what_is_done_today_is_not_asked_again_today_and_days_away_are_not_made_up_for() -> None:
    done = ahead(MONDAY, on(0, 1, 2, 3), 4, on(0), NOTHING, LIMITS, today=MONDAY, open_today=False)
    assert done.days == (WEEK[1], WEEK[2], WEEK[3])
    away = ahead(MONDAY, on(0, 2, 4), 3, on(0), on(2, 3), LIMITS, today=WEEK[1])
    assert (away.days, away.moved) == ((WEEK[4],), ())


@given(
    meant=st.sets(st.integers(0, 6), min_size=1),
    wanted=st.integers(1, 7),
    trained=st.sets(st.integers(0, 6)),
    away=st.sets(st.integers(0, 6)),
    now=st.integers(0, 6),
    open_today=st.booleans(),
)
def test_no_day_is_ever_doubled_and_nothing_is_asked_beyond_the_week(
    meant: set[int], wanted: int, trained: set[int], away: set[int], now: int, open_today: bool
) -> None:
    trained = {n for n in trained if n <= now}
    left = ahead(MONDAY, on(*meant), wanted, on(*trained), on(*away), LIMITS, today=WEEK[now], open_today=open_today)
    assert len(set(left.days)) == len(left.days)
    assert list(left.days) == sorted(left.days)
    assert all(WEEK[now] <= day <= WEEK[6] for day in left.days)
    assert not set(left.days) & (on(*trained) | on(*away))
    assert open_today or WEEK[now] not in left.days
    assert len(left.days) + len(trained) <= max(len(trained), min(wanted, len(meant)))
    assert {now_on for _, now_on in left.moved} <= set(left.days) - on(*meant)
    assert {was for was, _ in left.moved} <= on(*meant) - on(*trained) - on(*away) - set(left.days)
    room = min(wanted, len(meant)) - len(meant & away) - len(trained)
    stay = {WEEK[n] for n in meant - trained - away if n > now or (n == now and open_today)}
    assert stay <= set(left.days) if len(stay) <= room else set(left.days) <= stay
    if min(wanted, len(meant)) <= LIMITS.rest_day_up_to_days:
        taken = {*left.days, *on(*trained)}
        assert not any(day - DAY in taken or day + DAY in taken for day in set(left.days) - on(*meant))
    untouched = not trained and not away and min(meant) >= now and (open_today or now not in meant) and wanted >= len(meant)
    if untouched:
        assert (set(left.days), left.moved) == (set(on(*meant)), ())
