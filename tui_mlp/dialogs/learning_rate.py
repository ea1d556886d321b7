"""The learning-rate finder: a range test on a copy of the network."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from core.support.i18n import N_, _
from tui_mlp.render.plot.range_test import range_test_lines
from tui_mlp.session.commands import FindLearningRate, StopFindingLearningRate
from tui_mlp.session.session import TrainingSession
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.safe_text import content
from tui_mlp.widgets.strip_view import StripView

LOOK_SECONDS = 0.1


class LearningRateDialog(ModalScreen[None]):
    """Starts the range test and shows its curve as it grows; enter takes the suggested rate."""

    CSS_PATH = "learning_rate.tcss"
    BINDINGS = [
        Binding("enter", "take", N_("Use the suggested rate")),
        Binding("escape,q", "leave", N_("Keep the present rate")),
        Binding("M", "app.messages", N_("Messages so far")),
    ]

    def __init__(self, session: TrainingSession) -> None:
        super().__init__()
        self.session = session

    def compose(self) -> ComposeResult:
        """Yield a frame for the curve."""
        with Vertical(id="finder") as box:
            box.border_title = content(_("Learning rate"))
            yield StripView(id="curve")

    def on_mount(self) -> None:
        self.session.post(FindLearningRate())
        self.set_interval(LOOK_SECONDS, self.draw)

    def on_resize(self) -> None:
        """Draw the curve at its new size."""
        self.call_after_refresh(self.draw)

    def draw(self) -> None:
        """Draw the curve as far as the test has come."""
        widget, palette = self.query_one(StripView), app_of(self).palette
        width, height = widget.size
        if width and height:
            widget.show(range_test_lines(self.session.snapshot.range_test, width, height, palette))

    def action_take(self) -> None:
        """Use the suggested rate from the next mini-batch on, and close."""
        test = self.session.snapshot.range_test
        if test is not None and test.suggestion is not None:
            self.session.change("training.learning_rate", float(f"{test.suggestion:.2g}"))
            self.dismiss()

    def action_leave(self) -> None:
        """Stop the test, leave the rate unchanged, and close."""
        self.session.post(StopFindingLearningRate())
        self.dismiss()
