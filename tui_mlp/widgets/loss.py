"""The Loss pane: J over the epochs, on the training and the validation examples."""

from textual.binding import Binding
from textual.strip import Strip

from core.texts import _

from ..render.frame import Facts
from ..render.glyphs import glyphs
from ..render.numbers import count, loss
from ..render.plot import Series, plot
from .pane import Pane

AXIS = 6
"""Cells of the labels on the left."""


class LossPane(Pane):
    """Both curves, linear or logarithmic, with a line that reads them at an epoch."""

    PERIOD = 0.25
    BINDINGS = [
        Binding("l", "toggle_axis", "Linear or log axis", show=False),
        Binding("left", "read(-1)", "Read an earlier epoch", show=False),
        Binding("right", "read(1)", "Read a later epoch", show=False),
        Binding("shift+left", "read_next(-1)", "The epoch before", show=False),
        Binding("shift+right", "read_next(1)", "The next epoch", show=False),
        Binding("escape", "stop_reading", "No reading line", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.logarithmic = False
        self._reading: int | None = None

    @property
    def epochs(self) -> int:
        """Epochs there are."""
        return 0 if self.snapshot is None else len(self.snapshot.history)

    @property
    def reading(self) -> int | None:
        """The epoch that is read; none after a start from the beginning."""
        return self._reading if self._reading is not None and self._reading <= self.epochs else None

    def title(self) -> str:
        """The symbol, and which loss where there is room."""
        assert self.snapshot is not None
        if self.reading is not None:
            return _("Loss J at epoch {}").format(count(self.reading))
        name = str(self.snapshot.experiment.network.loss).replace("_", "-")
        return _("Loss J") + (f"  {name}" if self.size.width >= 80 else "")

    def facts(self) -> Facts:
        """The legend, which says which curve is which without colour too; its values where an epoch is read."""
        assert self.snapshot is not None
        styles, marks = self.palette.bg, glyphs(self.palette.ascii)
        dotted = marks.dotted * 3 if self.palette.brackets else marks.solid * 2
        train, validation = _("train"), _("validation")
        if self.reading is not None:
            train = loss(float(self.snapshot.figures("train_loss")[self.reading - 1]))
            validation = loss(float(self.snapshot.figures("validation_loss")[self.reading - 1]))
        parts = [(marks.solid * 2, styles.train), (f" {train}", styles.muted)]
        if self.snapshot.data.validation is not None:
            parts += [("   ", styles.muted), (dotted, styles.validation), (f" {validation}", styles.muted)]
        return [*parts, (f"   {_('log') if self.logarithmic else _('linear')}", styles.faint)]

    def keys(self) -> list[tuple[str, str]]:
        """The axis and the reading line."""
        keys = [("l", _("linear axis") if self.logarithmic else _("log axis")), ("←→", _("read"))]
        return [*keys, ("esc", _("end"))] if self.reading is not None else keys

    def body(self, width: int, height: int) -> list[Strip]:
        """The plot."""
        snapshot, styles = self.snapshot, self.palette.bg
        assert snapshot is not None
        dotted = self.palette.brackets
        series = [Series(snapshot.figures("train_loss"), styles.train, False)]
        if snapshot.data.validation is not None:
            series.append(Series(snapshot.figures("validation_loss"), styles.validation, dotted))
        hint = _("no epoch yet: space starts training")
        return plot(series, width, height, self.palette, log=self.logarithmic, hint=hint, reading=self.reading)

    def action_toggle_axis(self) -> None:
        """Linear to log and back."""
        self.logarithmic = not self.logarithmic
        self.redraw()

    def action_read(self, direction: int) -> None:
        """The epoch a column of the plot further; the last one at first."""
        columns = max(1, self.size.width - 2 * 2 - AXIS)
        self.action_read_next(direction * max(1, round(self.epochs / columns)))

    def action_read_next(self, epochs: int) -> None:
        """The epoch so many further."""
        if self.epochs:
            first = self.reading is None
            self._reading = self.epochs if first else max(1, min((self.reading or 1) + epochs, self.epochs))
            self.redraw()

    def action_stop_reading(self) -> None:
        """No line."""
        self._reading = None
        self.redraw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape is this pane's while an epoch is read, else the screen's."""
        return self.reading is not None if action == "stop_reading" else True

    def help_text(self) -> str:
        """What `?` says of this pane."""
        return _(
            "The loss J that training makes smaller, one point an epoch: how far the outputs A(L) are from the wanted "
            "outputs Y. For cross-entropy it is equation (14), in natural units; divided by ln 2 it is bits.\n\n"
            "train: the mean over the examples as they were trained on, dropout included, penalty left out.\n"
            "validation: at the end of the epoch, on examples that training never sees. Where it rises while train "
            "falls, the network learns its examples by heart.\n\n"
            "l        linear or logarithmic axis\n"
            "← →      a line that reads both curves at an epoch, with shift by single epochs; esc takes it away"
        )
