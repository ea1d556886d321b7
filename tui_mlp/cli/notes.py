"""The notes on the data, told on stderr before a command begins."""

from core.data.dataset import Data
from core.data.described_data import notes_on
from core.support.i18n import _

from .console import warn


def tell_notes(data: Data) -> None:
    """Write each note on the data on a line of stderr: what was guessed, what was left out, what looks wrong."""
    for note in notes_on(data):
        warn(_("note: {}").format(note))
