"""The turn of the trunk on many people: what the picture gives beside a depth camera's shoulders in space."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, stdev

import numpy as np
from accuracy_row import Row, recordings

from upperback.catalogue.loader import load
from upperback.exchange.landmark_table import read
from upperback.model.body import Floats, Frame, Landmark, Side
from upperback.model.events import Rep
from upperback.motion import Measurer
from upperback.motion.plateau import Plateau

TITLE = "Turns of the trunk, on many people"
NOTE = """KIMORE's Es3: people with and without back pain, after a stroke, with Parkinson's disease, standing before a depth
camera. Ours is the test `t_seated_rotation`, which reads how narrow the shoulders look. Beside it is the line of the shoulders
in space, seen from above, by the same depth camera over the same movements: another way to read the same points and no truth
either, since the shoulders' distance in space itself changes by a tenth and more in a turn. So the spread is an upper bound for
ours. It is what the test carries as its error (`off95`); its smallest change that counts is less, since one person's turns lie
close together. Left out person by person: the limit that holds 95 of 100 of the others, tried on the one left out."""

TEST, MEASURE = "t_seated_rotation", "rotation"
TRIALS = 3
LS, RS = int(Landmark.LEFT_SHOULDER), int(Landmark.RIGHT_SHOULDER)


@dataclass(frozen=True)
class Turned:
    """One side of one person: ours, the depth camera's, the error we state, and how ours scatter."""

    person: str
    ours: float
    theirs: float
    error_95: float
    scatter: float | None


def measure() -> list[Row]:
    paths = sorted(recordings("kimore").glob("*_Es3.csv.gz"))
    refused: list[str] = []
    turned = [one for path in paths for one in _turned(path, refused)]
    off = np.array([one.ours - one.theirs for one in turned])
    people = sorted({one.person for one in turned})
    data = f"KIMORE Es3, {len(people)} people, {len(turned)} sides"
    held = sum(abs(one.ours - one.theirs) <= one.error_95 for one in turned)
    kept = 0
    for person in people:
        others = np.array([one.person != person for one in turned])
        kept += int((np.abs(off[~others]) <= np.quantile(np.abs(off[others]), 0.95)).sum())
    sem = float(np.sqrt(np.mean([one.scatter**2 for one in turned if one.scatter is not None]) / TRIALS))
    within = np.quantile(np.abs(off), 0.95)
    spread = f"bias {off.mean():+.1f} degrees, spread (SD) {off.std(ddof=1):.1f}; 95 in 100 within {within:.0f}"
    repeats = (
        f"a mean of three is off by {1.96 * sem:.1f} degrees; a change over {2.77 * sem:.0f} counts, the test asks for {_mdc():g}"
    )
    return [
        Row("ours less the depth camera's shoulders in space", data, spread),
        Row("the stated error holds the depth camera's value", data, f"{held} of {len(turned)}", "95 in 100"),
        Row("the same, the limit chosen on the others", data, f"{kept} of {len(turned)}", "95 in 100"),
        Row("repeats of one person, within one recording", data, repeats),
        Row("no value, since the camera seems to stand wrong", f"{len(paths)} recordings", _listed(refused)),
    ]


def _turned(path: Path, refused: list[str]) -> Iterable[Turned]:
    frames = list(read(path))
    measurer = Measurer(load().tests[TEST], MEASURE)
    reps = [event for frame in frames for event in measurer.push(frame) if isinstance(event, Rep) and not event.partial]
    t_s, heading = np.array([frame.t_s for frame in frames]), _heading(frames)
    for result in measurer.result():
        theirs = [_top(rep, t_s, heading) for rep in reps if rep.side is result.side]
        known = [value for value in theirs if value is not None][-TRIALS:]
        if result.value is None:
            refused.append(f"{result.why_not}")
        elif known:
            scatter = stdev(result.trials) if len(result.trials) == TRIALS else None
            yield Turned(path.name.removesuffix("_Es3.csv.gz"), result.value, fmean(known), result.error_95, scatter)


def _heading(frames: list[Frame]) -> Floats:
    """The line of the shoulders seen from above, deg, + left; 0 where the person mostly faces."""
    line = np.array([frame.world_m[LS] - frame.world_m[RS] for frame in frames])
    deg: Floats = np.degrees(np.unwrap(np.arctan2(line[:, 2], line[:, 0])))
    return deg - float(np.median(deg[np.abs(deg - np.median(deg)) < 10]))


def _top(rep: Rep, t_s: Floats, heading: Floats) -> float | None:
    top = Plateau()
    sign = 1 if rep.side is Side.LEFT else -1
    for i in np.flatnonzero((t_s >= rep.start_s) & (t_s < rep.end_s)):
        top.push(float(t_s[i]), sign * float(heading[i]))
    return top.best


def _mdc() -> float:
    return next(one.mdc95["camera"] for one in load().tests[TEST].measures if one.id == MEASURE)


def _listed(refused: list[str]) -> str:
    return "; ".join(f"{refused.count(why)} sides: {why}" for why in sorted(set(refused))) or "none"
