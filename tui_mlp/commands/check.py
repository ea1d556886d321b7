"""`mlp-tui check`: analytic gradients against central differences."""

from typing import TYPE_CHECKING

from core.experiment import Experiment
from core.gradient_check import check as check_gradients
from core.texts import _

from ..console import say
from .output import print_json

if TYPE_CHECKING:
    from ..cli import Options

LIMIT = 1e-6


def check(experiment: Experiment, sample: int | None, options: "Options") -> int:
    """A line a Θ; 0 where all errors are under 1e-6, else 1."""
    worst = 0.0
    for theta in check_gradients(experiment, sample):
        worst = max(worst, theta.error)
        rows, columns = theta.shape
        if options.json:
            print_json({"symbol": f"Θ({theta.layer})", **theta._asdict(), "passed": theta.error < LIMIT})
            continue
        verdict = _("right") if theta.error < LIMIT else _("WRONG")
        counted = _("{} of {} weights").format(f"{theta.checked:,}", f"{rows * columns:,}")
        say(f"Θ({theta.layer})  {rows} × {columns}  {counted}  {_('relative error')} {theta.error:.2e}  {verdict}")
        if theta.kinks:
            note = _("left out, since their step crosses a kink where J has no derivative (z = 0 of relu, θ = 0 of L1)")
            say(f"      {_('{} weights').format(f'{theta.kinks:,}')} {note}: {theta.kink_error:.2e}")
    return 0 if worst < LIMIT else 1
