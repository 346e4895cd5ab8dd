"""What the papers say: every step of every exercise whatever the programme, and the words as they were last looked at."""

import random
import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from upperback.catalogue.loader import load
from upperback.exchange.paper.setting import pdf
from upperback.model.body import Side
from upperback.model.care import Activity, Given, Item, PlanDay, Programme, Status
from upperback.model.catalogue import Catalogue, Exercise, Kind, Phase
from upperback.model.paper import Drawn, Handout, Move, Sheet
from upperback.services.bands import band_of
from upperback.services.cases import plan_of, read_case, review_of
from upperback.services.done_so_far import done_table
from upperback.services.handouts import dose_words, handout
from upperback.services.papers import handout_of, note_pdf_of, report_of
from upperback.services.values import measure_of
from upperback.services.words import Words

GOLDEN = Path(__file__).parents[1] / "golden"
TODAY = date(2026, 2, 20)
PROGRAMMES = 64
USUAL = (5, 8)  # exercises
EASED = "An easier start than the usual one. Keep it comfortable and breathe on. Use a smaller range than you could reach."
TRAINED = (Kind.RELEASE, Kind.MOBILITY, Kind.STRENGTH)


def squeezed(words: str) -> str:
    """Without spaces and places to break at: lines end where the paper wants."""
    return re.sub(r"[\s\u200b]", "", words)


def reader(made: bytes) -> PdfReader:
    return PdfReader(BytesIO(made))


def item_of(exercise: Exercise, chance: random.Random) -> Item:
    level = chance.randrange(len(exercise.ladder))
    dose = exercise.ladder[level]
    return Item(
        exercise=exercise.id,
        side=chance.choice(list(Side)) if exercise.sides else Side.BOTH,
        level=level + 1,
        dose=Given(dose.sets, dose.reps, dose.hold_s, dose.rest_s),
        minutes=2,
        kind=exercise.kind,
        purposes=("core",),
        why=f"Part of the programme everyone gets. {exercise.evidence}",
        eased=EASED if chance.random() < 0.2 else "",
        instead=(),
        sources=exercise.sources,
        extra_side=Side.LEFT if exercise.sides and chance.random() < 0.2 else Side.BOTH,
    )


def programme_by_chance(known: Catalogue, n: int, exercises: int) -> Programme:
    chance = random.Random(n)
    several = chance.sample([e for e in known.exercises.values() if e.kind in TRAINED], exercises)
    items = [item_of(exercise, chance) for exercise in several]
    days = sorted(chance.sample(range(1, 8), chance.randint(1, 7)))
    week = tuple(
        PlanDay(day, 14.5, (items[0].exercise,), tuple(chance.sample(items, max(1, len(items) - n % 3)))) for day in days
    )
    week = (replace(week[0], items=tuple(items)), *week[1:])
    walk = (Activity("brisk_walking", 30, 5, "Part of the programme everyone gets.", ("who_2020",)),) if n % 2 else ()
    return Programme(Phase.CORRECTIVE, known.version, (), (), ("We keep to your limits.",) if n % 4 == 0 else (), week, walk, ())


def small(move: Move) -> Move:
    """The same exercise with the same room for its picture, and nothing in it: what is read here are words."""
    if move.picture is None:
        return move
    view = re.search(r'viewBox="[^"]*"', move.picture.svg)
    assert view
    return replace(move, picture=Drawn(f'<svg xmlns="http://www.w3.org/2000/svg" {view.group()}></svg>', move.picture.words))


@pytest.mark.parametrize("part", range(4))
def test_no_programme_loses_a_word_and_a_usual_one_has_two_pages(catalogue: Catalogue, part: int) -> None:
    for n in range(part, PROGRAMMES, 4):
        exercises = 1 + n % 12
        made: Handout = handout(catalogue, programme_by_chance(catalogue, n, exercises), TODAY, TODAY)
        made = replace(made, moves=tuple(small(move) for move in made.moves))
        pages = [page.extract_text() for page in reader(pdf(made, list(Sheet)[n % 2])).pages]
        said = squeezed("".join(pages))
        assert len(made.moves) >= exercises
        for move in made.moves:
            for words in (move.name, move.dose, *move.steps, move.breathing, move.why, move.eased, move.stop, move.days):
                assert squeezed(words) in said, (n, words)
        for row in made.ticks.rows:
            assert said.count(squeezed(row.name)) >= 2 or "minutes" in row.name
        if USUAL[0] <= len(made.moves) <= USUAL[1]:
            assert (n, len(pages)) == (n, 2)
        assert all(page.strip() for page in pages)


def test_a_dose_is_said_in_words(catalogue: Catalogue) -> None:
    said = {
        ("chin_tuck_seated", Given(1, 10, 5, 0)): "10 times, hold each for 5 seconds.",
        ("standing_arms_wide_rotation", Given(1, 16, 2, 0)): "16 times, left and right in turn, hold each for 2 seconds.",
        ("interlaced_reach", Given(2, 1, 15, 20)): "Hold for 15 seconds, 2 times. Rest 20 seconds between.",
        ("interlaced_reach", Given(1, 1, 15, 0)): "Hold for 15 seconds.",
        ("band_row", Given(3, 12, 0, 60)): "3 sets of 12 times. Rest 60 seconds between.",
        ("levator_scapulae_stretch", Given(1, 4, 30, 0)): "2 times on each side, hold each for 30 seconds.",
        ("levator_scapulae_stretch", Given(2, 2, 30, 0)): "2 sets, once on each side, hold each for 30 seconds.",
        ("brisk_walking", Given(1, 1, 600, 0)): "10 minutes.",
    }
    assert {key: dose_words(catalogue, catalogue.exercises[key[0]], key[1]) for key in said} == said


