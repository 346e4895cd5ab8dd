"""What it costs to read the whole catalogue, every cross-reference checked."""

import time
from collections.abc import Iterable
from statistics import median

from upperback.catalogue.loader import load

ROUNDS = 15


def rows() -> Iterable[tuple[str, str, str]]:
    """The line of `make bench`."""
    took_ms = sorted(once_ms() for _ in range(ROUNDS))
    yield "the whole catalogue, loaded and checked", "150 ms", f"{median(took_ms):.0f} ms, slowest {took_ms[-1]:.0f} ms"


def once_ms() -> float:
    start = time.perf_counter()
    load()
    return (time.perf_counter() - start) * 1000
