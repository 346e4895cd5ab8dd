"""The programme: what must hold whatever is answered, wished and measured."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upperback.care.findings import assess
from upperback.care.order import camera_moves
from upperback.care.programme import make_programme
from upperback.care.rules import setting_of, split
from upperback.care.screening import judge
from upperback.catalogue.loader import load
from upperback.model.body import Side
from upperback.model.care import Cleared, NothingAllowed, Programme
from upperback.model.catalogue import Action, Kind, Phase
from upperback.model.record import About, Case, Screen, Test, Wishes

KNOWN = load()
MODIFY = [q.id for q in KNOWN.questions.values() if q.action is Action.MODIFY]
ORDER = [Kind.RELEASE, Kind.MOBILITY, Kind.STRENGTH]


def ids_of(programme: Programme) -> set[str]:
    return {item.exercise for day in programme.week for item in day.items}


IDS = sorted(KNOWN.exercises)
POSITIONS = ["floor", "standing", "seated", "wall", "quadruped", "kneeling", "supine", "prone", "side-lying"]
SOME = st.lists(st.sampled_from(IDS), max_size=4, unique=True).map(tuple)
WISHES = st.builds(
    Wishes,
    minutes_per_session=st.floats(2, 60),
    days_per_week=st.integers(1, 7),
    equipment=st.lists(st.sampled_from(["band", "anchor", "ball", "pool"]), unique=True).map(tuple),
    lacking=st.lists(st.sampled_from(["chair", "wall", "doorway", "mat", "towel", "pillow"]), unique=True, max_size=3).map(tuple),
    avoid_positions=st.lists(st.sampled_from(POSITIONS), unique=True, max_size=3).map(tuple),
    likes=SOME,
    dislikes=SOME,
    added=SOME,
    removed=SOME,
)
YES = st.sets(st.sampled_from(MODIFY), max_size=5)
TESTS = st.lists(
    st.builds(
        Test,
        test=st.just("t_seated_rotation"),
        measure=st.just("rotation"),
        side=st.sampled_from([Side.LEFT, Side.RIGHT]),
        trials=st.tuples(*[st.floats(10, 60)] * 3),
        unit=st.just("deg"),
        method=st.sampled_from(["camera", "gyro"]),
        day=st.dates(date(2026, 1, 1), date(2026, 2, 20)),
        pain=st.floats(0, 10),
        familiar=st.booleans(),
    ),
    max_size=8,
).map(tuple)


def person(yes: set[str], wishes: Wishes, tests: tuple[Test, ...] = ()) -> Case:
    answers = {q.id: q.id in yes for q in KNOWN.questions.values()}
    answers |= {s.id: False for q in KNOWN.questions.values() for s in q.subs}
    screens = (Screen(date(2026, 2, 20), answers),)
    return Case(today=date(2026, 2, 20), about=About(age=43), screens=screens, wishes=wishes, tests=tests)


@settings(deadline=None)
@given(yes=YES, wishes=WISHES, tests=TESTS)
def test_whatever_is_answered_and_wished_the_week_keeps_to_it(yes: set[str], wishes: Wishes, tests: tuple[Test, ...]) -> None:
    case = person(yes, wishes, tests)
    verdict = judge(KNOWN, case)
    if not isinstance(verdict, Cleared):
        return
    programme = make_programme(KNOWN, case, verdict, assess(KNOWN, case))
    if isinstance(programme, NothingAllowed):
        assert [left.exercise for left in programme.left_out] == list(KNOWN.exercises)
        return
    have = ({"chair", "wall", "doorway", "mat", "towel", "pillow"} | set(wishes.equipment)) - set(wishes.lacking)
    shown = ids_of(programme) | {a.exercise for a in programme.activity}
    offered = (
        shown
        | {e for d in programme.week for e in d.two_minute_version}
        | {e for d in programme.week for i in d.items for e in i.instead}
    )
    for exercise_id in offered:
        exercise = KNOWN.exercises[exercise_id]
        assert not exercise.tags & verdict.blocked_tags
        assert set(exercise.equipment) <= have
        assert exercise_id not in wishes.removed
        assert not ("floor" in wishes.avoid_positions and "floor" in exercise.tags)
    assert {left.exercise for left in programme.left_out} == set(KNOWN.exercises) - shown
    assert all(left.because for left in programme.left_out)
    assert len(ids_of(programme)) <= 5
    assert len(programme.week) <= wishes.days_per_week
    for day in programme.week:
        exercises = [KNOWN.exercises[item.exercise] for item in day.items]
        assert sum(item.minutes for item in day.items) <= wishes.minutes_per_session + 1e-9
        assert day.minutes == pytest.approx(sum(item.minutes for item in day.items), abs=0.011)
        assert [ORDER.index(e.kind) for e in exercises] == sorted(ORDER.index(e.kind) for e in exercises)
        assert camera_moves(exercises) <= 1
        assert all(item.why and item.sources and item.purposes for item in day.items)
        assert day.two_minute_version
    for exercise_id in ids_of(programme):
        days = [d.day for d in programme.week for i in d.items if i.exercise == exercise_id]
        if len(days) <= 3:  # the week wraps round
            assert all(b - a >= 2 for a, b in pairwise([*days, days[0] + 7]))
    room = wishes.minutes_per_session * wishes.days_per_week >= 15
    may = {left.exercise for left in programme.left_out if left.rule in ("start_small", "points_wishes", "easier_start")}
    for kind in ORDER if room else []:
        if any(KNOWN.exercises[e].kind is kind for e in may | ids_of(programme)):
            assert any(KNOWN.exercises[e].kind is kind for e in ids_of(programme))
    cited = {one.rule for one in programme.rules if one.source}
    assert all(set(item.rules) <= cited and item.why_now and item.why_dose for day in programme.week for item in day.items)
    assert all(left.rule in cited for left in programme.left_out)
    shuffled = make_programme(KNOWN, replace(case, tests=tests[::-1]), verdict, assess(KNOWN, replace(case, tests=tests[::-1])))
    assert shuffled == programme


@settings(deadline=None)
@given(yes=YES, more=st.sampled_from(MODIFY), wishes=WISHES)
def test_one_more_yes_never_allows_an_exercise(yes: set[str], more: str, wishes: Wishes) -> None:
    def allowed(answered: set[str]) -> set[str]:
        case = person(answered, wishes)
        verdict = judge(KNOWN, case)
        if not isinstance(verdict, Cleared):
            return set()
        phase = Phase.FLARE if verdict.flare else Phase.CORRECTIVE
        return set(split(setting_of(KNOWN, case, verdict, phase))[0])

    assert allowed({*yes, more}) <= allowed(yes)
