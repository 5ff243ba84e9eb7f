"""The United Nations' sustainable development goals: reference data shared by all municipalities."""

from __future__ import annotations

from schema.base import Area, Link, Links, Node, field, link
from schema.relationships import PART_OF, WORDING_OF
from schema.values import Text, Whole


class SdgGoal(Node, bokmaal="FN-mål", area=Area.SDG):
    """One of the 17 sustainable development goals."""

    code: Text = field("Kode", "Official code, `1` to `17`.", pattern=r"^([1-9]|1[0-7])$", indexed=True)
    name_en: Text = field("Navn på engelsk", "Short English name.")
    colour: Text = field("Farge", "Official colour as #RRGGBB.", pattern=r"^#[0-9A-Fa-f]{6}$")
    order: Whole = field("Rekkefølge", "Place in the list.", ge=1)


class SdgTarget(Node, bokmaal="FN-delmål", area=Area.SDG):
    """One of the 169 targets, with a short label of our own; `11.6` and `11.b` are codes."""

    code: Text = field("Kode", "Official code.", pattern=r"^([1-9]|1[0-7])\.([1-9]\d?|[a-d])$", indexed=True)
    name_en: Text = field("Navn på engelsk", "Short English label.")
    order: Whole = field("Rekkefølge", "Place within the goal, numbers before letters.", ge=1)
    part_of: Links[Link] = link(PART_OF, "SdgGoal", at_least=1, at_most=1)


class SdgWording(Node, bokmaal="Offisiell FN-ordlyd", area=Area.SDG):
    """The official wording of a goal or target in one language, loaded from a file the municipality has."""

    language: Text = field("Språk", "Language code, such as `nb` or `en`.", pattern=r"^[a-z]{2,3}$")
    wording_of: Links[Link] = link(WORDING_OF, "SdgGoal", "SdgTarget", at_least=1, at_most=1)
