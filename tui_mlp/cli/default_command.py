"""A group of commands with a default, which is run where no other command is named."""

from typing import Any

import click

from .language import without_language
from .translated_help import TranslatedGroup


class DefaultCommandGroup(TranslatedGroup):
    """A group that runs its command `default` where no command is named. Options may precede the command."""

    def __init__(self, *arguments: Any, default: str, **settings: Any) -> None:
        self.default = default
        super().__init__(*arguments, **settings)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Move the subcommand to the front; without one, insert the default. --help alone is the group's own."""
        words = iter(enumerate(args))
        for index, word in words:
            if word.startswith("-"):
                if self.takes_value(word):
                    next(words, None)
            elif word in self.commands:
                return super().parse_args(ctx, [word, *args[:index], *args[index + 1 :]])
            else:
                break
        if (rest := without_language(args)) and rest[0] in ("--help", "--version"):
            return super().parse_args(ctx, rest)
        return super().parse_args(ctx, [self.default, *args])

    def takes_value(self, word: str) -> bool:
        """Whether this option, of any subcommand, takes a value. The default is searched first: it has most options."""
        return bool(self._takes_value(word))

    def _takes_value(self, word: str) -> bool | None:
        """The same; None where no subcommand has the option."""
        for name in (self.default, *self.commands):
            command = self.commands[name]
            for option in command.params:
                if isinstance(option, click.Option) and word in option.opts:
                    return not option.is_flag
            if isinstance(command, DefaultCommandGroup) and (found := command._takes_value(word)) is not None:
                return found
        return None
