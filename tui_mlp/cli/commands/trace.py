"""`mlp-tui trace`: prints the first mini-batches equation by equation."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from core.support.i18n import N_, _
from tui_mlp.cli.console import say, warn
from tui_mlp.cli.options import EXPERIMENT, Options, option, shared_options
from tui_mlp.cli.output import print_json
from tui_mlp.cli.translated_help import TranslatedCommand

if TYPE_CHECKING:
    from core.expressions import Axis
    from core.stepping.stepper import Execution
    from core.stepping.trace import TraceLine
    from core.training.trainer import Trainer

MOST_ROWS = 12
MOST_COLUMNS = 12


@click.command(
    cls=TranslatedCommand,
    help=N_("Print the equations and matrices of the first mini-batches of EXPERIMENT."),
    examples=(
        "mlp-tui trace xor",
        "mlp-tui trace my.toml --batches 2 --json",
        "mlp-tui trace by-hand --latex > by-hand.tex",
    ),
)
@EXPERIMENT
@option("--batches", type=click.IntRange(1), default=1, metavar="N", help=N_("How many mini-batches."))
@option("--latex", is_flag=True, help=N_("Print a LaTeX document, with one value of ∇ derived line by line."))
@shared_options
def trace(experiment: str, batches: int, latex: bool, options: Options) -> int:
    """Print each equation with its result; the exit status."""
    if latex and options.json:
        raise click.UsageError(_("--latex and --json exclude each other"))
    from core.stepping.trace import trace as trace_equations
    from core.training.divergence import Diverged
    from core.training.trainer import Trainer
    from tui_mlp.cli.notes import tell_notes
    from tui_mlp.render.cell_text import displayed

    trainer, position = Trainer(options.experiment(experiment)), None
    tell_notes(trainer.data)
    try:
        if latex:
            say(latex_document(trainer, batches).rstrip(), lines=True)
            return 0
        for line in trace_equations(trainer, batches):
            if options.json:
                print_json(line.record())
                continue
            if position != (position := (line.epoch, line.batch)):
                say(_("epoch {}, batch {}").format(line.epoch, line.batch))
            for text in equation_lines(line):
                say(displayed(text, options.ascii))
    except Diverged as problem:
        warn(problem)
        return 3
    return 0


def latex_document(trainer: "Trainer", batches: int) -> str:
    """The first mini-batches as a LaTeX document. Raises Diverged."""
    from core.derivation.trace_latex import trace_document
    from core.stepping.stepper import Stepper

    stepper = Stepper(trainer)

    def stepped() -> Iterator["Sequence[Execution]"]:
        for _batch in range(batches):
            stepper.finish_batch()
            yield stepper.executions

    return trace_document(trainer.experiment.name, stepped())


def equation_lines(line: "TraceLine") -> Iterator[str]:
    """The text of one equation: the lecture's line and number, symbol, formula and shape, then the matrix."""
    from tui_mlp.text.numbers import common_power, figure6, peak, power

    equation, value = line.equation, line.value
    number = f"({equation.number})" if equation.number else ""
    rows, columns = value.shape
    exponent = common_power(peak(value)) if equation.symbol != "J" else 0
    scale = f"   {power(exponent)}" if exponent else ""
    yield ""
    yield f"{equation.line or '':>3} {number:>5}  {equation.symbol} ← {equation.text}   {rows} × {columns}{scale}"
    if line.weights is not None:
        shown = shown_indices(len(line.weights), MOST_COLUMNS)
        weights = ("…" if i is None else figure6(float(line.weights[i])) for i in shown)
        yield f"{'w':>17} " + " ".join(f"{weight:>6}" for weight in weights)
    if equation.symbol == "J":
        yield f"{'':>17} {value.item():.10g}"
        return
    shown_rows, shown_columns = shown_indices(rows, MOST_ROWS), shown_indices(columns, MOST_COLUMNS)
    axes = equation.writes.rows, equation.writes.columns
    corner = f"{axes[0].letter}\\{axes[1].letter}"
    yield f"{corner:>17} " + " ".join(f"{index_label(k, axes[1]):>6}" for k in shown_columns)
    for j in shown_rows:
        cells = (
            "…" if j is None or k is None else figure6(float(value[j, k]) * 10.0**-exponent) for k in shown_columns
        )
        yield f"{index_label(j, axes[0]):>17} " + " ".join(f"{cell:>6}" for cell in cells)


def shown_indices(count: int, most: int) -> list[int | None]:
    """All indices below `count`, or at most `most` entries: the first ones, None for those left out, the last two."""
    if count <= most:
        return list(range(count))
    return [*range(most - 3), None, count - 2, count - 1]


def index_label(index: int | None, axis: "Axis") -> str:
    """An index as the lecture counts: from 1, with the bias unit as 0."""
    if index is None:
        return "…"
    if axis.bias:
        return _("bias") if index == 0 else str(index)
    return str(index + 1)
