"""The parts of a review as values of its JSON line, field by field."""

from datetime import date
from typing import Any

from upperback.model.care import Helped, Review
from upperback.model.progress import Goal, Moved, Way

Line = dict[str, Any]


def progress_of(review: Review) -> Line:
    """What stands in the line of `upperback review` besides the agreed keys: where on the way, why, and each part of progress
    with its error and its rule."""
    return {
        "rules": [{"rule": r.rule, "words": r.words, "source": r.source} for r in review.rules],
        "way": None if review.way is None else _way(review.way),
        "goals": [_goal(goal) for goal in review.goals],
        "own_word": None
        if review.own_word is None
        else {"day": review.own_word.day.isoformat(), "pgic": review.own_word.pgic, "better": review.own_word.better},
        "adherence": [
            {"weeks": a.weeks, "days_done": a.days_done, "days_wished": a.days_wished, "share": a.share, "enough": a.enough}
            for a in review.adherence
        ],
        "walked": None
        if review.walked is None
        else {
            "minutes_7d": review.walked.minutes_7d,
            "minutes_a_week": review.walked.minutes_a_week,
            "noted_days": review.walked.noted_days,
        },
        "ranges": [_moved(moved) for moved in review.ranges],
        "helped": [helped_line(helped) for helped in review.helped],
        "checkpoints": [{"week": c.week, "on": c.on.isoformat(), "passed": c.passed, "asks": c.asks} for c in review.checkpoints],
        "by_chance": None
        if review.by_chance is None
        else {
            "tests": review.by_chance.tests,
            "rate": review.by_chance.rate,
            "share": review.by_chance.share,
            "words": review.by_chance.words,
        },
        "lights": None
        if review.lights is None
        else {
            "weeks": review.lights.weeks,
            "green": review.lights.green,
            "amber": review.lights.amber,
            "red": review.lights.red,
            "unknown": review.lights.unknown,
        },
        "weeks_done": [
            {"until": w.until.isoformat(), "work_s": w.work_s, "minutes": w.minutes, "days": w.days} for w in review.weeks_done
        ],
    }


def helped_line(helped: Helped) -> Line:
    """What an exercise seems to do for this person."""
    return {
        "exercise": helped.exercise,
        "effect": helped.effect,
        "low": helped.low,
        "high": helped.high,
        "n": helped.n,
        "tests": helped.tests,
        "pain": helped.pain,
        "others": helped.others,
        "sure": helped.sure.value,
        "words": helped.words,
        "caveat": helped.caveat,
    }


def _way(way: Way) -> Line:
    return {
        "began": _day(way.began),
        "weeks": way.weeks,
        "review_by": _day(way.review_by),
        "reviewed_on": _day(way.reviewed_on),
        "waits": way.waits,
        "maintenance_since": _day(way.maintenance_since),
        "easing_in_until": _day(way.easing_in_until),
        "doing_well": way.doing_well,
    }


def _goal(goal: Goal) -> Line:
    return {"activity": goal.activity, "goal": goal.goal, "now": goal.now, "change": goal.change, "reached": goal.reached}


def _moved(moved: Moved) -> Line:
    return {
        "test": moved.test,
        "measure": moved.measure,
        "side": moved.side.value,
        "method": moved.method,
        "unit": moved.unit,
        "first": {"day": moved.first_on.isoformat(), "value": moved.first},
        "now": {"day": moved.now_on.isoformat(), "value": moved.now},
        "n": moved.n,
        "change": moved.change,
        "error_95": moved.error_95,
        "mdc95": moved.mdc95,
        "clear": moved.clear,
        "error_from": moved.error_from,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
