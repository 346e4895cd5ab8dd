"""routines/ID.toml, the articles' own routines, and areas.toml, the ways a person may come in."""

from upperback.catalogue.exercises import check_dose
from upperback.catalogue.reading import Table
from upperback.model.catalogue import Area, Routine, RoutineItem


def read_routine(file: Table) -> Routine:
    """One routine as its article gives it."""
    routine = Routine(
        id=file.text("id"),
        name=file.said("name"),
        summary=file.text("summary"),
        article=file.text("article"),
        items=tuple(_item(row) for row in file.tables("items")),
        when=file.text("when"),
        evidence=file.text("evidence"),
        sources=file.texts("sources"),
        guarded=file.text("guarded", ""),
    )
    file.end()
    if not routine.items:
        raise file.error("items", "a routine has at least one exercise")
    file.once("items", [item.exercise for item in routine.items], "exercise")
    return routine


def _item(table: Table) -> RoutineItem:
    item = RoutineItem(
        exercise=table.text("exercise"),
        dose=table.text("dose"),
        sets=table.whole("sets"),
        reps=table.whole("reps"),
        hold_s=table.number("hold_s"),
    )
    table.end()
    check_dose(table, {"sets": item.sets, "reps": item.reps, "hold_s": item.hold_s})
    return item


def read_areas(file: Table) -> dict[str, Area]:
    """Every area by its id, in the order they are shown."""
    areas = {}
    for name, row in file.rows():
        areas[name] = Area(
            id=name,
            name=row.said("name"),
            summary=row.text("summary"),
            tests=row.texts("tests"),
            findings=row.texts("findings"),
            regions=row.texts("regions"),
        )
        row.end()
    file.end()
    return areas
