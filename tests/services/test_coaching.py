"""The live coach: what it keeps, and when it speaks."""

from collections.abc import Iterator
from dataclasses import replace

from upperback.model.body import Frame
from upperback.model.catalogue import Catalogue
from upperback.model.demo import Demo
from upperback.motion.skeleton import frames, period_s
from upperback.services.coaching import Answer, Coach, CountedRep, Say
from upperback.services.person import Person
from upperback.services.views import SessionKind

TURNS = "standing_arms_wide_rotation"


def turning(demo: Demo, *sizes: float) -> Iterator[Frame]:
    """A turn to each side of this share of the demonstration's, one after the other, waits as asked."""
    keys = [
        replace(key, angles={joint: tuple(deg * size for deg in angles) for joint, angles in key.angles.items()})
        for size in sizes
        for key in demo.keys
    ]
    whole = replace(demo, keys=tuple(keys))
    yield from frames(whole, fps=15, seconds=period_s(whole) + 1)


def coached(person: Person, catalogue: Catalogue, *sizes: float) -> list[Answer]:
    session = person.sessions.start(SessionKind.EASE_NOW, 2)
    item = next(one.item for one in person.sessions.session(session).items if one.exercise == TURNS)
    demo = catalogue.exercises[TURNS].demo
    assert demo is not None
    coach = Coach(person, catalogue, session, item, "one")
    return [answer for frame in turning(demo, *sizes) for answer in coach.push(frame, 1)]


def spoken(answers: list[Answer], about: str) -> list[float]:
    return [round(answer.t_s, 1) for answer in answers if isinstance(answer, Say) and answer.about == about]


def test_every_turn_is_in_the_database_when_it_is_said(ready: Person, catalogue: Catalogue) -> None:
    counted = [answer.counted.count for answer in coached(ready, catalogue, 1, 1) if isinstance(answer, CountedRep)]
    assert counted == [1, 2, 3, 4]


def test_one_short_movement_is_passed_over_in_silence(ready: Person, catalogue: Catalogue) -> None:
    demo = catalogue.exercises[TURNS].demo
    assert demo is not None
    home, left, right = demo.keys
    short = replace(left, angles={joint: tuple(deg * 0.35 for deg in angles) for joint, angles in left.angles.items()})
    course = replace(demo, keys=(home, left, right, home, short, right, home, left, right))
    session = ready.sessions.start(SessionKind.EASE_NOW, 2)
    coach = Coach(ready, catalogue, session, 0, "one")
    said = [answer for frame in frames(course, fps=15, seconds=period_s(course) + 1) for answer in coach.push(frame, 1)]
    assert sum(isinstance(answer, CountedRep) for answer in said) == 5
    assert spoken(said, "partial") == []


def test_short_movements_are_spoken_of_once_after_two_and_again_only_after_a_whole_one(
    ready: Person, catalogue: Catalogue
) -> None:
    once = spoken(coached(ready, catalogue, 1, 0.45, 0.45), "partial")
    assert len(once) == 1
    twice = spoken(coached(ready, catalogue, 1, 0.45, 1, 0.45), "partial")
    assert len(twice) == 2
