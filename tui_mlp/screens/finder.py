"""The learning-rate finder: a range test on a copy of the network, its curve, and the rate it suggests."""

from typing import TYPE_CHECKING, cast

import numpy as np
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget

from core.finder import RangeTest
from core.texts import N_, _

from ..render.palette import Palette
from ..render.plot import Series, plot
from ..render.strips import fill, fit, runs, segments
from ..render.wrapped import wrapped
from ..session import TrainingSession
from ..widgets.text import content

if TYPE_CHECKING:
    from ..app import MlpApp

LOOK_SECONDS = 0.1
MARGIN = 7
"""Cells of the plot's labels on the left."""


class Curve(Widget):
    """Strips that the screen draws."""

    def __init__(self) -> None:
        super().__init__(id="curve")
        self.lines: list[Strip] = []

    def render_line(self, y: int) -> Strip:
        """A line of it."""
        blank = cast("MlpApp", self.app).palette.bg.blank
        return self.lines[y] if y < len(self.lines) else Strip.blank(self.size.width, blank)


class FinderScreen(ModalScreen[None]):
    """Begins the test, shows how far it is; enter takes the suggestion over."""

    CSS_PATH = "finder.tcss"
    BINDINGS = [
        Binding("enter", "take", N_("Take the suggested rate")),
        Binding("escape,q", "leave", N_("Leave the rate as it is")),
    ]

    def __init__(self, session: TrainingSession) -> None:
        super().__init__()
        self.session = session

    def compose(self) -> ComposeResult:
        """A frame with the curve."""
        with Vertical(id="finder", classes="-ascii" if cast("MlpApp", self.app).ascii else "") as box:
            box.border_title = content(_("Learning rate"))
            yield Curve()

    def on_mount(self) -> None:
        """Begin."""
        self.session.find_rate()
        self.set_interval(LOOK_SECONDS, self.draw)

    def on_resize(self) -> None:
        """In the new room."""
        self.call_after_refresh(self.draw)

    def draw(self) -> None:
        """The curve as far as it is."""
        widget, palette = self.query_one(Curve), cast("MlpApp", self.app).palette
        width, height = widget.size
        if width and height:
            widget.lines = finder_lines(self.session.snapshot.range_test, width, height, palette)
            widget.refresh()

    def action_take(self) -> None:
        """The suggestion, from the next mini-batch on."""
        test = self.session.snapshot.range_test
        if test is not None and test.suggestion is not None:
            self.session.change("training.learning_rate", float(f"{test.suggestion:.2g}"))
            self.dismiss()

    def action_leave(self) -> None:
        """As it was."""
        self.session.find_rate(stop=True)
        self.dismiss()


def finder_lines(test: RangeTest | None, width: int, height: int, palette: Palette) -> list[Strip]:
    """The losses over the rates, smoothed on top, a line at the suggestion; what came of it; the keys."""
    styles = palette.bg
    if test is None or not len(test.rates):
        text = _("one mini-batch at each rate, on a copy of the network …")
        return fill(
            [fit(segments([(text, styles.muted)], palette.ascii), width, styles.blank)], width, height, styles.blank
        )
    steps = np.arange(1.0, len(test.rates) + 1)
    series = [Series(test.smoothed, styles.train, epochs=steps), Series(test.losses, styles.border, epochs=steps)]
    at = None if test.suggestion is None else int(np.argmin(np.abs(np.log(test.rates / test.suggestion)))) + 1
    said = wrapped([(words(test), styles.fg)], width, palette)
    curve = plot(series, width, height - 2 - len(said), palette, reading=at)
    keys = [("enter", _("take {:.2g}").format(test.suggestion))] if test.suggestion is not None else []
    keys += [("esc", _("leave it"))]
    told = [part for key, word in keys for part in ((f"{key} ", styles.accent_bold), (f"{word}   ", styles.muted))]
    lines = [*curve[:-1], ruler(test, width, palette), Strip.blank(width, styles.blank), *said]
    return fill([*lines, fit(segments(told, palette.ascii), width, styles.blank)], width, height, styles.blank)


def words(test: RangeTest) -> str:
    """What came of it, or how far it is."""
    return test.text if test.stopped else _("rate {:.1e} …").format(test.rates[-1])


def ruler(test: RangeTest, width: int, palette: Palette) -> Strip:
    """The rates below the curve: powers of ten where they stand."""
    room = max(1, width - MARGIN)
    exponents = np.log10(test.rates)
    text = list(_("rate").rjust(MARGIN - 1).ljust(width))
    span = max(1e-9, float(exponents[-1] - exponents[0]))
    for power in range(int(np.ceil(exponents[0])), int(np.floor(exponents[-1])) + 1):
        name = f"1e{power}"
        column = MARGIN + round((power - float(exponents[0])) / span * (room - 1))
        start = min(column, width - len(name))
        if all(character == " " for character in text[max(MARGIN, start - 1) : start + len(name)]):
            text[start : start + len(name)] = name
    return fit(runs("".join(text)[:width], [palette.bg.muted] * width), width, palette.bg.blank)
