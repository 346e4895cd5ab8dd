"""What the programme says of itself: why each item is there, now and in this dose, and why the others are not."""

from collections.abc import Iterable, Sequence
from typing import Final

from upperback.care.dose import given, minutes_of
from upperback.care.order import KIND_ORDER
from upperback.care.pain import settling
from upperback.care.phase import easing_in, waits
from upperback.care.prepare import Prepared
from upperback.care.rules import RED_FLAG, Setting, eased_by, eased_words, notes
from upperback.model.body import Side
from upperback.model.care import Activity, Finding, Item, LeftOut, PlanDay
from upperback.model.catalogue import Exercise, Kind, Phase

INSTEAD: Final = 3  # alternatives named beside an item


def day_of(
    setting: Setting,
    day: int,
    exercises: Sequence[Exercise],
    chosen: Sequence[Prepared],
    allowed: dict[str, Exercise],
    findings: Sequence[Finding],
) -> PlanDay:
    """One day with its items and its version of two minutes."""
    by_id = {one.exercise.id: one for one in chosen}
    items = tuple(_item(setting, by_id[e.id], allowed, set(by_id), findings) for e in exercises)
    return PlanDay(day, round(sum(item.minutes for item in items), 2), _two_minutes(setting, allowed, items), items)


def _item(setting: Setting, one: Prepared, allowed: dict[str, Exercise], chosen: set[str], findings: Sequence[Finding]) -> Item:
    exercise = one.exercise
    others = [e for e in allowed.values() if e.kind is exercise.kind and e.id not in chosen]
    others.sort(key=lambda e: -len(set(e.works) & set(exercise.works)))
    return Item(
        exercise=exercise.id,
        side=Side.BOTH,
        level=one.level,
        dose=given(one.dose),
        minutes=minutes_of(one.dose),
        kind=exercise.kind,
        purposes=one.purposes,
        why=_why(setting, one, findings),
        eased=_eased(setting, one),
        instead=tuple(e.id for e in others[:INSTEAD]),
        sources=exercise.sources or ("expert judgement",),
    )


def _why(setting: Setting, one: Prepared, findings: Sequence[Finding]) -> str:
    """The reason in a sentence or two, then what the answers add to it."""
    known, texts = setting.catalogue.findings, setting.catalogue.texts
    words: list[str] = []
    replaced = setting.catalogue.exercises.get(one.stands_for)
    for_findings = [f for f in findings if f.finding in one.purposes]
    if for_findings:
        words.append(texts("care.why.for", names=", ".join(known[f.finding].name for f in for_findings)))
    if one.because_of:
        words.append(texts("care.why.for", names=setting.catalogue.modifiers[one.because_of].name))
    elif "core" in one.purposes:
        core = _core_reason(setting, one.exercise)
        words.append(texts("care.why.stands_in", name=replaced.name) if replaced else core)
    for finding in for_findings:
        sided = finding.side is not Side.BOTH
        if sided and one.exercise.sides:
            words.append(texts(f"care.why.begin.{finding.side.value}"))
        if known[finding.finding].dosing and (one.exercise.sides or not sided):
            words.append(known[finding.finding].dosing)
    if one.step.change in ("up", "down"):
        words.append(one.step.why)
    if one.shortened:
        words.append(texts("care.why.shorter"))
    return " ".join(dict.fromkeys([*words, *notes(setting, one.exercise)]))


def _core_reason(setting: Setting, exercise: Exercise) -> str:
    texts = setting.catalogue.texts
    if setting.phase is Phase.FLARE:
        return texts("care.why.flare")
    if exercise.id in setting.catalogue.core:
        return f"{texts('care.why.core')} {exercise.evidence}"
    return f"{texts(f'care.why.{exercise.kind.value}')} {texts('care.why.together')}"


def _eased(setting: Setting, one: Prepared) -> str:
    replaced = setting.catalogue.exercises.get(one.eased_from)
    texts = setting.catalogue.texts
    start = texts("care.why.eased_than", name=replaced.name) if replaced else texts("care.why.eased")
    return eased_words(one.exercise, one.eased_by, start)


def _two_minutes(setting: Setting, allowed: dict[str, Exercise], items: Sequence[Item]) -> tuple[str, ...]:
    """A whole session of two minutes: a tested one where it is allowed, else the shortest item of the day."""
    tested = next((e for e in setting.catalogue.two_minute if e in allowed), None)
    if tested:
        return (tested,)
    return (min(items, key=lambda item: (item.dose.sets, item.minutes)).exercise,) if items else ()


def eased_for(setting: Setting, chosen: Sequence[Prepared], activity: Sequence[Activity], in_week: set[str]) -> tuple[str, ...]:
    """The answers for which something in the week starts easier."""
    easing = {q.id for one in chosen if one.exercise.id in in_week for q in one.eased_by}
    easing |= {q.id for a in activity for q in eased_by(setting, setting.catalogue.exercises[a.exercise])}
    return tuple(q.id for q in setting.yes if q.id in easing)


def changed(setting: Setting, *, short: bool) -> tuple[str, ...]:
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
    if setting.phase is not Phase.FLARE and easing_in(setting.case, setting.catalogue.rules.limits):
        said.append(texts("care.changed.easing_in"))
    if setting.phase is Phase.MAINTENANCE and waits(setting.case, setting.catalogue.rules.limits):
        said.append(texts("care.review.twelve_weeks"))
    if short:
        said.append(texts("care.changed.short"))
    return tuple(dict.fromkeys(said))


def relaxed_of(setting: Setting, in_week: set[str], days: int, disliked: Iterable[Kind]) -> tuple[str, ...]:
    """The wishes that gave way, in the order in which they do."""
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
    if any(disliked):
        relaxed.append(f"dislikes: {texts('care.relaxed.dislikes')}")
    return tuple(relaxed)


def left_out_of(
    setting: Setting,
    left_out: Sequence[LeftOut],
    allowed: dict[str, Exercise],
    chosen: Sequence[Prepared],
    in_week: set[str],
) -> tuple[LeftOut, ...]:
    """Why each exercise that is not in the week is left out, in catalogue order."""
    texts = setting.catalogue.texts
    reasons = {one.exercise: one.because for one in left_out}
    easier_for = {one.eased_from: one.exercise.name for one in chosen if one.eased_from}
    kinds = {one.exercise.kind for one in chosen} | (set(Kind) - set(KIND_ORDER))
    for exercise in allowed.values():
        if exercise.id in easier_for:
            reasons[exercise.id] = texts("care.blocked.easier_start", name=easier_for[exercise.id])
        elif exercise.id in setting.case.wishes.added or exercise.kind not in kinds:
            reasons[exercise.id] = texts("care.blocked.no_room")
        elif exercise.kind in KIND_ORDER:
            reasons[exercise.id] = texts("care.blocked.small_start")
        else:
            reasons[exercise.id] = texts("care.blocked.nothing_asks")
    return tuple(LeftOut(e, reasons[e]) for e in setting.catalogue.exercises if e not in in_week)
