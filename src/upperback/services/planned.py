"""What goes into a session: the day's items, two minutes of them, the standing turns, or a routine of the articles."""

from dataclasses import replace
from typing import Final

from upperback.model.body import Side
from upperback.model.care import Cleared, Given, Item, LeftOut, NothingAllowed
from upperback.services.chart import Chart
from upperback.services.choosing import Choosing
from upperback.services.errors import NotAllowedError, NothingFitsError
from upperback.services.plans import Plans
from upperback.services.views import SessionKind
from upperback.store.visits import ItemRow, NewItem

EASE_NOW: Final = "standing_arms_wide_rotation"
EASE_S: Final = 120.0  # article 000 says "a few minutes"; two to begin with is expert judgement


class Planned:
    """Makes a session's items from the programme in force and the catalogue."""

    def __init__(self, chart: Chart, plans: Plans, choosing: Choosing) -> None:
        self._chart = chart
        self._plans = plans
        self._choosing = choosing

    def items(self, kind: SessionKind, cleared: Cleared, routine: str | None = None) -> tuple[tuple[NewItem, ...], int | None]:
        """The items of a session of this kind and the id of the programme they come from. Raises NothingFitsError, and
        BadInputError for an unknown routine."""
        if kind is SessionKind.ROUTINE:
            return self._choosing.routine_items(routine or ""), None
        if kind is SessionKind.EASE_NOW:
            return (self._standing_turns(cleared),), None
        plan = self._plans.plan()
        if plan.today is None:
            raise NothingFitsError(NothingAllowed(plan.programme.left_out))
        if kind is SessionKind.FULL:
            return tuple(_new(i) for i in plan.today.items), int(plan.id)
        named = plan.today.two_minute_version
        week = {i.exercise: i for day in reversed(plan.programme.week) for i in day.items}
        today = {i.exercise: i for i in plan.today.items}
        # "Only 2 minutes? Do one set." (progress rules: two minutes count and keep the habit; expert judgement)
        chosen = [{**week, **today}[exercise] for exercise in named if exercise in week]
        short = [_new(replace(i, dose=replace(i.dose, sets=1), extra_side=Side.BOTH)) for i in chosen or plan.today.items[:1]]
        return tuple(short), int(plan.id)

    def programme_id(self) -> int | None:
        """The programme in force, None where there is none."""
        try:
            return int(self._plans.plan().id)
        except (NotAllowedError, NothingFitsError):
            return None

    def waits(self, exercise: str) -> bool:
        """Whether the week's load keeps this exercise from a step up that it has earned (rule `weekly_load`)."""
        try:
            week = self._plans.plan().programme.week
        except (NotAllowedError, NothingFitsError):
            return False
        return any("weekly_load" in item.rules for day in week for item in day.items if item.exercise == exercise)

    def swapped_in(self, exercise: str, row: ItemRow, instead: tuple[str, ...]) -> NewItem:
        """`exercise` in the place of `row`, at the level it was last done (else 1)."""
        ladder = self._chart.catalogue.exercises[exercise].ladder
        done = [d.level for s in self._chart.case().sessions for d in s.items if d.exercise == exercise and d.sets > 0]
        level = min(done[-1] if done else 1, len(ladder))
        dose = ladder[level - 1]
        sides = self._chart.catalogue.exercises[exercise].sides
        side = row.side if sides else Side.BOTH
        return NewItem(exercise, side, level, Given(dose.sets, dose.reps, dose.hold_s, dose.rest_s), row.why, instead)

    def _standing_turns(self, cleared: Cleared) -> NewItem:
        exercise = self._chart.catalogue.exercises[EASE_NOW]
        blocked = sorted(exercise.tags & cleared.blocked_tags)
        if blocked:
            words = ", ".join(self._chart.catalogue.tags.get(tag, tag) for tag in blocked)
            raise NothingFitsError(NothingAllowed((LeftOut(EASE_NOW, words),)))
        dose = exercise.ladder[0]
        turns = 2 * round(EASE_S / (dose.move_s + dose.hold_s) / 2)  # as many to the left as to the right
        given = Given(sets=1, reps=turns, hold_s=dose.hold_s, rest_s=0.0)
        return NewItem(EASE_NOW, Side.BOTH, 1, given, exercise.summary, ())


def _new(i: Item) -> NewItem:
    return NewItem(i.exercise, i.side, i.level, i.dose, i.why, i.instead, eased=bool(i.eased), extra_side=i.extra_side)
