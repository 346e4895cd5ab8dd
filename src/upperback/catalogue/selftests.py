"""tests/ID.toml: what a person can measure at home, how, and how far a value can be off."""

from collections.abc import Mapping

from upperback.catalogue.demos import read_demo
from upperback.catalogue.exercises import read_camera, read_movement
from upperback.catalogue.reading import Table
from upperback.model.body import View
from upperback.model.catalogue import Exercise
from upperback.model.demo import Demo
from upperback.model.movement import Signal
from upperback.model.selftest import METHODS, Counted, Item, Measure, Option, SelfTest


def read_test(file: Table, exercises: Mapping[str, Exercise]) -> SelfTest:
    """One self-test, drawn by a `demo` of its own or as the exercise that looks the same (`drawn_as`)."""
    test = SelfTest(
        id=file.text("id"),
        name=file.said("name"),
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
        reliability=file.text("reliability", ""),
        pain_record=file.text("pain_record", ""),
        information_only=file.flag("information_only", False),
        nothing_to_stop=file.flag("nothing_to_stop", False),
        demo=_demo(file, exercises),
        drawn_by=_drawn_by(file.table("drawn_by"), exercises),
    )
    file.end()
    if not test.measures:
        raise file.error("measures", "a test measures something")
    file.once("measures", [measure.id for measure in test.measures])
    return test


def _demo(file: Table, exercises: Mapping[str, Exercise]) -> Demo | None:
    alike = file.text("drawn_as", "")
    if alike and alike not in exercises:
        raise file.error("drawn_as", f"no exercise '{alike}'")
    if alike and file.has("demo"):
        raise file.error("drawn_as", "stands beside a demo of its own")
    own = file.table("demo")
    return exercises[alike].demo if alike else read_demo(own.data, file.file) if own.data else None


def _drawn_by(table: Table, exercises: Mapping[str, Exercise]) -> dict[str, Demo]:
    """The drawings of single ways: `tape = "exercise_id"` for one that looks like it, or a demo of its own."""
    drawn = {}
    for way, value in table.data.items():
        if way not in METHODS:
            raise table.error(way, "is no way of taking a test")
        alike = exercises.get(value) if isinstance(value, str) else None
        if isinstance(value, str) and (alike is None or alike.demo is None):
            raise table.error(way, f"no exercise '{value}'")
        drawn[way] = alike.demo if alike and alike.demo else read_demo(table.table(way).data, table.file)
    return drawn


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
        sign=table.whole("sign", 0),
        how=table.words("how"),
        total_with=table.text("total_with", ""),
        error_sources=table.words("error_sources"),
        photo=table.texts("photo", ()),
        named=table.flag("named", False),
        counted=_counted(table.table("counted")) if table.has("counted") else None,
        region=table.text("region", ""),
        pressed_with=table.text("pressed_with", ""),
        off95=table.numbers("off95"),
    )
    table.end()
    if measure.score not in ("mean", "best", "sum"):
        raise table.error("score", f"'{measure.score}' is none of mean, best, sum")
    for name, errors in (("mdc95", measure.mdc95), ("mdc95_total", measure.mdc95_total), ("off95", measure.off95)):
        for method, error in errors.items():
            if not error > 0:
                raise table.error(f"{name}.{method}", f"{error:g} is not above zero")
    table.once("items", [item.id for item in measure.items])
    return measure


def _counted(table: Table) -> Counted:
    counted = Counted(of=table.texts("of"), at_least=table.number("at_least"), familiar=table.flag("familiar"))
    table.end()
    return counted


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
