"""Walking, swimming and small breaks: what happens outside a session and outside its minutes."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from upperback.care.dose import easier, scaled
from upperback.care.rules import Setting, eased_by, notes
from upperback.model.care import Activity, Finding
from upperback.model.catalogue import Dose, Exercise, Kind, Phase

LOOK_BACK_DAYS: Final = 14
WATER: Final = "swimming"  # the tag of what is done in water


def activities(
    setting: Setting, allowed: dict[str, Exercise], findings: Sequence[Finding], factor: float
) -> tuple[Activity, ...]:
    """Brisk walking for everyone, swimming where it is wished for, small breaks where long desk work is a finding."""
    wishes = setting.case.wishes
    active = [f for f in findings if f.rank > 0]
    wanted: list[Activity] = []
    aerobic = [e for e in allowed.values() if e.kind is Kind.AEROBIC]
    core = set(setting.catalogue.core)
    for exercise in sorted(aerobic, key=lambda e: e.id not in core):
        asked = exercise.id in (*wishes.added, *wishes.likes) or setting.phase is Phase.MAINTENANCE
        if exercise.id in core or asked or not wanted:
            wanted.append(_activity(setting, exercise, active, factor))
    for exercise in (e for e in allowed.values() if e.kind is Kind.HABIT):
        named = any(exercise.id in setting.catalogue.findings[f.finding].exercises.get(Kind.HABIT, ()) for f in active)
        if named or setting.phase is Phase.MAINTENANCE or exercise.id in (*wishes.added, *wishes.likes):
            wanted.append(_activity(setting, exercise, active, 1.0))
    return tuple(wanted)


def activity_level(setting: Setting, exercise: Exercise) -> int:
    """The rung the person walks or swims already, and one more after four such times in a week (or as many as it asks
    for), with smaller steps twice as many in two weeks."""
    since = setting.case.today - timedelta(days=LOOK_BACK_DAYS)
    noted = [(d.day, d.minutes_swum if WATER in exercise.tags else d.minutes_walked) for d in setting.case.diary if d.day > since]
    done = [(day, minutes) for day, minutes in noted if minutes > 0]
    needed = min(setting.catalogue.rules.limits.walks_to_rise, exercise.ladder[0].days_per_week)
    if len(done) < needed:
        return 1
    usual_s = 60 * sum(minutes for _, minutes in done) / len(done)
    level = max([i + 1 for i, dose in enumerate(exercise.ladder) if dose.hold_s <= usual_s], default=1)
    weeks = 2 if setting.slower else 1
    lately = [minutes for day, minutes in done if day > setting.case.today - timedelta(weeks=weeks)]
    long_enough = [minutes for minutes in lately if 60 * minutes >= exercise.ladder[level - 1].hold_s]
    rises = setting.may_rise and len(long_enough) >= needed * weeks
    return min(level + rises, len(exercise.ladder))


def _activity(setting: Setting, exercise: Exercise, active: Sequence[Finding], factor: float) -> Activity:
    level = activity_level(setting, exercise) if exercise.kind is Kind.AEROBIC else 1
    eased = eased_by(setting, exercise)
    if setting.phase is Phase.MAINTENANCE and exercise.id in setting.catalogue.core and not eased and factor >= 1:
        level = max(level, _rung(exercise, setting.catalogue.rules.limits.maintenance_walk_minutes))
    dose: Dose = exercise.ladder[level - 1]
    dose = scaled(easier(dose, setting.catalogue.rules.limits) if eased else dose, factor)
    names = [
        setting.catalogue.findings[f.finding].name
        for f in active
        if any(exercise.id in ids for ids in setting.catalogue.findings[f.finding].exercises.values())
    ]
    texts = setting.catalogue.texts
    first = [texts("care.why.first")] if exercise.kind is Kind.AEROBIC and any(e.aerobic_first for e in setting.effects) else []
    reason = [texts("care.why.for", names=", ".join(names)) if names else texts("care.why.core")]
    words = [*first, *reason, *(q.caution for q in eased if q.caution), *notes(setting, exercise)]
    return Activity(
        exercise=exercise.id,
        minutes=round(dose.work_s / 60, 1),
        days=dose.days_per_week,
        why=" ".join(dict.fromkeys(words)),
        sources=exercise.sources,
        rules=_rules(setting, exercise, walks=exercise.kind is Kind.AEROBIC),
    )


def _rung(exercise: Exercise, minutes: float) -> int:
    """The level of so many minutes; the last one where none has as many."""
    return next((n for n, dose in enumerate(exercise.ladder, start=1) if dose.hold_s >= 60 * minutes), len(exercise.ladder))


def _rules(setting: Setting, exercise: Exercise, *, walks: bool) -> tuple[str, ...]:
    found = ["core_for_all"] if exercise.id in setting.catalogue.core else ["served"]
    found += ["longer_walk"] if walks else []
    found += ["flare_plan"] if setting.phase is Phase.FLARE else []
    found += ["keep_strength"] if setting.phase is Phase.MAINTENANCE else []
    return tuple(found)
