"""The table of views: a new view is a line here and its screen."""

from textual.screen import Screen

from core.texts import N_

from .widgets.app_base import ViewEntry


def _train() -> Screen[None]:
    from .screens.train import TrainScreen

    return TrainScreen()


def _step() -> Screen[None]:
    from .screens.step import StepScreen

    return StepScreen()


def _runs() -> Screen[None]:
    from .screens.runs import RunsScreen

    return RunsScreen()


VIEWS = (
    ViewEntry("1", "train", N_("Train"), N_("Train view"), _train),
    ViewEntry("2", "step", N_("Step"), N_("Step view"), _step),
    ViewEntry("5", "runs", N_("Runs"), N_("Runs view"), _runs),
)
