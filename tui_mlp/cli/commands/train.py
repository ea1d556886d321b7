"""`mlp-tui train`: trains without a screen."""

from pathlib import Path

import click

from core.support.errors import InputError
from core.support.i18n import N_, _
from tui_mlp import __version__
from tui_mlp.cli import completion
from tui_mlp.cli.console import warn
from tui_mlp.cli.options import EXPERIMENT, PLAIN, WEIGHTS, Options, option, shared_options, tell_note
from tui_mlp.cli.translated_help import TranslatedCommand
from tui_mlp.system.standard_streams import continue_without_output


@click.command(
    cls=TranslatedCommand,
    help=N_("Train EXPERIMENT without the screen, with the same numbers as on the screen."),
    examples=(
        "mlp-tui train digits",
        "mlp-tui train spiral --set training.learning_rate=0.01 --epochs 200 --json",
        "mlp-tui train saturated --against network.loss=cross_entropy",
        "mlp-tui train iris --weights iris.safetensors",
        "mlp-tui train iris --plain",
    ),
)
@EXPERIMENT
@option(
    "--against",
    metavar="SECTION.KEY=VALUE",
    help=N_("Also train a variant from the same start, and compare the two."),
    shell_complete=completion.settings,
)
@PLAIN
@WEIGHTS
@shared_options
def train(experiment: str, against: str | None, plain: bool, weights: Path | None, options: Options) -> int:
    """Train until a stop rule applies, with folds once for each; the exit status. Raises InputError."""
    from core.data.preparing.split_settings import parse_split

    chosen = options.experiment(experiment, weights)
    tell_of_space(experiment)
    if plain:
        from tui_mlp.cli.plain.plain_commands import train_plainly

        if against is not None:
            raise InputError(_("--plain and --against: found both, expected one; --plain speaks of one training"))
        return train_plainly(chosen, options)
    if against is not None:
        from tui_mlp.cli.comparison import train_both

        return train_both(chosen, against, options)
    split = parse_split(chosen.data.split)
    if split.kind == "folds" and chosen.data.fold is None:
        from tui_mlp.cli.folds import train_folds

        return train_folds(chosen, split.folds, options)
    from core.runs.recorder import Recorder
    from core.training.trainer import Trainer
    from tui_mlp.cli.headless import progress_and_signals, report_result, train_to_end
    from tui_mlp.cli.notes import tell_notes

    trainer = Trainer(chosen)
    tell_notes(trainer.data)
    recorder = Recorder(trainer, options.runs_dir, warn, program=__version__)
    folder = recorder.open()  # if that fails, it fails before training
    continue_without_output(warn, str(folder.path))
    with progress_and_signals(trainer, options) as stop:
        stopped_by = train_to_end(trainer, stop, recorder)
    return report_result(trainer, stopped_by, recorder, options)


def tell_of_space(source: str) -> None:
    """Say that a space of settings in an experiment file is not what is trained here."""
    from core.experiment.parsing import read_source
    from core.experiment.sweep_settings import is_sweep_key

    if Path(source).suffix == ".toml" and any(map(is_sweep_key, read_source(source))):
        tell_note(
            _(
                "{0} has a space of settings; this trains the experiment without it, `mlp-tui sweep {0}` all of it"
            ).format(source)
        )
