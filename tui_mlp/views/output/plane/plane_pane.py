"""The base of the panes of a plane, with keys for its inputs and the part shown."""

from dataclasses import replace
from typing import Any

from textual.binding import Binding

from core.analysis.maps.plane import Plane, number_columns
from core.model.model import preparation_of
from core.support.i18n import N_, _
from tui_mlp.models.output.plane.held_text import held_text
from tui_mlp.models.output.plane.plane_in_focus import axes_in_focus, plane_in_focus
from tui_mlp.models.output.plane.plane_moves import moved, zoomed
from tui_mlp.views.output.pane import OutputPane

ZOOM = 1.5
"""The factor by which one key zooms."""


class PlanePane(OutputPane):
    """A pane with a plane. What is chosen holds for all panes that show one."""

    BINDINGS = [
        Binding("plus,equals_sign", "zoom(1)", N_("Zoom in, around the example in focus"), show=False),
        Binding("minus", "zoom(-1)", N_("Zoom out"), show=False),
        Binding("shift+left", "pan(-1,0)", N_("Left part of the plane"), show=False),
        Binding("shift+right", "pan(1,0)", N_("Right part of the plane"), show=False),
        Binding("shift+up", "pan(0,1)", N_("Upper part of the plane"), show=False),
        Binding("shift+down", "pan(0,-1)", N_("Lower part of the plane"), show=False),
        Binding("home,0", "whole", N_("The whole plane, with all examples"), show=False),
        Binding("i", "turn_x(1)", N_("Next input along x"), show=False),
        Binding("I", "turn_x(-1)", N_("Previous input along x"), show=False),
        Binding("j", "turn_y(1)", N_("Next input along y"), show=False),
        Binding("J", "turn_y(-1)", N_("Previous input along y"), show=False),
        Binding("h", "hold", N_("Other inputs at their mean, or as in the example in focus"), show=False),
    ]

    @property
    def plane(self) -> Plane | None:
        """The plane as it was drawn last, None before."""
        raise NotImplementedError

    def place_in_focus(self) -> tuple[float, float] | None:
        """The x and y of the example in focus; None where there is none."""
        raise NotImplementedError

    def move_plane(self, **changes: Any) -> None:
        """Change fields of the plane in focus."""
        self.move_focus(plane=replace(self.output_focus.plane, **changes))

    @property
    def can_turn(self) -> bool:
        """Whether there are more than two columns of numbers to choose from."""
        return self.outputs is not None and len(number_columns(self.outputs.data)) > 2

    @property
    def others(self) -> int:
        """The number of columns that are held."""
        return max(0, len(preparation_of(self.snapshot.data).codings) - 2)

    def held_text(self) -> str:
        """What the other columns are held at; empty where there are none."""
        data = self.snapshot.data
        if not self.others:
            return ""
        return held_text(data, axes_in_focus(self.output_focus, data), self.output_focus.plane.hold_example)

    def action_zoom(self, direction: int) -> None:
        """Zoom in (1) or out (-1) around the example in focus."""
        if self.plane is not None:
            middle = self.plane.point(self.plane.columns / 2, self.plane.rows / 2)
            self.zoom_around(self.place_in_focus() or middle, direction)

    def zoom_around(self, at: tuple[float, float], direction: int) -> None:
        """Zoom in (1) or out (-1) around a place."""
        outputs, plane = self.outputs, self.plane
        if outputs is None or plane is None:
            return
        whole = replace(self.output_focus, plane=replace(self.output_focus.plane, limits=None))
        home = plane_in_focus(whole, outputs, plane.columns, plane.rows)
        self.move_plane(limits=zoomed(plane, home, at, ZOOM**direction))

    def action_pan(self, right: int, up: int) -> None:
        """Move the part that is shown to the right (1) or left (-1), up (1) or down (-1)."""
        if self.plane is not None:
            self.move_plane(limits=moved(self.plane.limits, right, up))

    def action_whole(self) -> None:
        """Show the whole plane, with all examples."""
        self.move_plane(limits=None)

    def action_turn_x(self, direction: int) -> None:
        """Show the next (1) or previous (-1) column along x."""
        self._turn(0, direction)

    def action_turn_y(self, direction: int) -> None:
        """Show the next (1) or previous (-1) column along y."""
        self._turn(1, direction)

    def _turn(self, axis: int, direction: int) -> None:
        data = self.snapshot.data
        numbers, own = number_columns(data), axes_in_focus(self.output_focus, data)
        free = [column for column in numbers if column != own[1 - axis]]
        if len(free) < 2:
            self.notify(_("There are no other inputs that are numbers."))
            return
        column = free[(free.index(own[axis]) + direction) % len(free)]
        x, y = (column, own[1]) if axis == 0 else (own[0], column)
        self.move_plane(x=x, y=y, limits=None)

    def action_hold(self) -> None:
        """Hold the other columns at the values of the example in focus, or at their means again."""
        if not self.others:
            self.notify(_("There are no other inputs to hold."))
            return
        self.move_plane(hold_example=not self.output_focus.plane.hold_example)

    def place_under(self, x: int, y: int) -> tuple[float, float] | None:
        """The place, in pixels from the left and the top of the plane, under a place of the body; None beside it."""
        raise NotImplementedError

    def wheel(self, direction: int, x: int, y: int) -> None:
        """Zoom out (1) or in (-1) around the place under the mouse."""
        place = self.place_under(x, y)
        if place is not None and self.plane is not None:
            self.zoom_around(self.plane.point(*place), -direction)
