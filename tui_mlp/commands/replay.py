"""`mlp-tui replay`: a run's journal once more from its start, and whether it ends on the same bits."""

from typing import TYPE_CHECKING

import click

from core.divergence import Diverged
from core.replay import Replay
from core.runs import RunFolder
from core.saving import outcome
from core.texts import _

from .output import print_json
from .train import EXIT_STATUS, Stop, progress, signals_ask

if TYPE_CHECKING:
    from ..cli import Options


def replay(folder: RunFolder, options: "Options") -> int:
    """Train it again; 0 where the weights are the run's, 1 where they differ. Raises InputError."""
    again, stop = Replay(folder), Stop()
    for note in again.notes:
        click.echo(f"mlp-tui: {note}", err=True)
    trainer, printed = again.trainer, 0

    def print_new() -> None:
        nonlocal printed
        if options.json and trainer.epoch > printed:
            print_json(trainer.history[-1])
        printed = trainer.epoch
        show()

    status, stopped_by = 0, "interrupted"
    with signals_ask(stop), progress({_("epoch"): trainer}) as show:
        trainer.after_epoch = print_new
        try:
            if again.run(stop):
                stopped_by = trainer.stopped_by or stopped_by
        except Diverged as problem:
            stopped_by = "divergence"
            click.echo(f"mlp-tui: {problem}", err=True)
    if stop.asked:
        return EXIT_STATUS["interrupted"]
    if again.at_end:
        verdict = again.verdict()
        status = 0 if verdict.exact else 1
        click.echo(f"mlp-tui: {verdict.text}", err=True)
    last = outcome(trainer, stopped_by, str(folder.path))
    if options.json:
        print_json(last)
    else:
        click.echo(_("{} epochs replayed, weights {}").format(f"{trainer.epoch:,}", last["weights_sha256"]))
    return status
