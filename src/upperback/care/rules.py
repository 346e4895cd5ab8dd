"""Which exercises are allowed today and why the others are not: one small rule after the other, each with its sentence."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from upperback.care.answers import answers_of
from upperback.care.dose import History, history_of, next_step
from upperback.care.modifiers import at_first, holding, modifiers_of
from upperback.care.pain import settling
from upperback.care.phase import easing_in
from upperback.model.care import Cleared, LeftOut, Modified
from upperback.model.catalogue import Catalogue, Effect, Exercise, Kind, Modifier, Phase, Question
from upperback.model.record import Case

HOUSEHOLD: Final = frozenset({"chair", "wall", "doorway", "mat", "towel", "pillow"})  # assumed unless lacking; contracts
FLARE_KINDS: Final = (Kind.RELEASE, Kind.MOBILITY, Kind.AEROBIC, Kind.HABIT)  # progress rules 4; expert judgement
END_RANGE: Final = "end_range"  # the word in every tag that means the end of a range
LOADED: Final = "loaded_flexion"  # the far and loaded bend, whatever the kind
RED_FLAG: Final = "rf_"


@dataclass(frozen=True)  # without slots, so that what is asked for each exercise is worked out once
class Setting:
    """What the rules look at. `yes`: the questions that modify; `said`: those of them answered yes, not only left open.
    `keep_disliked`: the kinds of work in which dislikes gave way."""

    catalogue: Catalogue
    case: Case
    cleared: Cleared
    phase: Phase
    yes: tuple[Question, ...]
    history: History
    modified: tuple[Modified, ...]
    said: frozenset[str]
    keep_disliked: frozenset[Kind] = frozenset()

    @cached_property
    def modifiers(self) -> tuple[Modifier, ...]:
        """What about the person changes how the work is done, besides the answers."""
        return holding(self.catalogue, self.modified)

    @cached_property
    def effects(self) -> tuple[Effect, ...]:
        """What the yes answers and the modifiers change; a warning sign that a clinician has looked at changes only its
        limits."""
        released = self.cleared.released
        answered = tuple(q.effect for q in self.yes if not (q.id.startswith(RED_FLAG) and q.id in released))
        return (*answered, *(modifier.effect for modifier in self.modifiers))

    @property
    def prefer(self) -> frozenset[str]:
        """Tags, kinds, positions or exercises to choose first."""
        return frozenset(self.cleared.prefer).union(*(modifier.prefer for modifier in self.modifiers))

    @property
    def slower(self) -> bool:
        return any(effect.slower_ladder for effect in self.effects)

    @cached_property
    def coming_back(self) -> float:
        """The share of the dose in the week after a flare and in the first weeks after a relapse; 1 otherwise."""
        if self.phase is Phase.FLARE:
            return 1.0
        limits = self.catalogue.rules.limits
        after = limits.flare_return_dose if settling(self.case, limits) else 1.0
        return min(after, limits.relapse_dose if easing_in(self.case, limits) else 1.0)

    @property
    def may_rise(self) -> bool:
        return self.phase is not Phase.FLARE and "strength_progression" not in self.cleared.blocked_tags


def setting_of(
    catalogue: Catalogue, case: Case, cleared: Cleared, phase: Phase, *, keep_disliked: frozenset[Kind] = frozenset()
) -> Setting:
    yes = tuple(catalogue.questions[q] for q in cleared.because if q in catalogue.questions)
    answers = answers_of(catalogue, case)
    said = frozenset(q.id for q in yes if answers.said_yes(q.id))
    history = history_of(case, catalogue.rules.limits)
    return Setting(catalogue, case, cleared, phase, yes, history, modifiers_of(catalogue, case), said, keep_disliked)


def split(setting: Setting) -> tuple[dict[str, Exercise], tuple[LeftOut, ...]]:
    """The allowed exercises in catalogue order, and the others with the first reason that rules each out."""
    allowed: dict[str, Exercise] = {}
    left_out: list[LeftOut] = []
    for exercise in setting.catalogue.exercises.values():
        because = next(((words, cites) for rule, cites in RULES if (words := rule(setting, exercise))), None)
        if because is None:
            allowed[exercise.id] = exercise
        else:
            left_out.append(
                LeftOut(exercise.id, because[0], because[1] if isinstance(because[1], str) else because[1](setting, exercise))
            )
    return allowed, tuple(left_out)


def _answer_behind(setting: Setting, exercise: Exercise) -> str:
    """The question whose answer rules it out."""
    tag = blocking_tag(setting, exercise)
    by = () if tag is None else setting.cleared.blocked_by.get(tag, ())
    alone = (q.id for q in setting.yes if blocked_by_effect(replace(setting, yes=(q,)), exercise))
    return next((q for q in by if q in setting.catalogue.questions), "") or next(alone, "clearance")


def _trait_behind(setting: Setting, exercise: Exercise) -> str:
    return next(m.id for m in setting.modifiers if exercise.tags & m.at_first.leave_out_tags)


def _phase_behind(setting: Setting, _: Exercise) -> str:
    return "flare_plan" if setting.phase is Phase.FLARE else "part_of_the_way"


def _step_behind(setting: Setting, exercise: Exercise) -> str:
    return next_step(exercise, setting.history, setting.catalogue.texts, may_rise=False, slower=setting.slower).rule


def dose_factor(setting: Setting) -> float:
    """The share of every dose that is given: less in a flare, in the week after it, after a relapse, and with some answers."""
    limits = setting.catalogue.rules.limits
    flare = limits.flare_dose if setting.phase is Phase.FLARE else 1.0
    return min([flare, setting.coming_back, *(effect.dose_factor for effect in setting.effects)])


def eased_by(setting: Setting, exercise: Exercise) -> tuple[Question, ...]:
    """The yes answers among the exercise's cautions: it stays, and starts easier."""
    return tuple(q for q in setting.yes if q.id in exercise.cautions)


