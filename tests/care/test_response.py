"""What works for this person: nothing from little, less with noise, narrower with more, the same in any order."""

import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upperback.care.response import estimates, relief
from upperback.catalogue.loader import load
from upperback.model.body import Side
from upperback.model.care import Sure
from upperback.model.catalogue import Catalogue
from upperback.model.record import Case, Done, Session, Test

CATALOGUE = load()
LIMITS = CATALOGUE.rules.limits
TODAY = date(2026, 2, 20)
MakeTest = Callable[..., tuple[Test, ...]]


def session(days_ago: int, eased_by: float | None, *exercises: str, before: float = 6.0) -> Session:
    items = tuple(Done(exercise, Side.BOTH, 1, 1, 10) for exercise in exercises)
    after = None if eased_by is None else before - eased_by
    return Session(TODAY - timedelta(days=days_ago), before, after, after, items)


def case(*sessions: Session, tests: tuple[Test, ...] = ()) -> Case:
    return Case(today=TODAY, sessions=tuple(sorted(sessions, key=lambda s: s.day)), tests=tests)


def test_nothing_is_shown_from_fewer_sessions_than_the_rule_says() -> None:
    five = [session(n, 3, "wall_angel") for n in range(LIMITS.response_sessions - 1)]
    assert estimates(CATALOGUE, case(*five)) == ()
    shown = estimates(CATALOGUE, case(*five, session(9, 3, "wall_angel")))
    assert [(one.exercise, one.n) for one in shown] == [("wall_angel", 6)]


def test_sessions_without_a_pain_skipped_items_and_old_ones_do_not_count() -> None:
    good = [session(n, 2, "wall_angel") for n in range(5)]
    skipped = Session(TODAY, 5, 1, 1, (Done("wall_angel", Side.BOTH, 1, 1, 10, skipped=True),))
    old = session(7 * LIMITS.response_weeks, 3, "wall_angel")
    assert estimates(CATALOGUE, case(*good, session(8, None, "wall_angel"), skipped, old)) == ()
    assert relief(Session(TODAY, None, 2, 2)) is None


def test_the_estimate_is_the_posterior_of_the_plain_normal_model() -> None:
    """By hand: 8 sessions, relief of 2 points each is 1 change that counts; spread 0.5, error 1/1.96, nothing else known."""
    [one] = estimates(CATALOGUE, case(*(session(n, 2, "wall_angel") for n in range(8))))
    data, prior = 8 * 1.96**2, 1 / (0.5**2 + 0.5**2)
    assert one.effect == pytest.approx(data / (data + prior), abs=1e-3)
    assert one.high - one.low == pytest.approx(2 * 1.96 / (data + prior) ** 0.5, abs=2e-3)
    assert (one.sure, one.pain) == (Sure.FAIRLY, 2)
    assert one.words.startswith("Seems to help you, so far. After 8 sessions with it, pain was 2 of 10 lower on average.")


def test_pain_that_rises_with_an_exercise_is_said_too() -> None:
    [one] = estimates(CATALOGUE, case(*(session(n, -2, "wall_angel") for n in range(8))))
    assert one.sure is Sure.WORSE
    assert one.words == "Seems not to suit you, so far. After 8 sessions with it, pain was 2 of 10 higher on average."


def test_what_other_sessions_were_like_is_leaned_on() -> None:
    alone = [session(n, 2, "wall_angel") for n in range(6)]
    others = [session(n, 2, "band_row") for n in range(20, 40)]
    [without] = estimates(CATALOGUE, case(*alone))
    beside = {one.exercise: one for one in estimates(CATALOGUE, case(*alone, *others))}
    assert beside["wall_angel"].effect > without.effect
    assert beside["wall_angel"].high - beside["wall_angel"].low < without.high - without.low
    worse = {
        one.exercise: one for one in estimates(CATALOGUE, case(*alone, *(session(n, -2, "band_row") for n in range(20, 40))))
    }
    assert worse["wall_angel"].effect < without.effect


