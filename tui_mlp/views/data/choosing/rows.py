"""The base of panes that list rows: it finds among them, from one to the next."""

from typing import Any, ClassVar

from textual.binding import Binding

from core.support.i18n import N_, _
from tui_mlp.models.data.choosing.listed_rows_text import listed_rows_text
from tui_mlp.models.data.row_choice import ALL
from tui_mlp.views.data.pane import DataPane


class ChoosingRows(DataPane):
    """Goes to rows that were found, and lists them alone or all again; its screen chooses and searches."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("right_square_bracket,full_stop", "find_beside(1)", N_("Next row that was found")),
        Binding("left_square_bracket,comma", "find_beside(-1)", N_("Previous row that was found")),
        Binding("f", "list_found", N_("Only the rows that were found, or all")),
        Binding("escape", "list_all", N_("All rows again")),
    ]

    def listed_text(self, first: int, last: int) -> str:
        """What is listed, for the frame: the rows at the places `first` to `last`, from 0, are in sight."""
        return "" if self.chosen is None else listed_rows_text(self.chosen, self.data_focus.row, first, last)

    def choosing_keys(self) -> list[tuple[str, str]]:
        """The keys for what was found or chosen, where something is; for the lower border."""
        focus, chosen = self.data_focus, self.chosen
        keys = []
        if chosen is not None and chosen.found is not None:
            keys += [("[ ]", _("found")), ("f", _("all") if focus.only_found else _("only these"))]
        if focus.chooses:
            keys.append(("esc", _("all rows")))
        return keys

    def choosing_help(self) -> str:
        """The help on these keys, for the end of a pane's own help."""
        return _(
            "w chooses which rows are listed: of a split or a class, wrong ones, duplicates (rows with the same inputs "
            "and target as another one). / finds rows while you type: a text or a number in any column, or in one: "
            "age: 22, age > 40, sex = male, age = missing. "
            "] and [ (or . and ,) go to the next and the previous row that was found; f lists these alone, or all "
            "again; escape forgets what was searched for and lists all rows."
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave escape to the view where all rows are listed and nothing is searched for."""
        if action == "list_all":
            return self.data_focus.chooses
        return super().check_action(action, parameters)

    def action_find_beside(self, direction: int) -> None:
        chosen = self.chosen
        row = None if chosen is None else chosen.found_beside(self.data_focus.row, direction)
        if row is not None:
            self.move_focus(row=row)
        elif self.data_focus.search:
            self.notify(_("Nothing was found."))
        else:
            self.notify(_("Nothing is searched for yet: / finds."))

    def action_list_found(self) -> None:
        if not self.data_focus.search:
            self.notify(_("Nothing is searched for yet: / finds."))
        else:
            self.move_focus(only_found=not self.data_focus.only_found)

    def action_list_all(self) -> None:
        self.move_focus(choice=ALL, search="", only_found=False)
