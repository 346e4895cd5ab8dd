"""The live coach: frames of one exercise in, what the page may show out. What counts is in the database before it is returned."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final, Protocol, assert_never

from upperback.model.body import Frame, Side, View
from upperback.model.catalogue import Catalogue, Exercise, SelfTest
from upperback.model.events import Cue, Event, Found, Hold, Lost, Mended, Rep, Unseen
from upperback.model.movement import CameraView, Fault, Reps, Untracked
from upperback.motion.tracker import Reading as Now
from upperback.motion.tracker import Tracker
from upperback.motion.visibility import advice_key, missing_parts
from upperback.services.errors import BadInputError
from upperback.services.person import Person
from upperback.services.placing import Outline, outline
from upperback.services.playing import side_of
from upperback.services.sets import is_extra
from upperback.services.views import Counted, ItemState, ItemView, SessionState

PARTIAL_IN_A_ROW: Final = 2  # one short movement is nothing to speak of; the feedback policy, expert judgement
SHOW_ME: Final = frozenset({Unseen.TOO_CLOSE, Unseen.CUT_OFF, Unseen.CUT_OFF_BOTTOM})
"""Where the parts that are out of the picture are named."""
READING_EVERY_S: Final = 1 / 15  # the drawing needs no more; every event is sent at once whatever this says


@dataclass(frozen=True, slots=True)
class Reading:
    """What the page draws: `value` in `unit` (None while nothing can be judged), `share` of the way to the goal, `held_s`
    of the hold under way. `seen`: the person can be judged now; `advice` says what to do when not, `why` is the gate's reason
    and `missing` the needed parts of the body that are not seen."""

    t_s: float
    value: float | None
    unit: str
    side: Side
    share: float
    held_s: float
    seen: bool
    advice: str
    why: Unseen | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guide:
    """Said first of all: the view and the parts of the body that are needed, and the outline to step into."""

    view: View
    needs: tuple[str, ...]
    outline: Outline | None


@dataclass(frozen=True, slots=True)
class CountedRep:
    """A repetition that is in the database. `counted` is what stands there now, `next_side` the side that is next."""

    rep: Rep
    counted: Counted
    next_side: Side


@dataclass(frozen=True, slots=True)
class CountedHold:
    """A hold that is in the database."""

    hold: Hold
    counted: Counted
    next_side: Side


@dataclass(frozen=True, slots=True)
class Say:
    """A sentence to show and speak: a form cue (`about` is the fault's id) or praise for its end."""

    t_s: float
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class NotSeen:
    """The person can't be judged: `text` says what to do. `by_time`: the page may count by time meanwhile. `again`: whatever
    is being measured has to be begun anew, since the camera stands so that no value can be given."""

    t_s: float
    why: Unseen
    text: str
    by_time: bool
    again: bool = False


@dataclass(frozen=True, slots=True)
class SeenAgain:
    t_s: float
    text: str


@dataclass(frozen=True, slots=True)
class Tried:
    """The tries of one side of a self-test, as they are in the database now. `of` are asked for; `done`: every side of every
    measure has them."""

    t_s: float
    measure: str
    side: Side
    trials: tuple[float, ...]
    of: int
    unit: str
    done: bool


@dataclass(frozen=True, slots=True)
class Live:
    """What each measure of a self-test reads in this moment: its id, the side, the value in the measure's unit."""

    t_s: float
    values: tuple[tuple[str, Side, float], ...]


Answer = Guide | Reading | Live | CountedRep | CountedHold | Say | NotSeen | SeenAgain | Tried


class Watcher(Protocol):
    """Whatever takes the frames of one connection: a coach or a self-test under the camera."""

    @property
    def guide(self) -> Guide:
        """What is said before the first frame."""
        ...

    def push(self, frame: Frame, people: int) -> Iterator[Answer]:
        """One frame of the newest picture; `people` is how many were last seen. What is yielded is already kept."""
        ...


class Coach:
    """Coaches one item of one session. `name` makes its repetitions' keys and must differ for every connection. Without
    `counting` it only says whether the person can be seen: before a set begins, and in rests.

    Raises BadInputError when there is no such session or item, when it is not open, or when the camera can't track it.
    """

    def __init__(
        self, person: Person, catalogue: Catalogue, session_id: str, item: int, name: str, *, counting: bool = True
    ) -> None:
        self._sessions = person.sessions
        self._session_id = session_id
        self._item = item
        self._name = name
        self._counting = counting
        self._kept = 0
        self._partial, self._partial_said = 0, False
        self._next_reading_s = float("-inf")
        self._exercise, found = _open_item(person, catalogue, session_id, item)
        self._asked = found.side
        self._alone = found.extra_side if is_extra(found.dose, found.set_no, found.extra_side) else Side.BOTH
        self._tracker = Tracker(self._exercise.movement, self._exercise.camera)
        self._words = Words(catalogue, self._exercise.camera)
        self.guide = guide_of(self._exercise)
        self._cues = {fault.id: fault.cue for fault in _faults(self._exercise)}
        self._praises = {fault.id: fault.praise for fault in _faults(self._exercise)}

    def push(self, frame: Frame, people: int) -> Iterator[Answer]:
        """Every repetition and hold is on disk when its answer is yielded."""
        events = self._tracker.push(frame, people)
        spoken_of = any(isinstance(event, Cue | Mended) for event in events)
        for event in events:
            if self._counting or isinstance(event, Lost | Found):
                yield from self._answer(event, spoken_of)
        if frame.t_s >= self._next_reading_s:
            self._next_reading_s = frame.t_s + READING_EVERY_S
            now = self._tracker.reading
            self._words.ever_seen |= now.visible
            yield reading_of(now, self._words, self._words.missing(frame, people))

    def _answer(self, event: Event, spoken_of: bool) -> Iterator[Answer]:
        match event:
            case Rep(partial=True):
                self._partial += 1
                # Once, when two in a row fell short; a word on form in the same moment comes first, and this one next time.
                due = self._partial >= PARTIAL_IN_A_ROW and not self._partial_said
                if due and not spoken_of:
                    self._partial_said = True
                    yield Say(event.t_s, "partial", self._words.short_of_it)
            case Rep() if self._of_other_side(event.side):
                pass  # the set belongs to one side alone
            case Rep():
                self._partial, self._partial_said = 0, False
                counted = self._keep_rep(event)
                yield CountedRep(event, counted, self._next_side(counted, event.side))
            case Hold() if self._of_other_side(event.side):
                pass
            case Hold():
                counted = self._keep_hold(event)
                yield CountedHold(event, counted, self._next_side(counted, event.side))
            case Cue():
                yield Say(event.t_s, event.fault, self._cues[event.fault])
                self._sessions.add_cue(self._session_id, self._item, event.fault, mended=False)
            case Mended():
                if praise := self._praises[event.fault]:
                    yield Say(event.t_s, event.fault, praise)
                self._sessions.add_cue(self._session_id, self._item, event.fault, mended=True)
            case Lost():
                yield NotSeen(event.t_s, event.why, self._words.lost(event.why), event.why is Unseen.UNCERTAIN)
            case Found():
                yield SeenAgain(event.t_s, self._words.found(event.why))
            case _:
                assert_never(event)

    def _keep_rep(self, rep: Rep) -> Counted:
        return self._sessions.add_rep(self._session_id, self._item, self._new_key(), side=rep.side, peak=rep.peak)

    def _keep_hold(self, hold: Hold) -> Counted:
        held_s = hold.end_s - hold.start_s
        return self._sessions.add_hold(self._session_id, self._item, self._new_key(), held_s, side=hold.side, mean=hold.mean)

    def _of_other_side(self, done: Side) -> bool:
        return self._alone is not Side.BOTH and done not in (self._alone, Side.BOTH)

    def _next_side(self, counted: Counted, done: Side) -> Side:
        if counted.alone is not Side.BOTH:
            return counted.alone
        movement = self._exercise.movement
        if isinstance(movement, Reps) and movement.alternates and done is not Side.BOTH:
            return Side.RIGHT if done is Side.LEFT else Side.LEFT  # whichever side the person began with
        return side_of(self._exercise, self._asked, counted.count, counted.of)

    def _new_key(self) -> str:
        self._kept += 1
        return f"{self._name}.{self._kept}"


def reading_of(now: Now, words: "Words", missing: tuple[str, ...]) -> Reading:
    """What the page draws of a tracker's reading."""
    return Reading(
        t_s=now.t_s,
        value=now.value,
        unit=now.unit,
        side=now.side,
        share=now.share,
        held_s=now.held_s,
        seen=now.visible,
        advice=words.unseen(now.advice, missing) if now.advice else "",
        why=now.advice,
        missing=missing,
    )


def guide_of(watched: Exercise | SelfTest) -> Guide:
    """Where to be for the camera in an exercise or a self-test."""
    camera = watched.camera
    return Guide(camera.view, camera.needs, outline(watched.demo, camera) if watched.demo is not None else None)


class Words:
    """The coach's sentences about being seen, for the view and the parts of the body that an exercise or a test needs."""

    def __init__(self, catalogue: Catalogue, camera: CameraView) -> None:
        self._texts = catalogue.texts
        self._camera = camera
        self.ever_seen = False  # whoever is gone then was here before
        self.short_of_it = catalogue.texts("camera.partial")

    def missing(self, frame: Frame, people: int) -> tuple[str, ...]:
        """The needed parts that are not seen; all of them where nobody is."""
        return missing_parts(self._camera, frame) if people > 0 else self._camera.needs

    def unseen(self, why: Unseen, missing: Collection[str] = ()) -> str:
        """What to do so that the camera can judge.

        A turn is asked for towards the view that is needed; who steps back is told what for."""
        said = self._texts(advice_key(why, self._camera.view))
        if why not in SHOW_ME or not missing:
            return said
        parts = dict.fromkeys(self._texts(f"camera.parts.{part}") for part in missing)
        return self._texts("camera.show_me", what=said, parts=self._texts.row(list(parts)))

    def lost(self, why: Unseen) -> str:
        """What to say when someone can't be judged any more."""
        return self._texts("camera.lost") if why is Unseen.NO_ONE and self.ever_seen else self.unseen(why)

    def found(self, why: Unseen) -> str:
        return self._texts("camera.welcome_back" if why is Unseen.NO_ONE and self.ever_seen else "camera.seen")


def _open_item(person: Person, catalogue: Catalogue, session_id: str, item: int) -> tuple[Exercise, ItemView]:
    view = person.sessions.session(session_id)
    if view.state is not SessionState.OPEN:
        raise BadInputError("session: it is not open")
    found = next((one for one in view.items if one.item == item), None)
    if found is None or found.state is not ItemState.TODO:
        raise BadInputError("item: there is nothing to do under this number")
    exercise = catalogue.exercises[found.exercise]
    if isinstance(exercise.movement, Untracked):
        raise BadInputError(f"item: the camera can't count this one ({exercise.movement.why})")
    return exercise, found


def _faults(exercise: Exercise) -> tuple[Fault, ...]:
    return () if isinstance(exercise.movement, Untracked) else exercise.movement.faults
