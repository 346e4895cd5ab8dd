"""The word of the cookie: kept beside the record, the owner's alone, whole or not there."""

import os
import stat
from pathlib import Path
from threading import Barrier, Thread

import pytest

from upperback.store.errors import StoreError
from upperback.store.secret import keep_secret, kept_secret, secret_path

ONE, OTHER, THIRD = "a" * 43, "b" * 43, "c" * 43


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return secret_path(tmp_path / "record.sqlite")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_first_word_is_kept_and_found_again(path: Path) -> None:
    assert kept_secret(path, ONE) == ONE
    assert kept_secret(path, OTHER) == ONE
    assert path.read_text(encoding="ascii") == f"{ONE}\n"


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_the_file_is_the_owners_alone_whatever_the_umask(path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        kept_secret(path, ONE)
        first = mode(path)
        keep_secret(path, OTHER)
    finally:
        os.umask(before)
    assert (first, mode(path)) == (0o600, 0o600)


def test_a_new_word_takes_the_place_of_the_old_one(path: Path) -> None:
    kept_secret(path, ONE)
    keep_secret(path, OTHER)
    assert kept_secret(path, THIRD) == OTHER
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("others", [0o640, 0o604, 0o666])
def test_a_word_that_others_could_read_counts_no_more(path: Path, others: int) -> None:
    kept_secret(path, ONE)
    path.chmod(others)
    assert kept_secret(path, OTHER) == OTHER
    assert mode(path) == 0o600


@pytest.mark.parametrize("content", ["", "\n", "short", "a b" * 20, "é" * 40, "a" * 300])
def test_a_file_without_a_word_gets_one(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8")
    path.chmod(0o600)
    assert kept_secret(path, OTHER) == OTHER
    assert kept_secret(path, THIRD) == OTHER


def test_a_link_to_elsewhere_is_not_followed(path: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text(ONE, encoding="ascii")
    elsewhere.chmod(0o600)
    path.symlink_to(elsewhere)
    assert kept_secret(path, OTHER) == OTHER
    assert not path.is_symlink()
    assert elsewhere.read_text(encoding="ascii") == ONE


def test_two_programs_that_begin_at_once_agree(path: Path) -> None:
    together = Barrier(8)
    found: list[str] = []

    def begin(n: int) -> None:
        together.wait()
        found.append(kept_secret(path, str(n) * 43))

    threads = [Thread(target=begin, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert set(found) == {path.read_text(encoding="ascii").strip()}


def test_a_place_that_can_not_be_written_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"record\.sqlite\.key: "):
        kept_secret(secret_path(tmp_path / "nowhere" / "record.sqlite"), ONE)
    folder = secret_path(tmp_path / "record.sqlite")
    folder.mkdir()
    with pytest.raises(StoreError, match=r"record\.sqlite\.key: "):
        kept_secret(folder, ONE)
