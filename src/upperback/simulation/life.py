"""One person's year, day by day: pain with its seasons and flares, what training changes, and whether they train at all.

The same person with the same draws meets the same days under every policy; only what the policy makes them do differs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, pi, sin
from typing import Final

import numpy as np

from upperback.simulation.person import SIDES, Draws, Floats, Person
from upperback.simulation.training import Training, Work
from upperback.simulation.traits import PLACE, TRAITS
from upperback.simulation.world import World

WEEK: Final = 7
YEAR: Final = 365
MONTH: Final = 28
WELL: Final = 1.0  # pain at or under it is hardly any; expert judgement
WITH_PAIN: Final = np.array([trait.with_pain for trait in TRAITS])
WALKED: Final = PLACE["t_walking_minutes", "minutes"]


@dataclass(frozen=True, slots=True)
class Felt:
    """How one exercise went: skipped, or the pain and effort in it (0 to 10)."""

    work: Work
    skipped: bool
    pain: float
    effort: float


class Life:
    """The body and habits of one person. Per day: `wake`, then what the policy asks, then `sleep`."""

    def __init__(self, person: Person, world: World, draws: Draws, training: Training) -> None:
        self.person, self.world, self.draws, self.training = person, world, draws, training
        self.day = 0
        self.pain = person.entry_pain
        self.pains: list[float] = []
        self.engaged = True
        self.left = False  # treated elsewhere
        self.walked = 0.0
        self._memory = 0.0
        self._flare: tuple[float, float, int] | None = None  # points, days, first day
        self._after = 0.0  # what yesterday's session left
        self._trained = 0.0
        self._gains = np.zeros(len(TRAITS))
        self._minutes: list[float] = []
        self._today = 0.0
        self._reaction = 0.0
        self._advised = 0.0
        self._steady = world.fade_weeks / (world.fade_weeks + world.build_weeks)

    # -- the day ------------------------------------------------------------------------------------------------------
    def wake(self) -> None:
        """Today's pain, before any work."""
        w, p, d = self.world, self.person, self.day
        self._memory = w.day_memory * self._memory + w.day_noise * (1 - w.day_memory**2) ** 0.5 * float(self.draws.noise[d])
        self._flares()
        pain = self._natural() + self._memory + self._flared() + self._after - self._relief()
        pain += w.season_points * sin(2 * pi * (d / YEAR + p.season_phase))
        self.pain = min(10.0, max(0.0, pain))
        self._today, self._reaction = 0.0, 0.0

    def sleep(self) -> None:
        """The day is over: what was done sinks in, habits may break or come back."""
        self.pains.append(self.pain)
        self._minutes.append(self._today)
        self._after = self.world.next_morning * self._reaction
        self._trained -= self._trained / (WEEK * self.world.fade_weeks)
        self._gains -= self._gains / (WEEK * self.world.fade_weeks)
        self._walk()
        self._habit()
        self.day += 1

    def uniform(self, purpose: str, turn: int = 0) -> float:
        """Today's uniform number for `purpose`; `turn` gives several a day that look unrelated (golden ratio steps)."""
        return (float(self.draws.u[purpose][self.day]) + turn * 0.6180339887) % 1.0

    # -- pain ---------------------------------------------------------------------------------------------------------
    def _natural(self) -> float:
        w, p = self.world, self.person
        weeks = self.day / WEEK
        settling = p.settles_at + (p.entry_pain - p.settles_at) * exp(-weeks / w.settle_weeks)
        excess = w.entry_excess * (exp(-weeks / w.entry_excess_weeks) - 1)  # people come when it is worse than usual
        return settling + excess + p.worse_per_year * self.day / YEAR

    def _flares(self) -> None:
        if self._flare is not None:
            points, days, first = self._flare
            self._flare = None if self.day - first > 2 * days or points < 0.1 else self._flare
        rate = self.person.flares_per_year * (1 - self.world.flare_protection * self._trained)
        if self._overloaded():
            rate *= self.world.overload_flares
        if self._flare is None and self.uniform("flare") < 1 - exp(-rate / YEAR):
            w = self.world
            points = w.flare_points * (1 + w.flare_points_spread * (2 * self.uniform("flare_size") - 1))
            days = w.flare_days * exp(w.flare_days_spread * (self.uniform("flare_length") - 0.5))
            self._flare = (points, days, self.day)

    def _flared(self) -> float:
        """Full for its days, then gone over as many."""
        if self._flare is None:
            return 0.0
        points, days, first = self._flare
        return points * min(1.0, max(0.0, 2 - (self.day - first) / days))

    def _overloaded(self) -> bool:
        """This week's minutes against the mean of four weeks."""
        if len(self._minutes) < MONTH:
            return False
        acute, chronic = sum(self._minutes[-WEEK:]), sum(self._minutes[-MONTH:]) / 4
        return acute > 15 and acute > self.world.overload_ratio * chronic

    def _relief(self) -> float:
        ready = min(1.0, self._trained / self._steady)
        fitting = self.world.tailoring * float(np.mean(self._gains)) / self._steady
        return self.person.pain_response * ready * (1 + fitting)

    # -- training -----------------------------------------------------------------------------------------------------
    def do(self, works: Sequence[Work]) -> tuple[Felt, ...]:
        """Do a session, some of it skipped. What hurts shows at once and, by half, on the next morning."""
        w, felt = self.world, []
        for turn, work in enumerate(works):
            if self.uniform("skip", turn) < w.item_skipped:
                felt.append(Felt(work, True, 0.0, 0.0))
                continue
            hurts = w.disagree_points if work.exercise in self.person.disagrees else 0.0
            noise = 2 * self.uniform("effort", turn) - 1
            effort = w.effort_at_first + w.effort_of_level * work.hardness - w.effort_trained * self._trained + noise
            felt.append(Felt(work, False, min(10.0, self.pain + hurts + 0.5 * max(0.0, noise)), min(10.0, max(1.0, effort))))
            self._reaction = max(self._reaction, hurts)
        done = [one.work for one in felt if not one.skipped]
        minutes = sum(one.minutes for one in done)
        if minutes and sum(self._minutes[-WEEK:]) == 0:
            self._reaction += w.soreness  # the first time after a while
        self._today += minutes
        self._trained += (1 - self._trained) * self.training.on_pain_of(done) / (w.full_minutes * w.build_weeks)
        self._gains += (1 - self._gains) * self.training.on_values_of(done) / (w.range_minutes * w.build_weeks)
        np.clip(self._gains, 0, 1, out=self._gains)
        self._trained = min(1.0, self._trained)
        return tuple(felt)

    def keep_habit(self, exercise: str, minutes: float) -> None:
        """A small habit kept today, outside any session."""
        more = self.training.on_values_of([Work(exercise, minutes)])
        self._gains = np.clip(self._gains + (1 - self._gains) * more / (self.world.range_minutes * self.world.build_weeks), 0, 1)

    def advise_walking(self, minutes_a_week: float) -> None:
        """From now on somebody asks for so much brisk walking a week."""
        self._advised = minutes_a_week

    def _walk(self) -> None:
        level = self.walking_level()
        days = self.world.walking_days
        self.walked = 0.0
        if self.uniform("walk") < days / WEEK:
            self.walked = level / days * (0.6 + 0.8 * self.uniform("walk", 1))

    def walking_level(self) -> float:
        """Brisk minutes a week, as things are."""
        own = max(0.0, float(self.person.truth[WALKED, 0]))
        more = max(0.0, self._advised - own) if self.engaged else 0.0
        return own + more * self.world.walks_as_advised * 2 * self.person.willing

    # -- habits -------------------------------------------------------------------------------------------------------
    def trains(self, minutes: float) -> bool:
        """Would the person do a session of so many minutes today?"""
        if not self.engaged or self.left:
            return False
        over = max(0.0, minutes / self.person.tolerated_minutes - 1)
        return self.uniform("train") < self.person.willing * max(0.1, 1 - self.world.burden * over)

    def opens(self) -> bool:
        """Does the person look in, session or not?"""
        return self.engaged and not self.left and self.uniform("open") < self.world.looks_in

    def _habit(self) -> None:
        w = self.world
        recent = sum(self.pains[-WEEK:]) / len(self.pains[-WEEK:])
        if self.engaged:
            over = max(0.0, sum(self._minutes[-WEEK:]) / (5 * self.person.tolerated_minutes) - 1)
            rate = w.lapses_per_week * (1 + over) * (w.lapses_when_well if recent <= WELL else 1.0)
            self.engaged = self.uniform("lapse") >= 1 - (1 - min(rate, 0.9)) ** (1 / WEEK)
        else:
            rate = w.returns_per_week * (w.returns_in_pain if recent >= 0.8 * self.person.entry_pain else 1.0)
            self.engaged = self.uniform("return") < 1 - (1 - min(rate, 0.9)) ** (1 / WEEK)

    # -- what could be measured ---------------------------------------------------------------------------------------
    def values(self) -> Floats:
        """The true value of every trait and side today."""
        w, p = self.world, self.person
        natural = w.natural_range * (1 - exp(-self.day / WEEK / w.settle_weeks))
        recent = sum(self.pains[-WEEK:]) / max(1, len(self.pains[-WEEK:])) if self.pains else p.entry_pain
        eased = max(0.0, 1 - recent / p.entry_pain)
        come = np.clip(self._gains / self._steady + natural, 0, 1)
        come = 1 - (1 - come) * (1 - WITH_PAIN * eased)
        found: Floats = p.truth + (p.reach - p.truth) * come[:, None]
        found[WALKED] = self.walking_level()
        return found

    def wait_days(self, mean_days: float, purpose: str) -> int:
        """How long something takes, from today's number for `purpose`; at least a day."""
        return 1 + int(-mean_days * log(1 - self.uniform(purpose)))


def sides_of(values: Floats, place: int, sides: bool) -> tuple[float, ...]:
    """The values of a trait: left and right, or the one."""
    return tuple(float(v) for v in values[place, : SIDES if sides else 1])
