"""Moving among pictures by keys, mouse and wheel."""

from textual.binding import Binding
from textual.events import MouseScrollDown, MouseScrollUp

from core.data.source_rows.source_rows import SourceRows
from core.support.i18n import N_
from tui_mlp.models.data.pictures.picture_groups import (
    PictureGroup,
    PicturePlace,
    moved,
    picture_groups,
    place_of,
)
from tui_mlp.render.data.pictures.picture_layout import PictureLayout
from tui_mlp.views.data.pane import DataPane


class PictureMoves(DataPane):
    """The pictures by class, and the one in focus."""

    FOCUS = ("row", "split")
    LISTED = True
    BINDINGS = [
        Binding("left", "move(-1,0)", N_("Previous picture"), show=False),
        Binding("right", "move(1,0)", N_("Next picture"), show=False),
        Binding("up", "move(0,-1)", N_("Class above"), show=False),
        Binding("down", "move(0,1)", N_("Class below"), show=False),
        Binding("pageup", "page(-1)", N_("Previous pictures of all classes"), show=False),
        Binding("pagedown", "page(1)", N_("Next pictures of all classes"), show=False),
        Binding("home", "edge(0)", N_("First picture of the class"), show=False),
        Binding("end", "edge(1)", N_("Last picture of the class"), show=False),
    ]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._groups: tuple[object, tuple[PictureGroup, ...]] | None = None
        self._group = 0
        """The group in which a person looked last: a row with several labels stands in several."""
        self._layout: PictureLayout | None = None
        """As it was drawn last."""

    def watch_source(self) -> None:
        """Let go of other rows, also while the pane is hidden."""
        self._groups = None
        super().watch_source()

    def groups(self, source: SourceRows) -> tuple[PictureGroup, ...]:
        """The pictures by class; computed once as long as the same rows are shown."""
        key = source, self.chosen, self.data_focus.split
        if self._groups is None or self._groups[0] != key:
            self._groups = key, picture_groups(source, self.chosen, self.data_focus.split)
        return self._groups[1]

    def place(self, groups: tuple[PictureGroup, ...]) -> PicturePlace:
        """Where the row in focus stands, or the row next to it."""
        return place_of(groups, self.data_focus.row, self._group)

    def _go(self, groups: tuple[PictureGroup, ...], place: PicturePlace) -> None:
        rows = groups[place.group].rows
        if 0 <= place.index < len(rows):
            self._group = place.group
            if int(rows[place.index]) != self.data_focus.row:
                self.move_focus(row=int(rows[place.index]))
            else:
                self.redraw()

    def action_move(self, right: int, down: int) -> None:
        """Focus another picture of the class, or one of another class."""
        if self.rows is not None:
            groups = self.groups(self.rows)
            self._go(groups, moved(groups, self.place(groups), right, down))

    def action_page(self, direction: int) -> None:
        """Show the next (1) or the previous (-1) pictures of all classes."""
        if self._layout is not None:
            self.action_move(direction * self._layout.across, 0)

    def action_edge(self, last: int) -> None:
        """Focus the first (0) or the last (1) picture of the class."""
        if self.rows is not None:
            groups = self.groups(self.rows)
            place = self.place(groups)
            self._go(groups, PicturePlace(place.group, (len(groups[place.group].rows) - 1) * last))

    def clicked(self, x: int, y: int) -> None:
        """Focus the picture there."""
        if self.rows is not None and self._layout is not None:
            groups = self.groups(self.rows)
            place = self._layout.place_at(x, y, groups)
            if place is not None:
                self._go(groups, place)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        event.stop()
        self.action_move(0, 1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        event.stop()
        self.action_move(0, -1)