def eased_words(exercise: Exercise, questions: Sequence[Question], start: str) -> str:
    """How and why it starts easier; "" where nothing eases it."""
    if not questions:
        return ""
    how = [exercise.regression] if exercise.regression and exercise.cautions & {q.id for q in questions} else []
    return " ".join(dict.fromkeys([start, *(q.caution for q in questions if q.caution), *how]))


def blocking_tag(setting: Setting, exercise: Exercise) -> str | None:
    return next((tag for tag in sorted(exercise.tags) if tag in setting.cleared.blocked_tags), None)


def blocked_by_answer(setting: Setting, exercise: Exercise) -> str | None:
    """A blocked tag excludes, and the answer that blocks it is named."""
    tag = blocking_tag(setting, exercise)
    if tag is None:
        return None
    texts = setting.catalogue.texts
    meaning = setting.catalogue.tags.get(tag, tag.replace("_", " "))
    by = [setting.catalogue.questions[q] for q in setting.cleared.blocked_by.get(tag, ()) if q in setting.catalogue.questions]
    if by and all(q.id in setting.cleared.released and tag not in q.block_tags for q in by):
        return texts("care.blocked.clinician", meaning=meaning)
    answered = [("care.blocked.said_yes" if q.id in setting.said else "care.blocked.left_open", q) for q in by]
    named = [texts(key, question=q.text, why=q.why) for key, q in answered]
    return " ".join([texts("care.blocked.tag", meaning=meaning), *named])


def blocked_by_effect(setting: Setting, exercise: Exercise) -> str | None:
    for question in setting.yes:
        if question.id.startswith(RED_FLAG) and question.id in setting.cleared.released:
            continue
        effect = question.effect
        if exercise.id in effect.leave_out or (effect.only_kinds and exercise.kind not in effect.only_kinds):
            return question.changes or question.why
    return None


def waits_at_first(setting: Setting, exercise: Exercise) -> str | None:
    for modifier in setting.modifiers:
        if exercise.tags & modifier.at_first.leave_out_tags and at_first(modifier, setting.case):
            return modifier.at_first.words
    return None


