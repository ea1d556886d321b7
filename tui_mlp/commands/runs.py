"""`mlp-tui runs`: the saved runs, the one saved last first."""

from typing import TYPE_CHECKING

import msgspec

from core.listing import Listed, Listing
from core.summary import described
from core.texts import _

from ..console import aligned, say
from ..render.numbers import NOTHING, count, percent, spelled
from .output import print_json, tell

if TYPE_CHECKING:
    from ..cli import Options


def runs(options: "Options") -> None:
    """A line a run: name, data, architecture, epochs, best validation loss, state."""
    listing = Listing(options.runs_dir)
    listing.look()
    for refusal in listing.refused:
        tell(refusal)
    if options.json:
        for run in listing.runs:
            print_json(record(run))
        return
    if not listing.runs:
        if not listing.refused:
            say(_("{}: no runs yet; `mlp-tui train EXPERIMENT` makes one").format(options.runs_dir))
        return
    titles = (_("run"), _("data"), _("architecture"), _("epochs"), _("best validation"), _("accuracy"), _("state"))
    for line in aligned([titles, *map(row, listing.runs)], right=(3, 4, 5)):
        say(line)


def row(run: Listed) -> tuple[str, ...]:
    """A run for people."""
    about = run.summary
    best = NOTHING if about.best_validation_loss is None else spelled(about.best_validation_loss)
    name = f"{run.folder.name} ({run.label.name})" if run.label.name else run.folder.name
    return (
        name, about.data, about.architecture, count(about.epochs), best, percent(about.validation_accuracy),
        described(about.state),
    )  # fmt: skip


def record(run: Listed) -> dict[str, object]:
    """A run for scripts."""
    fields: dict[str, object] = msgspec.to_builtins(run.summary)
    del fields["format"]  # of the file, not of the run
    return fields | {"path": str(run.folder.path), "name": run.name, "note": run.label.note}
