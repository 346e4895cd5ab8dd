"""What a catalogue that loads can still get wrong: words, how hard they read, limits, and whether everyone is served.

One line a fault. That every id leads somewhere and every rule, threshold and dose names a source is a condition of loading
(`references`).
"""

from collections.abc import Iterator
from math import sqrt
from typing import Final

from upperback.catalogue.check_findings import BY_CAMERA, check_findings
from upperback.catalogue.check_reach import check_reach
from upperback.catalogue.grading import too_hard
from upperback.catalogue.wording import faults_in, user_texts
from upperback.model.body import View
from upperback.model.catalogue import Action, Catalogue, Exercise, Kind, Measure, Question, SelfTest
from upperback.model.movement import Fault, HoldStill, Reps, Untracked
from upperback.model.selftest import OWN_WORD

CUE_WORDS: Final = 7  # a cue is said while moving; style of the look
GROUP_SIZE: Final = 7  # questions one page can hold
FOR_A_WHILE: Final = "for a while"  # what a stretch or pressure may do, and no more


def check(catalogue: Catalogue) -> list[str]:
    """Every fault as `file: what`; empty when there is none.

    >>> from upperback.catalogue.loader import load
    >>> check(load())
    []
    """
    texts = list(user_texts(catalogue))
    return [
        *(f"{place}: {fault}" for place, text in texts for fault in faults_in(text)),
        *too_hard(texts),
        *_screening(catalogue),
        *_names(catalogue),
        *(f"exercises/{e.id}.toml: {fault}" for e in catalogue.exercises.values() for fault in _exercise(catalogue, e)),
        *(f"tests/{t.id}.toml: {fault}" for t in catalogue.tests.values() for fault in _test(t)),
        *check_findings(catalogue),
        *check_reach(catalogue),
        *_tags(catalogue),
    ]


def _screening(catalogue: Catalogue) -> Iterator[str]:
    for question in catalogue.questions.values():
        yield from (f"screening.toml: {question.id}: {fault}" for fault in _question(question))
    named = frozenset(c for e in catalogue.exercises.values() for c in e.cautions)
    for name in sorted(named):
        if not catalogue.questions[name].caution:
            yield f"screening.toml: {name}: eases an exercise but has no caution to spell out"
    order = [question.group for question in catalogue.questions.values()]
    shown = [group.id for group in catalogue.groups]
    for group in catalogue.groups:
        size = order.count(group.id)
        if not 1 <= size <= GROUP_SIZE:
            yield f"screening.toml: group {group.id}: {size} questions, one page holds 1 to {GROUP_SIZE}"
        first = {q.action for q in catalogue.questions.values() if q.group == group.id}
        if Action.EMERGENCY_NOW in first and len(first) > 1:
            yield f"screening.toml: group {group.id}: mixes emergencies with others"
    calm = [group for group in shown if any(q.action is not Action.EMERGENCY_NOW for q in _of(catalogue, group))]
    if shown and [*[g for g in shown if g not in calm], *calm] != shown:
        yield "screening.toml: groups: emergencies are asked first"


def _names(catalogue: Catalogue) -> Iterator[str]:
    """Entries of one kind are told apart by their names; an alias says something."""
    kinds = (("exercises", catalogue.exercises), ("tests", catalogue.tests), ("findings", catalogue.findings))
    for folder, entries in kinds:
        first: dict[str, str] = {}
        for entry in entries.values():
            other = first.setdefault(entry.name.casefold(), entry.id)
            if other != entry.id:
                yield f"{folder}/{entry.id}.toml: name: {other} has the same one"
    for exercise in catalogue.exercises.values():
        if not all(alias.strip() for alias in exercise.aliases):
            yield f"exercises/{exercise.id}.toml: aliases: one is empty"


def _of(catalogue: Catalogue, group: str) -> list[Question]:
    return [question for question in catalogue.questions.values() if question.group == group]


def _question(question: Question) -> Iterator[str]:
    match question.action:
        case Action.MODIFY:
            if not question.changes:
                yield "does not say what the programme does differently (changes)"
        case Action.EMERGENCY_NOW | Action.CLINICIAN_FIRST:
            if not (question.how_soon and question.what_to_say):
                yield "does not say how soon, or what to say there"
        case Action.INCOMPLETE | Action.GO:
            yield f"'{question.action}' is no action of a yes"
    if question.below_count is Action.MODIFY and not question.changes:
        yield "does not say what changes below the count"
    for sub in question.subs:
        if sub.action is None and sub.adds_tag is None and sub.feature is None:
            yield f"{sub.id} changes nothing"


def _exercise(catalogue: Catalogue, exercise: Exercise) -> Iterator[str]:
    if not exercise.steps or not all(step.strip() for step in exercise.steps):
        yield "steps are empty"
    if not exercise.regression.strip():
        yield "has no easier version"
    if not exercise.positions or not exercise.works:
        yield "names no position or no body part"
    for name in ("summary", "breathing", "expect", "stop_if", "evidence"):
        if not getattr(exercise, name).strip():
            yield f"{name}: is empty"
    if len(exercise.ladder) < 2:
        yield "ladder: needs a second step to go on to"
    if bool(exercise.from_article) != bool(exercise.article_dose.strip()):
        yield "article_dose: says what the article says, or that it gives none, where an exercise comes from one; else nothing"
    if exercise.demo is None:
        yield "demo: is not drawn"
    if exercise.auto and not exercise.serves and not any(exercise.id in m.adds for m in catalogue.modifiers.values()):
        yield "serves: no finding and no modifier brings it into a programme"
    if exercise.kind is Kind.STRENGTH and not (exercise.watch_for or _faults(exercise)):
        yield "watch_for: names no fault of form"
    if exercise.kind is Kind.RELEASE and FOR_A_WHILE not in " ".join([exercise.summary, exercise.expect, exercise.evidence]):
        yield f"expect: a release eases '{FOR_A_WHILE}'; say so"
    seen = [exercise.id]
    while following := catalogue.exercises[seen[-1]].regression_to:
        if following in seen:
            yield f"regression_to goes in a circle: {' > '.join([*seen, following])}"
            break
        seen.append(following)
    if exercise.sides and _names_a_side(exercise):
        yield "says left or right in its words; the side is data"
    yield from _movement(exercise)


