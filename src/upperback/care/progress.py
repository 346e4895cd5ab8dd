"""Where the person stands: what changed beyond error, what comes next, what is due. Pain, function and goal decide; the tests
support, since they respond poorly to recovery (Jorgensen 2017 [V])."""

from collections.abc import Sequence
from datetime import date, timedelta

from upperback.care.answers import Answers, answers_of
from upperback.care.dose import history_of, next_step
from upperback.care.errors import changed as changed
from upperback.care.evaluation import deciding_tests
from upperback.care.modifiers import modifiers_of, waiting_tests
from upperback.care.pain import first_day, flares, in_flare, mean_7d, pain_trend, pains
from upperback.care.phase import corrective_complete, function_reached, function_trend, phase_of
from upperback.care.readings import blocking
from upperback.care.rules import setting_of
from upperback.care.screening import due
from upperback.model.care import Cleared, Due, Finding, Next, Refer, Review, State, Status, Trend, Verdict
from upperback.model.catalogue import Catalogue, Phase
from upperback.model.limits import Limits
from upperback.model.record import Case


def review(catalogue: Catalogue, case: Case, verdict: Verdict, findings: Sequence[Finding]) -> Review:
    """What is known so far on `case.today`. A refer of the screen or of the course comes first, then a flare, then the rest."""
    limits = catalogue.rules.limits
    phase = phase_of(case, verdict, findings, limits) if isinstance(verdict, Cleared) else _last_phase(case)
    pain, function = pain_trend(case, limits), function_trend(case, limits)
    modified = modifiers_of(catalogue, case)
    texts = catalogue.texts
    refer = (*(texts(key) for key in _refer_reasons(case, findings, pain, limits)), *(one.refer for one in modified if one.refer))
    state, because = _state(case, verdict, findings, phase, pain, function, refer, catalogue)
    return Review(
        state=state,
        phase=phase,
        because=because,
        pain_7d=pain,
        function=function,
        findings=tuple(findings),
        next=_next(catalogue, case, verdict, findings, phase),
        due=_due(catalogue, case, verdict, findings, phase, waiting_tests(catalogue, case, modified)),
        modifiers=modified,
    )


def adherence(case: Case, weeks: int) -> float:
    """Days with a session in the last `weeks` weeks, as a share of the days wished for.

    >>> from upperback.model.record import Session
    >>> adherence(Case(today=date(2026, 2, 20), sessions=(Session(date(2026, 2, 18)),)), weeks=1)
    0.25
    """
    since = case.today - timedelta(weeks=weeks)
    done = {s.day for s in case.sessions if s.day > since}
    return len(done) / (weeks * case.wishes.days_per_week)


def _last_phase(case: Case) -> Phase:
    return Phase(case.programmes[-1].phase) if case.programmes else Phase.CORRECTIVE


def _state(
    case: Case,
    verdict: Verdict,
    findings: Sequence[Finding],
    phase: Phase,
    pain: Trend,
    function: Trend,
    refer: tuple[str, ...],
    catalogue: Catalogue,
) -> tuple[State, tuple[str, ...]]:
    limits, texts = catalogue.rules.limits, catalogue.texts
    if isinstance(verdict, Refer):
        return State.REFER, verdict.because
    if refer:
        return State.REFER, refer
    if _relapsed(case, limits):
        return State.RELAPSE, (texts("care.review.relapse"),)
    if phase is Phase.FLARE or in_flare(case, limits):
        return State.FLARE, (texts("care.review.flare"),)
    began = first_day(case)
    weeks = 0 if began is None else (case.today - began).days // 7
    kept = [p.phase for p in case.programmes]
    if corrective_complete(case, findings, limits):
        state = State.MAINTENANCE if Phase.MAINTENANCE.value in kept else State.GRADUATED
        return state, (texts("care.review.complete"),)
    if not case.sessions or weeks < limits.few_sessions_weeks:
        return State.STARTING, (texts("care.review.early"),)
    if _well(case, limits) and any(f.status in (Status.PRESENT, Status.IMPROVING) for f in findings):
        return State.WELL_BUT_FINDINGS, (texts("care.review.well"),)
    if adherence(case, limits.few_sessions_weeks) < limits.few_sessions:
        return State.LOW_ADHERENCE, (texts("care.review.few"),)
    state, key = _response(case, findings, weeks, pain, function, limits)
    return state, (texts(key),)


