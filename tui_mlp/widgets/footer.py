"""The last line of a view: the keys that work now."""

from textual.strip import Strip

from core.support.i18n import _
from tui_mlp.render.bar import key_bar
from tui_mlp.session.snapshot import RunState, Snapshot

from .app_base import app_of
from .canvas import SnapshotWidget

KEYS_FOR_AUDIENCE = ("space", "n", "b", "s", "S", "d", "esc", "tab", "P", "?")
"""The keys that are shown on a projector: those of a demonstration."""


class Footer(SnapshotWidget):
    """Keys and what they do, as many as fit."""

    def draw(self, width: int, height: int) -> list[Strip]:
        """One line."""
        keys = self.keys()
        if app_of(self).big:
            keys = [pair for pair in keys if pair[0] in KEYS_FOR_AUDIENCE]
            place = next((place for place, (key, _word) in enumerate(keys) if key == "?"), len(keys))
            keys.insert(place, ("P", _("Pointer")))
        return [key_bar(keys, self.dropped(), width, self.palette.panel, self.palette.ascii)]

    @property
    def view_keys(self) -> str:
        """The keys of all views, as one entry shows them."""
        views = app_of(self).views
        return f"{views[0].key}-{views[-1].key}"

    def dropped(self) -> tuple[str, ...]:
        """The keys to leave out where there is no room, the least important first."""
        return ("^s", "< >", "z", "r", "q", "tab", "^p", "b", "s", self.view_keys)

    def shows_same(self, before: Snapshot, snapshot: Snapshot) -> bool:
        """True: the footer shows only the state."""
        return True

    def keys(self) -> list[tuple[str, str]]:
        """Keys and what they do; for space, what it would do now."""
        space = {
            RunState.READY: _("Run"),
            RunState.TRAINING: _("Pause"),
            RunState.PAUSING: _("Stop"),
            RunState.PAUSED: _("Run"),
            RunState.FINISHED: _("More"),
            RunState.DIVERGED: _("Rewind"),
        }[self.state]
        keys = [("space", space), ("n", _("Epoch")), ("b", _("Batch")), ("s", _("Equation")), ("r", _("Rewind"))]
        keys += [
            ("< >", _("Speed")),
            (self.view_keys, _("Views")),
            ("tab", _("Pane")),
            ("z", _("Zoom")),
            ("?", _("Help")),
            ("^p", _("Menu")),
            ("^s", _("Save")),
            ("q", _("Quit")),
        ]
        return (
            keys
            if self.state is not RunState.DIVERGED
            else [pair for pair in keys if pair[0] not in ("n", "b", "s", "r")]
        )
