"""Case file to programme: read, judge, assess, compose."""

import statistics
import sys
import time
from pathlib import Path

from upperback.services import cases, knowledge
from upperback.services.errors import NotAllowedError, NothingFitsError

BUDGET_P95_MS = 150.0
ROUNDS = 20


def once_ms(path: Path) -> float:
    started_s = time.perf_counter()
    try:
        catalogue = knowledge.catalogue()
        cases.plan_of(catalogue, cases.read_case(path, catalogue))
    except (NotAllowedError, NothingFitsError):
        pass  # a no is an answer too
    return (time.perf_counter() - started_s) * 1000


def rows(folder: Path) -> list[tuple[str, str, str]]:
    paths = sorted(folder.glob("*.json"))
    for path in paths:
        once_ms(path)  # the catalogue is read once
    measured = [once_ms(path) for _ in range(ROUNDS) for path in paths]
    p95 = statistics.quantiles(measured, n=20)[-1]
    return [("case file to programme, p95", f"{BUDGET_P95_MS:g} ms", f"{p95:.1f} ms ({len(paths)} cases)")]


if __name__ == "__main__":
    for row in rows(Path(sys.argv[1])):
        sys.stdout.write(" | ".join(row) + "\n")
