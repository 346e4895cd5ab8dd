"""What must hold of programmes and doses, tried on generated people over weeks: run it for the figures.

    python tools/check_care.py --plans 2400 --seed 1

Each person begins with answers, wishes and tests of chance, gets a programme, does some of it with pain of chance (two sessions a
day, sessions of one's own and bad nights among them), and gets the next week's. The rules are stated here once more, by hand,
apart from the code they check. Exit status 1 where one was broken, with the first cases of each.
"""

import argparse
import random
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from upperback.care.findings import assess
from upperback.care.order import camera_moves
from upperback.care.programme import make_programme
from upperback.care.screening import judge
from upperback.model.body import Side
from upperback.model.care import Cleared, Finding, Item, NothingAllowed, Programme
from upperback.model.catalogue import ASKED_FOR, HOUSEHOLD, Action, Catalogue, Exercise, Kind, Phase
from upperback.model.record import About, Case, DiaryDay, Done, KeptProgramme, Screen, Session, Test, Wishes
from upperback.services import knowledge
from upperback.services.plans import copy_of

KINDS = (Kind.RELEASE, Kind.MOBILITY, Kind.STRENGTH)
RISE = 1.2
FREE_MINUTES = 10.0
SHOWN = 3


@dataclass
class Tally:
    """How often each property was tried and broken, and the times."""

    tried: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)
    ms: list[float] = field(default_factory=list)
    moved: dict[str, list[int]] = field(default_factory=dict)

    def check(self, name: str, holds: bool, detail: object = "") -> None:
        self.tried[name] += 1
        if not holds:
            self.broken[name] += 1
            if self.broken[name] <= SHOWN:
                self.shown.append(f"{name}: {detail}")


