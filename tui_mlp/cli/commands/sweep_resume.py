"""`mlp-tui sweep resume`: goes on with a sweep that was interrupted."""

import click

from core.support.errors import InputError
from core.support.i18n import N_, _
from core.sweeps.libraries import need_libraries
from tui_mlp.cli import completion
from tui_mlp.cli.options import Options, shared_options
from tui_mlp.cli.sweeps.where_options import Where, where_options
from tui_mlp.cli.translated_help import TranslatedCommand


@click.command(
    cls=TranslatedCommand,
    help=N_(
        "Go on with the sweep in DIR.\n\n"
        "DIR is a folder, or the name of a saved sweep. No trial is lost or done twice: those that "
        "had begun go on from their last checkpoints."
    ),
    examples=("mlp-tui sweep resume spiral-sweep-2026-12-01-101502 --workers 4",),
)
@click.argument("folder", metavar="DIR", shell_complete=completion.sweeps)
@where_options
@shared_options
def resume(folder: str, where: Where, options: Options) -> int:
    """Go on with the sweep; the exit status. Raises InputError."""
    if options.overrides:
        message = _("{}: a sweep goes on as it began; leave out --set, --seed and --epochs")
        raise InputError(message.format(folder))
    need_libraries()
    from tui_mlp.cli.sweeps.run_sweep import resume_sweep

    return resume_sweep(folder, where, options)
