"""What the case commands print: each result as the values of one JSON line, keys as agreed with the outside."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from upperback.care.asking import Asked
from upperback.model.body import Side
from upperback.model.care import (
    Activity,
    Cleared,
    Finding,
    Given,
    Incomplete,
    Item,
    LeftOut,
    Modified,
    NothingAllowed,
    PlanDay,
    Programme,
    Refer,
    Review,
    Trend,
    Value,
    Verdict,
    WeekLoad,
)
from upperback.model.catalogue import Action, Kind, Phase
from upperback.model.progress import Cited
from upperback.services.review_lines import progress_of

Line = dict[str, Any]


def screen_line(verdict: Verdict, asked: Sequence[Asked] = (), rules: Sequence[Cited] = ()) -> Line:
    """The line of `upperback screen`; `expires` is null where nothing was allowed that could expire. `asked`: when which form
    of the questions comes next; `rules`: the questions behind the answer, with their sources."""
    match verdict:
        case Cleared():
            said: Line = {"action": verdict.action.value, "missing": [], "expires": verdict.expires.isoformat()}
        case Refer():
            said = {"action": verdict.action.value, "missing": [], "expires": None}
        case Incomplete():
            said = {"action": Action.INCOMPLETE.value, "missing": list(verdict.missing), "expires": None}
    return {
        "action": said["action"],
        "because": list(verdict.because),
        "missing": said["missing"],
        "blocked_tags": sorted(verdict.blocked_tags),
        "expires": said["expires"],
        "text": verdict.text,
        "asked": [{"form": one.form, "on": one.on.isoformat(), "because": list(one.because)} for one in asked],
        "rules": [{"rule": r.rule, "words": r.words, "source": r.source} for r in rules],
    }


def finding_line(finding: Finding) -> Line:
    """One line of `upperback findings`."""
    return {
        "finding": finding.finding,
        "status": finding.status.value,
        "rank": finding.rank,
        "side": finding.side.value,
        "values": [_value(v) for v in finding.values],
        "why": finding.why,
        "settled_on": None if finding.settled_on is None else finding.settled_on.isoformat(),
        "sources": list(finding.sources),
    }


def plan_line(programme: Programme) -> Line:
    """The line of `upperback plan`."""
    return {
        "phase": programme.phase.value,
        "catalogue": programme.catalogue,
        "relaxed": list(programme.relaxed),
        "eased_for": list(programme.eased_for),
        "changed": list(programme.changed),
        "week": [
            {
                "day": day.day,
                "minutes": day.minutes,
                "two_minute_version": list(day.two_minute_version),
                "items": [_item(i) for i in day.items],
            }
            for day in programme.week
        ],
        "activity": [
            {
                "exercise": a.exercise,
                "minutes": a.minutes,
                "days": a.days,
                "why": a.why,
                "sources": list(a.sources),
                "rules": list(a.rules),
            }
            for a in programme.activity
        ],
        "left_out": [_left_out(x) for x in programme.left_out],
        "modifiers": [_modified(m) for m in programme.modifiers],
        "load": None if programme.load is None else asdict(programme.load),
        "rules": [asdict(rule) for rule in programme.rules],
        "paused": programme.paused,
    }


def programme_of(line: Line) -> Programme:
    """The programme a `plan_line` was made from: how one is kept whole.

    >>> made = Programme(Phase.FLARE, "1.0.0", (), (), (), (), (), ())
    >>> programme_of(plan_line(made)) == made
    True
    """
    return Programme(
        phase=Phase(line["phase"]),
        catalogue=line["catalogue"],
        relaxed=tuple(line["relaxed"]),
        eased_for=tuple(line["eased_for"]),
        changed=tuple(line["changed"]),
        week=tuple(
            PlanDay(d["day"], d["minutes"], tuple(d["two_minute_version"]), tuple(_item_of(i) for i in d["items"]))
            for d in line["week"]
        ),
        activity=tuple(_activity_of(a) for a in line["activity"]),
        left_out=tuple(LeftOut(x["exercise"], x["because"], x.get("rule", "")) for x in line["left_out"]),
        modifiers=tuple(_modified_of(m) for m in line.get("modifiers", ())),  # none in what was kept before there were any
        load=WeekLoad(**line["load"]) if line.get("load") else None,
        rules=tuple(Cited(**rule) for rule in line.get("rules", ())),
        paused=line.get("paused", False),
    )


def nothing_line(nothing: NothingAllowed) -> Line:
    """What is printed when nothing is allowed that fits: the reasons, one an exercise."""
    return {"left_out": [_left_out(x) for x in nothing.left_out]}


def review_line(review: Review) -> Line:
    """The line of `upperback review`."""
    return {
        "state": review.state.value,
        "phase": review.phase.value,
        "because": list(review.because),
        "pain_7d": _trend(review.pain_7d),
        "function": _trend(review.function),
        "findings": [finding_line(f) for f in review.findings],
        "next": [
            {"exercise": n.exercise, "level": n.level, "change": n.change, "why": n.why, "rule": n.rule} for n in review.next
        ],
        "due": [{"what": d.what, "on": d.on.isoformat(), "rule": d.rule} for d in review.due],
        "modifiers": [_modified(m) for m in review.modifiers],
        **progress_of(review),
    }


def _value(v: Value) -> Line:
    return {
        "test": v.test,
        "measure": v.measure,
        "side": v.side.value,
        "day": v.day.isoformat(),
        "value": v.value,
        "unit": v.unit,
        "method": v.method,
        "error_95": v.error_95,
        "error_from": v.error_from,
        "target": v.target,
        "target_words": v.target_words,
        "flagged": v.flagged,
    }


def _item(i: Item) -> Line:
    dose = {"sets": i.dose.sets, "reps": i.dose.reps, "hold_s": i.dose.hold_s, "rest_s": i.dose.rest_s}
    return {
        "exercise": i.exercise,
        "side": i.side.value,
        "level": i.level,
        "dose": dose,
        "minutes": i.minutes,
        "kind": i.kind.value,
        "for": list(i.purposes),
        "why": i.why,
        "eased": i.eased,
        "instead": list(i.instead),
        "sources": list(i.sources),
        "why_now": i.why_now,
        "why_dose": i.why_dose,
        "rules": list(i.rules),
        "dose_source": i.dose_source,
        "days": i.days,
        "days_meant": i.days_meant,
        "extra_side": i.extra_side.value,
    }


def _item_of(i: Line) -> Item:
    return Item(
        exercise=i["exercise"],
        side=Side(i["side"]),
        level=i["level"],
        dose=Given(i["dose"]["sets"], i["dose"]["reps"], i["dose"]["hold_s"], i["dose"]["rest_s"]),
        minutes=i["minutes"],
        kind=Kind(i["kind"]),
        purposes=tuple(i["for"]),
        why=i["why"],
        eased=i["eased"],
        instead=tuple(i["instead"]),
        sources=tuple(i["sources"]),
        why_now=i.get("why_now", ""),
        why_dose=i.get("why_dose", ""),
        rules=tuple(i.get("rules", ())),
        dose_source=i.get("dose_source", ""),
        days=i.get("days", 0),
        days_meant=i.get("days_meant", 0),
        extra_side=Side(i.get("extra_side", Side.BOTH.value)),
    )


def _activity_of(a: Line) -> Activity:
    return Activity(a["exercise"], a["minutes"], a["days"], a["why"], tuple(a["sources"]), tuple(a.get("rules", ())))


def _modified(m: Modified) -> Line:
    return {
        "modifier": m.modifier,
        "holds": m.holds,
        "seen": list(m.seen),
        "because": list(m.because),
        "changes": m.changes,
        "refer": m.refer,
        "sources": list(m.sources),
    }


def _modified_of(m: Line) -> Modified:
    return Modified(
        modifier=m["modifier"],
        holds=m["holds"],
        seen=tuple(m["seen"]),
        because=tuple(m["because"]),
        changes=m["changes"],
        refer=m["refer"],
        sources=tuple(m["sources"]),
    )


def _left_out(x: LeftOut) -> Line:
    return {"exercise": x.exercise, "because": x.because, "rule": x.rule}


def _trend(t: Trend) -> Line:
    return {"mean": t.mean, "n": t.n, "change": t.change, "clear": t.clear}
