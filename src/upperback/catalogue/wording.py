"""The wording rules over every text a person reads: never diagnose, promise, frighten or scold.

The list follows the project's wording rules (a wellness product says "areas to work on", not "diagnosis"). Two of them are kept
by the pages: what is measured is shown in whole degrees with its error, and that this is no medical device stands on each.
"""

import re
from collections.abc import Iterator
from typing import Final

from upperback.model.catalogue import Catalogue
from upperback.model.demo import Demo
from upperback.model.movement import HoldStill, Reps, Untracked

_FORBIDDEN: Final = {
    r"diagnos\w*": "areas to work on",
    r"distortion patterns?": "areas to work on",
    r"causes? of (your|the) pain|finds? the (real |true )?causes?": "what you can work on",
    r"treats?|treated|treating": "may help",
    r"cur(e|es|ed|ing)": "may help",
    r"heal(s|ed|ing)?": "may help",
    r"for good": "for a while",
    r"actually works?": "many people find helpful",
    r"removes? all|gets? rid of": "may ease",
    r"75 ?%|75 percent": "nothing; the figure has no source",
    r"until (everything|all|every (cause|finding)) (is|are) (corrected|fixed|gone)": "you can stop",
    r"guarantee\w*|promis\w*": "may",
    r"(ab)?normal(ly)?": "inside or outside the range we use",
    r"misalign\w*|out of (balance|place|alignment)": "inside or outside the range we use",
    r"damag\w*|degenerat\w*": "nothing",
    r"(weak|crooked|unstable) (spine|back|neck)": "an area to work on",
    r"(bad|poor|wrong|perfect|correct) posture": "posture variety",
    r"sit up straight": "sit tall",
    r"cleared": "your answers allow you to start",
    r"(perfectly |completely )?safe for (you|everyone)|risk[- ]free": "your answers allow you to start",
    r"you (do not )?have a serious": "some of your answers suggest seeing a clinician",
    r"no pain,? no gain|work through (it|the pain)|push through": "stop if",
    r"you must": "please",
    r"dangerous|harmful": "nothing",
    r"clinically (proven|accurate)|scientifically proven|proven to": "estimate by camera, or what was found and in whom",
    r"pain[- ]free": "with less pain",
    r"failed|failure|lazy": "nothing",
}
_PATTERN: Final = re.compile("|".join(rf"(?P<p{i}>(?<!\w)(?:{p})(?!\w))" for i, p in enumerate(_FORBIDDEN)), re.IGNORECASE)
_INSTEAD: Final = tuple(_FORBIDDEN.values())


def faults_in(text: str) -> list[str]:
    """What must not be said in `text`, each with what to say instead.

    >>> faults_in("This cures bad posture.")
    ["'cures': say 'may help'", "'bad posture': say 'posture variety'"]
    >>> faults_in("It may ease for a while.")
    []
    """
    found = []
    for match in _PATTERN.finditer(text):
        number = int(str(match.lastgroup)[1:])
        found.append(f"'{match.group()}': say '{_INSTEAD[number]}'")
    return found


def user_texts(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Every text of the catalogue that a person reads or hears, with the place it stands in. Citations are not ours."""
    yield from ((f"texts/{catalogue.texts.language}: {key}", text) for key, text in catalogue.texts.all())
    yield from ((f"catalogue.toml: tags.{key}", text) for key, text in catalogue.tags.items())
    for group in catalogue.groups:
        yield f"screening.toml: group {group.id}", f"{group.title} {group.none_label}"
    yield from _questions(catalogue)
    yield from _exercises(catalogue)
    yield from _tests(catalogue)
    yield from _findings(catalogue)
    yield from _modifiers(catalogue)
    yield from _articles(catalogue)
    yield from _rules(catalogue)


def _questions(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for question in catalogue.questions.values():
        effect = question.effect
        texts = [
            *(question.text, question.why, question.changes, question.caution, question.how_soon, question.what_to_say),
            *question.limit_tags.values(),
            *(sub.text for sub in question.subs),
            *effect.note_on_kinds.values(),
            *effect.note_on_positions.values(),
            *(effect.stop_also, effect.advice),
        ]
        yield from ((f"screening.toml: {question.id}", text) for text in texts if text)


def _exercises(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for exercise in catalogue.exercises.values():
        texts = [
            *(
                exercise.name,
                *exercise.aliases,
                exercise.summary,
                *exercise.steps,
                exercise.breathing,
                exercise.expect,
                exercise.stop_if,
            ),
            *(exercise.regression, exercise.article_dose, exercise.evidence, *exercise.watch_for),
            *(words for dose in exercise.ladder for words in (dose.tempo, dose.note)),
        ]
        match exercise.movement:
            case Untracked(why=why):
                texts.append(why)
            case Reps(faults=faults) | HoldStill(faults=faults):
                texts += [text for fault in faults for text in (fault.cue, fault.praise)]
        texts += _captions(exercise.demo)
        yield from ((f"exercises/{exercise.id}.toml", text) for text in texts if text)


def _tests(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for test in catalogue.tests.values():
        texts = [test.name, test.summary, *test.steps, test.norm, test.stop, test.reliability, test.pain_record]
        for measure in test.measures:
            texts += [measure.name, measure.flat, *measure.how.values()]
            for item in measure.items:
                texts += [item.text, *(option.label for option in item.options)]
        texts += [caption for demo in (test.demo, *test.drawn_by.values()) for caption in _captions(demo)]
        yield from ((f"tests/{test.id}.toml", text) for text in texts if text)


def _captions(demo: Demo | None) -> list[str]:
    return [key.caption for key in demo.keys] if demo is not None else []


def _findings(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for finding in catalogue.findings.values():
        texts = [
            *(finding.name, finding.meaning, finding.not_meaning, finding.plateau_words, finding.structural, finding.dosing),
            *(finding.rule.words, finding.gone.words, *(criterion.says for criterion in finding.rule.criteria)),
            *(target.words for target in finding.targets),
            *finding.grade_notes.values(),
        ]
        yield from ((f"findings/{finding.id}.toml", text) for text in texts if text)


def _modifiers(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for modifier in catalogue.modifiers.values():
        texts = [
            *(modifier.name, modifier.meaning, modifier.not_meaning, modifier.changes, modifier.refer_if, modifier.evidence),
            *(sign.words for sign in modifier.signs),
            *(criterion.says for criterion in modifier.criteria),
            *(*modifier.effect.note_on_kinds.values(), modifier.effect.advice, modifier.at_first.words),
        ]
        yield from ((f"modifiers/{modifier.id}.toml", text) for text in texts if text)


def _articles(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for routine in catalogue.routines.values():
        texts = [routine.name, routine.summary, routine.article, routine.when, routine.guarded, routine.evidence]
        texts += [item.dose for item in routine.items]
        yield from ((f"routines/{routine.id}.toml", text) for text in texts if text)
    for area in catalogue.areas.values():
        yield from ((f"areas.toml: {area.id}", text) for text in (area.name, area.summary))
    for claim in catalogue.claims.values():
        yield from ((f"claims.toml: {claim.id}", text) for text in (claim.says, claim.known))
    for choice in catalogue.choices:
        yield from ((f"claims.toml: {choice.id}", text) for text in (choice.topic, choice.articles, choice.chosen))


def _rules(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    yield from ((f"rules.toml: {key}", words) for key, words in catalogue.rules.sections.items())
    yield from ((f"rules.toml: {rule.id}", rule.words) for rule in catalogue.rules.rules.values())
    yield from ((f"rules.toml: {fact.id}", fact.words) for fact in catalogue.rules.facts.values())
