"""The real care code over a year of a virtual person: screen when due, tests when due, a week's plan, sessions, review.

What the app does with a person at the laptop is done here with one who is made up; every judgement is care's own.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from upperback.care.findings import Assessor
from upperback.care.phase import phase_of
from upperback.care.programme import make_programme
from upperback.care.progress import review
from upperback.care.screening import judge
from upperback.model.care import (
    Cleared,
    Due,
    Finding,
    Incomplete,
    Item,
    NothingAllowed,
    Programme,
    Refer,
    Review,
    State,
    Status,
    Verdict,
)
from upperback.model.catalogue import Catalogue, Kind, Phase
from upperback.model.record import (
    HUMAN_REVIEW,
    Accepted,
    Case,
    Change,
    Clearance,
    DiaryDay,
    Done,
    Function,
    KeptProgramme,
    Score,
    Screen,
    Session,
    Test,
)
from upperback.services.plans import copy_of
from upperback.simulation.health import answers
from upperback.simulation.life import WEEK, Felt
from upperback.simulation.measuring import take
from upperback.simulation.policies import Chart
from upperback.simulation.training import Work
from upperback.simulation.truth import truly_outside

FIRST_DAY: Final = date(2026, 1, 5)
FUNCTION_DAYS: Final = 14
CHANGE_DAYS: Final = 28
TESTS_A_DAY: Final = 9  # nobody does all of them at one go; expert judgement
REVIEWED: Final = (State.HUMAN_REVIEW, State.REFER)
FAR: Final = 0.25  # of the distance between people without and with an impairment; expert judgement
OPEN: Final = (Status.PRESENT, Status.IMPROVING)
OVER: Final = (Status.GONE, Status.ABSENT, Status.PLATEAU_ACCEPTED)


@dataclass(slots=True)
class Record:
    """The person's record as it grows."""

    screens: list[Screen] = field(default_factory=list)
    clearances: list[Clearance] = field(default_factory=list)
    diary: list[DiaryDay] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)
    change: list[Change] = field(default_factory=list)
    tests: list[Test] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    programmes: list[KeptProgramme] = field(default_factory=list)
    accepted: list[Accepted] = field(default_factory=list)

    def case(self, chart: Chart, today: date) -> Case:
        person = chart.life.person
        return Case(
            today=today,
            about=person.about,
            screens=tuple(self.screens),
            clearances=tuple(self.clearances),
            diary=tuple(self.diary),
            function=(Function("what matters most", person.goal, tuple(self.scores)),) if self.scores else (),
            change=tuple(self.change),
            wishes=person.wishes,
            tests=tuple(self.tests),
            sessions=tuple(self.sessions),
            programmes=tuple(self.programmes),
            accepted=tuple(self.accepted),
        )


