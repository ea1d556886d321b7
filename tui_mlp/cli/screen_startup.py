"""What must happen before the screen is imported."""

import gc
import sys

from core.support.i18n import _
from tui_mlp.system.terminal_size import go_by_the_terminal

from .options import Problem


def prepare_screen(instead: str) -> None:
    """Check that there is a terminal, and stop collecting garbage. Raises Problem, which names what to use `instead`.

    Opening leaves no garbage, and the search for it takes a tenth of the time; the app turns it on with its first
    frame.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Problem(_("the screen needs a terminal; without one, use: {}").format(instead))
    go_by_the_terminal()
    gc.disable()
