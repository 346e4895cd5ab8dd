"""Pictures of a record: what they show is what the record says, nothing is lost in putting days together, and colours hold."""

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from math import sqrt
from pathlib import Path
from xml.etree import ElementTree

import pytest
from altair.utils import schemapi
from hypothesis import given, settings
from hypothesis import strategies as st

from upperback.catalogue.loader import load
from upperback.model.body import Side
from upperback.model.care import Finding, Helped, Status, Sure, Value, Verdict
from upperback.model.record import Case, DiaryDay, Done, Function, KeptProgramme, Score, Session
from upperback.model.texts import Texts
from upperback.services.person import Person
from upperback.services.pictures import drawing
from upperback.services.pictures.book import Book, book_of
from upperback.services.pictures.facts import WIDTH_PX, PaperWidth, Picture, Width
from upperback.services.pictures.frame import FRAMES
from upperback.services.pictures.ink import DARK, LIGHT
from upperback.services.pictures.periods import Point, Span, all_parts, parts, time_ticks, window_of
from upperback.services.pictures.reach import reaching
from upperback.services.views import SessionKind
from upperback.store.reaches import Reached

CATALOGUE = load()
TEXTS = CATALOGUE.texts
TARGET = next(t for t in CATALOGUE.findings["c_thoracic_rotation_stiff"].targets if t.test == "t_seated_rotation" and t.at_least)
TODAY = date(2026, 3, 30)
START = TODAY - timedelta(days=83)
ASSETS = Path(__file__).parents[2] / "src/upperback/web/assets"
SVG = "{http://www.w3.org/2000/svg}"
WIDTHS: tuple[Width, ...] = ("wide", "half", "narrow")


def value(day: date, degrees: float, side: Side = Side.LEFT) -> Value:
    return Value(
        test="t_seated_rotation", measure="rotation", side=side, day=day, value=degrees, unit="deg", method="gyro", error_95=4.95,
        error_from="literature", target=TARGET.at_least, target_words=TARGET.words, flagged=True,
    )  # fmt: skip


def pain_on(n: int) -> float:
    return 8.0 if 30 <= n < 35 else 5.0 if n < 40 else 2.0


@pytest.fixture(scope="module")
def book() -> Book:
    """Twelve weeks: pain that falls with one flare, an activity, tests, sessions, walks, repetitions, estimates."""
    days = [START + timedelta(days=n) for n in range(84)]
    exercises = ("band_row", "wall_angel", "cat_cow")
    case = Case(
        today=TODAY,
        diary=tuple(DiaryDay(d, pain_on(n), None, 20, 0 if n % 7 else 30) for n, d in enumerate(days)),
        function=(Function("typing <fast> & long", 8, (Score(START, 3), Score(TODAY, 7))),),
        sessions=tuple(
            Session(d, 4, 3, 3, tuple(Done(e, Side.BOTH, 1, 1, 8) for e in exercises[: 1 if n % 7 == 6 else 3]))
            for n, d in enumerate(days)
            if n % 7 in (0, 3, 6)
        ),
        programmes=(
            KeptProgramme(START, "corrective", "1", ()),
            KeptProgramme(START + timedelta(days=50), "maintenance", "1", ()),
        ),
    )
    values = (value(START, 28), value(TODAY, 44), value(START, 40, Side.RIGHT), value(TODAY, 43, Side.RIGHT))
    findings = (Finding("c_thoracic_rotation_stiff", Status.PRESENT, 1, Side.LEFT, values, "", None, ()),)
    helped = (
        Helped("band_row", 0.9, 0.6, 1.2, 12, 0, 1.5, None, Sure.FAIRLY, "Seems to help.", "A hint."),
        Helped("wall_angel", 0.1, -0.5, 0.7, 5, 0, 0.2, None, Sure.OPEN, "Nothing can be said.", "A hint."),
    )
    reached = (Reached(TODAY, "seated_thoracic_rotation", Side.LEFT, (30.0, 31.0, 33.0, 35.0, 36.0, 38.0)),)
    return book_of(CATALOGUE, case, findings, helped, reached)


