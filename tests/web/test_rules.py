"""The page of the rules: every rule and fact stands on it with its numbers and its source."""

from typing import Any

from upperback.model.catalogue import Catalogue


def test_every_rule_stands_on_the_page_with_its_numbers_and_its_source(owner: Any, catalogue: Catalogue) -> None:
    page = owner.page("/rules")
    cards = {e.attributes["id"]: e.text for e in page.all("li") if "id" in e.attributes}
    known = catalogue.rules
    assert set(cards) == {*known.rules, *known.facts}
    for rule in known.rules.values():
        assert known.said(rule) in cards[rule.id]
        assert "{" not in cards[rule.id]
        assert "Source:" in cards[rule.id]
    for fact in known.facts.values():
        assert fact.words in cards[fact.id]


def test_the_page_says_the_number_that_care_reads(owner: Any, catalogue: Catalogue) -> None:
    limits = catalogue.rules.limits
    page = owner.page("/rules")
    words = next(e.text for e in page.all("li") if e.attributes.get("id") == "flare_plan")
    assert f"{limits.flare_dose:.0%} of the dose" in words
    assert limits.flare_dose == 0.5


def test_the_library_leads_to_the_rules(owner: Any) -> None:
    assert "/rules" in {e.attributes["href"] for e in owner.page("/library").all("a")}
