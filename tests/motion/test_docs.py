"""Every example of docs/motion.md runs and says what stands there."""

import doctest
from pathlib import Path

import pytest

from upperback import motion

DOCS = Path(__file__).parents[2] / "docs/motion.md"


def test_the_examples_for_laboratories_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = doctest.testfile(str(DOCS), module_relative=False)
    assert done.attempted > 25
    assert done.failed == 0


def test_every_public_name_of_motion_is_there_and_says_what_it_is() -> None:
    for name in motion.__all__:
        assert getattr(motion, name).__doc__
        assert name in (motion.__doc__ or "") + DOCS.read_text(encoding="utf-8")
