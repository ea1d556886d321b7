"""The options --last, --best and --epoch, which say which weights of a run are used."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from core.support.i18n import N_, _

from ..options import option

if TYPE_CHECKING:
    from core.prediction.saved_model import Weights

Function = TypeVar("Function", bound=Callable[..., Any])

OPTIONS = (
    option("--last", "which", flag_value="last", help=N_("Use the last weights. This is the default.")),
    option("--best", "which", flag_value="best", help=N_("Use the weights of the best validation loss.")),
    option("--epoch", type=click.IntRange(0), metavar="N", help=N_("Use the weights after epoch N.")),
)


def weights_options(function: Function) -> Function:
    """Decorate a command with the three options. It gets `which` and `epoch`, for `chosen_weights`."""
    for declare in reversed(OPTIONS):
        function = declare(function)
    return function


def chosen_weights(which: str | None, epoch: int | None) -> "Weights":
    """Which weights the options say. Raises click.UsageError for two of them."""
    if epoch is not None and which is not None:
        raise click.UsageError(_("--{} and --epoch exclude each other").format(which))
    if epoch is not None:
        return epoch
    return "best" if which == "best" else "last"