def test_the_pictures_of_the_handout_say_what_they_show(catalogue: Catalogue) -> None:
    made = handout(catalogue, programme_by_chance(catalogue, 1, 12), TODAY, TODAY)
    for move in made.moves:
        assert move.picture is not None
        assert move.picture.words.startswith(f"{move.name}: ")
        assert "class=" in move.picture.svg
        assert "<style>" in move.picture.svg


def test_a_whole_programme_of_real_people_is_on_paper(catalogue: Catalogue) -> None:
    case = read_case(GOLDEN / "cases/modify.json", catalogue)
    said = squeezed("".join(page.extract_text() for page in reader(handout_of(catalogue, case, Sheet.A4)).pages))
    plan = plan_of(catalogue, case)
    assert all(squeezed(line) in said for line in plan.changed)
    for key in ("stop_if", "net", "footer_call", "footer"):
        assert squeezed(catalogue.texts(f"safety.{key}")) in said


MAKERS = {"handout": handout_of, "note": note_pdf_of}


@pytest.mark.parametrize("name", MAKERS)
def test_the_words_are_those_last_looked_at(catalogue: Catalogue, name: str) -> None:
    """When a text was changed on purpose: `python tools/paper_goldens.py` writes them anew, and one reads the difference."""
    case = read_case(GOLDEN / "cases/whole.json", catalogue)
    said = "\n\f\n".join(page.extract_text() for page in reader(MAKERS[name](catalogue, case, Sheet.A4)).pages)
    assert f"{said}\n" == (GOLDEN / f"papers/{name}.txt").read_text(encoding="utf-8")


def test_the_report_says_each_value_with_its_error_its_days_and_its_target(catalogue: Catalogue) -> None:
    """Against the review itself, value by value."""
    case = read_case(GOLDEN / "cases/whole.json", catalogue)
    said = squeezed("".join(page.extract_text() for page in reader(report_of(catalogue, case, Sheet.A4)).pages))
    review, words = review_of(catalogue, case), Words(catalogue.texts)
    shown = [finding for finding in review.findings if finding.status is Status.PRESENT]
    assert {finding.finding for finding in shown} >= {"c_thoracic_rotation_stiff"}
    for finding in shown:
        assert squeezed(catalogue.findings[finding.finding].name) in said
        assert squeezed(finding.why) in said
        newest = {(v.test, v.measure, v.side, v.method): v for v in sorted(finding.values, key=lambda v: v.day)}
        for value in newest.values():
            band = band_of(catalogue, value, measure_of(catalogue, value.test, value.measure))
            row = [
                words.amount(value.value, value.unit) + catalogue.texts.day(value.day),
                f"± {words.amount(band.error_95, value.unit)}{value.target_words}",
            ]
            assert squeezed("".join(row)) in said, row
    for moved in review.ranges:
        assert squeezed(f"Here more than {words.amount(moved.mdc95, moved.unit)} counts.") in said
    for goal in review.goals:
        assert squeezed(goal.activity) in said
    assert squeezed(catalogue.texts("progress.corrective_work_ends_when")) in said
    for key in ("made_by", "error", "change", "findings"):
        assert squeezed(catalogue.texts(f"paper.report.reading.{key}")) in said


def test_the_report_counts_what_was_done(catalogue: Catalogue) -> None:
    case = read_case(GOLDEN / "cases/whole.json", catalogue)
    table = done_table(catalogue, case)
    assert table is not None
    done = {(s.day, i.exercise) for s in case.sessions for i in s.items if not i.skipped}
    assert sum(int(row[1]) for row in table.rows) == len(done)
    assert done_table(catalogue, replace(case, sessions=())) is None


def test_a_paper_speaks_the_language_of_the_catalogue(pseudo: Path) -> None:
    """In a language whose every text is accented nothing stands in plain English but the safety texts, which nobody has read in
    it; the file says which language it is, and which these are."""
    known = load(pseudo, language="pl")
    case = read_case(GOLDEN / "cases/whole.json", known)
    for made in (handout_of(known, case, Sheet.A4), note_pdf_of(known, case, Sheet.A4), report_of(known, case, Sheet.A4)):
        document = reader(made)
        root = document.trailer["/Root"]
        assert isinstance(root, DictionaryObject)
        assert str(root["/Lang"]) == "pl"
        said = squeezed("".join(page.extract_text() for page in document.pages)).casefold()
        for text in (
            *known.left_in_english,
            *(known.texts(f"safety.{key}") for key in ("stop_if", "net", "footer_call", "footer")),
        ):
            said = said.replace(squeezed(text).casefold(), "")
        assert re.findall(r"(?:your|with|hold|times|from|pain|week)", said) == []
        assert b"/Lang" in made
