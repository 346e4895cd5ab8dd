"""A case as the values of its JSON: an allow-list, field by field."""

import json
from typing import Any

from upperback.model.record import (
    Case,
    Clearance,
    DiaryDay,
    Done,
    Function,
    KeptItem,
    KeptProgramme,
    Screen,
    Session,
    Test,
    Wishes,
)


def write(case: Case) -> str:
    """The case file of `case`; `case_file.read` gives the same case back.

    >>> from datetime import date
    >>> print(write(Case(today=date(2026, 2, 20)))[:25])
    {
     "today": "2026-02-20",
    """
    return json.dumps(_case(case), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _case(case: Case) -> dict[str, Any]:
    about = case.about
    return {
        "today": case.today.isoformat(),
        "about": {
            "age": about.age,
            "sex": about.sex,
            "since_weeks": about.since_weeks,
            "onset": about.onset,
            "regions": list(about.regions),
        },
        "screens": [_screen(s) for s in case.screens],
        "clearances": [_clearance(c) for c in case.clearances],
        "diary": [_diary(d) for d in case.diary],
        "function": [_function(f) for f in case.function],
        "change": [{"day": c.day.isoformat(), "pgic": c.pgic} for c in case.change],
        "wishes": _wishes(case.wishes),
        "tests": [_test(t) for t in case.tests],
        "sessions": [_session(s) for s in case.sessions],
        "programmes": [_programme(p) for p in case.programmes],
        "accepted": [{"finding": a.finding, "day": a.day.isoformat()} for a in case.accepted],
        **({"breaks": [_session(s) for s in case.breaks]} if case.breaks else {}),
        **({"away": [{"first": a.first.isoformat(), "last": a.last.isoformat()} for a in case.away]} if case.away else {}),
    }


def _screen(screen: Screen) -> dict[str, Any]:
    short = {"short": True} if screen.short else {}
    return {"day": screen.day.isoformat(), "answers": dict(screen.answers), **short}


def _clearance(c: Clearance) -> dict[str, Any]:
    return {"question": c.question, "day": c.day.isoformat(), "by": c.by, "blocked_tags": list(c.blocked_tags)}


def _diary(d: DiaryDay) -> dict[str, Any]:
    return {
        "day": d.day.isoformat(),
        "pain": d.pain,
        "worst": d.worst,
        "minutes_walked": d.minutes_walked,
        "minutes_swum": d.minutes_swum,
        "slept_badly": d.slept_badly,
        "ill": d.ill,
    }


def _function(f: Function) -> dict[str, Any]:
    scores = [{"day": s.day.isoformat(), "score": s.score} for s in f.scores]
    return {"activity": f.activity, "goal": f.goal, "scores": scores}


def _wishes(w: Wishes) -> dict[str, Any]:
    return {
        "minutes_per_session": w.minutes_per_session,
        "days_per_week": w.days_per_week,
        "equipment": list(w.equipment),
        "lacking": list(w.lacking),
        "avoid_positions": list(w.avoid_positions),
        "likes": list(w.likes),
        "dislikes": list(w.dislikes),
        "added": list(w.added),
        "removed": list(w.removed),
    }


def _test(t: Test) -> dict[str, Any]:
    return {
        "test": t.test,
        "measure": t.measure,
        "side": t.side.value,
        "trials": list(t.trials),
        "unit": t.unit,
        "method": t.method,
        "day": t.day.isoformat(),
        "pain": t.pain,
        "familiar": t.familiar,
        "stopped_because": t.stopped_because,
    }


def _session(s: Session) -> dict[str, Any]:
    return {
        "day": s.day.isoformat(),
        "pain_before": s.pain_before,
        "pain_after": s.pain_after,
        "pain_next_morning": s.pain_next_morning,
        "items": [_done(d) for d in s.items],
        **({} if s.routine is None else {"routine": s.routine}),
    }


def _done(d: Done) -> dict[str, Any]:
    seen = {name: value for name, value in (("form_ok", d.form_ok), ("peak", d.peak)) if value is not None}
    return {
        "exercise": d.exercise,
        "side": d.side.value,
        "level": d.level,
        "sets": d.sets,
        "reps": d.reps,
        "hold_s": d.hold_s,
        "pain": d.pain,
        "effort": d.effort,
        "skipped": d.skipped,
        "stopped_because": d.stopped_because,
        **seen,
    }


def _programme(p: KeptProgramme) -> dict[str, Any]:
    days = [{"day": day, "items": [_kept(i) for i in items]} for day, items in p.items]
    return {"day": p.day.isoformat(), "phase": p.phase, "catalogue": p.catalogue, "items": days}


def _kept(i: KeptItem) -> dict[str, Any]:
    return {
        "exercise": i.exercise,
        "side": i.side.value,
        "level": i.level,
        "sets": i.sets,
        "reps": i.reps,
        "hold_s": i.hold_s,
        "rest_s": i.rest_s,
    }
