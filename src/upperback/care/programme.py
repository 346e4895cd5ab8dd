"""The programme of a week: allowed by the screen, chosen by core and findings, fitted to the person's wishes.

Wishes give way in this order, and `relaxed` says which did: likes and added exercises, then the number of days, then minutes
above 25, then dislikes (only where nothing else is left). Equipment, positions and removed exercises never give way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from upperback.care.activity import activities
from upperback.care.answers import yes_since
from upperback.care.compose import KIND_ORDER, Choice, Placed, choose, lay_out
from upperback.care.dose import Step, below_first, easier, fitted, given, minutes_of, next_step, scaled
from upperback.care.pain import settling
from upperback.care.phase import phase_of
from upperback.care.rules import RED_FLAG, Setting, dose_factor, eased_by, eased_words, notes, setting_of, split
from upperback.model.body import Side
from upperback.model.care import Activity, Cleared, Finding, Item, LeftOut, NothingAllowed, PlanDay, Programme
from upperback.model.catalogue import Catalogue, Dose, Exercise, Kind, Phase, Question
from upperback.model.record import Case

INSTEAD: Final = 3  # alternatives named beside an item


@dataclass(frozen=True, slots=True)
class Prepared:
    """A chosen exercise with its level, its dose for today, what made it easier, and if it is cut to the wished minutes."""

    choice: Choice
    step: Step
    level: int
    dose: Dose
    eased_by: tuple[Question, ...]
    shortened: bool


def make_programme(catalogue: Catalogue, case: Case, cleared: Cleared, findings: Sequence[Finding]) -> Programme | NothingAllowed:
    """The week from `case.today` on. It takes `Cleared` and nothing else: a no of the screen can't get here.

    The same input gives the same programme. `NothingAllowed` names why each exercise is left out.
    """
    limits = catalogue.rules.limits
    phase = phase_of(case, cleared, findings, limits)
    setting = setting_of(catalogue, case, cleared, phase)
    allowed, left_out = split(setting)
    relaxed: list[str] = []
    if not allowed and case.wishes.dislikes:
        setting = setting_of(catalogue, case, cleared, phase, keep_disliked=True)
        allowed, left_out = split(setting)
        relaxed += [f"dislikes: {catalogue.texts('care.relaxed.dislikes')}"] if allowed else []
    eased = frozenset(e.id for e in allowed.values() if eased_by(setting, e))
    budget = min(case.wishes.minutes_per_session, limits.session_minutes)
    factor = dose_factor(setting)
    prepared = [_prepare(setting, choice, factor, budget) for choice in choose(setting, allowed, findings, eased)]
    placed = [_placed(one, setting) for one in prepared]
    days = lay_out(placed, case.wishes.days_per_week, budget)
    activity = activities(setting, allowed, findings, factor)
    if not days and not activity:
        return NothingAllowed(_reasons(setting, left_out, allowed, prepared, set()))
    week = tuple(_day(setting, day, exercises, prepared, allowed, findings) for day, exercises in sorted(days.items()))
    in_week = {item.exercise for day in week for item in day.items} | {a.exercise for a in activity}
    return Programme(
        phase=phase,
        catalogue=catalogue.version,
        relaxed=(*_relaxed(setting, in_week, len(week)), *relaxed),
        eased_for=_eased_for(setting, prepared, activity, in_week),
        changed=_changed(setting),
        week=week,
        activity=activity,
        left_out=_reasons(setting, left_out, allowed, prepared, in_week),
        modifiers=setting.modified,
    )


def _prepare(setting: Setting, choice: Choice, factor: float, minutes: float) -> Prepared:
    """Level by the traffic light and the cautions, then the dose factors, then what the minutes take."""
    exercise = choice.exercise
    step = next_step(exercise, setting.history, setting.catalogue.texts, may_rise=setting.may_rise, slower=setting.slower)
    own = eased_by(setting, exercise)
    level, eased_dose = _start(setting, exercise, step, own)
    dose = exercise.ladder[level - 1]
    dose = scaled(easier(dose, setting.catalogue.rules.limits) if eased_dose else dose, factor)
    short = fitted(dose, minutes)
    replaced = setting.catalogue.exercises.get(choice.eased_from)
    eased = {q.id: q for q in (*own, *(eased_by(setting, replaced) if replaced else ()))}
    return Prepared(choice, step, level, short, tuple(eased.values()), shortened=short != dose)


def _start(setting: Setting, exercise: Exercise, step: Step, own: Sequence[Question]) -> tuple[int, bool]:
    """The level, and if its dose is eased: one level lower from the day a caution was answered yes, below the first level with
    less of it, and from there up step by step like everyone."""
    if not own:
        return step.level, step.easier
    since = max(yes_since(setting.case, question.id) for question in own)
    done = [item for session, item in setting.history.done.get(exercise.id, ()) if session.day >= since]
    if not done:
        return max(1, step.level - 1), step.level == 1
    if below_first(exercise, done[-1], setting.catalogue.rules.limits):
        return 1, step.change != "up"
    return step.level, step.easier


def _placed(one: Prepared, setting: Setting) -> Placed:
    limits = setting.catalogue.rules.limits
    exercise = one.choice.exercise
    days = one.dose.days_per_week
    for modifier in setting.modifiers:
        wanted = modifier.days_by_kind.get(exercise.kind, days)
        days = min(days, wanted) if exercise.kind is Kind.STRENGTH else max(days, wanted)
    if setting.phase is Phase.MAINTENANCE and exercise.kind is Kind.STRENGTH:
        days = min(days, limits.maintenance_strength_days)
    return Placed(exercise, minutes_of(one.dose), days, rest_between=days <= limits.rest_day_up_to_days)


def _day(
    setting: Setting,
    day: int,
    exercises: Sequence[Exercise],
    prepared: Sequence[Prepared],
    allowed: dict[str, Exercise],
    findings: Sequence[Finding],
) -> PlanDay:
    by_id = {one.choice.exercise.id: one for one in prepared}
    items = tuple(_item(setting, by_id[e.id], allowed, set(by_id), findings) for e in exercises)
    return PlanDay(day, round(sum(item.minutes for item in items), 2), _two_minutes(setting, allowed, items), items)


def _item(setting: Setting, one: Prepared, allowed: dict[str, Exercise], chosen: set[str], findings: Sequence[Finding]) -> Item:
    exercise = one.choice.exercise
    others = [e for e in allowed.values() if e.kind is exercise.kind and e.id not in chosen]
    others.sort(key=lambda e: -len(set(e.works) & set(exercise.works)))
    return Item(
        exercise=exercise.id,
        side=Side.BOTH,
        level=one.level,
        dose=given(one.dose),
        minutes=minutes_of(one.dose),
        kind=exercise.kind,
        purposes=one.choice.purposes,
        why=_why(setting, one, findings),
        eased=_eased(setting, one),
        instead=tuple(e.id for e in others[:INSTEAD]),
        sources=exercise.sources or ("expert judgement",),
    )


def _why(setting: Setting, one: Prepared, findings: Sequence[Finding]) -> str:
    """The reason in a sentence or two, then what the answers add to it."""
    known, texts = setting.catalogue.findings, setting.catalogue.texts
    words: list[str] = []
    replaced = setting.catalogue.exercises.get(one.choice.stands_for)
    for_findings = [f for f in findings if f.finding in one.choice.purposes]
    if for_findings:
        words.append(texts("care.why.for", names=", ".join(known[f.finding].name for f in for_findings)))
    if one.choice.because_of:
        words.append(texts("care.why.for", names=setting.catalogue.modifiers[one.choice.because_of].name))
    elif "core" in one.choice.purposes:
        core = _core_reason(setting, one.choice.exercise)
        words.append(texts("care.why.stands_in", name=replaced.name) if replaced else core)
    for finding in for_findings:
        sided = finding.side is not Side.BOTH
        if sided and one.choice.exercise.sides:
            words.append(texts(f"care.why.begin.{finding.side.value}"))
        if known[finding.finding].dosing and (one.choice.exercise.sides or not sided):
            words.append(known[finding.finding].dosing)
    if one.step.change in ("up", "down"):
        words.append(one.step.why)
    if one.shortened:
        words.append(texts("care.why.shorter"))
    return " ".join(dict.fromkeys([*words, *notes(setting, one.choice.exercise)]))


def _core_reason(setting: Setting, exercise: Exercise) -> str:
    texts = setting.catalogue.texts
    if setting.phase is Phase.FLARE:
        return texts("care.why.flare")
    if exercise.id in setting.catalogue.core:
        return f"{texts('care.why.core')} {exercise.evidence}"
    return f"{texts(f'care.why.{exercise.kind.value}')} {texts('care.why.together')}"


def _eased(setting: Setting, one: Prepared) -> str:
    replaced = setting.catalogue.exercises.get(one.choice.eased_from)
    texts = setting.catalogue.texts
    start = texts("care.why.eased_than", name=replaced.name) if replaced else texts("care.why.eased")
    return eased_words(one.choice.exercise, one.eased_by, start)


def _two_minutes(setting: Setting, allowed: dict[str, Exercise], items: Sequence[Item]) -> tuple[str, ...]:
    """A whole session of two minutes: a tested one where it is allowed, else the shortest item of the day."""
    tested = next((e for e in setting.catalogue.two_minute if e in allowed), None)
    if tested:
        return (tested,)
    return (min(items, key=lambda item: (item.dose.sets, item.minutes)).exercise,) if items else ()


def _eased_for(
    setting: Setting, prepared: Sequence[Prepared], activity: Sequence[Activity], in_week: set[str]
) -> tuple[str, ...]:
    easing = {q.id for one in prepared if one.choice.exercise.id in in_week for q in one.eased_by}
    easing |= {q.id for a in activity for q in eased_by(setting, setting.catalogue.exercises[a.exercise])}
    return tuple(q.id for q in setting.yes if q.id in easing)


def _changed(setting: Setting) -> tuple[str, ...]:
    """One sentence for each answer that changes the programme."""
    released, texts = setting.cleared.released, setting.catalogue.texts
    said = [q.changes for q in setting.yes if q.changes and not (q.id.startswith(RED_FLAG) and q.id in released)]
    limits = sorted({tag for tag, by in setting.cleared.blocked_by.items() if any(q in released for q in by)})
    if limits and any(q.startswith(RED_FLAG) for q in released):
        meanings = ", ".join(setting.catalogue.tags.get(tag, tag) for tag in limits)
        said.append(texts("care.changed.limits", limits=meanings))
    said += [words for one in setting.modified for words in (one.changes, one.refer) if words]
    if setting.phase is Phase.FLARE and not setting.cleared.flare:
        said.append(texts("care.changed.flare"))
    if setting.phase is not Phase.FLARE and settling(setting.case, setting.catalogue.rules.limits):
        said.append(texts("care.changed.settling"))
    return tuple(dict.fromkeys(said))


def _relaxed(setting: Setting, in_week: set[str], days: int) -> list[str]:
    wishes, texts, limits = setting.case.wishes, setting.catalogue.texts, setting.catalogue.rules.limits
    known = setting.catalogue.exercises
    likes = [known[e].name for e in wishes.likes if e in known and e not in in_week]
    added = [known[e].name for e in wishes.added if e in known and e not in in_week]
    relaxed = [f"likes: {texts('care.relaxed.likes', names=texts.row(likes))}"] if likes else []
    # A full week is the reason a person would not guess: it grows by a few exercises a week.
    full = len(in_week & {e.id for e in known.values() if e.kind in KIND_ORDER}) >= limits.first_week_exercises
    said = texts("care.relaxed.added_full" if full else "care.relaxed.added", names=texts.row(added), n=limits.new_per_week)
    relaxed += [f"added: {said}"] if added else []
    if days < wishes.days_per_week:
        relaxed.append(f"days_per_week: {texts('care.relaxed.days', days=days, wished=wishes.days_per_week)}")
    if wishes.minutes_per_session > limits.session_minutes:
        relaxed.append(f"minutes_per_session: {texts('care.relaxed.minutes', minutes=limits.session_minutes)}")
    return relaxed


def _reasons(
    setting: Setting,
    left_out: Sequence[LeftOut],
    allowed: dict[str, Exercise],
    prepared: Sequence[Prepared],
    in_week: set[str],
) -> tuple[LeftOut, ...]:
    """Why each exercise that is not in the week is left out, in catalogue order."""
    texts = setting.catalogue.texts
    reasons = {one.exercise: one.because for one in left_out}
    chosen = {one.choice.exercise.id: one for one in prepared}
    easier_for = {one.choice.eased_from: one.choice.exercise.name for one in prepared if one.choice.eased_from}
    for exercise in allowed.values():
        if exercise.id in easier_for:
            reasons[exercise.id] = texts("care.blocked.easier_start", name=easier_for[exercise.id])
        elif exercise.id in chosen or exercise.id in setting.case.wishes.added:
            reasons[exercise.id] = texts("care.blocked.no_room")
        elif exercise.kind in KIND_ORDER:
            reasons[exercise.id] = texts("care.blocked.small_start")
        else:
            reasons[exercise.id] = texts("care.blocked.nothing_asks")
    return tuple(LeftOut(e, reasons[e]) for e in setting.catalogue.exercises if e not in in_week)
