"""The programme in force: made when it has to be, else the kept one."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any, Final

from upperback.care.moving import ahead
from upperback.care.programme import make_programme
from upperback.model.care import Cleared, NothingAllowed, PlanDay, Programme
from upperback.model.habits import Ahead
from upperback.model.record import PAUSED, Case, KeptItem, KeptProgramme
from upperback.services.chart import Chart
from upperback.services.errors import NothingFitsError
from upperback.services.kept import standing, still_made_from
from upperback.services.lines import plan_line, programme_of
from upperback.services.views import Plan, SessionKind
from upperback.store import habits, programmes, records, visits

WEEK_DAYS: Final = 7
BESIDE: Final = (SessionKind.EASE_NOW, SessionKind.BREAK)  # what is done beside the week's own days


class Plans:
    """Keeps each programme with a copy of its doses, so that a later catalogue doesn't change history."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self._held: tuple[Case, Plan] | None = None

    def plan(self) -> Plan:
        """The programme in force, looked up once per change of the record. A new one is made (and kept) when the screen, the
        findings or the wishes changed, when the rules move an exercise a level down or out, or after its week. Raises
        NotAllowedError or NothingFitsError."""
        cleared = self._chart.require_cleared()
        if self._held is None or self._held[0] is not self._chart.case():
            found = self._in_force(cleared)
            self._held = (self._chart.case(), found)
        return self._held[1]

    def done_today(self) -> bool:
        """Whether a session of today was finished, whatever programme it came from."""
        with self._chart.reading() as tx:
            return any(kind not in BESIDE for kind in visits.finished_on(tx, self._chart.today()))

    def _in_force(self, cleared: Cleared) -> Plan:
        today = self._chart.today()
        made_from = self._made_from(cleared)
        with self._chart.reading() as tx:
            kept = programmes.newest(tx)
        programme = self._still_standing(kept, made_from, cleared)
        if kept is not None and programme is not None:
            number, day = kept.id, kept.day
        else:
            case = self._chart.case()
            made = make_programme(self._chart.catalogue, case, cleared, self._chart.findings())
            if isinstance(made, NothingAllowed):
                raise NothingFitsError(made)
            with self._chart.writing(self._chart.today()) as tx:
                programmes.drop_unused(tx, today)
                number = records.add_programme(tx, copy_of(made, case), made_from=json.dumps(made_from), content=plan_line(made))
            day, programme = today, made
        with self._chart.reading() as tx:
            worked = visits.worked_days(tx, number, day, today)
            wished = habits.read(tx)
        # What a session changes can make a new programme on the same day: the day is done all the same.
        of_today = self.done_today()
        trained = sorted({done for done, kind in worked if kind not in BESIDE})
        days = [one for one in programme.week if one.items]
        # A missed day moves: what is next is the first day of the week that was not trained yet. Two sessions on one day are one
        # day's work, and what was done today is not asked again today. After the last it stays: anything more is a bonus.
        next_day = days[min(len(trained), len(days) - 1)] if days else None
        trained_on = tuple(dict.fromkeys([*trained, *([today] if of_today else [])]))
        return Plan(
            id=str(number),
            made_on=day,
            programme=programme,
            today=next_day,
            done_today=of_today,
            trained_on=trained_on,
            ahead=self._ahead(day, days, trained_on, () if wished is None else wished.remind_on, open_today=not of_today),
        )

    def _ahead(
        self, made_on: date, days: Sequence[PlanDay], trained: Sequence[date], wished_on: Sequence[int], *, open_today: bool
    ) -> Ahead:
        """When the rest of the week fits: on the days of the week one wished for, else on those the week was made with."""
        week = [made_on + timedelta(days=n) for n in range(WEEK_DAYS)]
        wished = frozenset(day for day in week if day.weekday() in wished_on)
        meant = wished or frozenset(week[day.day - 1] for day in days)
        limits, today, case = self._chart.catalogue.rules.limits, self._chart.today(), self._chart.case()
        away = frozenset(day for day in week if any(one.first <= day <= one.last for one in case.away))
        return ahead(made_on, meant, len(days), frozenset(trained), away, limits, today=today, open_today=open_today)

    def _still_standing(
        self, kept: programmes.ProgrammeRow | None, made_from: dict[str, Any], cleared: Cleared
    ) -> Programme | None:
        """What is left of the kept programme; None when a new one has to be made. One of an earlier version of the catalogue
        is taken over once, so that from then on every change counts."""
        if kept is None or kept.content is None or kept.made_from is None or not self._in_its_week(kept.day):
            return None
        if not still_made_from(kept.made_from, made_from):
            return None
        programme = standing(programme_of(kept.content), self._chart.catalogue, cleared)
        if not any(day.items for day in programme.week):
            return None
        now = json.dumps(made_from)
        if kept.made_from != now:
            with self._chart.writing(self._chart.today()) as tx:
                programmes.take_over(tx, kept.id, now)
        return programme

    def _in_its_week(self, day: date) -> bool:
        return day <= self._chart.today() < day + timedelta(days=WEEK_DAYS)

    def _made_from(self, cleared: Cleared) -> dict[str, Any]:
        """Everything a new programme would have to be made for, by name. Pain and doses done enter by what the rules
        make of them (a level down or out), not number by number: else each session would change the week."""
        case = self._chart.case()
        screen = [
            cleared.action.value,
            sorted(cleared.answered_yes),
            sorted(cleared.blocked_tags),
            sorted(cleared.limit_tags),
            sorted(cleared.released),
            cleared.flare,
        ]
        findings = [[f.finding, f.status.value, f.rank, f.side.value] for f in self._chart.findings()]
        review = self._chart.review()
        moved = [[n.exercise, n.level, n.change] for n in review.next if n.change in ("down", "out")]
        modifiers = [[m.modifier, m.holds, m.refer] for m in review.modifiers]
        wishes = {"wishes": asdict(case.wishes), "about": asdict(case.about)}
        return {
            "catalogue": self._chart.catalogue.version,
            "screen": screen,
            "findings": findings,
            "modifiers": modifiers,
            "moved": moved,
            "phase": review.phase.value,
            "wishes": json.loads(json.dumps(wishes, default=str)),
        }


def copy_of(programme: Programme, case: Case) -> KeptProgramme:
    """The doses as given, to be kept beside the catalogue's version."""
    days = tuple(
        (
            day.day,
            tuple(
                KeptItem(i.exercise, i.side, i.level, i.dose.sets, i.dose.reps, i.dose.hold_s, i.dose.rest_s) for i in day.items
            ),
        )
        for day in programme.week
        if day.items
    )
    phase = PAUSED if programme.paused else programme.phase.value
    return KeptProgramme(case.today, phase, programme.catalogue, days)
