"""The command line. Nothing of the screen is imported unless a command opens it."""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from core.errors import InputError, refused
from core.escaping import one_line
from core.memory import not_enough_memory
from core.texts import _, use_language

from . import __version__, completion
from .console import warn
from .exit_status import INTERRUPTED, UNUSABLE_INPUT
from .pace import PACES
from .terminal_size import go_by_the_terminal

if TYPE_CHECKING:
    from core.experiment import Experiment

Function = TypeVar("Function", bound=Callable[..., Any])

TAKES_VALUE = {"--set", "--seed", "--epochs", "--runs-dir", "--lang", "--batches", "--sample", "--against", "--refresh"}


@dataclass(frozen=True)
class Options:
    """What the options that all commands share came to."""

    ascii: bool
    overrides: tuple[str, ...]
    runs_dir: Path
    json: bool
    refresh: str | None = None

    def experiment(self, source: str) -> "Experiment":
        """The experiment that a person named, with what --set, --seed and --epochs say. Raises InputError."""
        from core.experiment import Experiment

        return Experiment.load(source, self.overrides)


PATH = click.Path(path_type=Path, readable=False)
"""Whether it can be read or written is found out, and told, by who does it."""


class Problem(click.ClickException):
    """Unusable input: one message on stderr."""

    exit_code = UNUSABLE_INPUT

    def show(self, file: Any = None) -> None:
        """`mlp-tui: ` and what was wrong."""
        warn(self.format_message())


@contextmanager
def escaped_words() -> Iterator[None]:
    """What click says of words that it can't use quotes them as they are: a shell's * may have brought any names."""
    try:
        yield
    except click.UsageError as problem:
        raise click.UsageError(one_line(problem.format_message()), problem.ctx) from problem


