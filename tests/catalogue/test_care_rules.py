"""rules.toml: each number once, named in its words, with a source; what is wrong is named with its place."""

import tomllib
from collections.abc import Callable
from dataclasses import fields
from importlib.resources import files
from typing import Any

import pytest

from upperback.catalogue.care_rules import read_rules
from upperback.catalogue.reading import CatalogueError, Table
from upperback.model.limits import Limits

Data = dict[str, Any]


def data() -> Data:
    text = (files("upperback.catalogue") / "data" / "rules.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def test_every_number_care_reads_is_set_by_one_rule_whose_words_name_it() -> None:
    rules = read_rules(Table("rules.toml", data()))
    set_by = [limit for rule in rules.rules.values() for limit in rule.limits]
    assert sorted(set_by) == sorted(field.name for field in fields(Limits))
    assert all(rule.source for rule in rules.rules.values())


def test_a_share_reads_as_a_percentage_and_a_whole_number_without_decimals() -> None:
    rules = read_rules(Table("rules.toml", data()))
    assert "50% of the dose" in rules.said(rules.rules["flare_plan"])
    assert "counts for 28 days" in rules.said(rules.rules["screen_valid"])


def _without_a_rule(found: Data) -> None:
    del found["rules"]["adult"]


def _twice(found: Data) -> None:
    found["rules"]["adult"]["limits"]["high_pain"] = 8.0
    found["rules"]["adult"]["words"] += " {high_pain}"


def _unknown(found: Data) -> None:
    found["rules"]["adult"]["limits"]["adlut_age"] = 18


def _below_zero(found: Data) -> None:
    found["rules"]["adult"]["limits"]["adult_age"] = -1


def _not_whole(found: Data) -> None:
    found["rules"]["adult"]["limits"]["adult_age"] = 17.5


def _unsaid(found: Data) -> None:
    found["rules"]["adult"]["words"] = "Under 18 years, a clinician looks first."


def _no_section(found: Data) -> None:
    found["rules"]["adult"]["section"] = "screnning"


def _no_source(found: Data) -> None:
    del found["rules"]["adult"]["source"]


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (_without_a_rule, "rules.toml: rules: no rule sets adult_age"),
        (_twice, "rules.toml: rules.high_pain.limits.high_pain: is set by another rule already"),
        (_unknown, "rules.toml: rules.adult.words: 'adlut_age' stands in the words or in the limits, not in both"),
        (_below_zero, "rules.toml: rules.adult.limits.adult_age: -1 is below zero"),
        (_not_whole, "rules.toml: rules.adult.limits.adult_age: expected a whole number, found 17.5"),
        (_unsaid, "rules.toml: rules.adult.words: 'adult_age' stands in the words or in the limits, not in both"),
        (_no_section, "rules.toml: rules.adult.section: 'screnning' is none of screening"),
        (_no_source, "rules.toml: rules.adult.source: is missing, expected a text"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(spoil: Callable[[Data], None], complaint: str) -> None:
    found = data()
    spoil(found)
    with pytest.raises(CatalogueError) as raised:
        read_rules(Table("rules.toml", found))
    assert str(raised.value).startswith(complaint)
