"""Findings: areas to work on, each with its values, their error, the reason and the source. Never a diagnosis."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from upperback.care.answers import Answers, answers_of
from upperback.care.course import Course, Judged, Round, follow, rounds_of
from upperback.care.evaluation import applies, deciding_tests
from upperback.care.readings import Reading, blocking, readings_of
from upperback.model.body import Side
from upperback.model.care import Finding, Status, Value
from upperback.model.catalogue import Catalogue, FindingKind
from upperback.model.criteria import On, Target
from upperback.model.record import About, Case

ACTIVE: Final = (Status.PRESENT, Status.IMPROVING)
SEVERITY_CAP: Final = 3.0  # past the limit in units of MDC95, so that one wild value doesn't outrank all; expert judgement


def assess(catalogue: Catalogue, case: Case) -> tuple[Finding, ...]:
    """Every finding of the catalogue as it stands on `case.today`: active ones first by rank, then in catalogue order.

    A finding is present when its rule held on two days two to seven days apart, or once beyond the error of a change with
    pain or a familiar pull. At most three are active at a time, by weight times how far they lie beyond their limit.
    """
    return Assessor(catalogue).assess(case)


class Assessor:
    """`assess` for a record that grows: what the rules said to a test day is kept, so that only new or changed days are asked.
    The answer is the same with and without the memory."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._judged: dict[str, Judged] = {kind: Judged() for kind in catalogue.findings}

    def assess(self, case: Case) -> tuple[Finding, ...]:
        """As the function `assess`."""
        return _assess(self._catalogue, case, self._judged)


def _assess(catalogue: Catalogue, case: Case, judged: dict[str, Judged]) -> tuple[Finding, ...]:
    answers = answers_of(catalogue, case)
    by_test: dict[str, list[Reading]] = {}
    for reading in readings_of(catalogue, case, answers):
        by_test.setdefault(reading.test, []).append(reading)
    found: list[tuple[Finding, float]] = []
    for kind in catalogue.findings.values():
        mine = judged[kind.id]
        course = follow(catalogue, kind, case, rounds_of(kind, case.about, by_test, mine))
        if mine.values is None:
            mine.values = _values(kind, case.about, course.rounds)
        found.append((_finding(catalogue, kind, case, answers, course, mine.values), kind.rank_weight * _severity(course)))
    active = sorted((f for f in found if f[0].status in ACTIVE), key=lambda f: -f[1])
    ranked = [replace(f, rank=i + 1 if i < catalogue.rules.limits.active_findings else 0) for i, (f, _) in enumerate(active)]
    return (*ranked, *(f for f, _ in found if f.status not in ACTIVE))


def source_ids(source: str) -> list[str]:
    """The ids in a source line, without their marks.

    >>> source_ids("swinkels2014 [V]; expert judgement")
    ['swinkels2014', 'expert judgement']
    """
    return [part.split(" [")[0].strip() for part in source.split(";")]


def _severity(course: Course) -> float:
    """1, and up to `SEVERITY_CAP` more with the distance past the limit in MDC95, at the newest test day."""
    if not course.rounds:
        return 1.0
    past = [
        one.past / max(r.mdc.mdc95 for r in one.readings)
        for one in course.rounds[-1].outcome.beyond
        if one.criterion.pain_above is None and _errors(one.readings)
    ]
    return 1.0 + min(max(past, default=0.0), SEVERITY_CAP)


def _errors(readings: Sequence[Reading]) -> bool:
    return all(r.mdc.mdc95 > 0 for r in readings)


def _finding(
    catalogue: Catalogue, kind: FindingKind, case: Case, answers: Answers, course: Course, values: tuple[Value, ...]
) -> Finding:
    outcome = course.established or (course.rounds[-1].outcome if course.rounds else None)
    side = outcome.side if outcome is not None and outcome.beyond else Side.BOTH
    return Finding(
        finding=kind.id,
        status=course.status,
        rank=0,
        side=side,
        values=values,
        why=" ".join(dict.fromkeys([_why(catalogue, kind, case, answers, course), *_said(course)])),
        settled_on=course.settled_on,
        looked_on=course.looked_on,
        sources=tuple(dict.fromkeys((*kind.sources, *source_ids(kind.rule.source)))),
    )


def _values(kind: FindingKind, about: About, rounds: Sequence[Round]) -> tuple[Value, ...]:
    taken = [(one, reading) for one in rounds for reading in one.readings if reading.day == one.day]
    by_kind = {(r.test, r.measure, r.method): r for _, r in taken}
    targets = {key: _target(kind, about, reading) for key, reading in by_kind.items()}
    return tuple(_value(targets[r.test, r.measure, r.method], one, r) for one, r in taken)


