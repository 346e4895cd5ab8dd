"""The budget table of the design beside what this machine measures: `make bench`. Machines are noisy; compare ratios."""

import sys
from collections.abc import Iterable
from pathlib import Path

import bench_camera
import bench_care
import bench_catalogue
import bench_count
import bench_cue
import bench_figure
import bench_live
import bench_motion
import bench_video
import bench_web
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    table = Table(title="What it costs, beside its budget")
    for heading in ("what", "budget", "measured"):
        table.add_column(heading)
    for row in all_rows():
        table.add_row(*row)
    Console(file=sys.stdout).print(table)


def all_rows() -> Iterable[tuple[str, str, str]]:
    for row in bench_motion.rows():
        yield row.name, row.budget, f"{row.median}, p99 {row.p99}"
    yield from bench_count.rows()
    yield from bench_video.rows(ROOT / "../shared/data/videos")
    yield from bench_camera.rows(ROOT / "../shared/data/videos")
    yield from bench_cue.rows(ROOT / "../shared/data/videos")
    yield from bench_catalogue.rows()
    yield from bench_care.rows(ROOT / "tests/golden/cases")
    yield from bench_live.rows()
    yield from bench_web.rows()
    yield from bench_figure.rows()


if __name__ == "__main__":
    main()