def not_in_phase(setting: Setting, exercise: Exercise) -> str | None:
    if setting.phase is Phase.FLARE:
        if exercise.kind not in FLARE_KINDS:
            return setting.catalogue.texts("care.blocked.strength_in_flare")
        far = exercise.kind is Kind.MOBILITY and any(END_RANGE in tag for tag in exercise.tags)
        if far or LOADED in exercise.tags:
            return setting.catalogue.texts("care.blocked.far_in_flare")
    # A flare can come in any part of the way: what it allows is allowed before and after it too.
    phases = (Phase.CORRECTIVE, Phase.MAINTENANCE) if setting.phase is Phase.FLARE else (setting.phase,)
    if all(phase in exercise.phases for phase in phases) or exercise.id in setting.case.wishes.added:
        return None
    return setting.catalogue.texts("care.blocked.later")


def only_when_added(setting: Setting, exercise: Exercise) -> str | None:
    if exercise.auto or exercise.id in setting.case.wishes.added:
        return None
    return setting.catalogue.texts("care.blocked.only_added")


def removed(setting: Setting, exercise: Exercise) -> str | None:
    return setting.catalogue.texts("care.blocked.removed") if exercise.id in setting.case.wishes.removed else None


def disliked(setting: Setting, exercise: Exercise) -> str | None:
    wishes = setting.case.wishes
    if exercise.kind in setting.keep_disliked or exercise.id not in wishes.dislikes or exercise.id in wishes.added:
        return None
    return setting.catalogue.texts("care.blocked.disliked")


def equipment_missing(setting: Setting, exercise: Exercise) -> str | None:
    wishes = setting.case.wishes
    have = (HOUSEHOLD | set(wishes.equipment)) - set(wishes.lacking)
    missing = [thing for thing in exercise.equipment if thing not in have]
    texts = setting.catalogue.texts
    things = ", ".join(texts(f"care.thing.{thing}") for thing in missing)
    return texts("care.blocked.lacks", things=things) if missing else None


def position_avoided(setting: Setting, exercise: Exercise) -> str | None:
    """`floor` is every exercise with that tag; another position only counts when the exercise has no other one."""
    avoid, texts = setting.case.wishes.avoid_positions, setting.catalogue.texts
    if "floor" in avoid and "floor" in exercise.tags:
        return texts("care.blocked.floor")
    if exercise.positions and all(position in avoid for position in exercise.positions):
        return texts("care.blocked.position", positions=", ".join(texts(f"care.position.{p}") for p in exercise.positions))
    return None


def hurt_twice(setting: Setting, exercise: Exercise) -> str | None:
    step = next_step(exercise, setting.history, setting.catalogue.texts, may_rise=setting.may_rise, slower=setting.slower)
    return step.why if step.change == "out" else None


Cites = str | Callable[[Setting, Exercise], str]  # the rule, question or trait behind it
RULES: Final[tuple[tuple[Callable[[Setting, Exercise], str | None], Cites], ...]] = (
    (blocked_by_answer, _answer_behind),
    (blocked_by_effect, _answer_behind),
    (waits_at_first, _trait_behind),
    (not_in_phase, _phase_behind),
    (only_when_added, "by_hand"),
    (removed, "your_wishes"),
    (disliked, "your_wishes"),
    (equipment_missing, "your_wishes"),
    (position_avoided, "your_wishes"),
    (hurt_twice, _step_behind),
)


def notes(setting: Setting, exercise: Exercise) -> Iterator[str]:
    """What the answers add to an exercise's words: limits by tag, sentences by kind and position, more reasons to stop."""
    for tag, words in setting.cleared.limit_tags.items():
        if tag in exercise.tags:
            yield words
    for effect in setting.effects:
        if exercise.kind in effect.note_on_kinds:
            yield effect.note_on_kinds[exercise.kind]
        yield from (words for position, words in effect.note_on_positions.items() if position in exercise.positions)
        if effect.stop_also:
            yield setting.catalogue.texts("care.why.stop_with", signs=effect.stop_also)
