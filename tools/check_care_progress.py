"""What must hold of screen, findings and review, tried on generated people: run it for the figures.

    python tools/check_care_progress.py --people 2000 --seed 1

Each person is a case of chance: answers (yes, no, left out), screens over months, clearances, pain, tests, sessions, programmes.
The rules are stated here once more, by hand, and apart from the code they check. Exit status 1 with the first broken one.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from upperback.care.answers import answers_of
from upperback.exchange import case_file
from upperback.model.body import Side
from upperback.model.care import Cleared, Status
from upperback.model.catalogue import Action, Catalogue, Phase
from upperback.model.record import (
    HUMAN_REVIEW,
    About,
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
from upperback.services import cases, knowledge
from upperback.services.errors import NotAllowedError, NothingFitsError
from upperback.services.lines import finding_line, plan_line, review_line, screen_line

RANK = {"go": 0, "modify": 1, "incomplete": 2, "clinician_first": 3, "emergency_now": 4}
STOPS = (Action.EMERGENCY_NOW, Action.CLINICIAN_FIRST)
TWELVE_WEEKS = timedelta(weeks=12)
MONTH_ENDS = (date(2024, 2, 29), date(2025, 2, 28), date(2025, 12, 31), date(2026, 3, 1), date(2026, 4, 30), date(2028, 2, 29))


@dataclass(frozen=True)
class Chance:
    """People made by chance over one catalogue."""

    catalogue: Catalogue
    random: random.Random

    def person(self) -> Case:
        r = self.random
        today = r.choice(MONTH_ENDS) if r.random() < 0.3 else date(2026, 1, 1) + timedelta(days=r.randrange(400))
        weeks = r.choice((0, 1, 3, 6, 9, 11, 12, 13, 20, 40))
        began = today - timedelta(days=7 * weeks + r.randrange(7))
        case = Case(
            today=today,
            about=About(
                age=r.choice((None, 15, 30, 35, 43, 43, 50, 58, 71)),
                sex=r.choice((None, "female", "male")),
                since_weeks=r.choice((None, 3, 30)),
            ),
            screens=tuple(self._screens(today)),
            diary=tuple(self._diary(began, today)),
            function=tuple(self._function(began, today)),
            change=tuple(Change(began + timedelta(days=28 * n), r.randint(3, 7)) for n in range(weeks // 4 + 1)),
            tests=tuple(sorted(self._tests(began, today), key=lambda t: t.day)),
            sessions=tuple(self._sessions(began, today)),
            programmes=tuple(self._programmes(began, today)),
            accepted=tuple(
                Accepted(f, self._day(began, today)) for f in r.sample(sorted(self.catalogue.findings), r.choice((0, 0, 1)))
            ),
        )
        return replace(case, clearances=tuple(self._clearances(case)))

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.random.randint(0, max(0, (last - first).days)))

    def _screens(self, today: date) -> Iterator[Screen]:
        r = self.random
        if r.random() < 0.03:
            return
        p_yes, p_open = r.choice((0.0, 0.0, 0.0, 0.0, 0.02, 0.1)), r.choice((0.0, 0.0, 0.0, 0.0, 0.02))
        days = sorted(
            {today - timedelta(days=r.randrange(60)) for _ in range(r.choice((1, 1, 2, 4)))}
            | {today - timedelta(days=r.choice((0, 1, 27, 28)))}
        )
        for n, day in enumerate(days):
            short = n > 0 and r.random() < 0.5
            yield Screen(day, self._answers(p_yes, p_open, short=short), short=short)

    def _answers(self, p_yes: float, p_open: float, *, short: bool) -> dict[str, bool]:
        r, answers = self.random, {}
        for question in self.catalogue.questions.values():
            if (short and not question.short_form) or r.random() < p_open:
                continue
            answers[question.id] = r.random() < p_yes
            if answers[question.id]:
                answers |= {sub.id: r.random() < 0.4 for sub in question.subs if r.random() < 0.9}
        return answers

    def _clearances(self, case: Case) -> Iterator[Clearance]:
        r = self.random
        said = sorted({q for screen in case.screens for q, yes in screen.answers.items() if yes})
        for question in said:
            if r.random() < 0.5:
                yield Clearance(question, self._day(case.today - timedelta(days=30), case.today), "a clinician", ("prone",))
        if r.random() < 0.2:
            yield Clearance(HUMAN_REVIEW, self._day(case.today - timedelta(days=120), case.today), "a clinician")

    def _diary(self, began: date, today: date) -> Iterator[DiaryDay]:
        r, pain = self.random, self.random.uniform(1, 7)
        drift, noted, jump = r.choice((-0.06, -0.06, -0.02, 0.0, 0.02)), r.choice((0.3, 0.7, 1.0)), r.choice((0.0, 0.0, 0.01))
        for n in range((today - began).days + 1):
            pain = min(10.0, max(0.0, pain + drift + r.gauss(0, 0.4) + (4 if r.random() < jump else 0)))
            if r.random() < noted:
                yield DiaryDay(began + timedelta(days=n), round(pain), minutes_walked=r.choice((0, 0, 20, 40)))

    def _function(self, began: date, today: date) -> Iterator[Function]:
        r = self.random
        for name in ("typing", "carrying")[: r.choice((0, 1, 2))]:
            days = sorted({self._day(began, today) for _ in range(r.choice((0, 1, 4, 8)))})
            yield Function(name, 8, tuple(Score(day, r.randint(2, 10)) for day in days))

    def _tests(self, began: date, today: date) -> Iterator[Test]:
        r = self.random
        for test in r.sample(sorted(self.catalogue.tests), r.choice((0, 2, 5))):
            days = sorted(
                {began, min(today, began + timedelta(days=5)), *(self._day(began, today) for _ in range(r.choice((0, 2, 6))))}
            )
            for measure in self.catalogue.tests[test].measures:
                if measure.counted is not None:
                    continue
                low, high = measure.lower, min(measure.upper, measure.lower + 120)
                usual = r.uniform(low, high)
                method = r.choice(measure.methods)
                for day in days:
                    for side in (Side.LEFT, Side.RIGHT) if measure.sides else (Side.BOTH,):
                        near = min(high, max(low, usual + r.gauss(0, (high - low) / r.choice((6, 40)))))
                        trials = tuple(round(min(high, max(low, near + r.gauss(0, 2)))) for _ in range(r.choice((1, 3))))
                        yield Test(
                            test,
                            measure.id,
                            side,
                            trials,
                            measure.unit,
                            method,
                            day,
                            r.choice((None, 0, 2, 5)),
                            r.choice((None, True, False)),
                        )

    def _sessions(self, began: date, today: date) -> Iterator[Session]:
        r = self.random
        every = r.choice((1, 2, 3, 7, 30))
        usual = r.sample(sorted(self.catalogue.exercises), 4)
        for n in range(0, (today - began).days + 1, every):
            items = tuple(
                Done(e, Side.BOTH, 1, 2, 10, pain=r.choice((None, 1, 3, 6)), effort=5, skipped=r.random() < 0.1)
                for e in r.sample(usual, r.choice((0, 2, 4)))
            )
            for _ in range(2 if r.random() < 0.05 else 1):
                yield Session(
                    began + timedelta(days=n), r.choice((None, 2, 4)), r.choice((None, 1, 4, 6)), r.choice((None, 2, 5)), items
                )

    def _programmes(self, began: date, today: date) -> Iterator[KeptProgramme]:
        r, phase = self.random, Phase.CORRECTIVE
        for n in range(0, (today - began).days + 1, 7):
            if r.random() < 0.08:
                phase = r.choice((Phase.CORRECTIVE, Phase.MAINTENANCE, Phase.FLARE))
            if r.random() < 0.8:
                yield KeptProgramme(began + timedelta(days=n), phase.value, "1", ())


# -- what must hold ---------------------------------------------------------------------------------------------------------
def a_warning_sign_never_passes(catalogue: Catalogue, case: Case, _r: random.Random) -> str:
    """An uncleared emergency or clinician-first yes, or an unanswered red flag, gives no programme."""
    stop = _stops(catalogue, case)
    if not stop:
        return ""
    try:
        cases.plan_of(catalogue, case)
    except NotAllowedError:
        return ""
    except NothingFitsError:
        pass
    return f"{stop}: a programme came out"


def _stops(catalogue: Catalogue, case: Case) -> str:
    """The first reason against a programme, read plainly from the newest full screen and the short ones after it."""
    full = [i for i, s in enumerate(case.screens) if not s.short]
    if not full:
        return "no full screen"
    said: dict[str, tuple[bool, date]] = {}
    for screen in case.screens[full[-1] :]:
        said |= {q: (yes, screen.day) for q, yes in screen.answers.items()}
    if case.today - case.screens[full[-1]].day >= timedelta(days=28):
        return "the screen has expired"
    for question in catalogue.questions.values():
        answer = said.get(question.id)
        if answer is None:
            if question.id.startswith("rf_"):
                return f"{question.id} is open"
            continue
        yes_subs = [sub for sub in question.subs if said.get(sub.id, (True,))[0]] if answer[0] else []
        action = question.action if answer[0] else Action.GO
        if answer[0] and question.features_needed is not None:
            kinds = [sub.feature for sub in yes_subs]
            enough = kinds.count("feature") >= 4 or (kinds.count("feature") >= 3 and "extra" in kinds)
            action = Action.CLINICIAN_FIRST if enough else Action.MODIFY
        reasons = {question.id} if action in STOPS else {sub.id for sub in yes_subs if sub.action in STOPS}
        emergency = action is Action.EMERGENCY_NOW or any(sub.action is Action.EMERGENCY_NOW for sub in yes_subs)
        if not reasons:
            continue
        newest = max(said[i][1] for i in (question.id, *(sub.id for sub in question.subs)) if i in said)
        seen = {c.question for c in case.clearances if c.day >= newest}
        if emergency or not (question.id in seen or reasons <= seen):
            return f"{question.id} is an uncleared yes"
    return ""


def one_more_yes_never_makes_it_milder(catalogue: Catalogue, case: Case, r: random.Random) -> str:
    if not case.screens:
        return ""
    asked = [*catalogue.questions, *(sub.id for q in catalogue.questions.values() for sub in q.subs if not sub.adds_tag)]
    question = r.choice(asked)
    last = case.screens[-1]
    if last.short and question not in {q.id for q in catalogue.questions.values() if q.short_form}:
        return ""
    more = replace(case, screens=(*case.screens[:-1], replace(last, answers={**last.answers, question: True})))
    before, after = (RANK[screen_line(cases.screen_case(catalogue, one))["action"]] for one in (case, more))
    return "" if after >= before else f"a yes to {question} turned {before} into {after}"


def nothing_is_gone_on_one_day(catalogue: Catalogue, case: Case, _r: random.Random) -> str:
    """A finding that is gone was found before, and its tests were inside on two later days at least."""
    for finding in cases.findings_of(catalogue, case):
        days = sorted({value.day for value in finding.values})
        if finding.status is Status.GONE and len(days) < 3:
            return f"{finding.finding} is gone after {len(days)} test days"
        if finding.status is Status.GONE:
            one_less = replace(case, tests=tuple(t for t in case.tests if t.day <= days[0]), diary=())
            if any(f.finding == finding.finding and f.status is Status.GONE for f in cases.findings_of(catalogue, one_less)):
                return f"{finding.finding} is gone on its first day"
    return ""


def nobody_stays_in_corrective_work_past_twelve_weeks(catalogue: Catalogue, case: Case, _r: random.Random) -> str:
    """In corrective work, the first session of the block or a clinician's look at it is less than twelve weeks ago. A relapse has
    days of its own, also one that is read from the diary of somebody without kept maintenance."""
    found = cases.review_of(catalogue, case)
    if not isinstance(cases.screen_case(catalogue, case), Cleared) or found.phase is not Phase.CORRECTIVE:
        return ""
    starts = [case.sessions[0].day] if case.sessions else []
    later = ""
    for programme in case.programmes:
        if programme.phase == "corrective" and later == "maintenance":
            starts.append(programme.day)
        later = programme.phase if programme.phase != "flare" else later
    starts += [c.day for c in case.clearances if c.question == HUMAN_REVIEW]
    if later == "maintenance":  # a relapse: it has its own days, told by pain or by scores since
        starts += [d.day for d in case.diary if d.day > case.today - TWELVE_WEEKS]
        starts += [s.day for f in case.function for s in f.scores]
    if starts and case.today - max(starts) >= TWELVE_WEEKS and found.state.value not in ("human_review", "refer", "relapse"):
        return f"corrective since {max(starts)}, today is {case.today}"
    over = bool(starts) and case.today - max(starts) >= TWELVE_WEEKS and found.state.value != "relapse"
    return f"phase corrective since {max(starts)}" if over else ""


def every_decision_names_rule_and_source(catalogue: Catalogue, case: Case, _r: random.Random) -> str:
    found = cases.review_of(catalogue, case)
    if not found.rules or not all(rule.words and rule.source for rule in found.rules):
        return f"the state {found.state} names no rule"
    bare = [due.what for due in found.due if due.rule not in catalogue.rules.rules]
    bare += [f.finding for f in found.findings if not f.sources or not f.why]
    bare += [step.exercise for step in found.next if not step.why or step.rule not in catalogue.rules.rules]
    return f"no rule for {bare[0]}" if bare else ""


def the_order_in_the_file_says_nothing(catalogue: Catalogue, case: Case, r: random.Random) -> str:
    raw = json.loads(case_file.write(case))
    for name in ("tests", "sessions", "diary", "clearances", "accepted"):
        r.shuffle(raw[name])
    there, shuffled = (case_file.read(text, catalogue) for text in (case_file.write(case), json.dumps(raw)))
    for what, say in SAID.items():
        if say(catalogue, there) != say(catalogue, shuffled):
            return f"{what} depends on the order of the file"
    return ""


def the_same_case_gives_the_same_answer(catalogue: Catalogue, case: Case, _r: random.Random) -> str:
    again = case_file.read(case_file.write(case), catalogue)
    broken = [what for what, say in SAID.items() if say(catalogue, again) != say(catalogue, again)]
    return f"{broken[0]} gave two answers" if broken else ""


def a_day_later_changes_only_what_a_day_should(catalogue: Catalogue, case: Case, _r: random.Random) -> str:
    """With nothing entered: no test value moves, no finding is made, improves or goes; the screen stays, or asks again; pain of
    a single day passes. Nothing gets a higher dose for a day that passed."""
    tomorrow = replace(case, today=case.today + timedelta(days=1))
    hurts = answers_of(catalogue, case).said_yes("ca_high_pain")  # it passes, and what it kept from counting counts again
    before, after = cases.review_of(catalogue, case), cases.review_of(catalogue, tomorrow)
    then = {f.finding: f for f in before.findings}
    for finding in after.findings:
        was = then[finding.finding]
        values = {(v.test, v.measure, v.side, v.day): v.value for v in was.values if v.method != "diary"}
        if not hurts and values != {(v.test, v.measure, v.side, v.day): v.value for v in finding.values if v.method != "diary"}:
            return f"{finding.finding}: a value moved"
        diary = any(v.method == "diary" for v in (*was.values, *finding.values))
        blocked = Status.NOT_TESTED in (was.status, finding.status)  # a day of high pain blocks tests, and passes
        ends = was.status is Status.PRESENT and finding.status in (Status.PLATEAU_ACCEPTED, Status.REFER)
        ends = ends or {was.status, finding.status} <= {Status.PRESENT, Status.PLATEAU_ACCEPTED, Status.REFER}
        if finding.status is not was.status and not (diary or blocked or ends):
            return f"{finding.finding}: {was.status} became {finding.status} overnight"
    action, later = (screen_line(cases.screen_case(catalogue, one))["action"] for one in (case, tomorrow))
    if RANK[later] < RANK[action] and action != "incomplete" and (action, later) != ("modify", "go"):
        return f"the screen went from {action} to {later} overnight"
    levels = {step.exercise: step.level for step in before.next}
    up = [s.exercise for s in after.next if s.level > levels.get(s.exercise, s.level) and before.phase is after.phase]
    single = any(d.day == case.today and (d.pain or 0) >= 4 for d in case.diary)
    return f"{up[0]} rose by waiting" if up and not single else ""


def _plan(catalogue: Catalogue, case: Case) -> Any:
    try:
        return plan_line(cases.plan_of(catalogue, case))
    except (NotAllowedError, NothingFitsError) as error:
        return type(error).__name__


SAID: dict[str, Callable[[Catalogue, Case], Any]] = {
    "screen": lambda catalogue, case: screen_line(cases.screen_case(catalogue, case)),
    "findings": lambda catalogue, case: [finding_line(f) for f in cases.findings_of(catalogue, case)],
    "review": lambda catalogue, case: review_line(cases.review_of(catalogue, case)),
}
RULES = (
    a_warning_sign_never_passes,
    one_more_yes_never_makes_it_milder,
    nothing_is_gone_on_one_day,
    nobody_stays_in_corrective_work_past_twelve_weeks,
    every_decision_names_rule_and_source,
    the_order_in_the_file_says_nothing,
    the_same_case_gives_the_same_answer,
    a_day_later_changes_only_what_a_day_should,
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    wanted = parser.parse_args()
    catalogue = knowledge.catalogue()
    failed = False
    for rule in RULES:
        if wanted.only and wanted.only not in rule.__name__:
            continue
        started_s, seen, broken = time.perf_counter(), Counter[str](), 0
        for n in range(wanted.people):
            r = random.Random(f"{wanted.seed}-{n}")
            case = Chance(catalogue, r).person()
            wrong = rule(catalogue, case, r)
            if wrong:
                broken += 1
                seen[f"person {n}: {wrong}" if broken <= 3 else "more"] += 1
        failed = failed or broken > 0
        said = f"{rule.__name__}: {wanted.people} people, {broken} broken, {time.perf_counter() - started_s:.0f} s"
        sys.stdout.write("\n  ".join([said, *seen]) + "\n")
        sys.stdout.flush()
    states = Counter[str]()
    for n in range(wanted.people if not wanted.only else 0):
        states[cases.review_of(catalogue, Chance(catalogue, random.Random(f"{wanted.seed}-{n}")).person()).state.value] += 1
    sys.stdout.write("states met: " + ", ".join(f"{state} {n}" for state, n in states.most_common()) + "\n")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
