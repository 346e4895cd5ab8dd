"""Drawings as the pages ask for them."""

import re
from dataclasses import replace
from importlib.resources import files
from xml.etree import ElementTree

import pytest

from upperback.services import figures, knowledge
from upperback.services.errors import BadInputError


def test_a_strip_is_named_after_the_exercise_and_its_positions() -> None:
    exercise = knowledge.catalogue().exercises["band_row"]
    strip = figures.strip(exercise)
    assert f'aria-label="{exercise.name}: Arms long, band just taut; Elbows by the ribs"' in strip


def test_a_self_test_is_drawn_under_its_own_name() -> None:
    test = knowledge.catalogue().tests["t_walking_minutes"]
    assert f'aria-label="{test.name}: Left foot ahead, right arm swings' in figures.strip(test)


def test_key_positions_are_counted_among_the_shown_ones() -> None:
    exercise = knowledge.catalogue().exercises["neck_side_tilt"]
    assert [caption for _, caption in figures.shown_keys(exercise)] == [
        "Sit tall",
        "Left ear to the left shoulder",
        "Right ear to the right shoulder",
    ]
    assert "Right ear to the right shoulder" in figures.key_position(exercise, 2)
    assert figures.key_position(exercise, 3) == ""
    assert figures.key_position(exercise, -1) == ""


def test_an_exercise_without_a_demo_has_no_drawing_and_breaks_nothing() -> None:
    bare = replace(knowledge.catalogue().exercises["band_row"], demo=None)
    assert (figures.strip(bare), figures.key_position(bare, 0), figures.shown_keys(bare)) == ("", "", ())


def test_a_file_stands_alone_in_the_tones_of_the_style_sheet() -> None:
    css = files("upperback.web").joinpath("assets", "tokens.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--f-([a-z-]+): light-dark\((#[0-9A-F]{6}),", css))
    assert {name: light[name] for name in figures.PAPER} == figures.PAPER
    text = figures.drawing_of("band_row", knowledge.catalogue())
    root = ElementTree.fromstring(text)
    style = root.findtext("{http://www.w3.org/2000/svg}style")
    assert style is not None
    used = {css for element in root.iter() for css in element.attrib.get("class", "").split()}
    assert used <= set(re.findall(r"\.(f-[a-z-]+)", style))


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("band_rwo", "no 'band_rwo' in the catalogue; nearest: band_row"),
        ("rf_fracture_risk", "rf_fracture_risk: this is a question, only exercises and tests are drawn"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_one_line(wanted: str, words: str) -> None:
    with pytest.raises(BadInputError) as error:
        figures.drawing_of(wanted, knowledge.catalogue())
    assert str(error.value) == words