class Care:
    """The app and care's rules beside one virtual person."""

    def __init__(self, chart: Chart) -> None:
        self._chart, self._life, self._health, self._tally = chart, chart.life, chart.health, chart.tally
        self._catalogue: Catalogue = chart.catalogue
        self._tally.asks = True
        self.record = Record()
        self.reviews: list[Review] = []
        self._short = frozenset(q.id for q in chart.catalogue.questions.values() if q.short_form)
        self._said: dict[str, bool] = {}
        self._findings: tuple[Finding, ...] = ()
        self._assessor = Assessor(chart.catalogue)
        self._expires: date | None = None  # of the last answers that allowed something
        self._assessed: tuple[int, int] | None = None  # day, number of tests
        self._programme: Programme | None = None
        self._made_on = 0
        self._made_from: tuple[object, ...] = ()
        self._trained: list[int] = []  # days trained in this programme
        self._hurt = False
        self._corrective = True  # what the work was before a flare it is in the flare too

    @property
    def today(self) -> date:
        return FIRST_DAY + timedelta(days=self._life.day)

    def case(self) -> Case:
        return self.record.case(self._chart, self.today)

    # -- a day --------------------------------------------------------------------------------------------------------
    def day(self) -> None:
        """One day between waking and sleeping."""
        life = self._life
        self._after_visit(self._health.visited())
        if self._health.looked_at():
            self.record.clearances.append(Clearance(HUMAN_REVIEW, self.today, "physiotherapist"))
            self._review_day = -WEEK
            self._tally.close(corrective=False, reviewed=True)
        due = self._next_items()
        trains = life.trains(sum(item.minutes for item in due) or float(life.person.wishes.minutes_per_session))
        if life.left or not (trains or life.opens() or life.day == 0):
            life.advise_walking(0.0)
            self._tally.close(corrective=False)
            return
        self._note()
        verdict = self._screened(trains)
        if not isinstance(verdict, Cleared):
            self._closed(verdict)
            return
        self._test(verdict)
        self._assess()
        phase = phase_of(self.case(), verdict, self._findings, self._catalogue.rules.limits)
        self._corrective = phase is Phase.CORRECTIVE if phase is not Phase.FLARE else self._corrective
        state = self._review()
        self._plan(verdict, phase)
        worked = trains and self._session()
        self._tally.close(corrective=worked and self._corrective, reviewed=state in REVIEWED or not self._corrective)

    def _closed(self, verdict: Refer | Incomplete) -> None:
        self._tally.counts["kept_out_days"] += 1
        refers = isinstance(verdict, Refer)
        if isinstance(verdict, Refer) and not self._health.waiting:
            self._health.refer(frozenset(verdict.because))
            self._tally.refer_days.append(self._life.day)
        self._life.advise_walking(0.0)
        self._tally.close(corrective=False, reviewed=refers)

    def _note(self) -> None:
        """The diary, the next morning of yesterday's session, and every few weeks function and the change so far."""
        life, day = self._life, self._life.day
        pain = float(round(life.pain))
        if life.uniform("diary") >= life.world.diary_missed:
            self.record.diary.append(DiaryDay(self.today, pain, min(10.0, pain + 1), float(round(life.walked))))
        sessions = self.record.sessions
        if sessions and sessions[-1].day == self.today - timedelta(days=1):
            sessions[-1] = replace(sessions[-1], pain_next_morning=pain)
        recent = life.pains[-WEEK:] or [life.pain]
        mean = sum(recent) / len(recent)
        if not self.record.scores or (self.today - self.record.scores[-1].day).days >= FUNCTION_DAYS:
            noise = 2 * life.uniform("function") - 1
            self.record.scores.append(Score(self.today, float(round(min(10.0, max(0.0, 10 - mean + noise))))))
        last = self.record.change[-1].day if self.record.change else FIRST_DAY
        if day and (self.today - last).days >= CHANGE_DAYS:
            self.record.change.append(Change(self.today, pgic_of(life.person.entry_pain, mean)))

    # -- the screen ---------------------------------------------------------------------------------------------------
    def _after_visit(self, seen: frozenset[str]) -> None:
        """Back from a clinician: the questions again, and what was looked at is cleared."""
        if not seen or self._life.left:
            return
        self._answer(None)
        world = self._life.world
        limits = ("prone",) if self._life.uniform("clinician", 1) < world.clinician_limits else ()
        self.record.clearances += [Clearance(q, self.today, "family doctor", limits) for q in sorted(seen)]

    def _screened(self, trains: bool) -> Verdict:
        """The questions that are due, answered; what is still open is asked once more."""
        life = self._life
        new = any(warned.referred is None for warned in self._health.warnings)
        # What allowed something last time does so until it expires or something new is said: it is judged after that.
        before = judge(self._catalogue, self.case()) if self._expires is None or self.today >= self._expires else None
        if isinstance(before, Refer):
            return before
        if isinstance(before, Incomplete) or (new and life.uniform("warn") < life.world.warning_volunteered):
            self._answer(None)
        elif trains or self._jumped():
            self._answer(self._short)
        verdict = judge(self._catalogue, self.case())
        if isinstance(verdict, Incomplete):
            self._answer(frozenset(verdict.missing), again=True)
            verdict = judge(self._catalogue, self.case())
        self._expires = verdict.expires if isinstance(verdict, Cleared) else None
        return verdict

    def _answer(self, asked: frozenset[str] | None, *, again: bool = False) -> None:
        said = answers(self._catalogue, self._health, asked, pressed=again)
        short = asked is not None and self.record.screens[-1].short if again else asked is not None
        if again:
            last = self.record.screens.pop()
            said = last.answers | said
        self.record.screens.append(Screen(self.today, said, short))
        self._said = self._said | said if short else said
        self._tally.told = {question for question, yes in self._said.items() if yes}
        self._assessed = self._assessed if short else None

    def _jumped(self) -> bool:
        diary = self.record.diary
        noted = [d.pain for d in diary[-2:] if d.pain is not None and (self.today - d.day).days <= 1]
        return len(noted) == 2 and noted[1] - noted[0] >= self._catalogue.rules.limits.pain_jump

    # -- tests and findings -------------------------------------------------------------------------------------------
    def _test(self, verdict: Cleared) -> None:
        """The tests that are due by the last review, those that were taken before first."""
        life, catalogue = self._life, self._catalogue
        if verdict.flare or life.uniform("test") < life.world.test_missed:
            return
        if self._assessed is None:
            self._assess()
        stops = verdict.blocked_tags | verdict.answered_yes
        due = [one.what for one in self._due() if one.on <= self.today and one.what in catalogue.tests]
        due = [name for name in due if not catalogue.tests[name].blocked_by & stops]
        taken = {test.test for test in self.record.tests}
        due.sort(key=lambda name: name not in taken)
        for name in due[:TESTS_A_DAY]:
            self.record.tests += take(life, catalogue.tests[name], self.today)

    def _due(self) -> tuple[Due, ...]:
        if not self.reviews:
            self._review_now()
        return self.reviews[-1].due

    def _assess(self) -> None:
        """Findings, when there is something new to see in them or a week is over."""
        day, number = self._life.day, len(self.record.tests)
        if self._assessed is not None and self._assessed[1] == number and day - self._assessed[0] < WEEK:
            return
        before = {f.finding: f.status for f in self._findings}
        self._findings = self._assessor.assess(self.case())
        if self._assessed is None or self._assessed[1] != number:
            self._review_day = -WEEK  # what is due has changed
        self._assessed = (day, number)
        now, first, about = self._life.values(), self._life.person.truth, self._life.person.about
        for finding in self._findings:
            was = before.get(finding.finding)
            if finding.status is Status.GONE and was not in (None, Status.GONE):
                wrong = truly_outside(finding.finding, now, first, about)
                far = truly_outside(finding.finding, now, first, about, FAR)
                self._tally.called_gone(wrong=wrong, far=far)
            self._tally.counts["turned"] += finding.status in OPEN and was is Status.GONE

    # -- the week and the review --------------------------------------------------------------------------------------
    _review_day: int = -WEEK

    def _review(self) -> State:
        """Once a week, and when the tests said something new."""
        if self._life.day - self._review_day >= WEEK or not self.reviews:
            self._review_now()
        return self.reviews[-1].state

    def _review_now(self) -> None:
        case = self.case()
        found = review(self._catalogue, case, judge(self._catalogue, case), self._findings)
        self._review_day = self._life.day
        self.reviews.append(found)
        if found.state is State.REFER:
            self._tally.refer_days.append(self._life.day)
        if found.state in REVIEWED:
            self._health.told_to_show()
        if found.state is State.PLATEAU and self._life.uniform("accept") < self._life.world.accepts_build:
            known = {one.finding for one in self.record.accepted}
            open_now = [f.finding for f in found.findings if f.status is Status.PLATEAU_ACCEPTED and f.finding not in known]
            self.record.accepted += [Accepted(name, self.today) for name in open_now]

    def _plan(self, cleared: Cleared, phase: Phase) -> None:
        """A new programme after its week, or when what it was made from has changed."""
        found = tuple((f.finding, f.status, f.rank, f.side) for f in self._findings if f.rank or f.status in OVER)
        made_from = (cleared.answered_yes, cleared.blocked_tags, cleared.flare, phase, found, len(self.record.accepted))
        young = self._life.day - self._made_on < WEEK
        if self._programme is not None and young and made_from == self._made_from and not self._hurt:
            return
        if self.record.programmes and not self._trained:
            self.record.programmes.pop()  # nobody has trained by it
        case = self.case()
        made = make_programme(self._catalogue, case, cleared, self._findings)
        self._made_on, self._made_from, self._trained, self._hurt = self._life.day, made_from, [], False
        if isinstance(made, NothingAllowed):
            self._programme = None
            self._tally.counts["nothing_fits"] += 1
            return
        self._programme = made
        self.record.programmes.append(copy_of(made, case))
        self._tally.plan(_names(made), sum(self._work_s(item) for day in made.week for item in day.items))
        aerobic = [a for a in made.activity if self._catalogue.exercises[a.exercise].kind is Kind.AEROBIC]
        self._life.advise_walking(sum(a.minutes * a.days for a in aerobic))

    def _work_s(self, item: Item) -> float:
        ladder = self._catalogue.exercises[item.exercise].ladder
        move_s = ladder[min(item.level, len(ladder)) - 1].move_s
        return item.dose.sets * item.dose.reps * (move_s + item.dose.hold_s)

    def _next_items(self) -> tuple[Item, ...]:
        """The items of the next day of the week that is there; a missed one is made up for."""
        if self._programme is None:
            return ()
        days = [day for day in self._programme.week if day.items]
        since = self._life.day - self._made_on
        if len(self._trained) >= len(days) or since >= WEEK or since < days[len(self._trained)].day - 1:
            return ()
        return days[len(self._trained)].items

    def _session(self) -> bool:
        """Do the next day of the week, exercise by exercise. False when nothing is due today."""
        items = self._next_items()
        life = self._life
        for activity in self._programme.activity if self._programme else ():
            if self._catalogue.exercises[activity.exercise].kind is Kind.HABIT:
                life.keep_habit(activity.exercise, activity.minutes)
        if not items:
            return False
        works = [Work(i.exercise, i.minutes, self._hardness(i)) for i in items]
        before = float(round(life.pain))
        felt = life.do(works)
        self._tally.trained(felt, {i.exercise: self._work_s(i) for i in items})
        done = tuple(_done(item, one) for item, one in zip(items, felt, strict=True))
        after = max([before, *(one.pain or 0.0 for one in done)])
        self.record.sessions.append(Session(self.today, before, after, None, done))
        self._hurt = any((one.pain or 0.0) - before >= self._catalogue.rules.limits.red_rise for one in done)
        self._trained.append(life.day)
        return True

    def _hardness(self, item: Item) -> float:
        return (item.level - 1) / max(1, len(self._catalogue.exercises[item.exercise].ladder) - 1)


def _done(item: Item, felt: Felt) -> Done:
    dose = item.dose
    if felt.skipped:
        return Done(item.exercise, item.side, item.level, 0, 0, 0, skipped=True)
    pain, effort = float(round(felt.pain)), float(round(felt.effort))
    return Done(item.exercise, item.side, item.level, dose.sets, dose.reps, dose.hold_s, pain, effort)


def _names(programme: Programme) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys([i.exercise for day in programme.week for i in day.items] + [a.exercise for a in programme.activity])
    )


def pgic_of(before: float, now: float) -> int:
    """The person's own word on the change, 1 to 7, from how far pain fell; the steps are expert judgement.

    >>> [pgic_of(5, pain) for pain in (1, 3.2, 4.2, 5, 6)]
    [7, 6, 5, 4, 3]
    """
    fell = (before - now) / before
    for share, said in ((0.6, 7), (0.3, 6), (0.12, 5), (-0.1, 4), (-0.4, 3)):
        if fell >= share:
            return said
    return 2
