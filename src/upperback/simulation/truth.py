"""Whether a value is truly inside, and what a prescription is truly against: judged from what is hidden, apart from care."""

from collections.abc import Iterable

from upperback.model.catalogue import Catalogue
from upperback.model.record import About
from upperback.simulation.life import sides_of
from upperback.simulation.person import Floats
from upperback.simulation.traits import AIMS, PLACE, TRAITS, Aim

EXACT = 1e-9


def truly_outside(finding: str, now: Floats, before: Floats, about: About, margin: float = 0.0) -> bool:
    """Is some value of `finding` still outside its target today? `margin`: by more than this share of the distance between
    people without and with the impairment, so that a hair's breadth doesn't count. `before`: the true values of day 0."""
    return any(_short(aim, now, before, about, margin) for aim in AIMS[finding])


def _short(aim: Aim, now: Floats, before: Floats, about: About, margin: float) -> bool:
    place = PLACE[aim.key]
    trait = TRAITS[place]
    slack = margin * abs(trait.usual[0] - trait.impaired[0]) + EXACT
    values, then = sides_of(now, place, trait.sides), sides_of(before, place, trait.sides)
    if aim.count_from is not None:
        count, was = (_count(aim, found) for found in (now, before))
        return count > (aim.high or 0) and not (aim.moved is not None and was - count >= aim.moved)
    if aim.apart is not None and trait.sides and abs(values[0] - values[1]) > aim.apart + slack:
        return True
    low = _low(aim, about)
    for value, first in zip(values, then, strict=True):
        better = first - value if aim.high is not None else value - first
        if aim.moved is not None and better >= aim.moved - slack:
            continue
        only_moved = low is None and aim.high is None and aim.moved is not None
        if only_moved or (low is not None and value < low - slack) or (aim.high is not None and value > aim.high + slack):
            return True
    return False


def _low(aim: Aim, about: About) -> float | None:
    if aim.women is not None and about.sex == "female":
        return aim.women
    older = [low for age, low in aim.from_age if about.age is not None and about.age >= age]
    return older[-1] if older else aim.low


def _count(aim: Aim, values: Floats) -> int:
    rows = [PLACE[key] for key in (aim.key, *aim.also)]
    return int(sum((round(float(v)) >= (aim.count_from or 0)) for row in rows for v in values[row]))


def against(catalogue: Catalogue, exercises: Iterable[str], true: Iterable[tuple[str, frozenset[str]]]) -> list[tuple[str, str]]:
    """The exercises that bear a tag which one of the `true` answers (question, its true sub-questions) rules out, each with
    that question. Read from the catalogue's tags alone."""
    blocked: dict[str, str] = {}
    for question_id, subs in true:
        question = catalogue.questions[question_id]
        adds = {sub.adds_tag for sub in question.subs if sub.adds_tag is not None and sub.id in subs}
        blocked |= dict.fromkeys(question.block_tags | adds, question_id)
    return [
        (name, blocked[tag])
        for name in dict.fromkeys(exercises)
        for tag in sorted(catalogue.exercises[name].tags & blocked.keys())[:1]
    ]
