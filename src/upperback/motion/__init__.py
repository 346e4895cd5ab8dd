"""Frames in, events and measurements out. Pure: no clock, no files, no randomness.

The public names, for programs and laboratories:

- `Frame`, `Landmark`, `View`, `Side`: one instant of one person, 33 BlazePose landmarks (`upperback.model.body`).
- `Event`: what a tracker says, one of `Rep`, `Hold`, `Cue`, `Mended`, `Lost`, `Found`; `Span`: a full repetition, in seconds;
  `Unseen`: why nobody can be judged.
- `Counter`: repetitions of any cyclic movement, live. `Tracker`, `track`: one exercise of the catalogue, with sides, form, holds.
- `Measurer`, `Measurement`: a self-test by camera, three trials, error, quality, and why not.
- `values`, `arm_heights`: a signal over a recording, without thresholds. `Signal` names them all.
- `Gate`: can the person be judged? `Placement`: does the camera stand well? `Mender`: left-right swaps, jumps, stuck points.

Everything takes frames one by one and knows nothing of the future. Seconds, degrees, metres; + is the person's left. Formulas,
limits and their sources stand with each signal. Recordings are read by `upperback.exchange.landmark_table` and
`upperback.exchange.trc`; exercises and self-tests come from `upperback.catalogue.loader.load()`. `docs/motion.md` shows all of it
at work, `docs/accuracy.md` how far to trust it.

>>> from upperback.catalogue.loader import load
>>> from upperback.motion.skeleton import frames
>>> test = load().tests["t_wall_angel"]
>>> measurer = Measurer(test, "top")
>>> for frame in frames(test.demo, fps=30, seconds=40): _ = measurer.push(frame)
>>> result, = measurer.result()
>>> result.unit, len(result.trials), result.why_not, 165 < result.value < 180
('deg', 5, None, True)
"""

from upperback.model.body import Frame, Landmark, Side, View
from upperback.model.events import Cue, Event, Found, Hold, Lost, Rep, Span, Unseen
from upperback.model.movement import Signal
from upperback.motion.count import Counter
from upperback.motion.measure import Measurement, Measurer
from upperback.motion.mending import Mender
from upperback.motion.placement import Placement
from upperback.motion.series import arm_heights, values
from upperback.motion.tracker import Tracker, track
from upperback.motion.visibility import Gate

__all__ = [
    "Counter",
    "Cue",
    "Event",
    "Found",
    "Frame",
    "Gate",
    "Hold",
    "Landmark",
    "Lost",
    "Measurement",
    "Measurer",
    "Mender",
    "Placement",
    "Rep",
    "Side",
    "Signal",
    "Span",
    "Tracker",
    "Unseen",
    "View",
    "arm_heights",
    "track",
    "values",
]
