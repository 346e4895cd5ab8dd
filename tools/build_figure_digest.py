"""What the kept figure was made from, as one number: a test asks whether it still is, without a mesh library."""

import hashlib
import json
from pathlib import Path

from upperback.motion.skeleton import REFERENCE

HERE = Path(__file__).resolve().parent
SHAPES = tuple(HERE / f"build_figure{name}.py" for name in ("", "_body", "_joints", "_parts"))


def digest() -> str:
    """SHA-256 of the shapes, of what turns them into a surface, and of the bones' lengths."""
    told = hashlib.sha256()
    for path in SHAPES:
        told.update(path.read_bytes())
    told.update(json.dumps({joint: offset.round(6).tolist() for joint, offset in REFERENCE.offsets_m.items()}).encode())
    return told.hexdigest()
