"""What exercises do to a body, by their kind and the areas they work on: never by what the catalogue says they serve."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from upperback.model.catalogue import Catalogue, Dose, Exercise, Kind
from upperback.simulation.person import Floats
from upperback.simulation.traits import TRAITS
from upperback.simulation.world import World

CHANGEOVER_S = 15.0  # getting into position; expert judgement


def minutes_of(dose: Dose) -> float:
    """Minutes of one session of it.

    >>> minutes_of(Dose(sets=2, reps=12, hold_s=1, rest_s=60, days_per_week=3, move_s=4))
    3.25
    """
    return (dose.work_s + CHANGEOVER_S) / 60


@dataclass(frozen=True, slots=True)
class Work:
    """One exercise as it is planned or done: its minutes, and how hard it is for its kind, 0 (lightest) to 1."""

    exercise: str
    minutes: float
    hardness: float = 0.0


class Training:
    """The exercises of a catalogue as this world sees them. `on_values`: exercise by trait, the weight of a minute."""

    def __init__(self, catalogue: Catalogue, world: World) -> None:
        self.ids: tuple[str, ...] = tuple(catalogue.exercises)
        self._place = {name: i for i, name in enumerate(self.ids)}
        self._exercises: Sequence[Exercise] = tuple(catalogue.exercises.values())
        self._world = world

    @cached_property
    def on_values(self) -> Floats:
        weights = np.zeros((len(self.ids), len(TRAITS)))
        for e, exercise in enumerate(self._exercises):
            for t, trait in enumerate(TRAITS):
                if set(trait.areas.split()) & set(exercise.works) or exercise.kind is Kind.HABIT:
                    weights[e, t] = trait.kinds.get(exercise.kind, 0.0)
        return weights

    @cached_property
    def on_pain(self) -> Floats:
        w = self._world
        by_kind = {Kind.STRENGTH: w.strength_for_pain, Kind.MOBILITY: w.mobility_for_pain, Kind.RELEASE: w.release_for_pain}
        return np.array([by_kind.get(exercise.kind, 0.0) for exercise in self._exercises])

    def on_values_of(self, works: Sequence[Work]) -> Floats:
        """Minutes that count, per trait."""
        found: Floats = sum((w.minutes * self.on_values[self._place[w.exercise]] for w in works), np.zeros(len(TRAITS)))
        return found

    def on_pain_of(self, works: Sequence[Work]) -> float:
        """Minutes that count for pain."""
        return float(sum(w.minutes * self.on_pain[self._place[w.exercise]] for w in works))
