"""Faults speak once per occurrence, only when they last, and never within their limit."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upperback.catalogue.loader import load
from upperback.model.events import Cue
from upperback.model.movement import Fault, Fix, Signal, Untracked
from upperback.motion.form import QUIET_S, FaultWatch, FormWatch

LOW_ARMS = Fault("arms", "Lift your arms", "", Fix.DURING, "expert judgement", Signal.WRIST_DROP, above=0.15)
LOW_TOP = Fault("top", "Higher", "", Fix.AT_PEAK, "expert judgement", Signal.ARM_ELEVATION, below=140)
TRACKED = [e for e in load().exercises.values() if not isinstance(e.movement, Untracked)]
FAULTS = [fault for e in TRACKED if not isinstance(e.movement, Untracked) for fault in e.movement.faults]


def spoken(watch: FaultWatch, values: Iterable[float], rate_hz: float = 30) -> list[float]:
    said = []
    for i, value in enumerate(values):
        if watch.frame(i / rate_hz, value):
            said.append(watch.say(i / rate_hz).t_s)
    return said


@given(seconds=st.floats(2.2, 20), rate_hz=st.floats(10, 60))
def test_a_fault_that_lasts_is_said_once_after_two_seconds(seconds: float, rate_hz: float) -> None:
    said = spoken(FaultWatch(LOW_ARMS), [0.2] * round(seconds * rate_hz), rate_hz)
    assert said == [pytest.approx(2, abs=1.1 / rate_hz)]


@given(seconds=st.floats(0, 1.9))
def test_a_short_fault_is_not_worth_a_word(seconds: float) -> None:
    assert spoken(FaultWatch(LOW_ARMS), [0.2] * round(seconds * 30) + [0.0] * 60) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
@given(share=st.floats(0.01, 0.999), t=st.integers(70, 200))
def test_no_fault_of_any_exercise_speaks_within_its_limit(fault: Fault, share: float, t: int) -> None:
    high = fault.above if fault.above is not None else (fault.below or 0) + 100
    low = fault.below if fault.below is not None else (fault.above or 0) - 100
    inside = low + (high - low) * share
    watch = FaultWatch(fault)
    assert spoken(watch, [inside] * t) == []
    assert not any(watch.rep(inside) for _ in range(5))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_every_fault_of_every_exercise_speaks_once_past_each_of_its_limits(fault: Fault) -> None:
    for limit, past in ((fault.above, 1), (fault.below, -1)):
        if limit is not None:
            watch = FaultWatch(fault)
            assert len(spoken(watch, [limit + past * 0.01] * 100)) == 1
            watch = FaultWatch(fault)
            said = [watch.say(t) for t in range(5) if watch.rep(limit + past * 0.01)]
            assert [(cue.t_s, cue.fault, cue.limit) for cue in said] == [(1, fault.id, limit)]


def test_a_fault_that_comes_back_is_said_again() -> None:
    assert len(spoken(FaultWatch(LOW_ARMS), [0.2] * 90 + [0.0] * 60 + [0.2] * 90)) == 2
    assert len(spoken(FaultWatch(LOW_ARMS), [0.2] * 90 + [0.0] * 10 + [0.2] * 90)) == 1


def test_two_repetitions_in_a_row_make_an_occurrence_and_a_good_one_ends_it() -> None:
    watch = FaultWatch(LOW_TOP)
    said = []
    for i, top in enumerate([130, 150, 130, 130, 130, 150, 130, 130]):
        if watch.rep(top):
            watch.say(i)
            said.append(i)
    assert said == [3, 7]


def test_a_value_at_the_peak_is_the_one_of_the_furthest_moment() -> None:
    form = FormWatch((LOW_TOP,))
    said = []
    for rep in range(3):
        for i, size in enumerate([20, 60, 100, 135, 90, 30]):
            form.moving(rep * 3 + i / 3, size, lambda _, size=size: float(size))  # type: ignore[misc]
        cue = form.rep_over(rep * 3 + 2.5, 2.5)
        said += [(rep, cue.fault, cue.value, cue.limit)] if isinstance(cue, Cue) else []
    assert said == [(1, "top", 135.0, 140)]


def test_what_is_held_is_the_peak_though_the_limb_passes_a_little_beyond_on_its_way_home() -> None:
    """The arm arrives after the leg, and is down again when the leg passes its furthest point on the way home."""
    arm_low = Fault("arm", "Reach", "", Fix.AT_PEAK, "expert judgement", Signal.ARM_REACH, below=150)
    for held_deg, said in ((165.0, 0), (140.0, 1)):
        form, cues = FormWatch((arm_low,)), 0
        for rep in range(3):
            course = [(142 + i, 100.0 + i) for i in range(30)] + [(170, held_deg)] * 60 + [(178 - i, 120.0) for i in range(30)]
            for i, (leg, arm) in enumerate(course):
                form.moving(rep * 10 + i / 30, leg, lambda _, arm=arm: arm)  # type: ignore[misc]
            cues += isinstance(form.rep_over(rep * 10 + 4, 4.0), Cue)
        assert cues == said


def test_one_thing_at_a_time() -> None:
    both = (LOW_ARMS, Fault("lean", "Grow tall", "", Fix.DURING, "expert judgement", Signal.TRUNK_LEAN, above=12))
    form = FormWatch(both)
    said = [(cue.t_s, cue.fault) for i in range(300) if (cue := form.moving(i / 30, 50, lambda _: 99.0)) is not None]
    assert [fault for _, fault in said] == ["arms", "lean"]
    assert said[1][0] - said[0][0] >= QUIET_S


@pytest.mark.parametrize(("still_s", "said"), [(0.5, True), (2.5, False)])
def test_a_pause_is_measured_at_the_furthest_point(still_s: float, said: bool) -> None:
    pause = Fault("pause", "Stay there", "", Fix.HOLD_TIME, "expert judgement", Signal.TRUNK_TURN, below=1.5)
    form = FormWatch((pause,))
    cues = []
    for rep in range(2):
        course = [*range(0, 50, 2), *[50] * round(still_s * 30), *range(50, 0, -2)]
        for i, size in enumerate(course):
            form.moving(rep * 10 + i / 30, size, lambda _: None)
        cues += [form.rep_over(rep * 10 + len(course) / 30, len(course) / 30)]
    assert [cue is not None for cue in cues] == [False, said]


@pytest.mark.parametrize(("when", "above", "below"), [(Fix.SPEED, 60.0, None), (Fix.REP_TIME, None, 2.0)])
def test_fast_repetitions_are_told_from_slow_ones(when: Fix, above: float | None, below: float | None) -> None:
    fault = Fault("fast", "Slower", "", when, "expert judgement", Signal.TRUNK_TURN, above, below)
    for seconds, expected in ((1.0, [False, True]), (4.0, [False, False])):
        form = FormWatch((fault,))
        cues = []
        for rep in range(2):
            n = round(seconds * 30)
            for i in range(n):
                form.moving(rep * 10 + i / 30, 50 * (1 - abs(2 * i / n - 1)), lambda _: None)
            cues.append(form.rep_over(rep * 10 + seconds, seconds) is not None)
        assert cues == expected


def test_a_fault_without_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="has no limit"):
        FaultWatch(Fault("x", "", "", Fix.DURING, "", Signal.SHRUG))


def reps(watch: FormWatch, tops: Iterable[float]) -> list[tuple[str, str, int]]:
    """What is said after which repetition; each takes 4 s and reaches its top after 2."""
    said = []
    for number, top in enumerate(tops):
        for i in range(120):
            size = top * min(i, 120 - i) / 60
            if event := watch.moving(number * 4 + i / 30, size, lambda _, size=size: size):  # type: ignore[misc]
                said.append((type(event).__name__, event.fault, number))
        if event := watch.rep_over((number + 1) * 4, 4.0):
            said.append((type(event).__name__, event.fault, number))
    return said


def test_a_mended_fault_is_praised_once_and_silence_follows() -> None:
    assert reps(FormWatch((LOW_TOP,)), [150, 120, 120, 120, 150, 150, 150]) == [("Cue", "top", 2), ("Mended", "top", 4)]


def test_nothing_is_praised_that_was_never_spoken_of() -> None:
    assert reps(FormWatch((LOW_TOP,)), [120, 150, 120, 150, 150]) == []


def test_a_fault_that_comes_back_is_spoken_of_and_praised_again() -> None:
    said = reps(FormWatch((LOW_TOP,)), [120, 120, 150, 120, 120, 150])
    assert said == [("Cue", "top", 1), ("Mended", "top", 2), ("Cue", "top", 4), ("Mended", "top", 5)]


def test_praise_in_a_hold_comes_when_the_fault_has_been_gone_for_a_second() -> None:
    watch = FormWatch((LOW_ARMS,))
    drop = [0.2] * 90 + [0.0] * 90
    said = [(type(e).__name__, e.t_s) for i, value in enumerate(drop) if (e := watch.moving(i / 30, 1.0, lambda _, v=value: v))]  # type: ignore[misc]
    assert [kind for kind, _ in said] == ["Cue", "Mended"]
    assert [t_s for _, t_s in said] == pytest.approx([2, 4], abs=0.1)