class Life:
    """One generated person, week by week."""

    def __init__(self, known: Catalogue, chance: random.Random, tally: Tally) -> None:
        self.known = known
        self.chance = chance
        self.tally = tally
        modify = [q.id for q in known.questions.values() if q.action is Action.MODIFY and q.effect.with_any_other_yes is None]
        self.yes = set(chance.sample(modify, chance.choice((0, 0, 0, 1, 1, 2, 3))))
        today = date(2024, 1, 1) + timedelta(days=chance.randrange(900))
        self.pain = chance.choice((1, 2, 3, 4, 5, 5, 6))
        self.keeps = chance.choice((1.0, 1.0, 0.9, 0.7, 0.4))
        self.hurts = chance.choice((0.02, 0.1, 0.3))
        about = About(
            age=chance.choice((25, 43, 48, 66)),
            sex=chance.choice(("female", "male", None)),
            since_weeks=chance.choice((3, 30, None)),
        )
        self.case = Case(
            today=today, about=about, wishes=self._wishes(), tests=self._tests(today), screens=(self._screen(today),)
        )

    # -- what is generated ---------------------------------------------------------------------------------------------
    def _wishes(self) -> Wishes:
        r, ids = self.chance, sorted(self.known.exercises)

        def some(most: int) -> tuple[str, ...]:
            return tuple(r.sample(ids, r.randrange(most + 1))) if r.random() < 0.4 else ()

        positions = ("floor", "standing", "seated", "wall", "quadruped", "kneeling", "supine", "prone", "side-lying")
        return Wishes(
            minutes_per_session=r.choice((2, 3, 5, 8, 10, 15, 15, 20, 25, 40)),
            days_per_week=r.randint(1, 7),
            equipment=tuple(r.sample(sorted(ASKED_FOR), r.randrange(5))),
            lacking=tuple(r.sample(sorted(HOUSEHOLD), r.choice((0, 0, 0, 1, 2)))),
            avoid_positions=tuple(r.sample(positions, r.choice((0, 0, 0, 1, 2)))),
            likes=some(4),
            dislikes=some(8),
            added=some(8),
            removed=some(4),
        )

    def _screen(self, day: date) -> Screen:
        answers = {q.id: q.id in self.yes for q in self.known.questions.values()}
        return Screen(day, answers | {s.id: False for q in self.known.questions.values() for s in q.subs})

    def _tests(self, today: date) -> tuple[Test, ...]:
        """A battery on two baseline days: each test at a random place of its range, the same on both days."""
        r, found = self.chance, []
        wanted = r.sample(sorted(self.known.tests), r.choice((0, 2, 5, 9)))
        for test in (self.known.tests[t] for t in wanted):
            for measure in (m for m in test.measures if m.counted is None):
                for side in (Side.LEFT, Side.RIGHT) if measure.sides else (Side.BOTH,):
                    value = r.uniform(measure.lower, measure.upper) * r.choice((0.15, 0.4, 1.0))
                    value = float(round(min(max(value, measure.lower), measure.upper)))
                    method = r.choice(measure.methods)
                    for days in (6, 1):
                        day = today - timedelta(days=days)
                        found.append(Test(test.id, measure.id, side, (value,), measure.unit, method, day, pain=2, familiar=True))
        return tuple(found)

    def _session(self, items: list[Item], day: date) -> Session:
        """A session of these items with pain of chance; now and then one that was too much, cramped or gave no pull."""
        r, done = self.chance, []
        for item in items:
            rise = r.choice((2, 3, 4)) if r.random() < self.hurts else r.choice((0, 0, 0, 1))
            stop = r.choice(("cramp", "no_pull_felt", "pain_worse")) if r.random() < 0.02 else None
            done.append(
                Done(
                    item.exercise,
                    Side.BOTH,
                    item.level,
                    item.dose.sets,
                    item.dose.reps,
                    item.dose.hold_s,
                    pain=min(10, self.pain + rise),
                    effort=r.choice((3, 4, 5, 7)),
                    skipped=r.random() < 0.05,
                    stopped_because=stop,
                )
            )
        after = r.choice((None, self.pain, min(10, self.pain + 1)))
        return Session(day, r.choice((self.pain, self.pain, None)), after, r.choice((None, self.pain)), tuple(done))

    def week_after(self, programme: Programme) -> None:
        """Do some of the week; then it is a week (or a longer break) later."""
        r, case = self.chance, self.case
        kept = copy_of(programme, case)
        sessions, diary = list(case.sessions), list(case.diary)
        for day in programme.week:
            if day.items and r.random() < self.keeps:
                when = case.today + timedelta(days=day.day - 1)
                sessions.append(self._session(list(day.items), when))
                if r.random() < 0.05:
                    sessions.append(self._session(list(day.items[:2]), when))
        gap = r.choice((7,) * 12 + (8, 6, 3, 10, 16, 30))
        for n in range(gap):
            pain = min(10, max(0, self.pain + r.choice((-1, 0, 0, 0, 1)) + (4 if r.random() < 0.01 else 0)))
            bad = r.random()
            entry = DiaryDay(case.today + timedelta(days=n), pain, minutes_walked=r.choice((0, 15, 30)), slept_badly=bad < 0.05)
            diary.append(replace(entry, ill=bad > 0.99))
        today = case.today + timedelta(days=gap)
        self.case = replace(
            case,
            today=today,
            screens=(*case.screens, self._screen(today)),
            diary=tuple(diary),
            sessions=tuple(s for s in sessions if s.day <= today),
            programmes=(*case.programmes, kept),
        )

    # -- what is checked -----------------------------------------------------------------------------------------------
    def plan(self, case: Case) -> tuple[Programme | NothingAllowed, Cleared, tuple[Finding, ...]] | None:
        verdict = judge(self.known, case)
        if not isinstance(verdict, Cleared):
            return None
        findings = assess(self.known, case)
        started = time.perf_counter()
        made = make_programme(self.known, case, verdict, findings)
        self.tally.ms.append(1000 * (time.perf_counter() - started))
        return made, verdict, findings

    def live(self, weeks: int) -> None:
        for _ in range(weeks):
            answer = self.plan(self.case)
            if answer is None:
                return
            made, verdict, findings = answer
            if isinstance(made, NothingAllowed):
                left = [one.exercise for one in made.left_out]
                self.tally.check("nothing allowed names every exercise", left == list(self.known.exercises))
                return
            self._holds_what_is_asked(made, verdict)
            self._is_laid_out(made)
            self._fits_the_person(made, findings)
            self._grows_slowly(made)
            self._says_why(made)
            self._is_the_same_again(made)
            self._red_is_never_more()
            if self.chance.random() < 0.2:
                self._changes_little(made)
            self.week_after(made)

    def _holds_what_is_asked(self, made: Programme, verdict: Cleared) -> None:
        wishes = self.case.wishes
        have = (HOUSEHOLD | set(wishes.equipment)) - set(wishes.lacking)
        shown = items_of(made)
        offered = {i.exercise for i in shown} | {a.exercise for a in made.activity} | {e for i in shown for e in i.instead}
        offered |= {e for day in made.week for e in day.two_minute_version}
        for exercise in (self.known.exercises[e] for e in offered):
            avoided = "floor" in wishes.avoid_positions and "floor" in exercise.tags
            avoided |= bool(exercise.positions) and all(p in wishes.avoid_positions for p in exercise.positions)
            self.tally.check("no blocked tag", not exercise.tags & verdict.blocked_tags, exercise.id)
            self.tally.check("no missing equipment", set(exercise.equipment) <= have, exercise.id)
            self.tally.check("no avoided position", not avoided, exercise.id)
            self.tally.check("nothing removed", exercise.id not in wishes.removed, exercise.id)
        for day in made.week:
            asked = min(wishes.minutes_per_session, 25)
            self.tally.check("no more minutes than asked", sum(i.minutes for i in day.items) <= asked + 1e-6, day)
        self.tally.check("no more days than asked", len(made.week) <= wishes.days_per_week)
        modifying = [q.id for q in self.known.questions.values() if q.id in self.yes]
        for item in shown:
            careful = [q for q in modifying if q in self.known.exercises[item.exercise].cautions]
            if careful:
                self.tally.check("a caution eases and says so", bool(item.eased) and careful[0] in made.eased_for, item)
            self.tally.check("a finding or core reason", bool(item.purposes), item)

    def _is_laid_out(self, made: Programme) -> None:
        on: dict[str, list[int]] = {}
        for day in made.week:
            exercises = [self.known.exercises[i.exercise] for i in day.items]
            order = [KINDS.index(e.kind) for e in exercises]
            self.tally.check("release, mobility, strength", order == sorted(order), day.day)
            self.tally.check("at most one camera move", camera_moves(exercises) <= 1, day.day)
            self.tally.check("two minutes are there", bool(day.two_minute_version) and bool(day.items), day.day)
            for exercise in exercises:
                on.setdefault(exercise.id, []).append(day.day)
        for exercise_id, days in on.items():
            self.tally.check("once a day", len(days) == len(set(days)), exercise_id)
            if len(days) <= 3:
                gaps = [b - a for a, b in pairwise([*days, days[0] + 7])]
                self.tally.check("a day between, the week wraps round", min(gaps) >= 2, (exercise_id, days))

    def _fits_the_person(self, made: Programme, findings: tuple[Finding, ...]) -> None:
        chosen = {i.exercise for i in items_of(made)}
        out = {one.exercise for one in made.left_out if one.rule not in MAY}
        allowed = [e for e in self.known.exercises.values() if e.id not in out]
        room = made.load is None or made.load.most_minutes is None or made.load.most_minutes - made.load.minutes > 6
        small = self.case.wishes.minutes_per_session * self.case.wishes.days_per_week < 15
        began = started(self.case)
        week = (self.case.today - began).days // 7 + 1
        if week == 1:
            self.tally.check("at most five in the first week", len(chosen) <= 5, chosen)
        known = seen_before(self.case, began)
        if week > 1 and made.phase is not Phase.FLARE:
            self.tally.check("at most two new ones a week", len(chosen - known) <= 2, chosen - known)
        if not small and made.phase is not Phase.MAINTENANCE:
            for kind in KINDS:
                if any(e.kind is kind for e in allowed):
                    self.tally.check("all kinds of work", any(self.known.exercises[e].kind is kind for e in chosen), kind)
            core = [e for e in self.known.core if self.known.exercises[e].kind in KINDS and e in {a.id for a in allowed}]
            if core:
                held = [i for i in items_of(made) if "core" in i.purposes]
                self.tally.check("core work for everyone", bool(held), chosen)
        active = [f for f in findings if f.rank > 0]
        if made.phase is Phase.CORRECTIVE and not small and active:
            self._serves(active, chosen, allowed, week, room=room)

    def _serves(self, active: list[Finding], chosen: set[str], allowed: list[Exercise], week: int, *, room: bool) -> None:
        may = {e.id for e in allowed}
        first = {e for ids in self.known.findings[active[0].finding].exercises.values() for e in ids if e in may}
        first = {e for e in first if self.known.exercises[e].kind in KINDS}
        if first:
            self.tally.check("the first finding is worked on", bool(first & chosen), active[0].finding)
        unbroken = week >= 4 and room and len(self.case.programmes) >= 4
        unbroken = unbroken and not self._short_of_sessions() and not self._held_back()
        for finding in active if unbroken else []:
            for kind in KINDS:
                ids = set(self.known.findings[finding.finding].exercises.get(kind, ())) & may
                if ids:
                    name = "by week 4 each finding has each kind (with room)"
                    self.tally.check(name, bool(ids & chosen), (finding.finding, kind.value, sorted(chosen)))

    def _held_back(self) -> bool:
        """A flare, or pain that let nothing new in for a week of the last four."""
        since = self.case.today - timedelta(days=28)
        items = [i for s in self.case.sessions if s.day > since for i in s.items]
        hurt = any(i.stopped_because or (i.pain or 0) >= self.pain + 2 for i in items)
        return hurt or any(p.phase == Phase.FLARE.value for p in self.case.programmes if p.day > since)

    def _short_of_sessions(self) -> bool:
        lately = {s.day for s in self.case.sessions if s.day > self.case.today - timedelta(days=14)}
        return len(lately) < self.case.wishes.days_per_week

    def _grows_slowly(self, made: Programme) -> None:
        before = [p for p in self.case.programmes if p.phase != Phase.FLARE.value]
        if not before:
            return
        a_week_ago = [p for p in before if p.day <= self.case.today - timedelta(days=7)]
        last = (a_week_ago or before[:1])[-1]
        was_s, was_minutes = load_of_kept(self.known, last)
        now_s = sum(self._work_s(i) for i in items_of(made)) / 60
        now_minutes = sum(i.minutes for i in items_of(made))
        done_s, done_minutes = self._done_lately()
        detail = (round(was_s, 2), round(now_s, 2), round(was_minutes, 2), round(now_minutes, 2))
        cap_s, cap_minutes = max(RISE * was_s, done_s, FREE_MINUTES), max(RISE * was_minutes, done_minutes, FREE_MINUTES)
        holds = now_s <= cap_s + 0.02 and now_minutes <= cap_minutes + 0.02
        self.tally.check("the week's load never rises over the cap", holds, detail)

    def _done_lately(self) -> tuple[float, float]:
        """Minutes under work and of session that were really done in the last seven days: they may be done again."""
        since, items = self.case.today - timedelta(days=7), []
        for session in (s for s in self.case.sessions if s.day > since):
            items += [(i.exercise, i.level, i.sets, i.reps, i.hold_s, 0.0) for i in session.items if not i.skipped]
        return minutes_of_items(self.known, items)

    def _work_s(self, item: Item) -> float:
        rung = self.known.exercises[item.exercise].ladder[item.level - 1]
        return item.dose.sets * item.dose.reps * (rung.move_s + item.dose.hold_s)

    def _says_why(self, made: Programme) -> None:
        cited = {one.rule: one for one in made.rules}
        for item in items_of(made):
            self.tally.check("why this, why now, why this dose", bool(item.why and item.why_now and item.why_dose), item.exercise)
            known = all(rule in cited and cited[rule].source for rule in item.rules)
            self.tally.check("each item names rules with sources", bool(item.rules) and known, item.rules)
        shown = {i.exercise for i in items_of(made)} | {a.exercise for a in made.activity}
        out = [one.exercise for one in made.left_out]
        everything = out == [e for e in self.known.exercises if e not in shown]
        self.tally.check("every exercise is in the week or left out", everything)
        for one in made.left_out:
            ok = bool(one.because) and (one.rule == "clearance" or one.rule in cited)
            self.tally.check("each left out says why, by a rule", ok, one)

    def _is_the_same_again(self, made: Programme) -> None:
        again = self.plan(self.case)
        self.tally.check("the same case, the same answer", again is not None and again[0] == made)
        tests, sessions = list(self.case.tests), list(self.case.sessions)
        self.chance.shuffle(tests)
        self.chance.shuffle(sessions)
        other = self.plan(replace(self.case, tests=tuple(tests), sessions=tuple(sessions)))
        self.tally.check("the order of tests and sessions does not matter", other is not None and other[0] == made)

    def _red_is_never_more(self) -> None:
        """The newest session, once with hardly any pain and once with a red light for one of its exercises."""
        if not self.case.sessions:
            return
        newest = max(s.day for s in self.case.sessions)
        of_day = [s for s in self.case.sessions if s.day == newest and s.items]
        items = [i for i in of_day[-1].items if not i.skipped] if of_day else []
        if not items:
            return
        target, session = self.chance.choice(items), of_day[-1]

        def with_pain(pain: float, stop: str | None) -> Case:
            done = tuple(replace(i, pain=pain, stopped_because=stop) if i is target else i for i in session.items)
            return replace(self.case, sessions=tuple(replace(s, items=done) if s is session else s for s in self.case.sessions))

        calm, red = self.plan(with_pain(1, None)), self.plan(with_pain(10, "pain_worse"))
        if calm is None or red is None or isinstance(calm[0], NothingAllowed) or isinstance(red[0], NothingAllowed):
            return
        dose = {i.exercise: self._work_s(i) for i in items_of(red[0])}
        was = {i.exercise: self._work_s(i) for i in items_of(calm[0])}
        if target.exercise in dose and target.exercise in was:
            rung = self.known.exercises[target.exercise].ladder[target.level - 1]
            done_s = target.sets * target.reps * (rung.move_s + target.hold_s)
            ok = dose[target.exercise] <= max(was[target.exercise], done_s) + 1e-6
            self.tally.check("a red light never gives a bigger dose", ok, (target, dose[target.exercise], was[target.exercise]))
        if self.case.programmes and self.case.programmes[-1].phase != Phase.FLARE.value and red[0].load is not None:
            a_week_ago = [p for p in self.case.programmes if p.day <= self.case.today - timedelta(days=7)]
            usual = [p for p in a_week_ago or self.case.programmes[:1] if p.phase != Phase.FLARE.value]
            if usual:
                was_minutes = load_of_kept(self.known, usual[-1])[1]
                ok = red[0].load.minutes <= max(was_minutes, self._done_lately()[1], FREE_MINUTES) + 0.02
                self.tally.check("a red light never gives a bigger week", ok, (was_minutes, red[0].load.minutes))

    def _changes_little(self, made: Programme) -> None:
        """How many exercises change when a little does. Printed, and a day later checked."""
        later = self.plan(replace(self.case, today=self.case.today + timedelta(days=1)))
        if later is not None and isinstance(later[0], Programme):
            self._note("a day later", made, later[0])
        wishes = self.case.wishes
        for name, changed in (
            ("one minute more", replace(wishes, minutes_per_session=min(60, wishes.minutes_per_session + 1))),
            ("one dislike more", replace(wishes, dislikes=(*wishes.dislikes, self.chance.choice(sorted(self.known.exercises))))),
        ):
            other = self.plan(replace(self.case, wishes=changed))
            if other is not None and isinstance(other[0], Programme):
                self._note(name, made, other[0])

    def _note(self, name: str, made: Programme, other: Programme) -> None:
        one, two = {i.exercise for i in items_of(made)}, {i.exercise for i in items_of(other)}
        self.tally.moved.setdefault(name, []).append(max(len(one - two), len(two - one)))


