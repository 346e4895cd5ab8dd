"""The traffic light of one exercise in one session: pain before, during, after and on the next morning.

The pain-monitoring model (Thomee 1997 [M], Silbernagel 2007 [M]), tightened since nobody stands beside the person (expert
judgement): rules `green`, `amber` and `red`.
"""

from enum import StrEnum
from typing import Final

from upperback.model.limits import Limits
from upperback.model.record import Done, Session

RED_STOPS: Final = frozenset({"pain_worse", "sharp", "spreading"})
"""Reasons for stopping that are a red light whatever was noted."""
CRAMP: Final = "cramp"
NO_PULL: Final = frozenset({"no_pull_felt", "no_pull"})


class Light(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    UNKNOWN = "unknown"


def light(session: Session, done: Done, limits: Limits) -> Light:
    """The light of `done` in its session.

    Red where pain rose by `red_rise`, or is over `red_over` after a rise of `red_over_rise`, or is up by `red_morning_rise`
    the next morning, or where pain, a sharp or a spreading one ended it. Green up to `green_pain` or within `green_rise` of
    before, back the next morning. Amber lies between; so does a cramp. Without any pain noted it is unknown.

    >>> from datetime import date
    >>> from upperback.catalogue.loader import load
    >>> from upperback.model.body import Side
    >>> limits = load().rules.limits
    >>> def lit(before, during):
    ...     return light(Session(date(2026, 1, 1), before), Done("x", Side.BOTH, 1, 1, 10, pain=during), limits).value
    >>> lit(2, 5), lit(5, 6), lit(5, 7), lit(2, 4)
    ('red', 'green', 'red', 'amber')
    """
    if done.stopped_because in RED_STOPS:
        return Light.RED
    during = done.pain if done.pain is not None else session.pain_after
    if during is None:
        return Light.AMBER if done.stopped_because == CRAMP else Light.UNKNOWN
    before = session.pain_before
    morning = 0.0 if session.pain_next_morning is None or before is None else session.pain_next_morning - before
    if _too_much(during, before, limits) or morning >= limits.red_morning_rise:
        return Light.RED
    calm = during <= limits.green_pain or (before is not None and during - before <= limits.green_rise)
    # Pain that rose that much by the end has to come from somewhere: no exercise of the session may grow on it.
    settled = morning <= 0 and (session.pain_after is None or not _too_much(session.pain_after, before, limits))
    return Light.GREEN if calm and settled and done.stopped_because != CRAMP else Light.AMBER


def _too_much(pain: float, before: float | None, limits: Limits) -> bool:
    if before is None:
        return pain > limits.red_over
    rise = pain - before
    return rise >= limits.red_rise or (pain > limits.red_over and rise >= limits.red_over_rise)
