"""How far each repetition of a session went; and the estimates of what helps."""

from collections.abc import Sequence
from typing import Final

from upperback.model.care import Sure
from upperback.model.texts import Texts
from upperback.services.pictures.facts import Helping, Helps, Reach
from upperback.services.pictures.frame import Frame, Layer, Plane, Row, round_marks
from upperback.services.pictures.ink import LIGHT
from upperback.services.words import Words

HEIGHT_PX: Final = 210
LINE_PX: Final = 18
ROW_PX: Final = 40
ROW_NARROW_PX: Final = 58
HEAD_PX: Final = 28
NAMES_PX: Final = 250
BAR_PX: Final = 14


def reach_spec(reach: Reach, frame: Frame, texts: Texts) -> Layer:
    """Repetitions from left to right: left as rounds, right as squares, each with its name at its end and, dashed, the level of
    its first third."""
    words = Words(texts)
    every = [peak for turn in reach.turns for peak in turn.peaks]
    room = max(4.0, (max(every) - min(every)) * 0.25)
    low, high = max(0.0, min(every) - room), max(every) + room
    longest = max(len(turn.peaks) for turn in reach.turns)
    named_px = max(frame.text_width_px(turn.words) for turn in reach.turns) + 18
    across = (0.5, longest + 0.5 + named_px / (frame.plot_px - named_px) * longest)
    step = next(n for n in (1, 2, 5, 10, 20, 50, longest) if longest / n <= (6 if frame.narrow else 12))
    numbers = {float(n): texts.number(n) for n in range(1, longest + 1) if n == 1 or n % step == 0}
    marks = {at: words.amount(at, reach.unit) for at in round_marks(low, high, 4)}
    plane = Plane(across, (low, high), frame.plot_px, HEIGHT_PX, numbers, marks)
    layers: list[Layer] = []
    for turn in reach.turns:
        ink = LIGHT["warm" if turn.left else "act"]
        rows: list[Row] = [{"x": n + 1.0, "y": peak} for n, peak in enumerate(turn.peaks)]
        start: list[Row] = [{"x": 1.0, "x1": float(longest), "y": turn.first}]
        layers.append(plane.flat(start, color=ink, strokeWidth=1.5, strokeDash=[4, 5]))
        layers.append(plane.line(rows, color=ink, strokeWidth=2.5))
        layers.append(plane.points(rows, shape="circle" if turn.left else "square", size=75, color=ink))
    return plane.drawn([*layers, *_side_names(reach, plane)])


def _side_names(reach: Reach, plane: Plane) -> list[Layer]:
    """Each side named at its last repetition, the names kept a line apart."""
    apart = LINE_PX * plane.y_per_px
    named = sorted(reach.turns, key=lambda turn: turn.peaks[-1])
    places = [turn.peaks[-1] for turn in named]
    if len(places) == 2 and places[1] - places[0] < apart:
        middle = sum(places) / 2
        places = [middle - apart / 2, middle + apart / 2]
    return [
        plane.words(
            [{"x": float(len(turn.peaks)), "y": place, "words": turn.words}],
            align="left", baseline="middle", dx=12, color=LIGHT["warm-ink" if turn.left else "act"],
        )
        for turn, place in zip(named, places, strict=True)
    ]  # fmt: skip


def helps_spec(helps: Helps, frame: Frame, texts: Texts) -> Layer:
    """A row an exercise: the estimate, its width, and, on a phone, in words how sure that is."""
    low = min(-1.0, *(h.low for h in helps.helping))
    high = max(1.0, *(h.high for h in helps.helping))
    names_px = 0.0 if frame.narrow else min(NAMES_PX, frame.plot_px * 0.42)
    across = (low - names_px / (frame.plot_px - names_px) * (high - low), high)
    count, row_px = len(helps.helping), ROW_NARROW_PX if frame.narrow else ROW_PX
    nothing, counts = texts("pictures.axis.nothing"), texts("pictures.axis.counts")
    apart_px = (frame.plot_px - names_px) / (high - low)
    fits = (frame.text_width_px(nothing) + frame.text_width_px(counts)) / 2 + 12 < apart_px
    under = {0.0: nothing, **({1.0: counts} if fits and high >= 1.2 else {})}
    plane = Plane(across, (0.0, count + HEAD_PX / row_px), frame.plot_px, row_px * count + HEAD_PX, under)
    layers = []
    for at, align, key in ((low, "left", "worse"), (high, "right", "better")):
        rows: list[Row] = [{"x": at, "y": plane.up[1], "words": texts(f"pictures.axis.{key}")}]
        layers.append(plane.words(rows, align=align, baseline="top", color=LIGHT["ink-3"], fontWeight=500))
    rows_of = [(helping, count - n - 0.5) for n, helping in enumerate(helps.helping)]
    on_line = -0.2 if frame.narrow else 0.0
    zero = 0.22 if frame.narrow else 0.5  # on a phone the line gives way to the name over it
    line: list[Row] = [{"x": 0.0, "y": at + on_line - zero, "y1": at + on_line + zero} for _, at in rows_of]
    layers.append(plane.upright(line, color=LIGHT["line-strong"], strokeWidth=1.5))
    for sure in dict.fromkeys(helping.sure for helping in helps.helping):
        layers += _helps([(h, at) for h, at in rows_of if h.sure is sure], on_line, frame, plane, names_px)
    return plane.drawn(layers)


def _helps(rows: Sequence[tuple[Helping, float]], on_line: float, frame: Frame, plane: Plane, names_px: float) -> list[Layer]:
    """The rows that are equally sure. What nothing can be said of is pale and hollow; what can be said is filled, and its name
    stands in full ink."""
    sure = rows[0][0].sure
    open_ = sure is Sure.OPEN
    ink = LIGHT["ink-3"] if open_ else LIGHT["warm"] if sure is Sure.WORSE else LIGHT["act"]
    half = BAR_PX / 2 * plane.y_per_px
    bars: list[Row] = [{"x": h.low, "x1": h.high, "y": at + on_line - half, "y1": at + on_line + half} for h, at in rows]
    points: list[Row] = [{"x": h.effect, "y": at + on_line} for h, at in rows]
    room_px = frame.left_px + (frame.plot_px if frame.narrow else names_px - 12)
    names: list[Row] = [
        {"x": plane.across[0], "y": at - on_line, "words": frame.shortened(_named(h, frame), room_px)} for h, at in rows
    ]
    look = {"fill": ink, "fillOpacity": 0.12 if open_ else 0.28, "stroke": ink, "strokeWidth": 1.25}
    return [
        plane.boxes(bars, cornerRadius=BAR_PX / 2, **look),
        plane.points(points, fill=LIGHT["surface"] if open_ else ink, stroke=ink, strokeWidth=2.5, size=100),
        plane.words(
            names, align="left", baseline="middle", dx=-frame.left_px, fontWeight=500 if open_ else 600,
            color=LIGHT["ink-3" if open_ else "ink"],
        ),
    ]  # fmt: skip


def _named(helping: Helping, frame: Frame) -> str:
    return f"{helping.words}: {helping.sure_words.lower()}" if frame.narrow else helping.words
