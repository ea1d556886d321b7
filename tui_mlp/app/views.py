"""The table of views. To add a view, add its screen and a line here."""

from textual.screen import Screen

from core.support.i18n import N_
from tui_mlp.widgets.app_base import ViewEntry


def _train() -> Screen[None]:
    from tui_mlp.views.train.screen import TrainScreen

    return TrainScreen()


def _step() -> Screen[None]:
    from tui_mlp.views.step.screen import StepScreen

    return StepScreen()


def _output() -> Screen[None]:
    from tui_mlp.views.output.screen import OutputScreen

    return OutputScreen()


def _data() -> Screen[None]:
    from tui_mlp.views.data.screen import DataScreen

    return DataScreen()


def _runs() -> Screen[None]:
    from tui_mlp.views.runs.screen import RunsScreen

    return RunsScreen()


def _sweep() -> Screen[None]:
    from tui_mlp.views.sweep.screen import SweepScreen

    return SweepScreen()


VIEWS = (
    ViewEntry("1", "train", N_("Train"), N_("Train view"), _train),
    ViewEntry("2", "step", N_("Step"), N_("Step view"), _step),
    ViewEntry("3", "output", N_("Output"), N_("Output view"), _output),
    ViewEntry("4", "data", N_("Data"), N_("Data view"), _data),
    ViewEntry("5", "runs", N_("Runs"), N_("Runs view"), _runs),
    ViewEntry("6", "sweep", N_("Sweep"), N_("Sweep view"), _sweep),
)