class Commands(click.Group):
    """Opens the screen where no command is named; options may stand before the command too."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command first, `open` if there is none."""
        words = iter(enumerate(args))
        for place, word in words:
            if word in TAKES_VALUE:
                next(words, None)
            elif word in self.commands:
                return super().parse_args(ctx, [word, *args[:place], *args[place + 1 :]])
            elif not word.startswith("-"):
                break
        if args and args[0] in ("--help", "--version"):
            return super().parse_args(ctx, args)
        return super().parse_args(ctx, ["open", *args])

    def make_context(self, *arguments: Any, **extra: Any) -> click.Context:
        """What is said of unusable words is escaped."""
        with escaped_words():
            return super().make_context(*arguments, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Turn what a person can mend into one message, and Ctrl-C into its exit status."""
        try:
            with escaped_words():
                return super().invoke(ctx)
        except InputError as problem:
            raise Problem(str(problem)) from problem
        except MemoryError as problem:
            raise Problem(not_enough_memory(problem)) from problem
        except OSError as problem:
            raise Problem(refused(problem)) from problem
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)


def shared_options(function: Function) -> Function:
    """The options that every command takes, handed over as one `options`."""

    def command(
        ascii: bool, lang: str | None, sets: tuple[str, ...], seed: int | None, epochs: int | None,
        runs_dir: Path | None, json: bool, **arguments: Any,
    ) -> Any:  # fmt: skip
        from core.runs import default_runs_dir

        if lang:
            use_language(lang)
        named = [f"seed={seed}" if seed is not None else "", f"training.epochs={epochs}" if epochs is not None else ""]
        overrides = (*sets, *filter(None, named))
        refresh = arguments.pop("refresh", None)
        options = Options(ascii or not speaks_unicode(), overrides, runs_dir or default_runs_dir(), json, refresh)
        return function(options=options, **arguments)

    command.__name__, command.__doc__ = function.__name__, function.__doc__
    command.__click_params__ = list(getattr(function, "__click_params__", []))  # type: ignore[attr-defined]
    for option in reversed(
        (
            click.option(
                "--set",
                "sets",
                multiple=True,
                metavar="SECTION.KEY=VALUE",
                help=_("Set a key of the file."),
                shell_complete=completion.settings,
            ),
            click.option("--seed", type=int, metavar="N", help=_("The seed of all random numbers.")),
            click.option("--epochs", type=int, metavar="N", help=_("How many epochs to train.")),
            click.option("--runs-dir", type=PATH, metavar="DIR", help=_("Where runs are saved.")),
            click.option("--json", is_flag=True, help=_("One JSON object a line on stdout, nothing else.")),
            click.option("--ascii", is_flag=True, help=_("Draw with ASCII characters alone.")),
            click.option("--lang", type=click.Choice(["en", "es"]), help=_("The language; English where it has none.")),
        )
    ):
        command = option(command)
    return command  # type: ignore[return-value]


def speaks_unicode() -> bool:
    """Whether the terminal's locale can show what we draw with.

    Python takes the C locale for UTF-8 and sets LC_CTYPE to say so, so LANG is what the person set.
    """
    characters = os.environ.get("LC_CTYPE", "")
    coerced = "" if characters == "C.UTF-8" else characters
    locale = os.environ.get("LC_ALL") or coerced or os.environ.get("LANG", "")
    encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "")
    return locale not in ("C", "POSIX") and encoding.startswith("utf")


def prepare_screen(instead: str) -> None:
    """Before it is imported: it can be shown only in a terminal, and opens without a search for garbage.

    Opening leaves none, and the search takes a tenth of the time; with the first frame the app turns it on.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Problem(_("the screen needs a terminal; without one, use: {}").format(instead))
    go_by_the_terminal()
    gc.disable()


@click.group(cls=Commands, context_settings={"help_option_names": ["--help"]})
@click.version_option(__version__, message="mlp-tui %(version)s")
def cli() -> None:
    """Train a multilayer perceptron in the terminal, and watch every equation do it.

    \b
    mlp-tui                     opens the last experiment, or the spiral
    mlp-tui digits              a built-in data set (mlp-tui datasets lists them)
    mlp-tui my.toml             an experiment file
    mlp-tui my.csv              numbers with a header, the target last
    mlp-tui train digits        the same without a screen
    mlp-tui spiral --seed 7 --set network.hidden="[16, 16]"

    Without a command, EXPERIMENT is opened on the screen.
    """


EXPERIMENT = click.argument("experiment", shell_complete=completion.experiments)


REFRESH = click.option(
    "--refresh", type=click.Choice(tuple(PACES)), help=_("How often the screen is drawn; slow suits thin links.")
)


@cli.command("open", hidden=True)
@click.argument("experiment", required=False, shell_complete=completion.first)
@REFRESH
@shared_options
def open_screen(experiment: str | None, options: Options) -> None:
    """Open EXPERIMENT on the screen: a built-in data set, a .toml, a data file, or a run's folder."""
    prepare_screen("mlp-tui train EXPERIMENT")
    from .opening import open_app

    sys.exit(open_app(experiment, options))


@cli.command()
@EXPERIMENT
@click.option(
    "--against",
    metavar="SECTION.KEY=VALUE",
    help=_("Train a variant too, from the same start, and compare."),
    shell_complete=completion.settings,
)
@shared_options
def train(experiment: str, against: str | None, options: Options) -> None:
    """Train EXPERIMENT without a screen: the same core, so the same numbers.

    \b
    mlp-tui train digits
    mlp-tui train spiral --set training.learning_rate=0.01 --epochs 200 --json
    mlp-tui train saturated --against network.loss=cross_entropy
    """
    if against is None:
        from .commands.train import train as command

        sys.exit(command(options.experiment(experiment), options))
    from .commands.against import train_both

    sys.exit(train_both(options.experiment(experiment), against, options))


@cli.command()
@shared_options
def datasets(options: Options) -> None:
    """List the built-in data: name, task, rows, inputs, outputs, source.

    \b
    mlp-tui datasets
    mlp-tui datasets --json
    """
    from .commands.datasets import datasets as command

    command(options)


@cli.command()
@EXPERIMENT
@click.option("--sample", type=click.IntRange(1), metavar="N", help=_("Check N weights of each Θ, drawn at random."))
@shared_options
def check(experiment: str, sample: int | None, options: Options) -> None:
    """Compare every analytic gradient of EXPERIMENT with central differences.

    \b
    mlp-tui check spiral
    mlp-tui check mnist --sample 200
    """
    from .commands.check import check as command

    sys.exit(command(options.experiment(experiment), sample, options))


@cli.command()
@EXPERIMENT
@shared_options
def bench(experiment: str, options: Options) -> None:
    """Measure whether EXPERIMENT trains faster with one BLAS thread or with two.

    \b
    mlp-tui bench mnist
    """
    from .commands.bench import bench as command

    sys.exit(command(options.experiment(experiment), options))


@cli.command()
@EXPERIMENT
@click.option("--batches", type=click.IntRange(1), default=1, metavar="N", help=_("How many mini-batches."))
@shared_options
def trace(experiment: str, batches: int, options: Options) -> None:
    """Print the equations and matrices of the first mini-batches of EXPERIMENT.

    \b
    mlp-tui trace xor
    mlp-tui trace my.toml --batches 2 --json
    """
    from .commands.trace import trace as command

    sys.exit(command(options.experiment(experiment), batches, options))


RUN = click.argument("run", shell_complete=completion.runs)
LAST_RUN = click.argument("run", required=False, shell_complete=completion.runs)
HEADLESS = click.option("--headless", is_flag=True, help=_("Without the screen."))


@cli.command()
@LAST_RUN
@HEADLESS
@REFRESH
@shared_options
def resume(run: str | None, headless: bool, options: Options) -> None:
    """Go on with a saved RUN, the newest if none is named, as if it had never stopped.

    \b
    mlp-tui resume
    mlp-tui resume spiral-2026-11-24-101502 --headless --epochs 2000
    """
    if headless:
        from .commands.resume import resume_headless

        sys.exit(resume_headless(run, options))
    prepare_screen("mlp-tui resume --headless")
    from .opening import open_run

    sys.exit(open_run(run, options))


@cli.command()
@RUN
@HEADLESS
@REFRESH
@shared_options
def replay(run: str, headless: bool, options: Options) -> None:
    """Do again what was done in a saved RUN, from its start: the same weights, to the last bit.

    \b
    mlp-tui replay spiral-2026-11-24-101502 --headless
    """
    from core.resuming import find

    folder = find(run, options.runs_dir)
    if headless:
        from .commands.replay import replay as command

        sys.exit(command(folder, options))
    prepare_screen("mlp-tui replay RUN --headless")
    from .opening import open_replay

    sys.exit(open_replay(folder, options))


@cli.group(invoke_without_command=True)
@shared_options
@click.pass_context
def runs(ctx: click.Context, options: Options) -> None:
    """List saved runs: name, data, architecture, epochs, best validation loss, state.

    \b
    mlp-tui runs
    mlp-tui runs --json
    mlp-tui runs export RUN --to tensorboard
    """
    ctx.obj = options
    if ctx.invoked_subcommand is None:
        from .commands.runs import runs as command

        command(options)


@runs.command()
@RUN
@click.option("--to", "form", type=click.Choice(["csv", "tensorboard"]), default="csv", help=_("For which tool."))
@click.argument("target", required=False, type=PATH)
@click.option("--runs-dir", type=PATH, metavar="DIR", help=_("Where runs are saved."))
@click.pass_obj
def export(options: Options, run: str, form: str, target: Path | None, runs_dir: Path | None) -> None:
    """Write a RUN's figures to TARGET: a CSV file (else stdout), or a folder for TensorBoard.

    \b
    mlp-tui runs export spiral-2026-11-24-101502 --to csv curves.csv
    """
    from core.resuming import find

    from .commands.export_run import FORMATS

    FORMATS[form](find(run, runs_dir or options.runs_dir), target)


def main() -> NoReturn:
    """The command `mlp-tui`."""
    cli.main(prog_name="mlp-tui")
    raise SystemExit(0)
