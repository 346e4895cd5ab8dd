"""The articles' own routines: what of each is allowed today, with the article's dose, and what stands in the way of the rest."""

from dataclasses import dataclass, replace

from upperback.model.body import Side
from upperback.model.care import Given, LeftOut, NothingAllowed
from upperback.model.catalogue import Dose, Exercise, Routine, RoutineItem
from upperback.services.chart import Chart
from upperback.services.diary import Diary
from upperback.services.errors import BadInputError, NothingFitsError
from upperback.services.obstacles import Obstacle, Obstacles
from upperback.store.visits import NewItem


@dataclass(frozen=True, slots=True)
class Part:
    """One exercise of a routine. `given`: the dose as it would be done today; `smaller`: less than the article's, because of
    an answer or a flare. `obstacle`: what stands in the way today, if anything."""

    exercise: Exercise
    item: RoutineItem
    given: Given
    smaller: bool
    obstacle: Obstacle | None

    @property
    def open(self) -> bool:
        """True where it may be done today: one's own earlier wish does not stand against choosing it now."""
        return self.obstacle is None or not self.obstacle.firm


class Routines:
    """Reads what the screen makes of each routine; adds the allowed exercises of one to the wishes."""

    def __init__(self, chart: Chart, obstacles: Obstacles, diary: Diary) -> None:
        self._chart = chart
        self._obstacles = obstacles
        self._diary = diary

    def parts(self, routine: Routine, *, judged: bool = True) -> tuple[Part, ...]:
        """The exercises of a routine in its order. Not `judged`: as the article has them, before any safety check.

        Raises NotAllowedError when judged while the safety check does not allow exercise."""
        exercises = self._chart.catalogue.exercises
        return tuple(self._part(exercises[item.exercise], item, judged=judged) for item in routine.items)

    def items(self, routine_id: str) -> tuple[NewItem, ...]:
        """What a session of this routine is made of. Raises BadInputError for an unknown one, NothingFitsError where nothing
        of it is allowed today."""
        parts = self.parts(self._routine(routine_id))
        items = tuple(_new(part, self._obstacles.notes(part.exercise)) for part in parts if part.open)
        if not items:
            blocked = tuple(LeftOut(part.exercise.id, part.obstacle.words) for part in parts if part.obstacle)
            raise NothingFitsError(NothingAllowed(blocked))
        return items

    def add_to_wishes(self, routine_id: str) -> tuple[str, ...]:
        """Ask for every allowed exercise of the routine; what was removed before comes back. Can be undone. Returns the ids."""
        parts = self.parts(self._routine(routine_id))
        wanted = tuple(part.exercise.id for part in parts if part.open)
        wishes = self._chart.case().wishes
        self._diary.save_wishes(
            replace(
                wishes,
                added=tuple(dict.fromkeys((*wishes.added, *wanted))),
                removed=tuple(e for e in wishes.removed if e not in wanted),
                dislikes=tuple(e for e in wishes.dislikes if e not in wanted),
            )
        )
        return wanted

    def _routine(self, routine_id: str) -> Routine:
        routine = self._chart.catalogue.routines.get(routine_id)
        if routine is None:
            raise BadInputError(f"{routine_id[:80]}: no routine we know")
        return routine

    def _part(self, exercise: Exercise, item: RoutineItem, *, judged: bool) -> Part:
        dose = article_dose(exercise, item)
        today = self._obstacles.fitted(dose) if judged else dose
        given = Given(today.sets, today.reps, today.hold_s, today.rest_s)
        return Part(exercise, item, given, smaller=today != dose, obstacle=self._obstacles.of(exercise) if judged else None)


def article_dose(exercise: Exercise, item: RoutineItem) -> Dose:
    """The article's dose; rest and pace, which no article says, are those of the exercise's first level."""
    return replace(exercise.ladder[0], sets=item.sets, reps=item.reps, hold_s=item.hold_s)


def _new(part: Part, notes: tuple[str, ...]) -> NewItem:
    words = " ".join(dict.fromkeys((part.item.dose, *notes)))
    return NewItem(part.exercise.id, Side.BOTH, 1, part.given, words, (), eased=part.smaller)
