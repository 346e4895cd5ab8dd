"""What about a person changes how the work is done, though it is no area to work on: joints, sleep, hips, new pain.

A modifier needs no second day: it rests on the person's own word and on the newest value of a test, and gives nothing to
get rid of, only a gentler or fuller way to work.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from upperback.care.answers import Answers, answers_of
from upperback.care.evaluation import Beyond, met_by, way_holds
from upperback.care.pain import first_day
from upperback.care.readings import newest_of, readings_of
from upperback.model.care import Modified
from upperback.model.catalogue import Catalogue, Modifier, Sign
from upperback.model.record import About, Case


def modifiers_of(catalogue: Catalogue, case: Case) -> tuple[Modified, ...]:
    """The modifiers of the catalogue that hold for this person on `case.today`, and those that only ask for a clinician.

    >>> from upperback.catalogue.loader import load
    >>> case = Case(today=date(2026, 2, 20), about=About(since_weeks=3))
    >>> [(one.modifier, one.seen) for one in modifiers_of(load(), case)]
    [('m_low_irritability_unknown', ('Your pain is under six weeks old.',))]
    """
    answers = answers_of(catalogue, case)
    asked = {criterion.test for modifier in catalogue.modifiers.values() for criterion in modifier.criteria}
    tests = tuple(test for test in case.tests if test.test in asked)
    readings = newest_of(readings_of(catalogue, replace(case, tests=tests, diary=()), answers))
    found = (_judged(m, case, answers, met_by(m.criteria, case.about, readings)) for m in catalogue.modifiers.values())
    return tuple(one for one in found if one.holds or one.refer)


def holding(catalogue: Catalogue, modified: Sequence[Modified]) -> tuple[Modifier, ...]:
    """The catalogue's entries of those that hold."""
    return tuple(catalogue.modifiers[one.modifier] for one in modified if one.holds)


def at_first(modifier: Modifier, case: Case) -> bool:
    """Do the first weeks of the work still run, for what waits in them?"""
    began = first_day(case) or case.today
    return case.today < began + timedelta(weeks=modifier.at_first.weeks)


def waiting_tests(catalogue: Catalogue, case: Case, modified: Sequence[Modified]) -> frozenset[str]:
    """The tests that wait for the first weeks of the work."""
    return frozenset(test for m in holding(catalogue, modified) if at_first(m, case) for test in m.at_first.tests)


def _judged(modifier: Modifier, case: Case, answers: Answers, met: Sequence[Beyond]) -> Modified:
    signs = [sign for sign in modifier.signs if _shows(sign, case.about, answers)]
    ids = {sign.id for sign in signs} | {one.criterion.id for one in met}
    ways = [way for way in modifier.ways if way_holds(way, ids)]
    refers = [one for one in met if one.criterion.id in modifier.refer_when and not _shown(modifier, case, one)]
    refers_by = [sign for sign in signs if sign.id in modifier.refer_when]
    needed = {name for way in ways for need in way.needs for name in need.of} | set(modifier.refer_when)
    shown = [sign for sign in signs if sign.id in needed]
    tested = [one.criterion for one in met if one.criterion.id in needed]
    said = bool(ways) and all(s.question is not None and s.id in ids for s in shown) and not tested
    return Modified(
        modifier=modifier.id,
        holds=bool(ways),
        seen=tuple(dict.fromkeys([*(s.words for s in shown), *(c.says for c in tested)])),
        because=tuple(dict.fromkeys([*(_from(s) for s in shown), *(c.test for c in tested)])),
        changes=modifier.changes if ways and not said else "",
        refer=modifier.refer_if if refers or refers_by else "",
        sources=modifier.sources,
    )


def _shows(sign: Sign, about: About, answers: Answers) -> bool:
    if sign.question is not None:
        return answers.said_yes(sign.question)
    if sign.age_from is not None:
        return about.age is not None and about.age >= sign.age_from
    if sign.since_weeks_under is not None:
        return about.since_weeks is not None and about.since_weeks < sign.since_weeks_under
    return sign.onset is not None and about.onset == sign.onset


def _from(sign: Sign) -> str:
    if sign.question is not None:
        return sign.question
    return "about.age" if sign.age_from is not None else "about.onset" if sign.onset is not None else "about.since_weeks"


def _shown(modifier: Modifier, case: Case, one: Beyond) -> bool:
    """Has a clinician looked at it since?"""
    seen: list[date] = [c.day for c in case.clearances if c.question == modifier.refer_question]
    return any(day >= max(r.day for r in one.readings) for day in seen)
