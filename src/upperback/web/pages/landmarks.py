"""Kept landmarks: the person's word, what is kept, each to watch, to take along, to delete."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from itertools import groupby
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from upperback.model.catalogue import Catalogue
from upperback.model.kept import Recording, Watched
from upperback.services.person import Person
from upperback.services.playback import moving
from upperback.web.forms import Sent
from upperback.web.pages.data import size_words, to_save
from upperback.web.render import page

router = APIRouter()

RATE_BYTES: Final = 250_000  # a minute at 30 pictures a second; docs/your-data.md has the measurement


@dataclass(frozen=True, slots=True)
class KeptDay:
    """What is kept of one day: the recordings, oldest first."""

    day: date
    recordings: tuple[Recording, ...]

    @property
    def seconds(self) -> float:
        return sum(one.seconds for one in self.recordings)

    @property
    def size_bytes(self) -> int:
        return sum(one.size_bytes for one in self.recordings)


@router.get("/data/landmarks")
def show(request: Request) -> Response:
    person: Person = request.app.state.person
    kept = person.landmarks.every()
    return page(
        request,
        "data_landmarks.html",
        consent=person.landmarks.consent(),
        days=by_day(kept),
        kept=kept,
        name=lambda one: name_of(request.app.state.catalogue, one),
        size_of=partial(size_words, request.app.state.catalogue.texts),
        rate=RATE_BYTES,
        here="/settings",
    )


@router.post("/data/landmarks/allow")
def allow(request: Request) -> Response:
    person: Person = request.app.state.person
    person.landmarks.allow()
    return RedirectResponse("/data/landmarks", 303)


@router.post("/data/landmarks/stop")
def stop(request: Request, form: Sent) -> Response:
    person: Person = request.app.state.person
    person.landmarks.withdraw(delete_kept=form.one_of("kept", ("delete", "leave")) == "delete")
    return RedirectResponse("/data/landmarks", 303)


@router.post("/data/landmarks/delete")
def delete(request: Request, form: Sent) -> Response:
    """One (`key`), those of a day (`day`), or all of them (`all`)."""
    person: Person = request.app.state.person
    key, day = form.text("key", 80), form.day("day", date.max)
    chosen = [one.key for one in person.landmarks.every() if one.key == key or one.day == day or "all" in form]
    person.landmarks.delete(chosen)
    return RedirectResponse("/data/landmarks", 303)


@router.get("/data/landmarks/{key}")
def watch(request: Request, key: str) -> Response:
    person: Person = request.app.state.person
    recording = person.landmarks.recording(key)
    seen = moving(person.landmarks.frames(key))
    still = seen.points[seen.first]
    lines = [(*still[2 * a : 2 * a + 2], *still[2 * b : 2 * b + 2]) for a, b in seen.bones]
    name = name_of(request.app.state.catalogue, recording)
    return page(
        request,
        "data_landmark.html",
        recording=recording,
        name=name,
        seen=seen,
        lines=lines,
        nose=still[:2],
        size_of=partial(size_words, request.app.state.catalogue.texts),
        here="/settings",
    )


@router.get("/data/landmarks/{key}/moving.json")
def frames(request: Request, key: str) -> Response:
    person: Person = request.app.state.person
    person.landmarks.recording(key)
    return JSONResponse(asdict(moving(person.landmarks.frames(key))))


@router.get("/data/landmarks/{key}/table.csv")
def table(request: Request, key: str) -> Response:
    person: Person = request.app.state.person
    recording = person.landmarks.recording(key)
    return to_save(person.landmarks.table(key), "text/csv; charset=utf-8", f"{recording.day.isoformat()}-{recording.name}.csv")


def by_day(kept: Sequence[Recording]) -> tuple[KeptDay, ...]:
    """Recordings by their day, the newest day first."""
    days = groupby(sorted(kept, key=lambda one: (one.day, one.started_at)), key=lambda one: one.day)
    return tuple(KeptDay(day, tuple(of_day)) for day, of_day in days)[::-1]


def name_of(catalogue: Catalogue, recording: Recording) -> str:
    """The exercise or the self-test in words; its id where the catalogue no longer knows it."""
    known = catalogue.tests if recording.watched is Watched.TEST else catalogue.exercises
    found = known.get(recording.name)
    return catalogue.retired.get(recording.name, recording.name) if found is None else found.name
