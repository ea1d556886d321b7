"""The map of the output over the plane of two inputs."""

import numpy as np
from textual.binding import Binding
from textual.strip import Strip

from core.analysis.maps.plane import Plane, number_columns
from core.analysis.outputs.outputs import Outputs
from core.support.i18n import N_, _
from tui_mlp.models.output.output_focus import PlaneFocus
from tui_mlp.models.output.plane.map_choice import MapChoice, has_regions, map_choice
from tui_mlp.models.output.plane.map_points import MapPoints
from tui_mlp.models.output.plane.plane_moves import showing
from tui_mlp.models.output.shown_example import shown_example
from tui_mlp.render.frame import Facts, fitting
from tui_mlp.render.output.plane.map_drawer import MapDrawer
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.csv_text import csv_text
from tui_mlp.views.output.examples.one_example import OneExamplePane

from .plane_pane import PlanePane


class MapPane(PlanePane):
    """The map: what the network says of each place, and the examples of all splits on it."""

    DRAWN = "colours"
    BINDINGS = [
        Binding("left", "move(-1,0)", N_("Example on the left"), show=False),
        Binding("right", "move(1,0)", N_("Example on the right"), show=False),
        Binding("up", "move(0,-1)", N_("Example above"), show=False),
        Binding("down", "move(0,1)", N_("Example below"), show=False),
        Binding("w", "next_wrong", N_("Next wrong example, the worst first"), show=False),
        Binding("v", "turn_regions", N_("One output, or the regions of all classes"), show=False),
        Binding("enter", "step", N_("Step through this example"), show=False),
    ]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._regions: tuple[int | None, bool] | None = None
        """The class in focus at which a person chose, and whether regions; None: what suits the data."""
        self._drawer = MapDrawer()

    @property
    def plot_cells(self) -> int:
        """The cells of the map itself: axes and legend stay."""
        layout = self._drawer.layout
        return layout.columns * layout.lines if layout else 0

    @property
    def plane(self) -> Plane | None:
        """The plane as it was drawn last."""
        return self._drawer.plane

    def choice(self, outputs: Outputs) -> MapChoice:
        """What is shown. A class that is chosen later is shown, rather than the regions of all."""
        at, regions = self._regions or (None, None)
        chosen = regions if at == self.output_focus.output else None
        return map_choice(self.output_focus, outputs.model.meaning, chosen)

    def title(self) -> str:
        """The name of the pane, with the lecture's symbol of the output."""
        if self.outputs is None:
            return _("Output")
        return self.at_threshold(_("Output {}").format(f"A({self.outputs.model.network.parameters.L})"))

    def facts(self) -> Facts:
        """What is shown, as long as there is room; the epoch, if it isn't that in the header; that numbers are none."""
        outputs = self.outputs
        if outputs is None or len(number_columns(outputs.data)) < 2:
            return ""
        meaning, choice, styles = outputs.model.meaning, self.choice(outputs), self.palette.bg
        name = meaning.names[choice.output]
        if choice.regions:
            texts = [_("all classes")]
        elif meaning.task == "regression":
            texts = [name]
        elif meaning.several_labels:
            texts = [_("probability of {}").format(name), name]
        else:
            texts = [_("probability of class {}").format(name), _("class {}").format(name)]
        moment = self.moment()
        broken = [(_("no finite numbers") + "  ", styles.bad)] if self._drawer.broken else []
        texts = [f"{text}  {moment}" for text in texts if moment] + texts
        choices = [(self.title(), [*broken, (text, styles.muted)]) for text in texts]
        return fitting(choices, self.size.width, self.palette, self.has_focus)[1]

    def keys(self) -> list[tuple[str, str]]:
        """The keys that choose a point, zoom, and change what is shown."""
        outputs = self.outputs
        found = [(_("arrows"), _("point")), ("w", _("wrong")), ("+ -", _("zoom"))]
        if outputs is None:
            return found
        meaning = outputs.model.meaning
        if meaning.task == "regression":
            found[1] = ("w", _("worst"))
        if self.can_turn:
            found.insert(2, ("i j", _("inputs")))
        if has_regions(meaning):
            found.append(("v", _("what")))
        if self.others:
            found.append(("h", _("hold")))
        return [*found, ("↵", _("step"))]

    def draw_outputs(self, outputs: Outputs, width: int, height: int) -> list[Strip]:
        """The map with all that belongs to it."""
        if len(number_columns(outputs.data)) < 2:
            return sentences(_("A map needs two inputs that are numbers."), width, self.palette)
        return self._drawer.draw(
            outputs, self.output_focus, self.choice(outputs), self.held_text(), not self._beside_example,
            width, height, self.palette,
        )  # fmt: skip

    @property
    def _beside_example(self) -> bool:
        """Whether the pane with the example in focus is on the screen too."""
        return any(pane.region for pane in self.screen.query(OneExamplePane))

    def place_in_focus(self) -> tuple[float, float] | None:
        """The x and y of the example in focus."""
        plane, shown = self.plane, None if self.outputs is None else shown_example(self.outputs, self.output_focus)
        if plane is None or shown is None:
            return None
        x, y = float(shown.raw[plane.x]), float(shown.raw[plane.y])
        return (x, y) if np.isfinite([x, y]).all() else None

    def place_under(self, x: int, y: int) -> tuple[float, float] | None:
        """The place in pixels under a place of the body."""
        return self._drawer.place_under(x, y)

    # The example in focus

    def _points(self) -> MapPoints | None:
        """The points of the present outputs; None where nothing is drawn."""
        outputs, plane = self.outputs, self.plane
        if outputs is None or plane is None:
            return None
        return self._drawer.points_of(outputs, plane.x, plane.y, self.choice(outputs).output)

    def _choose(self, points: MapPoints, point: int) -> None:
        """Focus a point, and show its part of the plane."""
        assert self.plane is not None, "points are chosen on a plane"
        plane = self.output_focus.plane
        if plane.limits is not None:
            limits = showing(self.plane.limits, float(points.x[point]), float(points.y[point]))
            plane = PlaneFocus(plane.x, plane.y, limits, plane.hold_example)
        self.move_focus(example=points.example(point), plane=plane)

    def _nearest(self, at: tuple[float, float], step: tuple[int, int]) -> None:
        """Focus the nearest point from a place in pixels, in a direction."""
        points = self._points()
        if points is None or self.plane is None:
            return
        across, down = self.plane.places(points.x, points.y)
        point = points.nearest(across, down, at, step)
        if point is not None:
            self._choose(points, point)

    def action_move(self, right: int, down: int) -> None:
        """Focus the nearest example in this direction."""
        place = self.place_in_focus()
        if self.plane is not None and place is not None:
            across, below = self.plane.places(*(np.array([value]) for value in place))
            self._nearest((float(across[0]), float(below[0])), (right, down))

    def clicked(self, x: int, y: int) -> None:
        """Focus the example nearest to the mouse."""
        place = self.place_under(x, y)
        if place is not None:
            self._nearest(place, (0, 0))

    def action_next_wrong(self) -> None:
        """Focus the next wrong example; of a regression the next by its loss."""
        points = self._points()
        if points is None:
            return
        point = points.next_wrong(points.index_of(self.example))
        if point is None:
            self.notify(_("No example is classified wrongly."))
        else:
            self._choose(points, point)

    def action_turn_regions(self) -> None:
        """Show the regions of all classes, or one of them."""
        outputs = self.outputs
        if outputs is None:
            return
        if not has_regions(outputs.model.meaning):
            self.notify(_("There are no classes that exclude each other, so the map shows one output."))
            return
        self._regions = self.output_focus.output, not self.choice(outputs).regions
        self.redraw()

    def text_to_copy(self, latex: bool) -> str:
        """The map as CSV: the middles of its pixels, with the output there, or the class and its probability."""
        outputs, plane, found = self.outputs, self.plane, self._drawer.found
        if outputs is None or plane is None or found is None:
            return ""
        meaning, choice = outputs.model.meaning, self.choice(outputs)
        columns = [np.tile(plane.xs, plane.rows), np.repeat(plane.ys, plane.columns)]
        names = [outputs.model.preparation.codings[column].name for column in (plane.x, plane.y)]
        cells: list[list[object]] = [[shortened(value) for value in column] for column in columns]
        if choice.regions:
            names += [_("class"), _("probability")]
            classes, certainty, _border = found.given(outputs.moved)
            cells.append([meaning.names[number] for number in classes.ravel().tolist()])
            cells.append([shortened(value) for value in certainty.ravel()])
        else:
            names.append(meaning.names[choice.output])
            cells.append([shortened(value) for value in found.values(choice.output).ravel()])
        return csv_text(names, zip(*cells, strict=True))

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "What the network says of each place in the plane of two inputs, computed for the middle of each pixel, "
            "and the examples on it. Orange is a small output, blue a large one, dark the middle between; the grey "
            "line is the border of the classes. Points have the colour of what is wanted: those of training quiet, "
            "those of validation and test bright. × marks an example that is classified wrongly; of several examples "
            "in one place it is shown first. Without colours, the characters of the legend stand for classes.\n\n"
            "← ↑ ↓ →  the nearest example in this direction; a click chooses one too\n"
            "w        the next wrong example of all splits, the largest loss first\n"
            "↵        step through this example\n"
            "+  -     zoom in around the example in focus, zoom out; the mouse wheel too\n"
            "shift+← ↑ ↓ →  move the part that is shown\n"
            "0  home  the whole plane again\n"
            "v        one output, or the regions of all classes, brighter where the network is more certain\n"
            "i  j     the next input along x, along y; I and J the one before\n"
            "h        hold the other inputs at their mean (categories: the commonest), or as in the example\n"
            "y        copy the map as CSV: x, y and the output of each pixel"
        )


def shortened(value: float) -> object:
    """A number with six digits."""
    return f"{value:.6g}"
