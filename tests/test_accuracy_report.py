"""`make accuracy` keeps what it can't measure here."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

TOOLS = Path(__file__).parents[1] / "tools"


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "path", [str(TOOLS), *sys.path])
    return importlib.import_module("accuracy")


def test_a_part_whose_recordings_are_missing_keeps_its_figures(
    report: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = importlib.import_module("accuracy_row")
    monkeypatch.setattr(report, "REPORT", tmp_path / "accuracy.md")
    monkeypatch.setattr(report, "ROOT", tmp_path)
    monkeypatch.setattr(report, "PARTS", ("range",))
    part = importlib.import_module("accuracy_range")
    monkeypatch.setattr(part, "measure", lambda: [rows.Row("a turn", "one person", "r 0.984", "r 0.98")])
    report.main()
    first = (tmp_path / "accuracy.md").read_text()
    assert "| a turn | one person | r 0.984 | r 0.98 |" in first
    assert "What the 33 landmarks can and can't give" in first

    def nothing_there() -> None:
        raise rows.MissingError("the recordings are not there")

    monkeypatch.setattr(part, "measure", nothing_there)
    report.main()
    assert (tmp_path / "accuracy.md").read_text() == first
    assert "not measured, the recordings are not there; the report keeps" in " ".join(capsys.readouterr().err.split())
