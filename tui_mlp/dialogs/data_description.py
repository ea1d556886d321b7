"""What is understood of the data: the table of `mlp-tui describe`, as a dialog."""

from core.data.dataset import Data
from core.support.i18n import _
from tui_mlp.render.description import description_lines

from .help import Help

WIDEST, FRAME = 78, 5
"""The dialog's width in cells, and those of its frame, padding and scroll bar."""


class DataDescription(Help):
    """Shows columns, target, classes, split and notes of the data that are trained on."""

    CSS_PATH = "help.tcss"

    def __init__(self, name: str, data: Data, columns: int) -> None:
        """`name` is the data's name, `columns` the width of the terminal."""
        width = min(WIDEST, int(0.96 * columns)) - FRAME
        lines = description_lines(data.description, data.split_sizes, max(16, width))
        super().__init__(_("What is understood of {}").format(name), "\n".join(lines))
