"""The commands in another language: nothing plain English is left but ids, safety texts and where a file is wrong."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from upperback.catalogue import loader
from upperback.catalogue.loader import load
from upperback.cli.main import app
from upperback.cli.readable_movement import event_words, measurement_words, span_lines
from upperback.model.body import Side
from upperback.model.catalogue import Catalogue
from upperback.model.events import Cue, Event, Found, Hold, Lost, Mended, Rep, Span, Unseen
from upperback.motion.measure import Measurement
from upperback.services import knowledge

GOLDEN = Path(__file__).parents[1] / "golden/cases"
PLAIN = re.compile(r"[A-Za-z]*[aeiouy][A-Za-z]*(?![\wáéíóúý])", re.IGNORECASE)
OWN = re.compile(r"\b(Upperback|lutego|marca|maja|stycznia|i|lub|cm|\w*_\w*)\b")  # names, Polish dates and rows, ids


@pytest.fixture
def installed(pseudo: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The pseudo-language beside English, as if it came with the package."""

    def forget() -> None:
        for kept in (knowledge.languages, knowledge.catalogue_in, knowledge.translations):
            kept.cache_clear()

    monkeypatch.setattr(loader, "data_folder", lambda _folder: pseudo)
    forget()
    yield pseudo
    forget()


def run(*arguments: str, **environment: str) -> Any:
    return CliRunner(env={"COLUMNS": "2000"} | environment).invoke(app, list(arguments))


def english(text: str) -> list[str]:
    """The lines with a word that has no accent on its vowels."""
    return [line for line in text.splitlines() if PLAIN.search(OWN.sub("", line))]


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("command", "case", "status"),
    [("findings", "whole", 0), ("plan", "whole", 0), ("plan", "nothing_fits", 4), ("review", "whole", 0)],
)
def test_a_case_is_read_in_the_language(command: str, case: str, status: int) -> None:
    done = run("--language", "pl", command, str(GOLDEN / f"{case}.json"))
    assert done.exit_code == status
    assert len(done.stdout.splitlines()) > 4
    assert english(done.stdout) == []


@pytest.mark.usefixtures("installed")
def test_a_screen_says_its_safety_texts_in_english_and_the_rest_in_the_language() -> None:
    done = run("--language", "pl", "screen", str(GOLDEN / "modify.json"))
    heading, text, *rest = done.stdout.splitlines()
    assert heading == "Go, with changes"
    assert text.startswith("Your answers allow exercise, with changes.")
    assert english("\n".join(rest)) == []
    assert len(rest) == 6


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("command", ["screen", "findings", "plan", "review"])
def test_the_keys_and_ids_of_json_are_the_same_in_every_language(command: str) -> None:
    def stable(value: Any) -> Any:
        match value:
            case dict():
                return {key: stable(inner) for key, inner in value.items()}
            case list():
                return [stable(inner) for inner in value]
            case str() if re.search(r"[ ⟦áéíóúý]", value):
                return "said"
        return value

    here, there = (
        [json.loads(line) for line in run(*chosen, command, str(GOLDEN / "whole.json"), "--json").stdout.splitlines()]
        for chosen in ((), ("--language", "pl"))
    )
    assert stable(here) == stable(there)


@pytest.mark.usefixtures("installed")
def test_the_catalogue_is_listed_shown_and_checked_in_the_language() -> None:
    listed = run("catalogue", "list", UPPERBACK_LANGUAGE="pl").stdout.splitlines()
    kinds = {line.split()[0] for line in listed}
    assert kinds == {"éxércísé", "tést", "fíndíng", "qúéstíón"}
    names = [line.split(maxsplit=2)[2] for line in listed if not line.startswith("qúéstíón")]  # those are safety texts
    assert english("\n".join(names)) == []
    shown = run("--language", "pl", "catalogue", "show", "band_row").stdout
    assert f"name: {load(loader.data_folder(None), 'pl').exercises['band_row'].name}" in shown.splitlines()
    checked = run("--language", "pl", "catalogue", "check")
    assert checked.exit_code == 0
    assert "⟦pl, únréád: texts/pl/safety.toml: safety.emergency⟧" in checked.stdout.splitlines()
    assert checked.stderr.splitlines()[-1] == "Nó fáúlts."


def test_what_a_recording_shows_is_in_the_language(pseudo: Path) -> None:
    catalogue: Catalogue = load(pseudo, "pl")
    exercise = catalogue.exercises["standing_arms_wide_rotation"]
    fault = exercise.movement.faults[0].id  # type: ignore[union-attr]
    events: tuple[Event, ...] = (
        *(Rep(3.0, 1.0, 3.0, side, 41.26, "deg", partial=partial) for side in Side for partial in (False, True)),
        *(Hold(3.0, 1.0, 3.0, side, 10.0, "deg") for side in Side),
        *(Lost(1.0, why) for why in Unseen),
        *(Cue(2.0, fault, 0.8, 0.6), Mended(2.0, fault), Found(2.0, Unseen.NO_ONE)),
    )
    said = [event_words(catalogue, exercise, event) for event in events]
    assert english("\n".join(said)) == []
    assert said[0].startswith("    3,00 s  ")
    measured = Measurement("t_seated_rotation", "rotation", Side.LEFT, 31.5, (31.0, 32.0), "deg", 4.2, "own trials", 0.9, None)
    unseen = Measurement("t_seated_rotation", "rotation", Side.LEFT, None, (), "deg", 4.2, "literature", 0.0, "no_trial")
    for found in (measured, unseen):
        assert english(" ".join(measurement_words(catalogue, found))) == []
    assert list(span_lines(catalogue.texts, [Span(1.0, 2.5)])) == ["   1  ⟦1,00 tó 2,50 s⟧"]


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("arguments", [("screen", str(GOLDEN / "go.json")), ("count", "none.csv"), ("catalogue", "list")])
def test_an_unknown_language_is_one_line_with_what_is_installed(arguments: tuple[str, ...]) -> None:
    for done in (run("--language", "tlh", *arguments), run(*arguments, UPPERBACK_LANGUAGE="tlh")):
        assert (done.exit_code, done.stdout, done.stderr) == (2, "", "no language 'tlh'; installed: en, pl\n")
