"""The state of the course: one of a closed list, with the reasons and the rule behind each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from upperback.care.block import Block, Relapse, doing_well, waits_for_review
from upperback.care.pain import baseline_mean, flares, in_flare, mean_7d, pains, settling
from upperback.care.pain import improved as pain_improved
from upperback.care.phase import corrective_complete, function_reached
from upperback.model.care import Finding, Modified, Refer, State, Status, Trend, Verdict
from upperback.model.catalogue import Catalogue, Phase
from upperback.model.limits import Limits
from upperback.model.progress import Adherence, Cited
from upperback.model.record import Case


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a sentence, and the rule of `rules.toml`, the safety question or the modifier it comes from."""

    words: str
    rule: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What the state is read from."""

    catalogue: Catalogue
    case: Case
    verdict: Verdict
    findings: Sequence[Finding]
    phase: Phase
    pain: Trend
    function: Trend
    block: Block
    relapse: Relapse | None
    modified: Sequence[Modified]

    @property
    def limits(self) -> Limits:
        return self.catalogue.rules.limits

    @property
    def weeks(self) -> int:
        """Whole weeks of the present block."""
        return 0 if self.block.began is None else (self.case.today - self.block.began).days // 7

    def say(self, key: str, rule: str) -> Reason:
        return Reason(self.catalogue.texts(f"care.review.{key}"), rule)


def state_of(seen: Seen) -> tuple[State, tuple[Reason, ...]]:
    """The state on `case.today`, in this order: a no of the screen, a clinician for the course itself, a relapse, a flare, the
    work complete, twelve weeks without a look, then how it goes."""
    case, limits, block = seen.case, seen.limits, seen.block
    if isinstance(seen.verdict, Refer):
        return State.REFER, tuple(Reason(question, question) for question in seen.verdict.because)
    refer = (*_refer_reasons(seen), *(Reason(one.refer, one.modifier) for one in seen.modified if one.refer))
    if refer:
        return State.REFER, refer
    if seen.relapse is not None and not waits_for_review(case, block, limits):
        again = seen.relapse.until is not None
        return State.RELAPSE, (seen.say("relapse_weeks" if again else "relapse", "relapse"),)
    if seen.phase is Phase.FLARE or in_flare(case, limits):
        # A flare does not hide that a look at the course is due.
        look = (seen.say("twelve_weeks", "review"),) if waits_for_review(case, block, limits) else ()
        return State.FLARE, (seen.say("flare", "flare_plan"), *look)
    if seen.relapse is not None:
        return State.HUMAN_REVIEW, (seen.say("twelve_weeks", "review"),)
    well = (seen.say("long_well", "recovered"),) if doing_well(case, limits) else ()
    if block.maintenance_since is not None and block.maintenance_since < case.today:
        back = [f for f in seen.findings if f.status in (Status.PRESENT, Status.IMPROVING)]
        return State.MAINTENANCE, (seen.say("keeping", "keep_strength"), *well, *([seen.say("back", "well")] if back else []))
    if block.maintenance_since is not None or corrective_complete(case, seen.findings, limits):
        # Twelve good weeks are long past the end of the work, kept programmes or not.
        return (State.MAINTENANCE if well else State.GRADUATED), (seen.say("complete", "complete"), *well)
    if waits_for_review(case, block, limits):
        helped = better(seen)
        exits = (seen.say("well", "well"),) if _well_but_findings(seen) else ()
        return (State.HUMAN_REVIEW if helped else State.REFER), (seen.say("twelve_weeks", "review"), *exits)
    if not case.sessions or seen.weeks < limits.few_sessions_weeks:
        return State.STARTING, (seen.say("early", "judge"),)
    if _well_but_findings(seen):
        return State.WELL_BUT_FINDINGS, (seen.say("well", "well"),)
    if not adherence(case, limits.few_sessions_weeks, limits.few_sessions).enough:
        return State.LOW_ADHERENCE, (seen.say("few", "few_sessions"),)
    return _response(seen)


def cited(catalogue: Catalogue, reasons: Sequence[Reason]) -> tuple[Cited, ...]:
    """The rule behind each reason, in words, with its source."""
    found: dict[str, Cited] = {}
    for reason in reasons:
        if reason.rule in catalogue.rules.rules:
            rule = catalogue.rules.rules[reason.rule]
            found[reason.rule] = Cited(rule.id, catalogue.rules.said(rule), rule.source)
        elif reason.rule in catalogue.questions:
            question = catalogue.questions[reason.rule]
            found[reason.rule] = Cited(question.id, question.why, "; ".join(question.source))
        elif reason.rule in catalogue.modifiers:
            modifier = catalogue.modifiers[reason.rule]
            found[reason.rule] = Cited(modifier.id, modifier.name, "; ".join(modifier.sources))
    return tuple(found.values())


def adherence(case: Case, weeks: int, enough: float) -> Adherence:
    """Days with a session in the last `weeks` weeks, out of the days wished for. A session of skipped items alone is none.

    >>> from datetime import date
    >>> from upperback.model.record import Session
    >>> adherence(Case(today=date(2026, 2, 20), sessions=(Session(date(2026, 2, 18)),)), weeks=1, enough=0.5)
    Adherence(weeks=1, days_done=1, days_wished=4, share=0.25, enough=False)
    """
    since = case.today - timedelta(weeks=weeks)
    done = len({s.day for s in case.sessions if s.day > since and (not s.items or any(not i.skipped for i in s.items))})
    wished = weeks * case.wishes.days_per_week
    share = min(1.0, done / wished)
    return Adherence(weeks, done, wished, round(share, 3), enough=done / wished >= enough)


def better(seen: Seen) -> bool:
    """Pain or function has clearly changed for the better since this block began: rules `pain_change`, `pain_share` and
    `function_change`."""
    able = seen.function.clear and (seen.function.change or 0) > 0
    first, limits = baseline_mean(seen.case, seen.limits, seen.block.back_since), seen.limits
    if first is None or seen.pain.mean is None or seen.pain.change is None:
        return able
    return able or pain_improved(first, seen.pain.mean, limits)


def _response(seen: Seen) -> tuple[State, tuple[Reason, ...]]:
    """With enough done to judge by: does it help?"""
    limits = seen.limits
    if better(seen):
        return State.RESPONDING, (seen.say("better", "pain_change"),)
    accepted = {a.finding for a in seen.case.accepted}
    if any(f.status is Status.PLATEAU_ACCEPTED and f.looked_on is None and f.finding not in accepted for f in seen.findings):
        return State.PLATEAU, (seen.say("plateau", "plateau"),)
    if seen.weeks >= limits.weeks_to_judge and adherence(seen.case, limits.weeks_to_judge, limits.enough_sessions).enough:
        return State.NO_RESPONSE, (seen.say("no_response", "judge"),)
    return State.STARTING, (seen.say("no_change_yet", "judge"),)


def _well_but_findings(seen: Seen) -> bool:
    """Pain at most 1 on every noted day of two weeks, able to do what was named, and a finding that is still there."""
    if not any(f.status in (Status.PRESENT, Status.IMPROVING) for f in seen.findings):
        return False
    case, limits = seen.case, seen.limits
    noted = pains(case.diary, case.today - timedelta(days=limits.well_days), case.today)
    return len(noted) >= 2 * limits.pain_days_needed and max(noted) <= limits.well_pain and function_reached(case, limits)


def _refer_reasons(seen: Seen) -> list[Reason]:
    """When the course itself asks for a clinician, whatever the screen says."""
    case, limits = seen.case, seen.limits
    reasons: list[Reason] = []
    since = case.today - timedelta(days=limits.high_pain_refer_days)
    recent = pains(case.diary, since, case.today)
    long_enough = any(d.day <= since and d.pain is not None and d.pain >= limits.high_pain for d in case.diary)
    if long_enough and len(recent) >= 2 * limits.pain_days_needed and min(recent) >= limits.high_pain:
        reasons.append(seen.say("high_pain", "high_pain_long"))
    found = flares(case, limits)
    before, n = mean_7d(case, case.today - timedelta(weeks=4))
    if found and found[-1].ended is None:
        # A flare is higher than usual and mostly passes: it has a limit of its own.
        if found[-1].began < case.today - timedelta(days=limits.flare_unsettled_days):
            reasons.append(seen.say("unsettled", "flare_refer"))
    elif (
        not settling(case, limits)  # its days are still in the week's mean
        and before is not None
        and seen.pain.mean is not None
        and min(n, seen.pain.n) >= limits.pain_days_needed
        and seen.pain.mean - before >= limits.pain_change
    ):
        reasons.append(seen.say("worse", "worse"))
    lately = case.today - timedelta(weeks=limits.flares_within_weeks)
    if sum(1 for flare in found if flare.began >= lately) >= limits.flares_to_refer:
        reasons.append(seen.say("three_flares", "flare_refer"))
    if any(f.status is Status.REFER for f in seen.findings):
        reasons.append(seen.say("stuck", "plateau"))
    return reasons
