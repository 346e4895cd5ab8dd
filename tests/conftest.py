"""What every test may ask for."""

from pathlib import Path

import pytest
from hypothesis import settings

# No assertion on time: a busy machine must not fail a property.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def recordings() -> Path:
    """The folder of real recordings beside the project; they are not part of it."""
    folder = Path(__file__).parents[1] / "../shared/data"
    if not folder.is_dir():
        pytest.skip("the real recordings (../shared/data) are not on this machine")
    return folder.resolve()
