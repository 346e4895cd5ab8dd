"""The safety questions, group by group: answers are kept as they come, a left screen goes on where it stopped."""

from collections.abc import Container, Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from upperback.care.answers import RED_FLAG
from upperback.care.asking import asked_next, new_symptom_on, stop_sign_on
from upperback.care.screening import expires
from upperback.model.care import Incomplete, Refer, Verdict
from upperback.model.catalogue import Action, Question
from upperback.model.record import HUMAN_REVIEW, Case
from upperback.services.chart import SCREEN_KEPT_DAYS, Chart
from upperback.services.errors import BadInputError
from upperback.services.views import GroupStep, Need, ScreenKind, ScreenView, Step, SubStep, Symptom, Visit
from upperback.store import entries, journal, screens, visits
from upperback.store.screens import ScreenRow
from upperback.store.store import Tx

# The questions of the short form that lie nearest to a symptom are shown first; expert judgement.
NEAREST: Final[dict[Symptom, tuple[str, ...]]] = {
    Symptom.CHEST_PAIN: ("rf_chest_cardiac",),
    Symptom.DIZZY: ("rf_cervical_artery_now", "rf_chest_cardiac"),
    Symptom.TINGLING_OR_NUMB: ("rf_cord_signs", "rf_cauda_equina", "rf_cervical_artery_now"),
    Symptom.UNWELL: ("rf_fever_unwell", "rf_chest_cardiac"),
}

_Page = tuple[str, tuple[Question, ...]]


