"""The Hyperparameters pane: everything that can be set, changed in place."""

from rich.segment import Segment
from textual.binding import Binding
from textual.strip import Strip

from core.experiment import field
from core.texts import _

from ..hyperparameters import Hyperparameter, default, groups, short, typed, written
from ..ladders import LADDERS, step, turn
from ..messages import ValueChosen, ValueWanted
from ..render.glyphs import glyphs
from ..render.matrix import scrolled
from ..render.strips import fill, fit
from .pane import Pane

LABEL = 14
GROUPED_FROM = 15
"""Lines from which on rows stand under headings."""

Row = Hyperparameter | str


class HyperparametersPane(Pane):
    """A row a value; a heading is a plain string."""

    BINDINGS = [
        Binding("up", "move(-1)", "Row above", show=False),
        Binding("down", "move(1)", "Row below", show=False),
        Binding("right,plus,equals_sign", "change(1)", "Next value", show=False),
        Binding("left,minus", "change(-1)", "Previous value", show=False),
        Binding("enter", "type_value", "Type a value", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._key, self._top = "training.learning_rate", 0

    def title(self) -> str:
        """Its name."""
        return _("Hyperparameters")

    def keys(self) -> list[tuple[str, str]]:
        """What changes the value in focus."""
        return [("←→", _("change")), ("enter", _("type"))]

    def rows(self, height: int) -> list[Row]:
        """What stands in the pane, from its first line on."""
        assert self.snapshot is not None
        found = groups(self.snapshot.experiment)
        if height < GROUPED_FROM:
            return list(short(found))
        rows: list[Row] = []
        for group in found:
            rows += [group.name, *group.rows]
        return rows

    def settings(self) -> list[Hyperparameter]:
        """The rows that hold a value."""
        return [row for row in self.rows(self.size.height - 2) if isinstance(row, Hyperparameter)]

    def current(self) -> Hyperparameter:
        """The row in focus; the first where the last one has gone."""
        settings = self.settings()
        return next((row for row in settings if row.key == self._key), settings[0])

    def value(self, row: Hyperparameter) -> object:
        """What stands there now."""
        assert self.snapshot is not None
        return self.snapshot.experiment.get(row.key)

    def body(self, width: int, height: int) -> list[Strip]:
        """As many rows as there is room for, around the one in focus."""
        styles, marks = self.palette.bg, glyphs(self.palette.ascii)
        rows, here = self.rows(height), self.current() if self.has_focus else None
        room = height if len(rows) <= height else height - 1
        self._top = scrolled(len(rows), room, self._top, rows.index(here) if here else None)
        if here and self._top == 1 and isinstance(rows[0], str):
            self._top = 0 if rows.index(here) < room else 1  # the first heading comes along
        lines = [self.line(row, row is here or row == here, width) for row in rows[self._top : self._top + room]]
        below = len([row for row in rows[self._top + room :] if isinstance(row, Hyperparameter)])
        if len(rows) > height:
            above = len([row for row in rows[: self._top] if isinstance(row, Hyperparameter)])
            texts = [f"{marks.up} {above}"] * bool(above) + [f"{marks.down} {below}"] * bool(below)
            lines.append(fit([Segment("  ".join(texts) + " " + _("more"), styles.faint)], width, styles.blank))
        return fill(lines, width, height, styles.blank)

    def line(self, row: Row, here: bool, width: int) -> Strip:
        """A heading, or a name and its value."""
        styles, marks = self.palette.bg, glyphs(self.palette.ascii)
        if isinstance(row, str):
            return fit([Segment(row, styles.faint)], width, styles.blank)
        text = written(row.key, self.value(row))
        assert self.snapshot is not None
        changed = self.value(row) != default(self.snapshot.experiment, row.key)
        mark = Segment(f" {marks.changed}" if changed else "", styles.accent)
        label = Segment(f"{row.label:<{LABEL}}", styles.accent_bold if here else styles.muted)
        if not here:
            return fit([label, Segment(text, styles.fg), mark], width, styles.blank)
        before, after = Segment(f"{marks.left} ", styles.accent_bold), Segment(f" {marks.right}", styles.accent_bold)
        return fit([label, before, Segment(text, styles.on_accent), after, mark], width, styles.blank)

    def action_move(self, direction: int) -> None:
        """Another row."""
        settings = self.settings()
        place = settings.index(self.current()) + direction
        self._key = settings[max(0, min(place, len(settings) - 1))].key
        self.redraw()

    def clicked(self, x: int, y: int) -> None:
        """Focus the value there."""
        rows = self.rows(self.size.height - 2)
        place = self._top + y
        if 0 <= y < self.size.height - 2 and place < len(rows) and isinstance(row := rows[place], Hyperparameter):
            self._key = row.key
            self.redraw()

    def action_change(self, direction: int) -> None:
        """The next or the previous step of the value in focus."""
        row, value = self.current(), self.value(self.current())
        kind = field(row.key).kind
        if kind == "bool":
            changed: object = not value
        elif kind == "choice":
            changed = turn(field(row.key).choices, value[0] if isinstance(value, list) else str(value), direction)
        elif row.key in LADDERS:
            assert isinstance(value, int | float)
            changed = step(LADDERS[row.key], value, direction)
        else:
            assert isinstance(value, int)
            changed = max(0, value + direction)
        if changed != value:
            self.post_message(ValueChosen(row.key, changed))

    def action_type_value(self) -> None:
        """Any value in range."""
        row = self.current()
        self.post_message(ValueWanted(row.key, row.label, typed(row.key, self.value(row))))

    def help_text(self) -> str:
        """What `?` says: of the pane, and of the value in focus."""
        row = self.current()
        assert self.snapshot is not None
        usual = default(self.snapshot.experiment, row.key)
        about = f"{row.label}   {row.key}\n{field(row.key).description}"
        if usual is not None:
            about += " " + _("Here it is usually {}; a dot marks what is not as usual.").format(written(row.key, usual))
        when = _("It takes effect at the next mini-batch.") if row.live else _("It starts training over, after asking.")
        keys = _(
            "↑ ↓      the value in focus\n"
            "← →      its previous, next step (also - and +)\n"
            "enter    type any value in its range; off, all and 20 % are understood"
        )
        return f"{about}\n{when}\n\n{keys}"
