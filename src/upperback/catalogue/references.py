"""Cross-references: every id that one entry uses must be another's, and a complaint names file and key."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from upperback.catalogue.reading import CatalogueError
from upperback.model.catalogue import (
    ASKED_FOR,
    BODY_PARTS,
    EXPERT,
    HOUSEHOLD,
    POSITIONS,
    Catalogue,
    Exercise,
    FindingKind,
    Kind,
    Modifier,
    Question,
    Routine,
    SelfTest,
)
from upperback.model.criteria import Criterion, On
from upperback.model.movement import HoldStill, Reps
from upperback.model.regions import FINER, PARTS, REGIONS, WHOLE
from upperback.model.selftest import METHODS, OWN_WORD, PHOTO_MARKS, PRESSED_WITH, TEST_THINGS, Measure

MARKS: Final = frozenset({"V", "V2", "M"})
PLACES: Final = frozenset(REGIONS) | frozenset(FINER) | frozenset(WHOLE)


def source_ids(source: str) -> tuple[str, ...]:
    """The source ids a source text names, its marks left out.

    >>> source_ids("andersen2011 [V]; expert judgement")
    ('andersen2011', 'expert judgement')
    """
    return tuple(part.split("[")[0].strip() for part in source.split(";"))


class References:
    """The ids of a whole catalogue, and the complaint when one isn't among them. `written`: each file's data as it was
    read, for the place of an entry whose order the catalogue does not keep."""

    def __init__(self, catalogue: Catalogue, written: Mapping[str, Any]) -> None:
        self.catalogue = catalogue
        self.written = written
        self.groups = frozenset(group.id for group in catalogue.groups)

    def check(self) -> None:
        """Raise `CatalogueError` at the first reference that leads nowhere."""
        self._known("catalogue.toml", "core", self.catalogue.core, self.catalogue.exercises, "exercise")
        self._known("catalogue.toml", "two_minute", self.catalogue.two_minute, self.catalogue.exercises, "exercise")
        for name in self.catalogue.retired:
            if name in self.catalogue.exercises:
                raise CatalogueError("catalogue.toml", f"retired.{name}", "is an exercise of today")
        for i, question in enumerate(self.catalogue.questions.values()):
            self._question(f"questions[{i}]", question)
        for exercise in self.catalogue.exercises.values():
            self._exercise(f"exercises/{exercise.id}.toml", exercise)
        for test in self.catalogue.tests.values():
            self._test(f"tests/{test.id}.toml", test)
        for finding in self.catalogue.findings.values():
            self._finding(f"findings/{finding.id}.toml", finding)
        for modifier in self.catalogue.modifiers.values():
            self._modifier(f"modifiers/{modifier.id}.toml", modifier)
        for name, rule in self.catalogue.rules.rules.items():
            self._source("rules.toml", f"rules.{name}.source", rule.source)
        for name, fact in self.catalogue.rules.facts.items():
            self._source("rules.toml", f"facts.{name}.source", fact.source)
        for routine in self.catalogue.routines.values():
            self._routine(f"routines/{routine.id}.toml", routine)
        for area in self.catalogue.areas.values():
            self._known("areas.toml", f"{area.id}.tests", area.tests, self.catalogue.tests, "test")
            self._known("areas.toml", f"{area.id}.findings", area.findings, self.catalogue.findings, "finding")
            self._known("areas.toml", f"{area.id}.regions", area.regions, PLACES, "place of the body map")
        for claim in self.catalogue.claims.values():
            self._known("claims.toml", f"claims.{claim.id}", [claim.article], self.catalogue.sources, "source")
            self._known("claims.toml", f"claims.{claim.id}.exercises", claim.exercises, self.catalogue.exercises, "exercise")
            self._sources("claims.toml", f"claims.{claim.id}.sources", claim.sources)
        for choice in self.catalogue.choices:
            self._sources("claims.toml", f"chosen.{choice.id}.sources", choice.sources)

    def _known(self, file: str, key: str, names: Iterable[str], known: Iterable[str], what: str) -> None:
        ids = known if isinstance(known, (dict, frozenset)) else frozenset(known)
        for i, name in enumerate(self._in_order(file, key) if isinstance(names, frozenset) else names):
            if name not in ids:
                raise CatalogueError(file, f"{key}[{i}]", f"no {what} '{name}'")

    def _in_order(self, file: str, key: str) -> list[str]:
        found = self.written[file]
        for step in re.findall(r"\w+", key):
            found = found[int(step)] if isinstance(found, list) else found.get(step, [])
        return list(found)

    def _source(self, file: str, key: str, source: str) -> None:
        for mark in re.findall(r"\[(.*?)\]", source):
            if mark not in MARKS:
                raise CatalogueError(file, key, f"'{mark}' is none of V, V2, M")
        for name in source_ids(source):
            if not name:
                raise CatalogueError(file, key, f"names no source; at least '{EXPERT}'")
            if name != EXPERT and name not in self.catalogue.sources:
                raise CatalogueError(file, key, f"no source '{name}'")

    def _sources(self, file: str, key: str, sources: tuple[str, ...]) -> None:
        if not sources:
            raise CatalogueError(file, key, f"names no source; at least '{EXPERT}'")
        for i, source in enumerate(sources):
            self._source(file, f"{key}[{i}]", source)

    def _question(self, key: str, question: Question) -> None:
        file = "screening.toml"
        self._known(file, f"{key}.group", [question.group], self.groups, "group")
        self._sources(file, f"{key}.source", question.source)
        tags = self.catalogue.tags
        self._known(file, f"{key}.block_tags", question.block_tags, tags, "tag")
        self._known(file, f"{key}.limit_tags", question.limit_tags, tags, "tag")
        self._known(file, f"{key}.effect.leave_out", question.effect.leave_out, self.catalogue.exercises, "exercise")
        self._known(file, f"{key}.effect.note_on_positions", question.effect.note_on_positions, POSITIONS, "position")
        preferable = frozenset(tags) | POSITIONS | frozenset(Kind) | frozenset(self.catalogue.exercises)
        self._known(file, f"{key}.prefer", question.prefer, preferable, "tag, kind, position or exercise")
        for i, sub in enumerate(question.subs):
            if sub.adds_tag is not None:
                self._known(file, f"{key}.subs[{i}].adds_tag", [sub.adds_tag], tags, "tag")

    def _exercise(self, file: str, exercise: Exercise) -> None:
        self._known(file, "positions", exercise.positions, POSITIONS, "position")
        self._known(file, "equipment", exercise.equipment, HOUSEHOLD | ASKED_FOR, "equipment")
        self._known(file, "works", exercise.works, BODY_PARTS, "body part")
        self._known(file, "tags", exercise.tags, self.catalogue.tags, "tag")
        self._known(file, "cautions", exercise.cautions, self.catalogue.questions, "question")
        if exercise.regression_to:
            self._known(file, "regression_to", [exercise.regression_to], self.catalogue.exercises, "exercise")
        for i, served in enumerate(exercise.serves):
            if served.finding not in self.catalogue.findings:
                raise CatalogueError(file, f"serves[{i}].finding", f"no finding '{served.finding}'")
            if served.finding in exercise.findings[:i]:
                raise CatalogueError(file, f"serves[{i}].finding", f"'{served.finding}' stands here twice")
        self._known(file, "from_article", exercise.from_article, self.catalogue.sources, "source")
        self._source(file, "dose_source", exercise.dose_source)
        self._sources(file, "sources", exercise.sources)
        self._movement(file, exercise)

    def _movement(self, file: str, entry: Exercise | SelfTest) -> None:
        if isinstance(entry.movement, (Reps, HoldStill)):
            self._source(file, "movement.source", entry.movement.source)
            for i, fault in enumerate(entry.movement.faults):
                self._source(file, f"movement.faults[{i}].source", fault.source)

    def _test(self, file: str, test: SelfTest) -> None:
        self._known(file, "blocked_by", test.blocked_by, self.catalogue.questions, "question")
        self._known(file, "equipment", test.equipment, HOUSEHOLD | ASKED_FOR | TEST_THINGS, "equipment")
        self._source(file, "norm_source", test.norm_source)
        self._sources(file, "sources", test.sources)
        self._movement(file, test)
        for i, measure in enumerate(test.measures):
            self._measured(file, f"measures[{i}]", test, measure)

    def _measured(self, file: str, key: str, test: SelfTest, measure: Measure) -> None:
        self._known(file, f"{key}.methods", measure.methods, METHODS, "method")
        self._known(file, f"{key}.how", measure.how, frozenset(measure.methods), "method here")
        self._known(file, f"{key}.error_sources", measure.error_sources, frozenset(measure.methods), "method here")
        self._known(file, f"{key}.photo", measure.photo, PHOTO_MARKS, "mark on a photo")
        for method in measure.methods:
            self._source(file, f"{key}.error_source", measure.source_of(method))
            if method not in measure.mdc95:
                raise CatalogueError(file, f"{key}.mdc95", f"no error for the method '{method}'")
        if OWN_WORD in measure.methods and not measure.items and measure.counted is None:
            raise CatalogueError(file, f"{key}.items", f"the method '{OWN_WORD}' needs items to ask")
        others = frozenset(other.id for other in test.measures if other.id != measure.id)
        if measure.total_with:
            self._known(file, f"{key}.total_with", [measure.total_with], others, "other measure")
        if measure.counted is not None:
            self._known(file, f"{key}.counted.of", measure.counted.of, others, "other measure")
        if measure.region:
            self._known(file, f"{key}.region", [measure.region], PARTS, "place of the body")
        if measure.pressed_with:
            self._known(file, f"{key}.pressed_with", [measure.pressed_with], PRESSED_WITH, "way to press")

    def _finding(self, file: str, finding: FindingKind) -> None:
        self._known(file, "tests", finding.tests, self.catalogue.tests, "test")
        self._known(file, "area", finding.area, BODY_PARTS, "body part")
        self._sources(file, "sources", finding.sources)
        self._source(file, "rule.source", finding.rule.source)
        self._source(file, "gone.source", finding.gone.source)
        self._source(file, "plateau.source", finding.plateau.source)
        for i, criterion in enumerate(finding.rule.criteria):
            key = f"rule.criteria[{i}]"
            self._measure(file, key, finding.tests, criterion.test, criterion.measure, criterion.on, criterion.method)
            self._limit(file, key, criterion)
            self._source(file, f"{key}.source", criterion.source)
        for i, target in enumerate(finding.targets):
            key = f"targets[{i}]"
            self._measure(file, key, finding.tests, target.test, target.measure, target.on, target.method)
            self._source(file, f"{key}.source", target.source)

    def _routine(self, file: str, routine: Routine) -> None:
        for i, item in enumerate(routine.items):
            if item.exercise not in self.catalogue.exercises:
                raise CatalogueError(file, f"items[{i}].exercise", f"no exercise '{item.exercise}'")
        self._sources(file, "sources", routine.sources)

    def _modifier(self, file: str, modifier: Modifier) -> None:
        known = {**self.catalogue.tests, **self.catalogue.questions}
        self._known(file, "established_by", modifier.established_by, known, "test or question")
        self._sources(file, "sources", modifier.sources)
        self._known(file, "adds", modifier.adds, self.catalogue.exercises, "exercise")
        preferable = frozenset(self.catalogue.tags) | POSITIONS | frozenset(Kind) | frozenset(self.catalogue.exercises)
        self._known(file, "prefer", modifier.prefer, preferable, "tag, kind, position or exercise")
        self._known(file, "at_first.leave_out_tags", sorted(modifier.at_first.leave_out_tags), self.catalogue.tags, "tag")
        self._known(file, "at_first.tests", modifier.at_first.tests, self.catalogue.tests, "test")
        if modifier.refer_question:
            self._known(file, "refer_question", [modifier.refer_question], self.catalogue.questions, "question")
        for i, sign in enumerate(modifier.signs):
            self._source(file, f"signs[{i}].source", sign.source)
            if sign.question is not None:
                self._known(file, f"signs[{i}].question", [sign.question], modifier.established_by, "question here")
        for i, criterion in enumerate(modifier.criteria):
            key = f"criteria[{i}]"
            self._source(file, f"{key}.source", criterion.source)
            self._measure(file, key, modifier.established_by, criterion.test, criterion.measure, criterion.on, criterion.method)
            self._limit(file, key, criterion)

    def _limit(self, file: str, key: str, criterion: Criterion) -> None:
        """A limit that no value can pass, or every value does, is a slip."""
        [measure] = [m for m in self.catalogue.tests[criterion.test].measures if m.id == criterion.measure]
        span = measure.upper - measure.lower
        if span <= 0:
            return  # the check says so
        low, high = (0.0, span) if criterion.on is On.SIDE_DIFFERENCE else (measure.lower, measure.upper)
        ranges = {
            **dict.fromkeys(("below", "above", "at_most", "at_least"), (low, high)),
            "above_share": (0.0, 1.0),
            "pain_above": (0.0, 10.0),
        }
        for name, (least, most) in ranges.items():
            limit = getattr(criterion, name)
            if limit is not None and not least <= limit <= most:
                raise CatalogueError(file, f"{key}.{name}", f"{limit:g} is not between {least:g} and {most:g}, what is possible")

    def _measure(self, file: str, key: str, among: Iterable[str], test: str, name: str, on: On, method: str | None) -> None:
        self._known(file, f"{key}.test", [test], self.catalogue.tests, "test")
        if test not in among:
            whose = "this finding's tests" if file.startswith("findings/") else "what establishes it"
            raise CatalogueError(file, f"{key}.test", f"'{test}' is not among {whose}")
        measures = {measure.id: measure for measure in self.catalogue.tests[test].measures}
        if name not in measures:
            raise CatalogueError(file, f"{key}.measure", f"no measure '{name}' in the test '{test}'")
        if measures[name].sides != (on is not On.VALUE):
            raise CatalogueError(
                file, f"{key}.on", f"'{on}' does not fit: '{name}' has {'' if measures[name].sides else 'no '}sides"
            )
        if method is not None and method not in measures[name].methods:
            raise CatalogueError(file, f"{key}.method", f"'{name}' is not taken by '{method}'")
