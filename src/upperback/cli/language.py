"""The language of what a command prints: chosen before the command's name, for all of them."""

import typer

from upperback.model.catalogue import Catalogue
from upperback.services import knowledge
from upperback.services.errors import BadInputError


def check(language: str) -> None:
    """Raises `BadInputError` for a language that is not there.

    >>> check("tlh")
    Traceback (most recent call last):
    upperback.services.bad_input.BadInputError: no language 'tlh'; installed: en
    """
    if language not in knowledge.languages():
        raise BadInputError(f"no language {language[:40]!r}; installed: {', '.join(knowledge.languages())}")


def catalogue_for(context: typer.Context) -> Catalogue:
    """The catalogue in the language that was chosen, English when none was. Raises `BadInputError` when it can't be read."""
    language = context.find_root().obj
    return knowledge.catalogue() if language is None else knowledge.catalogue_in(language)