def test_the_helpful_one_comes_first() -> None:
    found = estimates(
        CATALOGUE, case(*(session(n, 2, "wall_angel") for n in range(8)), *(session(n, 0, "band_row") for n in range(8, 16)))
    )
    assert [one.exercise for one in found] == ["wall_angel", "band_row"]
    assert found[1].sure is Sure.OPEN


def test_what_the_other_sessions_were_like_is_said_beside_it() -> None:
    found = estimates(
        CATALOGUE, case(*(session(n, 2, "wall_angel") for n in range(8)), *(session(n, 1.5, "band_row") for n in range(8, 16)))
    )
    assert [(one.exercise, one.pain, one.others) for one in found] == [("wall_angel", 2, 1.5), ("band_row", 1.5, 2)]
    assert found[0].words.endswith("After your sessions without it, it was 1.5 lower.")


def test_tests_count_where_enough_sessions_lie_between(turns: MakeTest) -> None:
    """Seated turns serve the finding of stiff turning; a row does so too, a neck nod does not."""
    done = [session(n, 0.5, "seated_thoracic_rotation") for n in range(1, 9)]
    [before] = estimates(CATALOGUE, case(*done))
    tests = (*turns(TODAY - timedelta(days=10), 25, 25), *turns(TODAY, 45, 45))
    [with_tests] = estimates(CATALOGUE, case(*done, tests=tests))
    assert (before.tests, with_tests.tests) == (0, 1)
    assert with_tests.effect > before.effect
    nod = [session(n, 0.5, "craniocervical_nod_supine") for n in range(1, 9)]
    assert estimates(CATALOGUE, case(*nod, tests=tests))[0].tests == 0


reliefs = st.lists(st.integers(-4, 4), min_size=6, max_size=20)


@given(reliefs)
@settings(max_examples=60)
def test_it_lies_between_nothing_and_what_was_seen_and_inside_its_interval(changes: list[int]) -> None:
    [one] = estimates(CATALOGUE, case(*(session(n, c, "wall_angel") for n, c in enumerate(changes))))
    seen = sum(changes) / len(changes) / LIMITS.pain_change
    assert min(0, seen) - 1e-3 <= one.effect <= max(0, seen) + 1e-3
    assert one.low <= one.effect <= one.high


@given(st.lists(st.sampled_from([0, 1]), min_size=6, max_size=10))
@settings(max_examples=60)
def test_more_of_the_same_makes_it_narrower_and_less_shrunk(changes: list[int]) -> None:
    few, many = (
        estimates(CATALOGUE, case(*(session(n, c, "wall_angel") for n, c in enumerate(changes * times))))[0] for times in (1, 3)
    )
    assert many.high - many.low < few.high - few.low
    assert abs(many.effect) >= abs(few.effect)


@given(reliefs, st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_order_of_the_sessions_says_nothing(changes: list[int], chance: random.Random) -> None:
    sessions = [session(n % 7, c, ("wall_angel", "band_row")[n % 2], "cat_cow") for n, c in enumerate(changes)]
    shuffled = list(sessions)
    chance.shuffle(shuffled)
    assert estimates(CATALOGUE, Case(today=TODAY, sessions=tuple(sessions))) == estimates(
        CATALOGUE, Case(today=TODAY, sessions=tuple(shuffled))
    )


def test_noise_alone_rarely_looks_like_an_effect(catalogue: Catalogue) -> None:
    """400 people without any effect, three exercises each: at most 5 in 100 intervals leave nothing out, as the width says."""
    chance, wrong, shown = random.Random(20260220), 0, 0
    for _ in range(400):
        noise = [session(n, chance.gauss(0, 1.07), *chance.sample(["wall_angel", "band_row", "cat_cow"], 2)) for n in range(12)]
        for one in estimates(catalogue, case(*noise)):
            shown += 1
            wrong += one.sure in (Sure.FAIRLY, Sure.WORSE)
    assert shown > 800
    assert wrong / shown <= 0.05
