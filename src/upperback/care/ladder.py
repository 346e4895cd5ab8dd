"""The steps between two rungs of a dose ladder: one thing grows at a time, turns before hold before sets.

A rung of the catalogue may ask for more of two things at once. Then the way there is taken in steps; what shrinks on the way
(fewer turns with a longer hold) does so with the first of them.
"""

from dataclasses import replace

from upperback.model.catalogue import Dose, Exercise
from upperback.model.record import Done


def doses_at(exercise: Exercise, level: int) -> tuple[Dose, ...]:
    """The doses of a level, easiest first: its rung, and the steps towards the next one.

    >>> from upperback.catalogue.loader import load
    >>> [(d.sets, d.reps, d.hold_s) for d in doses_at(load().exercises["bird_dog_full"], 1)]
    [(2, 8, 5.0), (2, 8, 8.0)]
    """
    here = exercise.ladder[level - 1]
    return (here, *_between(here, exercise.ladder[level])) if level < len(exercise.ladder) else (here,)


def place_of(exercise: Exercise, done: Done) -> int:
    """Which of the doses of its level was done, as a number from 0. A hold nobody timed counts as held."""
    doses = doses_at(exercise, min(done.level, len(exercise.ladder)))
    reached = [n for n, dose in enumerate(doses) if _reaches(done, dose)]
    return max(reached, default=0)


def _reaches(done: Done, dose: Dose) -> bool:
    return done.sets >= dose.sets and done.reps >= dose.reps and (not done.hold_s or done.hold_s >= dose.hold_s)


def _between(here: Dose, there: Dose) -> tuple[Dose, ...]:
    found: list[Dose] = []
    now = replace(
        here,
        sets=min(here.sets, there.sets),
        reps=min(here.reps, there.reps),
        hold_s=min(here.hold_s, there.hold_s),
        rest_s=max(here.rest_s, there.rest_s),
        days_per_week=min(here.days_per_week, there.days_per_week),
    )
    if there.reps > here.reps:
        found.append(now := replace(now, reps=there.reps))
    if there.hold_s > here.hold_s:
        found.append(now := replace(now, hold_s=there.hold_s))
    for sets in range(here.sets + 1, there.sets + 1):
        found.append(now := replace(now, sets=sets))
    return tuple(found[:-1])  # the last of them is the next rung itself
