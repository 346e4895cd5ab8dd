"""What must hold of screen, findings and review, on a few generated people; `tools/check_care_progress.py` tries thousands."""

import importlib
import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from upperback.model.catalogue import Catalogue
from upperback.model.record import Screen, Session

TOOLS = Path(__file__).parents[2] / "tools"
PEOPLE = 15
RULES = (
    "a_warning_sign_never_passes",
    "one_more_yes_never_makes_it_milder",
    "nothing_is_gone_on_one_day",
    "nobody_stays_in_corrective_work_past_twelve_weeks",
    "every_decision_names_rule_and_source",
    "the_order_in_the_file_says_nothing",
    "the_same_case_gives_the_same_answer",
    "a_day_later_changes_only_what_a_day_should",
)


@pytest.fixture(scope="module")
def checking() -> Iterator[ModuleType]:
    sys.path.insert(0, str(TOOLS))
    yield importlib.import_module("check_care_progress")
    sys.path.remove(str(TOOLS))


def test_every_rule_of_the_command_is_tried_here(checking: ModuleType) -> None:
    assert tuple(rule.__name__ for rule in checking.RULES) == RULES


@pytest.mark.parametrize("name", RULES)
def test_it_holds_for_generated_people(checking: ModuleType, catalogue: Catalogue, name: str) -> None:
    rule = next(rule for rule in checking.RULES if rule.__name__ == name)
    for n in range(PEOPLE):
        chance = random.Random(f"here-{n}")
        case = checking.Chance(catalogue, chance).person()
        assert rule(catalogue, case, chance) == "", f"person {n}"


def test_the_checks_see_what_is_wrong(checking: ModuleType, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each check says something about a case, or an answer, that breaks its rule."""
    chance, day = random.Random(1), date(2026, 2, 1)
    healthy = Screen(day, dict.fromkeys(catalogue.questions, False))
    case = replace(checking.Chance(catalogue, chance).person(), today=day, screens=(healthy,), clearances=(), programmes=())
    case = replace(case, diary=(), function=(), change=(), tests=(), accepted=(), sessions=(Session(day),))
    monkeypatch.setattr(checking, "_stops", lambda *_: "said so")
    assert checking.a_warning_sign_never_passes(catalogue, case, chance) == "said so: a programme came out"
    working = checking.cases.review_of(catalogue, case)
    monkeypatch.setattr(checking.cases, "review_of", lambda *_: replace(working, rules=()))
    assert checking.every_decision_names_rule_and_source(catalogue, case, chance).endswith("names no rule")
    monkeypatch.setattr(checking.cases, "review_of", lambda *_: working)
    late = replace(case, sessions=(Session(day - timedelta(days=90)), Session(day)))
    assert checking.nobody_stays_in_corrective_work_past_twelve_weeks(catalogue, late, chance).startswith("corrective since")
