"""The command `mlp-tui`. Its version is told without the command line, which takes 40 ms to import."""

import sys

from . import __version__


def main() -> None:
    """What was asked for."""
    if sys.argv[1:] == ["--version"]:
        print(f"mlp-tui {__version__}")
        sys.exit()
    from .cli import main as command_line

    command_line()


if __name__ == "__main__":
    main()
