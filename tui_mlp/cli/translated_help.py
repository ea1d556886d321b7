"""click's commands and options with help that is translated when it is shown.

--lang is read when they have been imported.
"""

from collections.abc import Sequence
from typing import Any

import click

from core.support.i18n import N_, translated
from tui_mlp.text.ascii_text import ascii_alone, to_ascii


def shown(help: str) -> str:
    """A help text in the language in use, and in the characters that the terminal has."""
    text = translated(help)
    return to_ascii(text) if ascii_alone.get() else text


class TranslatedCommand(click.Command):
    """A command whose help is given in English, marked by `N_`. Its function returns the exit status; None means 0.

    `examples` are command lines to show below the help.
    """

    def __init__(self, *arguments: Any, examples: Sequence[str] = (), **settings: Any) -> None:
        self.examples = "".join(f"\n{line}" for line in examples)
        super().__init__(*arguments, **settings)

    @property
    def help(self) -> str | None:
        """The help and the examples in the language in use. A paragraph that starts with \\b isn't rewrapped."""
        if self._help is None:
            return None
        return shown(self._help) + ("\n\n\b" + self.examples if self.examples else "")

    @help.setter
    def help(self, text: str | None) -> None:
        self._help = text

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """--help, which click makes once, in the language in use now."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = shown(N_("Show this message and exit."))
        return option

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command and end with its exit status."""
        status = super().invoke(ctx)
        if status:
            ctx.exit(status)


class TranslatedGroup(TranslatedCommand, click.Group):
    """A command with subcommands."""


class Option(click.Option):
    """An option whose help is given in English, marked by `N_`."""

    @property
    def help(self) -> str | None:
        """The help in the language in use."""
        return self._help if self._help is None else shown(self._help)

    @help.setter
    def help(self, text: str | None) -> None:
        self._help = text