MAY = ("easier_start", "points_wishes", "start_small", "core_for_all", "three_kinds")
"""The rules behind what may be done and has no place this week."""


def items_of(made: Programme) -> list[Item]:
    return [item for day in made.week for item in day.items]


def started(case: Case) -> date:
    """The first day, or the first after a break of three weeks."""
    days = sorted({p.day for p in case.programmes} | {s.day for s in case.sessions})
    began = days[0] if days else case.today
    for earlier, later in pairwise([*days, case.today]):
        if (later - earlier).days >= 21:
            began = later
    return began


def seen_before(case: Case, began: date) -> set[str]:
    """What was given a week ago or earlier, or in the first week, or done before it was ever given."""
    given: dict[str, date] = {}
    for programme in sorted(case.programmes, key=lambda p: p.day):
        for _, items in programme.items:
            for item in items:
                given.setdefault(item.exercise, programme.day)
    week = timedelta(days=7)
    return {e for e, day in given.items() if day <= case.today - week or day < began + week}


def load_of_kept(known: Catalogue, programme: KeptProgramme) -> tuple[float, float]:
    """Minutes under work and minutes of session of a kept week."""
    items = [i for _, on_day in programme.items for i in on_day]
    return minutes_of_items(known, [(i.exercise, i.level, i.sets, i.reps, i.hold_s, i.rest_s) for i in items])


