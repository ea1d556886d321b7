"""The images of a source as pictures, a class a row."""

from dataclasses import replace
from functools import partial

from textual.binding import Binding
from textual.strip import Strip

from core.data.source_rows.source_rows import SourceRows
from core.support.i18n import N_, _, ngettext
from tui_mlp.models.data.pictures.mean_pictures import MeanPicture, mean_pictures
from tui_mlp.models.data.pictures.picture_groups import (
    PictureGroup,
    PicturePlace,
)
from tui_mlp.models.data.shown_rows import next_split
from tui_mlp.render.data.pictures.drawn_pictures import DrawnPictures, PictureForm, mean_strips
from tui_mlp.render.data.pictures.picture_facts import mean_facts, mean_heads, picture_facts
from tui_mlp.render.data.pictures.picture_layout import PictureLayout, most_groups, picture_layout
from tui_mlp.render.data.pictures.picture_rows import picture_rows
from tui_mlp.render.frame import Facts
from tui_mlp.render.strips import fill
from tui_mlp.render.word_wrap import sentences
from tui_mlp.session.snapshot import Snapshot
from tui_mlp.text.numbers import count
from tui_mlp.text.split_words import split_word
from tui_mlp.views.data.pane import ExampleWanted
from tui_mlp.widgets.background import in_background

from .picture_moves import PictureMoves

FORMS: tuple[PictureForm, ...] = ("raw", "prepared", "means")
LINES_FOR_FACTS = 4
"""Lines of the body from which on the last one is about the picture in focus."""