# -- putting days together ----------------------------------------------------------------------------------------------------
POINTS = st.lists(st.tuples(st.integers(0, 3700), st.integers(0, 10)), min_size=1, max_size=80, unique_by=lambda p: p[0])


@given(POINTS, st.sampled_from([None, *Span]))
def test_no_day_is_lost_or_counted_twice(drawn: list[tuple[int, int]], span: Span | None) -> None:
    points = [Point(date(2016, 1, 5) + timedelta(days=n), float(v)) for n, v in sorted(drawn)]
    window = window_of(points[0].day, points[-1].day, span)
    inside = [p for p in points if window.first <= p.day]
    found = parts(points, window)
    assert sum(part.n for part in found) == len(inside)
    assert sum(part.mean * part.n for part in found) == pytest.approx(sum(p.value for p in inside))
    for part in found:
        mine = [p.value for p in inside if part.first <= p.day <= part.last]
        assert (part.n, part.low, part.high) == (len(mine), min(mine), max(mine))
        assert part.mean == pytest.approx(sum(mine) / len(mine))


@given(st.integers(1, 3700), st.sampled_from([None, *Span]))
def test_the_parts_of_a_window_are_all_of_its_days_in_order(days: int, span: Span | None) -> None:
    began = date(2016, 2, 28)
    window = window_of(began, began + timedelta(days=days - 1), span)
    every = list(all_parts(window))
    assert every[0][0] == window.first
    assert every[-1][1] == window.last
    assert all(b[0] == a[1] + timedelta(days=1) for a, b in pairwise(every))
    assert window.span in window.offered or not window.offered


@given(st.integers(1, 3700), st.sampled_from([4, 7, 12]))
def test_the_marks_of_time_fit_and_lie_inside(days: int, most: int) -> None:
    window = window_of(date(2016, 2, 28), date(2016, 2, 28) + timedelta(days=days - 1), Span.ALL)
    marks = time_ticks(window, most)
    assert len(marks) <= most
    assert [m.day for m in marks] == sorted(m.day for m in marks)
    assert all(window.first <= m.day <= window.first + timedelta(days=max(days, 14)) for m in marks)


# -- what a picture says ------------------------------------------------------------------------------------------------------
def test_pain_is_told_by_week_with_its_flare_and_its_phases(book: Book) -> None:
    assert book.course is not None
    pain, typing = book.course.head.tables
    assert len(pain.rows) == 12
    assert pain.rows[0][1:] == ("5", "5", "5", "7")
    assert pain.rows[4][1:] == ("7.1", "5", "8", "7")  # five of these seven days are the flare
    assert sum(int(row[-1]) for row in pain.rows) == 84
    assert [row[1] for row in typing.rows] == ["3", "7"]
    assert (
        "Pain was about 5 of 10 in the first week shown and about 2 in the last. That is a clear change."
        in book.course.head.summary
    )
    assert [flare.first for flare in book.course.flares] == [START + timedelta(days=30)]
    assert [(phase.words, phase.first) for phase in book.course.phases] == [
        ("Building up", START), ("Keeping it up", START + timedelta(days=50)),
    ]  # fmt: skip


def test_ups_and_downs_are_no_change() -> None:
    diary = tuple(DiaryDay(START + timedelta(days=n), pain=5.0 if n < 42 else 4.0) for n in range(84))
    course = book_of(CATALOGUE, Case(today=TODAY, diary=diary), (), ()).course
    assert course is not None
    assert "so we do not call it a change" in course.head.summary
    assert "clear change" not in course.head.summary


@pytest.mark.parametrize(("days", "said"), [(1, "One day so far: pain 5 of 10."), (2, "2 days noted so far, pain 5 to 6 of 10.")])
def test_a_record_of_days_shows_them_and_judges_nothing(days: int, said: str) -> None:
    diary = tuple(DiaryDay(TODAY - timedelta(days=n), pain=5.0 + n) for n in reversed(range(days)))
    course = book_of(CATALOGUE, Case(today=TODAY, diary=diary), (), ()).course
    assert course is not None
    assert said in course.head.summary
    drawn = drawing.svg(course, "narrow", TEXTS)
    assert len(places(drawn, "ink-warm")) == days


