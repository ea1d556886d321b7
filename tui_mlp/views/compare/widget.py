"""Draws a comparison: header, curves of both trainings, their table, the keys."""

from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip

from core.support.i18n import N_, _, pgettext, translated
from tui_mlp.render.bar import bar, key_bar
from tui_mlp.render.cell_text import clipped
from tui_mlp.render.frame import frame, inner_size
from tui_mlp.render.plot.axis_choice import AxisChoice, ValueRatio
from tui_mlp.render.plot.plot import plot
from tui_mlp.render.plot.series import Series
from tui_mlp.render.strips import StyledText, cells_of
from tui_mlp.render.tables.comparison import NAMES, comparison_table, quality
from tui_mlp.session.comparison.comparison_snapshot import ComparisonSnapshot
from tui_mlp.session.snapshot import RunState
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import NOTHING, count
from tui_mlp.text.settings_text import input_text
from tui_mlp.text.speed_text import speed_text
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.canvas import Canvas

BESIDE_FROM = 110
"""Columns from which loss and accuracy stand beside each other."""
NAMED_FROM = 76
"""Columns of a frame from which its legend shows the values too."""
CURVES_LEAST = 7
"""The least lines of the curves, frame included; the table gets the rest."""
LONGEST_VALUE = 20
HINT = N_("space trains both from the same start\nn trains one epoch of each")
DROPPED = ("^p", "?", "l", "a", "R", "n")
"""The keys that are left out where there is no room, the least important first."""


