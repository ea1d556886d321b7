"""The rewind slider: chooses an earlier epoch, whose weights the panes show meanwhile."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.strip import Strip

from core.support.i18n import N_, _, pgettext
from tui_mlp.render.bar import key_bar
from tui_mlp.render.exercise.styled_text import with_values
from tui_mlp.render.slider import slider
from tui_mlp.render.strips import fit, segments
from tui_mlp.session.commands import AcceptRewind, CancelRewind, RewindTo, SwitchBranch
from tui_mlp.session.session import TrainingSession
from tui_mlp.text.event_texts import edit_text
from tui_mlp.text.numbers import count, plain_number
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.strip_view import StripView

LOOK_SECONDS = 0.1
PLAY_STEPS = 120
"""The number of steps in which playing goes from one end to the other."""

DROPPED = ("[ ]", "space", "b", "←→")
"""Keys that the last line leaves out where not all fit, in this order."""


class RewindDialog(ModalScreen[None]):
    """Chooses an epoch; enter continues training from there, escape changes nothing."""

    CSS_PATH = "rewind.tcss"
    BINDINGS = [
        Binding("left", "move(-1)", N_("Earlier")),
        Binding("right", "move(1)", N_("Later")),
        Binding("shift+left", "move_epochs(-1)", N_("The epoch before")),
        Binding("shift+right", "move_epochs(1)", N_("The next epoch")),
        Binding("home", "go(0)", N_("The start")),
        Binding("end", "go(-1)", N_("The present")),
        Binding("left_square_bracket,comma", "to_change(-1)", N_("The change before")),
        Binding("right_square_bracket,full_stop", "to_change(1)", N_("The next change")),
        Binding("space", "play", N_("Play")),
        Binding("b", "switch_branch", N_("The branch you left last")),
        Binding("enter", "accept", N_("Continue from here")),
        Binding("escape,q,r", "cancel", N_("Cancel")),
        Binding("M", "app.messages", N_("Messages so far")),
    ]

    def __init__(self, session: TrainingSession, epoch: int) -> None:
        super().__init__()
        self.session = session
        self.end = session.snapshot.present
        self.epoch = epoch
        self._typed = ""
        self._direction = 0

    def compose(self) -> ComposeResult:
        """Yield the slider, over status and footer."""
        with Vertical(id="rewind"):
            yield StripView(id="slider", panel=True)

    def on_mount(self) -> None:
        """Show the epoch and update the slider regularly."""
        self.seek()
        self.set_interval(LOOK_SECONDS, self.advance)

    def on_resize(self) -> None:
        """Draw the slider in its new width."""
        self.draw()

    def seek(self) -> None:
        """Have the session show the weights of the slider's epoch."""
        self.session.post(RewindTo(self.place))
        self.draw()

    @property
    def place(self) -> tuple[int, int]:
        """Epoch and batch of the slider; its right end may lie within an epoch."""
        return self.end if self.epoch >= self.end[0] else (self.epoch, 0)

    @property
    def arrived(self) -> bool:
        """Whether the panes show the slider's place."""
        snapshot = self.session.snapshot
        return (snapshot.epoch, snapshot.batch) == self.place

    def advance(self) -> None:
        """Play on once the panes have arrived; draw how far they have come."""
        if self._direction and self.arrived:
            step = max(1, self.end[0] // PLAY_STEPS)
            if not 0 <= self.epoch + self._direction * step <= self.end[0]:
                self._direction = -self._direction
            self.go(self.epoch + self._direction * step)
        else:
            self.draw()

    def draw(self) -> None:
        """Draw the three lines: where it is, the slider, the keys."""
        palette, snapshot = app_of(self).palette, self.session.snapshot
        widget = self.query_one(StripView)
        width, styles = widget.size.width, palette.panel
        if not width:
            return
        epoch, batch = self.place
        where = _("epoch {} of {}, batch {}") if batch else _("epoch {} of {}")
        where = where.format(count(epoch), count(self.end[0]), count(batch))
        said = with_values(_("Rewind to {}"), styles.muted, (where, styles.accent_bold))
        if self.arrived:
            if epoch:
                said += [
                    ("   " + _("train") + " ", styles.muted),
                    (plain_number(snapshot.figure("train_loss", epoch)), styles.strong),
                ]
            said += [(f"   {self.change_here()}", styles.warn)]
        else:
            said += [("   " + _("training again: epoch {}").format(count(snapshot.epoch)), styles.warn)]
        changes = [mark.epoch for mark in snapshot.edits]
        bar = slider(epoch, self.end[0], width - 2, palette, marks=changes, reached=snapshot.epoch)
        keys = [("←→", _("epoch")), ("[ ]", pgettext("one that was made", "change"))]
        keys += [("space", _("stop") if self._direction else _("play"))]
        keys += [("b", _("branch"))] if snapshot.branches else []
        keys += [("enter", _("continue here")), ("esc", _("cancel"))]
        blank = Strip.blank(1, styles.blank)
        widget.show(
            [
                fit([*blank, *segments(said, palette.ascii)], width, styles.blank),
                fit([*blank, *bar], width, styles.blank),
                key_bar(keys, DROPPED, width, styles, palette.ascii),
            ]
        )

    def change_here(self) -> str:
        """The changes that were made after this epoch."""
        marks = [edit_text(mark) for mark in self.session.snapshot.edits if mark.epoch == self.epoch]
        return _("then ") + ", ".join(marks) if marks else ""

    def go(self, epoch: int) -> None:
        """Move to an epoch, or the nearest that exists; -1 is the last."""
        epoch = self.end[0] if epoch < 0 else min(epoch, self.end[0])
        if epoch != self.epoch or not self.arrived:
            self.epoch = epoch
            self.seek()

    def on_key(self, event: object) -> None:
        """Read digits as an epoch to move to."""
        character = getattr(event, "character", None) or ""
        if character.isdecimal():
            self._typed += character
            self.go(int(self._typed))
        else:
            self._typed = ""

    def action_move(self, direction: int) -> None:
        """Move by one cell of the slider."""
        self.action_move_epochs(direction * max(1, round(self.end[0] / max(1, self.size.width - 4))))

    def action_move_epochs(self, epochs: int) -> None:
        """Move by this number of epochs."""
        self._direction = 0
        self.go(max(0, self.epoch + epochs))

    def action_go(self, epoch: int) -> None:
        """Move to the start (0) or the end (-1)."""
        self._direction = 0
        self.go(epoch)

    def action_to_change(self, direction: int) -> None:
        """Move to the nearest change in this direction, to the state just before it."""
        epochs = sorted({mark.epoch for mark in self.session.snapshot.edits})
        beyond = [epoch for epoch in epochs if (epoch - self.epoch) * direction > 0]
        if beyond:
            self._direction = 0
            self.go(beyond[0] if direction > 0 else beyond[-1])

    def action_play(self) -> None:
        """Play back and forth, or stop."""
        self._direction = 0 if self._direction else -1 if self.epoch >= self.end[0] else 1
        self.draw()

    def action_switch_branch(self) -> None:
        """Switch to the branch that was left last."""
        if self.session.snapshot.branches:
            self.session.post(SwitchBranch())
            self.dismiss()

    def action_accept(self) -> None:
        """Continue training from here."""
        self.session.post(AcceptRewind())
        self.dismiss()

    def action_cancel(self) -> None:
        """Close without rewinding."""
        self.session.post(CancelRewind())
        self.dismiss()
