"""The command `mlp-tui`. It answers --version itself, since the command line takes 40 ms to import."""

import sys

from tui_mlp.system.terminal_size import remove_unusable_sizes

from . import __version__
from .system import standard_streams as streams


def main() -> None:
    """Prepare the standard streams, run the command, and exit with its status."""
    streams.open_all()
    remove_unusable_sizes()
    sys.exit(streams.exit_status(command))


def command() -> None:
    """Run the command that the arguments name."""
    if sys.argv[1:] == ["--version"]:
        print(f"mlp-tui {__version__}")
        return
    from tui_mlp.cli.main import main as command_line

    command_line()


if __name__ == "__main__":
    main()
