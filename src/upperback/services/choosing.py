"""What a person chooses: exercises added to or taken out of the programme, and the articles' own routines."""

from dataclasses import replace
from typing import Final

from upperback.care.choices import choices_of, routine_today
from upperback.model.body import Side
from upperback.model.care import Choice, LeftOut, NothingAllowed, Programme, RoutineToday, Standing
from upperback.model.catalogue import Routine
from upperback.model.record import Wishes
from upperback.services.chart import Chart
from upperback.services.diary import Diary
from upperback.services.errors import BadInputError, NotAllowedError, NothingFitsError
from upperback.services.plans import Plans
from upperback.store.visits import NewItem

SHUT: Final = frozenset({Standing.BLOCKED, Standing.CLOSED})  # no wish opens these


class Choosing:
    """Asks care how each exercise stands, and keeps the wishes. What is kept can be undone."""

    def __init__(self, chart: Chart, plans: Plans, diary: Diary) -> None:
        self._chart = chart
        self._plans = plans
        self._diary = diary

    def choices(self) -> dict[str, Choice]:
        """Every exercise as this person may choose it today, with the reason where it isn't possible."""
        chart = self._chart
        return choices_of(chart.catalogue, chart.case(), chart.verdict(), chart.findings(), self._made())

    def add(self, exercise_id: str) -> Choice:
        """Ask for an exercise. What an answer rules out changes nothing: what comes back says why. Can be undone.

        Raises BadInputError for an unknown one."""
        choice = self._choice(exercise_id)
        if choice.standing not in SHUT:
            self._ask_for((exercise_id,))
        return choice

    def remove(self, exercise_id: str) -> None:
        """Leave an exercise out from now on. Can be undone. Raises BadInputError for an unknown one."""
        self._choice(exercise_id)
        wishes = _without(self._chart.case().wishes, (exercise_id,))
        self._diary.save_wishes(replace(wishes, removed=(*wishes.removed, exercise_id)))

    def routine(self, routine_id: str) -> RoutineToday:
        """What of a routine may be done today, with which dose. Raises BadInputError for an unknown one."""
        chart = self._chart
        return routine_today(chart.catalogue, chart.case(), chart.verdict(), chart.findings(), self._routine(routine_id))

    def routine_items(self, routine_id: str) -> tuple[NewItem, ...]:
        """What a session of this routine is made of. Raises BadInputError for an unknown one, NothingFitsError where nothing
        of it is allowed today."""
        today, routine = self.routine(routine_id), self._routine(routine_id)
        items = tuple(
            NewItem(step.exercise, Side.BOTH, 1, step.dose, f"{item.dose} {step.eased}".strip(), (), eased=bool(step.eased))
            for step, item in zip(today.steps, routine.items, strict=True)
            if step.may
        )
        if not items:
            raise NothingFitsError(NothingAllowed(tuple(LeftOut(step.exercise, step.why) for step in today.steps)))
        return items

    def add_routine(self, routine_id: str) -> tuple[str, ...]:
        """Ask for every allowed exercise of a routine, and return them. Can be undone."""
        allowed = self.routine(routine_id).allowed
        self._ask_for(allowed)
        return allowed

    def _ask_for(self, exercises: tuple[str, ...]) -> None:
        wishes = _without(self._chart.case().wishes, exercises)
        self._diary.save_wishes(replace(wishes, added=(*wishes.added, *dict.fromkeys(exercises))))

    def _choice(self, exercise_id: str) -> Choice:
        choice = self.choices().get(exercise_id)
        if choice is None:
            raise BadInputError(f"{exercise_id[:80]}: no exercise we know")
        return choice

    def _routine(self, routine_id: str) -> Routine:
        routine = self._chart.catalogue.routines.get(routine_id)
        if routine is None:
            raise BadInputError(f"{routine_id[:80]}: no routine we know")
        return routine

    def _made(self) -> Programme | NothingAllowed | None:
        try:
            return self._plans.plan().programme
        except NothingFitsError as nothing:
            return nothing.reasons
        except NotAllowedError:
            return None


def _without(wishes: Wishes, exercises: tuple[str, ...]) -> Wishes:
    """The wishes as if nothing had been said of these exercises but that one likes them."""
    return replace(
        wishes,
        added=tuple(e for e in wishes.added if e not in exercises),
        removed=tuple(e for e in wishes.removed if e not in exercises),
        dislikes=tuple(e for e in wishes.dislikes if e not in exercises),
    )
