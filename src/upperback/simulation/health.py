"""What is true of a person's health over the year, when a clinician hears of it, and what the person says when asked."""

from dataclasses import dataclass
from typing import Final

from upperback.model.catalogue import Catalogue, Question
from upperback.simulation.cautions import EMERGENCY, HIGH_PAIN
from upperback.simulation.life import Life
from upperback.simulation.person import Appears

RED_FLAG: Final = "rf_"
LOW_BACK: Final = "ca_low_back_acute"
HIGH: Final = 7.0  # progress rules
GOLDEN: Final = 0.6180339887


@dataclass(slots=True)
class Warned:
    """A red flag that appeared midway: on which day, when somebody was first told to see to it, and if the app said so."""

    question: str
    appeared: int
    referred: int | None = None
    by_app: bool = False


class Health:
    """Keeps what is true today. `refer` sends the person to a clinician; `hear` tells when that has happened."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.warnings: list[Warned] = []
        self.seen: dict[str, int] = {}  # question -> the day a clinician looked at it
        self._over: set[str] = set()  # was true and is no more
        self._visit: tuple[int, frozenset[str]] | None = None  # the day of a visit that is arranged, and for what
        self._seeks: dict[str, int] = {}
        self._look: int | None = None  # the day somebody looks at the whole course

    def wake(self) -> None:
        """What appears today, and who looks for help without being told."""
        life, day = self.life, self.life.day
        for one in life.person.appears:
            if one.day == day and one.day > 0 and one.question.startswith(RED_FLAG):
                mean = life.world.emergency_seeking_days if one.question in EMERGENCY else life.world.own_seeking_days
                self.warnings.append(Warned(one.question, day))
                self._seeks[one.question] = day + life.wait_days(mean, "seek")
        for question, when in self._seeks.items():
            if when == day:
                self.refer(frozenset({question}), by_app=False)

    def true_today(self) -> tuple[Appears, ...]:
        """What is true, said or not. Acute low-back pain passes."""
        day, lasts = self.life.day, self.life.world.low_back_days
        return tuple(
            one
            for one in self.life.person.appears
            if one.day <= day and one.question not in self._over and not (one.question == LOW_BACK and day - one.day > lasts)
        )

    def refer(self, questions: frozenset[str], *, by_app: bool = True) -> None:
        """The person is told to see a clinician because of `questions`, and arranges it."""
        for warning in self.warnings:
            if warning.question in questions and warning.referred is None and warning.question not in self._over:
                warning.referred, warning.by_app = self.life.day, by_app
        if self._visit is None:
            self._visit = (self.life.day + self.life.wait_days(self.life.world.clinician_days, "clinician"), questions)

    def told_to_show(self) -> None:
        """The app says that somebody should look at the whole course; told once a week, some go."""
        if self._look is None and self.life.uniform("course") < self.life.world.goes_when_told:
            self._look = self.life.day + self.life.wait_days(self.life.world.clinician_days, "clinician")

    def looked_at(self) -> bool:
        """Has somebody looked at the whole course today?"""
        due = self._look is not None and self._look <= self.life.day
        if due:
            self._look = None
        return due

    @property
    def waiting(self) -> bool:
        return self._visit is not None

    def visited(self) -> frozenset[str]:
        """What a clinician has looked at today; empty on other days. Who has something serious is treated elsewhere, an
        emergency that was none is over, and somebody who isn't let back leaves."""
        if self._visit is None or self._visit[0] > self.life.day:
            return frozenset()
        questions = self._visit[1]
        self._visit = None
        true = [one for one in self.true_today() if one.question in questions]
        if any(one.serious for one in true) or self.life.uniform("let_back") >= self.life.world.let_back:
            self.life.left = True
        self._over |= {one.question for one in true if one.question in EMERGENCY or one.question == "rf_fever_unwell"}
        self.seen |= dict.fromkeys(questions, self.life.day)
        return questions


def answers(
    catalogue: Catalogue, health: Health, asked: frozenset[str] | None = None, *, pressed: bool = False
) -> dict[str, bool]:
    """What the person answers today to the questions `asked` (None: all). Some is left out unless `pressed`, some denied, and
    a new warning sign is not owned up to every time."""
    life = health.life
    true = {one.question: one for one in health.true_today()}
    said: dict[str, bool] = {}
    for turn, question in enumerate(catalogue.questions.values()):
        if asked is not None and question.id not in asked:
            continue
        chance = life.uniform("answer", turn)
        if chance < life.world.unanswered and not pressed:
            continue
        if question.id == HIGH_PAIN:
            said[question.id] = life.pain >= HIGH
            continue
        one = true.get(question.id)
        owned = one is not None and not one.denied
        if one is not None and one.day > 0 and question.id.startswith(RED_FLAG):
            owned = owned and (question.id in health.seen or (chance / (1 - life.world.unanswered)) < life.world.warning_said)
        said[question.id] = owned
        if owned and one is not None:
            said |= _subs(question, one)
    return said


def _subs(question: Question, one: Appears) -> dict[str, bool]:
    return {sub.id: sub.id in one.subs for sub in question.subs}
