"""exercises/ID.toml: words, dose ladder, what blocks it, and how the camera follows it."""

from collections.abc import Mapping
from typing import Final

from upperback.catalogue.demos import read_demo
from upperback.catalogue.reading import Table
from upperback.model.body import View
from upperback.model.catalogue import Dose, Exercise, Kind, Phase, Serves
from upperback.model.movement import CameraView, Fault, Fix, HoldStill, Movement, Reps, Signal, Start, Untracked

POSSIBLE: Final = {
    "sets": (1, 12),
    "reps": (1, 40),
    "hold_s": (0, 3600),
    "rest_s": (0, 300),
    "days_per_week": (1, 7),
    "move_s": (0, 60),
}
"""Each number of a dose -> the least and the most it can be."""

PHASES: Final = (Phase.CORRECTIVE, Phase.MAINTENANCE)


def read_exercise(file: Table) -> Exercise:
    """One exercise, all of it out of its one file."""
    kind = file.choice("kind", Kind)
    exercise = Exercise(
        id=file.text("id"),
        name=file.said("name"),
        aliases=file.texts("aliases", ()),
        kind=kind,
        phases=file.choices("phases", Phase, PHASES),
        positions=file.texts("positions"),
        equipment=file.texts("equipment"),
        serves=tuple(_serves(row, kind) for row in file.tables("serves")),
        works=file.texts("works"),
        summary=file.text("summary"),
        steps=file.texts("steps"),
        breathing=file.text("breathing"),
        expect=file.text("expect"),
        stop_if=file.text("stop_if"),
        sides=file.flag("sides"),
        ladder=tuple(_dose(row) for row in file.tables("ladder")),
        dose_source=file.text("dose_source"),
        article_dose=file.text("article_dose"),
        regression=file.text("regression"),
        regression_to=file.text("regression_to"),
        tags=frozenset(file.texts("tags")),
        cautions=frozenset(file.texts("cautions")),
        camera=read_camera(file.table("camera")),
        movement=read_movement(file.table("movement")),
        evidence=file.text("evidence"),
        sources=file.texts("sources"),
        auto=file.flag("auto", default=True),
        from_article=file.texts("from_article", ()),
        watch_for=file.texts("watch_for", ()),
        one_side_first=file.flag("one_side_first", default=False),
        demo=read_demo(file.table("demo").data, file.file) if file.has("demo") else None,
    )
    file.end()
    if not exercise.ladder:
        raise file.error("ladder", "needs at least one dose")
    return exercise


def _serves(table: Table, own: Kind) -> Serves:
    served = Serves(finding=table.text("finding"), place=table.whole("place"), kind=table.choice("as", Kind, own))
    table.end()
    if served.place < 1:
        raise table.error("place", f"{served.place} is below 1, the first place")
    return served


def _dose(table: Table) -> Dose:
    dose = Dose(
        sets=table.whole("sets"),
        reps=table.whole("reps"),
        hold_s=table.number("hold_s"),
        rest_s=table.number("rest_s"),
        days_per_week=table.whole("days_per_week"),
        move_s=table.number("move_s"),
        tempo=table.text("tempo", ""),
        note=table.text("note", ""),
    )
    table.end()
    check_dose(table, {name: getattr(dose, name) for name in POSSIBLE})
    return dose


def check_dose(table: Table, dose: Mapping[str, float]) -> None:
    """Raises `CatalogueError` for a number of a dose that no dose can have."""
    for name, value in dose.items():
        low, high = POSSIBLE[name]
        if not low <= value <= high:
            raise table.error(name, f"{value} is not between {low} and {high}")


def read_camera(table: Table) -> CameraView:
    """Where the camera stands and what it must see."""
    camera = CameraView(view=table.choice("view", View), needs=table.texts("needs", ()))
    table.end()
    return camera


def read_movement(table: Table) -> Movement:
    """How the camera follows it: `type` is reps, hold or untracked."""
    movement: Movement
    match table.text("type"):
        case "reps":
            movement = Reps(
                signal=table.choice("signal", Signal),
                unit=table.text("unit"),
                rest=table.number("rest"),
                peak=table.number("peak"),
                alternates=table.flag("alternates"),
                min_rep_s=table.number("min_rep_s"),
                source=table.text("source"),
                faults=_faults(table),
                from_start=table.flag("from_start", False),
                starts=_starts(table),
                most=table.number_or_none("most"),
            )
        case "hold":
            movement = HoldStill(
                signal=table.choice("signal", Signal),
                unit=table.text("unit"),
                enter=table.number("enter"),
                leave=table.number("leave"),
                still_per_s=table.number("still_per_s"),
                sides=table.flag("sides"),
                source=table.text("source"),
                faults=_faults(table),
            )
        case "untracked":
            movement = Untracked(why=table.text("why"))
        case other:
            raise table.error("type", f"'{other}' is none of reps, hold, untracked")
    table.end()
    return movement


def _starts(table: Table) -> tuple[Start, ...]:
    return tuple(_start(start) for start in table.tables("starts"))


def _start(table: Table) -> Start:
    start = Start(table.choice("signal", Signal), table.number_or_none("above"), table.number_or_none("below"))
    table.end()
    return start


def _faults(table: Table) -> tuple[Fault, ...]:
    return tuple(_fault(row) for row in table.tables("faults"))


def _fault(table: Table) -> Fault:
    fault = Fault(
        id=table.text("id"),
        cue=table.text("cue"),
        praise=table.text("praise"),
        when=table.choice("when", Fix),
        source=table.text("source"),
        signal=table.choice_or_none("signal", Signal),
        above=table.number_or_none("above"),
        below=table.number_or_none("below"),
        from_start=table.flag("from_start", False),
    )
    table.end()
    if fault.above is None and fault.below is None:
        raise table.error("above", "a fault needs above or below, or both")
    return fault
