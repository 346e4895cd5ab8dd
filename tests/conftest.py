"""What every test may ask for."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def recordings() -> Path:
    """The folder of real recordings beside the project; they are not part of it."""
    folder = Path(__file__).parents[1] / "../shared/data"
    if not folder.is_dir():
        pytest.skip("the real recordings (../shared/data) are not on this machine")
    return folder.resolve()
