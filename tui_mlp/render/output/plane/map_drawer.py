"""Draws a map of outputs, and keeps what it computed for it as long as it holds."""

from textual.strip import Strip

from core.analysis.maps.plane import Plane
from core.analysis.maps.plane_map import PlaneMap, plane_map
from core.analysis.outputs.outputs import Outputs
from tui_mlp.models.output.output_focus import OutputFocus
from tui_mlp.models.output.plane.map_choice import MapChoice, value_range
from tui_mlp.models.output.plane.map_points import MapPoints, map_points
from tui_mlp.models.output.plane.plane_in_focus import axes_in_focus, plane_in_focus
from tui_mlp.models.output.shown_example import ShownExample, shown_example
from tui_mlp.render.colours.palette import Palette
from tui_mlp.text.numbers import data_number

from .axes import margin_of
from .cells import map_cells, rows_a_line
from .layout import FIRST_MARGIN, MapLayout, MapTexts
from .legend import class_groups, scale_group, split_groups
from .map_strips import map_strips
from .pixel_points import shown_points
from .point_notes import point_notes
from .shading import Shading, class_shading, output_shading


class MapDrawer:
    """The latest drawing: its `layout`, `plane`, `found` map and `points`, all None before the first one."""

    def __init__(self) -> None:
        self.layout: MapLayout | None = None
        self.plane: Plane | None = None
        self.found: PlaneMap | None = None
        self.points: MapPoints | None = None
        self._found_for: object = None
        self._points_for: object = None

    @property
    def broken(self) -> bool:
        """Whether an output on the map is no finite number."""
        return self.found is not None and bool(self.found.broken.any())

    def draw(
        self,
        outputs: Outputs,
        focus: OutputFocus,
        choice: MapChoice,
        held: str,
        noted: bool,
        width: int,
        height: int,
        palette: Palette,
    ) -> list[Strip]:
        """Strips of a body of this size. `held` says what other columns are held at; `noted` adds notes on the example.

        The data have two columns of numbers at least.
        """
        x, y = axes_in_focus(focus, outputs.data)
        points, shown = self.points_of(outputs, x, y, choice.output), shown_example(outputs, focus)
        texts = _texts(outputs, choice, (x, y), held, points, shown if noted else None, width, palette)
        layout = MapLayout(texts, width, height, FIRST_MARGIN, palette)
        if layout.lines < 1 or layout.columns < 1:
            return []
        guess = plane_in_focus(focus, outputs, layout.columns, layout.rows)
        margin = margin_of(guess, layout.lines, layout.short_y, palette.ascii)
        layout = MapLayout(texts, width, height, margin, palette)
        if layout.columns < 1:
            return []
        plane = plane_in_focus(focus, outputs, layout.columns, layout.rows)
        self.layout, self.plane, self.found = layout, plane, self._map_of(outputs, plane)
        shading = self._shading(outputs, choice)
        pixel = None if shown is None else plane.pixel(float(shown.raw[x]), float(shown.raw[y]))
        wrong = shown is not None and shown.right is False
        cells = map_cells(shading, points, shown_points(points, plane), pixel, wrong, palette)
        return map_strips(cells, plane, layout)

    def points_of(self, outputs: Outputs, x: int, y: int, output: int) -> MapPoints:
        """The points of these outputs, made once for them."""
        key = outputs, x, y, output
        if self.points is None or self._points_for != key:
            self._points_for, limits = key, value_range(outputs.data, output)
            self.points = map_points(outputs, x, y, output, limits)
        return self.points

    def place_under(self, x: int, y: int) -> tuple[float, float] | None:
        """The place in pixels, from the left and the top of the plane, in the middle of a cell; None beside the map."""
        layout = self.layout
        if layout is None or not (0 <= x - layout.left < layout.columns and 0 <= y < layout.lines):
            return None
        return x - layout.left + 0.5, (y + 0.5) * rows_a_line(layout.palette)

    def _map_of(self, outputs: Outputs, plane: Plane) -> PlaneMap:
        """The map of these outputs, computed once as long as the plane stays."""
        held = plane.held.tobytes() if len(plane.held) > 2 else b""
        key = outputs.model, plane.x, plane.y, plane.limits, plane.columns, plane.rows, held
        if self.found is None or self._found_for != key:
            self._found_for, self.found = key, plane_map(outputs.model, plane)
        return self.found

    def _shading(self, outputs: Outputs, choice: MapChoice) -> Shading:
        assert self.found is not None, "the map is computed before it is drawn"
        if choice.regions:
            return class_shading(self.found, outputs.moved)
        moved = outputs.moved
        threshold = moved.value if moved is not None and moved.number == choice.output else None
        return output_shading(self.found, choice.output, value_range(outputs.data, choice.output), threshold)


def _texts(
    outputs: Outputs,
    choice: MapChoice,
    axes: tuple[int, int],
    held: str,
    points: MapPoints,
    noted: ShownExample | None,
    width: int,
    palette: Palette,
) -> MapTexts:
    """What stands around a map of `width` cells; notes on an example where one is given."""
    meaning, codings = outputs.model.meaning, outputs.model.preparation.codings
    names = meaning.names if choice.regions else ()
    classes = class_groups(names, palette)
    legend, short = ([*split_groups(points, len(names), palette, short), *classes] for short in (False, True))
    if meaning.task == "regression":
        low, high = value_range(outputs.data, choice.output)
        scale = scale_group(data_number(low), data_number(high), palette)
        legend, short = [scale, *legend], [scale, *short]
    probability = meaning.task == "classification" and not choice.regions
    return MapTexts(
        x_name=codings[axes[0]].name,
        y_name=codings[axes[1]].name,
        held=held,
        legend=legend,
        short_legend=short,
        notes=() if noted is None else point_notes(noted, codings, *axes, choice.output, width, palette),
        ends=("0", "1") if probability else (),
        classes=len(classes),
    )
