"""The word that the browser's cookie has to hold, kept beside the database so that an open page outlives a restart.

The file is the owner's alone (0600) and is never seen half written: it is made under another name, brought to disk, and then
takes its place in one step.
"""

import os
import re
from pathlib import Path
from typing import Final
from uuid import uuid4

from upperback.store.errors import explain

ENDING: Final = ".key"
WORD: Final = re.compile(r"[\w-]{32,128}", re.ASCII)
OTHERS: Final = 0o077  # the bits by which anyone but the owner may read, write or open a file


def secret_path(database: Path) -> Path:
    """The file beside a database.

    >>> secret_path(Path("/data/upperback.sqlite")).as_posix()
    '/data/upperback.sqlite.key'
    """
    return database.with_name(database.name + ENDING)


def kept_secret(path: Path, new: str) -> str:
    """The word in the file at `path`; `new`, after it was kept there, where no word is kept yet.

    A file that others might have read, or that holds no such word, is replaced by `new` too: whoever knew the old word is out.
    Of two programs that begin at once, the first one's word counts for both. Raises StoreError.
    """
    try:
        found = _read(path)
        if found is not None:
            return found
        if path.exists() or path.is_symlink():
            found = _read(path)  # another program may have put it there since
            if found is None:
                _put(path, new)
            return found or new
        made = _beside(path, new)
        try:
            os.link(made, path)
        except FileExistsError:
            return _read(path) or new
        finally:
            made.unlink()
        _to_disk(path.parent)
    except OSError as error:
        raise explain(str(path), error) from error
    return new


def keep_secret(path: Path, word: str) -> None:
    """Put `word` into the file, in place of any other. Raises StoreError."""
    try:
        _put(path, word)
    except OSError as error:
        raise explain(str(path), error) from error


def _read(path: Path) -> str | None:
    """The word, None without a file, when others may read it, or when what is in it is no such word."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return None
    except OSError:
        if path.is_symlink():
            return None
        raise
    try:
        if os.fstat(file).st_mode & OTHERS:
            return None
        text = os.read(file, 256).decode("ascii", errors="replace").strip()
    finally:
        os.close(file)
    return text if WORD.fullmatch(text) else None


def _put(path: Path, word: str) -> None:
    _beside(path, word).replace(path)
    _to_disk(path.parent)


def _beside(path: Path, word: str) -> Path:
    """`word` on disk in a new file of the same folder, the owner's alone from its first byte on."""
    made = path.with_name(f"{path.name}.{uuid4().hex}")
    file = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.fchmod(file, 0o600)  # whatever the umask has taken away
        os.write(file, f"{word}\n".encode("ascii"))
        os.fsync(file)
    except OSError:
        made.unlink()
        raise
    finally:
        os.close(file)
    return made


def _to_disk(folder: Path) -> None:
    """A new name in a folder outlives a power cut once the folder itself is on disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
