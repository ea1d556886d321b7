"""The notes on the data, each with the key that changes what it tells."""

from functools import partial

from textual.binding import Binding
from textual.strip import Strip

from core.support.i18n import N_, _, ngettext
from tui_mlp.models.data.notes.data_notes import DataNote, data_notes
from tui_mlp.models.data.notes.telling_missing import TellingColumn, telling_missing
from tui_mlp.render.data.notes_list import note_lines
from tui_mlp.render.frame import Facts
from tui_mlp.render.matrix.matrix import scrolled
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.numbers import count

from .kept_results import KeptResults
from .pane import DataPane, PaneWanted


class NotesPane(DataPane):
    """A list of the notes. Enter goes to the column that one is about, where its key changes what it tells."""

    SPREADS = True

    NEEDS_SOURCE = False
    FOCUS = ()
    BINDINGS = [
        Binding("up", "move(-1)", N_("The note above"), show=False),
        Binding("down", "move(1)", N_("The note below"), show=False),
        Binding("home", "move(-1000)", N_("The first note"), show=False),
        Binding("end", "move(1000)", N_("The last note"), show=False),
        Binding("enter", "follow", N_("Go to the column that the note is about")),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._results = KeptResults[tuple[TellingColumn, ...]](self)
        self._focused = 0
        self._top = 0
        self._places: list[int] = []
        """The number of the note on each line in sight."""

    @property
    def notes(self) -> list[DataNote]:
        """The notes; those that the rows tell once they have been looked at."""
        source = self.rows
        if source is not None and self._results.result(source, "", partial(telling_missing, source)) is None:
            source = None
        return data_notes(self.data, source)

    @property
    def note(self) -> DataNote | None:
        """The note in focus; None where there are none."""
        notes = self.notes
        self._focused = max(0, min(self._focused, len(notes) - 1))
        return notes[self._focused] if notes else None

    def title(self) -> str:
        """The text at the left of the top border."""
        return _("Notes")

    def facts(self) -> Facts:
        """How many there are."""
        notes = len(self.notes)
        return ngettext("{} note", "{} notes", notes).format(count(notes)) if notes else ""

    def keys(self) -> list[tuple[str, str]]:
        """The key that goes to a column, where the note in focus is about one."""
        note = self.note
        if note is None or not (note.columns or note.pane):
            return []
        return [("↵", _("go to {}").format(note.columns[0]) if note.columns else _("go there"))]

    def draw_data(self, width: int, height: int) -> list[Strip]:
        """The notes in sight, the one in focus among them."""
        notes = self.notes
        if not notes:
            self._places = []
            return sentences(_("Nothing about these data is out of the ordinary."), width, self.palette)
        focused = self.note
        drawn = [note_lines(note, note is focused or note == focused, width, self.palette) for note in notes]
        lines = [line for strips in drawn for line in strips]
        places = [number for number, strips in enumerate(drawn) for _strip in strips]
        first, last = places.index(self._focused), len(places) - 1 - places[::-1].index(self._focused)
        self._top = scrolled(len(lines), height, self._top, last)
        self._top = scrolled(len(lines), height, self._top, first)
        self._places = places[self._top : self._top + height]
        return lines[self._top : self._top + height]

    def clicked(self, x: int, y: int) -> None:
        """Focus the note there."""
        if 0 <= y < len(self._places):
            self._focused = self._places[y]
            self.redraw()

    def action_move(self, steps: int) -> None:
        self._focused += steps
        self.redraw()

    def action_follow(self) -> None:
        """Focus the column of the note in the pane where its key works."""
        note = self.note
        if note is None or not (note.columns or note.pane):
            self.notify(_("This note is about no column."))
            return
        if note.columns:
            self.move_focus(column=note.columns[0], input=0)
        self.post_message(PaneWanted(note.pane or "columns"))

    def text_to_copy(self, latex: bool) -> str:
        """All notes, one a line."""
        return "\n".join(note.text for note in self.notes)

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "What was noticed about the data: what was guessed, what is left out, what looks wrong. At the end of a "
            "note stands the key that changes what it tells, in the Columns pane or in the Splits pane. Notes without "
            "a key are changed in the file.\n\n"
            "↑ ↓        the note in focus; home, end and the mouse too\n"
            "enter      go to the column that it is about, where its key works\n"
            "y          copy all notes"
        )
