"""rules.toml: the rules by which care decides, every number in them once, and what research lets one expect."""

import re
from dataclasses import fields

from upperback.catalogue.reading import CatalogueError, Table
from upperback.model.limits import CareRule, Fact, Limits, Rules

FILE = "rules.toml"


def read_rules(file: Table) -> Rules:
    """Every rule, with the number of each limit taken from exactly one of them.

    Raises `CatalogueError` for a limit that no rule sets, that two set, that care does not know or that is below zero, and for
    words that do not name every limit of their rule.
    """
    sections = file.words("sections")
    rules: dict[str, CareRule] = {}
    values: dict[str, float] = {}
    wanted = {field.name: field.type for field in fields(Limits)}
    for name, row in file.table("rules").rows():
        rules[name] = _rule(name, row, sections)
        numbers = row.table("limits")
        for limit in numbers.data:
            if limit not in wanted:
                raise numbers.error(limit, "is no limit that care knows")
            if limit in values:
                raise numbers.error(limit, "is set by another rule already")
            values[limit] = numbers.whole(limit) if wanted[limit] is int else numbers.number(limit)
            if values[limit] < 0:
                raise numbers.error(limit, f"{values[limit]:g} is below zero")
        row.end()
    missing = [limit for limit in wanted if limit not in values]
    if missing:
        raise CatalogueError(FILE, "rules", f"no rule sets {missing[0]}")
    facts = {name: _fact(name, row, sections) for name, row in file.table("facts").rows()}
    file.end()
    return Rules(Limits(**values), sections, rules, facts)  # type: ignore[arg-type]  # whole where the field says so


def _rule(name: str, row: Table, sections: dict[str, str]) -> CareRule:
    limits = tuple(row.table("limits").data)
    rule = CareRule(name, _section(row, sections), row.text("words"), row.text("source"), limits)
    named = set(re.findall(r"\{(\w+)\}", rule.words))
    for limit in sorted(named ^ set(limits)):
        raise row.error("words", f"'{limit}' stands in the words or in the limits, not in both")
    return rule


def _fact(name: str, row: Table, sections: dict[str, str]) -> Fact:
    fact = Fact(name, _section(row, sections), row.text("words"), row.text("source"))
    row.end()
    return fact


def _section(row: Table, sections: dict[str, str]) -> str:
    section = row.text("section")
    if section not in sections:
        raise row.error("section", f"'{section}' is none of {', '.join(sections)}")
    return section
