"""What the catalogue holds, read once more by hand from the facts it was written from."""

from collections import Counter
from dataclasses import replace

import pytest

from upperback.catalogue.check import check
from upperback.catalogue.wording import user_texts
from upperback.model.articles import Verdict
from upperback.model.catalogue import Action, Catalogue, Kind
from upperback.model.criteria import On
from upperback.model.events import Unseen
from upperback.model.movement import Reps, Untracked

FROM_ARTICLES = {
    "standing_arms_wide_rotation", "swimming", "long_sit_forward_fold", "childs_pose", "brisk_walking", "seated_knee_to_chest",
    "bird_dog_leg_only", "crossed_arm_knee_press", "interlaced_reach", "neck_side_tilt", "neck_side_tilt_arm_behind",
    "neck_four_way_tilt", "chin_tuck_seated", "shoulder_blade_squeeze", "wall_angel", "cat_cow",
}  # fmt: skip
OWN = {
    "band_row", "band_lateral_raise", "seated_thoracic_rotation", "levator_scapulae_stretch", "relaxed_breathing_supine",
    "wall_ball_self_release", "bird_dog_full", "micro_break_posture_shift", "doorway_pec_stretch", "bench_prayer_stretch",
    "open_book_side_lying", "thread_the_needle", "lumbar_locked_rotation", "chair_thoracic_extension",
    "towel_roll_thoracic_extension", "neck_rotation_active", "wall_slide", "seated_side_bend", "half_kneeling_hip_flexor_stretch",
    "craniocervical_nod_supine", "head_lift_hold_supine", "neck_isometrics", "prone_cobra", "prone_t_raise", "prone_y_raise",
    "band_pull_apart", "band_w_external_rotation", "wall_push_up_plus", "dead_bug", "side_plank_knees",
}  # fmt: skip
TESTS = {
    "t_forward_head", "t_rounded_shoulder", "t_shoulder_level", "t_kyphosis_proxy", "t_seated_rotation", "t_standing_rotation",
    "t_thoracic_extension", "t_neck_rotation", "t_neck_sidebend", "t_neck_flex_ext", "t_wall_flexion", "t_wall_angel",
    "t_abduction_sym", "t_scap_dyskinesis", "t_dnf_endurance", "t_scap_endurance", "t_back_ext_endurance", "t_bird_dog_hold",
    "t_sit_reach", "t_apley", "t_hip_single_leg", "t_tender_points", "t_desk_habits", "t_walking_minutes",
    "t_confidence_stiffness",
}  # fmt: skip
FINDINGS = {
    "c_forward_head", "c_rounded_shoulders", "c_thoracic_rotation_stiff", "c_thoracic_extension_stiff", "c_neck_mobility_stiff",
    "c_deep_neck_flexor", "c_scapular_control", "c_scapular_endurance", "c_trunk_endurance", "c_lateral_asymmetry",
    "c_tender_points", "c_sedentary_load", "c_low_aerobic", "c_guarding",
}  # fmt: skip
ROUTINES = {
    "daily_five": ["chin_tuck_seated", "shoulder_blade_squeeze", "wall_angel", "cat_cow", "childs_pose"],
    "three_stretches": [
        "crossed_arm_knee_press", "interlaced_reach", "neck_side_tilt", "neck_side_tilt_arm_behind", "neck_four_way_tilt",
    ],
    "walk_and_two": ["seated_knee_to_chest", "bird_dog_leg_only", "brisk_walking"],
    "long_sit_stretch": ["childs_pose", "long_sit_forward_fold"],
    "standing_turns": ["standing_arms_wide_rotation"],
}  # fmt: skip
WORDS_A_MINUTE = 238  # silent reading of adults, Brysbaert 2019 [M]


def test_nothing_is_off(catalogue: Catalogue) -> None:
    assert check(catalogue) == []


def test_an_apostrophe_is_a_curved_one(catalogue: Catalogue) -> None:
    assert [place for place, text in user_texts(catalogue) if "'" in text] == []


def test_a_percent_sign_stands_at_its_number(catalogue: Catalogue) -> None:
    assert [place for place, text in user_texts(catalogue) if "0 %" in text or "8 %" in text or "} %" in text] == []


