"""The reading grade is that of a known passage, and what is graded is what a person reads together."""

import subprocess
import sys

import pytest

from upperback.catalogue.grading import CAN_GRADE, grade, too_hard
from upperback.catalogue.wording import user_texts
from upperback.model.catalogue import Catalogue

# Lincoln's address at Gettysburg, its first sentence: 30 words, 48 syllables by hand, so 0.39 * 30 + 11.8 * 48 / 30 - 15.59.
GETTYSBURG = (
    "Four score and seven years ago our fathers brought forth on this continent, a new nation, conceived in Liberty, and "
    "dedicated to the proposition that all men are created equal."
)


def test_the_library_is_here_where_the_tests_run() -> None:
    assert CAN_GRADE


def test_a_passage_has_the_grade_one_counts_by_hand() -> None:
    assert grade([GETTYSBURG]) == pytest.approx(0.39 * 30 + 11.8 * 48 / 30 - 15.59, abs=0.5)


def test_short_sentences_in_short_words_are_easier() -> None:
    assert grade(["Sit tall and breathe. Turn to one side, then home."]) < 2 < 8 < grade([GETTYSBURG])


def test_an_entry_is_graded_as_a_whole_and_named() -> None:
    hard = "Considerable musculoskeletal stabilisation necessitates individualised progression."
    assert too_hard([("exercises/a.toml", hard), ("exercises/b.toml", "Sit tall and breathe in.")])[0].startswith(
        "exercises/a.toml: reading grade "
    )
    eased = [("exercises/a.toml", text) for text in (hard, *["Sit tall and breathe in. Turn to one side, then home."] * 9)]
    assert too_hard(eased) == []


def test_a_value_in_a_text_is_read_as_a_number() -> None:
    assert grade(["Wait {flare_unsettled_days} days, then go on."]) == grade(["Wait 3 days, then go on."])


def test_texts_of_no_entry_are_graded_by_their_area() -> None:
    known = [("texts/en: rest.again", GETTYSBURG), ("texts/en: rest.soon", GETTYSBURG), ("texts/en: walk.go", "Go for a walk.")]
    assert [fault for fault in too_hard(known) if "reading grade" in fault] == ["texts/en: rest: reading grade 15.4, 8 at most"]


def test_labels_do_not_make_a_text_look_easier() -> None:
    assert grade([GETTYSBURG, "Chin tuck", "On the mat"]) == grade([GETTYSBURG])


def test_every_entry_is_graded(catalogue: Catalogue) -> None:
    places = {place for place, _ in user_texts(catalogue)}
    for folder, known in (
        ("exercises", catalogue.exercises),
        ("tests", catalogue.tests),
        ("findings", catalogue.findings),
        ("modifiers", catalogue.modifiers),
        ("routines", catalogue.routines),
    ):
        assert {f"{folder}/{name}.toml" for name in known} <= places
    assert {f"claims.toml: {name}" for name in catalogue.claims} <= places
    assert {f"rules.toml: {name}" for name in catalogue.rules.rules} <= places


def test_without_the_library_the_check_says_that_it_did_not_look() -> None:
    hidden = "import sys; sys.modules['textstat'] = None; from upperback.cli.main import app; app(['catalogue', 'check'])"
    done = subprocess.run([sys.executable, "-c", hidden], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "The reading grade of the texts was not looked at: textstat is not installed.",
        "No faults.",
    ]
