"""The notes on the data, told on stderr before a command begins."""

from collections.abc import Collection

from core.data.dataset import Data
from core.support.i18n import _

from .console import warn


def tell_notes(data: Data, told: Collection[str] = ()) -> set[str]:
    """Write each note on the data on a line of stderr: what was guessed, what was left out, what looks wrong.

    Those that were told already are left out; returns all that are told now.
    """
    for note in data.description.notes:
        if note not in told:
            warn(_("note: {}").format(note))
    return {*told, *data.description.notes}
