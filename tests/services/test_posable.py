"""What `upperback catalogue check` says of key positions that no body can take."""

from dataclasses import replace

from upperback.services import knowledge, posable


def test_a_foot_pinned_a_metre_too_far_is_named_with_file_key_and_joint() -> None:
    whole = knowledge.catalogue()
    exercise = whole.exercises["seated_thoracic_rotation"]
    assert exercise.demo is not None
    keys = list(exercise.demo.keys)
    far = replace(keys[1].pins["foot_r"], at=(-0.11, "ankle_height", 1.4))
    keys[1] = replace(keys[1], pins={**keys[1].pins, "foot_r": far})
    broken = replace(exercise, demo=replace(exercise.demo, keys=tuple(keys)))
    found = list(posable.faults(replace(whole, exercises={broken.id: broken}, tests={})))
    short = [line for line in found if "short of its place" in line]
    assert len(short) == 1
    assert short[0].startswith("exercises/seated_thoracic_rotation.toml: demo.keys[1]: ")
    assert "foot_r" in short[0]
    assert short[0].endswith("cm short of its place, at most 1 (a body of 1.5 m)")


def test_what_is_shipped_can_be_done() -> None:
    assert list(posable.faults(knowledge.catalogue())) == []
