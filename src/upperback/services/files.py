"""Writing a file whole or not at all."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from upperback.services.errors import BadInputError


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` into `path`: another reader sees the old file or the new one, never half of it. What is there and no plain
    file (a terminal, a pipe) is written to as it is. Raises BadInputError naming the path; nothing is left behind then."""
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        handle, name = tempfile.mkstemp(dir=path.resolve().parent, prefix=f".{path.name[:40]}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(mode)
            Path(name).replace(path.resolve())
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise BadInputError(f"{path}: it cannot be written: {error.strerror or error}") from error


def _umask() -> int:
    """What this process leaves out of the rights of a new file; it can only be read by setting it."""
    was = os.umask(0o077)
    os.umask(was)
    return was
