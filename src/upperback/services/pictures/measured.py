"""Measured values over their test days, and left against right, each with its error and its target."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from math import sqrt
from typing import Final

from upperback.model.body import Side
from upperback.model.care import Finding, Status, Value
from upperback.model.catalogue import Catalogue, Measure
from upperback.services.bands import band_of
from upperback.services.pictures.facts import Head, Sided, Sides, Table, Tested, Values
from upperback.services.values import measure_of, title_of
from upperback.services.words import Words

DAYS_SHOWN: Final = 12
ROWS_MOST: Final = 26  # a year of tests every fortnight; all of them are in the data to take along
STANDING: Final = (
    Status.PRESENT,
    Status.IMPROVING,
    Status.WATCH,
    Status.GONE,
    Status.PLATEAU_ACCEPTED,
    Status.REFER,
    Status.ABSENT,
)

Key = tuple[str, str, Side, str]  # test, measure, side, method


def pictures_of(catalogue: Catalogue, finding: Finding) -> tuple[Values | Sides, ...]:
    """The pictures of one finding by its own targets; their ids begin with its own."""
    values, sides = values_of(catalogue, [finding]), sides_of(catalogue, [finding])
    return (
        *(replace(one, head=_within(finding, one.head)) for one in values),
        *(replace(one, head=_within(finding, one.head)) for one in sides),
    )


def _within(finding: Finding, head: Head) -> Head:
    return replace(head, id=f"{finding.finding}.{head.id}")


def values_of(catalogue: Catalogue, findings: Iterable[Finding]) -> tuple[Values, ...]:
    """A picture for each test, measure, side and way of measuring that a finding looks at: what is worked on first, each once.
    An answer in words has no place on a scale and none here."""
    return tuple(_values(catalogue, key, values) for key, values in _series(catalogue, findings).items())


def sides_of(catalogue: Catalogue, findings: Iterable[Finding]) -> tuple[Sides, ...]:
    """A picture for each measure whose two sides were taken in the same way."""
    series = _series(catalogue, findings)
    pairs = []
    for (test, measure, side, method), values in series.items():
        other = series.get((test, measure, Side.RIGHT, method))
        if side is Side.LEFT and other:
            pairs.append(_sides(catalogue, values[-1], other[-1]))
    return tuple(pairs)


def _series(catalogue: Catalogue, findings: Iterable[Finding]) -> dict[Key, list[Value]]:
    ranked = sorted(findings, key=lambda f: (STANDING.index(f.status) if f.status in STANDING else len(STANDING), f.rank))
    found: dict[Key, dict[date, Value]] = {}
    for finding in ranked:
        for value in finding.values:
            if measure_of(catalogue, value.test, value.measure).named:
                continue
            of_key = found.setdefault((value.test, value.measure, value.side, value.method), {})
            if value.day not in of_key or of_key[value.day].target is None:
                of_key[value.day] = value
    return {key: [by_day[day] for day in sorted(by_day)] for key, by_day in found.items()}


def ids_of(findings: Iterable[Finding]) -> frozenset[str]:
    """The ids of all pictures that values of these findings stand in."""
    values = {(v.test, v.measure, v.side, v.method): v for finding in findings for v in finding.values}.values()
    return frozenset({*(id_of(value) for value in values), *(sides_id_of(value) for value in values)})


def sides_id_of(value: Value) -> str:
    return f"sides-{value.test}-{value.measure}-{value.method}"


def id_of(value: Value) -> str:
    return f"value-{value.test}-{value.measure}-{value.side}-{value.method}"


def _values(catalogue: Catalogue, key: Key, values: Sequence[Value]) -> Values:
    words, measure = Words(catalogue.texts), measure_of(catalogue, key[0], key[1])
    newest = values[-ROWS_MOST:]
    tested = [_tested(catalogue, words, measure, value) for value in newest]
    table = _table(words, tested, whole=len(newest) == len(values))
    return Values(
        Head(id_of(values[-1]), title_of(catalogue, values[-1]), _said(words, values, tested[-1]), (table,)),
        tuple(tested[-DAYS_SHOWN:]),
    )


def _tested(catalogue: Catalogue, words: Words, measure: Measure, value: Value) -> Tested:
    return Tested(value.day, band_of(catalogue, value, measure), words.amount(value.value, value.unit))


def _said(words: Words, values: Sequence[Value], newest: Tested) -> str:
    """Whether the newest differs from the first by more than both errors allow (MDC95 = sqrt 2 times one error)."""
    texts, first, last = words.texts, values[0], values[-1]
    before, now = words.amount(first.value, first.unit), words.amount(last.value, last.unit)
    band = newest.band
    said = [texts("pictures.value.now", now=now, range=band.range_words(words))] if band.error_95 else []
    if len(values) == 1:
        said.append(texts("pictures.value.one_day"))
    elif abs(last.value - first.value) > sqrt(2) * max(first.error_95, last.error_95):
        said.insert(0, texts(f"pictures.value.{'more' if last.value > first.value else 'less'}", before=before, now=now))
    else:
        most = words.amount(sqrt(2) * max(first.error_95, last.error_95), last.unit)
        said.append(texts("pictures.value.same", before=before, error=most))
    return " ".join([*said, *([texts(f"pictures.value.{band.tone}")] if band.zone_words else [])])


def _table(words: Words, tested: Sequence[Tested], *, whole: bool) -> Table:
    texts = words.texts
    columns = tuple(texts(f"pictures.table.{column}") for column in ("day", "value", "could_be"))
    rows = tuple((texts.day(one.day, "year"), one.said, one.band.range_words(words)) for one in tested)
    caption = texts("pictures.value.table") if whole else texts("pictures.value.table_newest", n=ROWS_MOST)
    return Table(caption, columns, rows)


def _sides(catalogue: Catalogue, left: Value, right: Value) -> Sides:
    words, measure = Words(catalogue.texts), measure_of(catalogue, left.test, left.measure)
    texts = words.texts
    sides = tuple(
        Sided(texts(f"common.sides.{value.side}"), value.side is Side.LEFT, _tested(catalogue, words, measure, value))
        for value in (left, right)
    )
    # Each side has an error of its own, so their difference has both.
    both = sqrt(left.error_95**2 + right.error_95**2)
    kind = "same" if abs(left.value - right.value) <= both else "left" if left.value > right.value else "right"
    by = words.amount(abs(left.value - right.value), left.unit)
    now = texts("pictures.sides.now", left=sides[0].tested.said, right=sides[1].tested.said)
    said = [now, texts(f"pictures.sides.{kind}", by=by, error=words.amount(both, left.unit))]
    if left.day != right.day:
        said.append(texts("pictures.sides.days", left=left.day, right=right.day))
    columns = tuple(texts(f"pictures.table.{column}") for column in ("side", "value", "could_be", "day"))
    rows = tuple((s.words, s.tested.said, s.tested.band.range_words(words), texts.day(s.tested.day, "year")) for s in sides)
    title = texts("pictures.sides.title", test=title_of(catalogue, replace(left, side=Side.BOTH)))
    head = Head(sides_id_of(left), title, " ".join(said), (Table(title, columns, rows),))
    return Sides(head, sides)