def test_everything_there_is_to_know_is_there(catalogue: Catalogue) -> None:
    assert len(catalogue.questions) == 42
    assert set(catalogue.exercises) == FROM_ARTICLES | OWN
    assert {e.id for e in catalogue.exercises.values() if e.from_article} == FROM_ARTICLES
    assert set(catalogue.tests) == TESTS
    assert set(catalogue.findings) == FINDINGS
    assert set(catalogue.modifiers) == {
        "m_arthritic_stiffness", "m_sleep_stress", "m_hip_low_back", "m_low_irritability_unknown",
    }  # fmt: skip


def test_the_routines_are_the_articles_in_their_order_and_dose(catalogue: Catalogue) -> None:
    assert {name: [item.exercise for item in routine.items] for name, routine in catalogue.routines.items()} == ROUTINES
    doses = {item.exercise: (item.sets, item.reps, item.hold_s) for r in catalogue.routines.values() for item in r.items}
    assert doses["chin_tuck_seated"] == (1, 10, 5)
    assert doses["shoulder_blade_squeeze"] == (1, 10, 5)
    assert doses["wall_angel"][:2] == (1, 10)
    assert doses["brisk_walking"] == (1, 1, 1800)
    assert doses["long_sit_forward_fold"] == (3, 1, 15)
    assert doses["neck_side_tilt"][2] == 10
    seconds = {
        item.exercise: replace(catalogue.exercises[item.exercise].ladder[0], reps=item.reps, hold_s=item.hold_s).work_s
        for routine in catalogue.routines.values()
        for item in routine.items
    }
    assert 60 <= seconds["cat_cow"] <= 120
    assert 60 <= seconds["childs_pose"] <= 120
    assert 120 <= seconds["standing_arms_wide_rotation"] <= 240


def test_the_deep_fold_is_the_one_routine_with_a_guard(catalogue: Catalogue) -> None:
    assert [name for name, routine in catalogue.routines.items() if routine.guarded] == ["long_sit_stretch"]


def test_each_thing_the_articles_name_is_a_way_in(catalogue: Catalogue) -> None:
    findings = {name: area.findings for name, area in catalogue.areas.items()}
    assert findings["past_injury"] == ("c_guarding",)
    assert findings["low_back"] == ("c_trunk_endurance",)
    assert findings["left_right"] == ("c_lateral_asymmetry",)
    assert findings["tender_spots"] == ("c_tender_points",)
    assert "c_forward_head" in findings["head_position"]
    assert "c_thoracic_extension_stiff" in findings["upper_back_curve"]
    assert findings["desk_day"] == ("c_sedentary_load",)


def test_every_claim_of_the_five_articles_is_judged(catalogue: Catalogue) -> None:
    assert Counter(claim.article for claim in catalogue.claims.values()) == {
        "article_000": 19, "article_001": 13, "article_002": 11, "article_003": 14, "article_004": 11,
    }  # fmt: skip
    verdicts = {name: claim.verdict for name, claim in catalogue.claims.items()}
    assert verdicts["000-02"] is verdicts["000-13"] is verdicts["001-04"] is verdicts["004-09"] is Verdict.CONTRADICTED
    assert verdicts["000-07"] is verdicts["001-03"] is verdicts["002-05"] is verdicts["002-07"] is Verdict.SUPPORTED
    assert verdicts["001-10"] is verdicts["003-09"] is Verdict.UNSUPPORTED
    assert verdicts["003-14"] is verdicts["000-09"] is Verdict.RHETORIC
    assert len(catalogue.choices) == 5


def test_the_figures_of_the_claims_are_those_of_their_sources(catalogue: Catalogue) -> None:
    known = {name: claim.known for name, claim in catalogue.claims.items()}
    assert "42 of 170" in known["000-02"]
    assert "1.4 of 10" in known["000-10"]
    assert "0.49 (0.31 to 0.76)" in known["000-11"]
    assert "8 of 9" in known["001-10"]
    assert "0.22, between 0.06 and 0.75" in known["002-08"]
    assert "0.45 for the spot" in known["003-07"]


def test_the_questions_raise_what_they_have_to(catalogue: Catalogue) -> None:
    by_action = {action: [q.id for q in catalogue.questions.values() if q.action is action] for action in Action}
    assert len(by_action[Action.EMERGENCY_NOW]) == 9
    assert len(by_action[Action.CLINICIAN_FIRST]) == 14
    modify = by_action[Action.MODIFY]
    assert len(modify) == 19
    assert [name for name in modify if not name.startswith("ca_")] == ["rf_first_onset_over50"]