def _value(target: Target | None, one: Round, reading: Reading) -> Value:
    limit = None if target is None else target.at_least if target.at_least is not None else target.at_most
    return Value(
        test=reading.test,
        measure=reading.measure,
        side=reading.side,
        day=reading.day,
        value=reading.value,
        unit=reading.unit,
        method=reading.method,
        error_95=round(reading.mdc.error_95, 3),
        error_from=reading.mdc.error_from,
        target=limit,
        target_words=target.words if target else "",
        flagged=any(reading in found.readings for found in (*one.outcome.beyond, *one.outcome.supporting)),
    )


def _target(kind: FindingKind, about: About, reading: Reading) -> Target | None:
    mine = [
        t for t in kind.targets if (t.test, t.measure) == (reading.test, reading.measure) and applies(t, about, reading.method)
    ]
    # A limit on the value itself says more beside a value than one on the difference of the sides.
    return min(mine, key=lambda t: t.on == "side_difference", default=None)


def _short_of_target(kind: FindingKind, case: Case, course: Course) -> bool:
    """Whether the newest values miss a target of their own. A rule may ask for more than that: a pull the person knows, or
    a limit further out."""
    for reading in course.rounds[-1].readings if course.rounds else ():
        target = _target(kind, case.about, reading)
        if target is None or target.on is On.SIDE_DIFFERENCE:
            continue
        low, high = target.at_least, target.at_most
        if (low is not None and reading.value < low) or (high is not None and reading.value > high):
            return True
    return False


def _why(catalogue: Catalogue, kind: FindingKind, case: Case, answers: Answers, course: Course) -> str:
    """One or two sentences: what was seen, and what it rests on."""
    texts, rule, gone = catalogue.texts, kind.rule.words, kind.gone.words
    side = course.established.side if course.established else Side.BOTH
    where = texts(f"care.finding.on_side.{side.value}") if side is not Side.BOTH else ""
    sided = "_side" if where else ""
    match course.status:
        case Status.NOT_TESTED:
            return _not_tested(catalogue, kind, answers, course)
        case Status.ABSENT if _short_of_target(kind, case, course):
            return texts("care.finding.absent_short", rule=rule)
        case Status.ABSENT:
            return texts("care.finding.absent")
        case Status.WATCH if course.rounds[-1].outcome.watch:
            names = "; ".join(_would_tell(catalogue, kind, answers, course))
            key = "care.finding.watch_sign_more" if names else "care.finding.watch_sign"
            return texts(key, tests=names, rule=rule)
        case Status.WATCH:
            return texts("care.finding.watch", day=course.settled_on or case.today, rule=rule)
        case Status.PRESENT:
            return texts(f"care.finding.present{sided}", side=where, tests=_named(catalogue, course), rule=rule)
        case Status.IMPROVING:
            return texts(f"care.finding.improving{sided}", side=where, gone=gone)
        case Status.GONE:
            return texts("care.finding.gone", gone=gone)
        case Status.PLATEAU_ACCEPTED if course.looked_on is not None:
            return texts("care.finding.looked_at", day=course.looked_on)
        case Status.PLATEAU_ACCEPTED:
            return kind.plateau_words
        case Status.REFER:
            return texts("care.finding.refer")


def _named(catalogue: Catalogue, course: Course) -> str:
    """The tests that made it a finding."""
    beyond = course.established.beyond if course.established else ()
    return "; ".join(dict.fromkeys(catalogue.tests[one.criterion.test].name for one in beyond))


def _would_tell(catalogue: Catalogue, kind: FindingKind, answers: Answers, course: Course) -> Iterator[str]:
    """The tests of the rule that are open to the person and were not done on the newest test day."""
    done = {reading.test for reading in course.rounds[-1].readings}
    tests = [catalogue.tests[t] for t in deciding_tests(kind.rule) if t in catalogue.tests and t not in done]
    return (test.name for test in tests if not blocking(catalogue, test, answers))


def _said(course: Course) -> Iterator[str]:
    """What the newest values say to the person besides the finding itself."""
    outcome = course.rounds[-1].outcome if course.rounds else None
    met = (*outcome.beyond, *outcome.supporting) if outcome is not None else ()
    return (one.criterion.says for one in met if one.criterion.says)


def _not_tested(catalogue: Catalogue, kind: FindingKind, answers: Answers, course: Course) -> str:
    tests = [catalogue.tests[t] for t in deciding_tests(kind.rule) if t in catalogue.tests]
    blocked = {t.id: blocking(catalogue, t, answers) for t in tests}
    open_tests = [t.name for t in tests if not blocked[t.id]]
    if open_tests and course.rounds:
        more = list(_would_tell(catalogue, kind, answers, course)) or open_tests
        return catalogue.texts("care.finding.one_more", n=len(more), tests="; ".join(more))
    if open_tests:
        return catalogue.texts("care.finding.not_tested", tests="; ".join(open_tests))
    ids = dict.fromkeys(q for by in blocked.values() for q in by)
    return catalogue.texts("care.finding.blocked", why=" ".join(catalogue.questions[q].why for q in ids))
