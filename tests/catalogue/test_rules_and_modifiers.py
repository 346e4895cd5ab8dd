"""The rules of findings and the modifiers: every mistake in them is refused, and the complaint names file and key."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from upperback.catalogue.loader import CatalogueError, load
from upperback.model.catalogue import Catalogue
from upperback.model.criteria import On

Break = Callable[[str, str, str], Path]

HEAD = "findings/c_forward_head.toml"
STIFF = "modifiers/m_arthritic_stiffness.toml"

MISTAKES = [
    (HEAD, 'of = ["angle_low"]', 'of = ["angle"]', f"{HEAD}: rule.ways[0].needs[0].of[0]: nothing here has the id 'angle'"),
    (
        HEAD,
        'of = ["angle_low"] ',
        'of = ["angle_low"], at_least = 2 ',
        f"{HEAD}: rule.ways[0].needs[0].at_least: 2 of 1 can't be",
    ),
    (HEAD, 'needs = [{ of = ["angle_low"] }]', "watch = true", f"{HEAD}: rule.ways[0].needs: a way needs at least one criterion"),
    (HEAD, "below = 48", "below = 48\nabove = 60", f"{HEAD}: rule.criteria[0].below: a criterion needs exactly one of"),
    (HEAD, "below = 48", "above_share = 0.3", f"{HEAD}: rule.criteria[0].above_share: a share is for a side difference"),
    (
        HEAD,
        'voids = ["hold_short_men",',
        'voids = ["hold",',
        f"{HEAD}: rule.criteria[5].voids[0]: no criterion 'hold' in this rule",
    ),
    (HEAD, "build_weeks = 6", "build_months = 6", f"{HEAD}: plateau.build_months: is not a known key here"),
    (
        "findings/c_scapular_control.toml",
        'same_both_days = ["blade_out"]',
        'same_both_days = ["blade"]',
        "findings/c_scapular_control.toml: rule.same_both_days[0]: no criterion 'blade' in this rule",
    ),
    (
        STIFF,
        "age_from = 45",
        "age_from = 45\nquestion = 'ca_persist'",
        f"{STIFF}: signs[0].question: a sign needs exactly one of",
    ),
    (STIFF, 'refer_when = ["stiff_long"]', 'refer_when = ["stiff"]', f"{STIFF}: refer_when[0]: no sign or criterion 'stiff'"),
    (STIFF, 'of = ["grinding"]', 'of = ["grind"]', f"{STIFF}: ways[0].needs[2].of[0]: nothing here has the id 'grind'"),
    (STIFF, 'measure = "grinding"', 'measure = "noise"', f"{STIFF}: criteria[2].measure: no measure 'noise' in the test"),
    (STIFF, "mobility = 7", "moving = 7", f"{STIFF}: days_by_kind: 'moving' is not a valid Kind"),
    (
        STIFF,
        'refer_question = "rf_inflammatory"',
        'refer_question = "rf_stiff"',
        f"{STIFF}: refer_question[0]: no question 'rf_stiff'",
    ),
    (
        "modifiers/m_sleep_stress.toml",
        'established_by = ["ca_distress", "t_desk_habits"]',
        'established_by = ["ca_distress"]',
        "modifiers/m_sleep_stress.toml: criteria[0].test: 't_desk_habits' is not among what establishes it",
    ),
    (
        "modifiers/m_sleep_stress.toml",
        'says = "You sleep under six hours."',
        "",
        "modifiers/m_sleep_stress.toml: criteria[0].says: is missing",
    ),
    (
        "modifiers/m_hip_low_back.toml",
        '"half_kneeling_hip_flexor_stretch"',
        '"hip_stretch"',
        "modifiers/m_hip_low_back.toml: adds[0]: no exercise 'hip_stretch'",
    ),
    (
        "modifiers/m_low_irritability_unknown.toml",
        'leave_out_tags = ["long_isometric"]',
        'leave_out_tags = ["long"]',
        "modifiers/m_low_irritability_unknown.toml: at_first.leave_out_tags[0]: no tag 'long'",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "complaint"), MISTAKES, ids=[f"{m[0]}: {m[2]}" for m in MISTAKES])
def test_a_mistake_in_a_rule_or_modifier_names_file_and_key(broken: Break, file: str, old: str, new: str, complaint: str) -> None:
    with pytest.raises(CatalogueError, match=re.escape(complaint)):
        load(broken(file, old, new))


def test_all_fourteen_findings_and_four_modifiers_are_there(catalogue: Catalogue) -> None:
    assert len(catalogue.findings) == 14
    assert len(catalogue.modifiers) == 4
    for modifier in catalogue.modifiers.values():
        assert modifier.lasting is (modifier.id == "m_arthritic_stiffness")


def test_every_kind_a_finding_names_has_exercises_the_evidence_gives_it(catalogue: Catalogue) -> None:
    served = {f: {kind.value: len(ids) for kind, ids in kinds.exercises.items()} for f, kinds in catalogue.findings.items()}
    assert served["c_scapular_endurance"] == {"release": 1, "mobility": 1, "strength": 7}
    assert served["c_sedentary_load"] == {"release": 1, "mobility": 2, "strength": 1, "habit": 1, "aerobic": 1}
    assert all(kinds for kinds in served.values())


def test_a_criterion_asks_of_sides_only_what_its_measure_has(catalogue: Catalogue) -> None:
    for finding in catalogue.findings.values():
        for criterion in finding.rule.criteria:
            measure = next(m for m in catalogue.tests[criterion.test].measures if m.id == criterion.measure)
            assert measure.sides is (criterion.on is not On.VALUE), criterion.id
