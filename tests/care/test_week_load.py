"""The load of a week counts from what was really in force or done in the last weeks, through flares and absences."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upperback.care.findings import assess
from upperback.care.history import history_of
from upperback.care.load import Load, cap_of, week_load
from upperback.care.programme import make_programme
from upperback.care.screening import judge
from upperback.catalogue.loader import load
from upperback.model.body import Side
from upperback.model.care import Cleared, Programme
from upperback.model.record import Case, DiaryDay, Done, KeptItem, KeptProgramme, Session

MakeCase = Callable[..., Case]

KNOWN = load()
LIMITS = KNOWN.rules.limits
TODAY = date(2026, 2, 20)
FREE_S = 60 * LIMITS.load_free_minutes


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def given_(days_ago: int, sets: int, phase: str = "corrective") -> KeptProgramme:
    """A week of one exercise: 60 seconds of work a set."""
    return KeptProgramme(ago(days_ago), phase, "1", ((1, (KeptItem("band_row", Side.BOTH, 1, sets, 12, 1, 0),)),))


def trained(*days_ago: int, pain: float = 2) -> tuple[Session, ...]:
    return tuple(Session(ago(n), 2, items=(Done("band_row", Side.BOTH, 1, 1, 12, 1, pain=pain),)) for n in days_ago)


def cap(case: Case) -> float | None:
    found = cap_of(KNOWN, case, history_of(case, LIMITS))
    return None if found is None else found.work_s


@pytest.mark.parametrize(
    ("programmes", "sessions", "most_s"),
    [
        # A short flare: at most what was before it. A long one: counted from its own weeks.
        ([(14, 40, "corrective"), (7, 12, "flare")], (13, 5), 2400),
        ([(27, 40, "corrective"), (20, 12, "flare"), (13, 12, "flare"), (6, 12, "flare")], (26, 19, 12, 5), 2400),
        (
            [(35, 40, "corrective"), (28, 12, "flare"), (21, 14, "flare"), (14, 12, "flare"), (7, 12, "flare")],
            (34, 27, 20, 12, 5),
            1.2 * 14 * 60,
        ),
        # Back from a short flare some days ago: counted from the week since.
        ([(20, 40, "corrective"), (9, 12, "flare"), (5, 28, "corrective")], (19, 8, 4), 1.2 * 28 * 60),
        # Away for months: at most what was before, then counted from the first week back, not from April.
        ([(200, 40, "corrective")], (199, 195), 2400),
        ([(200, 40, "corrective"), (3, 15, "corrective")], (199, 195, 2), 1.2 * 15 * 60),
        ([(200, 40, "corrective"), (3, 5, "flare")], (199, 195, 2), 2400),
        # The same week again and again is in force for as long as there are sessions.
        ([(100, 40, "corrective")], (60, 30, 10), 1.2 * 2400),
    ],
)
def test_what_a_week_may_be_after_a_flare_and_after_an_absence(
    a_case: MakeCase, programmes: list[tuple[int, int, str]], sessions: tuple[int, ...], most_s: float
) -> None:
    case = a_case(programmes=tuple(given_(*row) for row in programmes), sessions=trained(*sessions))
    assert cap(case) == pytest.approx(most_s)


def test_a_red_light_in_a_flare_keeps_its_small_week(a_case: MakeCase) -> None:
    weeks = (given_(14, 40), given_(7, 12, "flare"))
    assert cap(a_case(programmes=weeks, sessions=trained(13, 5))) == 2400
    assert cap(a_case(programmes=weeks, sessions=(*trained(13), *trained(5, pain=8)))) == 720


def test_who_begins_with_days_of_a_flare_then_starts_like_everyone(a_case: MakeCase) -> None:
    assert cap(a_case(programmes=(given_(4, 12, "flare"),), sessions=trained(4))) is None
    assert cap(a_case(programmes=(given_(25, 12, "flare"), given_(9, 12, "flare")), sessions=trained(24, 17, 8))) == 864


WEEKS = st.lists(
    st.tuples(
        st.integers(1, 40), st.sampled_from(["corrective", "maintenance", "paused", "flare"]), st.integers(1, 60), st.booleans()
    ),
    min_size=1,
    max_size=10,
)


@given(weeks=WEEKS)
def test_the_cap_is_at_most_a_fifth_over_what_was_in_force_in_the_last_four_weeks(
    a_case: MakeCase, weeks: list[tuple[int, str, int, bool]]
) -> None:
    """Each week: days until the next one, its phase, its sets, and if a session fell on its last day."""
    back, programmes, sessions = 0, [], []
    in_force_s: dict[int, float] = {}
    for days, phase, sets, to_the_end in reversed(weeks):
        back += days
        programmes.append(given_(back, sets, phase))
        sessions += [back, *([back - days + 1] if to_the_end else [])]
        lasted = days if to_the_end else min(days, 7)
        in_force_s |= {back - n: 60.0 * sets for n in range(lasted)}
    case = a_case(programmes=tuple(reversed(programmes)), sessions=trained(*sorted(set(sessions), reverse=True)))
    most, usual = cap(case), [60.0 * sets for _, phase, sets, _ in weeks if phase != "flare"]
    lately = [work_s for n, work_s in in_force_s.items() if n <= 28]
    if most is None:
        assert not usual
        return
    allowed = max([1.2 * work_s for work_s in lately] + ([] if [n for n in in_force_s if n <= 21] else usual[-1:]) + [FREE_S])
    away_before = [*usual[-1:]] if usual and all(p.phase == "flare" for p in programmes if (TODAY - p.day).days <= 21) else []
    assert most <= max([allowed, *away_before]) + 1e-6


def lived(case: Case, programme: Programme, days: int, pain: float, *, does: bool) -> Case:
    """So many days with this programme: pain noted every day, its sessions done or not."""
    kept = tuple(
        (
            day.day,
            tuple(
                KeptItem(i.exercise, i.side, i.level, i.dose.sets, i.dose.reps, i.dose.hold_s, i.dose.rest_s) for i in day.items
            ),
        )
        for day in programme.week
    )
    done = [
        Session(
            case.today + timedelta(days=day.day - 1),
            min(pain, 3),
            items=tuple(Done(i.exercise, Side.BOTH, i.level, i.dose.sets, i.dose.reps, i.dose.hold_s, 2, 4) for i in day.items),
        )
        for day in programme.week
        if does and day.day <= days
    ]
    return replace(
        case,
        today=case.today + timedelta(days=days),
        diary=(*case.diary, *(DiaryDay(case.today + timedelta(days=n), pain) for n in range(1, days + 1) if does)),
        sessions=(*case.sessions, *done),
        programmes=(*case.programmes, KeptProgramme(case.today, programme.phase.value, programme.catalogue, kept)),
    )


@pytest.mark.parametrize(
    "course",
    [
        [(7, 3, True)] * 3 + [(7, 6.5, True)] * 4 + [(2, 6.5, True), (5, 3, True), (7, 3, True)],  # a flare of weeks
        [(7, 3, True)] * 3 + [(7, 6.5, True), (2, 3, True), (7, 3, True), (7, 3, True)],  # a short one
        [(7, 3, True)] * 4 + [(120, 3, False), (3, 3, True), (1, 3, True), (7, 3, True)],  # away
    ],
)
def test_week_after_week_the_work_never_jumps(a_case: MakeCase, course: list[tuple[int, float, bool]]) -> None:
    case = replace(a_case(on=TODAY, diary=tuple(DiaryDay(ago(n), 3) for n in range(20, -1, -1))), today=TODAY)
    weeks: list[tuple[date, date, Load]] = []
    for days, pain, does in course:
        asked = replace(case, screens=(replace(case.screens[0], day=case.today),))
        verdict = judge(KNOWN, asked)
        assert isinstance(verdict, Cleared)
        programme = make_programme(KNOWN, asked, verdict, assess(KNOWN, asked))
        assert isinstance(programme, Programme)
        after = lived(case, programme, days, pain, does=does)
        work = week_load(KNOWN, (item for _, items in after.programmes[-1].items for item in items))
        before = [old for _, until, old in weeks if until > case.today - timedelta(days=28)] or [old for *_, old in weeks]
        if before:
            assert work.work_s <= max(1.2 * max(old.work_s for old in before), FREE_S) + 0.1
            assert work.minutes <= max(1.2 * max(old.minutes for old in before), LIMITS.load_free_minutes) + 0.01
        weeks.append((case.today, case.today + timedelta(days=days if does else min(days, 7)), work))
        case = after


def test_who_was_never_given_a_week_begins_with_a_first_one_whatever_little_was_done(a_case: MakeCase) -> None:
    def little(pain: float) -> tuple[Session, ...]:
        some = ("band_row", "wall_slide", "cat_cow")
        items = tuple(Done(e, Side.BOTH, 1, 1, 6, 1, pain=pain) for e in some)
        return tuple(Session(ago(n), 2, items=items) for n in (6, 4, 2, 1))

    never = replace(a_case(on=TODAY), sessions=little(2))
    assert cap(never) == 60 * LIMITS.load_first_minutes > FREE_S
    assert cap(replace(never, programmes=(given_(12, 1), given_(5, 1)))) == FREE_S
    assert cap(replace(never, sessions=little(9))) == FREE_S  # a red light: nothing grows
