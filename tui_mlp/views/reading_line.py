"""The keys of the line that reads curves at an epoch, the same in each such pane."""

from textual.binding import Binding

from core.support.i18n import N_

READING_LINE = (
    Binding("left", "read(-1)", N_("Read an earlier epoch"), show=False),
    Binding("right", "read(1)", N_("Read a later epoch"), show=False),
    Binding("shift+left", "read_next(-1)", N_("Read the epoch before"), show=False),
    Binding("shift+right", "read_next(1)", N_("Read the next epoch"), show=False),
    Binding("escape", "stop_reading", N_("Hide the reading line"), show=False),
)
"""For a pane with the actions `read` (columns of the plot), `read_next` (epochs) and `stop_reading`."""
