"""Which view and pane each action of the menu belongs to, and how to get there."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from textual.binding import Binding
from textual.screen import Screen

from core.support.i18n import N_, _, translated
from tui_mlp.session.snapshot import Snapshot
from tui_mlp.views.compare.screen import ComparisonScreen
from tui_mlp.views.data.column import ColumnPane
from tui_mlp.views.data.columns import ColumnsPane
from tui_mlp.views.data.importance import ImportancePane
from tui_mlp.views.data.notes import NotesPane
from tui_mlp.views.data.pairs.two_columns_pane import TwoColumnsPane
from tui_mlp.views.data.pictures.pictures_pane import PicturesPane
from tui_mlp.views.data.points.points_pane import PointsPane
from tui_mlp.views.data.rows import RowsPane
from tui_mlp.views.data.screen import DataScreen
from tui_mlp.views.data.splits import SplitsPane
from tui_mlp.views.exercise.screen import ExerciseScreen
from tui_mlp.views.output.activations import ActivationsPane
from tui_mlp.views.output.classes.by_class import ByClassPane
from tui_mlp.views.output.classes.calibration import CalibrationPane
from tui_mlp.views.output.classes.confusion import ConfusionPane
from tui_mlp.views.output.classes.precision_recall import PrecisionRecallPane
from tui_mlp.views.output.classes.roc import RocPane
from tui_mlp.views.output.classes.threshold import ThresholdPane
from tui_mlp.views.output.examples.examples import ExamplesPane
from tui_mlp.views.output.examples.one_example import OneExamplePane
from tui_mlp.views.output.images.draw import DrawPane
from tui_mlp.views.output.images.input_gradient import InputGradientPane
from tui_mlp.views.output.images.weight_pictures import WeightPicturesPane
from tui_mlp.views.output.numbers.curve import CurvePane
from tui_mlp.views.output.numbers.error_ranges import ErrorRangesPane
from tui_mlp.views.output.numbers.neuron_curves import NeuronCurvesPane
from tui_mlp.views.output.numbers.predicted import PredictedPane
from tui_mlp.views.output.plane.map import MapPane
from tui_mlp.views.output.plane.neurons import NeuronsPane
from tui_mlp.views.output.screen import OutputScreen
from tui_mlp.views.runs.curves import RunsCurves
from tui_mlp.views.runs.differences import RunsDifferences
from tui_mlp.views.runs.screen import RunsScreen
from tui_mlp.views.runs.table import RunsTable
from tui_mlp.views.step.algorithm import AlgorithmPane
from tui_mlp.views.step.derivation import SumPane
from tui_mlp.views.step.equation import EquationPane
from tui_mlp.views.step.example import ExamplePane
from tui_mlp.views.step.line_by_line import DerivationPane
from tui_mlp.views.step.screen import StepScreen
from tui_mlp.views.sweep.plots.curves import SweepCurves
from tui_mlp.views.sweep.plots.importance import SweepImportance
from tui_mlp.views.sweep.plots.points import SweepPoints
from tui_mlp.views.sweep.screen import SweepScreen
from tui_mlp.views.sweep.table import SweepTable
from tui_mlp.views.sweep.workers import SweepWorkers
from tui_mlp.views.train.architecture import ArchitecturePane
from tui_mlp.views.train.hyperparameters import HyperparametersPane
from tui_mlp.views.train.loss import LossPane
from tui_mlp.views.train.screen import TrainScreen
from tui_mlp.views.train.weights import GradientPane, WeightsPane
from tui_mlp.views.view_screen import View
from tui_mlp.widgets.app_base import AppBase
from tui_mlp.widgets.pane import Pane


class Place(NamedTuple):
    """A pane of a view; None: the view itself, whichever pane has the focus."""

    mode: str
    view: type[View]
    pane: type[Pane] | None
    name: str
    """Of the pane, in English, translated when shown."""


PLACES = (
    Place("train", TrainScreen, None, ""),
    Place("train", TrainScreen, LossPane, N_("Loss")),
    Place("train", TrainScreen, WeightsPane, "Θ"),
    Place("train", TrainScreen, GradientPane, "∇"),
    Place("train", TrainScreen, ArchitecturePane, N_("Architecture")),
    Place("train", TrainScreen, HyperparametersPane, N_("Hyperparameters")),
    Place("step", StepScreen, None, ""),
    Place("step", StepScreen, EquationPane, N_("Equation")),
    Place("step", StepScreen, AlgorithmPane, N_("Algorithm")),
    Place("step", StepScreen, SumPane, N_("Sum")),
    Place("step", StepScreen, ExamplePane, N_("Example")),
    Place("step", StepScreen, DerivationPane, N_("Derivation")),
    Place("output", OutputScreen, None, ""),
    Place("output", OutputScreen, MapPane, N_("Map")),
    Place("output", OutputScreen, NeuronsPane, N_("Neurons")),
    Place("output", OutputScreen, CurvePane, N_("Curve")),
    Place("output", OutputScreen, NeuronCurvesPane, N_("Neurons")),
    Place("output", OutputScreen, PredictedPane, N_("Predicted")),
    Place("output", OutputScreen, ErrorRangesPane, N_("Errors")),
    Place("output", OutputScreen, ConfusionPane, N_("Confusion matrix")),
    Place("output", OutputScreen, ByClassPane, N_("By class")),
    Place("output", OutputScreen, RocPane, N_("ROC")),
    Place("output", OutputScreen, PrecisionRecallPane, N_("Precision and recall")),
    Place("output", OutputScreen, ThresholdPane, N_("Threshold")),
    Place("output", OutputScreen, CalibrationPane, N_("Calibration")),
    Place("output", OutputScreen, OneExamplePane, N_("One example")),
    Place("output", OutputScreen, ExamplesPane, N_("Examples")),
    Place("output", OutputScreen, WeightPicturesPane, "Θ(1)"),
    Place("output", OutputScreen, InputGradientPane, N_("Slope")),
    Place("output", OutputScreen, DrawPane, N_("Draw")),
    Place("output", OutputScreen, ActivationsPane, N_("Activations")),
    Place("data", DataScreen, None, ""),
    Place("data", DataScreen, ColumnsPane, N_("Columns")),
    Place("data", DataScreen, PicturesPane, N_("Pictures")),
    Place("data", DataScreen, RowsPane, N_("Rows")),
    Place("data", DataScreen, ColumnPane, N_("Column")),
    Place("data", DataScreen, TwoColumnsPane, N_("Two columns")),
    Place("data", DataScreen, PointsPane, N_("Points")),
    Place("data", DataScreen, ImportancePane, N_("Importance")),
    Place("data", DataScreen, SplitsPane, N_("Splits")),
    Place("data", DataScreen, NotesPane, N_("Notes")),
    Place("runs", RunsScreen, None, ""),
    Place("runs", RunsScreen, RunsTable, N_("Runs")),
    Place("runs", RunsScreen, RunsCurves, N_("Curves")),
    Place("runs", RunsScreen, RunsDifferences, N_("Differences")),
    Place("sweep", SweepScreen, None, ""),
    Place("sweep", SweepScreen, SweepTable, N_("Trials")),
    Place("sweep", SweepScreen, SweepPoints, N_("Points")),
    Place("sweep", SweepScreen, SweepCurves, N_("Curves")),
    Place("sweep", SweepScreen, SweepImportance, N_("Importance")),
    Place("sweep", SweepScreen, SweepWorkers, N_("Workers")),
)
"""All panes of all views, and the views. A test compares them with what the views show."""

NOTHING_TRAINED = N_("nothing is trained yet")

IN_THE_WAY: dict[str, Callable[[Snapshot], str]] = {
    "rewind": lambda snapshot: "" if snapshot.present != (0, 0) else NOTHING_TRAINED,
    "start_over": lambda snapshot: "" if snapshot.present != (0, 0) else NOTHING_TRAINED,
    "back": lambda snapshot: "" if snapshot.stepping.shown else N_("no equation has run"),
    "undo": lambda snapshot: (
        "" if snapshot.edits or snapshot.branches or snapshot.can_undo_start else N_("nothing is changed yet")
    ),
}
"""Why an action does nothing in this state of the training; empty where it does. It is listed and says so."""


def owners() -> Iterator[type]:
    """The classes whose bindings are in the menu, all views and panes."""
    for place in PLACES:
        yield place.pane or place.view
    yield ComparisonScreen
    yield ExerciseScreen


def places_of(owner: type, screen: Screen[Any]) -> list[Place]:
    """The places that have the bindings of a class, those of the view that is shown first."""
    found = [place for place in PLACES if issubclass(place.pane or place.view, owner)]
    return sorted(found, key=lambda place: not isinstance(screen, place.view))


def is_here(owner: type, screen: Screen[object]) -> bool:
    """Whether bindings of a class work now, with what is on top and in focus."""
    return isinstance(screen, owner) or isinstance(screen.focused, owner)


def pane_shown(screen: Screen[Any], owner: type) -> Pane | None:
    """The first pane on the screen that has the bindings of a class; None where there is none."""
    panes = screen.panes() if isinstance(screen, View) else []
    return next((pane for pane in panes if isinstance(pane, owner)), None)


def place_text(app: AppBase, owner: type, screen: Screen[object]) -> str:
    """Where to do what bindings of a class do, if it isn't here; empty if it is."""
    if is_here(owner, screen):
        return ""
    if owner is ComparisonScreen:
        return _("only in a comparison")
    if owner is ExerciseScreen:
        return _("only in an exercise")
    if isinstance(screen, ComparisonScreen):
        return _("not in a comparison")
    if isinstance(screen, ExerciseScreen):
        return _("not in an exercise")
    if not isinstance(screen, View):
        return _("close this dialog first")
    place = places_of(owner, screen)[0]
    view = next(view for view in app.views if view.mode == place.mode)
    if not place.name:
        return _("in the {} view").format(translated(view.title))
    if (pane := pane_shown(screen, owner)) is not None:
        place = next(place for place in PLACES if place.pane is type(pane))
        return _("in the {} pane").format(translated(place.name))
    if isinstance(screen, place.view):
        return _("in the {} pane").format(translated(place.name))
    return _("{} view, {} pane").format(translated(view.title), translated(place.name))