def _response(
    case: Case, findings: Sequence[Finding], weeks: int, pain: Trend, function: Trend, limits: Limits
) -> tuple[State, str]:
    """With enough done to judge by: does it help? The state and the key of its sentence."""
    better = (pain.clear and (pain.change or 0) < 0) or (function.clear and (function.change or 0) > 0)
    if weeks >= limits.weeks_to_review:
        return (State.HUMAN_REVIEW if better else State.REFER), "care.review.twelve_weeks"
    if better:
        return State.RESPONDING, "care.review.better"
    accepted = {a.finding for a in case.accepted}
    if any(f.status is Status.PLATEAU_ACCEPTED and f.finding not in accepted for f in findings):
        return State.PLATEAU, "care.review.plateau"
    if weeks >= limits.weeks_to_judge and adherence(case, limits.weeks_to_judge) >= limits.enough_sessions:
        return State.NO_RESPONSE, "care.review.no_response"
    return State.STARTING, "care.review.no_change_yet"


def _well(case: Case, limits: Limits) -> bool:
    """Pain at most 1 on every noted day of two weeks, and able to do what was named."""
    two_weeks = pains(case.diary, case.today - timedelta(days=limits.well_days), case.today)
    return len(two_weeks) >= 2 * limits.pain_days_needed and max(two_weeks) <= limits.well_pain and function_reached(case, limits)


def _relapsed(case: Case, limits: Limits) -> bool:
    """In maintenance, what was named fell by 2 points since it began, or a flare of a week came after four good weeks."""
    since: date | None = None
    for programme in case.programmes:  # flares in between don't end maintenance, corrective work does
        if programme.phase == Phase.CORRECTIVE.value:
            since = None
        elif programme.phase == Phase.MAINTENANCE.value and since is None:
            since = programme.day
    if since is None:
        return False
    now = [f.scores[-1].score for f in case.function if f.scores]
    then = [max([s for s in f.scores if s.day <= since] or f.scores[:1], key=lambda s: s.day) for f in case.function if f.scores]
    if now and sum(s.score for s in then) - sum(now) >= limits.function_change * len(now):
        return True
    flare = next((f for f in flares(case, limits) if f.ended is None), None)
    return (
        flare is not None
        and flare.began <= case.today - timedelta(days=limits.relapse_flare_days)
        and since <= flare.began - timedelta(days=limits.relapse_after_days)
    )


def _refer_reasons(case: Case, findings: Sequence[Finding], pain: Trend, limits: Limits) -> tuple[str, ...]:
    """When the course itself asks for a clinician, whatever the screen says: the keys of the reasons."""
    reasons: list[str] = []
    since = case.today - timedelta(days=limits.high_pain_refer_days)
    recent = pains(case.diary, since, case.today)
    long_enough = any(d.day <= since and d.pain is not None and d.pain >= limits.high_pain for d in case.diary)
    if long_enough and len(recent) >= 2 * limits.pain_days_needed and min(recent) >= limits.high_pain:
        reasons.append("care.review.high_pain")
    found = flares(case, limits)
    before, n = mean_7d(case, case.today - timedelta(weeks=4))
    if found and found[-1].ended is None:
        # A flare is higher than usual and mostly passes: it has a limit of its own.
        if found[-1].began < case.today - timedelta(days=limits.flare_unsettled_days):
            reasons.append("care.review.unsettled")
    elif (
        before is not None
        and pain.mean is not None
        and min(n, pain.n) >= limits.pain_days_needed
        and pain.mean - before >= limits.pain_change
    ):
        reasons.append("care.review.worse")
    lately = case.today - timedelta(weeks=limits.flares_within_weeks)
    if sum(1 for flare in found if flare.began >= lately) >= limits.flares_to_refer:
        reasons.append("care.review.three_flares")
    if any(f.status is Status.REFER for f in findings):
        reasons.append("care.review.stuck")
    return tuple(reasons)


