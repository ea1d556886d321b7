"""`mlp-tui runs`: lists the saved runs, the latest first."""

from typing import TYPE_CHECKING

import click

from core.support.i18n import N_, _, ngettext
from tui_mlp.cli.console import aligned, exact, say, warn
from tui_mlp.cli.lazy_commands import LazyCommands
from tui_mlp.cli.options import Options, shared_options
from tui_mlp.cli.output import print_json
from tui_mlp.cli.translated_help import TranslatedGroup

if TYPE_CHECKING:
    from core.runs.run_list import ListedRun


@click.group(
    cls=TranslatedGroup,
    commands=LazyCommands({"export": "export_run:export"}),
    invoke_without_command=True,
    help=N_("List saved runs: name, data, architecture, epochs, best validation loss, state."),
    examples=("mlp-tui runs", "mlp-tui runs --json", "mlp-tui runs export RUN --to tensorboard"),
)
@shared_options
@click.pass_context
def runs(ctx: click.Context, options: Options) -> None:
    """List the runs, unless a subcommand follows."""
    ctx.obj = options
    if ctx.invoked_subcommand is None:
        list_runs(options)


def list_runs(options: Options) -> None:
    """Print a line for each run: name, data, architecture, epochs, best validation loss, accuracies, state."""
    from core.runs.run_list import RunList

    listing = RunList(options.runs_dir)
    listing.refresh()
    for refusal in listing.refused:
        warn(refusal)
    if options.json:
        for run in listing.runs:
            print_json(record(run))
        return
    if not listing.runs:
        if not listing.refused:
            say(_("{}: no runs yet; `mlp-tui train EXPERIMENT` makes one").format(options.runs_dir))
        mention_sweeps(options)
        return
    titles = (
        _("run"), _("data"), _("architecture"), _("epochs"), _("best validation J"), _("last accuracy"),
        _("test accuracy"), _("state"),
    )  # fmt: skip
    for line in aligned([titles, *map(row, listing.runs)], right=(3, 4, 5)):
        say(line)
    mention_sweeps(options)


def mention_sweeps(options: Options) -> None:
    """Say how many sweeps there are, whose runs aren't in the list; nothing where there are none."""
    from core.sweeps.saved.find_sweeps import sweeps_in

    sweeps = len(sweeps_in(options.runs_dir))
    if sweeps:
        text = ngettext(
            "and {} sweep with runs of its own: `mlp-tui sweep` lists it",
            "and {} sweeps with runs of their own: `mlp-tui sweep` lists them",
            sweeps,
        )
        say(text.format(f"{sweeps:,}"))


def row(run: "ListedRun") -> tuple[str, ...]:
    """The cells of a run's line."""
    from core.runs.summary import state_text
    from tui_mlp.models.run_columns import quality_text, text_of_test_rows
    from tui_mlp.text.numbers import NOTHING, count, plain_number

    about = run.summary
    best = NOTHING if about.best_validation_loss is None else plain_number(about.best_validation_loss)
    name = exact(run.folder.name)
    name = f"{name} ({run.label.name})" if run.label.name else name
    return (
        name, about.data, about.architecture, count(about.epochs), best, quality_text(run),
        text_of_test_rows(run), state_text(about.state),
    )  # fmt: skip


def record(run: "ListedRun") -> dict[str, object]:
    """The JSON object of a run."""
    import msgspec

    fields: dict[str, object] = msgspec.to_builtins(run.summary)
    del fields["format"]  # the version of the summary file
    return fields | {"path": str(run.folder.path), "name": run.name, "note": run.label.note}
