"""Which rows are listed and how many of them were found, in words."""

from core.support.i18n import _
from tui_mlp.models.data.row_choice import ChosenRows
from tui_mlp.text.numbers import count


def listed_rows_text(chosen: ChosenRows, row: int, first: int, last: int) -> str:
    """What stands in the frame of a list: which of its places, from `first` to `last`, are in sight, from 0.

    Of some rows alone, what they are, and which of them `row` is; behind that how many were found, unless
    these alone are listed.
    """
    parts = []
    if not chosen.count:
        parts.append(_("{}: no rows").format(chosen.name) if chosen.name else _("no rows"))
    elif not chosen.name:
        parts.append(_("{}–{} of {}").format(count(first + 1), count(last + 1), count(chosen.count)))
    else:
        place = count(chosen.place(row) + 1)
        parts.append(_("{}, {} of {}").format(chosen.name, place, count(chosen.count)))
    if chosen.found is not None and not (chosen.name and len(chosen.found) == chosen.count):
        parts.append(found_text(chosen, row))
    return "  ".join(parts)


def found_text(chosen: ChosenRows, row: int) -> str:
    """How many rows were found, and which of them `row` is."""
    assert chosen.found is not None, "something was searched for"
    number, total = chosen.found_number(row), count(len(chosen.found))
    if number is None:
        return _("{} found").format(total)
    return _("{} of {} found").format(count(number), total)