def state_text(binding: Binding, snapshot: Snapshot) -> str:
    """Why the binding's action does nothing in this state; empty if it does something."""
    reason = IN_THE_WAY.get(binding.action)
    text = reason(snapshot) if reason else ""
    return translated(text) if text else ""


async def go_and_run(app: AppBase, owner: type, action: str, screen: Screen[object]) -> None:
    """Carry out an action where it belongs: show the view, focus the pane. Where that can't be, say why."""
    if is_here(owner, screen):
        await app.run_action(action, screen.focused if isinstance(screen.focused, owner) else screen)
        return
    if not isinstance(screen, View) or owner in (ComparisonScreen, ExerciseScreen):
        app.notify(place_text(app, owner, screen))
        return
    place = places_of(owner, screen)[0]
    if isinstance(screen, place.view) or pane_shown(screen, owner) is not None:
        await run_in_view(app, screen, owner, action)
    else:
        await app.switch_mode(place.mode)
        view = app.screen
        assert isinstance(view, View)
        view.call_after_refresh(run_in_view, app, view, owner, action)  # a new view doesn't know yet what it shows


async def run_in_view(app: AppBase, view: View, owner: type, action: str) -> None:
    """Carry out an action of this view, or of one of its panes, to which it turns first if need be."""
    if isinstance(view, owner):
        await app.run_action(action, view)
        return
    if pane_shown(view, owner) is not None:
        await run_in_pane(app, view, owner, action)
    else:
        view.turn_to(owner)
        view.call_later(run_in_pane, app, view, owner, action)


async def run_in_pane(app: AppBase, view: View, owner: type, action: str) -> None:
    """Carry out an action of this view in its first pane on the screen that has it."""
    if (pane := pane_shown(view, owner)) is not None:
        view.show_pane(pane)
        await app.run_action(action, pane)
        return
    app.notify(_("The {} pane is not on the screen now.").format(translated(places_of(owner, view)[0].name)))
