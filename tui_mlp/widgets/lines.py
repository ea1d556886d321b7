"""The three lines that never move: header, status, footer."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from core.texts import N_, _, translated

from ..render.glyphs import glyphs
from ..render.numbers import count, loss, percent, speed
from ..render.palette import Styles
from ..render.strips import cells_of, fit, segments
from ..session import Snapshot, State
from .drawn import Drawn

Part = tuple[str, Style]


def joined(left: Sequence[Part], right: Sequence[Part], width: int, styles: Styles, ascii: bool) -> Strip:
    """One line: parts from the left, parts to the right, blanks between."""
    first, last = Strip(segments(left, ascii)), Strip(segments(right, ascii))
    gap = max(1, width - first.cell_length - last.cell_length)
    return fit([*first, Segment(" " * gap, styles.blank), *last], width, styles.blank)


ALL_VIEWS_FROM = 110
"""Columns from which the header names every view."""

VIEWS = {1: N_("Train"), 2: N_("Step"), 5: N_("Runs")}
"""The views by their keys."""

VIEW_KEYS = " ".join(map(str, VIEWS))


READABLE = 0.45
"""Seconds from one figure to the next: two a second can be read."""


class Header(Drawn):
    """View, data, architecture, activations · state, epoch, speed. What has no room goes, the least needed first."""

    PERIOD = READABLE

    def __init__(self, view: int, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.view = view

    def draw(self, width: int, height: int) -> list[Strip]:
        """One line."""
        snapshot, styles, ascii = self.snapshot, self.palette.panel, self.palette.ascii
        assert snapshot is not None
        view = self.badge(self.view)
        views = [part for number in VIEWS for part in self.badge(number)]
        name: list[Part] = [(f"{snapshot.experiment.name}  ", styles.strong)]
        sizes: list[Part] = [("-".join(map(str, snapshot.sizes)), styles.fg)]
        shape: list[Part] = [(f"  {activations(snapshot)}", styles.muted)]
        pace: list[Part] = [(f"  {self.pace()}", styles.muted)] if self.pace() else []
        bad = styles.bad + Style(bold=True)
        unsaved: list[Part] = [(_("not saved"), bad), ("  ", styles.blank)] if snapshot.unsaved else []
        for left, mark, right in (
            *([(views + name + sizes + shape, unsaved, pace)] if width >= ALL_VIEWS_FROM else []),
            (view + name + sizes + shape, unsaved, pace),
            (view + name + sizes, unsaved, pace),
            (view + name + sizes, unsaved, []),
            ([view[0], *sizes], unsaved, []),
            ([view[0]], unsaved, []),
            *([([], [("! ", bad)], [])] if unsaved else []),
        ):
            line = [*mark, *self.now(), *right, (" ", styles.blank)]
            if cells_of((*left, *line), ascii) < width:
                return [joined(left, line, width, styles, ascii)]
        icon, _gap, epoch = self.now()  # the words matter more than what stands around them
        return [joined([(icon[0].split()[-1], icon[1]), (" ", styles.blank), epoch], [], width, styles, ascii)]

    def badge(self, number: int) -> list[Part]:
        """A view's key and name, inverse for the one that is shown."""
        styles = self.palette.panel
        name, here = translated(VIEWS[number]), number == self.view
        if not here:
            return [(f" {number} {name} ", styles.muted)]
        badge, kind = ("[{} {}]", styles.strong) if self.palette.brackets else (" {} {} ", styles.on_accent)
        return [(" ", styles.blank), (badge.format(number, name), kind), ("  ", styles.blank)]

    def now(self) -> list[Part]:
        """The state and the epochs completed."""
        styles, state = self.palette.panel, self.state
        assert self.snapshot is not None
        colours = {State.READY: styles.muted, State.TRAINING: styles.accent_bold, State.FINISHED: styles.accent_bold}
        colours |= {State.PAUSING: styles.warn, State.PAUSED: styles.warn, State.DIVERGED: styles.bad}
        icon = glyphs(self.palette.ascii).state(state.value)
        gap = "" if icon.endswith(" ") else " "
        style = colours[state] + Style(bold=True)
        epoch = _("epoch {}").format(count(self.snapshot.epoch))
        return [(f"{icon}{gap}{state.value}", style), ("  ", styles.blank), (epoch, styles.strong)]

    def pace(self) -> str:
        """Epochs a second while training; where in an epoch it stopped, if within one."""
        snapshot = self.snapshot
        assert snapshot is not None
        if self.state.busy:
            return speed(snapshot.speed) if snapshot.speed else ""
        if snapshot.batch:
            return _("batch {}/{}").format(count(snapshot.batch), count(snapshot.batches))
        return ""


def activations(snapshot: Snapshot) -> str:
    """Such as `tanh → sigmoid`."""
    names = list(dict.fromkeys(snapshot.activations))
    return " → ".join(
        [", ".join(names), str(snapshot.experiment.network.output)]
        if names
        else [str(snapshot.experiment.network.output)]
    )


