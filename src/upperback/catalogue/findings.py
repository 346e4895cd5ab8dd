"""findings/ID.toml: an area to work on, from its rule over its target to its exit. No rule is written in code."""

from collections.abc import Collection, Mapping

from upperback.catalogue.reading import Table
from upperback.model.catalogue import FindingKind, Grades, Kind
from upperback.model.criteria import Criterion, Gone, Need, On, Plateau, Rule, Target, Way


def read_finding(file: Table, exercises: Mapping[Kind, tuple[str, ...]]) -> FindingKind:
    """One finding. `exercises` are those whose own file says that they serve it."""
    grades = file.table("grades")
    finding = FindingKind(
        id=file.text("id"),
        name=file.said("name"),
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
        exercises=dict(exercises),
        grades=Grades(link=grades.text("link"), change=grades.text("change"), benefit=grades.text("benefit")),
        grade_notes=file.words("grade_notes"),
        sources=file.texts("sources"),
        plateau=_plateau(file.table("plateau")),
        dosing=file.text("dosing", ""),
    )
    grades.end()
    file.end()
    file.between("rank_weight", finding.rank_weight, 0, 10)
    for name, grade in (("link", finding.grades.link), ("change", finding.grades.change), ("benefit", finding.grades.benefit)):
        if grade not in ("A", "B", "C", "D"):
            raise grades.error(name, f"'{grade}' is none of A, B, C, D")
    return finding


def _rule(table: Table) -> Rule:
    criteria = tuple(read_criterion(row) for row in table.tables("criteria"))
    known = {criterion.id for criterion in criteria}
    at_least = table.whole("at_least", 1) if table.has("ways") else table.whole("at_least")
    counting = tuple(criterion.id for criterion in criteria if not criterion.supports)
    rule = Rule(
        at_least=at_least,
        criteria=criteria,
        words=table.text("words"),
        source=table.text("source"),
        count_tests=table.flag("count_tests", default=False),
        same_side=table.flag("same_side", default=False),
        ways=read_ways(table, known) or (Way((Need(counting, at_least),)),),
        same_both_days=table.texts("same_both_days", ()),
    )
    table.end()
    if not rule.criteria:
        raise table.error("criteria", "a rule needs at least one criterion")
    table.once("criteria", [criterion.id for criterion in criteria])
    for i, criterion in enumerate(criteria):
        for j, name in enumerate(criterion.voids):
            if name not in known:
                raise table.error(f"criteria[{i}].voids[{j}]", f"no criterion '{name}' in this rule")
    for i, name in enumerate(rule.same_both_days):
        if name not in known:
            raise table.error(f"same_both_days[{i}]", f"no criterion '{name}' in this rule")
    return rule


def read_ways(table: Table, known: Collection[str]) -> tuple[Way, ...]:
    """The ways of a rule over the ids `known`."""
    return tuple(_way(row, known) for row in table.tables("ways"))


def _way(table: Table, known: Collection[str]) -> Way:
    needs = []
    for row in table.tables("needs"):
        needs.append(Need(of=row.texts("of"), at_least=row.whole("at_least", 1)))
        row.end()
        for i, name in enumerate(needs[-1].of):
            if name not in known:
                raise row.error(f"of[{i}]", f"nothing here has the id '{name}'")
        if not 1 <= needs[-1].at_least <= len(needs[-1].of):
            raise row.error("at_least", f"{needs[-1].at_least} of {len(needs[-1].of)} can't be")
    way = Way(needs=tuple(needs), watch=table.flag("watch", default=False))
    table.end()
    if not way.needs:
        raise table.error("needs", "a way needs at least one criterion")
    return way


LIMITS = ("below", "above", "at_most", "at_least", "above_share", "pain_above")


def read_criterion(table: Table) -> Criterion:
    """One criterion; exactly one limit."""
    criterion = Criterion(
        id=table.text("id"),
        test=table.text("test"),
        measure=table.text("measure"),
        on=table.choice("on", On),
        source=table.text("source"),
        below=table.number_or_none("below"),
        above=table.number_or_none("above"),
        at_most=table.number_or_none("at_most"),
        at_least=table.number_or_none("at_least"),
        above_share=table.number_or_none("above_share"),
        pain_above=table.number_or_none("pain_above"),
        method=table.text_or_none("method"),
        except_methods=table.texts("except_methods", ()),
        sex=table.text_or_none("sex"),
        age_from=table.whole_or_none("age_from"),
        age_under=table.whole_or_none("age_under"),
        needs_familiar=table.flag("needs_familiar", default=False),
        ended_by=table.texts("ended_by", ()),
        not_ended_by=table.texts("not_ended_by", ()),
        mean_days=table.whole("mean_days", 0),
        exact=table.flag("exact", default=False),
        supports=table.flag("supports", default=False),
        voids=table.texts("voids", ()),
        says=table.text("says", ""),
    )
    table.end()
    if sum(table.has(name) for name in LIMITS) != 1:
        raise table.error("below", f"a criterion needs exactly one of {', '.join(LIMITS)}")
    if criterion.above_share is not None and criterion.on is not On.SIDE_DIFFERENCE:
        raise table.error("above_share", "a share is for a side difference")
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
        except_methods=table.texts("except_methods", ()),
        sex=table.text_or_none("sex"),
        age_from=table.whole_or_none("age_from"),
        age_under=table.whole_or_none("age_under"),
        unless_familiar=table.flag("unless_familiar", default=False),
        whole=table.flag("whole", default=False),
        either=table.text("either", ""),
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
        also=_gone(table.table("also")) if table.has("also") else None,
    )
    table.end()
    table.between("times", gone.times, 1, 12)
    table.between("days_apart", gone.days_apart, 1, 365)
    if gone.of_last and gone.of_last < gone.times:
        raise table.error("of_last", f"{gone.times} of {gone.of_last} can't be")
    return gone


def _plateau(table: Table) -> Plateau:
    plateau = Plateau(
        share=table.number("share"),
        weeks=table.whole("weeks"),
        days_apart=table.whole("days_apart"),
        refer_pain=table.number("refer_pain"),
        source=table.text("source"),
        build_from_age=table.whole_or_none("build_from_age"),
        build_weeks=table.whole("build_weeks", 0),
    )
    table.end()
    table.between("share", plateau.share, 0, 1)
    table.between("weeks", plateau.weeks, 1, 104)
    table.between("days_apart", plateau.days_apart, 1, 365)
    table.between("refer_pain", plateau.refer_pain, 0, 10)
    return plateau