class ComparisonView(Canvas):
    """Draws the latest snapshot of both trainings."""

    state: reactive[RunState] = reactive(RunState.READY, repaint=False, init=False)
    axis: reactive[AxisChoice] = reactive(AxisChoice(), repaint=False, init=False)
    show_accuracy: reactive[bool] = reactive(False, repaint=False, init=False)
    """Whether the accuracy, R² of a regression, is drawn: beside the loss, or in its place where that is too narrow."""

    def __init__(self, snapshot: ComparisonSnapshot) -> None:
        super().__init__()
        self.snapshot = snapshot
        self.shows_speed = False
        """Whether the header had room for the speed."""
        self._ratio = ValueRatio()
        self._rows = 0  # of the plot, above its epochs

    @property
    def ratio(self) -> float:
        """The largest train loss of both by the smallest."""
        snapshot = self.snapshot
        return self._ratio.of(snapshot, lambda: [side.figures("train_loss") for side in snapshot.sides])

    @property
    def logarithmic(self) -> bool:
        """Whether losses have a logarithmic axis, by the user's choice or because the plot is low."""
        return self.axis.log(self.ratio, self._rows)

    def turn_axis(self) -> None:
        """Change between a linear and a logarithmic axis."""
        self.axis = self.axis.turned(self.ratio, self._rows)

    @property
    def plot_cells(self) -> int:
        """All cells of the widget, those of the table included."""
        return self.size.area

    def show(self, snapshot: ComparisonSnapshot) -> None:
        """Take new standings, and draw them if it is time: plots as large as this are drawn less often."""
        self.snapshot = snapshot
        if not self.state.busy or self.due:
            self.redraw()

    def watch_state(self) -> None:
        """Draw the new state at once."""
        self.redraw()

    def watch_axis(self) -> None:
        self.redraw()

    def watch_show_accuracy(self) -> None:
        self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        """Header and footer, the table as high as it needs to be, the curves in the remaining lines."""
        body, palette = height - 2, self.palette
        rows = comparison_table(self.snapshot, self.values(), inner_size(width, 0)[0], palette)[
            : max(0, body - CURVES_LEAST - 2)
        ]
        title = _("They differ in {}").format(next(iter(self.snapshot.differences)))
        below = frame(rows, width, len(rows) + 2, palette, title=title) if rows else []
        curves = self.curves(width, max(0, body - len(below)))
        return [self.header(width), *curves, *below, self.footer(width)][: max(1, height)]

    def values(self) -> tuple[str, str]:
        """The setting's value in each training, as it would be typed, cut if long."""
        key, (first, second) = next(iter(self.snapshot.differences.items()))
        return value_text(key, first, self.palette.ascii), value_text(key, second, self.palette.ascii)

    # Header and footer

    def header(self, width: int) -> Strip:
        """Data, architectures, state, and the epochs of the training that has more."""
        shown, styles, marks = self.snapshot, self.palette.panel, glyphs(self.palette.ascii)
        badge, kind = ("[{}]", styles.strong) if self.palette.brackets else (" {} ", styles.on_accent)
        view: list[StyledText] = [(" ", styles.blank), (badge.format(_("Compare")), kind), ("  ", styles.blank)]
        name: list[StyledText] = [(f"{shown.sides[0].experiment.name}  ", styles.strong)]
        sizes: list[StyledText] = [
            (_(" or ").join(dict.fromkeys(side.architecture for side in shown.sides)), styles.fg)
        ]
        colours = {RunState.READY: styles.muted, RunState.DIVERGED: styles.bad}
        colours |= dict.fromkeys((RunState.TRAINING, RunState.FINISHED), styles.accent_bold)
        style = colours.get(self.state, styles.warn) + Style(bold=True)
        now: list[StyledText] = [(f"{marks.state(self.state.value).rstrip()} {self.state.word}", style)]
        now += [("  ", styles.blank), (_("epoch {}").format(count(shown.epoch)), styles.strong)]
        speed = speed_text(app_of(self).speed, shown.speed, self.state.busy)
        with_speed: list[StyledText] = [*now, (f"  {speed}", styles.muted)] if speed else now
        end: list[StyledText] = [(" ", styles.blank)]
        for left, right in ((view + name + sizes, with_speed), (view + sizes, with_speed), (sizes, now), ([], now)):
            self.shows_speed = right is with_speed
            if cells_of((*left, *right, *end), self.palette.ascii) < width:
                break
        return bar(left, [*right, *end], width, styles, self.palette.ascii)

    def footer(self, width: int) -> Strip:
        """The keys that work now."""
        return key_bar(self.keys(), DROPPED, width, self.palette.panel, self.palette.ascii)

    def keys(self) -> list[tuple[str, str]]:
        """Keys and what they do; space and n only while they can run something."""
        words = {RunState.TRAINING: _("Pause"), RunState.PAUSING: _("Stop"), RunState.FINISHED: _("More")}
        keys = [("space", words.get(self.state, _("Run"))), ("n", _("Epoch"))]
        if self.state is RunState.DIVERGED:
            keys = []
        other = _("Loss") if self.show_accuracy else quality(self.snapshot)[1].capitalize()
        keys += [
            ("R", pgettext("short", "Start over")),
            ("l", _("Linear") if self.logarithmic else _("Log")),
            ("a", other),
        ]
        return [*keys, ("?", _("Help")), ("^p", _("Menu")), ("esc", _("Back"))]

    # The curves

    def curves(self, width: int, height: int) -> list[Strip]:
        """The loss, the accuracy, or both beside each other."""
        kind, name = quality(self.snapshot)
        self._rows = inner_size(width, height)[1] - 1
        if not self.show_accuracy:
            return self.curve("train_loss", _("Train loss J"), width, height)
        if width < BESIDE_FROM:
            return self.curve(f"train_{kind}", _("Train {}").format(name), width, height)
        left = self.curve("train_loss", _("Train loss J"), width - width // 2, height)
        right = self.curve(f"train_{kind}", _("Train {}").format(name), width // 2, height)
        return [Strip([*one, *other]) for one, other in zip(left, right, strict=True)]

    def curve(self, column: str, title: str, width: int, height: int) -> list[Strip]:
        """One column of both histories as a plot in a frame with its legend."""
        palette, marks = self.palette, glyphs(self.palette.ascii)
        log = self.logarithmic and column == "train_loss"
        offered = column == "train_loss" and self.axis.offered(self.ratio, self._rows)
        series, facts = list[Series](), list[StyledText]()
        values = self.values() if width >= NAMED_FROM else ("", "")
        for name, style, side, value in zip(NAMES, palette.runs[:2], self.snapshot.sides, values, strict=True):
            dotted = name == "b" and palette.brackets
            series.append(Series(side.figures(column), style, dotted, name, side.figures("epoch")))
            line = marks.dotted * 3 if dotted else marks.solid * 2
            facts += [(line, style), (f" {name} {value}".rstrip(), palette.bg.muted), ("   ", palette.bg.muted)]
        facts.append((_("log") if log else _("linear"), palette.bg.faint))
        if offered:
            facts[-1:] = [("l ", palette.bg.accent_bold), (_("log axis"), palette.bg.muted)]
        body = plot(series, *inner_size(width, height), palette, log=log, hint=translated(HINT))
        return frame(body, width, height, palette, title=title, facts=facts)


def value_text(key: str, value: object, ascii: bool) -> str:
    """A value as it would be typed, cut if long."""
    return clipped(NOTHING if value is None else input_text(key, value), LONGEST_VALUE, ascii)
