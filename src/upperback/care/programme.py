"""The programme of a week: allowed by the screen, weighed by the solver, fitted to the person's wishes.

Wishes give way in this order, and `relaxed` says which did: likes, added exercises, the number of days, minutes above 25, and
dislikes (only where a kind of work has nothing else left). Equipment, positions and removed exercises never give way.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from upperback.care.activity import activities
from upperback.care.demand import Asking, Demand, Since, since_of
from upperback.care.dose import minutes_of
from upperback.care.load import Load, cap_of, load_of, red_lately
from upperback.care.order import KIND_ORDER
from upperback.care.phase import pausing, phase_of
from upperback.care.prepare import Prepared, named_by, prepared, with_reasons
from upperback.care.reasons import changed, cited, day_of, eased_for, left_out_of, relaxed_of
from upperback.care.response import estimates
from upperback.care.rules import Setting, dose_factor, eased_by, setting_of, split
from upperback.care.solver import Ask, Option, compose, most_days
from upperback.care.state import adherence
from upperback.model.care import Cleared, Finding, NothingAllowed, Programme, WeekLoad
from upperback.model.catalogue import Catalogue, Exercise, Kind, Phase
from upperback.model.limits import Limits
from upperback.model.record import Case

CORE_MINUTES: Final = 2.0  # a week too short for that much a part keeps fewer parts of the core; expert judgement


def make_programme(catalogue: Catalogue, case: Case, cleared: Cleared, findings: Sequence[Finding]) -> Programme | NothingAllowed:
    """The week from `case.today` on. It takes `Cleared` and nothing else: a no of the screen can't get here.

    The same input gives the same programme. `NothingAllowed` names why each exercise is left out.
    """
    phase = phase_of(case, cleared, findings, catalogue.rules.limits)
    if phase is Phase.MAINTENANCE:
        findings = tuple(replace(f, rank=0) for f in findings)  # nothing is worked on then
    setting = setting_of(catalogue, case, cleared, phase)
    allowed, left_out = split(setting)
    # Dislikes give way where a kind of work has nothing else left.
    bare = frozenset(Kind if not allowed else KIND_ORDER) - {e.kind for e in allowed.values()}
    gave_way: frozenset[Kind] = frozenset()
    if case.wishes.dislikes and bare:
        setting = setting_of(catalogue, case, cleared, phase, keep_disliked=bare)
        before = {e.kind for e in allowed.values()}
        allowed, left_out = split(setting)
        gave_way = frozenset({e.kind for e in allowed.values()} - before)
    since = since_of(setting)
    caps = cap_of(catalogue, case, setting.history)
    chosen, days = _composed(setting, allowed, findings, caps)
    activity = activities(setting, allowed, findings, dose_factor(setting))
    if not days and not activity:
        return NothingAllowed(left_out_of(setting, left_out, allowed, chosen, set(), findings))
    week = tuple(day_of(setting, day, exercises, chosen, allowed, findings, since) for day, exercises in sorted(days.items()))
    load = _load(chosen, caps)
    in_week = {item.exercise for day in week for item in day.items} | {a.exercise for a in activity}
    without = left_out_of(setting, left_out, allowed, chosen, in_week, findings)
    named = [rule for day in week for item in day.items for rule in item.rules]
    named += [*(rule for a in activity for rule in a.rules), *(one.rule for one in without)]
    return Programme(
        phase=phase,
        catalogue=catalogue.version,
        relaxed=relaxed_of(setting, in_week, len(week), gave_way),
        eased_for=eased_for(setting, chosen, activity, in_week),
        changed=changed(setting, short=keeps_short(setting, since)),
        week=week,
        activity=activity,
        left_out=without,
        modifiers=setting.modified,
        load=load,
        rules=cited(catalogue, [*named, "weekly_load", "your_wishes"]),
        paused=phase is Phase.MAINTENANCE and pausing(case, findings, catalogue.rules.limits),
    )


def keeps_short(setting: Setting, since: Since) -> bool:
    """Few sessions lately, in the corrective part of the way: rule `short_week`. A first week after a long break is small by
    itself."""
    case, limits = setting.case, setting.catalogue.rules.limits
    if setting.phase is not Phase.CORRECTIVE or since.week <= limits.few_sessions_weeks:
        return False
    return not adherence(case, limits.few_sessions_weeks, limits.few_sessions).enough


def _composed(
    setting: Setting, allowed: dict[str, Exercise], findings: Sequence[Finding], caps: Load | None
) -> tuple[tuple[Prepared, ...], dict[int, list[Exercise]]]:
    """What the solver chose, with doses and reasons, and on which days."""
    case, limits = setting.case, setting.catalogue.rules.limits
    eased = frozenset(e.id for e in allowed.values() if eased_by(setting, e))
    helped = {one.exercise: one.effect for one in estimates(setting.catalogue, case)}
    demand = Asking(setting, allowed, findings, eased, helped).demand()
    short = keeps_short(setting, demand.since)
    minutes = min(case.wishes.minutes_per_session, limits.few_minutes if short else limits.session_minutes)
    ready = [one for e in demand.candidates for one in prepared(setting, e, demand, findings, minutes, grown=caps is not None)]
    rank = {e: f.rank for f in reversed(findings) if f.rank > 0 for e in named_by(setting, f)}
    ready.sort(key=lambda one: (rank.get(one.exercise.id, len(rank) + 1), not one.core))
    most = _most(setting, demand, short=short)
    ask = Ask(
        options=tuple(_option(one, demand, number, case.wishes.days_per_week, limits) for number, one in enumerate(ready)),
        needs=demand.needs,
        core=demand.core,
        core_parts=max(1, min(limits.core_parts, most - 2, int(minutes * case.wishes.days_per_week // CORE_MINUTES))),
        core_points=limits.points_core,
        days_per_week=case.wishes.days_per_week,
        minutes=minutes,
        most=most,
        most_new=_most_new(setting, allowed, demand),
        fewest=limits.fewest_exercises,
        caps=None if caps is None else (caps.work_s, caps.minutes),
        item_points=limits.points_item,
        turn_points=limits.points_turn,
        once_points=limits.points_once,
        step_points=limits.points_step,
        day_points=limits.points_day,
    )
    picked, week = compose(ask, demand.since.last)
    times = {e.id: sum(e in on_day for on_day in week.values()) for on_day in week.values() for e in on_day}
    mine = {(one.exercise.id, one.steps_up): one for one in ready}
    chosen = [mine[one.option.exercise.id, one.option.steps_up] for one in picked]
    return with_reasons(setting, demand, [replace(one, times=times[one.exercise.id]) for one in chosen]), week


def _load(chosen: Sequence[Prepared], caps: Load | None) -> WeekLoad:
    total = Load()
    for one in chosen:
        total += load_of(one.dose).times(one.times)
    most = (None, None) if caps is None else (round(caps.work_s / 60, 2), round(caps.minutes, 2))
    return WeekLoad(round(total.work_s / 60, 2), round(total.minutes, 2), *most)


def _option(one: Prepared, demand: Demand, number: int, days_per_week: int, limits: Limits) -> Option:
    rests = one.days <= limits.rest_day_up_to_days
    return Option(
        exercise=one.exercise,
        minutes=minutes_of(one.dose),
        work_s=load_of(one.dose).work_s,
        days=max(1, min(one.days, most_days(days_per_week, rest_between=rests))),
        rest_between=rests,
        worth=demand.worth[one.exercise.id],
        new=one.new,
        steps_up=one.steps_up,
        priority=number,
    )


def _most(setting: Setting, demand: Demand, *, short: bool) -> int:
    """How many exercises: five in the first week, two more each week, never more than the rules and answers say."""
    limits = setting.catalogue.rules.limits
    caps = [effect.max_items for effect in setting.effects if effect.max_items is not None]
    caps += [limits.few_exercises] if short else []
    return min([limits.most_exercises, limits.first_week_exercises + limits.new_per_week * (demand.since.week - 1), *caps])


def _most_new(setting: Setting, allowed: dict[str, Exercise], demand: Demand) -> int:
    """Two a week. In a flare and after a red light only what takes the place of something: where a kind of work has nothing
    else, or an exercise went out."""
    fresh, most = demand.since.fresh, setting.catalogue.rules.limits.new_per_week
    bare = [k for k in KIND_ORDER if (mine := [e.id for e in allowed.values() if e.kind is k]) and fresh.issuperset(mine)]
    if setting.phase is Phase.FLARE:
        return len(bare)
    if red_lately(setting.history):
        return min(most, max(len(bare), sum(1 for e in demand.since.last if e not in allowed)))
    return most
