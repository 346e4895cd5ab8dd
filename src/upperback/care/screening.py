"""The safety screen: may this person exercise today, and with which limits.

`Cleared` is made here and nowhere else; a programme takes nothing else. The screen neither rules a serious condition in nor
out: single warning signs tell little (Finucane 2020 [V]), so they are combined, asked again every four weeks, and followed
by a safety net.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, assert_never

from upperback.care.answers import RED_FLAG, Answers, answers_of
from upperback.care.asking import new_symptom_on, open_again
from upperback.care.wording import cleared_text, incomplete_text, refer_text
from upperback.model.care import Cleared, Incomplete, Refer, Verdict
from upperback.model.catalogue import Action, Catalogue, Question, SubQuestion
from upperback.model.record import HUMAN_REVIEW, Case, Clearance

RANK: Final = {Action.GO: 0, Action.MODIFY: 1, Action.INCOMPLETE: 2, Action.CLINICIAN_FIRST: 3, Action.EMERGENCY_NOW: 4}


@dataclass(frozen=True, slots=True)
class Judged:
    """One yes and what follows from it. `raised_by`: the sub-questions that lifted it above its question's own action.
    `released`: a clinician has looked at it since."""

    question: Question
    action: Action
    tags: frozenset[str]
    raised_by: tuple[SubQuestion, ...] = ()
    released: bool = False


def judge(catalogue: Catalogue, case: Case) -> Verdict:
    """What the answers allow on `case.today`.

    Emergency first, then clinician, then the open red flags, then the cautions. A screen that is `screen_valid_days` old
    has expired: every red flag is asked again, and no programme comes out until then; a yes in it still refers. A case
    without a screen is `Incomplete`. A sign that stopped an exercise or a test after the newest screen opens the short form
    again, a relapse after the newest full one opens all of it. A sub-question of a caution that nobody answered was never
    asked: it adds its tag and raises nothing, so a skipped page never calls an ambulance; a yes to it counts all the same.

    >>> from upperback.catalogue.loader import load
    >>> judge(load(), Case(today=date(2026, 2, 20))).text
    'Before you start, please answer the safety questions. It takes about four minutes.'
    """
    answers = answers_of(catalogue, case)
    symptom_on = new_symptom_on(case)
    found = (_judge_one(question, answers, case, symptom_on) for question in catalogue.questions.values())
    judged = _with_any_other(tuple(one for one in found if one is not None))
    tags = frozenset(tag for one in judged for tag in one.tags)
    for action in (Action.EMERGENCY_NOW, Action.CLINICIAN_FIRST):
        raising = [one for one in judged if one.action is action]
        if raising:
            text = refer_text(catalogue.texts, action, [(one.question, one.raised_by) for one in raising], answers.given)
            return Refer(action, tuple(one.question.id for one in raising), tags, text)
    first = answers.screened_on is None
    expired = answers.screened_on is None or case.today >= expires(catalogue, answers.screened_on)
    missing = tuple(q for q in catalogue.questions if q.startswith(RED_FLAG)) if expired else answers.missing_red_flags(catalogue)
    if not expired:
        again = open_again(catalogue, case, answers.screened_on)
        missing = tuple(q for q in catalogue.questions if q in {*missing, *again})
    if answers.screened_on is None or missing:
        because = tuple(one.question.id for one in judged)
        return Incomplete(missing, because, tags, incomplete_text(catalogue.texts, len(missing), first=first, expired=expired))
    return _cleared(catalogue, answers, judged, answers.screened_on, case)


def due(catalogue: Catalogue, case: Case) -> date:
    """The day on which the full screen is asked next: today while it is incomplete."""
    verdict = judge(catalogue, case)
    match verdict:
        case Cleared():
            return verdict.expires
        case Incomplete():
            return case.today
        case Refer():
            screened_on = answers_of(catalogue, case).screened_on
            return case.today if screened_on is None else max(case.today, expires(catalogue, screened_on))
        case _:
            assert_never(verdict)


def expires(catalogue: Catalogue, screened_on: date) -> date:
    """The day from which a full screen counts no more. Rule `screen_valid`."""
    return screened_on + timedelta(days=catalogue.rules.limits.screen_valid_days)


def _judge_one(question: Question, answers: Answers, case: Case, symptom_on: date | None) -> Judged | None:
    """What a yes (or a caution without an answer) to this question leads to. None for a no; a warning sign that has become a
    no keeps the limits a clinician has set since."""
    clearances = _clearances(question, answers, case, symptom_on)
    limits = frozenset(tag for clearance in clearances for tag in clearance.blocked_tags)
    if not answers.counts_as_yes(question.id):
        limited = bool(limits) and question.id.startswith(RED_FLAG) and question.id in answers.given
        return Judged(question, Action.MODIFY, limits, released=True) if limited else None
    yes_subs = [sub for sub in question.subs if answers.sub_counts_as_yes(question, sub)]
    tags = limits | question.block_tags | {sub.adds_tag for sub in yes_subs if sub.adds_tag}
    tags -= {sub.adds_tag for sub in question.subs if sub.adds_tag and sub not in yes_subs} - limits
    if question.id not in answers.given:
        yes_subs = [sub for sub in yes_subs if answers.said_yes(sub.id)]
    action = question.action
    if question.features_needed is not None:
        action = _counted(question, [sub.feature for sub in yes_subs])
    for sub in yes_subs:
        if sub.action is not None and RANK[sub.action] > RANK[action]:
            action = sub.action
    raised_by = () if action is question.action else tuple(sub for sub in yes_subs if sub.action is action)
    seen = {clearance.question for clearance in clearances}
    if action is not Action.EMERGENCY_NOW and (question.id in seen or (raised_by and seen >= {sub.id for sub in raised_by})):
        return Judged(question, Action.MODIFY, tags, released=True)
    return Judged(question, action, tags, raised_by)


def _counted(question: Question, kinds: list[str | None]) -> Action:
    """The counting rule: enough features, or fewer with an extra, refer; below that `below_count`. Sieper 2009 [V]."""
    features = sum(1 for kind in kinds if kind == "feature")
    with_extra = question.features_with_extra is not None and "extra" in kinds and features >= question.features_with_extra
    if question.features_needed is None or features >= question.features_needed or with_extra:
        return question.action
    return question.below_count or question.action


def _clearances(question: Question, answers: Answers, case: Case, symptom_on: date | None) -> list[Clearance]:
    """A clinician has looked at these answers, on the day of the newest or later, and no new symptom has come since. A yes that
    is given again, in a later screen, wants a later look. A clearance may name the question or a
    sub-question; it releases the question when it names it, or when all that raised it are named."""
    ids = {question.id} | {sub.id for sub in question.subs}
    newest = max((answers.on[i] for i in ids if i in answers.on), default=None)
    if newest is None:
        return []
    since = newest if symptom_on is None else max(newest, symptom_on)
    return [c for c in case.clearances if c.question in ids and c.day >= since]


def _with_any_other(judged: tuple[Judged, ...]) -> tuple[Judged, ...]:
    """Combined rules: a question whose yes weighs more as soon as anything else is a yes that no clinician has seen."""
    raised = []
    for one in judged:
        action = one.question.effect.with_any_other_yes
        others = any(other is not one and not other.released for other in judged)
        if action is not None and not one.released and others and RANK[action] > RANK[one.action]:
            one = Judged(one.question, action, one.tags)
        raised.append(one)
    return tuple(raised)


def _cleared(catalogue: Catalogue, answers: Answers, judged: tuple[Judged, ...], screened_on: date, case: Case) -> Cleared:
    blocked_by: dict[str, tuple[str, ...]] = {}
    limits: dict[str, str] = {}
    prefer: list[str] = []
    for one in judged:
        for tag in sorted(one.tags):
            blocked_by[tag] = (*blocked_by.get(tag, ()), one.question.id)
        limits.update(one.question.limit_tags)
        prefer += [tag for tag in one.question.prefer if tag not in prefer]
    for tag in sorted({tag for c in case.clearances if c.question == HUMAN_REVIEW for tag in c.blocked_tags}):
        blocked_by.setdefault(tag, ())  # the limits of a clinician who looked at the whole course
    because = tuple(one.question.id for one in judged)
    action = Action.MODIFY if judged else Action.GO
    return Cleared(
        action=action,
        because=because,
        blocked_tags=frozenset(blocked_by),
        blocked_by=blocked_by,
        limit_tags=limits,
        prefer=tuple(prefer),
        answered_yes=frozenset(q for q in because if answers.counts_as_yes(q)),
        flare=any(one.question.effect.flare for one in judged),
        screened_on=screened_on,
        expires=expires(catalogue, screened_on),
        text=cleared_text(
            catalogue.texts,
            [one.question for one in judged],
            [q for q in because if q not in answers.given],
            seen=any(one.released for one in judged),
        ),
        released=frozenset(one.question.id for one in judged if one.released),
    )
