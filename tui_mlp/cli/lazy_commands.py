"""A group's commands by name, each imported from its file when it is asked for."""

from collections.abc import Iterator, Mapping
from importlib import import_module

import click


class LazyCommands(Mapping[str, click.Command]):
    """What click's `Group(commands=…)` looks commands up in. `places` holds `file:function` for each name.

    The files are in `commands/`. The list in --help imports all of them, so they import what is slow, such as NumPy and
    Textual, inside their functions.
    """

    def __init__(self, places: Mapping[str, str]) -> None:
        self.places = places

    def __getitem__(self, name: str) -> click.Command:
        file, _colon, function = self.places[name].partition(":")
        command: click.Command = getattr(import_module(f".commands.{file}", __package__), function)
        return command

    def __contains__(self, name: object) -> bool:
        return name in self.places

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)
