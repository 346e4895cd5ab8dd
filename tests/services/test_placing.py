"""The outline to step into, and the advice that names what is not seen."""

from dataclasses import replace

import numpy as np
import pytest

from upperback.model.body import Frame, Landmark
from upperback.model.catalogue import Catalogue, Exercise, SelfTest
from upperback.model.events import Unseen
from upperback.model.movement import Untracked
from upperback.motion.skeleton import Camera, frames
from upperback.motion.visibility import missing_parts
from upperback.services.coaching import Words
from upperback.services.placing import outline

TURNS = "standing_arms_wide_rotation"


def test_every_followed_exercise_and_test_with_a_drawing_has_an_outline_whose_start_lies_in_its_room(
    catalogue: Catalogue,
) -> None:
    shown = 0
    entries: list[Exercise | SelfTest] = [*catalogue.exercises.values(), *catalogue.tests.values()]
    for entry in entries:
        if isinstance(entry.movement, Untracked) or entry.demo is None:
            continue
        drawn = outline(entry.demo, entry.camera)
        assert drawn is not None, entry.id
        upper = [point for shape in drawn.shapes if shape.part in ("head", "arms", "trunk") for point in shape.points]
        assert all(abs(x) <= drawn.aspect / 2 and abs(y) <= 0.5 for x, y in upper), entry.id
        head = next(shape.points[0][1] for shape in drawn.shapes if shape.part == "head")
        lying = drawn.aspect > 1.6
        assert lying or head < 0, entry.id  # the head is up
        shown += 1
    assert shown >= 20


def test_who_stands_with_the_arms_wide_is_wider_in_front_than_from_the_side(catalogue: Catalogue) -> None:
    turns = catalogue.exercises[TURNS]
    assert turns.demo is not None
    front = outline(turns.demo, turns.camera)
    assert front is not None
    arms = [shape for shape in front.shapes if shape.part == "arms"]
    reach = max(x for shape in arms for x, _ in shape.points) - min(x for shape in arms for x, _ in shape.points)
    assert reach == pytest.approx(0.9, abs=0.15)  # about as wide as high


def seen_from(catalogue: Catalogue, **camera: object) -> Frame:
    demo = catalogue.exercises[TURNS].demo
    assert demo is not None
    return next(iter(frames(demo, fps=1, seconds=1, camera=replace(Camera(), **camera))))  # type: ignore[arg-type]


def test_whoever_is_cut_off_is_told_which_parts_to_show(catalogue: Catalogue) -> None:
    camera = catalogue.exercises[TURNS].camera
    words = Words(catalogue, camera)
    whole = seen_from(catalogue)
    assert missing_parts(camera, whole) == ()
    low = seen_from(catalogue, target_m=(0, 2.15, 0))
    assert missing_parts(camera, low) == ("hips",)
    said = words.unseen(Unseen.CUT_OFF_BOTTOM, words.missing(low, 1))
    assert said == "Step back, please, or tip the camera down. I would like to see your hips."
    assert words.missing(low, 0) == camera.needs
    dim = np.where(np.arange(33) == Landmark.LEFT_WRIST, 0.2, 1.0)
    assert missing_parts(camera, replace(whole, visibility=dim)) == (("wrists",) if "wrists" in camera.needs else ())
