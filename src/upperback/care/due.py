"""What comes up and when: the safety check, tests, function, the person's own word, and the monthly look in maintenance."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from upperback.care.answers import Answers, answers_of
from upperback.care.block import Block
from upperback.care.dose import Light, light
from upperback.care.evaluation import deciding_tests
from upperback.care.readings import blocking
from upperback.care.screening import due as screen_due
from upperback.model.care import Cleared, Due, Finding, Status, Verdict
from upperback.model.catalogue import Catalogue, Phase
from upperback.model.record import Case

SCREEN, FUNCTION, CHANGE, CHECK_IN, REVIEW = "screen", "function", "change", "check_in", "human_review"
DAY: Final = timedelta(days=1)


def due_of(
    catalogue: Catalogue,
    case: Case,
    verdict: Verdict,
    findings: Sequence[Finding],
    phase: Phase,
    waiting: frozenset[str],
    block: Block,
    review_by: date | None,
) -> tuple[Due, ...]:
    """Everything that is due, earliest first; each names its rule. Tests come only after a screen that allows exercise, not in a
    flare, not on the day of a red light, not where an answer blocks them, and not those `waiting`."""
    limits, today = catalogue.rules.limits, case.today
    found: dict[str, tuple[date, str]] = {SCREEN: (screen_due(catalogue, case), "screen_valid")}
    if isinstance(verdict, Cleared) and phase is not Phase.FLARE:
        earliest = today + DAY if _red_today(catalogue, case) else today
        for test_id, day, rule in _tests(catalogue, case, findings, block):
            if test_id not in waiting and (test_id not in found or day < found[test_id][0]):
                found[test_id] = (max(day, earliest), rule)
    in_maintenance = block.maintenance_since is not None
    scores = [s.day for f in case.function for s in f.scores]
    if scores:
        days = limits.check_in_days if in_maintenance else limits.function_every_days
        found[FUNCTION] = (max(max(scores) + timedelta(days=days), today), "check_in" if in_maintenance else "ask_again")
    if block.began is not None:
        last = max([block.began, *(c.day for c in case.change)])
        found[CHANGE] = (max(last + timedelta(days=limits.change_every_days), today), "ask_again")
    if block.maintenance_since is not None:
        last = max([block.maintenance_since, *(c.day for c in case.change), *scores])
        found[CHECK_IN] = (max(last + timedelta(days=limits.check_in_days), today), "check_in")
    if review_by is not None:
        found[REVIEW] = (max(review_by, today), "review")
    ordered = sorted(found.items(), key=lambda entry: (entry[1][0], entry[0]))
    return tuple(Due(what, day, rule) for what, (day, rule) in ordered)


def _red_today(catalogue: Catalogue, case: Case) -> bool:
    sessions = [session for session in case.sessions if session.day == case.today]
    limits = catalogue.rules.limits
    return any(light(s, item, limits) is Light.RED for s in sessions for item in s.items if not item.skipped)


def _tests(catalogue: Catalogue, case: Case, findings: Sequence[Finding], block: Block) -> Iterator[tuple[str, date, str]]:
    """A test, its day, and the rule that asks for it."""
    tested: dict[str, list[date]] = {}
    for taken in case.tests:
        tested.setdefault(taken.test, []).append(taken.day)
    answers = answers_of(catalogue, case)
    for finding in findings:
        yield from _of_finding(catalogue, case.today, answers, tested, finding)
    for test_id, days in tested.items():
        test = catalogue.tests.get(test_id)
        day = _battery_day(catalogue, block, max(days), case.today)
        if test is not None and day is not None and not blocking(catalogue, test, answers):
            yield test_id, day, "all_tests"


def _of_finding(
    catalogue: Catalogue, today: date, answers: Answers, tested: dict[str, list[date]], finding: Finding
) -> Iterator[tuple[str, date, str]]:
    """A test never done: today. Once done, or a watch: the second baseline day. An active finding: its re-test days."""
    kind = catalogue.findings[finding.finding]
    for test_id in deciding_tests(kind.rule):
        test = catalogue.tests[test_id]
        if blocking(catalogue, test, answers):
            continue
        days = sorted(tested.get(test_id, ()))
        if not days:
            yield test_id, today, "two_days"
        elif finding.status is Status.WATCH and finding.settled_on is not None:
            yield test_id, max(finding.settled_on, today), "two_days"
        elif finding.rank > 0:
            yield test_id, max(days[-1] + timedelta(days=test.retest_days), today), "all_tests"
        elif len(set(days)) == 1:
            yield test_id, max(days[0] + timedelta(days=catalogue.rules.limits.baseline_from_days), today), "two_days"


def _battery_day(catalogue: Catalogue, block: Block, last: date, today: date) -> date | None:
    """The next day on which every test comes again: after some weeks of the block, or of maintenance. Today where one is past
    and the test was not taken since, a week before it counting. None after the last one."""
    limits = catalogue.rules.limits
    if block.began is None:
        return None
    start = block.maintenance_since or block.began
    weeks = [limits.battery_later_weeks] if block.maintenance_since else [limits.battery_first_weeks, limits.battery_second_weeks]
    near = timedelta(days=limits.baseline_to_days)
    days = [start + timedelta(weeks=week) for week in weeks]
    past, coming = [d for d in days if d <= today], [d for d in days if d > today]
    if past and last < past[-1] - near:
        return today
    return next((day for day in coming if last < day - near), None)