def _faults(exercise: Exercise) -> tuple[Fault, ...]:
    return () if isinstance(exercise.movement, Untracked) else exercise.movement.faults


def _names_a_side(exercise: Exercise) -> bool:
    faults = _faults(exercise)
    texts = [*exercise.steps, *exercise.watch_for, *(text for fault in faults for text in (fault.cue, fault.praise))]
    words = {word.strip(".,:;").lower() for text in texts for word in text.split()}
    return not words.isdisjoint({"left", "right"})


def _movement(entry: Exercise | SelfTest) -> Iterator[str]:
    match entry.movement:
        case Reps(rest=rest, peak=peak, faults=faults):
            if not rest < peak:
                yield f"movement: rest {rest} is not under peak {peak}"
            yield from _camera(entry, faults)
        case HoldStill(leave=leave, enter=enter, faults=faults):
            if not leave < enter:
                yield f"movement: leave {leave} is not under enter {enter}"
            yield from _camera(entry, faults)
        case Untracked(why=why):
            if not why:
                yield "movement: does not say why the camera does not follow it"


def _camera(entry: Exercise | SelfTest, faults: tuple[Fault, ...]) -> Iterator[str]:
    if entry.camera.view is View.NONE or not entry.camera.needs:
        yield "camera: tracked, but without a view or what must be seen"
    for fault in faults:
        if len(fault.cue.split()) > CUE_WORDS:
            yield f"movement: the cue '{fault.cue}' is longer than {CUE_WORDS} words"


def _test(test: SelfTest) -> Iterator[str]:
    if not test.steps:
        yield "steps are empty"
    if not test.norm:
        yield "does not say what is known of other people"
    if not test.stop.strip():
        yield "stop: does not say when to stop"
    if test.nothing_to_stop and any(method != "self" for measure in test.measures for method in measure.methods):
        yield "nothing_to_stop: only a test of questions has nothing to stop"
    if test.demo is None:
        yield "demo: is not drawn"
    if test.retest_days < 1:
        yield "retest_days is under 1"
    for measure in test.measures:
        yield from (f"{measure.id}: {fault}" for fault in _measure(measure))
    yield from _movement(test)


def _measure(measure: Measure) -> Iterator[str]:
    if not measure.lower < measure.upper:
        yield f"lower {measure.lower} is not under upper {measure.upper}"
    for method in (*measure.mdc95, *measure.mdc95_total, *measure.off95):
        if method not in measure.methods:
            yield f"has an error for '{method}', which is not one of its methods"
    for method, mdc95 in measure.mdc95.items():
        if not 0 < mdc95 <= measure.upper - measure.lower:
            yield f"the error by {method}, {mdc95}, does not fit its range"
    for method, off95 in measure.off95.items():
        if off95 < measure.mdc95.get(method, 0.0) / sqrt(2) or off95 > measure.upper - measure.lower:
            yield f"off95 by {method}, {off95}, is under mdc95 / sqrt 2 or does not fit its range"
    if measure.counted is None and not frozenset(measure.methods) - BY_CAMERA:
        yield "methods: can't be taken without a camera"
    for method in measure.methods:
        asked = method == OWN_WORD and measure.items
        if measure.counted is None and not asked and not measure.how.get(method, "").strip():
            yield f"how: does not say how to take it by '{method}'"
    if measure.trials < 1:
        yield "needs at least one trial"
    if measure.photo and (len(set(measure.photo)) != 2 or "camera" not in measure.methods):
        yield "an angle on a photo needs two marks and the method 'camera'"
    values = {option.value for item in measure.items for option in item.options}
    if measure.named and [len(item.options) for item in measure.items] != [len(values)]:
        yield "named: needs one question whose answers differ in value"
    if measure.items:
        lowest = sum(min(option.value for option in item.options) for item in measure.items)
        highest = sum(max(option.value for option in item.options) for item in measure.items)
        if lowest < measure.lower or highest > measure.upper:
            yield "its answers reach outside what is possible"


def _tags(catalogue: Catalogue) -> Iterator[str]:
    borne = frozenset(tag for exercise in catalogue.exercises.values() for tag in exercise.tags)
    for question in catalogue.questions.values():
        added = {sub.adds_tag for sub in question.subs if sub.adds_tag is not None}
        for tag in sorted({*question.block_tags, *question.limit_tags, *added}):
            if tag not in borne and tag not in catalogue.tags_kept:
                yield f"screening.toml: {question.id}: no exercise bears the tag '{tag}', and tags_kept does not say why it stays"
    kinds = {catalogue.exercises[name].kind for name in catalogue.core}
    if not {Kind.MOBILITY, Kind.STRENGTH, Kind.AEROBIC} <= kinds:
        yield "catalogue.toml: core: needs mobility, strength and aerobic work"