def test_the_short_form_asks_the_six_that_can_change_over_night(catalogue: Catalogue) -> None:
    assert {q.id for q in catalogue.questions.values() if q.short_form} == {
        "rf_chest_cardiac", "rf_cord_signs", "rf_cervical_artery_now", "rf_cauda_equina", "rf_trauma_recent", "rf_fever_unwell",
    }  # fmt: skip


def test_each_modify_answer_says_and_does_something(catalogue: Catalogue) -> None:
    default = type(next(iter(catalogue.questions.values())).effect)()
    said = set()
    for question in catalogue.questions.values():
        if question.action is Action.MODIFY:
            does = question.block_tags or question.limit_tags or question.prefer or question.effect != default
            assert does, f"{question.id} changes nothing"
            said.add(question.changes)
    assert len(said) == 19


def test_sub_questions_raise_the_action_or_add_a_tag(catalogue: Catalogue) -> None:
    subs = {sub.id: (sub.action, sub.adds_tag, sub.feature) for q in catalogue.questions.values() for sub in q.subs}
    assert subs == {
        "infl_onset_by_40": (None, None, "feature"),
        "infl_gradual_onset": (None, None, "feature"),
        "infl_better_moving": (None, None, "feature"),
        "infl_not_better_resting": (None, None, "feature"),
        "infl_night_pain_eases_on_rising": (None, None, "feature"),
        "infl_psoriasis_uveitis_bowel_family_heel": (None, None, "extra"),
        "bp_over_180_110": (Action.CLINICIAN_FIRST, None, None),
        "heart_not_cleared_for_exercise": (Action.CLINICIAN_FIRST, None, None),
        "dizziness_new_or_unassessed": (Action.CLINICIAN_FIRST, None, None),
        "preg_bleeding_fluid_contractions": (Action.EMERGENCY_NOW, None, None),
        "preg_complication": (Action.CLINICIAN_FIRST, None, None),
        "preg_over_20_weeks_or_unsure": (None, "supine_after_20wk", None),
        "thoughts_of_self_harm": (Action.EMERGENCY_NOW, None, None),
    }
    inflammatory = catalogue.questions["rf_inflammatory"]
    assert (inflammatory.features_needed, inflammatory.features_with_extra, inflammatory.below_count) == (4, 3, Action.MODIFY)


def test_the_questions_are_read_in_under_four_minutes(catalogue: Catalogue) -> None:
    words = sum(len(q.text.split()) for q in catalogue.questions.values()) + sum(len(g.title.split()) for g in catalogue.groups)
    assert words / WORDS_A_MINUTE < 4
    assert 8 <= len(catalogue.groups) <= 10


def test_emergency_words_name_no_number(catalogue: Catalogue) -> None:
    for key in ("safety.emergency", "safety.crisis"):
        assert "emergency number" in catalogue.texts(key)
        assert not any(character.isdigit() for character in catalogue.texts(key))


def test_every_state_of_the_camera_has_words(catalogue: Catalogue) -> None:
    keys = [key for key, _ in catalogue.texts.all()]
    for state in Unseen:
        key = f"camera.{state}"
        assert any(known == key or known.startswith(f"{key}.") for known in keys), key
    assert "I lost you" in catalogue.texts("camera.lost")


def test_the_floor_is_marked_wherever_one_gets_down_to_it(catalogue: Catalogue) -> None:
    down = {"quadruped", "kneeling", "supine", "prone", "side-lying", "seated_floor"}
    for exercise in catalogue.exercises.values():
        assert ("floor" in exercise.tags) == bool(down & set(exercise.positions)), exercise.id


def test_the_fold_that_loads_the_spine_is_never_given_by_itself(catalogue: Catalogue) -> None:
    assert [e.id for e in catalogue.exercises.values() if not e.auto] == ["long_sit_forward_fold"]
    assert all("long_sit_forward_fold" not in names for f in catalogue.findings.values() for names in f.exercises.values())


def test_a_dose_takes_the_time_its_article_says(catalogue: Catalogue) -> None:
    minutes = {name: e.ladder[0].work_s / 60 for name, e in catalogue.exercises.items()}
    assert minutes["standing_arms_wide_rotation"] == pytest.approx(2, abs=0.2)
    assert minutes["relaxed_breathing_supine"] == pytest.approx(2, abs=0.4)
    assert minutes["band_lateral_raise"] <= 2
    assert minutes["brisk_walking"] == 10
    assert catalogue.exercises["brisk_walking"].ladder[3].work_s * 5 / 60 == 150
    for exercise in catalogue.exercises.values():
        if exercise.kind not in (Kind.AEROBIC, Kind.HABIT):
            assert all(0.5 <= dose.work_s / 60 <= 10 for dose in exercise.ladder), exercise.id


