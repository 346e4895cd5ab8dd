"""What the safety questions were answered, taken together: the newest screen, the short ones after it, age and pain."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from upperback.care.remembering import remembered
from upperback.model.catalogue import Catalogue, Question, SubQuestion
from upperback.model.limits import Limits
from upperback.model.record import Case

RED_FLAG: Final = "rf_"
UNDER_18: Final = "rf_under18"
HIGH_PAIN_ID: Final = "ca_high_pain"


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers that count today. `given` holds questions and sub-questions, `on` the day of each; what is in neither
    was not answered. `screened_on` is the day of the newest full screen, None where there was none."""

    given: dict[str, bool]
    on: dict[str, date]
    screened_on: date | None

    def said_yes(self, question_id: str) -> bool:
        """The person (or their age, or their pain today) said yes."""
        return self.given.get(question_id, False)

    def counts_as_yes(self, question_id: str) -> bool:
        """A caution without an answer counts as yes; a red flag without one is asked again instead."""
        return self.given.get(question_id, not question_id.startswith(RED_FLAG))

    def sub_counts_as_yes(self, question: Question, sub: SubQuestion) -> bool:
        """A sub-question without an answer counts as yes once its question is yes."""
        return self.counts_as_yes(question.id) and self.given.get(sub.id, True)

    def missing_red_flags(self, catalogue: Catalogue) -> tuple[str, ...]:
        return tuple(q for q in catalogue.questions if q.startswith(RED_FLAG) and q not in self.given)


@remembered(lambda catalogue, case: (catalogue, case.today, case.about, case.screens, case.diary, case.sessions))
def answers_of(catalogue: Catalogue, case: Case) -> Answers:
    """The answers that count on `case.today`.

    The newest full screen counts; short screens after it go over it answer by answer. A short-form question that a short
    screen left open is open again, unless it was a yes: a yes ends only with a no. Age and pain that conflict with an
    answer take the more cautious of the two.
    """
    limits = catalogue.rules.limits
    screens = sorted(case.screens, key=lambda screen: screen.day)
    full = [i for i, screen in enumerate(screens) if not screen.short]
    start = full[-1] if full else 0
    given: dict[str, bool] = {}
    on: dict[str, date] = {}
    short_form = [q.id for q in catalogue.questions.values() if q.short_form]
    for screen in screens[start:]:
        if screen.short:
            for question_id in short_form:
                if question_id not in screen.answers and not given.get(question_id, False):
                    given.pop(question_id, None)
        given.update(screen.answers)
        on.update(dict.fromkeys(screen.answers, screen.day))
    if case.about.age is not None and case.about.age < limits.adult_age and UNDER_18 in catalogue.questions:
        _say(given, on, UNDER_18, case.today)
    if HIGH_PAIN_ID in catalogue.questions:
        if _high_pain_on(case, case.today, limits):
            _say(given, on, HIGH_PAIN_ID, case.today)
        elif given.get(HIGH_PAIN_ID) and _pain_settled_since(case, on[HIGH_PAIN_ID], limits):
            given[HIGH_PAIN_ID] = False
    return Answers(given, on, screens[start].day if full else None)


def yes_since(case: Case, question_id: str) -> date:
    """Since when a caution has been a yes (or open) without a no in between; today where only today's pain says so."""
    since: date | None = None
    for screen in sorted(case.screens, key=lambda screen: screen.day):
        if question_id in screen.answers or not screen.short:
            since = (since or screen.day) if screen.answers.get(question_id, True) else None
    return since or case.today


def _say(given: dict[str, bool], on: dict[str, date], question_id: str, day: date) -> None:
    if not given.get(question_id, False):
        given[question_id] = True
        on[question_id] = day


def pain_on(case: Case, day: date) -> float | None:
    """The highest pain noted for `day`: diary (its worst only where nothing else is noted), sessions, the morning after."""
    entries = [entry for entry in case.diary if entry.day == day]
    noted = [entry.pain for entry in entries]
    day_before = day - timedelta(days=1)
    for session in [s for s in case.sessions if s.day == day or s.day == day_before]:
        noted += (session.pain_before, session.pain_after) if session.day == day else (session.pain_next_morning,)
    worst = [entry.worst for entry in entries]
    pains = [pain for pain in noted if pain is not None] or [pain for pain in worst if pain is not None]
    return max(pains, default=None)


def _high_pain_on(case: Case, day: date, limits: Limits) -> bool:
    pain = pain_on(case, day)
    before = pain_on(case, day - timedelta(days=1))
    if pain is None:
        return False
    return pain >= limits.high_pain or (before is not None and pain - before >= limits.pain_jump)


def _pain_settled_since(case: Case, day: date, limits: Limits) -> bool:
    """The question is about one day: its yes has passed once two later days were noted without high pain."""
    later = sorted({entry.day for entry in case.diary if entry.day > day and entry.pain is not None})
    days = limits.high_pain_over_days
    return len(later) >= days and not any(_high_pain_on(case, d, limits) for d in later[-days:])
