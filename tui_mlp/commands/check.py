"""`mlp-tui check`: analytic gradients against central differences."""

from math import isfinite
from typing import TYPE_CHECKING

from core.experiment import Experiment
from core.gradient_check import check as check_gradients
from core.texts import _

from ..console import say
from .output import print_json

if TYPE_CHECKING:
    from ..cli import Options


def check(experiment: Experiment, sample: int | None, options: "Options") -> int:
    """A line a Θ; 1 where a gradient is wrong, else 0, also where differences can't tell."""
    verdicts = {"right": _("right"), "wrong": _("WRONG"), "undecided": _("can't be told here")}
    wrong = False
    for theta in check_gradients(experiment, sample):
        verdict = theta.verdict
        wrong = wrong or verdict == "wrong"
        rows, columns = theta.shape
        if options.json:
            passed = None if verdict == "undecided" else verdict == "right"
            figures = {key: value if isfinite(value) else None for key, value in theta.figures.items()}
            print_json({"symbol": f"Θ({theta.layer})", **theta._asdict(), **figures, "passed": passed})
            continue
        counted = _("{} of {} weights").format(f"{theta.checked:,}", f"{rows * columns:,}")
        relative = _("relative error {:.2e}").format(theta.error) + "  " if verdict != "undecided" else ""
        say(f"Θ({theta.layer})  {rows} × {columns}  {counted}  {relative}{verdicts[verdict]}")
        if theta.kinks:
            note = _("left out, since their step crosses a kink where J has no derivative (z = 0 of relu, θ = 0 of L1)")
            say(f"      {_('{} weights').format(f'{theta.kinks:,}')} {note}: {theta.kink_error:.2e}")
        if theta.undecided:
            note = _("left out, since rounding leaves no step with which a difference could tell")
            share = f": {theta.undecided_error:.2e}" if isfinite(theta.undecided_error) else ""
            say(f"      {_('{} weights').format(f'{theta.undecided:,}')} {note}{share}")
    return int(wrong)
