"""The points of two inputs, which are added, moved and removed."""

from dataclasses import replace
from pathlib import Path

from textual.binding import Binding

from core.support.errors import InputError
from core.support.escaping import escaped
from core.support.i18n import N_, _, ngettext
from tui_mlp.dialogs.prompt import Prompt
from tui_mlp.models.data.points.point_file import ENDING, points_csv
from tui_mlp.models.data.points.point_sheet import PointSheet
from tui_mlp.render.frame import Facts
from tui_mlp.text.numbers import count, data_number
from tui_mlp.text.settings_text import read_float
from tui_mlp.views.data.pane import OutputsNeeded

from .points_editor import NAMES, PointsEditor

FAR = 5
"""Cells by which a key moves the cursor further."""


class PointsPane(PointsEditor):
    """The points of two inputs, which are added, moved and removed."""

    BINDINGS = [
        Binding("left", "move(-1,0)", N_("Cursor to the left"), show=False),
        Binding("right", "move(1,0)", N_("Cursor to the right"), show=False),
        Binding("up", "move(0,-1)", N_("Cursor up"), show=False),
        Binding("down", "move(0,1)", N_("Cursor down"), show=False),
        Binding("shift+left", f"move(-{FAR},0)", N_("Cursor further to the left"), show=False),
        Binding("shift+right", f"move({FAR},0)", N_("Cursor further to the right"), show=False),
        Binding("shift+up,pageup", f"move(0,-{FAR})", N_("Cursor further up"), show=False),
        Binding("shift+down,pagedown", f"move(0,{FAR})", N_("Cursor further down"), show=False),
        Binding("home,0", "whole", N_("All points in view"), show=False),
        Binding("left_square_bracket", "next_point(-1)", N_("Previous point"), show=False),
        Binding("right_square_bracket", "next_point(1)", N_("Next point"), show=False),
        Binding("a", "add", N_("Add a point")),
        Binding("x", "remove_point", N_("Remove the point at the cursor")),
        Binding("enter", "take", N_("Pick up the point at the cursor, or put it down")),
        Binding("escape", "put_back", N_("Put the point back where it was"), show=False),
        Binding("c", "turn(1)", N_("Next class in hand")),
        Binding("C", "turn(-1)", N_("Previous class in hand")),
        Binding("plus,equals_sign", "turn(1)", N_("Larger value in hand"), show=False),
        Binding("minus", "turn(-1)", N_("Smaller value in hand"), show=False),
        Binding("e", "type_value", N_("Type the value in hand")),
        Binding("d", "give", N_("Give the point at the cursor the class or value in hand")),
        Binding("t", "write_table", N_("Write the points as a table")),
        Binding("v", "turn_map", N_("The network's map beneath the points")),
    ]

    def title(self) -> str:
        """The text at the left of the top border."""
        return _("Points")

    def facts(self) -> Facts:
        """What is in hand, and how many points there are."""
        sheet = self.sheet
        if sheet is None:
            return ""
        points = ngettext("{} point", "{} points", len(sheet.table)).format(count(len(sheet.table)))
        return f"{hand_text(sheet)}  {points}"

    def keys(self) -> list[tuple[str, str]]:
        """The keys that draw, most used first."""
        sheet = self.sheet
        if sheet is None:
            return []
        if sheet.taken:
            return [("↑↓←→", _("move")), ("↵", _("put down")), ("esc", _("put it back")), ("x", _("remove"))]
        hand = ("c", _("class")) if sheet.table.classes else ("+ -", _("value"))
        last = [("v", _("map")), ("d", _("class") if sheet.table.classes else _("value")), ("[ ]", _("point"))]
        return [("a", _("add")), ("↵", _("move")), ("x", _("remove")), hand, ("t", _("save")), *last]

    # The cursor

    def action_move(self, right: int, down: int) -> None:
        """Move the cursor by cells, and a point that is taken with it."""
        layout = self.layout_now()
        if (sheet := self.sheet) is not None and layout is not None:
            self.show(sheet.moved(layout.plane, right, down))

    def action_next_point(self, direction: int) -> None:
        """Focus the next (1) or the previous (-1) point."""
        if (sheet := self.sheet) is not None:
            self.show(sheet.next_point(direction))

    def action_whole(self) -> None:
        """Show all points, and no more."""
        if (sheet := self.sheet) is not None:
            self.show(sheet.whole())

    # What is in hand

    def action_turn(self, direction: int) -> None:
        """Take the next (1) or the previous (-1) class in hand, or a larger or smaller value."""
        if (sheet := self.sheet) is not None:
            self.show(sheet.turned(direction))

    def action_type_value(self) -> None:
        """Ask for the value in hand."""
        sheet = self.sheet
        if sheet is None:
            return
        if sheet.table.classes:
            self.notify(_("These points have classes: c and C choose the one in hand."))
            return

        def accept(text: str) -> None:
            value = read_float(text)
            sheet.table.number_of(value)
            if (now := self.sheet) is not None:
                self.show(replace(now, hand=value))

        note = _("The value that added points get, in the units of the source.")
        self.app.push_screen(Prompt(sheet.table.target, data_number(sheet.hand), accept, note))

    # The points

    def action_add(self) -> None:
        """Add a point, or put one down that is taken."""
        sheet = self.sheet
        if sheet is not None and sheet.taken:
            self.put()
        else:
            self.add()

    def action_take(self) -> None:
        """Take the point at the cursor, or put it down."""
        sheet = self.sheet
        if sheet is None:
            return
        if sheet.taken:
            self.put()
        elif sheet.point is None:
            self.notify(_("There is no point at the cursor: [ and ] go to the points one by one."))
        else:
            self.show(sheet.taking())

    def action_put_back(self) -> None:
        """Put the taken point back where it was."""
        if (sheet := self.sheet) is not None:
            self.show(sheet.putting_back())

    def action_remove_point(self) -> None:
        """Remove the point at the cursor."""
        self.remove_point()

    def action_give(self) -> None:
        """Give the point at the cursor the class or value in hand."""
        self.give_point()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape belongs to the screen unless a point is taken."""
        return action != "put_back" or (self._sheet is not None and self._sheet.taken)

    def action_turn_map(self) -> None:
        """Draw the network's map beneath the points, or blank ground."""
        self.mapped = not self.mapped
        self.post_message(OutputsNeeded())
        self.redraw()

    # The file

    def action_write_table(self) -> None:
        """Ask where to write the points, then write them."""
        if (sheet := self.sheet) is not None:
            self.ask_for_file(points_csv(sheet.table, NAMES), f"points{ENDING}")

    def ask_for_file(self, content: str, suggested: str) -> None:
        """Ask for the path of the table, then write it; ask before replacing a file."""

        def accept(text: str) -> None:
            from core.runs.typed_files import path_to_write

            path = path_to_write(text, ENDING, f"points{ENDING}")
            if path.exists():
                # Later: the line in which the path was typed must close first.
                self.app.call_later(self.ask_to_replace, content, path)
            else:
                self.write_table(content, path)

        note = _("The points as a table: training, validation, test in this order. esc writes none.")
        self.app.push_screen(Prompt(_("table to"), suggested, accept, note))

    def ask_to_replace(self, content: str, path: Path) -> None:
        """Ask whether to replace a file; if not, ask for another path."""
        from tui_mlp.dialogs.confirm import Confirm

        def answered(agreed: bool | None) -> None:
            if not agreed:
                self.ask_for_file(content, str(path))
                return
            try:
                self.write_table(content, path)
            except InputError as problem:
                self.notify(str(problem), severity="error")

        question = escaped(_("{} exists. Replace it with these points?").format(path))
        self.app.push_screen(Confirm(question, _("replace it"), _("choose another name")), answered)

    def write_table(self, content: str, path: Path) -> None:
        """Write the table, and say where it is. Raises InputError."""
        from core.runs.typed_files import write_file

        write_file(path, content.encode("utf-8", "replace"))
        self.notify(_("Points written: mlp-tui {} opens them").format(path))

    def text_to_copy(self, latex: bool) -> str:
        """The points as CSV."""
        sheet = self.sheet
        return super().text_to_copy(latex) if sheet is None else points_csv(sheet.table, NAMES).rstrip("\n")

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "Points of two inputs, in the units of the source. Add points, move them and remove them, and see what "
            "becomes of the network: training sees the change at once and begins its epoch again. The points are a "
            "table of your own from the first change on, kept in the run and in the experiment file (ctrl+s). New "
            "points are for training; a moved one stays in its split. Inputs are standardised again by the points for "
            "training. u takes a change back, U makes it again.\n\n"
            "← → ↑ ↓   move the cursor by a cell; shift+← → ↑ ↓ by five; pageup, pagedown too\n"
            "[  ]      the previous, the next point\n"
            "a         add a point, of the class or value in hand: the one that new points get\n"
            "c  C      the next, the previous class in hand; of values + larger, - smaller, e types one\n"
            "↵         pick up the point at the cursor: arrows move it, ↵ puts it down, escape puts it back\n"
            "d         give the point at the cursor the class or value in hand\n"
            "x         remove the point at the cursor\n"
            "mouse     a click on a free place adds a point, dragging moves one; the right button, ctrl or shift "
            "removes one; the wheel changes what is in hand\n"
            "v         the network's map beneath the points\n"
            "0  home   all points in view\n"
            "t         write the points as a table (CSV)\n"
            "y         copy them"
        )


def hand_text(sheet: PointSheet) -> str:
    """What is in hand, in words."""
    target = sheet.target
    if isinstance(target, str):
        return _("in hand: class {}").format(target)
    return _("in hand: {} {}").format(sheet.table.target, data_number(target))
