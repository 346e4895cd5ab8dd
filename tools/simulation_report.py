"""Put a run of `upperback simulate --json` into docs/simulation.md: the figures, the differences, the sensitivity.

upperback simulate --json > run.jsonl && python tools/simulation_report.py run.jsonl "8 min on 2 cores"
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from upperback.services import knowledge

PAGE = Path(__file__).parents[1] / "docs/simulation.md"
Line = dict[str, Any]


def report(lines: list[Line], took: str) -> str:
    """The run as Markdown."""
    texts = knowledge.catalogue().texts
    settings = lines[0]
    figures = [line for line in lines if line["what"] == "figure"]
    policies = list(dict.fromkeys(line["policy"] for line in figures))
    by = {(line["name"], line["policy"]): line for line in figures}
    head = ["", *(texts(f"simulation.policy.{policy}") for policy in policies)]
    rows = [
        [texts(f"simulation.figure.{name}"), *(_cell(by[name, policy]) for policy in policies)]
        for name in dict.fromkeys(line["name"] for line in figures)
    ]
    people, weeks, seed = settings["people"], settings["weeks"], settings["seed"]
    said = f"{people} people, {weeks} weeks, seed {seed}, catalogue {settings['catalogue']}: {took}."
    parts = [said, _table(head, rows), *_differences(lines, policies), *_sensitivity(lines)]
    return "\n\n".join(parts)


def _differences(lines: list[Line], policies: list[str]) -> Iterator[str]:
    """Against nothing, the same people."""
    texts = knowledge.catalogue().texts
    found = {(line["name"], line["policy"]): line for line in lines if line["what"] == "difference"}
    others = [policy for policy in policies if any(key[1] == policy for key in found)]
    head = ["compared with nothing, person by person", *(texts(f"simulation.policy.{policy}") for policy in others)]
    names = dict.fromkeys(name for name, _ in found)
    yield _table(head, [[texts(f"simulation.figure.{n}"), *(_cell(found[n, policy]) for policy in others)] for n in names])


def _sensitivity(lines: list[Line]) -> Iterator[str]:
    texts = knowledge.catalogue().texts
    mine = [line for line in lines if line["what"] == "sensitivity" and line["policy"] == "care"]
    if not mine:
        return
    yield f"Under care, one assumption halved or doubled, the first {lines[0]['sensitivity_people']} people:"
    names = list(dict.fromkeys(line["name"] for line in mine))
    rows: dict[tuple[str, float], list[str]] = {}
    for line in mine:
        start = [texts(f"simulation.assumed.{line['assumption']}"), f"{line['assumed']:g} to {line['tried']:g}"]
        rows.setdefault((line["assumption"], line["tried"]), start).append(f"{_short(line['base'])} to {_short(line['value'])}")
    yield _table(["", "", *(texts(f"simulation.figure.{name}") for name in names)], list(rows.values()))


def _table(head: list[str], rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def _cell(line: Line) -> str:
    return "none" if line["value"] is None else f"{_short(line['value'])} ({_short(line['low'])}, {_short(line['high'])})"


def _short(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"


if __name__ == "__main__":
    source, took = sys.argv[1:]
    read = [json.loads(line) for line in Path(source).read_text(encoding="utf-8").splitlines()]
    text = PAGE.read_text(encoding="utf-8")
    new = re.sub(r"(<!-- run -->\n).*?(?=\n## )", lambda m: f"{m[1]}{report(read, took)}\n", text, count=1, flags=re.DOTALL)
    PAGE.write_text(new, encoding="utf-8")
