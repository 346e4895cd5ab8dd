"""Drawings as the pages ask for them."""

from dataclasses import replace

import pytest

from upperback.services import figures, knowledge
from upperback.services.errors import BadInputError


def test_a_strip_is_named_after_the_exercise_and_its_positions() -> None:
    exercise = knowledge.catalogue().exercises["band_row"]
    strip = figures.exercise_strip(exercise)
    assert f'aria-label="{exercise.name}: Arms long, band just taut, then Elbows by the ribs"' in strip


def test_key_positions_are_counted_among_the_shown_ones() -> None:
    exercise = knowledge.catalogue().exercises["neck_side_tilt"]
    assert [caption for _, caption in figures.shown_keys(exercise)] == [
        "Sit tall",
        "Left ear to the left shoulder",
        "Right ear to the right shoulder",
    ]
    assert "Right ear to the right shoulder" in figures.exercise_key(exercise, 2)
    assert figures.exercise_key(exercise, 3) == ""
    assert figures.exercise_key(exercise, -1) == ""


def test_an_exercise_without_a_demo_has_no_drawing_and_breaks_nothing() -> None:
    bare = replace(knowledge.catalogue().exercises["band_row"], demo=None)
    assert (figures.exercise_strip(bare), figures.exercise_key(bare, 0), figures.shown_keys(bare)) == ("", "", ())


@pytest.mark.parametrize(
    ("wanted", "suffix", "words"),
    [
        ("band_row", ".gif", "a drawing is written as .svg, not as .gif"),
        ("band_row", "", "a drawing is written as .svg, not as a file without an ending"),
        ("band_rwo", ".svg", "no 'band_rwo' in the catalogue; nearest: band_row"),
        ("t_wall_angel", ".svg", "t_wall_angel: this is a test, only exercises are drawn"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_one_line(wanted: str, suffix: str, words: str) -> None:
    with pytest.raises(BadInputError) as error:
        figures.drawing_of(wanted, suffix)
    assert str(error.value) == words