class Screening:
    """Opens, fills and closes screens; what they allow is for `care.screening` to say."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart

    def need(self) -> Need:
        """Which questions have to be answered before anything else, and why.

        In this order: a symptom named in a session, a screen begun and not finished, the full screen (first, or four weeks
        old), a jump of the pain since yesterday, the short form once a day before a session.
        """
        standing = self._chart.standing()
        under_way, verdict, case = standing.open_screen, standing.verdict, standing.case
        if under_way is not None and under_way.symptom:
            return Need(ScreenKind.SHORT if under_way.short else ScreenKind.FULL, "symptom")
        if isinstance(verdict, Refer):
            return Need(ScreenKind.NONE, "")
        if under_way is not None and under_way.answers and not self._stale(under_way):
            return Need(ScreenKind.SHORT if under_way.short else ScreenKind.FULL, "unfinished")
        if isinstance(verdict, Incomplete):
            full = [screen.day for screen in case.screens if not screen.short]
            if not full:
                return Need(ScreenKind.FULL, "first")
            if case.today >= expires(self._chart.catalogue, max(full)):
                return Need(ScreenKind.FULL, "expired")
            short = all(self._chart.catalogue.questions[q].short_form for q in verdict.missing)
            return Need(ScreenKind.SHORT if short else ScreenKind.FULL, self._asked_by(case))
        with self._chart.reading() as tx:
            asked_today = screens.finished_on(tx, case.today)
        pain = {entry.day: entry.pain for entry in case.diary if entry.pain is not None}
        today, yesterday = pain.get(case.today), pain.get(case.today - timedelta(days=1))
        jumped = today is not None and yesterday is not None and today - yesterday >= self._chart.catalogue.rules.limits.pain_jump
        if jumped and not {"pain_jump", "symptom"} & set(asked_today):
            return Need(ScreenKind.SHORT, "pain_jump")
        return Need(ScreenKind.NONE, "") if asked_today else Need(ScreenKind.SHORT, "daily")

    def _asked_by(self, case: Case) -> str:
        """Why questions of a screen that still counts are open again."""
        if any("relapse" in one.because for one in asked_next(self._chart.catalogue, case, case.today)):
            return "relapse"
        return "sign" if stop_sign_on(case) is not None else "unfinished"

    def open(self, kind: ScreenKind | None = None) -> ScreenView:
        """The screen under way, or a new one of `kind` (None: what `need()` says, FULL where nothing is due). A short screen
        that is not about a symptom gives way to a full one."""
        need = self.need()
        wanted = (need.kind if need.kind is not ScreenKind.NONE else ScreenKind.FULL) if kind is None else kind
        with self._chart.writing(self._chart.today()) as tx:
            journal.forget(tx)
            row = screens.open_screen(tx)
            gives_way = row is not None and row.short and not row.symptom and wanted is ScreenKind.FULL
            if row is not None and (gives_way or self._stale(row)):
                # Its answers stay on record, as they are: a yes is never lost.
                self._chart.touches(tx, row.day)
                screens.close(tx, row)
                row = None
            if row is None:
                because = need.because or "again"
                screens.start(tx, self._chart.today(), short=wanted is ScreenKind.SHORT, because=because)
        return self._must_view()

    def view(self) -> ScreenView | None:
        """The screen under way, None when there is none. Writes nothing."""
        row = self._chart.standing().open_screen
        return None if row is None or self._stale(row) else self._view(row)

    def answer_group(self, group_id: str, answers: Mapping[str, bool]) -> ScreenView:
        """Keep the answers to questions of one group ("none of these": all False). A question left out stays unanswered
        and its group comes back. A no drops stored sub-answers of that question."""
        with self._chart.writing(self._chart.today()) as tx:
            row = self._open_row(tx)
            asked = {q.id: q for q in self._questions(row, group_id)}
            self._refuse_unknown(answers, asked)
            dropped = [sub.id for question, yes in answers.items() if not yes for sub in asked[question].subs]
            screens.keep_answers(tx, row.id, answers, dropped)
            screens.mark_group(tx, row.id, group_id, None)
            journal.forget(tx)
        return self._must_view()

    def answer_subs(self, question_id: str, answers: Mapping[str, bool]) -> ScreenView:
        """Keep the answers to the sub-questions of a yes."""
        with self._chart.writing(self._chart.today()) as tx:
            row = self._open_row(tx)
            if not row.answers.get(question_id, False):
                raise BadInputError(f"{question_id}: only a yes has more questions")
            self._refuse_unknown(answers, [sub.id for sub in self._chart.catalogue.questions[question_id].subs])
            screens.keep_answers(tx, row.id, answers)
            journal.forget(tx)
        return self._must_view()

    def skip_group(self, group_id: str) -> ScreenView:
        """Go on without this group; it comes back at the end. Skipped again, cautions count as yes; red flags come back."""
        with self._chart.writing(self._chart.today()) as tx:
            row = self._open_row(tx)
            self._questions(row, group_id)
            before = row.groups.get(group_id)
            screens.mark_group(tx, row.id, group_id, "skipped_again" if before in ("skipped", "skipped_again") else "skipped")
            journal.forget(tx)
        return self._must_view()

    def back(self) -> ScreenView:
        """Ask the group before the present one again (its answers are shown); on the first one nothing changes."""
        with self._chart.writing(self._chart.today()) as tx:
            row = self._open_row(tx)
            pages = [group_id for group_id, _ in self._pages(row)]
            match self._step(row):
                case GroupStep() as step:
                    place = pages.index(step.group.id) - 1
                case SubStep() as step:
                    place = pages.index(step.question.group)
                case None:
                    place = len(pages) - 1
            if place >= 0:
                screens.mark_group(tx, row.id, pages[place], "again")
            journal.forget(tx)
        return self._must_view()

    def finish_screen(self) -> Verdict:
        """Close the screen and say what it allows. With a red flag unanswered the screen stays open: Incomplete.
        A no ends every session under way."""
        verdict = self._chart.verdict()
        emergency = isinstance(verdict, Refer) and verdict.action is Action.EMERGENCY_NOW
        with self._chart.writing(self._chart.today()) as tx:
            row = self._open_row(tx)
            left = [q.id for _, questions in self._pages(row) for q in questions if q.id not in row.answers]
            if emergency or not any(question_id.startswith(RED_FLAG) for question_id in left):
                screens.finish(tx, row.id, self._chart.today())
            journal.forget(tx)
        verdict = self._chart.verdict()
        if isinstance(verdict, Refer):
            with self._chart.writing(self._chart.today()) as tx:
                visits.close_open(tx)
        return verdict

    def after_symptom(self, kind: Symptom) -> ScreenView:
        """A symptom named in a self-test: the short form is asked before anything else, and clearances given before no longer
        hold."""
        with self._chart.writing(self._chart.today()) as tx:
            journal.forget(tx)
            self.symptom_named(tx, kind)
        return self._must_view()

    def symptom_named(self, tx: Tx, kind: Symptom) -> None:
        """Open the screen that a symptom asks for, within a change under way."""
        today = self._chart.today()
        under_way = screens.open_screen(tx)
        if under_way is not None and not under_way.short:
            screens.set_symptom(tx, under_way.id, kind.value)
        else:
            if under_way is not None:
                # What it holds was answered before the symptom: it stays on record, and the questions come anew.
                screens.close(tx, under_way)
            screens.start(tx, today, short=True, because="symptom", symptom=kind.value)
        screens.void_clearances(tx, today)

    def verdict(self) -> Verdict:
        """The same as `Person.verdict`."""
        return self._chart.verdict()

    def visits(self) -> tuple[Visit, ...]:
        """What clinicians have looked at, newest first; a look at an answer counts until a new sign comes."""
        case, catalogue = self._chart.case(), self._chart.catalogue
        signs = [day for day in (new_symptom_on(case), stop_sign_on(case)) if day is not None]
        since = max(signs, default=date.min)
        kept = sorted(case.clearances, key=lambda c: c.day, reverse=True)
        known = (c for c in kept if c.question == HUMAN_REVIEW or c.question in catalogue.questions)
        return tuple(Visit(c.question, c.day, c.by, c.blocked_tags, c.question == HUMAN_REVIEW or c.day >= since) for c in known)

    def record_clearance(self, question_id: str, by: str, day: date, blocked_tags: tuple[str, ...] = ()) -> None:
        """A clinician has looked at the yes to this question; `blocked_tags` are the limits they set. Can be undone."""
        if question_id not in self._chart.catalogue.questions:
            raise BadInputError(f"{question_id}: no question we know")
        self._keep_clearance(question_id, by, day, blocked_tags)

    def record_review(self, by: str, day: date, blocked_tags: tuple[str, ...] = ()) -> None:
        """A clinician has looked at the whole course, so that work on findings may go on for another twelve weeks, within the
        limits they set. Can be undone."""
        self._keep_clearance(HUMAN_REVIEW, by, day, blocked_tags)

    def _keep_clearance(self, question_id: str, by: str, day: date, blocked_tags: tuple[str, ...]) -> None:
        catalogue, today = self._chart.catalogue, self._chart.today()
        if not by.strip():
            raise BadInputError("by: who has looked at it?", "safety.error.visit")
        if day > today:
            raise BadInputError(f"day: {day} is after today, {today}", "refused.why.future")
        self._refuse_unknown(blocked_tags, catalogue.tags)
        with self._chart.writing(self._chart.today()) as tx:
            place = ("clearance", {"person_id": tx.person})
            journal.remember(tx, "clearance", question_id, self._chart.instant(), place)
            entries.add_clearance(tx, question_id, day, by.strip(), blocked_tags)

    # -- the pages in their order --------------------------------------------------------------------------------------
    def _pages(self, row: ScreenRow) -> list[_Page]:
        questions = self._chart.catalogue.questions.values()
        asked = [q for q in questions if q.short_form or not row.short]
        nearest = NEAREST[Symptom(row.symptom)] if row.symptom and row.short else ()
        pages = [(g.id, tuple(q for q in asked if q.group == g.id)) for g in self._chart.catalogue.groups]
        first = [any(q.id == nearest[0] for q in page[1]) if nearest else False for page in pages]
        in_order = sorted(range(len(pages)), key=lambda i: not first[i])
        return [pages[i] for i in in_order if pages[i][1]]

    def _questions(self, row: ScreenRow, group_id: str) -> tuple[Question, ...]:
        for page_id, questions in self._pages(row):
            if page_id == group_id:
                return questions
        raise BadInputError(f"{group_id}: no group of this screen")

    def _step(self, row: ScreenRow) -> Step | None:
        pages = self._pages(row)
        later: list[Step] = []
        for number, (group_id, questions) in enumerate(pages, 1):
            state = row.groups.get(group_id)
            left = [q for q in questions if q.id not in row.answers]
            if left or state == "again":
                group = next(g for g in self._chart.catalogue.groups if g.id == group_id)
                step = GroupStep(group, questions, {q.id: row.answers.get(q.id) for q in questions}, number, len(pages))
                if state not in ("skipped", "skipped_again"):
                    return step
                if state == "skipped" or any(q.id.startswith(RED_FLAG) for q in left):
                    later.append(step)
            for question in questions:
                subs = {sub.id: row.answers.get(sub.id) for sub in question.subs}
                if row.answers.get(question.id, False) and None in subs.values():
                    return SubStep(question, subs)
        return later[0] if later else None

    def _view(self, row: ScreenRow) -> ScreenView:
        pages = self._pages(row)
        step = self._step(row)
        return ScreenView(
            kind=ScreenKind.SHORT if row.short else ScreenKind.FULL,
            step=step,
            groups_done=sum(all(q.id in row.answers for q in questions) for _, questions in pages),
            groups=len(pages),
            skipped=tuple(group_id for group_id, state in row.groups.items() if state.startswith("skipped")),
            urgent=self._urgent(row, step),
        )

    def _urgent(self, row: ScreenRow, step: Step | None) -> Refer | None:
        """The verdict so far when it calls for help now; a yes whose own questions are still to be asked waits for them."""
        verdict = self._chart.verdict()
        if not isinstance(verdict, Refer) or verdict.action is not Action.EMERGENCY_NOW:
            return None
        asked_on = {step.question.id} if isinstance(step, SubStep) else set()
        said_here = {q for q in verdict.because if row.answers.get(q, False)}
        return verdict if said_here - asked_on else None

    # -- guards --------------------------------------------------------------------------------------------------------
    def _must_view(self) -> ScreenView:
        view = self.view()
        if view is None:
            raise BadInputError("no screen is under way", "refused.why.no_screen")
        return view

    def _open_row(self, tx: Tx) -> ScreenRow:
        row = screens.open_screen(tx)
        if row is None or self._stale(row):
            raise BadInputError("no screen is under way", "refused.why.no_screen")
        self._chart.touches(tx, row.day)
        return row

    def _stale(self, row: ScreenRow) -> bool:
        """A short screen is about one day; a full one is kept for a week. One about a symptom waits for ever."""
        age = (self._chart.today() - row.day).days
        return not row.symptom and age >= (1 if row.short else SCREEN_KEPT_DAYS)

    @staticmethod
    def _refuse_unknown(ids: Iterable[str], known: Container[str]) -> None:
        unknown = [i for i in ids if i not in known]
        if unknown:
            raise BadInputError(f"{unknown[0][:80]}: unknown")
