"""When the safety questions are asked again: every four weeks in full, before a session in short, at once after a new sign."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from upperback.care.answers import RED_FLAG, pain_on
from upperback.care.block import block_of, relapse_of
from upperback.care.remembering import remembered
from upperback.model.catalogue import Catalogue
from upperback.model.record import Case

STOP_SIGNS: Final = frozenset(
    {"dizzy", "dizziness", "tingling", "numb", "numbness", "chest", "faint", "fainting", "unwell", "vision", "breathless"}
)
"""Words that name a sign in `stopped_because`; "cramp" or "pain" is none (the stop signs of the tests, in the evidence)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A form of the safety questions ("full" or "short"), from when it is asked, and the rules that ask for it."""

    form: str
    on: date
    because: tuple[str, ...]


def asked_next(catalogue: Catalogue, case: Case, full_on: date) -> tuple[Asked, ...]:
    """The full form on `full_on`, the short one today: before a session always, at once where something new asks for it."""
    before = pain_on(case, case.today - timedelta(days=1))
    now = pain_on(case, case.today)
    jumped = now is not None and before is not None and now - before >= catalogue.rules.limits.pain_jump
    signs = stop_sign_on(case) is not None
    because = ("screen_valid", *(["high_pain"] if jumped else []), *(["short_check"] if signs else []))
    back = relapse_of(case, block_of(case), catalogue.rules.limits)
    return (Asked("short", case.today, because), Asked("full", full_on, ("screen_valid", *(["relapse"] if back else []))))


def open_again(catalogue: Catalogue, case: Case, screened_on: date | None) -> frozenset[str]:
    """The red flags that are open again although they were answered: those of the short form after a sign that stopped an
    exercise or a test on a later day than any screen, all of them after a relapse that no full screen has followed."""
    block = block_of(case)
    back = relapse_of(case, block, catalogue.rules.limits) if block.back_since is None else None
    if back is not None and screened_on is not None and screened_on < back.since:
        return frozenset(q for q in catalogue.questions if q.startswith(RED_FLAG))
    if stop_sign_on(case) is not None:
        return frozenset(q.id for q in catalogue.questions.values() if q.short_form)
    return frozenset()


@remembered(lambda case: (case.screens, case.tests, case.sessions))
def stop_sign_on(case: Case) -> date | None:
    """The newest day after the newest screen on which a sign stopped an exercise or a test."""
    screened = max((screen.day for screen in case.screens), default=None)
    days = [test.day for test in case.tests if is_stop_sign(test.stopped_because)]
    days += [s.day for s in case.sessions for item in s.items if is_stop_sign(item.stopped_because)]
    return max((day for day in days if screened is not None and day > screened), default=None)


def is_stop_sign(words: str | None) -> bool:
    """Does a reason to stop name a sign, and not only pain or tired muscles?

    >>> is_stop_sign("tingling_or_numb"), is_stop_sign("Dizzy!"), is_stop_sign("cramp"), is_stop_sign(None)
    (True, True, False, False)
    """
    return words is not None and not STOP_SIGNS.isdisjoint(re.findall(r"[a-z]+", words.lower()))


@remembered(lambda case: (case.screens,))
def new_symptom_on(case: Case) -> date | None:
    """The newest day on which a warning sign became a yes that was none before."""
    yes: set[str] = set()
    newest: date | None = None
    for screen in sorted(case.screens, key=lambda screen: screen.day):
        said = {question for question, answer in screen.answers.items() if answer and question.startswith(RED_FLAG)}
        if said - yes:
            newest = screen.day
        yes = (yes | said) - {question for question, answer in screen.answers.items() if not answer}
    return newest