def test_nothing_noted_makes_no_picture() -> None:
    assert book_of(CATALOGUE, Case(today=TODAY), (), ()).pictures == ()


def test_weeks_count_days_once_and_name_the_short_kind(book: Book) -> None:
    assert book.weeks is not None
    assert sum(week.whole for week in book.weeks.weeks) == 24
    assert sum(week.short for week in book.weeks.weeks) == 12
    assert "Sessions on 36 days" in book.weeks.head.summary
    assert "12 of them were the 2-minute kind" in book.weeks.head.summary


def test_minutes_of_ten_years_are_told_by_month_and_none_is_lost() -> None:
    diary = tuple(DiaryDay(TODAY - timedelta(days=n), pain=3, minutes_walked=10, minutes_swum=5) for n in range(3649, -1, -1))
    book = book_of(CATALOGUE, Case(today=TODAY, diary=diary), (), (), span=Span.ALL)
    assert book.minutes is not None
    assert book.course is not None
    assert len(book.minutes.weeks) == len(book.minutes.head.tables[0].rows) <= 122
    full = book.minutes.weeks[5]
    assert full.walked == pytest.approx(70)
    assert full.swum == pytest.approx(35)
    assert sum(part.n for part in book.course.parts) == 3650


def test_left_and_right_differ_only_beyond_both_errors(book: Book) -> None:
    (sides,) = book.sides
    most = round(sqrt(2) * 4.95)
    assert sides.head.summary.startswith(f"Left about 44°, right about 43°. They differ by 1°, less than the {most}°")


def test_a_finding_has_pictures_of_its_own(book: Book) -> None:
    mine = book.of_finding("c_thoracic_rotation_stiff")
    assert len(mine) == 3
    assert all(book.picture(one.head.id) == one for one in mine)
    assert book.picture("no.such") is None


# -- what is drawn ------------------------------------------------------------------------------------------------------------
def places(svg: str, css: str) -> list[tuple[float, float]]:
    """Where the marks of a class stand."""
    return [
        (float(x), float(y))
        for place, classes in re.findall(r'<path transform="translate\(([\d.,-]+)\)"[^>]*class="([^"]*)"', svg)
        for x, y in [place.split(",")]
        if css in classes.split()
    ]


def straight(marks: list[float], values: list[float]) -> bool:
    """Whether marks lie where the values say, on one straight scale."""
    per = (marks[-1] - marks[0]) / (values[-1] - values[0])
    return all(abs(marks[0] + (v - values[0]) * per - m) < 0.6 for m, v in zip(marks, values, strict=True))


def test_every_day_and_every_repetition_stands_where_its_value_is(book: Book) -> None:
    assert book.course is not None
    dots = [y for _, y in places(drawing.svg(book.course, "wide", TEXTS), "ink-warm")]
    assert straight(dots, [pain_on(n) for n in range(84)])
    assert dots[0] > dots[30]  # 5 is lower in the picture than 8
    (reach,) = book.reaches
    turns = [y for _, y in places(drawing.svg(reach, "half", TEXTS), "ink-warm")]
    assert straight(turns, [30.0, 31.0, 33.0, 35.0, 36.0, 38.0])
    assert "by more than the 3° that single repetitions differ" in reach.head.summary


@pytest.mark.parametrize("width", WIDTHS)
def test_a_drawing_is_as_wide_as_it_was_laid_out_for_and_has_no_colour_of_its_own(book: Book, width: Width) -> None:
    for picture in book.pictures:
        svg = drawing.svg(picture, width, TEXTS)
        root = ElementTree.fromstring(svg)
        assert root.get("width") == str(WIDTH_PX[width])
        assert root.get("role") == "img"
        first = re.search(r"translate\(([\d.]+),", svg)
        assert first is not None
        assert float(first.group(1)) == FRAMES[width].left_px
        assert root.get("aria-label") == f"{picture.head.title}. {picture.head.summary}"
        body = re.sub(r"<style>.*?</style>", "", svg)
        assert re.findall(r"#[0-9a-fA-F]{3,6}\b|rgb\(", body) == []
        texts = [(t.text or "") for t in root.iter(f"{SVG}text")]
        assert all(texts)
        assert len(svg) < 60_000


