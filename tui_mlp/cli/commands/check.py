"""`mlp-tui check`: analytic gradients against central differences."""

from math import isfinite

import click

from core.support.i18n import N_, _, ngettext
from tui_mlp.cli.console import say
from tui_mlp.cli.options import EXPERIMENT, Options, option, shared_options
from tui_mlp.cli.output import print_json
from tui_mlp.cli.translated_help import TranslatedCommand


@click.command(
    cls=TranslatedCommand,
    help=N_("Compare every analytic gradient of EXPERIMENT with central differences."),
    examples=("mlp-tui check spiral", "mlp-tui check mnist --sample 200"),
)
@EXPERIMENT
@option("--sample", type=click.IntRange(1), metavar="N", help=N_("Check N weights of each Θ, drawn at random."))
@shared_options
def check(experiment: str, sample: int | None, options: Options) -> int:
    """Print a line for each Θ; 1 if a gradient is wrong, else 0, also if some are undecided."""
    from core.analysis.gradient_check import check_gradients
    from tui_mlp.cli.notes import tell_notes

    verdicts = {"right": _("right"), "wrong": _("WRONG"), "undecided": _("undecided")}
    wrong = False
    for theta in check_gradients(options.experiment(experiment), sample, tell_notes):
        verdict = theta.verdict
        wrong = wrong or verdict == "wrong"
        rows, columns = theta.shape
        if options.json:
            passed = None if verdict == "undecided" else verdict == "right"
            figures = {key: value if isfinite(value) else None for key, value in theta.figures.items()}
            print_json({"symbol": f"Θ({theta.layer})", **theta._asdict(), **figures, "passed": passed})
            continue
        all_weights = rows * columns
        counted = ngettext("{} of {} weight", "{} of {} weights", all_weights)
        counted = counted.format(f"{theta.checked:,}", f"{all_weights:,}")
        relative = _("relative error {:.2e}").format(theta.error) + "  " if verdict != "undecided" else ""
        say(f"Θ({theta.layer})  {rows} × {columns}  {counted}  {relative}{verdicts[verdict]}")
        if theta.kinks:
            note = _("left out, since their step crosses a kink where J has no derivative (z = 0 of relu, θ = 0 of L1)")
            say(f"      {counted_weights(theta.kinks)} {note}: {theta.kink_error:.2e}")
        if theta.undecided:
            note = _("left out, since rounding makes the differences uncertain at every step size")
            share = f": {theta.undecided_error:.2e}" if isfinite(theta.undecided_error) else ""
            say(f"      {counted_weights(theta.undecided)} {note}{share}")
    return int(wrong)


def counted_weights(number: int) -> str:
    """A number of weights in words."""
    return ngettext("{} weight", "{} weights", number).format(f"{number:,}")
