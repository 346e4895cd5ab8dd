"""What can be measured of a virtual person, how it lies in people with and without an impairment, and what is truly inside.

Values follow the evidence where it has any; the shares and the impaired values are expert judgement. The limits are those of
the evidence's targets, written here a second time and apart from the catalogue's rules, so that a wrong rule there shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from upperback.model.catalogue import Kind

EXPERT: Final = "expert judgement"
Key = tuple[str, str]  # test, measure

MOBILE: Final = {Kind.MOBILITY: 1.0, Kind.RELEASE: 0.6, Kind.STRENGTH: 0.3}  # weight of a minute; expert judgement
STRONG: Final = {Kind.STRENGTH: 1.0, Kind.MOBILITY: 0.1}
EASED: Final = {Kind.RELEASE: 0.8, Kind.STRENGTH: 0.8, Kind.MOBILITY: 0.4}
SET: Final = {Kind.STRENGTH: 0.8, Kind.MOBILITY: 0.5, Kind.RELEASE: 0.3}

KINDS: Final = {"range": MOBILE, "strength": STRONG, "tenderness": EASED, "posture": SET}


@dataclass(frozen=True, slots=True)
class Trait:
    """One measurable value: mean and spread without (`usual`) and with an impairment (`impaired`), what lies between.

    `name`: test and measure. `per_year`: change with each year of age over 30. `areas`: the body areas whose exercises work on
    it, `kinds` by how much a minute of a kind counts. `with_pain`: the share of the impairment that comes and goes with pain.
    `whole`: whole numbers."""

    name: str
    unit: str
    sides: bool
    usual: tuple[float, float]
    impaired: tuple[float, float]
    areas: str
    kinds: Mapping[Kind, float]
    source: str = EXPERT
    per_year: float = 0.0
    women: float = 0.0  # added for women
    with_pain: float = 0.0
    whole: bool = False

    @property
    def key(self) -> Key:
        test, measure = self.name.split("/")
        return test, measure


TRAITS: Final = (
    Trait("t_seated_rotation/rotation", "deg", True, (46, 5), (31, 3), "upper_back", MOBILE, "seated_norm [V2]", per_year=-0.1),
    Trait("t_standing_rotation/rotation", "deg", True, (72, 8), (55, 6), "upper_back", MOBILE),
    Trait("t_thoracic_extension/extension", "deg", False, (19, 3), (7, 2), "upper_back chest", MOBILE, per_year=-0.05),
    Trait("t_neck_rotation/rotation", "deg", True, (75, 6), (52, 5), "neck", MOBILE, "youdas1992 [M]", per_year=-0.35),
    Trait("t_neck_sidebend/sidebend", "deg", True, (42, 4), (26, 3), "neck", MOBILE, "swinkels2014 [M]", per_year=-0.2),
    Trait("t_neck_flex_ext/flexion", "deg", False, (54, 5), (36, 4), "neck", MOBILE, "swinkels2014 [M]", per_year=-0.15),
    Trait("t_neck_flex_ext/extension", "deg", False, (64, 6), (41, 5), "neck", MOBILE, "swinkels2014 [M]", per_year=-0.2),
    Trait("t_forward_head/cva", "deg", False, (51.5, 2.1), (44, 2.5), "neck upper_back", SET, "lau2009 [V]", per_year=-0.05),
    Trait("t_forward_head/ear_shoulder", "deg", False, (80, 5), (68, 5), "neck upper_back", SET),
    Trait("t_kyphosis_proxy/tragus_to_wall", "cm", True, (12, 1.2), (16, 1.5), "neck upper_back", SET),
    Trait("t_kyphosis_proxy/occiput_touches", "yes or no", False, (1, 0), (0.4, 0.1), "neck upper_back", SET, whole=True),
    Trait("t_rounded_shoulder/wall_to_acromion", "cm", True, (8, 0.3), (9.8, 0.4), "chest blades", SET),
    Trait("t_rounded_shoulder/rests_on_wall", "yes or no", False, (1, 0), (0.4, 0.2), "chest blades", SET, whole=True),
    Trait("t_wall_flexion/flexion", "deg", True, (168, 4), (148, 4), "chest blades upper_back", MOBILE, "shoulder_range [M]"),
    Trait("t_wall_flexion/thumb_to_wall", "cm", True, (4, 2), (18, 4), "chest blades upper_back", MOBILE),
    Trait("t_wall_angel/top", "deg", False, (155, 6), (132, 6), "chest blades", MOBILE),
    Trait("t_wall_angel/contact", "of 5", False, (4.8, 0.3), (2.5, 0.5), "chest blades", MOBILE, whole=True),
    Trait("t_wall_angel/symmetry", "% of trunk length", False, (3, 1.5), (5, 2), "chest blades", MOBILE),
    Trait("t_apley/gap", "cm", True, (-3, 5), (-19, 3), "chest shoulder_left shoulder_right", MOBILE, "back_scratch [V2]"),
    Trait(
        "t_abduction_sym/abduction",
        "deg",
        True,
        (170, 4),
        (154, 4),
        "blades shoulder_left shoulder_right",
        SET,
        "shoulder_range [M]",
    ),
    Trait("t_abduction_sym/shrug", "% of trunk length", True, (1.5, 0.7), (6.5, 1), "blades", SET),
    Trait("t_scap_dyskinesis/grade", "grade", True, (0.4, 0.4), (2, 0.2), "blades", SET, "christiansen2017 [V]", whole=True),
    Trait("t_dnf_endurance/hold", "s", False, (39, 10), (13, 3), "neck", STRONG, "domenech2011 [V]", women=-9),
    Trait("t_scap_endurance/hold", "s", False, (78, 14), (20, 5), "blades", STRONG),
    Trait("t_scap_endurance/burn", "yes or no", False, (0.05, 0.05), (0.9, 0.05), "blades", STRONG, with_pain=0.5, whole=True),
    Trait(
        "t_scap_endurance/tasks_limited",
        "yes or no",
        False,
        (0.05, 0.05),
        (0.8, 0.1),
        "blades",
        STRONG,
        with_pain=0.7,
        whole=True,
    ),
    Trait(
        "t_back_ext_endurance/hold", "s", False, (105, 12), (36, 6), "low_back upper_back", STRONG, "ito_values [M]", women=-15
    ),
    Trait("t_bird_dog_hold/hold", "s", True, (10, 0), (6, 1.5), "low_back", STRONG),
    Trait("t_bird_dog_hold/level", "level", True, (2, 0), (1, 0.2), "low_back", STRONG, whole=True),
    Trait("t_hip_single_leg/stand", "s", True, (29, 1), (22, 4), "hips", STRONG, "springer_values [M]", per_year=-0.1),
    Trait("t_hip_single_leg/thigh", "deg", True, (-5, 5), (6, 4), "hips", MOBILE, "peeler2007 [V]"),
    Trait("t_sit_reach/reach", "cm", True, (0, 8), (-14, 5), "low_back thighs", MOBILE),
    Trait(
        "t_tender_points/shoulder_top",
        "of 10",
        True,
        (1.5, 1),
        (5.5, 1),
        "upper_back blades",
        EASED,
        "rathbone2017 [V]",
        with_pain=0.6,
        whole=True,
    ),
    Trait("t_tender_points/blade_corner", "of 10", True, (1, 0.8), (5, 1), "upper_back blades", EASED, with_pain=0.6, whole=True),
    Trait(
        "t_tender_points/between_blades", "of 10", True, (1, 0.8), (4.5, 1), "upper_back blades", EASED, with_pain=0.6, whole=True
    ),
    Trait("t_tender_points/chest_top", "of 10", True, (1, 0.8), (3, 1.2), "chest", EASED, with_pain=0.6, whole=True),
    Trait(
        "t_desk_habits/flags", "of 4", False, (0.6, 0.4), (2.6, 0.6), "", {Kind.HABIT: 1.0}, "waongenngarm2021 [V]", whole=True
    ),
    Trait(
        "t_confidence_stiffness/confidence",
        "of 10",
        False,
        (8, 1),
        (4, 1),
        "upper_back low_back",
        STRONG,
        with_pain=0.4,
        whole=True,
    ),
    Trait(
        "t_confidence_stiffness/avoidance",
        "of 10",
        False,
        (2, 1),
        (6.2, 1),
        "upper_back low_back",
        STRONG,
        with_pain=0.4,
        whole=True,
    ),
    Trait("t_walking_minutes/minutes", "min/week", False, (215, 35), (70, 30), "", {}, "who2020 [M]"),
)

PLACE: Final[Mapping[Key, int]] = {trait.key: i for i, trait in enumerate(TRAITS)}


@dataclass(frozen=True, slots=True)
class Aim:
    """What counts as truly inside: each side at least `low` or at most `high`, or moved by `moved`, and the sides no further
    apart than `apart`. `women`: `low` for women; `from_age`: (age, `low` from that age on). `count_from`: looked at is how many
    of the values of `also` and this one, sides apart, are at least that."""

    key: Key
    low: float | None = None
    high: float | None = None
    moved: float | None = None
    apart: float | None = None
    women: float | None = None
    from_age: tuple[tuple[int, float], ...] = ()
    count_from: float | None = None
    also: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Impairment:
    """One finding of the evidence: how common, which values it shifts (`one_side`: on the worse side alone), what is inside."""

    finding: str
    share: float
    shifts: tuple[Key, ...]
    aims: tuple[Aim, ...]
    source: str = EXPERT
    one_side: bool = False


def _keys(*names: str) -> tuple[Key, ...]:
    return tuple((name.split("/")[0], name.split("/")[1]) for name in names)


_SEATED, _SIDEBEND, _NECK = _keys("t_seated_rotation/rotation", "t_neck_sidebend/sidebend", "t_neck_rotation/rotation")
_WALL, _CONTACT, _GAP = _keys("t_wall_flexion/flexion", "t_wall_angel/contact", "t_apley/gap")
_CVA, _REACHES, _EXTENSION = _keys("t_forward_head/cva", "t_kyphosis_proxy/occiput_touches", "t_thoracic_extension/extension")
_FLEX, _LOOK, _RESTS = _keys("t_neck_flex_ext/flexion", "t_neck_flex_ext/extension", "t_rounded_shoulder/rests_on_wall")
_NOD, _SCAP, _LIFT = _keys("t_dnf_endurance/hold", "t_scap_endurance/hold", "t_back_ext_endurance/hold")
_DOG, _LEVEL, _GRADE = _keys("t_bird_dog_hold/hold", "t_bird_dog_hold/level", "t_scap_dyskinesis/grade")
_ARM, _SHRUG, _ACROMION = _keys("t_abduction_sym/abduction", "t_abduction_sym/shrug", "t_rounded_shoulder/wall_to_acromion")
_BURN, _TASKS, _STAND = _keys("t_scap_endurance/burn", "t_scap_endurance/tasks_limited", "t_hip_single_leg/stand")
_SPOTS = _keys(*(f"t_tender_points/{spot}" for spot in ("shoulder_top", "blade_corner", "between_blades", "chest_top")))
_FLAGS, _TRUST, _AVOIDS = _keys("t_desk_habits/flags", "t_confidence_stiffness/confidence", "t_confidence_stiffness/avoidance")
_WALKED, _TURN, _EAR = _keys("t_walking_minutes/minutes", "t_standing_rotation/rotation", "t_forward_head/ear_shoulder")
(_TRAGUS,) = _keys("t_kyphosis_proxy/tragus_to_wall")
_NOD_AIM, _WALL_AIM = Aim(_NOD, low=30, women=24, moved=18), Aim(_WALL, low=160, moved=10)

IMPAIRMENTS: Final = (
    Impairment("c_forward_head", 0.25, (_CVA, _EAR, _TRAGUS, _REACHES), (Aim(_CVA, low=50, moved=6),), "mahmoud2019 [V]"),
    Impairment("c_rounded_shoulders", 0.25, (_ACROMION, _RESTS, _WALL, _CONTACT, _GAP), (_WALL_AIM, Aim(_CONTACT, low=4))),
    Impairment("c_thoracic_rotation_stiff", 0.3, (_SEATED, _TURN), (Aim(_SEATED, low=40, moved=12, apart=15),)),
    Impairment("c_thoracic_extension_stiff", 0.25, (_EXTENSION, _WALL, _CONTACT), (Aim(_EXTENSION, low=15, moved=6), _WALL_AIM)),
    Impairment(
        "c_neck_mobility_stiff",
        0.3,
        (_NECK, _SIDEBEND, _FLEX, _LOOK),
        (
            Aim(_NECK, low=60, from_age=((50, 50), (70, 45))),
            Aim(_SIDEBEND, low=30, from_age=((60, 25),)),
            Aim(_FLEX, low=40),
            Aim(_LOOK, low=45),
        ),
    ),
    Impairment("c_deep_neck_flexor", 0.35, (_NOD,), (_NOD_AIM,), "harris2005 [V2]"),
    Impairment("c_scapular_control", 0.12, (_GRADE, _ARM, _SHRUG), (Aim(_GRADE, high=1), Aim(_ARM, apart=8)), one_side=True),
    Impairment("c_scapular_endurance", 0.4, (_SCAP, _BURN, _TASKS), (Aim(_SCAP, low=60, moved=30),)),
    Impairment("c_trunk_endurance", 0.2, (_LIFT, _DOG, _LEVEL, _STAND), (Aim(_LIFT, moved=30), Aim(_LEVEL, low=2))),
    Impairment(
        "c_lateral_asymmetry",
        0.12,
        (_SEATED, _SIDEBEND),
        (Aim(_SEATED, apart=15), Aim(_SIDEBEND, apart=8)),
        "ferreira2011 [V]",
        one_side=True,
    ),
    Impairment(
        "c_tender_points", 0.45, _SPOTS, (Aim(_SPOTS[0], high=1, moved=2, count_from=4, also=_SPOTS[1:]),), "rathbone2017 [V]"
    ),
    Impairment("c_sedentary_load", 0.5, (_FLAGS,), (Aim(_FLAGS, high=1.5),)),
    Impairment("c_low_aerobic", 0.5, (_WALKED,), (Aim(_WALKED, low=150),), "who2020 [M]"),
    Impairment("c_guarding", 0.25, (_TRUST, _AVOIDS), (Aim(_TRUST, low=7, moved=2), Aim(_AVOIDS, high=3, moved=2))),
)

AIMS: Final[Mapping[str, tuple[Aim, ...]]] = {one.finding: one.aims for one in IMPAIRMENTS}
