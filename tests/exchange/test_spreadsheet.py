"""Tables that any spreadsheet reads the same way, and none runs."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upperback.exchange.spreadsheet import Sheet, lines

PLAIN = st.text(st.characters(codec="utf-8"), max_size=40)


def written(*rows: tuple[object, ...]) -> str:
    return b"".join(lines(Sheet("t", tuple(f"c{n}" for n in range(len(rows[0]))), rows))).decode()  # type: ignore[arg-type]


@given(st.lists(st.tuples(PLAIN, PLAIN, st.floats(allow_nan=False, allow_infinity=False)), min_size=1, max_size=5))
def test_what_is_written_is_read_again_but_for_the_mark_before_a_formula(rows: list[tuple[str, str, float]]) -> None:
    text = written(*rows)
    read = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert len(read) == len(rows)
    for (one, two, number), (first, second, third) in zip(rows, read, strict=True):
        assert (first.replace("'", ""), second.replace("'", "")) == (one.replace("'", ""), two.replace("'", ""))
        assert float(third) == number


@pytest.mark.parametrize(
    "words",
    ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", " =1", "\r=1", "＝1", "=HYPERLINK(x)", "a;=1+1", "x\n=cmd|' /C calc'!A0", "%0A=1"],
)
def test_no_cell_begins_as_a_formula(words: str) -> None:
    (cell,) = list(csv.reader(io.StringIO(written((words,)), newline="")))[1]
    for part in cell.replace("\t", ";").replace("\n", ";").replace("\r", ";").split(";"):
        assert not part.lstrip().startswith(("=", "+", "-", "@", "＝", "％", "%", "|"))


def test_a_negative_number_stays_a_number() -> None:
    assert written((-4.5, -3, 2.0)) == "c0,c1,c2\r\n-4.5,-3,2\r\n"


def test_lines_end_and_quotes_double_as_the_standard_says() -> None:
    assert written(('say "ah"', "a,b", True, None)) == 'c0,c1,c2,c3\r\n"say ""ah""","a,b",true,\r\n'
