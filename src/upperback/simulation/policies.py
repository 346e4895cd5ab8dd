"""The three plain policies, and the day that all of them share: nothing, one fixed routine until pain stops, the core for all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from numpy.random import Generator

from upperback.model.catalogue import Catalogue, Dose, Kind
from upperback.simulation.health import Health
from upperback.simulation.life import WEEK, WELL, Life
from upperback.simulation.person import draw_days, draw_person
from upperback.simulation.tally import Outcome, Tally
from upperback.simulation.training import Training, Work, minutes_of
from upperback.simulation.world import World

ROUTINE: Final = "daily_five"  # article 004: five exercises, every day
BACK_AGAIN: Final = 3.0  # pain that makes a person take the routine up again; expert judgement
BACK_DAYS: Final = 3
SESSIONS_A_LEVEL: Final = 12  # the core goes up a level after so many; expert judgement
CORE_WALK: Final = 150.0  # minutes a week; who2020 [M]


@dataclass(frozen=True, slots=True)
class Chart:
    """What a policy works with: the person's year, their health, and what is counted."""

    life: Life
    health: Health
    tally: Tally
    catalogue: Catalogue


class Policy(Protocol):
    """What is done about a person. `day` is called between waking and sleeping, and closes the tally's day."""

    def day(self) -> None: ...


MakePolicy = Callable[[Chart], Policy]


def live(
    index: int, name: str, make: MakePolicy, catalogue: Catalogue, world: World, rngs: Callable[[int], Generator], days: int
) -> Outcome:
    """One year of person `index` under a policy. `rngs` gives a fresh generator for a person: the same one each time."""
    training = Training(catalogue, world)
    rng = rngs(index)
    person = draw_person(rng, world, training.ids, days)
    life = Life(person, world, draw_days(rng, days), training)
    health = Health(life)
    tally = Tally(life, health, catalogue, name)
    policy = make(Chart(life, health, tally, catalogue))
    for _ in range(days):
        life.wake()
        health.wake()
        policy.day()
        life.sleep()
    return tally.outcome(index)


class Nothing:
    """Nobody does anything; pain goes its own way."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart

    def day(self) -> None:
        self._chart.health.visited()


class FixedRoutine:
    """One routine for everyone, every day, as it is written, until pain stops; taken up again when pain is back."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        catalogue = chart.catalogue
        steps = [(i.exercise, i.sets, i.reps, i.hold_s) for i in catalogue.routines[ROUTINE].items]
        doses = {e: _as_dose(catalogue.exercises[e].ladder[0], sets, reps, hold_s) for e, sets, reps, hold_s in steps}
        self._plan = _Planned(chart, doses, days_a_week=WEEK)
        self._active = True

    def day(self) -> None:
        life = self._chart.life
        self._chart.health.visited()
        recent = life.pains[-WEEK:]
        if self._active and len(recent) == WEEK and max(recent) <= WELL:
            self._active = False
        elif not self._active and min(life.pains[-BACK_DAYS:]) >= BACK_AGAIN:
            self._active = True
        done = self._active and not life.left and self._plan.day(0.5)
        self._chart.tally.close(corrective=done, reviewed=not self._active)


class Core:
    """The same well-supported core for everyone, a level up every dozen sessions, with no questions and no end."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        exercises = [chart.catalogue.exercises[e] for e in chart.catalogue.core]
        self._exercises = [e for e in exercises if e.kind is not Kind.AEROBIC]
        self._sessions = 0
        self._plan = self._at(0)

    def _at(self, level: int) -> "_Planned":
        doses = {e.id: e.ladder[min(level, len(e.ladder) - 1)] for e in self._exercises}
        return _Planned(self._chart, doses, days_a_week=self._chart.life.person.wishes.days_per_week)

    def day(self) -> None:
        life = self._chart.life
        self._chart.health.visited()
        life.advise_walking(0.0 if life.left else CORE_WALK)
        done = not life.left and self._plan.day(min(1.0, self._sessions / SESSIONS_A_LEVEL / 3))
        if done:
            self._sessions += 1
            if self._sessions % SESSIONS_A_LEVEL == 0:
                self._plan = self._at(self._sessions // SESSIONS_A_LEVEL)
        self._chart.tally.close(corrective=done)


class _Planned:
    """The same session on so many days of every week."""

    def __init__(self, chart: Chart, doses: dict[str, Dose], *, days_a_week: int) -> None:
        self._chart = chart
        self._minutes = {e: minutes_of(dose) for e, dose in doses.items()}
        self._work_s = {e: work_s(dose) for e, dose in doses.items()}
        self._days = days_a_week

    def day(self, hardness: float) -> bool:
        """Offer today's session; was it done?"""
        life, tally = self._chart.life, self._chart.tally
        if life.day % WEEK == 0:
            tally.plan(tuple(self._minutes), self._days * sum(self._work_s.values()))
        if life.day * self._days % WEEK >= self._days:
            return False
        if not life.trains(sum(self._minutes.values())):
            return False
        works: Sequence[Work] = [Work(e, minutes, hardness) for e, minutes in self._minutes.items()]
        tally.trained(life.do(works), self._work_s)
        return True


def work_s(dose: Dose) -> float:
    """Seconds of work in it, rests left out.

    >>> work_s(Dose(sets=2, reps=12, hold_s=1, rest_s=60, days_per_week=3, move_s=4))
    120
    """
    return dose.sets * dose.reps * (dose.move_s + dose.hold_s)


def _as_dose(first: Dose, sets: int, reps: int, hold_s: float) -> Dose:
    return Dose(sets, reps, hold_s, first.rest_s, WEEK, first.move_s)


PLAIN: Final[dict[str, MakePolicy]] = {"nothing": Nothing, "fixed": FixedRoutine, "core": Core}
