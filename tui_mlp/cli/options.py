"""Arguments and options that several commands share."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from core.support.errors import InputError
from core.support.i18n import LANGUAGES, N_, _
from tui_mlp.session.refresh_rates import REFRESH_RATES
from tui_mlp.system.exit_status import UNUSABLE_INPUT

from . import completion
from .console import warn
from .translated_help import Option

if TYPE_CHECKING:
    from core.experiment.experiment import Experiment

Function = TypeVar("Function", bound=Callable[..., Any])

option = partial(click.option, cls=Option)

PATH = click.Path(path_type=Path, readable=False)
"""click doesn't check whether it can be read: reading it gives the better message."""

EXPERIMENT = click.argument("experiment", shell_complete=completion.experiments)
RUN = click.argument("run", shell_complete=completion.runs)
LAST_RUN = click.argument("run", required=False, shell_complete=completion.runs)
RUNS_DIR = option("--runs-dir", type=PATH, metavar="DIR", help=N_("Where runs are saved."))
HEADLESS = option("--headless", is_flag=True, help=N_("Run without the screen."))
WEIGHTS = option(
    "--weights",
    type=PATH,
    metavar="FILE",
    help=N_(
        "Start from the weights in FILE: exported as .safetensors, .npz or .onnx, saved by PyTorch, or a run's folder."
    ),
)
REFRESH = option(
    "--refresh",
    type=click.Choice(tuple(REFRESH_RATES)),
    help=N_("How often the screen is drawn; slow suits slow connections."),
)
PLAIN = option(
    "--plain",
    is_flag=True,
    help=N_("Without a screen, one fact a line, in words; a command is a line on stdin."),
)
BIG = option(
    "--big", is_flag=True, help=N_("For a projector: one pane at a time, set apart, in the high-contrast theme.")
)

SHARED = (
    option(
        "--set",
        "sets",
        multiple=True,
        metavar="SECTION.KEY=VALUE",
        help=N_("Set a key of the experiment file."),
        shell_complete=completion.settings,
    ),
    option("--seed", type=int, metavar="N", help=N_("The seed of all random numbers.")),
    option("--epochs", type=int, metavar="N", help=N_("How many epochs to train.")),
    RUNS_DIR,
    option("--json", is_flag=True, help=N_("One JSON object a line on stdout, nothing else.")),
    option("--ascii", is_flag=True, help=N_("Draw with ASCII characters alone.")),
    option(  # handled in `cli/language.py`
        "--lang",
        type=click.Choice(tuple(LANGUAGES)),
        expose_value=False,
        help=N_("The language of all texts."),
    ),
)


def tell_note(note: str) -> None:
    """Write a note that a person should read on stderr."""
    warn(_("note: {}").format(note))


@dataclass(frozen=True)
class Options:
    """The values of the options that all commands share, and of --refresh and --big."""

    ascii: bool
    overrides: tuple[str, ...]
    """`SECTION.KEY=VALUE` of --set, then of --seed and --epochs, which win."""
    runs_dir: Path
    json: bool
    refresh: str | None = None
    big: bool = False
    seed: int | None = None
    """The value of --seed, for commands to which it isn't the experiment's."""

    @property
    def overrides_without_seed(self) -> tuple[str, ...]:
        """The overrides, without that of --seed."""
        return tuple(one for one in self.overrides if self.seed is None or one != f"seed={self.seed}")

    def experiment(
        self, source: str, weights: Path | None = None, tell: Callable[[str], object] = tell_note
    ) -> "Experiment":
        """Load an experiment, with the overrides of --set, --seed and --epochs, and with the weights in a file.

        What a person should know of the weights is told by `tell`, on stderr. Raises InputError.
        """
        from core.experiment.experiment import Experiment

        try:
            loaded = Experiment.load(source, self.overrides)
        except InputError:
            from core.sweeps.saved.found_instead import refuse_sweep

            refuse_sweep(source, self.runs_dir)
            raise
        if weights is None:
            return loaded
        from core.prediction.given_weights import experiment_with_weights

        experiment, notes = experiment_with_weights(loaded, weights)
        for note in notes:
            tell(note)
        return experiment


class Problem(click.ClickException):
    """Unusable input: one message on stderr, and the exit status for it."""

    exit_code = UNUSABLE_INPUT

    def show(self, file: Any = None) -> None:
        """Print the message on stderr."""
        warn(self.format_message())


def shared_options(function: Function) -> Function:
    """Decorate a command with the shared options. It gets their values as the argument `options`."""

    def command(
        ascii: bool, sets: tuple[str, ...], seed: int | None, epochs: int | None, runs_dir: Path | None, json: bool,
        **arguments: Any,
    ) -> Any:  # fmt: skip
        from core.runs.run_folder import default_runs_dir

        named = [f"seed={seed}" if seed is not None else "", f"training.epochs={epochs}" if epochs is not None else ""]
        overrides = (*sets, *filter(None, named))
        refresh, big = arguments.pop("refresh", None), arguments.pop("big", False)
        options = Options(
            ascii or not supports_unicode(), overrides, runs_dir or default_runs_dir(), json, refresh, big, seed=seed
        )
        return function(options=options, **arguments)

    command.__name__, command.__doc__ = function.__name__, function.__doc__
    command.__click_params__ = list(getattr(function, "__click_params__", []))  # type: ignore[attr-defined]
    for declare in reversed(SHARED):
        command = declare(command)
    return command  # type: ignore[return-value]


def supports_unicode() -> bool:
    """Whether the terminal's locale has the Unicode characters that the screen is drawn with.

    In the C locale, Python switches to UTF-8 and sets LC_CTYPE to C.UTF-8; then LANG tells what the user has set.
    """
    characters = os.environ.get("LC_CTYPE", "")
    coerced = "" if characters == "C.UTF-8" else characters
    locale = os.environ.get("LC_ALL") or coerced or os.environ.get("LANG", "")
    encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "")
    return locale not in ("C", "POSIX") and encoding.startswith("utf")