class PicturesPane(PictureMoves):
    """The pictures of each class beside each other, as in the source, as the network gets them, or their means."""

    BINDINGS = [
        Binding("v", "turn_form", N_("Pictures as in the source, as the network gets them, or means")),
        Binding("d", "turn_split", N_("Rows of another split, or of all")),
        Binding("plus,equals_sign", "enlarge(-1)", N_("Larger pictures")),
        Binding("minus", "enlarge(1)", N_("Smaller pictures")),
        Binding("enter", "show_example(0)", N_("This row in the Output view")),
        Binding("e", "show_example(1)", N_("Step through this row")),
    ]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._form: PictureForm = "raw"
        self._at_once: int | None = None
        """How many classes a person wants to see at once; None: as suits the pictures."""
        self._means: tuple[PictureGroup, ...] | None = None
        self._found_means: tuple[MeanPicture, ...] = ()
        self._shown_from = 0, 0
        self._room = 1, 1
        """The cells and lines of all pictures, as they were drawn last."""
        self._drawer = DrawnPictures()

    # What is shown

    def means(self, source: SourceRows, groups: tuple[PictureGroup, ...]) -> tuple[MeanPicture, ...] | None:
        """The means of these groups; None as long as they are being computed on another thread."""
        if self._means is not groups:
            self._means, self._found_means = groups, ()
            in_background(self, partial(mean_pictures, source, groups), partial(self.means_made, groups))
        return self._found_means or None

    def means_made(self, groups: tuple[PictureGroup, ...], found: tuple[MeanPicture, ...]) -> None:
        """Draw the means that were computed, unless others are wanted by now."""
        if self._means is groups:
            self._found_means = found
            self.redraw()

    def title(self) -> str:
        """What the pictures are."""
        if self._form == "prepared":
            return _("Pictures as the network gets them")
        return _("Pictures") if self._form == "raw" else _("Mean pictures")

    def facts(self) -> Facts:
        """How many there are, of which split."""
        source = self.rows
        if source is None:
            return ""
        split, chosen = self.data_focus.split, self.chosen
        parts = [chosen.name] if chosen is not None and chosen.name else []
        parts += [split_word(split)] if split else []
        shape = self.data.shape
        if shape is not None:
            parts.append(f"{shape[0]}×{shape[1]}")
        rows = sum(len(group.rows) for group in self.groups(source))
        return "  ".join([*parts, ngettext("{} picture", "{} pictures", rows).format(count(rows))])

    def keys(self) -> list[tuple[str, str]]:
        """The keys that choose a picture, and how all are shown."""
        form = {"raw": _("prepared"), "prepared": _("means"), "means": _("raw")}[self._form]
        return [
            (_("arrows"), _("picture")), ("v", form), ("d", _("split")), ("+ -", _("size")), ("↵", _("Output")),
            ("e", _("step")),
        ]  # fmt: skip

    # Drawing

    def draw_data(self, width: int, height: int) -> list[Strip]:
        """The pictures, and below them what is known of the one in focus."""
        source, shape = self.rows, self.data.shape
        if source is None or shape is None:
            return sentences(_("The inputs are no pictures."), width, self.palette)
        groups = self.groups(source)
        place = self.place(groups)
        if not len(groups[place.group].rows):
            return sentences(_("No picture is shown: no row is both chosen and in this split."), width, self.palette)
        noted, headed = height >= LINES_FOR_FACTS, self._form == "means" and height > LINES_FOR_FACTS
        room = max(1, height - noted - headed)
        self._room = width, room
        layout = self._layout = picture_layout(
            shape, groups, place, self._at_once, self._shown_from, width, room, self.palette
        )
        self._shown_from = layout.top, layout.start
        if self._form == "means":
            return self._draw_means(source, groups, place, layout, width, height, noted, headed)

        def drawn(group: int, index: int) -> list[Strip] | None:
            rows = groups[group].rows
            if index >= len(rows):
                return None
            return self._drawer.strips(source, int(rows[index]), self._form, layout.cells, self.palette)

        strips = picture_rows(groups, layout, place, drawn, width, self.palette)
        strips = fill(strips, width, room, self.palette.bg.blank)
        if noted:
            outputs = self.snapshot.outputs
            strips.append(picture_facts(source, groups[place.group], place, outputs, width, self.palette))
        return strips

    def _draw_means(
        self,
        source: SourceRows,
        groups: tuple[PictureGroup, ...],
        place: PicturePlace,
        layout: PictureLayout,
        width: int,
        height: int,
        noted: bool,
        headed: bool,
    ) -> list[Strip]:
        """The mean of each class, its deviation, and its difference from the mean of all."""
        found, palette = self.means(source, groups), self.palette
        if found is None:
            return sentences(_("The means are being computed."), width, palette)
        layout = replace(layout, start=0)

        def drawn(group: int, index: int) -> list[Strip] | None:
            return mean_strips(found[group], index, layout.cells, palette)

        strips = [mean_heads(layout.label, layout.cells.width, width, palette)] if headed else []
        strips += picture_rows(groups, layout, PicturePlace(place.group, -1), drawn, width, palette)
        strips = fill(strips, width, height - noted, palette.bg.blank)
        if noted:
            strips.append(mean_facts(groups[place.group], found[place.group], width, palette))
        return strips

    def shows_same(self, before: Snapshot, snapshot: Snapshot) -> bool:
        """Whether the data are the same, and the outputs, where another pane has some computed."""
        return super().shows_same(before, snapshot) and snapshot.outputs is before.outputs

    # Keys

    def action_turn_form(self) -> None:
        """Show pictures as in the source, as the network gets them, or the means of the classes."""
        self._form = FORMS[(FORMS.index(self._form) + 1) % len(FORMS)]
        self.redraw()

    def action_turn_split(self) -> None:
        """Show the rows of the next split, after the last one those of all."""
        if self.rows is not None:
            self.move_focus(split=next_split(self.data, self.data_focus.split))

    def action_enlarge(self, more: int) -> None:
        """Show more classes (1) at once, in smaller pictures, or fewer (-1)."""
        source, shape, layout = self.rows, self.data.shape, self._layout
        if source is None or shape is None or layout is None:
            return
        groups, at_once = self.groups(source), layout.down
        most = min(len(groups), most_groups(self._room[1]))
        while 1 <= at_once + more <= most:
            at_once += more
            found = picture_layout(shape, groups, self.place(groups), at_once, (0, 0), *self._room, self.palette)
            if found.cells.width != layout.cells.width:
                break
        self._at_once = at_once
        self.redraw()

    def action_show_example(self, step: int) -> None:
        """Show the picture in focus in the Output view (0), or step through it (1)."""
        if self.rows is not None:
            groups = self.groups(self.rows)
            place = self.place(groups)
            if len(groups[place.group].rows):
                self.post_message(ExampleWanted(int(groups[place.group].rows[place.index]), bool(step)))

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "The images of the source, a class a line with its name and its number of pictures; of a regression all in "
            "one line, by their target. The one between the bars is in focus, in the other panes too. w chooses which "
            "rows are shown.\n\n"
            "As the network gets them, pixels are blue above 0 and orange below, where they are standardised. The "
            "means are of at most 500 rows of a class: the mean of each pixel, its standard deviation, and where the "
            "class has more ink (blue) or less (orange) than the mean of all classes.\n\n"
            "← →            the previous picture of the class, the next one\n"
            "↑ ↓            the class above, below; the mouse wheel too\n"
            "pageup pagedown  the pictures before and behind those that are shown\n"
            "home  end      the first picture of the class, the last one\n"
            "v              as in the source, as the network gets them, means of the classes\n"
            "d              the rows of another split, or of all\n"
            "+  -           larger pictures, smaller ones\n"
            "↵  e           show this row in the Output view; step through it (enter, e)"
        )
