"""The few errors services raise, each with the offending thing; every surface translates them once."""

from dataclasses import dataclass

from upperback.model.care import Incomplete, NothingAllowed, Refer
from upperback.services.bad_input import BadInputError as BadInputError


@dataclass
class NotAllowedError(Exception):
    """The screen does not allow this now. Exit status 3, or the screen's own page."""

    verdict: Refer | Incomplete


@dataclass
class NothingFitsError(Exception):
    """Nothing is allowed that fits. Exit status 4, with the reasons."""

    reasons: NothingAllowed