def test_the_persons_own_words_are_text_and_never_markup(book: Book) -> None:
    assert book.course is not None
    for width in WIDTHS:
        svg = drawing.svg(book.course, width, TEXTS)
        assert "<fast>" not in svg
        assert any("Typing <fast>" in (t.text or "") for t in ElementTree.fromstring(svg).iter(f"{SVG}text"))


def test_paper_has_plain_light_colours(book: Book) -> None:
    for picture in book.pictures:
        svg = drawing.paper_svg(picture, "half", TEXTS)
        colours = set(re.findall(r'(?:fill|stroke)="(#[0-9a-fA-F]{6})"', svg))
        assert colours
        assert colours <= set(LIGHT.values())
        assert "<style" not in svg
        assert "class=" not in svg


@pytest.mark.parametrize("width", WIDTHS)
def test_every_spec_is_valid_vega_lite(book: Book, width: Width, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[Picture] = []
    real = schemapi.debug_mode
    monkeypatch.setattr(schemapi, "debug_mode", lambda _off: real(True))
    for picture in book.pictures:
        drawing.svg(picture, width, TEXTS)
        checked.append(picture)
    assert len(checked) == 8


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 90), min_size=1, max_size=14), st.sampled_from(WIDTHS))
def test_nothing_of_a_value_lies_outside_its_picture(values: list[int], width: Width) -> None:
    taken = tuple(value(START + timedelta(days=n), v) for n, v in enumerate(values))
    finding = Finding("c_thoracic_rotation_stiff", Status.PRESENT, 1, Side.LEFT, taken, "", None, ())
    (picture,) = book_of(CATALOGUE, Case(today=TODAY), (finding,), ()).values
    svg = drawing.svg(picture, width, TEXTS)
    assert [row[1] for row in picture.head.tables[0].rows] == [f"{v}°" for v in values]
    x = [float(x) for x, _ in re.findall(r'<(?:line|text|path) transform="translate\(([\d.-]+),([\d.-]+)\)"', svg)]
    assert all(-WIDTH_PX[width] <= place <= WIDTH_PX[width] for place in x)
    assert "NaN" not in svg


