"""What the player shows of a session's step: the side to do, how it is counted without a camera, what is left."""

from dataclasses import dataclass
from typing import Final

from upperback.model.body import Landmark, Side, View
from upperback.model.catalogue import Catalogue, Dose, Exercise
from upperback.model.movement import HoldStill, Movement, Reps, Signal, Untracked
from upperback.services.figures import key_position, shown_keys
from upperback.services.sets import is_extra, reps_in
from upperback.services.views import ItemState, ItemView, SessionView

CHANGE_S: Final = 20.0  # from one exercise to the next: read, fetch, get into position; expert judgement
EASE: Final = "standing_arms_wide_rotation"  # what "Ease it now" does: the standing turns of article 000
TIMED_FROM_S: Final = 2.0  # holds this long are counted by the timer, shorter ones by taps; expert judgement

ARMS: Final = (
    Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_ELBOW, Landmark.RIGHT_ELBOW, Landmark.LEFT_WRIST,
    Landmark.RIGHT_WRIST,
)  # fmt: skip
SHOULDERS: Final = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
LEGS: Final = (
    Landmark.LEFT_HIP, Landmark.RIGHT_HIP, Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE, Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE,
)  # fmt: skip
TRUNK: Final = (*SHOULDERS, Landmark.LEFT_HIP, Landmark.RIGHT_HIP)

WORKING: Final[dict[Signal, tuple[Landmark, ...]]] = {
    Signal.TRUNK_TURN: SHOULDERS,
    Signal.TRUNK_LEAN: TRUNK,
    Signal.HEAD_TILT: (Landmark.NOSE, *SHOULDERS),
    Signal.NOSE_OFFSET: (Landmark.NOSE, *SHOULDERS),
    Signal.SHOULDER_TILT: SHOULDERS,
    Signal.ARM_ELEVATION: ARMS,
    Signal.ELBOW_FLEXION: ARMS,
    Signal.ARM_REACH: ARMS,
    Signal.HIP_FLEXION: LEGS,
    Signal.LEG_REACH: LEGS,
}
"""The landmarks drawn warm while a signal is what counts; those of other signals stay white."""


@dataclass(frozen=True, slots=True)
class Step:
    """The exercise that is next. `number` of `of` in the session, from 1. `by`: "time" or "taps" when no camera counts.
    `turn_laptop`: the camera has to see another side than in the exercise before. `working`: landmarks drawn warm."""

    item: ItemView
    exercise: Exercise
    number: int
    of: int
    side: Side
    by: str
    move_s: float
    tracked: bool
    untracked_why: str
    turn_laptop: bool
    working: tuple[int, ...]
    minutes_left: int
    after: ItemView | None


def current_step(catalogue: Catalogue, session: SessionView) -> Step | None:
    """The step to do now, None when nothing is left."""
    if session.current is None:
        return None
    live = [item for item in session.items if item.state is not ItemState.SWAPPED]
    place = next(n for n, item in enumerate(live) if item.item == session.current)
    item, exercise = live[place], catalogue.exercises[live[place].exercise]
    movement = exercise.movement
    todo_after = [one for one in live[place + 1 :] if one.state is ItemState.TODO]
    return Step(
        item=item,
        exercise=exercise,
        number=place + 1,
        of=len(live),
        side=side_in(exercise, item),
        by="time" if item.dose.hold_s >= TIMED_FROM_S else "taps",
        move_s=rung_of(exercise, item.level).move_s,
        tracked=not isinstance(movement, Untracked),
        untracked_why=movement.why if isinstance(movement, Untracked) else "",
        turn_laptop=place > 0 and _turned(catalogue.exercises[live[place - 1].exercise], exercise),
        working=warm_points(movement),
        minutes_left=minutes_left(catalogue, session),
        after=todo_after[0] if todo_after else None,
    )


def warm_points(movement: Movement) -> tuple[int, ...]:
    """The landmarks to draw warm."""
    return () if isinstance(movement, Untracked) else tuple(int(point) for point in WORKING.get(movement.signal, ()))


def side_of(exercise: Exercise, asked: Side, done: int, of: int) -> Side:
    """The side of the next repetition when `done` of `of` are counted: in turn where sides alternate or a position is held,
    else (and where the exercise says `one_side_first`) first the left half of the set, then the right. `BOTH` where the
    exercise has no sides.

    Past the end the last side stays."""
    if asked is not Side.BOTH or not exercise.sides:
        return asked
    half_by_half = Side.LEFT if done < of / 2 else Side.RIGHT
    if exercise.one_side_first:
        return half_by_half
    match exercise.movement:
        case Reps(alternates=False):
            return half_by_half
        case Reps() | HoldStill() | Untracked():
            return Side.LEFT if min(done, of - 1) % 2 == 0 else Side.RIGHT


def side_in(exercise: Exercise, item: ItemView, done: int | None = None) -> Side:
    """The side of the next repetition of the set under way, when `done` of it are counted (None: as many as there are)."""
    if is_extra(item.dose, item.set_no, item.extra_side):
        return item.extra_side
    return side_of(exercise, item.side, item.reps_in_set if done is None else done, item.dose.reps)


def next_side(catalogue: Catalogue, session: SessionView, item: int) -> Side:
    """The side of the next repetition of `item`."""
    found = next(one for one in session.items if one.item == item)
    return side_in(catalogue.exercises[found.exercise], found)


def working_position(exercise: Exercise, side: Side) -> str:
    """SVG of the key position to show: the first one done to `side`, else the second, else the only one; "" without any."""
    if exercise.demo is None:
        return ""
    places = [n for n, (index, _) in enumerate(shown_keys(exercise)) if exercise.demo.keys[index].side == side]
    return key_position(exercise, places[0] if places else min(1, len(shown_keys(exercise)) - 1))


def swap_why(catalogue: Catalogue, now: Exercise, other: Exercise) -> str:
    """What both exercises are for, in a few words."""
    shared = [
        catalogue.findings[finding].name.lower()
        for finding in other.findings
        if finding in now.findings and finding in catalogue.findings
    ]
    texts = catalogue.texts
    return texts("session.also_for", finding=shared[0]) if shared else texts("session.same_kind")


def minutes_left(catalogue: Catalogue, session: SessionView) -> int:
    """Whole minutes, at least 1 while anything is left."""
    todo = [item for item in session.items if item.state is ItemState.TODO]
    left_s = sum(_left_s(catalogue.exercises[item.exercise], item) for item in todo) + CHANGE_S * max(0, len(todo) - 1)
    return max(1, round(left_s / 60)) if todo else 0


def _left_s(exercise: Exercise, item: ItemView) -> float:
    one_s = rung_of(exercise, item.level).move_s + item.dose.hold_s
    sets = range(item.sets_done + 1, item.dose.sets + 1)
    reps = sum(reps_in(item.dose, n, item.extra_side) for n in sets) - item.reps_in_set
    return max(0.0, reps * one_s + (len(sets) - 1) * item.dose.rest_s)


def rung_of(exercise: Exercise, level: int) -> Dose:
    """The rung of the ladder that a level stands on."""
    return exercise.ladder[min(level, len(exercise.ladder)) - 1]


def _turned(before: Exercise, now: Exercise) -> bool:
    views = {before.camera.view, now.camera.view}
    return View.NONE not in views and len(views) > 1
