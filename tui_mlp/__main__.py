"""The command `mlp-tui`. Its version is told without the command line, which takes 40 ms to import."""

import sys

from . import __version__, streams
from .terminal_size import forget_odd_sizes


def main() -> None:
    """What was asked for."""
    streams.open_all()
    forget_odd_sizes()
    sys.exit(streams.exit_status(command))


def command() -> None:
    """What the arguments say."""
    if sys.argv[1:] == ["--version"]:
        print(f"mlp-tui {__version__}")
        return
    from .cli import main as command_line

    command_line()


if __name__ == "__main__":
    main()
