"""`mlp-tui replay`: repeats a run from its journal, and compares the final weights."""

from typing import TYPE_CHECKING

import click

from core.support.errors import InputError
from core.support.i18n import N_, _
from tui_mlp import __version__
from tui_mlp.cli.console import say, warn
from tui_mlp.cli.options import BIG, HEADLESS, REFRESH, RUN, Options, shared_options
from tui_mlp.cli.output import print_json
from tui_mlp.cli.screen.screen_startup import prepare_screen
from tui_mlp.cli.translated_help import TranslatedCommand

if TYPE_CHECKING:
    from core.resuming.replay_verdict import ReplayVerdict
    from core.runs.run_folder import RunFolder

OTHER_WEIGHTS = 1


@click.command(
    cls=TranslatedCommand,
    help=N_("Repeat a saved RUN from its start, with all that was changed in it, and compare the final weights."),
    examples=("mlp-tui replay spiral-2026-11-24-101502 --headless",),
)
@RUN
@HEADLESS
@REFRESH
@BIG
@shared_options
def replay(run: str, headless: bool, options: Options) -> int:
    """Train the run again, on the screen or without it; the exit status. Raises InputError."""
    from tui_mlp.cli.saved.saved_run import named_run

    folder = named_run(run, options.runs_dir)
    if headless:
        return replay_headless(folder, options)
    prepare_screen("mlp-tui replay RUN --headless")
    from tui_mlp.cli.screen.open_screen import open_replay

    return open_replay(folder, options)


def replay_headless(folder: "RunFolder", options: Options) -> int:
    """Train the run again; 0 if the weights are the same up to rounding, 1 if they differ. Raises InputError."""
    from core.resuming.replay import Replay
    from core.runs.outcome import metrics_of_test_rows, outcome
    from core.training.divergence import Diverged
    from tui_mlp.cli.final_figures import final_figures
    from tui_mlp.cli.headless import EXIT_STATUS, progress_and_signals
    from tui_mlp.cli.saved.saved_run import data_source, training_changes

    if training_changes(options.overrides, with_source=True):
        raise InputError(_("a replay takes no changes: found --set or --epochs; only --set data.source=… may be given"))
    repeated = Replay(folder, data_source(options.overrides), __version__)
    for note in repeated.notes:
        warn(note)
    trainer, stopped_by, verdict = repeated.trainer, repeated.stopped_by, None
    with progress_and_signals(trainer, options) as stop:
        try:
            if repeated.run(stop):
                verdict = repeated.verdict(stop)
            else:
                stopped_by = "interrupted"
        except Diverged as problem:
            stopped_by = "divergence"
            warn(str(problem))
    test = metrics_of_test_rows(trainer)
    last = outcome(trainer, stopped_by, str(folder.path), test)
    if options.json:
        if verdict is not None and not verdict.same:
            warn(verdict.text)
        print_json(last | verdict_fields(verdict, repeated.differs))
    else:
        for line in final_figures(trainer, stopped_by, test):
            say(line)
        say(_("weights {}").format(last["weights_sha256"]))
        if verdict is not None:
            say(verdict.text)
    if verdict is not None:
        return 0 if verdict.same else OTHER_WEIGHTS
    return EXIT_STATUS[stopped_by]


def verdict_fields(verdict: "ReplayVerdict | None", differs: list[str]) -> dict[str, object]:
    """The keys that the last line of JSON has beyond those of `train`: whether and by how much the weights differ."""
    if verdict is None:
        return {"exact": None, "same": None, "off": None, "differs": differs}
    return {"exact": verdict.exact, "same": verdict.same, "off": verdict.off, "differs": differs}