def _next(catalogue: Catalogue, case: Case, verdict: Verdict, findings: Sequence[Finding], phase: Phase) -> tuple[Next, ...]:
    """One step at most for each exercise of the last programme or, without one, of the last sessions."""
    if case.programmes:
        ids = [item.exercise for _, items in case.programmes[-1].items for item in items]
    else:
        ids = [done.exercise for s in case.sessions[-3:] for done in s.items]
    setting = setting_of(catalogue, case, verdict, phase) if isinstance(verdict, Cleared) else None
    may_rise, slower = (setting.may_rise, setting.slower) if setting else (False, False)
    ended = {f.finding for f in findings if f.status in (Status.GONE, Status.PLATEAU_ACCEPTED)}
    running = {f.finding for f in findings if f.rank > 0}
    history = setting.history if setting else history_of(case, catalogue.rules.limits)
    steps: list[Next] = []
    for exercise_id in dict.fromkeys(ids):
        exercise = catalogue.exercises.get(exercise_id)
        if exercise is None:
            continue
        step = next_step(exercise, history, catalogue.texts, may_rise=may_rise, slower=slower)
        serves = {f.id for f in catalogue.findings.values() if any(exercise_id in named for named in f.exercises.values())}
        done = bool(serves & ended) and not serves & running and exercise_id not in catalogue.core
        if done and exercise_id not in case.wishes.added:
            steps.append(Next(exercise_id, step.level, "out", catalogue.texts("care.review.done")))
        else:
            steps.append(Next(exercise_id, step.level, step.change, step.why))
    return tuple(steps)


def _due(
    catalogue: Catalogue, case: Case, verdict: Verdict, findings: Sequence[Finding], phase: Phase, waiting: frozenset[str]
) -> tuple[Due, ...]:
    """What comes up and when, earliest first: the screen, tests, function, the person's own word. Tests only
    after a screen that allows exercise, not in a flare, not where an answer blocks them, and not those `waiting`."""
    on: dict[str, date] = {"screen": due(catalogue, case)}
    if isinstance(verdict, Cleared) and phase is not Phase.FLARE:
        tested: dict[str, list[date]] = {}
        for test in case.tests:
            tested.setdefault(test.test, []).append(test.day)
        answers = answers_of(catalogue, case)
        for finding in findings:
            for test_id, day in _tests_due(catalogue, case.today, answers, tested, finding):
                if test_id in waiting:
                    continue
                on[test_id] = min(day, on.get(test_id, day))
    scores = [s.day for f in case.function for s in f.scores]
    if scores:
        on["function"] = max(max(scores) + timedelta(days=catalogue.rules.limits.function_every_days), case.today)
    began = first_day(case)
    if began is not None:
        last = max([began, *(c.day for c in case.change)])
        on["change"] = max(last + timedelta(days=catalogue.rules.limits.change_every_days), case.today)
    return tuple(Due(what, day) for what, day in sorted(on.items(), key=lambda entry: (entry[1], entry[0])))


def _tests_due(
    catalogue: Catalogue, today: date, answers: Answers, tested: dict[str, list[date]], finding: Finding
) -> list[tuple[str, date]]:
    """A test never done: today. Once done, or a watch: the second baseline day. An active finding: its re-test days."""
    kind = catalogue.findings[finding.finding]
    dates: list[tuple[str, date]] = []
    for test_id in deciding_tests(kind.rule):
        test = catalogue.tests[test_id]
        if blocking(catalogue, test, answers):
            continue
        days = sorted(tested.get(test_id, ()))
        if not days:
            dates.append((test_id, today))
        elif finding.status is Status.WATCH and finding.settled_on is not None:
            dates.append((test_id, max(finding.settled_on, today)))
        elif finding.rank > 0:
            dates.append((test_id, max(days[-1] + timedelta(days=test.retest_days), today)))
        elif len(set(days)) == 1:
            dates.append((test_id, max(days[0] + timedelta(days=catalogue.rules.limits.baseline_from_days), today)))
    return dates
