"""What is true of a person that a safety question asks about: how common at the start, and what may appear in a year.

The shares are expert judgement, chosen to be common enough that a rule that fails is seen; they are no figures of a population.
"""

from dataclasses import dataclass
from typing import Final

EXPERT: Final = "expert judgement"


@dataclass(frozen=True, slots=True)
class Chance:
    """One question: the share of people for whom it is true at the start, and its weight among what appears later.
    `from_age`, `until_age`, `sex`: only for them. `subs`: of those for whom it is true, the share a sub-question is true for.
    `serious`: the share of true ones that mean something serious; the others get a clinician's leave."""

    question: str
    at_entry: float
    later: float = 0.0
    from_age: int = 0
    until_age: int = 200
    sex: str = ""
    subs: tuple[tuple[str, float], ...] = ()
    serious: float = 0.0
    source: str = EXPERT


RED_FLAGS: Final = (
    Chance("rf_chest_cardiac", 0.003, 1.0, from_age=35, serious=0.5),
    Chance("rf_aortic", 0.0005, 0.2, serious=0.9),
    Chance("rf_lung", 0.001, 0.5, serious=0.6),
    Chance("rf_cauda_equina", 0.001, 0.5, serious=0.5),
    Chance("rf_cord_compression_cancer", 0.001, 0.3, from_age=40, serious=0.7),
    Chance("rf_cervical_artery_now", 0.002, 0.5, serious=0.4),
    Chance("rf_trauma_recent", 0.005, 1.0, serious=0.2),
    Chance("rf_meningitis", 0.0002, 0.1, serious=0.7),
    Chance("rf_infection_septic", 0.0005, 0.3, serious=0.6),
    Chance("rf_cord_signs", 0.006, 1.0, from_age=40, serious=0.5, source="davies2018 [M]"),
    Chance("rf_arm_weakness", 0.015, 1.5, serious=0.3),
    Chance("rf_upper_neck_instability", 0.004, 0.0),
    Chance("rf_cancer_history", 0.03, 0.3, from_age=40, serious=0.15),
    Chance("rf_weight_night", 0.02, 1.5, serious=0.2),
    Chance("rf_fever_unwell", 0.005, 1.0, serious=0.1),
    Chance("rf_breast_lung_lump", 0.004, 0.5, from_age=30, serious=0.3),
    Chance("rf_abdominal", 0.01, 0.5, serious=0.2),
    Chance("rf_shingles", 0.002, 0.5, from_age=40),
    Chance("rf_fracture_risk", 0.01, 1.0, from_age=60, serious=0.5),
    Chance(
        "rf_inflammatory",
        0.05,
        0.2,
        until_age=55,
        serious=0.3,
        source="sieper2009 [M]",
        subs=(
            ("infl_onset_by_40", 0.6),
            ("infl_gradual_onset", 0.8),
            ("infl_better_moving", 0.6),
            ("infl_not_better_resting", 0.5),
            ("infl_night_pain_eases_on_rising", 0.4),
            ("infl_psoriasis_uveitis_bowel_family_heel", 0.15),
        ),
    ),
    Chance("rf_giant_cell", 0.002, 0.3, from_age=50, serious=0.6),
    Chance("rf_surgery_recent", 0.015, 0.2),
    Chance("rf_first_onset_over50", 0.15, 0.0, from_age=51),
)

CAUTIONS: Final = (
    Chance("ca_distress", 0.2, 1.0, subs=(("thoughts_of_self_harm", 0.01),)),
    Chance("ca_widespread", 0.08, 0.3),
    Chance("ca_persist", 0.4, 0.0),
    Chance("ca_vascular_risk", 0.06, 0.5),
    Chance("ca_bp_heart", 0.12, 0.7, from_age=40, subs=(("bp_over_180_110", 0.05), ("heart_not_cleared_for_exercise", 0.05))),
    Chance("ca_dizziness", 0.05, 0.7, subs=(("dizziness_new_or_unassessed", 0.15),)),
    Chance("ca_anticoagulant", 0.06, 0.4, from_age=45),
    Chance("ca_breathing", 0.06, 0.2),
    Chance("ca_osteoporosis", 0.12, 0.5, from_age=55),
    Chance("ca_arm_nerve", 0.1, 1.0),
    Chance("ca_shoulder_injury", 0.1, 0.7),
    Chance("ca_hypermobility", 0.06, 0.0),
    Chance("ca_knee_wrist", 0.12, 1.0),
    Chance("ca_low_back_acute", 0.08, 2.0),
    Chance("ca_balance_falls", 0.12, 0.5, from_age=65),
    Chance(
        "ca_pregnancy",
        0.05,
        1.0,
        from_age=18,
        until_age=45,
        sex="female",
        subs=(("preg_over_20_weeks_or_unsure", 0.5), ("preg_complication", 0.05), ("preg_bleeding_fluid_contractions", 0.01)),
    ),
    Chance("ca_water", 0.08, 0.0),
)

BY_QUESTION: Final = {one.question: one for one in (*RED_FLAGS, *CAUTIONS)}
UNDER_18: Final = "rf_under18"
HIGH_PAIN: Final = "ca_high_pain"
ADULT: Final = 18
EMERGENCY: Final = frozenset(one.question for one in RED_FLAGS[:9])  # help is sought within days; expert judgement
