"""A watcher whose frames are kept as well, where the person wishes it."""

from collections.abc import Iterator

from upperback.model.body import Frame
from upperback.model.kept import Watched
from upperback.services.coaching import Answer, Guide, Watcher
from upperback.services.landmarks import Recorder
from upperback.services.person import Person


def keep_session(watcher: Watcher, person: Person, session: str, item: int) -> Watcher:
    """The watcher of an exercise; its landmarks are kept if the person wishes it."""
    exercise = next(one.exercise for one in person.sessions.session(session).items if one.item == item)
    return _kept(watcher, person.landmarks.recorder(Watched.EXERCISE, exercise, session=session, item=item))


def keep_test(watcher: Watcher, person: Person, test: str) -> Watcher:
    """The watcher of a self-test; its landmarks are kept if the person wishes it."""
    return _kept(watcher, person.landmarks.recorder(Watched.TEST, test))


def end_keeping(watcher: Watcher | None) -> None:
    """The connection is over: what is not written yet is written."""
    if isinstance(watcher, KeptWatcher):
        watcher.close()


class KeptWatcher:
    """What the watcher answers comes first; keeping never delays it."""

    def __init__(self, watcher: Watcher, recorder: Recorder) -> None:
        self._watcher = watcher
        self._recorder = recorder

    @property
    def guide(self) -> Guide:
        return self._watcher.guide

    def push(self, frame: Frame, people: int) -> Iterator[Answer]:
        yield from self._watcher.push(frame, people)
        self._recorder.push(frame)

    def close(self) -> None:
        self._recorder.close()


def _kept(watcher: Watcher, recorder: Recorder | None) -> Watcher:
    return watcher if recorder is None else KeptWatcher(watcher, recorder)