def minutes_of_items(known: Catalogue, items: list[tuple[str, int, int, int, float, float]]) -> tuple[float, float]:
    """Counted here by hand: (exercise, level, sets, turns, hold, rest) of each."""
    work = minutes = 0.0
    for exercise, level, sets, reps, hold_s, rest_s in items:
        seconds = sets * reps * (known.exercises[exercise].ladder[level - 1].move_s + hold_s)
        work += seconds / 60
        minutes += round((seconds + (sets - 1) * rest_s + 15) / 60, 2)
    return work, minutes


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--plans", type=int, default=2400)
    parser.add_argument("--weeks", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    known, tally, people = knowledge.catalogue(), Tally(), 0
    while tally.tried["the same case, the same answer"] < asked.plans:
        Life(known, random.Random(f"{asked.seed}/{people}"), tally).live(asked.weeks)
        people += 1
    for name, n in sorted(tally.tried.items()):
        sys.stdout.write(f"{name}: {n - tally.broken[name]} of {n}\n")
    for name, moves in tally.moved.items():
        none = sum(1 for n in moves if n == 0) / len(moves)
        sys.stdout.write(
            f"exercises that change, {name}: mean {statistics.fmean(moves):.2f}, none in {none:.0%} of {len(moves)}\n"
        )
    quantiles = statistics.quantiles(tally.ms, n=20)
    sys.stdout.write(f"one programme: median {statistics.median(tally.ms):.1f} ms, p95 {quantiles[-1]:.1f} ms\n")
    sys.stdout.write(f"{people} people, {asked.plans} weeks and more\n")
    for line in tally.shown:
        sys.stdout.write(f"BROKEN {line}\n")
    return 1 if tally.broken else 0


if __name__ == "__main__":
    sys.exit(main())
