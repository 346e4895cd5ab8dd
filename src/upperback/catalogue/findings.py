"""findings/ID.toml: an area to work on, from its rule over its target to its exit. No rule is written in code."""

from upperback.catalogue.reading import Table
from upperback.model.catalogue import Criterion, FindingKind, Gone, Grades, Kind, On, Plateau, Rule, Target


def read_finding(file: Table) -> FindingKind:
    """One finding."""
    exercises = file.table("exercises")
    grades = file.table("grades")
    finding = FindingKind(
        id=file.text("id"),
        name=file.text("name"),
        area=file.texts("area"),
        meaning=file.text("meaning"),
        not_meaning=file.text("not_meaning"),
        rank_weight=file.number("rank_weight"),
        tests=file.texts("tests"),
        rule=_rule(file.table("rule")),
        targets=tuple(_target(row) for row in file.tables("targets")),
        gone=_gone(file.table("gone")),
        plateau_words=file.text("plateau_words"),
        structural=file.text("structural"),
        exercises={kind: exercises.texts(kind, ()) for kind in Kind if exercises.has(kind)},
        grades=Grades(link=grades.text("link"), change=grades.text("change"), benefit=grades.text("benefit")),
        grade_notes=file.words("grade_notes"),
        sources=file.texts("sources"),
        plateau=_plateau(file.table("plateau")),
        dosing=file.text("dosing", ""),
    )
    exercises.end()
    grades.end()
    file.end()
    for name, grade in (("link", finding.grades.link), ("change", finding.grades.change), ("benefit", finding.grades.benefit)):
        if grade not in ("A", "B", "C", "D"):
            raise grades.error(name, f"'{grade}' is none of A, B, C, D")
    return finding


def _rule(table: Table) -> Rule:
    rule = Rule(
        at_least=table.whole("at_least"),
        criteria=tuple(_criterion(row) for row in table.tables("criteria")),
        words=table.text("words"),
        source=table.text("source"),
        count_tests=table.flag("count_tests", default=False),
        same_side=table.flag("same_side", default=False),
    )
    table.end()
    if not rule.criteria:
        raise table.error("criteria", "a rule needs at least one criterion")
    return rule


def _criterion(table: Table) -> Criterion:
    criterion = Criterion(
        id=table.text("id"),
        test=table.text("test"),
        measure=table.text("measure"),
        on=table.choice("on", On),
        source=table.text("source"),
        below=table.number_or_none("below"),
        above=table.number_or_none("above"),
        method=table.text_or_none("method"),
        sex=table.text_or_none("sex"),
        age_from=table.whole_or_none("age_from"),
        age_under=table.whole_or_none("age_under"),
        needs_familiar=table.flag("needs_familiar", default=False),
        mean_days=table.whole("mean_days", 0),
    )
    table.end()
    if (criterion.below is None) == (criterion.above is None):
        raise table.error("below", "a criterion needs either below or above")
    return criterion


def _target(table: Table) -> Target:
    target = Target(
        test=table.text("test"),
        measure=table.text("measure"),
        on=table.choice("on", On),
        words=table.text("words"),
        source=table.text("source"),
        at_least=table.number_or_none("at_least"),
        at_most=table.number_or_none("at_most"),
        change=table.number_or_none("change"),
        method=table.text_or_none("method"),
        sex=table.text_or_none("sex"),
        age_from=table.whole_or_none("age_from"),
        age_under=table.whole_or_none("age_under"),
        unless_familiar=table.flag("unless_familiar", default=False),
    )
    table.end()
    if target.at_least is None and target.at_most is None and target.change is None:
        raise table.error("at_least", "a target needs at_least, at_most or change")
    return target


def _gone(table: Table) -> Gone:
    gone = Gone(
        times=table.whole("times"),
        days_apart=table.whole("days_apart"),
        words=table.text("words"),
        source=table.text("source"),
        of_last=table.whole("of_last", 0),
    )
    table.end()
    return gone


def _plateau(table: Table) -> Plateau:
    plateau = Plateau(
        share=table.number("share"),
        weeks=table.whole("weeks"),
        days_apart=table.whole("days_apart"),
        refer_pain=table.number("refer_pain"),
        source=table.text("source"),
    )
    table.end()
    return plateau
