"""What the parts of `make accuracy` share: a row of the report, and where the recordings are.

A part is a module `tools/accuracy_NAME.py` with `TITLE`, `NOTE` (Markdown, what the figures rest on and what they don't say) and
`measure() -> list[Row]`. It raises `MissingError` when what it needs is not there; the report then keeps the part as it was.
"""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "../shared/data"


class MissingError(Exception):
    """Something that this part measures with is not on this machine."""


@dataclass(frozen=True)
class Row:
    """One figure: of what, on which data, what came out, what was aimed at ("" for none)."""

    what: str
    data: str
    figure: str
    aim: str = ""


def recordings(folder: str) -> Path:
    """The folder of recordings, or `MissingError`."""
    path = DATA / folder
    if not path.is_dir():
        raise MissingError(f"the recordings of ../shared/data/{folder} are not there")
    return path
