"""What the columns that a map doesn't show are held at, in words."""

from core.data.dataset import Data
from core.model.model import preparation_of
from core.support.i18n import _, ngettext


def held_text(data: Data, axes: tuple[int, int], as_example: bool = False) -> str:
    """What the columns other than `axes` are held at: usual values, or those of the example; empty without any."""
    kinds = [coding.kind for place, coding in enumerate(preparation_of(data).codings) if place not in axes]
    others = len(kinds)
    if not others:
        return ""
    without_mean = sum(kind in ("category", "boolean") for kind in kinds)
    if as_example:
        text = ngettext("{} other as in the example", "{} others as in the example", others)
    elif without_mean == 0:
        text = ngettext("{} other at its mean", "{} others at their mean", others)
    elif without_mean == others:
        text = ngettext("{} other at its commonest value", "{} others at their commonest value", others)
    else:
        text = _("{} others at their mean or commonest value")
    return text.format(others)
