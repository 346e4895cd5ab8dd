"""How a self-test comes out: the true value, the error of the day, the error of each trial, the pain and the familiar pull."""

from collections.abc import Iterator
from datetime import date
from math import sqrt

from upperback.model.body import Side
from upperback.model.catalogue import Measure, SelfTest
from upperback.model.record import Test
from upperback.model.selftest import OWN_WORD
from upperback.simulation.life import Life
from upperback.simulation.person import Floats
from upperback.simulation.traits import IMPAIRMENTS, PLACE, TRAITS

MDC_PER_SEM = 1.96 * sqrt(2)
BY_CAMERA = ("camera", "timer", "tape", "gyro", "self")
BY_HAND = ("gyro", "tape", "timer", "self", "camera")
SPOTS = "t_tender_points"
SIDES = (Side.LEFT, Side.RIGHT)


def take(life: Life, test: SelfTest, today: date) -> tuple[Test, ...]:
    """The person does `test` today: every measure that their way of taking it gives."""
    order = BY_CAMERA if life.person.by_camera else BY_HAND
    ways = {
        method for measure in test.measures for method in measure.methods if measure.counted is None and not measure.only_asked
    }
    method = next((way for way in order if way in ways), "self")
    values = life.values()
    hurts = _impaired(life, test)
    pain = float(round(min(10.0, life.pain * (0.7 if hurts else 0.3))))
    world = life.world
    known = world.familiar_when_there if hurts and life.pain >= 1 else world.familiar_otherwise
    rows = [
        (measure, side, trials, method if method in measure.methods else OWN_WORD)
        for measure in test.taken_by(method)
        for side, trials in _trials(life, test, measure, method if method in measure.methods else OWN_WORD, values)
    ]
    # A pull is known or not for the whole movement, a spot that is pressed for itself.
    each = test.id == SPOTS
    return tuple(
        Test(
            test.id,
            measure.id,
            side,
            trials,
            measure.unit,
            how,
            today,
            pain=pain,
            familiar=life.uniform("familiar", len(test.id) + (i if each else 0)) < known,
        )
        for i, (measure, side, trials, how) in enumerate(rows)
    )


def _impaired(life: Life, test: SelfTest) -> bool:
    return any(one.finding in life.person.impaired and any(key[0] == test.id for key in one.shifts) for one in IMPAIRMENTS)


def _trials(
    life: Life, test: SelfTest, measure: Measure, method: str, values: Floats
) -> Iterator[tuple[Side, tuple[float, ...]]]:
    sides = SIDES if measure.sides else (Side.BOTH,)
    place = PLACE.get((test.id, measure.id))
    if place is None:
        fixed = life.person.fixed.get((test.id, measure.id), measure.lower)
        yield from ((side, (fixed,) * (1 if measure.score == "sum" else measure.trials)) for side in sides)
        return
    trait = TRAITS[place]
    sem = life.world.test_noise * measure.mdc95.get(method, max(measure.mdc95.values())) / MDC_PER_SEM
    n = 1 if measure.score == "sum" else measure.trials
    of_day, of_trial = sem * sqrt(life.world.day_share), sem * sqrt((1 - life.world.day_share) * n)
    for column, side in enumerate(sides):
        chance = life.draws.trials[life.day, place, column]
        trials = [values[place, column] + of_day * chance[0] + of_trial * chance[1 + i] for i in range(n)]
        digits = 0 if trait.whole or measure.score == "sum" else 1
        yield side, tuple(round(float(min(max(v, measure.lower), measure.upper)), digits) for v in trials)
