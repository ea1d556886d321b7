"""The root command `mlp-tui`, and the table of its subcommands.

Each subcommand has a file in `commands/`, which is imported when the command is called.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import click

from core.support.errors import InputError, os_error_text
from core.support.escaping import one_line
from core.support.i18n import N_
from core.support.memory import not_enough_memory
from tui_mlp import __version__
from tui_mlp.system.exit_status import INTERRUPTED
from tui_mlp.text.ascii_text import ascii_alone

from .console import plain
from .default_command import DefaultCommandGroup
from .language import translated_click, use_chosen_language
from .lazy_commands import LazyCommands
from .options import Problem, supports_unicode

COMMANDS = {
    "open": "open:open_screen",
    "train": "train:train",
    "step": "step:step",
    "describe": "describe:describe",
    "datasets": "datasets:datasets",
    "check": "check:check",
    "bench": "bench:bench",
    "trace": "trace:trace",
    "resume": "resume:resume",
    "replay": "replay:replay",
    "record": "record:record",
    "runs": "runs:runs",
    "evaluate": "evaluate:evaluate",
    "predict": "predict:predict",
    "export": "export:export",
    "exercise": "exercise:exercise",
    "mark": "mark:mark",
    "worksheet": "worksheet:worksheet",
    "sweep": "sweep:sweep",
}
"""`file:function` in `commands/` for each name, in the order in which a shell offers them."""
DEFAULT = "open"


@contextmanager
def escaped_usage_errors() -> Iterator[None]:
    """Escape click's error messages: they quote arguments, and a shell's * may expand to any file name."""
    try:
        yield
    except click.UsageError as problem:
        raise click.UsageError(plain(one_line(problem.format_message())), problem.ctx) from problem


class RootGroup(DefaultCommandGroup):
    """The root command. Without a subcommand the screen opens."""

    def main(self, *arguments: Any, **extra: Any) -> Any:
        """As in click, whose own texts are translated too."""
        with translated_click():
            return super().main(*arguments, **extra)

    def make_context(self, info_name: str | None, args: list[str], *more: Any, **extra: Any) -> click.Context:
        """As in click, with escaped error messages, in the language that is asked for.

        In ASCII alone with --ascii, or where the locale has no more.
        """
        ascii_alone.set("--ascii" in args or not supports_unicode())
        use_chosen_language(args, tell=not extra.get("resilient_parsing"))
        with escaped_usage_errors():
            return super().make_context(info_name, args, *more, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Turn errors that the user can act on into one message, and Ctrl-C into its exit status."""
        try:
            with escaped_usage_errors():
                return super().invoke(ctx)
        except InputError as problem:
            raise Problem(str(problem)) from problem
        except MemoryError as problem:
            raise Problem(not_enough_memory(problem)) from problem
        except OSError as problem:
            raise Problem(os_error_text(problem)) from problem
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)


@click.group(
    cls=RootGroup,
    default=DEFAULT,
    commands=LazyCommands(COMMANDS),
    context_settings={"help_option_names": ["--help"]},
    help=N_("""Train a multilayer perceptron in the terminal, and watch every equation do it.

    \b
    mlp-tui                     opens the last experiment, or the spiral
    mlp-tui digits              a built-in data set (mlp-tui datasets lists them)
    mlp-tui my.toml             an experiment file
    mlp-tui my.csv              a table, an .npz file, a folder of images
    mlp-tui describe my.csv     what is understood of it
    mlp-tui train digits        the same without a screen
    mlp-tui spiral --seed 7 --set network.hidden="[16, 16]"

    Without a command, EXPERIMENT is opened on the screen.
    """),
)
@click.version_option(__version__, message="mlp-tui %(version)s")
def cli() -> None:
    """Do nothing: every option belongs to a subcommand."""


def main() -> NoReturn:
    """Run the command line, then exit."""
    cli.main(prog_name="mlp-tui")
    raise SystemExit(0)
