"""The Loss pane: J over the epochs, on the training and the validation examples."""

from textual.binding import Binding
from textual.strip import Strip

from core.texts import _

from ..render.frame import Facts
from ..render.glyphs import glyphs
from ..render.plot import Series, plot
from .pane import Pane


class LossPane(Pane):
    """Both curves, linear or logarithmic."""

    PERIOD = 0.25
    BINDINGS = [Binding("l", "toggle_axis", "Linear or log axis", show=False)]
    logarithmic = False

    def title(self) -> str:
        """The symbol, and which loss where there is room."""
        assert self.snapshot is not None
        name = str(self.snapshot.experiment.network.loss).replace("_", "-")
        return _("Loss J") + (f"  {name}" if self.size.width >= 80 else "")

    def facts(self) -> Facts:
        """The legend: which curve is which, without colour too."""
        assert self.snapshot is not None
        styles, marks = self.palette.bg, glyphs(self.palette.ascii)
        dotted = marks.dotted * 3 if self.palette.brackets else marks.solid * 2
        parts = [(marks.solid * 2, styles.train), (f" {_('train')}", styles.muted)]
        if self.snapshot.data.validation is not None:
            parts += [("   ", styles.muted), (dotted, styles.validation), (f" {_('validation')}", styles.muted)]
        return [*parts, (f"   {_('log') if self.logarithmic else _('linear')}", styles.faint)]

    def keys(self) -> list[tuple[str, str]]:
        """The axis."""
        return [("l", _("linear axis") if self.logarithmic else _("log axis"))]

    def body(self, width: int, height: int) -> list[Strip]:
        """The plot."""
        snapshot, styles = self.snapshot, self.palette.bg
        assert snapshot is not None
        dotted = self.palette.brackets
        series = [Series(snapshot.figures("train_loss"), styles.train, False)]
        if snapshot.data.validation is not None:
            series.append(Series(snapshot.figures("validation_loss"), styles.validation, dotted))
        hint = _("no epoch yet: space starts training")
        return plot(series, width, height, self.palette, log=self.logarithmic, hint=hint)

    def action_toggle_axis(self) -> None:
        """Linear to log and back."""
        self.logarithmic = not self.logarithmic
        self.redraw()

    def help_text(self) -> str:
        """What `?` says of this pane."""
        return _(
            "The loss J that training makes smaller, one point an epoch: how far the outputs A(L) are from the wanted "
            "outputs Y. For cross-entropy it is equation (14), in natural units; divided by ln 2 it is bits.\n\n"
            "train: the mean over the examples as they were trained on, dropout included, penalty left out.\n"
            "validation: at the end of the epoch, on examples that training never sees. Where it rises while train "
            "falls, the network learns its examples by heart.\n\n"
            "l   linear or logarithmic axis"
        )
