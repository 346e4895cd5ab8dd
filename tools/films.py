"""`make films`: every exercise filmed with the figure, through the pose model and the tracker; the table in docs/films.md.

    python tools/films.py [FOLDER] [ID ...] [--fps 30]

Films are kept in the folder (default `build/films`) with the truth of their landmarks, and made again only where the exercise
has changed. With ids, only those are done and the report is left as it is.
"""

import hashlib
import sys
from argparse import ArgumentParser
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np
from figure_studio import Studio
from films_judge import Judged, judge
from films_shoot import ROOMS, STUDIO, Shot, best, poor, shoot

from upperback.model.body import View
from upperback.model.catalogue import Exercise
from upperback.model.movement import Untracked
from upperback.services import knowledge
from upperback.services.demonstrations import demonstration

REPORT: Final = Path(__file__).resolve().parents[1] / "docs/films.md"
FIGURE: Final = Path(__file__).resolve().parents[1] / "src/upperback/web/assets/figure/figure.bin"
SIZE_PX: Final = (480, 360)
ROUNDS: Final = 2
FOUND: Final = 0.95  # of the pictures; less, and the pose model loses the person
ANGLE: Final = 15.0  # degrees that the key angle may be off, median; expert judgement: half of a usual partial repetition


@dataclass(frozen=True, slots=True)
class Row:
    """One exercise: each room in the best view, and, of a followed one, the plain room in the poor view."""

    exercise: Exercise
    best: dict[str, Judged]
    poor: Judged | None

    @property
    def verdict(self) -> str:
        if isinstance(self.exercise.movement, Untracked):
            return "not followed"
        if any(one.found < FOUND for one in self.best.values()):
            return "**not found**"
        if any(one.counted != one.true for one in self.best.values()):
            return "**miscounted**"
        if self.poor is not None and self.poor.counted not in (0, self.poor.true):
            return "**wrong in the poor view**"
        return "followed"


def film(studio: Studio, exercise: Exercise, folder: Path, fps: float) -> Row | None:
    """Film what isn't there yet, and judge it. None for an exercise no camera is set up for."""
    demo = exercise.demo
    if demo is None or exercise.camera.view is View.NONE:
        return None
    followed = not isinstance(exercise.movement, Untracked)
    rounds = ROUNDS if followed else 1
    shown = demonstration(demo, knowledge.catalogue().texts) + FIGURE.read_bytes()
    key = hashlib.sha256(shown + f"{fps}{rounds}{exercise.camera.view}".encode())
    name = f"{exercise.id}-{key.hexdigest()[:10]}"
    shots = {"best": Shot(demo, best(exercise, SIZE_PX), fps, rounds)}
    files = {("best", room): folder / f"{name}-best-{room}.mp4" for room in ROOMS}
    if followed:
        shots["poor"] = Shot(demo, poor(exercise, SIZE_PX), fps, rounds)
        files["poor", ROOMS[0]] = folder / f"{name}-poor-{ROOMS[0]}.mp4"
    for view, shot in shots.items():
        rooms = tuple(room for at, room in files if at == view)
        wanted = tuple(files[view, room] for room in rooms)
        if not all(file.is_file() for file in wanted):
            beside = tuple(file.with_suffix(".part.mp4") for file in wanted)
            shoot(studio, shot, rooms, beside)
            px, points_m = shot.truth()
            np.savez_compressed(folder / f"{name}-{view}.npz", px=px, L=points_m)
            for part, file in zip(beside, wanted, strict=True):
                part.replace(file)
    judged = {at: judge(file, shots[at[0]], exercise, shots["best"]) for at, file in files.items()}
    return Row(exercise, {room: judged["best", room] for room in ROOMS}, judged.get(("poor", ROOMS[0])))


def table(rows: list[Row]) -> str:
    """The report's table."""
    lines = [
        "| exercise | view | found, % | landmarks, % of trunk | key angle off | counted | poor view | verdict |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in sorted(rows, key=lambda r: (isinstance(r.exercise.movement, Untracked), r.exercise.id)):
        both = row.best.values()
        tracked = not isinstance(row.exercise.movement, Untracked)
        angle = " / ".join("-" if one.angle is None else f"{one.angle:.1f}" for one in both) if tracked else "-"
        count = " / ".join(f"{one.counted} of {one.true}" for one in both) if tracked else "-"
        wrong = "-"
        if row.poor is not None:
            wrong = f"{row.poor.counted} of {row.poor.true}{', says it can’t judge' if row.poor.lost else ''}"
        lines.append(
            f"| {row.exercise.id} | {row.exercise.camera.view.value} | {' / '.join(f'{100 * one.found:.0f}' for one in both)} "
            f"| {' / '.join(f'{100 * one.landmarks:.1f}' for one in both)} | {angle} | {count} | {wrong} | {row.verdict} |"
        )
    return "\n".join(lines)


def report(rows: list[Row], fps: float) -> str:
    tracked = [row for row in rows if not isinstance(row.exercise.movement, Untracked)]
    right = sum(row.verdict == "followed" for row in tracked)
    catalogue = knowledge.catalogue()
    return f"""# Test films

Written by `make films` from catalogue {catalogue.version}; not by hand. The project's own figure, as a person in a plain and in a
furnished room (the two figures of a cell), {SIZE_PX[0]} by {SIZE_PX[1]} pixels, {fps:g} pictures a second, blurred and
noisy, goes through the pose model (full) and the tracker: {ROUNDS} rounds of each followed exercise, one of the others. The best
view is the one that the exercise asks for; the poor one is a quarter turn from it, or from behind on the floor. There a tracker
should count nothing and say that it can't see well enough, or count right.

This checks the chain and finds gross errors. It says nothing about how well people are measured: `docs/accuracy.md` does.

{right} of {len(tracked)} followed exercises are counted exactly in both rooms and never wrongly in the poor view. An exercise
is followed only where it stands so in this table; the others go by timer and taps, each with its reason in the catalogue.

{table(rows)}
"""


def main() -> None:
    parser = ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path("build/films"))
    parser.add_argument("ids", nargs="*")
    parser.add_argument("--fps", type=float, default=30.0)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    exercises = [e for e in knowledge.catalogue().exercises.values() if not asked.ids or e.id in asked.ids]
    exercises.sort(key=lambda e: isinstance(e.movement, Untracked))
    rows = []
    with Studio(*STUDIO) as studio:
        for done, exercise in enumerate(exercises, start=1):
            sys.stderr.write(f"\r{done}/{len(exercises)} {exercise.id:<40}")
            row = film(studio, exercise, asked.folder, asked.fps)
            if row is not None:
                rows.append(row)
                if asked.ids:
                    sys.stdout.write(
                        f"\n{exercise.id}: {row.verdict} {[asdict(one) for one in (*row.best.values(), row.poor) if one]}\n"
                    )
    sys.stderr.write("\n")
    if not asked.ids:
        REPORT.write_text(report(rows, asked.fps), encoding="utf-8")
    sys.stdout.write(table(rows) + "\n")


if __name__ == "__main__":
    main()
