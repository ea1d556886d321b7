"""The status line of a view: the last epoch's figures, or why training stopped."""

from rich.style import Style
from textual.strip import Strip

from core.support.i18n import _, ngettext
from core.support.retranslation import retranslated
from tui_mlp.models.what_space_does import end_sentences
from tui_mlp.render.bar import bar, groups_that_fit
from tui_mlp.render.cell_text import clipped
from tui_mlp.render.colours.palette import Styles
from tui_mlp.render.strips import StyledText, cells_of
from tui_mlp.session.snapshot import RunState, Snapshot
from tui_mlp.text.numbers import count, percent, plain_number, r2_text

from .canvas import READABLE_SECONDS
from .pointed_status import PointedStatus

LN2 = 0.6931471805599453
WIDEST = 10_000
"""Columns in which everything has room."""
ROOM_FOR_ROWS = 100
"""Columns from which on the line says which rows ‖∇‖ is of."""


class StatusLine(PointedStatus):
    """One line with the figures of the last epoch, and why training stopped here and what goes on with it."""

    PERIOD = READABLE_SECONDS

    def status(self, width: int, height: int) -> list[Strip]:
        """One line."""
        snapshot, styles = self.snapshot, self.palette.bg
        if not (snapshot.epoch or snapshot.batch or snapshot.stepping.cursor):
            parts: list[StyledText] = [(" ", styles.blank), (_("space starts training"), styles.muted)]
            return [bar(parts, self.notes_on_data(snapshot, styles), width, styles, self.palette.ascii)]
        said = self.said(snapshot, width - 2, styles)
        if self.ended and not snapshot.unsaved:
            left, said = self.figures_and_end(snapshot, width, styles)
            return [bar(left, said, width, styles, self.palette.ascii)]
        if snapshot.problem:
            room = width - 2 - cells_of(said, self.palette.ascii)
            parts = [
                (" ", styles.blank),
                (clipped(retranslated(snapshot.problem), room, self.palette.ascii), styles.bad),
            ]
            return [bar(parts, said, width, styles, self.palette.ascii)]
        room = width - cells_of(said, self.palette.ascii) - 1
        parts = groups_that_fit(self.groups(snapshot, styles), room, styles, self.palette.ascii)
        return [bar(parts, said, width, styles, self.palette.ascii)]

    def notes_on_data(self, snapshot: Snapshot, styles: Styles) -> list[StyledText]:
        """At the right edge before training: how many notes on the data there are, which the messages hold."""
        if not (notes := len(snapshot.data.description.notes)):
            return []
        told = ngettext("{} note on the data: M", "{} notes on the data: M", notes).format(count(notes))
        return [(told, styles.warn), (" ", styles.blank)]

    @property
    def ended(self) -> bool:
        """Whether training has ended by a stop rule."""
        return self.state is RunState.FINISHED and self.snapshot.stopped_by is not None

    def figure(self, key: str) -> float:
        """The latest figure of a column; after early stopping that of the best epoch, whose weights the network has."""
        snapshot = self.snapshot
        if self.ended and snapshot.stopped_by == "early_stopping":
            return snapshot.figure(key, snapshot.best_epoch)
        return snapshot.latest(key)

    def figures_and_end(
        self, snapshot: Snapshot, width: int, styles: Styles
    ) -> tuple[list[StyledText], list[StyledText]]:
        """The figures, and why training ended: of both the longest that fit, at least how good the network is."""
        groups, ascii = self.groups(snapshot, styles), self.palette.ascii
        best = 1 if len(groups) > 1 and snapshot.data.validation is not None else 0
        rest = [*self.final_groups(snapshot, styles), *groups[best + 1 :]]
        said: list[StyledText] = []
        for sentence in end_sentences(snapshot, self.state):
            said = [(sentence, styles.accent), (" ", styles.blank)]
            room = width - cells_of(said, ascii) - 1
            for least in (groups[: best + 1], [groups[best]], [self.judgement(snapshot, styles)]):
                if cells_of(groups_that_fit(least, WIDEST, styles, ascii), ascii) <= room:
                    return groups_that_fit([*least, *rest], room, styles, ascii), said
        return groups_that_fit(groups, width - cells_of(said, ascii) - 1, styles, ascii), said

    def final_groups(self, snapshot: Snapshot, styles: Styles) -> list[list[StyledText]]:
        """How good the network is on the test rows, beside its baseline, and the best epoch of a finished training."""
        groups: list[list[StyledText]] = []
        metrics, strong = snapshot.final, styles.fg + Style(bold=True)
        if metrics is not None and metrics.split == "test":
            if metrics.classification is not None:
                found = metrics.classification
                always = _(", always {} ").format(found.commonest_text)
                groups.append([
                    (_("test "), styles.muted), (percent(found.accuracy), strong),
                    (always, styles.muted), (percent(found.baseline), styles.fg),
                ])  # fmt: skip
            elif metrics.regression is not None:
                groups.append([(_("test R² "), styles.muted), (r2_text(metrics.regression.r2), strong)])
        if snapshot.best_epoch and snapshot.stopped_by != "early_stopping":  # else the sentence at the right names it
            groups.append([(_("best epoch "), styles.muted), (count(snapshot.best_epoch), strong)])
        return groups

    def judgement(self, snapshot: Snapshot, styles: Styles) -> list[StyledText]:
        """The accuracy or R² alone, of the validation rows where there are some."""
        regression, validation = snapshot.data.task == "regression", snapshot.data.validation is not None
        if regression:
            name = _("validation R²") if validation else _("train R²")
        else:
            name = _("validation accuracy") if validation else _("train accuracy")
        value = self.figure(("validation_" if validation else "train_") + ("r2" if regression else "accuracy"))
        shown = r2_text(value) if regression else percent(value)
        style = (styles.validation if validation else styles.train) + Style(bold=True)
        return [(f"{name} ", styles.muted), (shown, style)] if value == value else []

    def said(self, snapshot: Snapshot, room: int, styles: Styles) -> list[StyledText]:
        """At the right edge: that the run isn't saved, what space does at the end, or which equation has run."""
        if snapshot.unsaved:
            return [(_("not saved: {}").format(retranslated(snapshot.unsaved)), styles.bad), (" ", styles.blank)]
        stepping = snapshot.stepping
        sentences = end_sentences(snapshot, self.state)
        if stepping.executions and (stepping.cursor or stepping.one_by_one) and not self.state.busy and not sentences:
            from tui_mlp.models.equation_help import has_run_text

            sentences = (has_run_text(stepping.executions[-1]),)
        if not sentences:
            return []
        ascii = self.palette.ascii
        fitting = (one for one in sentences if cells_of([(one, styles.accent)], ascii) <= room)
        return [(next(fitting, clipped(sentences[-1], room, ascii)), styles.accent), (" ", styles.blank)]

    def groups(self, snapshot: Snapshot, styles: Styles) -> list[list[StyledText]]:
        """Parts that belong together, the most important first."""

        def pair(name: str, value: str, style: Style) -> list[StyledText]:
            return [(f"{name} ", styles.muted), (value, style + Style(bold=True))]

        regression = snapshot.data.task == "regression"
        quality = "r2" if regression else "accuracy"
        name = "R²" if regression else _("accuracy")
        groups = []
        train, validation = self.figure("train_loss"), self.figure("validation_loss")
        if snapshot.epoch:
            weighted = snapshot.data.train.weights is not None  # what is weighted is no longer bits of information
            bits = snapshot.experiment.network.loss == "cross_entropy" and not weighted
            groups.append(pair(_("train"), plain_number(train), styles.train))
            if bits:
                groups[0].append((_(" ({:.3f} bit)").format(train / LN2), styles.faint))
            if snapshot.data.validation is None:
                groups[0] += self.quality(name, self.figure(f"train_{quality}"), styles.train, regression)
            elif validation == validation:
                own = self.figure(f"validation_{quality}")
                groups.append(pair(_("validation"), plain_number(validation), styles.validation))
                groups[1] += self.quality(name, own, styles.validation, regression)
        norm = _("‖∇‖ of the last batch") if self.size.width >= ROOM_FOR_ROWS else "‖∇‖"
        groups.append(pair(norm, plain_number(snapshot.gradient_norm), styles.fg))
        if snapshot.penalty:
            groups.append(pair(_("penalty"), plain_number(snapshot.penalty), styles.fg))
        return groups

    def quality(self, name: str, value: float, style: Style, regression: bool) -> list[StyledText]:
        """The accuracy or R², after a comma that joins it to the loss before it."""
        muted = self.palette.bg.muted
        shown = r2_text(value) if regression else percent(value)
        return [(", ", muted), (f"{name} ", muted), (shown, style + Style(bold=True))] if value == value else []
