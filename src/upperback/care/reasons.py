"""What the programme says of itself: why each item is there, now and in this dose, and why the others are not."""

from collections.abc import Iterable, Sequence
from typing import Final

from upperback.care.demand import Since
from upperback.care.dose import given, minutes_of
from upperback.care.order import KIND_ORDER
from upperback.care.pain import settling
from upperback.care.phase import easing_in, waits
from upperback.care.prepare import Prepared
from upperback.care.rules import RED_FLAG, Setting, dose_factor, eased_by, eased_words, notes
from upperback.model.body import Side
from upperback.model.care import Activity, Finding, Item, LeftOut, PlanDay
from upperback.model.catalogue import Catalogue, Exercise, Kind, Phase
from upperback.model.progress import Cited

INSTEAD: Final = 3  # alternatives named beside an item


def day_of(
    setting: Setting,
    day: int,
    exercises: Sequence[Exercise],
    chosen: Sequence[Prepared],
    allowed: dict[str, Exercise],
    findings: Sequence[Finding],
    since: Since,
) -> PlanDay:
    """One day with its items and its version of two minutes."""
    by_id = {one.exercise.id: one for one in chosen}
    items = tuple(_item(setting, by_id[e.id], allowed, set(by_id), findings, since) for e in exercises)
    return PlanDay(day, round(sum(item.minutes for item in items), 2), _two_minutes(setting, allowed, items), items)


def _item(
    setting: Setting, one: Prepared, allowed: dict[str, Exercise], chosen: set[str], findings: Sequence[Finding], since: Since
) -> Item:
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
        why_now=_why_now(setting, one, findings, since),
        why_dose=_why_dose(setting, one),
        rules=_rules(setting, one, since),
        dose_source=exercise.dose_source,
        days=one.times,
        days_meant=one.days,
        extra_side=one.extra_side,
    )


def _why_now(setting: Setting, one: Prepared, findings: Sequence[Finding], since: Since) -> str:
    """Why in this week: the first one, there already, or new and what for."""
    texts, wishes, exercise_id = setting.catalogue.texts, setting.case.wishes, one.exercise.id
    names = [setting.catalogue.findings[f.finding].name for f in findings if f.finding in one.purposes]
    if setting.phase is Phase.FLARE:
        return texts("care.now.flare")
    if exercise_id in since.last:
        return texts("care.now.stays")
    if since.week == 1 and exercise_id in wishes.added:
        return texts("care.now.added_first")
    if since.week == 1:
        return texts("care.now.first_for", names=texts.row(names)) if names else texts("care.now.first")
    if not one.new:
        return texts("care.now.back")
    if exercise_id in wishes.added:
        return texts("care.now.added")
    if names:
        return texts("care.now.for", names=texts.row(names))
    if one.because_of:
        return texts("care.now.trait", names=setting.catalogue.modifiers[one.because_of].name)
    return texts("care.now.liked" if exercise_id in wishes.likes else "care.now.core" if one.core else "care.now.kind")


def _why_dose(setting: Setting, one: Prepared) -> str:
    """How much and how often, and what made it so."""
    texts, factor = setting.catalogue.texts, dose_factor(setting)
    words = [texts("care.step.waits") if one.waits else one.step.why, texts("care.dose.days", n=one.times)]
    if one.times < one.days:
        words.append(texts("care.dose.fewer", meant=one.days, n=one.times))
    if one.days <= setting.catalogue.rules.limits.rest_day_up_to_days and one.times > 1:
        words.append(texts("care.dose.between"))
    if factor < 1:
        words.append(texts("care.dose.share", share=round(100 * factor)))
    if one.extra_side is not Side.BOTH:
        words.append(texts(f"care.dose.extra.{one.extra_side.value}"))
    if one.shortened:
        words.append(texts("care.why.shorter"))
    return " ".join(words)


def _rules(setting: Setting, one: Prepared, since: Since) -> tuple[str, ...]:
    """What decided about it: its place, its time, its dose."""
    found = ["core_for_all"] if one.core else []
    found += ["served"] if any(p != "core" for p in one.purposes) else []
    found += [one.because_of] if one.because_of else []
    found += ["three_kinds"] if not found else []
    found += ["start_small"] if since.week == 1 or one.new else ["points_equal"]
    found += ["weekly_load"] if one.waits else [one.step.rule]
    found += ["one_thing"] if one.steps_up else []
    found += ["easier_start", *(q.id for q in one.eased_by)] if one.eased_by or one.eased_from else []
    found += ["extra_set"] if one.extra_side is not Side.BOTH else []
    found += ["day_between"] if one.days <= setting.catalogue.rules.limits.rest_day_up_to_days else []
    found += ["session_length"] if one.shortened else []
    found += ["flare_plan"] if setting.phase is Phase.FLARE else []
    found += ["keep_strength"] if setting.phase is Phase.MAINTENANCE else []
    return tuple(dict.fromkeys(found))


