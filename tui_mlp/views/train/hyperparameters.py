"""The Hyperparameters pane: all settings, changed in place."""

from rich.segment import Segment
from textual.binding import Binding
from textual.strip import Strip

from core.experiment.experiment import field
from core.support.i18n import N_, _, pgettext
from tui_mlp.render.matrix.matrix import scrolled
from tui_mlp.render.strips import fill, fit
from tui_mlp.session.snapshot import Snapshot
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.settings_text import (
    Hyperparameter,
    SettingsGroup,
    default_value,
    flat_rows,
    groups,
    guessed_value,
    input_text,
    is_live,
    value_text,
)
from tui_mlp.text.value_steps import VALUE_STEPS, next_choice, next_step
from tui_mlp.widgets.messages import ValueChosen, ValueWanted
from tui_mlp.widgets.pane import Pane

LABEL = 14
GROUPED_FROM = 15
"""Lines from which on rows stand under headings."""

SPLITS = ("random", "ordered", "folds:5")
"""Divisions of the rows that keys choose; one by a column is typed."""

Row = Hyperparameter | SettingsGroup


class HyperparametersPane(Pane):
    """A row for each setting; where there is room, under headings that fold."""

    SPREADS = True

    BINDINGS = [
        Binding("up", "move(-1)", N_("Row above"), show=False),
        Binding("down", "move(1)", N_("Row below"), show=False),
        Binding("right,plus,equals_sign", "change(1)", N_("Next value"), show=False),
        Binding("left,minus", "change(-1)", N_("Previous value"), show=False),
        Binding("enter", "type_value", N_("Type a value"), show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._key, self._top = "training.learning_rate", 0
        self._folded: set[str] = set()

    def title(self) -> str:
        """The pane's name."""
        return _("Hyperparameters")

    def keys(self) -> list[tuple[str, str]]:
        """The keys that change the row in focus."""
        if isinstance(row := self.current(), SettingsGroup):
            return [("enter", _("unfold") if row.name in self._folded else pgettext("a group of settings", "fold"))]
        return [("←→", _("change")), ("enter", _("edit"))]

    def rows(self, height: int) -> list[Row]:
        """All rows of a pane of this height, from the top."""
        found = groups(self.snapshot.experiment, self.snapshot.data.shape is not None)
        if height < GROUPED_FROM:
            return list(flat_rows(found))
        rows: list[Row] = []
        for group in found:
            rows += [group, *(() if group.name in self._folded else group.rows)]
        return rows

    def current(self) -> Row:
        """The row in focus; the first setting where that row is gone."""
        rows = self.rows(self.size.height - 2)
        found = [row for row in rows if row.key == self._key]
        return (found or [row for row in rows if isinstance(row, Hyperparameter)] or rows)[0]

    def shows_same(self, before: Snapshot, snapshot: Snapshot) -> bool:
        """Whether experiment and data are unchanged."""
        return before.experiment is snapshot.experiment and before.data is snapshot.data

    def value(self, row: Hyperparameter) -> object:
        """The setting's present value; where the data decide, what they decided."""
        value = self.snapshot.experiment.get(row.key)
        return guessed_value(self.snapshot.data, row.key) if value is None else value

    def body(self, width: int, height: int) -> list[Strip]:
        """The rows that fit, around the one in focus."""
        styles, marks = self.palette.bg, glyphs(self.palette.ascii)
        rows, here = self.rows(height), self.current() if self.has_focus else None
        marked = len(rows) > height > 1  # with one line only, a setting is worth more than the number of others
        room = height - marked
        self._top = scrolled(len(rows), room, self._top, rows.index(here) if here else None)
        lines = [self.line(row, row == here, width) for row in rows[self._top : self._top + room]]
        if marked:
            above, below = self._top, len(rows) - self._top - room
            texts = [f"{marks.up} {above}"] * bool(above) + [f"{marks.down} {below}"] * bool(below)
            lines.append(fit([Segment("  ".join(texts) + " " + _("more"), styles.faint)], width, styles.blank))
        return fill(lines, width, height, styles.blank)

    def line(self, row: Row, here: bool, width: int) -> Strip:
        """A heading, or a setting's name and value."""
        styles, marks = self.palette.bg, glyphs(self.palette.ascii)
        if isinstance(row, SettingsGroup):
            folded = row.name in self._folded
            arrow = f"{marks.right if folded else marks.down} " if here or folded else ""
            note = Segment(f"  {len(row.rows)}" if folded else "", styles.faint)
            return fit(
                [Segment(arrow + row.name, styles.accent_bold if here else styles.faint), note], width, styles.blank
            )
        text = value_text(row.key, self.value(row))
        value = self.snapshot.experiment.get(row.key)
        changed = value != default_value(self.snapshot.experiment, row.key, self.snapshot.data)
        mark = Segment(f" {marks.changed}" if changed else "", styles.accent)
        label = Segment(f"{row.label:<{LABEL}}", styles.accent_bold if here else styles.muted)
        if not here:
            return fit([label, Segment(text, styles.fg), mark], width, styles.blank)
        before, after = Segment(f"{marks.left} ", styles.accent_bold), Segment(f" {marks.right}", styles.accent_bold)
        return fit([label, before, Segment(text, styles.on_accent), after, mark], width, styles.blank)

    def action_move(self, direction: int) -> None:
        """Move the focus to the next (1) or the previous (-1) row."""
        rows = self.rows(self.size.height - 2)
        place = rows.index(self.current()) + direction
        self._key = rows[max(0, min(place, len(rows) - 1))].key
        self.redraw()

    def row_under(self, y: int) -> Row | None:
        """The row drawn at a line of the body; None below the last."""
        rows, place = self.rows(self.size.height - 2), self._top + y
        return rows[place] if 0 <= y < self.size.height - 2 and place < len(rows) else None

    def clicked(self, x: int, y: int) -> None:
        """Focus the setting there; fold or unfold a group."""
        if (row := self.row_under(y)) is not None:
            self._key = row.key
            if isinstance(row, SettingsGroup):
                self.fold(row)
            self.redraw()

    def tooltip_at(self, x: int, y: int) -> str | None:
        """The description of the setting there."""
        row = self.row_under(y)
        return field(row.key).description if isinstance(row, Hyperparameter) else None

    @property
    def named_choices(self) -> dict[str, tuple[str, ...]]:
        """The values that ← and → step through of settings that may have others too."""
        columns = self.snapshot.data.description.columns
        targets = tuple(column.name for column in columns if column.role != "ignored" and column.kind != "date")
        return {"data.target": targets, "data.split": SPLITS}

    def fold(self, group: SettingsGroup) -> None:
        """Hide the rows of a group, or show them again."""
        self._folded ^= {group.name}
        self.redraw()

    def action_change(self, direction: int) -> None:
        """Change the setting in focus to its next (1) or previous (-1) step."""
        row = self.current()
        if isinstance(row, SettingsGroup):
            if (direction < 0) != (row.name in self._folded):
                self.fold(row)
            return
        value, kind = self.value(row), field(row.key).kind
        if kind == "bool":
            changed: object = not value
        elif row.key in self.named_choices:
            choices = self.named_choices[row.key]
            changed = next_choice(choices, str(value), direction) if choices else value
        elif kind in ("text", "list", "table"):
            self.action_type_value()
            return
        elif kind == "choice":
            changed = next_choice(
                field(row.key).choices, value[0] if isinstance(value, list) else str(value), direction
            )
        elif row.key in VALUE_STEPS:
            assert isinstance(value, int | float)
            changed = next_step(VALUE_STEPS[row.key], value, direction)
        else:
            assert isinstance(value, int | None)
            changed = max(field(row.key).minimum or 0, (value or 0) + direction)
        if changed != value:
            self.post_message(ValueChosen(row.key, changed))

    def action_type_value(self) -> None:
        """Ask for a value; on a heading, fold or unfold the group."""
        row = self.current()
        if isinstance(row, SettingsGroup):
            self.fold(row)
        else:
            self.post_message(ValueWanted(row.key, row.label, input_text(row.key, self.value(row))))

    def help_text(self) -> str:
        """The help on this pane, with the setting in focus."""
        row = self.current()
        keys = _(
            "↑ ↓      the value in focus\n"
            "← →      its previous, next step (also - and +)\n"
            "enter    type any value in its range; off, all and 20 % are understood\n"
            "         on a heading: fold the group, and unfold it"
        )
        if isinstance(row, SettingsGroup):
            return keys
        usual = default_value(self.snapshot.experiment, row.key, self.snapshot.data)
        about = f"{row.label}   {row.key}\n{field(row.key).description}"
        if usual is not None:
            about += " " + _("The default here is {}; a dot marks values that differ from it.").format(
                value_text(row.key, usual)
            )
        live, anew = (
            _("A change takes effect at the next mini-batch."),
            _("A change starts training over; you are asked first."),
        )
        return f"{about}\n{live if is_live(row.key) else anew}\n\n{keys}"
