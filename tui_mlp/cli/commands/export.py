"""`mlp-tui export`: a trained model as a file for other programs."""

from pathlib import Path

import click

from core.support.i18n import N_, _, ngettext
from tui_mlp.cli.console import exact, say, warn
from tui_mlp.cli.options import PATH, RUN, Options, option, shared_options
from tui_mlp.cli.output import print_json
from tui_mlp.cli.saved.which_weights import chosen_weights, weights_options
from tui_mlp.cli.translated_help import TranslatedCommand


@click.command(
    cls=TranslatedCommand,
    help=N_(
        "Write the model of RUN to FILE, for other programs.\n\n"
        "The ending says the kind: .onnx for runtimes of any language, .safetensors and .npz for the weights with all "
        "that is needed to use them, .py for a program that needs only NumPy. The file is read back and compared with "
        "the run's own predictions before it gets its name; a file that stands there is replaced. If the run's data "
        "were moved, --set data.source=FILE says where they are now."
    ),
    examples=(
        "mlp-tui export spiral-2026-11-24-101502 spiral.onnx",
        "mlp-tui export penguins-2026-11-24-101502 penguins.py --best --card",
    ),
)
@RUN
@click.argument("file", type=PATH)
@weights_options
@option("--card", is_flag=True, help=N_("Also write a model card in Markdown beside it, with the ending .md."))
@shared_options
def export(run: str, file: Path, which: str | None, epoch: int | None, card: bool, options: Options) -> None:
    """Write the file, and say what was written. Raises InputError."""
    from core.export.export import check_target
    from core.export.run_export import export_run
    from tui_mlp.cli.progress_bars import counted_progress
    from tui_mlp.cli.saved.saved_run import used_model

    weights = chosen_weights(which, epoch)
    check_target(file)
    saved = used_model(run, options, weights)
    with counted_progress(_("rows compared")) as show:
        done = export_run(saved, file, card, show)
    exported, model = done.exported, saved.model
    for note in dict.fromkeys(done.notes):
        warn(_("note: {}").format(note))
    if options.json:
        print_json(
            {
                "file": str(exported.path),
                "bytes": exported.size,
                "replaced": exported.replaced,
                "weights": weights,
                "epoch": model.epoch,
                "rows": exported.rows,
                "largest_difference": exported.largest_difference,
                "card": None if done.card is None else str(done.card),
            }
        )
        return
    text = ngettext(
        "written to {}: the weights after {} epoch, {} bytes", "written to {}: the weights after {} epochs, {} bytes",
        model.epoch,
    )  # fmt: skip
    say(text.format(exact(str(exported.path)), f"{model.epoch:,}", f"{exported.size:,}"))
    if exported.replaced:
        say(_("the file that stood there was replaced"))
    text = ngettext(
        "read back and compared on {} row: the largest difference is {:.3g}",
        "read back and compared on {} rows: the largest difference is {:.3g}",
        exported.rows,
    )
    say(text.format(f"{exported.rows:,}", exported.largest_difference))
    if done.card is not None:
        say(_("model card written to {}").format(exact(str(done.card))))
