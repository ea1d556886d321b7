"""The status line of the Step view: the mini-batch that is shown."""

from collections.abc import Iterator
from math import log

from textual.reactive import reactive
from textual.strip import Strip

from core.support.i18n import _
from core.support.retranslation import retranslated
from tui_mlp.models.step_focus import StepFocus
from tui_mlp.models.what_space_does import end_sentences
from tui_mlp.render.bar import bar, groups_that_fit
from tui_mlp.render.strips import StyledText
from tui_mlp.text.numbers import count, plain_number
from tui_mlp.widgets.pointed_status import PointedStatus


class StepStatus(PointedStatus):
    """The mini-batch's loss once it is known, the equation, α and m, and the place in training."""

    step_focus: reactive[StepFocus | None] = reactive(None, repaint=False, init=False)

    def watch_step_focus(self) -> None:
        """Draw again: the mini-batch may be another one."""
        self.redraw()

    def status(self, width: int, height: int) -> list[Strip]:
        """One line."""
        snapshot, styles, focus = self.snapshot, self.palette.bg, self.step_focus
        if focus is not None and focus.execution.context.alone is not None:
            return [bar(self.of_example(focus, width), [], width, styles, self.palette.ascii)]
        parts: list[StyledText] = [(" ", styles.blank)]
        ended = [[(sentence, styles.accent)] for sentence in end_sentences(snapshot, self.state)[:1]]
        if snapshot.problem:
            parts.append((retranslated(snapshot.problem), styles.bad))
        elif focus is None:
            parts = groups_that_fit(ended, width, styles, self.palette.ascii)
            if not ended:
                parts.append((_("s runs the next equation, b the mini-batch, n the epoch"), styles.muted))
        else:
            figures = ([(f"{name} ", styles.muted), (value, styles.strong)] for name, value in self.figures(focus))
            parts = groups_that_fit([*figures, *ended], width, styles, self.palette.ascii)
        return [bar(parts, [], width, styles, self.palette.ascii)]

    def of_example(self, focus: StepFocus, width: int) -> list[StyledText]:
        """Which example is shown alone, and that nothing is trained by it; then what keys lead on, and its loss."""
        styles, context = self.palette.bg, focus.execution.context
        alone = [(_("{} alone").format(context.example_text(0)), styles.accent_bold)]
        epoch, batch = count(self.snapshot.epoch), count(self.snapshot.batch)
        if self.snapshot.batch:
            text = _("weights of epoch {}, batch {}; nothing is trained").format(epoch, batch)
        else:
            text = _("weights of epoch {}; nothing is trained").format(epoch)
        said = [(text, styles.fg)]
        keys = [("esc ", styles.accent_bold), (_("leaves it"), styles.muted)]
        own = [("s ", styles.accent_bold), (_("training's next equation"), styles.muted)]
        losses = [
            [(_("its loss "), styles.muted), (plain_number(execution.writes.value.item()), styles.strong)]
            for execution in focus.executions
            if execution.equation.kind == "loss"
        ]
        return groups_that_fit([alone, said, keys, *losses, own], width, styles, self.palette.ascii)

    def figures(self, focus: StepFocus) -> Iterator[tuple[str, str]]:
        """Names and values for the mini-batch that is shown, the most important first."""
        context, stepping = focus.execution.context, self.snapshot.stepping
        for execution in focus.executions:
            if execution.equation.kind == "loss":
                value = execution.writes.value.item()
                weighted = any(operand.symbol == "w" for operand in execution.reads)
                in_bits = context.loss == "cross_entropy" and not weighted
                bits = _(" ({:.3f} bit)").format(value / log(2)) if in_bits else ""
                yield _("batch loss"), f"{plain_number(value)}{bits}"
        whole = len(stepping.plan) if stepping.cursor else len(focus.executions)
        yield _("equation"), _("{} of {}").format(len(focus.executions), whole)
        yield _("batch"), _("{} of {}").format(count(context.batch), count(self.snapshot.batches))
        yield "α", f"{context.rates['learning_rate']:g}"
        yield "m", count(context.m)
        yield _("epoch"), count(self.snapshot.epoch)
