"""tests/ID.toml: what a person can measure at home, how, and how far a value can be off."""

from collections.abc import Mapping

from upperback.catalogue.exercises import read_camera, read_movement
from upperback.catalogue.reading import Table
from upperback.model.body import View
from upperback.model.catalogue import Item, Measure, Option, SelfTest
from upperback.model.demo import Demo
from upperback.model.movement import Signal


def read_test(file: Table, demos: Mapping[str, Demo]) -> SelfTest:
    """One self-test. Its `demo` names one of `demos`: a file of its own, or that of an exercise that looks the same."""
    demo = file.text("demo", "")
    if demo and demo not in demos:
        raise file.error("demo", f"no demo '{demo}'")
    test = SelfTest(
        id=file.text("id"),
        name=file.text("name"),
        summary=file.text("summary"),
        steps=file.texts("steps"),
        view=file.choice("view", View),
        minutes=file.number("minutes"),
        measures=tuple(_measure(row) for row in file.tables("measures")),
        norm=file.text("norm"),
        norm_source=file.text("norm_source"),
        stop=file.text("stop"),
        blocked_by=frozenset(file.texts("blocked_by")),
        equipment=file.texts("equipment"),
        retest_days=file.whole("retest_days"),
        camera=read_camera(file.table("camera")),
        movement=read_movement(file.table("movement")),
        sources=file.texts("sources"),
        demo=demos.get(demo),
    )
    file.end()
    if not test.measures:
        raise file.error("measures", "a test measures something")
    return test


def _measure(table: Table) -> Measure:
    measure = Measure(
        id=table.text("id"),
        name=table.text("name"),
        unit=table.text("unit"),
        sides=table.flag("sides"),
        trials=table.whole("trials"),
        score=table.text("score"),
        methods=table.texts("methods"),
        mdc95=table.numbers("mdc95"),
        error_source=table.text("error_source"),
        lower=table.number("lower"),
        upper=table.number("upper"),
        flat=table.text("flat", ""),
        items=tuple(_item(row) for row in table.tables("items")),
        mdc95_total=table.numbers("mdc95_total"),
        signal=table.choice_or_none("signal", Signal),
        how=table.words("how"),
    )
    table.end()
    if measure.score not in ("mean", "best", "sum"):
        raise table.error("score", f"'{measure.score}' is none of mean, best, sum")
    return measure


def _item(table: Table) -> Item:
    item = Item(
        id=table.text("id"),
        text=table.text("text"),
        options=tuple(_option(row) for row in table.tables("options")),
    )
    table.end()
    if len(item.options) < 2:
        raise table.error("options", "an item needs at least two answers")
    return item


def _option(table: Table) -> Option:
    option = Option(value=table.number("value"), label=table.text("label"))
    table.end()
    return option
