"""The check finds what it is there to find: each fault is put into a copy and must be named."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upperback.catalogue.check import check
from upperback.catalogue.loader import load
from upperback.catalogue.wording import faults_in, user_texts
from upperback.model.catalogue import Catalogue

Break = Callable[[str, str, str], Path]

FAULTS = [
    ("texts/en/camera.toml", "I lost you.", "You are out of balance.", "texts/en: camera.lost: 'out of balance'"),
    ("exercises/band_row.toml", "Sit tall and pull", "Mind your bad posture, pull", "exercises/band_row.toml: 'bad posture'"),
    ("exercises/band_row.toml", 'regression = "Take a lighter band and do 8."', 'regression = " "', "has no easier version"),
    (
        "exercises/bird_dog_leg_only.toml",
        'regression_to = ""',
        'regression_to = "bird_dog_full"',
        "regression_to goes in a circle: bird_dog_full > bird_dog_leg_only > bird_dog_full",
    ),
    ("exercises/seated_thoracic_rotation.toml", "Turn to one side", "Turn left", "says left or right in its words"),
    (
        "exercises/band_lateral_raise.toml",
        'cue = "Stop at shoulder height."',
        'cue = "Stop when both of your hands reach shoulder height."',
        "is longer than 7 words",
    ),
    (
        "screening.toml",
        'changes = "We leave out swimming. Walking takes its place."',
        "",
        "ca_water: does not say what the programme does",
    ),
    ("screening.toml", 'how_soon = "Now."', 'how_soon = ""', "rf_aortic: does not say how soon, or what to say there"),
    ("screening.toml", 'caution = "Stay out of the water."', "", "ca_water: eases an exercise but has no caution to spell out"),
    ("screening.toml", 'group = "injury_fever"', 'group = "health"', "group health: mixes emergencies with others"),
    ("catalogue.toml", 'testing_maximal = "the flare', 'other = "the flare', "no exercise bears the tag 'testing_maximal'"),
    (
        "exercises/swimming.toml",
        '[[serves]]\nfinding = "c_low_aerobic"\nplace = 2',
        "",
        "findings/c_low_aerobic.toml: is not served by two exercises in two positions",
    ),
    ("findings/c_lateral_asymmetry.toml", "at_least = 2", "at_least = 99", "rule: at least 99 of "),
    ("tests/t_desk_habits.toml", "upper = 4", "upper = 3", "its answers reach outside what is possible"),
    ("tests/t_neck_sidebend.toml", "mdc95 = { camera = 8", "mdc95 = { camera = 800", "the error by camera, 800.0, does not fit"),
    ("screening.toml", 'action = "modify"\nwhy = "Water', 'action = "go"\nwhy = "Water', "ca_water: 'go' is no action of a yes"),
    (
        "screening.toml",
        'text = "Are you past 20 weeks, or not sure?"\nadds_tag = "supine_after_20wk"',
        'text = "Are you past 20 weeks, or not sure?"',
        "ca_pregnancy: preg_over_20_weeks_or_unsure changes nothing",
    ),
    (
        "screening.toml",
        '[[groups]]\nid = "chest"',
        '[[groups]]\nid = "calm"\ntitle = "Calm"\nnone_label = "None"\n[[groups]]\nid = "chest"',
        "group calm: 0 questions, one page holds 1 to 7",
    ),
    ("screening.toml", 'group = "chest"', 'group = "life"', "group life: mixes emergencies with others"),
    ("exercises/micro_break_posture_shift.toml", '"Stand up every 30 to 60 minutes."', '" "', "steps are empty"),
    ("exercises/band_row.toml", 'positions = ["seated"]', "positions = []", "names no position or no body part"),
    ("exercises/wall_angel.toml", "rest = ", "rest = 9", " is not under peak "),
    ("exercises/neck_side_tilt.toml", "leave = ", "leave = 9", " is not under enter "),
    ("exercises/wall_angel.toml", 'view = "front"', 'view = "none"', "camera: tracked, but without a view"),
    ("tests/t_desk_habits.toml", "retest_days = 14", "retest_days = 0", "retest_days is under 1"),
    ("tests/t_desk_habits.toml", "lower = 0", "lower = 4", "lower 4.0 is not under upper 4.0"),
    ("tests/t_desk_habits.toml", "trials = 1", "trials = 0", "needs at least one trial"),
    (
        "tests/t_desk_habits.toml",
        "{ self = 1 }",
        "{ self = 1, tape = 1 }",
        "has an error for 'tape', which is not one of its methods",
    ),
    (
        "exercises/band_row.toml",
        'name = "Band row"',
        'name = "Chin tuck"',
        "exercises/chin_tuck_seated.toml: name: band_row has the same one",
    ),
    ("exercises/band_row.toml", 'aliases = ["', 'aliases = ["", "', "exercises/band_row.toml: aliases: one is empty"),
    (
        "findings/c_low_aerobic.toml",
        'plateau_words = "Every minute counts, with or without the full 150."',
        'plateau_words = ""',
        "has no words",
    ),
    ("findings/c_low_aerobic.toml", 'link = "Some', 'ties = "Some', "grade_notes: link, change and benefit each need a note"),
    (
        "exercises/swimming.toml",
        'why = "The camera stays at home. Note your minutes afterwards."',
        'why = ""',
        "does not say why the camera",
    ),
    ("tests/t_shoulder_level.toml", 'norm = "About', 'norm = "" # "About', "does not say what is known of other people"),
    ("catalogue.toml", ', "brisk_walking"]', "]", "core: needs mobility, strength and aerobic work"),
    ("exercises/swimming.toml", 'article_dose = "None given."', 'article_dose = ""', "article_dose: says what the article says"),
    ("exercises/band_row.toml", 'breathing = "', 'breathing = "" # "', "exercises/band_row.toml: breathing: is empty"),
    (
        "exercises/dead_bug.toml",
        "watch_for = [",
        "watch_for = [] # [",
        "exercises/dead_bug.toml: watch_for: names no fault of form",
    ),
    (
        "exercises/dead_bug.toml",
        '[[serves]]\nfinding = "c_trunk_endurance"\nplace = 3\n',
        "",
        "exercises/dead_bug.toml: serves: no finding and no modifier brings it",
    ),
    ("exercises/neck_side_tilt.toml", " It may ease for a while.", "", "expect: a release eases 'for a while'; say so"),
    (
        "exercises/brisk_walking.toml",
        "equipment = []",
        'equipment = ["pool"]',
        "no exercise serves it with household things only",
    ),
    (
        "exercises/side_plank_knees.toml",
        'summary = "',
        'summary = "Considerable musculoskeletal stabilisation necessitates individualised progression methodologies, therefore ',
        "exercises/side_plank_knees.toml: one text of grade ",
    ),
    ("tests/t_sit_reach.toml", 'stop = "', 'stop = "" # "', "tests/t_sit_reach.toml: stop: does not say when to stop"),
    (
        "tests/t_sit_reach.toml",
        'stop = "',
        'nothing_to_stop = true\nstop = "',
        "tests/t_sit_reach.toml: nothing_to_stop: only a test of questions has nothing to stop",
    ),
    (
        "tests/t_apley.toml",
        'how = { tape = "',
        'how = { tape = "", self = "" } # "',
        "how: does not say how to take it by 'tape'",
    ),
    (
        "findings/c_low_aerobic.toml",
        "mean_days = 14",
        'mean_days = 14\nexcept_methods = ["self"]',
        "findings/c_low_aerobic.toml: rule: can't be established by no way of taking its tests",
    ),
    (
        "findings/c_thoracic_rotation_stiff.toml",
        'id = "seated_sides_gyro"',
        'id = "seated_sides_gyro"\nexcept_methods = ["gyro"]',
        "rule: seated_sides_gyro: no way of taking t_seated_rotation rotation gives what it looks at",
    ),
    ("routines/long_sit_stretch.toml", 'guarded = "', 'guarded = "" # "', "long_sit_forward_fold is never given by itself"),
    ("routines/standing_turns.toml", '"article_000", ', "", "routines/standing_turns.toml: sources: names no article"),
    ("areas.toml", '["c_tender_points"]', "[]", "areas.toml: tender_spots: leads to no test or to no finding"),
    ("areas.toml", '["c_tender_points"]', "[]", "areas.toml: no area leads to c_tender_points"),
    ("areas.toml", '"t_shoulder_level",', "", "areas.toml: no area offers t_shoulder_level"),
    (
        "tests/t_apley.toml",
        "minutes = ",
        "information_only = true\nminutes = ",
        "tests/t_apley.toml: information_only does not fit",
    ),
    ("claims.toml", '["long_sit_forward_fold"]', "[]", "no claim of article_001 is about long_sit_forward_fold"),
    ("claims.toml", "Good to know when you read it.", "It is dangerous.", "claims.toml: 003-14: 'dangerous'"),
    ("rules.toml", 'words = "', 'words = "You must act. ', "rules.toml: "),
    ("areas.toml", "The neck", "The bad posture", "areas.toml: neck: 'bad posture'"),
]


@pytest.mark.parametrize(("file", "old", "new", "fault"), FAULTS, ids=[f[3] for f in FAULTS])
def test_a_fault_is_named(broken: Break, file: str, old: str, new: str, fault: str) -> None:
    found = check(load(broken(file, old, new)))
    assert any(fault in line for line in found), found


def test_every_text_of_every_kind_is_looked_at(catalogue: Catalogue) -> None:
    texts = {text for _, text in user_texts(catalogue)}
    turn = catalogue.exercises["standing_arms_wide_rotation"]
    desk = catalogue.tests["t_desk_habits"].measures[0].items[0]
    assert {turn.steps[0], turn.stop_if, "Slower, as if through water.", desk.text, desk.options[2].label} <= texts
    assert {catalogue.questions["ca_distress"].effect.advice, catalogue.questions["ca_pregnancy"].subs[0].text} <= texts
    assert {catalogue.findings["c_low_aerobic"].rule.words, catalogue.texts("safety.footer")} <= texts


@pytest.mark.parametrize(
    "said",
    [
        "This is not a diagnosis.", "It treats neck pain.", "A cure for back pain", "Your spine is misaligned.",
        "This is safe for you.", "Outside the normal range", "abnormal", "bad posture", "gone for good", "You are CLEARED.",
        "exercises that actually work", "75% get worse", "damage to the disc", "a weak spine", "no pain no gain",
        "You must go on.", "distortion patterns", "It finds the cause.", "Go on until everything is corrected.", "75 percent",
        "This exercise is risk-free.", "proven to help", "It gets rid of tension.", "sit up straight", "removes all tension",
        "clinically accurate", "You do not have a serious condition.", "Work through it.", "your spine is out of balance",
    ],
)  # fmt: skip
def test_what_may_not_be_said_is_found(said: str) -> None:
    assert len(faults_in(said)) == 1


@pytest.mark.parametrize(
    "said",
    [
        "Your best posture is your next one.", "secure the band", "a heavy chair", "a dislocation", "the treatment room",
        "weak, unsteady or numb legs", "clear change", "healthy", "This works for goodness.",
    ],
)  # fmt: skip
def test_words_that_only_look_alike_are_left_alone(said: str) -> None:
    assert faults_in(said) == []


@given(before=st.text(alphabet="abc .,", max_size=20), after=st.text(alphabet="abc .,", max_size=20))
def test_a_forbidden_word_is_found_wherever_it_stands(before: str, after: str) -> None:
    assert faults_in(f"{before} misaligned {after}") == ["'misaligned': say 'inside or outside the range we use'"]