class Status(Drawn):
    """The figures of the last epoch; what stopped the training."""

    PERIOD = READABLE

    def draw(self, width: int, height: int) -> list[Strip]:
        """One line."""
        snapshot, styles = self.snapshot, self.palette.bg
        assert snapshot is not None
        if not snapshot.epoch and not snapshot.batch:
            parts: list[Part] = [(" ", styles.blank), (_("space starts training"), styles.muted)]
            return [joined(parts, [], width, styles, self.palette.ascii)]
        if snapshot.problem:
            parts = [(" ", styles.blank), (snapshot.problem, styles.bad)]
            return [joined(parts, [], width, styles, self.palette.ascii)]
        parts = [(" ", styles.blank)]
        unsaved: list[Part] = []
        if snapshot.unsaved:
            unsaved = [(_("not saved: {}").format(snapshot.unsaved), styles.bad), (" ", styles.blank)]
        room = width - cells_of(unsaved, self.palette.ascii) - 1
        for group in self.groups(snapshot, styles):
            longer = [*parts, *([("   ", styles.blank)] if len(parts) > 1 else []), *group]
            if cells_of(longer, self.palette.ascii) > room:
                break
            parts = longer
        return [joined(parts, unsaved, width, styles, self.palette.ascii)]

    def groups(self, snapshot: Snapshot, styles: Styles) -> list[list[Part]]:
        """What belongs together, the most important first."""

        def pair(name: str, value: str, style: Style) -> list[Part]:
            return [(f"{name} ", styles.muted), (value, style + Style(bold=True))]

        regression = snapshot.data.task == "regression"
        quality = "r2" if regression else "accuracy"
        name = "R²" if regression else _("accuracy")
        groups = []
        train, validation = snapshot.latest("train_loss"), snapshot.latest("validation_loss")
        if snapshot.epoch:
            bits = snapshot.experiment.network.loss == "cross_entropy"
            groups.append(pair(_("train"), loss(train), styles.train))
            if bits:
                groups[0].append((_(" ({:.3f} bit)").format(train / LN2), styles.faint))
            if snapshot.data.validation is None:
                groups[0] += self.quality(name, snapshot.latest(f"train_{quality}"), styles.train, regression)
            elif validation == validation:
                own = snapshot.latest(f"validation_{quality}")
                groups.append(pair(_("validation"), loss(validation), styles.validation))
                groups[1] += self.quality(name, own, styles.validation, regression)
        groups.append(pair("‖∇‖", loss(snapshot.gradient_norm), styles.fg))
        if snapshot.penalty:
            groups.append(pair(_("penalty"), loss(snapshot.penalty), styles.fg))
        if snapshot.stopped_by in STOPPED and self.state is State.FINISHED:
            groups.append([(translated(STOPPED[snapshot.stopped_by]), styles.accent)])
        return groups

    def quality(self, name: str, value: float, style: Style, regression: bool) -> list[Part]:
        """The comma and the colour say whose it is."""
        muted = self.palette.bg.muted
        shown = loss(value) if regression else percent(value)
        return [(", ", muted), (f"{name} ", muted), (shown, style + Style(bold=True))] if value == value else []


LN2 = 0.6931471805599453
STOPPED = {"tolerance": N_("tolerance reached"), "early_stopping": N_("stopped early, best weights")}


class Footer(Drawn):
    """The keys that work now. What doesn't fit goes, the least needed first."""

    DROPPED: tuple[str, ...] = ("z", "r", "q", "tab", "^p", "b", "s", VIEW_KEYS)

    def draw(self, width: int, height: int) -> list[Strip]:
        """One line."""
        styles = self.palette.panel
        keys = self.keys()
        for dropped in self.DROPPED:
            if sum(cell_len(key) + cell_len(word) + 3 for key, word in keys) - 1 <= width:
                break
            keys = [pair for pair in keys if pair[0] != dropped]
        parts: list[Part] = [(" ", styles.blank)]
        for place, (key, word) in enumerate(keys):
            parts += [("  ", styles.blank)] if place else []
            parts += [(key, styles.accent_bold), (f" {word}", styles.muted)]
        return [joined(parts, [], width, styles, self.palette.ascii)]

    def same(self, before: Snapshot, snapshot: Snapshot) -> bool:
        """It shows the state alone."""
        return True

    def keys(self) -> list[tuple[str, str]]:
        """Key and word; space says what it would do."""
        space = {
            State.READY: _("Run"),
            State.TRAINING: _("Pause"),
            State.PAUSING: _("Stop"),
            State.PAUSED: _("Run"),
            State.FINISHED: _("More"),
            State.DIVERGED: _("Rewind"),
        }[self.state]
        keys = [("space", space), ("n", _("Epoch")), ("b", _("Batch")), ("s", _("Equation")), ("r", _("Rewind"))]
        keys += [
            (VIEW_KEYS, _("Views")),
            ("tab", _("Pane")),
            ("z", _("Zoom")),
            ("?", _("Help")),
            ("^p", _("Menu")),
            ("q", _("Quit")),
        ]
        return (
            keys if self.state is not State.DIVERGED else [pair for pair in keys if pair[0] not in ("n", "b", "s", "r")]
        )
