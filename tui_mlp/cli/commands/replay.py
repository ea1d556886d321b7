"""`mlp-tui replay`: a run's journal once more from its start, and whether it ends on the same weights."""

from typing import TYPE_CHECKING

import click

from core.support.errors import InputError
from core.support.i18n import N_, _
from tui_mlp import __version__
from tui_mlp.cli.console import say
from tui_mlp.cli.options import HEADLESS, REFRESH, RUN, Options, shared_options
from tui_mlp.cli.output import print_json, tell
from tui_mlp.cli.screen_startup import prepare_screen
from tui_mlp.cli.translated_help import Command

if TYPE_CHECKING:
    from core.resuming.replay_verdict import ReplayVerdict
    from core.runs.run_folder import RunFolder

OTHER_WEIGHTS = 1


@click.command(
    cls=Command,
    help=N_("Do again what was done in a saved RUN, from its start: the same weights, to the last bit."),
    examples=("mlp-tui replay spiral-2026-11-24-101502 --headless",),
)
@RUN
@HEADLESS
@REFRESH
@shared_options
def replay(run: str, headless: bool, options: Options) -> int:
    """Train the run again, on the screen or without it; the exit status. Raises InputError."""
    from core.runs.run_list import find_run

    folder = find_run(run, options.runs_dir)
    if headless:
        return replay_headless(folder, options)
    prepare_screen("mlp-tui replay RUN --headless")
    from tui_mlp.cli.open_screen import open_replay

    return open_replay(folder, options)


def replay_headless(folder: "RunFolder", options: Options) -> int:
    """Train it again; 0 where the weights are the run's but for rounding, 1 where they differ. Raises InputError."""
    from core.resuming.replay import Replay
    from core.runs.outcome import outcome
    from core.training.divergence import Diverged
    from tui_mlp.cli.headless import EXIT_STATUS, summary, watched
    from tui_mlp.cli.saved_run import changes, moved_to

    if changes(options.overrides, moved=True):
        raise InputError(_("a replay changes nothing: found --set or --epochs, expected data.source at the most"))
    again = Replay(folder, moved_to(options.overrides), __version__)
    for note in again.notes:
        tell(note)
    trainer, stopped_by, verdict = again.trainer, again.stopped_by, None
    with watched(trainer, options) as stop:
        try:
            if again.run(stop):
                verdict = again.verdict(stop)
            else:
                stopped_by = "interrupted"
        except Diverged as problem:
            stopped_by = "divergence"
            tell(str(problem))
    last = outcome(trainer, stopped_by, str(folder.path))
    if options.json:
        if verdict is not None and not verdict.same:
            tell(verdict.text)
        print_json(last | judged(verdict, again.differs))
    else:
        say(summary(trainer, stopped_by), lines=True)
        say(_("weights {}").format(last["weights_sha256"]))
        if verdict is not None:
            say(verdict.text)
    if verdict is not None:
        return 0 if verdict.same else OTHER_WEIGHTS
    return EXIT_STATUS[stopped_by]


def judged(verdict: "ReplayVerdict | None", differs: list[str]) -> dict[str, object]:
    """What the last line of JSON holds beyond that of `train`: whether, and by how much, the weights differ."""
    if verdict is None:
        return {"exact": None, "same": None, "off": None, "differs": differs}
    return {"exact": verdict.exact, "same": verdict.same, "off": verdict.off, "differs": differs}
