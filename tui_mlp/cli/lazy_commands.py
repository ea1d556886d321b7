"""The commands of a click group, each imported from its file when it is needed."""

from collections.abc import Iterator, Mapping
from importlib import import_module

import click


class LazyCommands(Mapping[str, click.Command]):
    """A mapping for click's `Group(commands=…)`. `paths` holds `file:function` for each name of a command.

    The files are in `commands/`. --help imports all of them, so they import what is slow, such as NumPy and Textual,
    inside their functions.
    """

    def __init__(self, paths: Mapping[str, str]) -> None:
        self.paths = paths

    def __getitem__(self, name: str) -> click.Command:
        file, _colon, function = self.paths[name].partition(":")
        command: click.Command = getattr(import_module(f".commands.{file}", __package__), function)
        return command

    def __contains__(self, name: object) -> bool:
        return name in self.paths

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)
