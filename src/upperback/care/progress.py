"""Where the person stands: what changed beyond error, what comes next, what is due. Pain, function and goal decide; the tests
support, since they respond poorly to recovery (Jorgensen 2017 [V])."""

from collections.abc import Sequence
from typing import Final

from upperback.care.block import block_of, relapse_of, review_by
from upperback.care.course_data import by_chance, checkpoints, goals_of, lights_seen, moved, own_word, walked, way_of, weeks_done
from upperback.care.dose import history_of, next_step
from upperback.care.due import due_of
from upperback.care.modifiers import modifiers_of, waiting_tests
from upperback.care.pain import pain_trend
from upperback.care.phase import function_trend, phase_of
from upperback.care.response import estimates
from upperback.care.rules import setting_of
from upperback.care.state import Seen, adherence, cited, state_of
from upperback.model.care import Cleared, Finding, Next, Review, State, Status, Verdict
from upperback.model.catalogue import Catalogue, Phase
from upperback.model.record import Case

SESSIONS_LOOKED_AT: Final = 3  # without a programme; expert judgement


def review(catalogue: Catalogue, case: Case, verdict: Verdict, findings: Sequence[Finding]) -> Review:
    """What is known so far on `case.today`. A refer of the screen or of the course comes first, then a relapse, a flare, the
    end of the work, and the rest. Each reason names its rule in `rules`."""
    limits, block = catalogue.rules.limits, block_of(case)
    phase = phase_of(case, verdict, findings, limits) if isinstance(verdict, Cleared) else _last_phase(case)
    relapse = relapse_of(case, block, limits)
    pain, function = pain_trend(case, limits, block.back_since), function_trend(case, limits)
    modified = modifiers_of(catalogue, case)
    seen = Seen(catalogue, case, verdict, findings, phase, pain, function, block, relapse, modified)
    state, reasons = state_of(seen)
    waiting = waiting_tests(catalogue, case, modified)
    look_by = None if state is State.GRADUATED else review_by(block, limits)  # what is complete waits for nobody
    return Review(
        state=state,
        phase=phase,
        because=tuple(dict.fromkeys(reason.words for reason in reasons)),
        pain_7d=pain,
        function=function,
        findings=tuple(findings),
        next=_next(catalogue, case, verdict, findings, phase),
        due=due_of(catalogue, case, verdict, findings, phase, waiting, block, look_by),
        modifiers=modified,
        rules=cited(catalogue, reasons),
        way=way_of(case, block, relapse, limits),
        goals=goals_of(case),
        own_word=own_word(case, limits),
        adherence=(
            adherence(case, limits.few_sessions_weeks, limits.few_sessions),
            adherence(case, limits.weeks_to_judge, limits.enough_sessions),
        ),
        walked=walked(case),
        ranges=moved(findings),
        helped=estimates(catalogue, case),
        checkpoints=checkpoints(catalogue, case, block),
        by_chance=by_chance(catalogue.texts, case, limits),
        lights=lights_seen(case, limits),
        weeks_done=weeks_done(catalogue, case),
    )


def _last_phase(case: Case) -> Phase:
    """The phase of the newest programme; a paused one is maintenance."""
    known = [p.phase for p in sorted(case.programmes, key=lambda p: p.day)]
    if not known:
        return Phase.CORRECTIVE
    return Phase(known[-1]) if known[-1] in [phase.value for phase in Phase] else Phase.MAINTENANCE


def _next(catalogue: Catalogue, case: Case, verdict: Verdict, findings: Sequence[Finding], phase: Phase) -> tuple[Next, ...]:
    """One step at most for each exercise of the last programme or, without one, of the last sessions."""
    if case.programmes:
        ids = [item.exercise for _, items in case.programmes[-1].items for item in items]
    else:
        # Sessions of one day have no order of their own: by what is in them.
        newest = sorted(case.sessions, key=lambda s: s.day)[-SESSIONS_LOOKED_AT:]
        since = newest[0].day if newest else case.today
        lately = sorted((s for s in case.sessions if s.day >= since), key=lambda s: (s.day, repr(s)))
        ids = [done.exercise for s in lately for done in s.items]
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
            steps.append(Next(exercise_id, step.level, "out", catalogue.texts("care.review.done"), "complete"))
        else:
            steps.append(Next(exercise_id, step.level, step.change, step.why, step.rule))
    return tuple(steps)