def _why(setting: Setting, one: Prepared, findings: Sequence[Finding]) -> str:
    """The reason in a sentence or two, then what the answers add to it."""
    known, texts = setting.catalogue.findings, setting.catalogue.texts
    own = one.exercise.id in setting.case.wishes.added and not one.core
    words: list[str] = [texts("care.why.added")] if own else []
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
    findings: Sequence[Finding],
) -> tuple[LeftOut, ...]:
    """Why each exercise that is not in the week is left out, in catalogue order."""
    found = {one.exercise: one for one in left_out}
    easier_for = {one.eased_from: one.exercise for one in chosen if one.eased_from}
    stands_in = {one.stands_for: one.exercise for one in chosen if one.stands_for}
    kinds = {one.exercise.kind for one in chosen} | (set(Kind) - set(KIND_ORDER))
    for exercise in allowed.values():
        found[exercise.id] = _not_now(setting, exercise, {**stands_in, **easier_for}, in_week, kinds, findings)
    return tuple(found[e] for e in setting.catalogue.exercises if e not in in_week)


def _not_now(
    setting: Setting,
    exercise: Exercise,
    other_for: dict[str, Exercise],
    in_week: set[str],
    kinds: set[Kind],
    findings: Sequence[Finding],
) -> LeftOut:
    """Why something that may be done is not in this week."""
    texts, known = setting.catalogue.texts, setting.catalogue.findings
    if exercise.id in other_for:
        return LeftOut(exercise.id, texts("care.blocked.easier_start", name=other_for[exercise.id].name), "easier_start")
    full = len(in_week & {e.id for e in setting.catalogue.exercises.values() if e.kind in KIND_ORDER})
    if exercise.id in setting.case.wishes.added and full >= setting.catalogue.rules.limits.first_week_exercises:
        return LeftOut(exercise.id, texts("care.blocked.added_waits"), "start_small")
    if exercise.id in setting.case.wishes.added or exercise.kind not in kinds:
        return LeftOut(exercise.id, texts("care.blocked.no_room"), "points_wishes")
    lists = [(f, known[f.finding].exercises.get(exercise.kind, ())) for f in findings if f.rank > 0]
    asked = [f for f, ids in lists if exercise.id in ids]
    waiting = [known[f.finding].name for f, ids in lists if exercise.id in ids and not in_week & set(ids)]
    if waiting:
        return LeftOut(exercise.id, texts("care.blocked.waits_in_line", names=texts.row(waiting)), "start_small")
    served = next((e for _, ids in lists if exercise.id in ids for e in ids if e in in_week), None)
    if asked and served:
        return LeftOut(exercise.id, texts("care.blocked.equal", name=setting.catalogue.exercises[served].name), "start_small")
    if exercise.id in setting.catalogue.core and exercise.regression_to in in_week:
        name = setting.catalogue.exercises[exercise.regression_to].name
        return LeftOut(exercise.id, texts("care.blocked.equal", name=name), "core_for_all")
    key = "care.blocked.small_start" if exercise.kind in KIND_ORDER else "care.blocked.nothing_asks"
    return LeftOut(exercise.id, texts(key), "start_small" if exercise.kind in KIND_ORDER else "three_kinds")


def cited(catalogue: Catalogue, ids: Iterable[str]) -> tuple[Cited, ...]:
    """The rules, questions and traits behind a programme, in words, each with its source."""
    found: dict[str, Cited] = {}
    for name in ids:
        if name in catalogue.rules.rules:
            rule = catalogue.rules.rules[name]
            found[name] = Cited(name, catalogue.rules.said(rule), rule.source)
        elif name in catalogue.questions:
            found[name] = Cited(name, catalogue.questions[name].why, "; ".join(catalogue.questions[name].source))
        elif name in catalogue.modifiers:
            found[name] = Cited(name, catalogue.modifiers[name].name, "; ".join(catalogue.modifiers[name].sources))
    return tuple(found[name] for name in sorted(found))
