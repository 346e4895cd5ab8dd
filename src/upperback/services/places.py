"""The places of the body in words."""

from collections.abc import Iterable, Mapping

from upperback.model.body import Side
from upperback.model.regions import LARGER, PARTS, part_of, regions_of, side_of
from upperback.model.texts import Texts


def place_name(region: str, texts: Texts) -> str:
    """A region as one reads it; one that no page knows stands as it is."""
    part, side = part_of(region), side_of(region)
    if part not in PARTS and part not in LARGER:
        return region.replace("_", " ")
    name = texts(f"library.map.parts.{part}")
    return name if side is Side.BOTH else texts(f"library.map.sided_{side}", place=name)


def place_list(regions: Iterable[str], texts: Texts) -> Mapping[str, Mapping[str, str]]:
    """These regions as a list beside the map: part -> its regions, each with its side in words."""
    known = set(regions)
    rows = {part: [r for r in regions_of(part) if r in known] for part in PARTS}
    return {texts(f"library.map.parts.{part}"): {r: _side(r, texts) for r in some} for part, some in rows.items() if some}


def _side(region: str, texts: Texts) -> str:
    side = side_of(region)
    return texts("library.map.middle" if side is Side.BOTH else f"library.map.{side}")
