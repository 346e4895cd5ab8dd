"""modifiers/ID.toml: what about a person changes how the work is done, though it is no area to work on."""

from typing import Final

from upperback.catalogue.findings import read_criterion, read_ways
from upperback.catalogue.reading import Table
from upperback.catalogue.screening import read_effect
from upperback.model.catalogue import AtFirst, Kind, Modifier, Sign

ONE_OF: Final = ("question", "age_from", "since_weeks_under", "onset")


def read_modifier(file: Table) -> Modifier:
    """One modifier."""
    days = file.numbers("days_by_kind")
    try:
        days_by_kind = {Kind(kind): int(number) for kind, number in days.items()}
    except ValueError as error:
        raise file.error("days_by_kind", str(error)) from None
    signs = tuple(_sign(row) for row in file.tables("signs"))
    criteria = tuple(read_criterion(row) for row in file.tables("criteria"))
    file.once("signs", [sign.id for sign in signs])
    file.once("criteria", [criterion.id for criterion in criteria])
    known = {sign.id for sign in signs} | {criterion.id for criterion in criteria}
    modifier = Modifier(
        id=file.text("id"),
        name=file.said("name"),
        meaning=file.text("meaning"),
        not_meaning=file.text("not_meaning"),
        established_by=file.texts("established_by"),
        signs=signs,
        criteria=criteria,
        ways=read_ways(file, known),
        changes=file.text("changes"),
        refer_if=file.text("refer_if", ""),
        evidence=file.text("evidence"),
        sources=file.texts("sources"),
        effect=read_effect(file.table("effect")),
        prefer=file.texts("prefer", ()),
        adds=file.texts("adds", ()),
        days_by_kind=days_by_kind,
        at_first=_at_first(file.table("at_first")),
        refer_when=file.texts("refer_when", ()),
        refer_question=file.text("refer_question", ""),
        lasting=file.flag("lasting", default=False),
    )
    file.end()
    if not modifier.ways:
        raise file.error("ways", "nothing says when it holds")
    for i, name in enumerate(modifier.refer_when):
        if name not in known:
            raise file.error(f"refer_when[{i}]", f"no sign or criterion '{name}'")
    for i, criterion in enumerate(criteria):
        if not criterion.says:
            raise file.error(f"criteria[{i}].says", "is missing, expected what it tells the person")
    return modifier


def _sign(table: Table) -> Sign:
    sign = Sign(
        id=table.text("id"),
        words=table.text("words"),
        source=table.text("source"),
        question=table.text_or_none("question"),
        age_from=table.whole_or_none("age_from"),
        since_weeks_under=table.whole_or_none("since_weeks_under"),
        onset=table.text_or_none("onset"),
    )
    table.end()
    if sum(table.has(name) for name in ONE_OF) != 1:
        raise table.error("question", f"a sign needs exactly one of {', '.join(ONE_OF)}")
    return sign


def _at_first(table: Table) -> AtFirst:
    at_first = AtFirst(
        weeks=table.whole("weeks", 0),
        leave_out_tags=frozenset(table.texts("leave_out_tags", ())),
        tests=table.texts("tests", ()),
        words=table.text("words", ""),
    )
    table.end()
    return at_first