def test_left_turns_count_with_right_turns_where_sides_alternate(catalogue: Catalogue) -> None:
    for exercise in catalogue.exercises.values():
        if isinstance(exercise.movement, Reps) and exercise.movement.alternates:
            assert exercise.sides, exercise.id
            assert all(dose.reps % 2 == 0 for dose in exercise.ladder), exercise.id


def test_the_camera_follows_six_movements_and_says_why_not_the_rest(catalogue: Catalogue) -> None:
    tracked = {e.id for e in catalogue.exercises.values() if not isinstance(e.movement, Untracked)}
    assert tracked >= {
        "standing_arms_wide_rotation", "seated_thoracic_rotation", "neck_side_tilt", "wall_angel", "seated_knee_to_chest",
        "band_lateral_raise", "bird_dog_full", "bird_dog_leg_only",
    }  # fmt: skip


def test_shoulder_height_alone_never_makes_a_finding(catalogue: Catalogue) -> None:
    for finding in catalogue.findings.values():
        assert all(criterion.supports for criterion in finding.rule.criteria if criterion.test == "t_shoulder_level")


def test_the_limits_are_those_of_the_sources(catalogue: Catalogue) -> None:
    limits = {
        (finding.id, criterion.id): (criterion.on, criterion.below, criterion.above, criterion.method)
        for finding in catalogue.findings.values()
        for criterion in finding.rule.criteria
    }
    assert limits["c_thoracic_rotation_stiff", "seated_low"] == (On.EACH_SIDE, 35, None, None)
    assert limits["c_thoracic_rotation_stiff", "seated_sides_gyro"] == (On.SIDE_DIFFERENCE, None, 10, "gyro")
    assert limits["c_thoracic_rotation_stiff", "seated_sides_camera"] == (On.SIDE_DIFFERENCE, None, 15, "camera")
    assert limits["c_lateral_asymmetry", "standing_sides"] == (On.SIDE_DIFFERENCE, None, 15, None)
    assert limits["c_neck_mobility_stiff", "sidebend_low"] == (On.EACH_SIDE, 30, None, None)
    assert limits["c_neck_mobility_stiff", "sidebend_low_60"] == (On.EACH_SIDE, 25, None, None)
    assert limits["c_neck_mobility_stiff", "sidebend_sides"] == (On.SIDE_DIFFERENCE, None, 8, None)
    assert limits["c_scapular_endurance", "hold_short"] == (On.VALUE, 30, None, None)
    assert limits["c_sedentary_load", "two_flags"] == (On.VALUE, None, 1, None)
    assert limits["c_low_aerobic", "minutes_low"] == (On.VALUE, 150, None, None)


def test_the_errors_are_those_of_the_sources(catalogue: Catalogue) -> None:
    errors = {
        (test.id, m.id, method): mdc
        for test in catalogue.tests.values()
        for m in test.measures
        for method, mdc in m.mdc95.items()
    }
    assert errors["t_seated_rotation", "rotation", "gyro"] == 7
    assert errors["t_seated_rotation", "rotation", "camera"] == 12
    assert errors["t_standing_rotation", "rotation", "camera"] == 15
    assert errors["t_neck_sidebend", "sidebend", "camera"] == 8
    assert errors["t_shoulder_level", "tilt", "camera"] == 2.5
    assert errors["t_scap_endurance", "hold", "timer"] == 30
    assert errors["t_walking_minutes", "minutes", "self"] == 30
    neck = catalogue.tests["t_neck_sidebend"].measures[0]
    assert neck.mdc95_total["camera"] == 12


def test_every_test_but_the_timed_holds_can_be_done_without_camera_and_tools(catalogue: Catalogue) -> None:
    for test in catalogue.tests.values():
        methods = {method for measure in test.measures for method in measure.methods}
        assert methods & {"self", "timer"}, test.id


def test_four_flags_make_the_workday(catalogue: Catalogue) -> None:
    flags = catalogue.tests["t_desk_habits"].measures[0]
    assert [[option.value for option in item.options] for item in flags.items] == [[0, 0, 1]] * 4
