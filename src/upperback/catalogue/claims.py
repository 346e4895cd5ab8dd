"""claims.toml: what the source articles say against what is known."""

import re
from typing import Final

from upperback.catalogue.reading import Table
from upperback.model.articles import Choice, Claim, Verdict

_ID: Final = re.compile(r"(?P<article>\d{3})-\d{2}")


def read_claims(file: Table) -> tuple[dict[str, Claim], tuple[Choice, ...]]:
    """The claims by their ids, in the order of the articles, and the choices where articles disagree."""
    claims = {}
    for name, row in file.table("claims").rows():
        found = _ID.fullmatch(name)
        if found is None:
            raise file.error(f"claims.{name}", "a claim's id is its article and its number, as in 000-02")
        claims[name] = Claim(
            id=name,
            article=f"article_{found['article']}",
            says=row.text("says"),
            verdict=row.choice("verdict", Verdict),
            known=row.text("known"),
            sources=row.texts("sources"),
            also=row.choice_or_none("also", Verdict),
            exercises=row.texts("exercises", ()),
        )
        row.end()
        if claims[name].also is claims[name].verdict:
            raise row.error("also", "is the same verdict again")
    choices = tuple(_choice(name, row) for name, row in file.table("chosen").rows())
    file.end()
    return claims, choices


def _choice(name: str, row: Table) -> Choice:
    choice = Choice(name, row.text("topic"), row.text("articles"), row.text("chosen"), row.texts("sources"))
    row.end()
    return choice
