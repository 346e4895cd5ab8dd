"""What came of one person's year under one policy, counted by definitions of its own."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from upperback.model.catalogue import Catalogue
from upperback.simulation.health import Health
from upperback.simulation.life import MONTH, WEEK, Felt, Life
from upperback.simulation.truth import against

BETTER_POINTS: Final = 2.0  # progress rules 1: 2 points or 30 % is an improvement
BETTER_SHARE: Final = 0.3
JUMP: Final = 1.3  # a planned week over this times the most of the four before; expert judgement
JUMP_SLACK_S: Final = 60.0
AWAY_DAYS: Final = 21  # the first session after so long ...
BACK_SHARE: Final = 0.9  # ... with more than this share of the work before, and over what the first sessions were;
FIRST_SESSIONS: Final = 3  # expert judgement
HELD_DAYS: Final = 84  # causes.yaml: "12 weeks reached -> human review"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One person, one policy, one year. Weeks and days are counts; pains the means of the first and last 28 days.
    `unreviewed_days`: the longest time from a day of corrective work to another one without anybody told to look at it."""

    person: int
    policy: str
    days: int
    pain_first: float
    pain_last: float
    corrective_weeks: int
    unreviewed_days: int
    called_gone: int
    wrongly_gone: int
    wrongly_gone_far: int
    turned: int  # findings whose state went back and forth
    given: int  # exercises in programmes, once a week each
    against_told: int
    against_untold: int
    load_jumps: int
    planned_weeks: int
    warnings: tuple[tuple[str, int, int | None, bool], ...]  # question, appeared, told to see to it, by the app
    minutes_a_week: float
    sessions: int
    new_items: int
    kept_items: int
    kept_out_days: int  # days on which the screen allowed nothing
    refers: int
    left: bool
    nothing_fits: int
    weekly_pain: tuple[float, ...]

    @property
    def unchanged_or_worse(self) -> bool:
        """Pain not lower by 2 points nor by 30 % after the year."""
        change = self.pain_first - self.pain_last
        return change < BETTER_POINTS and change < BETTER_SHARE * self.pain_first

    @property
    def held(self) -> bool:
        return self.unreviewed_days > HELD_DAYS


@dataclass(slots=True)
class Tally:
    """Counts along the year. `plan` is told of every new week, `trained` of every session, `close` of every day."""

    life: Life
    health: Health
    catalogue: Catalogue
    policy: str
    counts: Counter[str] = field(default_factory=Counter)
    refer_days: list[int] = field(default_factory=list)
    _plans_s: list[tuple[int, float]] = field(default_factory=list)
    _sessions: list[tuple[int, float]] = field(default_factory=list)
    _last_items: frozenset[str] = frozenset()
    _corrective: set[int] = field(default_factory=set)
    _unreviewed_since: int | None = None
    _longest: int = 0
    _minutes: float = 0.0

    def plan(self, exercises: Sequence[str], work_s: float) -> None:
        """A programme for a week from today: its exercises, and the seconds of work in it."""
        day = self.life.day
        before = [s for d, s in self._plans_s if day - MONTH <= d < day]
        if before and work_s > JUMP * max(before) + JUMP_SLACK_S:
            self.counts["load_jumps"] += 1
        self._plans_s.append((day, work_s))
        items = frozenset(exercises)
        if self._last_items:
            self.counts["new_items"] += len(items - self._last_items)
            self.counts["kept_items"] += len(items & self._last_items)
        self._last_items = items
        self.counts["planned_weeks"] += 1
        self.counts["given"] += len(items)
        true = self.health.true_today()
        told = against(self.catalogue, exercises, [(one.question, one.subs) for one in true if self._told(one.question)])
        known = {name for name, _ in told}
        all_true = against(self.catalogue, exercises, [(one.question, one.subs) for one in true])
        self.counts["against_told"] += len(known)
        self.counts["against_untold"] += len({name for name, _ in all_true} - known)

    def _told(self, question: str) -> bool:
        """Was it told, or would it have been, to anyone who asked? Without questions everything true counts as told."""
        denied = any(one.question == question and one.denied for one in self.life.person.appears)
        return not denied and (question in self.told or not self.asks)

    asks: bool = False  # the policy asks safety questions
    told: set[str] = field(default_factory=set)  # what was answered yes in the newest answers

    def trained(self, felt: Sequence[Felt], work_s: Mapping[str, float]) -> None:
        """A session was done."""
        done = [one for one in felt if not one.skipped]
        if not done:
            return
        day, total_s = self.life.day, sum(work_s[one.work.exercise] for one in done)
        if self._sessions and day - self._sessions[-1][0] >= AWAY_DAYS:
            before, first = ([s for _, s in some] for some in (self._sessions[-3:], self._sessions[:FIRST_SESSIONS]))
            if total_s > BACK_SHARE * sum(before) / len(before) and total_s > JUMP * max(first):
                self.counts["load_jumps"] += 1
        self._sessions.append((day, total_s))
        self._minutes += sum(one.work.minutes for one in done)
        self.counts["sessions"] += 1

    def close(self, *, corrective: bool, reviewed: bool = False) -> None:
        """The day is over. `corrective`: the person is being worked on and was there today; `reviewed`: they were told to let
        somebody look at it, or the work was over."""
        week = self.life.day // WEEK
        if corrective:
            self._corrective.add(week)
            self._unreviewed_since = self.life.day if self._unreviewed_since is None else self._unreviewed_since
            self._longest = max(self._longest, self.life.day - self._unreviewed_since)
        if reviewed:
            self._unreviewed_since = None

    def called_gone(self, *, wrong: bool, far: bool) -> None:
        self.counts["called_gone"] += 1
        self.counts["wrongly_gone"] += wrong
        self.counts["wrongly_gone_far"] += far

    def outcome(self, person: int) -> Outcome:
        pains, count = self.life.pains, self.counts
        weeks = max(1.0, len(pains) / WEEK)
        return Outcome(
            person=person,
            policy=self.policy,
            days=len(pains),
            pain_first=sum(pains[:MONTH]) / len(pains[:MONTH]),
            pain_last=sum(pains[-MONTH:]) / len(pains[-MONTH:]),
            corrective_weeks=len(self._corrective),
            unreviewed_days=self._longest,
            called_gone=count["called_gone"],
            wrongly_gone=count["wrongly_gone"],
            wrongly_gone_far=count["wrongly_gone_far"],
            turned=count["turned"],
            given=count["given"],
            against_told=count["against_told"],
            against_untold=count["against_untold"],
            load_jumps=count["load_jumps"],
            planned_weeks=count["planned_weeks"],
            warnings=tuple((w.question, w.appeared, w.referred, w.by_app) for w in self.health.warnings),
            minutes_a_week=self._minutes / weeks,
            sessions=count["sessions"],
            new_items=count["new_items"],
            kept_items=count["kept_items"],
            kept_out_days=count["kept_out_days"],
            refers=len(self.refer_days),
            left=self.life.left,
            nothing_fits=count["nothing_fits"],
            weekly_pain=tuple(sum(pains[i : i + WEEK]) / WEEK for i in range(0, len(pains) - WEEK + 1, WEEK)),
        )