# -- colours ------------------------------------------------------------------------------------------------------------------
def channels(colour: str) -> list[float]:
    """Linear light of red, green, blue (sRGB)."""
    raw = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in raw]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2."""
    lights = sorted(sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), channels(x), strict=True)) for x in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


# Red, green, blue as people without red or green cones see them (Viénot, Brettel and Mollon 1999), linear light.
BLIND = {
    "no red": ((0.11238, 0.88762, 0), (0.11238, 0.88762, 0), (0.00401, -0.00401, 1)),
    "no green": ((0.29275, 0.70725, 0), (0.29275, 0.70725, 0), (-0.02234, 0.02234, 1)),
}


def lab(linear: list[float]) -> list[float]:
    r, g, b = (min(1.0, max(0.0, c)) for c in linear)
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505, 0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
    )  # fmt: skip
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz)
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_letters_and_marks_can_be_seen_on_what_they_stand_on(palette: dict[str, str]) -> None:
    for ground in ("surface", "good-soft"):
        for ink in ("ink", "warm-ink", "act", "good-ink"):
            assert contrast(palette[ink], palette[ground]) >= 4.5, (ink, ground)
        for mark in ("warm", "act", "good"):
            assert contrast(palette[mark], palette[ground]) >= 3, (mark, ground)
    for ink in ("ink-2", "ink-3"):
        assert contrast(palette[ink], palette["surface"]) >= 4.5, ink
    assert contrast(palette["line-strong"], palette["surface"]) >= 3


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_left_and_right_are_apart_for_every_kind_of_sight(palette: dict[str, str]) -> None:
    left, right = channels(palette["warm"]), channels(palette["act"])
    for seen in BLIND.values():
        one, other = (lab([sum(w * c for w, c in zip(row, side, strict=True)) for row in seen]) for side in (left, right))
        assert sqrt(sum((a - b) ** 2 for a, b in zip(one, other, strict=True))) > 25


def test_the_colours_are_the_tokens_of_the_pages_and_each_has_its_rule() -> None:
    tokens = {
        name: (light.upper(), dark.upper())
        for name, light, dark in re.findall(
            r"--([a-z0-9-]+): light-dark\((#[0-9a-fA-F]{6}), (#[0-9a-fA-F]{6})\)", (ASSETS / "tokens.css").read_text()
        )
    }
    rules = (ASSETS / "pictures/pictures.css").read_text()
    for role, light in LIGHT.items():
        assert tokens[role] == (light.upper(), DARK[role].upper())
        assert f".drawn .ink-{role} {{ fill: var(--{role}); }}" in rules
        assert f".drawn .edge-{role} {{ stroke: var(--{role}); }}" in rules


# -- the album of a person ----------------------------------------------------------------------------------------------------
def test_the_album_follows_the_record_and_keeps_nothing_of_a_deleted_one(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    real = drawing.svg

    def counted(picture: Picture, width: Width, texts: Texts) -> str:
        drawn.append(picture.head.id)
        return real(picture, width, texts)

    monkeypatch.setattr(drawing, "svg", counted)
    person.diary.log_pain(6)
    first = person.pictures.svg("pain", "narrow")
    assert first is not None
    assert "pain 6 of 10" in first
    assert person.pictures.svg("pain", "narrow") == first
    person.diary.log_activity("brisk_walking", 20)  # changes nothing of this picture
    assert person.pictures.svg("pain", "narrow") == first
    assert drawn == ["pain"]
    person.diary.log_pain(3)
    assert "pain 3 of 10" in (person.pictures.svg("pain", "narrow") or "")
    assert drawn == ["pain", "pain"]
    assert person.pictures.svg("no-such", "narrow") is None
    person.delete_everything()
    assert person.pictures.svg("pain", "narrow") is None
    assert person.pictures.book().pictures == ()


def test_repetitions_seen_by_the_camera_come_back_by_side_in_their_order(person: Person, answer: Callable[..., Verdict]) -> None:
    answer()
    session = person.sessions.start(SessionKind.FULL, 3)
    item = next(i for i in person.sessions.session(session).items if i.exercise in reaching(CATALOGUE))
    for n in range(16):
        side = Side.LEFT if n % 2 == 0 else Side.RIGHT
        person.sessions.add_rep(session, item.item, f"r{n}", side=side, peak=30.0 + n if side is Side.LEFT else -40.0)
    person.sessions.add_rep(session, item.item, "tapped", side=Side.LEFT, by="tap")
    (reach,) = person.pictures.book().reaches
    left, right = reach.turns
    assert left.peaks == tuple(30.0 + n for n in range(0, 16, 2))
    assert right.peaks == (40.0,) * 8
    assert (left.clear, right.clear) == (True, False)
    assert len(reach.head.tables[0].rows) == 8


@pytest.mark.parametrize(("width", "points_wide"), [("wide", 515.9), ("half", 246.6)])  # on A4
def test_letters_on_paper_are_at_least_eight_and_a_half_points(book: Book, width: PaperWidth, points_wide: float) -> None:
    for picture in book.pictures:
        svg = drawing.paper_svg(picture, width, TEXTS)
        root = ElementTree.fromstring(svg)
        sizes = [float(text.get("font-size", "0").removesuffix("px")) for text in root.iter(f"{SVG}text")]
        assert sizes
        assert min(sizes) * points_wide / float(root.get("width", "0")) >= 8.5


def test_pandas_is_whole_before_anything_is_drawn() -> None:
    """Altair looks into it when it is there; half loaded by another thread, which wants the solver, it made pictures fail."""
    load_one = (
        "import sys; from upperback.services.pictures.album import drawing; assert 'pandas' not in sys.modules; "
        "drawing(); print(hasattr(sys.modules.get('pandas'), 'Timestamp'))"
    )
    done = subprocess.run([sys.executable, "-c", load_one], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout == "True\n"
