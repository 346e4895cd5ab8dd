"""`make accuracy`: measures what the camera part can do and writes docs/accuracy.md. Never edit that file by hand."""

import importlib
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from accuracy_row import ROOT, MissingError, Row
from rich.console import Console

from upperback.catalogue.loader import load

REPORT = ROOT / "docs/accuracy.md"
LIMITS = Path(__file__).with_name("accuracy_limits.md")
PARTS = ("count", "track", "range", "people", "posed", "floor", "placement")
SAY = Console(stderr=True, highlight=False)


def main() -> None:
    old = parts_of(REPORT.read_text(encoding="utf-8")) if REPORT.exists() else {}
    sections = []
    for name in [part for part in PARTS if (Path(__file__).parent / f"accuracy_{part}.py").exists()]:
        text = measured(name) or old.get(name)
        if text is not None:
            sections.append(f"<!-- part: {name} -->\n{text.strip()}\n")
    head = HEAD.format(version=load().version, today=datetime.now(UTC).date().isoformat())
    REPORT.write_text(
        "\n".join([head, *sections, "<!-- end -->", LIMITS.read_text(encoding="utf-8").strip()]) + "\n", encoding="utf-8"
    )
    SAY.print(f"{REPORT.relative_to(ROOT)} is written")


def measured(name: str) -> str | None:
    """The part as Markdown, or None with a line on why it can't be measured here."""
    SAY.print(f"{name} ...")
    part = importlib.import_module(f"accuracy_{name}")
    try:
        rows: Sequence[Row] = part.measure()
    except MissingError as missing:
        SAY.print(f"{name}: not measured, {missing}; the report keeps the figures it holds")
        return None
    lines = ["| what | data | measured | aim |", "|---|---|---|---|"]
    lines += [f"| {row.what} | {row.data} | {row.figure} | {row.aim} |" for row in rows]
    today = datetime.now(UTC).date().isoformat()
    return "\n".join([f"## {part.TITLE}", "", *lines, "", f"Measured {today}. {part.NOTE.strip()}"])


def parts_of(report: str) -> dict[str, str]:
    """The parts of a report that was written before."""
    pieces = re.split(r"<!-- (?:part: (\w+)|end) -->\n", report)
    return {name: text for name, text in zip(pieces[1::2], pieces[2::2], strict=False) if name}


HEAD = """# How accurate the camera part is

Written by `make accuracy`, not by hand: every figure is measured by the code it stands beside, with the catalogue of
version {version} as it stood on {today}. Live code throughout: the same `push`, frame by frame, as in front of the
camera; no look into the future, no settings for single files. Where recordings are not on the machine a part keeps
the figures it had, with their date.
"""


if __name__ == "__main__":
    sys.exit(main())
