"""The few errors services raise, each with the offending thing; every surface translates them once."""

from dataclasses import dataclass

from upperback.care.asking import Asked
from upperback.model.care import Incomplete, NothingAllowed, Refer
from upperback.model.progress import Cited
from upperback.services.bad_input import BadInputError as BadInputError


@dataclass
class NotAllowedError(Exception):
    """The screen does not allow this now. Exit status 3, or the screen's own page."""

    verdict: Refer | Incomplete
    asked: tuple[Asked, ...] = ()  # when which form of the questions comes next, where the surface says it
    rules: tuple[Cited, ...] = ()  # the questions behind it, with their sources


@dataclass
class NothingFitsError(Exception):
    """Nothing is allowed that fits. Exit status 4, with the reasons."""

    reasons: NothingAllowed
