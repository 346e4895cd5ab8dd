"""The whole session as data for its page: every exercise in order, what could be done instead, and what stands as done. With it
the page goes through sets, rests and exercises without asking (docs/session.md)."""

from dataclasses import replace
from typing import Any, Final

from upperback.model.body import Side
from upperback.model.care import Given
from upperback.model.catalogue import Catalogue, Exercise
from upperback.model.movement import Untracked
from upperback.services.other_ways import Harder, eased
from upperback.services.playing import TIMED_FROM_S, rung_of, side_of, swap_why, warm_points, working_position
from upperback.services.sets import is_extra, reps_in
from upperback.services.views import ItemView, SessionView
from upperback.services.words import Words

EASIER_STEPS: Final = 3  # so many times "easier" without the server; expert judgement
FETCHED: Final = ("band", "ball", "chair", "mat", "towel", "pillow")  # what one goes and gets; a wall is there

Line = dict[str, Any]


class SessionPlan:
    """Plans in the language of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._texts = catalogue.texts
        self._words = Words(catalogue.texts)
        self._drawn: dict[tuple[str, Side], str] = {}

    def whole(self, session: SessionView, harder: dict[int, Harder]) -> Line:
        """Everything of a session. `harder`: what would be more, by item."""
        none = Harder()
        return {
            "session": session.id,
            "kind": session.kind,
            "day": session.day.isoformat(),
            "pain_before": session.pain_before,
            "items": [self._item(item, harder.get(item.item, none)) for item in session.items],
            "kept": kept(session),
        }

    def picture(self, exercise: Exercise, side: Side) -> str:
        """The working position to a side as SVG, drawn once."""
        if (exercise.id, side) not in self._drawn:
            self._drawn[exercise.id, side] = working_position(exercise, side)
        return self._drawn[exercise.id, side]

    def _item(self, item: ItemView, harder: Harder) -> Line:
        exercise = self._catalogue.exercises[item.exercise]
        sides = (Side.LEFT, Side.RIGHT) if exercise.sides else (Side.BOTH,)
        return {
            "item": item.item,
            "given": _given(item),
            "why": item.why,
            **self._exercise(exercise, item),
            "drawing": {side: self.picture(exercise, side) for side in sides},
            "harder": None if harder.dose is None else self._dose(exercise, item, harder.level, harder.dose),
            "harder_not": harder.why_not,
            "swaps": [self._swap(exercise, self._catalogue.exercises[other], item) for other in item.instead],
        }

    def _swap(self, now: Exercise, other: Exercise, item: ItemView) -> Line:
        rung = other.ladder[0]
        given = Given(rung.sets, rung.reps, rung.hold_s, rung.rest_s)
        side = item.side if other.sides else Side.BOTH
        alone = replace(item, exercise=other.id, side=side, level=1, dose=given, extra_side=Side.BOTH, sets_done=0)
        return {
            **self._exercise(other, alone),
            "summary": other.summary,
            "because": swap_why(self._catalogue, now, other),
            "why": item.why,
            "drawing": {Side.BOTH: self.picture(other, Side.LEFT if other.sides else Side.BOTH)},
            "harder": None,
            "harder_not": "",
            "swaps": [],
        }

    def _exercise(self, exercise: Exercise, item: ItemView) -> Line:
        movement, texts = exercise.movement, self._texts
        untracked = movement.why if isinstance(movement, Untracked) else ""
        things = [self._words.said(thing, "session.things") for thing in exercise.equipment if thing in FETCHED]
        doses, level, dose = [self._dose(exercise, item, item.level, item.dose)], item.level, item.dose
        for _ in range(EASIER_STEPS):
            level, dose = eased(exercise, level, dose, item.extra_side)
            doses.append(self._dose(exercise, item, level, dose))
        return {
            "exercise": exercise.id,
            "name": exercise.name,
            "first": exercise.steps[0],
            "breathe": exercise.breathing,
            "expect": exercise.expect,
            "fetch": texts("session.fetch", things=texts.row(things)) if things else "",
            "tracked": not untracked,
            "untracked_why": untracked,
            "view": exercise.camera.view,
            "view_words": "" if untracked else texts(f"session.views.{exercise.camera.view}"),
            "working": [int(point) for point in warm_points(movement)],
            "demo": f"/demo/{exercise.id}" if exercise.demo else "",
            "doses": doses,
        }

    def _dose(self, exercise: Exercise, item: ItemView, level: int, dose: Given) -> Line:
        dose = replace(dose, sets=max(dose.sets, min(item.sets_done + 1, item.dose.sets)))
        last = reps_in(dose, dose.sets, item.extra_side)
        alone = is_extra(dose, dose.sets, item.extra_side)
        sides = [side_of(exercise, item.side, done, dose.reps) for done in range(dose.reps)]
        return {
            "level": level,
            "sets": dose.sets,
            "hold_s": dose.hold_s,
            "rest_s": dose.rest_s,
            "move_s": rung_of(exercise, level).move_s,
            "by": "time" if dose.hold_s >= TIMED_FROM_S else "taps",
            "words": self._words.dose(dose),
            "sides": sides,
            "last_sides": [item.extra_side] * last if alone else sides,
        }


def _given(item: ItemView) -> Line:
    """The item as it goes into a session that is begun without the server."""
    dose = {"sets": item.dose.sets, "reps": item.dose.reps, "hold_s": item.dose.hold_s, "rest_s": item.dose.rest_s}
    sides = {"side": item.side, "extra_side": item.extra_side}
    return {"exercise": item.exercise, "level": item.level, **dose, **sides, "instead": list(item.instead)}


def kept(session: SessionView) -> Line:
    """What stands in the record now: the part of the plan that changes with every movement."""
    return {
        "state": session.state,
        "symptom": session.symptom,
        "current": session.current,
        "items": [
            {
                "item": item.item,
                "state": item.state,
                "sets_done": item.sets_done,
                "count": item.reps_in_set,
                "reps": item.reps,
                "held_s": item.held_s,
                "stopped_because": item.stopped_because,
            }
            for item in session.items
        ],
    }
