"""Pictures of a simulated cohort: SVG that reads on light and on dark, each with its numbers as a table beside it."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any, Final

import altair as alt
import vl_convert

from upperback.model.texts import Texts
from upperback.services.errors import BadInputError
from upperback.services.simulating import BASE, OURS, Simulated

Row = Mapping[str, str | float | None]

COLOURS: Final = ("#8a8f98", "#d17b2f", "#3f7fbf", "#2f9e78")  # nothing, fixed, core, care: apart for all kinds of sight
DASHES: Final = ([2, 2], [7, 3], [7, 2, 2, 2], [1, 0])
ON_BOTH: Final = (
    "<style>svg{background:#fff}text{fill:#23272e}"
    "@media(prefers-color-scheme:dark){svg{background:#15181c}text{fill:#e8eaed}"
    ".role-axis-grid line{stroke:#343a42}.role-axis-domain line,.role-axis-tick line{stroke:#8a8f98}}</style>"
)
INTERVALS: Final = ("unchanged_or_worse", "corrective_weeks", "load_jumps", "minutes_a_week")


def folder_for(folder: Path) -> Path:
    """The folder, made where it is not there yet: before a long run, not after it. Raises BadInputError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInputError(f"{folder}: {error.strerror or 'it cannot be made'}") from error
    return folder


def draw(simulated: Simulated, folder: Path, texts: Texts) -> tuple[Path, ...]:
    """Write the pictures and their tables into `folder`; the files written. Raises BadInputError where that can't be."""
    try:
        found = [*_intervals(simulated, texts), _over_the_year(simulated, texts), _weeks(simulated, texts)]
        found += [_sensitivity(simulated, texts)] if simulated.shifts else []
        return tuple(path for name, chart, rows in found for path in _write(folder, name, chart, rows))
    except OSError as error:
        raise BadInputError(f"{folder}: {error.strerror or 'it cannot be written'}") from error


def _write(folder: Path, name: str, chart: alt.Chart | alt.LayerChart, rows: Sequence[Row]) -> tuple[Path, Path]:
    svg = vl_convert.vegalite_to_svg(chart.configure(background="transparent").configure_view(stroke=None).to_json())
    head, body = svg.split(">", 1)
    picture, table = folder / f"{name}.svg", folder / f"{name}.csv"
    picture.write_text(f"{head}>{ON_BOTH}{body}", encoding="utf-8")
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return picture, table


Picture = tuple[str, Any, list[Row]]


def _intervals(simulated: Simulated, texts: Texts) -> list[Picture]:
    """One figure by policy, with its interval."""
    found: list[Picture] = []
    for name in INTERVALS:
        rows: list[Row] = [
            {"policy": texts(f"simulation.policy.{policy}"), "value": f.value, "low": f.low, "high": f.high}
            for policy, all_of_it in simulated.figures.items()
            for f in all_of_it
            if f.name == name
        ]
        order = [str(row["policy"]) for row in rows]
        base = alt.Chart(alt.InlineData(values=rows)).encode(
            y=alt.Y("policy:N", sort=order, title=None),
            color=alt.Color("policy:N", sort=order, scale=alt.Scale(domain=order, range=list(COLOURS)), legend=None),
        )
        title = texts(f"simulation.figure.{name}")
        bars = base.mark_rule(strokeWidth=3).encode(x=alt.X("low:Q", title=title, scale=alt.Scale(zero=True)), x2="high:Q")
        found.append(
            (name, (bars + base.mark_point(filled=True, size=90, opacity=1).encode(x="value:Q")).properties(width=520), rows)
        )
    return found


def _over_the_year(simulated: Simulated, texts: Texts) -> Picture:
    """Mean pain by week."""
    rows: list[Row] = [
        {"week": week + 1, "policy": texts(f"simulation.policy.{policy}"), "pain": round(fmean(pains), 3)}
        for policy, outcomes in simulated.outcomes.items()
        for week, pains in enumerate(zip(*(o.weekly_pain for o in outcomes), strict=True))
    ]
    order = [texts(f"simulation.policy.{policy}") for policy in simulated.outcomes]
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_line(strokeWidth=2)
        .encode(
            x=alt.X("week:Q", title=texts("simulation.axis.week")),
            y=alt.Y("pain:Q", title=texts("simulation.axis.pain"), scale=alt.Scale(zero=True)),
            color=alt.Color("policy:N", sort=order, title=None, scale=alt.Scale(domain=order, range=list(COLOURS))),
            strokeDash=alt.StrokeDash("policy:N", sort=order, title=None, scale=alt.Scale(domain=order, range=list(DASHES))),
        )
        .properties(width=520, height=260)
    )
    return "pain_over_the_year", chart, rows


def _weeks(simulated: Simulated, texts: Texts) -> Picture:
    """How many people were in corrective work for how long, under care."""
    weeks = [o.corrective_weeks for o in simulated.outcomes.get(OURS, ())]
    rows: list[Row] = [
        {"weeks": f"{low} - {low + 3}", "people": sum(low <= n < low + 4 for n in weeks)}
        for low in range(0, max(weeks, default=0) + 1, 4)
    ]
    order = [str(row["weeks"]) for row in rows]
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar(color=COLOURS[-1])
        .encode(
            x=alt.X("weeks:N", sort=order, title=texts("simulation.figure.corrective_weeks")),
            y=alt.Y("people:Q", title=texts("simulation.axis.people")),
        )
        .properties(width=520, height=220)
    )
    return "weeks_in_corrective_work", chart, rows


def _sensitivity(simulated: Simulated, texts: Texts) -> Picture:
    """How far the share unchanged or worse under care, less the one under nothing, moves with each assumption."""
    values = {(s.assumption, s.factor, s.policy): s for s in simulated.shifts if s.name == "unchanged_or_worse"}
    rows: list[Row] = []
    for (name, factor, policy), shift in values.items():
        other = values.get((name, factor, BASE))
        if policy != OURS or other is None or None in (shift.value, shift.base, other.value, other.base):
            continue
        rows.append(
            {
                "assumption": texts(f"simulation.assumed.{name}"),
                "tried": texts("simulation.axis.halved" if factor < 1 else "simulation.axis.doubled"),
                "difference": round((shift.value or 0) - (other.value or 0), 4),
                "as_assumed": round((shift.base or 0) - (other.base or 0), 4),
            }
        )
    base = alt.Chart(alt.InlineData(values=rows)).encode(y=alt.Y("assumption:N", title=None))
    points = base.mark_point(filled=True, size=90, opacity=1).encode(
        x=alt.X("difference:Q", title=texts("simulation.axis.difference")),
        color=alt.Color("tried:N", title=None, scale=alt.Scale(range=[COLOURS[1], COLOURS[2]])),
        shape=alt.Shape("tried:N", title=None),
    )
    rule = base.mark_tick(color=COLOURS[0], thickness=2).encode(x="as_assumed:Q")
    return "sensitivity", (rule + points).properties(width=520), rows
