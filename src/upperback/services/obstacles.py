"""What stands in the way of an exercise today: an answer of the safety check, a flare, a clinician's limit, or one's own wish."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from upperback.care import rules
from upperback.care.dose import scaled
from upperback.care.pain import settling
from upperback.care.phase import phase_of
from upperback.care.rules import Setting, setting_of
from upperback.model.care import Cleared
from upperback.model.catalogue import Dose, Exercise, Phase
from upperback.services.chart import Chart

_Rule = Callable[[Setting, Exercise], str | None]
# What the safety check, a flare or pain in sessions says can't be wished away; the rest is the person's own choice.
FIRM: Final[tuple[_Rule, ...]] = (rules.blocked_by_answer, rules.blocked_by_effect, rules.hurt_twice)
CALM: Final[tuple[_Rule, ...]] = (rules.not_in_phase,)
OWN: Final[tuple[_Rule, ...]] = (rules.removed, rules.disliked, rules.equipment_missing, rules.position_avoided)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """The reason in plain words. `firm`: no wish changes it."""

    words: str
    firm: bool


class Obstacles:
    """Asks the rules of care about one exercise at a time."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self._held: tuple[Cleared, Setting] | None = None

    def of(self, exercise: Exercise) -> Obstacle | None:
        """The first thing that stands in the way, firm ones first; None where nothing does.

        Raises NotAllowedError while the safety check does not allow exercise."""
        setting = self._setting()
        in_flare = setting.phase is Phase.FLARE
        firm = next((words for rule in (*FIRM, *(CALM if in_flare else ())) if (words := rule(setting, exercise))), None)
        if firm is not None:
            return Obstacle(firm, firm=True)
        own = next((words for rule in OWN if (words := rule(setting, exercise))), None)
        return None if own is None else Obstacle(own, firm=False)

    def fitted(self, dose: Dose) -> Dose:
        """A dose with less of it where an answer, or a flare, asks for less; else as it is."""
        setting = self._setting()
        limits = self._chart.catalogue.rules.limits
        calm = limits.flare_dose if setting.phase is Phase.FLARE else 1.0
        settles = limits.flare_return_dose if calm == 1.0 and settling(setting.case, limits) else 1.0
        return scaled(dose, min([calm, settles, *(effect.dose_factor for effect in setting.effects)]))

    def notes(self, exercise: Exercise) -> tuple[str, ...]:
        """What the answers add to the words of an exercise."""
        return tuple(rules.notes(self._setting(), exercise))

    def _setting(self) -> Setting:
        cleared = self._chart.require_cleared()
        if self._held is None or self._held[0] is not cleared:
            catalogue, case = self._chart.catalogue, self._chart.case()
            phase = phase_of(case, cleared, self._chart.findings(), catalogue.rules.limits)
            self._held = (cleared, setting_of(catalogue, case, cleared, phase))
        return self._held[1]
