"""What must be done before the screen is imported."""

import gc
import os
import sys

from core.support.i18n import _
from tui_mlp.cli.options import Problem
from tui_mlp.system.terminal_size import ignore_size_variables


def prepare_screen(instead: str) -> None:
    """Check that there is a terminal, and switch the garbage collector off.

    Starting leaves no garbage, and looking for it takes a tenth of the time. The app switches the collector on again
    after its first frame. Raises Problem without a terminal, or with one that can't move its cursor; `instead` is the
    command that needs none.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Problem(_("the screen needs a terminal; without one, use: {}").format(instead))
    if os.environ.get("TERM") == "dumb":
        raise Problem(_("the screen needs a terminal that can draw, and TERM is dumb; use: {}").format(instead))
    ignore_size_variables()
    gc.disable()
