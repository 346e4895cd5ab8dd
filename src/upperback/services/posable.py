"""Whether bodies of any size can do what the key positions of the catalogue ask for; for `upperback catalogue check`."""

from collections.abc import Iterator
from typing import Final

from upperback.model.catalogue import Catalogue
from upperback.model.demo import Demo
from upperback.motion.anatomy import make_body
from upperback.motion.plausible import Implausible, What, implausible

HEIGHTS_M: Final = (1.5, 2.0)
_LOOKS_A_SECOND: Final = 8.0
_WORDS: Final = {
    What.OUT_OF_REACH: ("{by:.1f} cm short of its place", 100),
    What.UNDER_FLOOR: ("{by:.1f} cm under the floor", 100),
    What.SLIPS: ("pinned, but moves {by:.1f} cm", 100),
    What.TOO_FAST: ("{by:.0f} degrees a second", 1),
    What.TOO_BENT: ("bent by {by:.0f} degrees", 1),
    What.OVERLAPS: ("{by:.1f} cm inside each other", 100),
}


def faults(catalogue: Catalogue) -> Iterator[str]:
    """One line for each thing a body can't do: file, key position, joint, by how much, on which body."""
    for exercise in catalogue.exercises.values():
        yield from _of(f"exercises/{exercise.id}.toml: demo", exercise.demo)
    for test in catalogue.tests.values():
        yield from _of(f"tests/{test.id}.toml: demo", test.demo)
        for way, demo in test.drawn_by.items():
            yield from _of(f"tests/{test.id}.toml: drawn_by.{way}", demo)


def _of(place: str, demo: Demo | None) -> Iterator[str]:
    if demo is None:
        return
    said: set[tuple[int, str, What]] = set()
    for height_m in HEIGHTS_M:
        for fault in implausible(demo, make_body(height_m), _LOOKS_A_SECOND):
            if (fault.key, fault.joint, fault.what) not in said:
                said.add((fault.key, fault.joint, fault.what))
                yield f"{place}.keys[{fault.key}]: {_line(fault)} (a body of {height_m:g} m)"


def _line(fault: Implausible) -> str:
    words, factor = _WORDS[fault.what]
    return f"{fault.joint}: {words.format(by=fault.value * factor)}, at most {fault.limit * factor:.3g}"
