"""The screen of the Step view: one mini-batch, equation by equation."""

from dataclasses import replace
from pathlib import Path

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive

from core.stepping.stepper import Execution
from core.support.i18n import N_, _
from core.training.stopping.breakpoints import Hit
from tui_mlp.models.pointed import same_place
from tui_mlp.models.step_focus import StepFocus, focus_on_hit, pointed_value, updated_focus
from tui_mlp.session.commands import EndExample
from tui_mlp.session.snapshot import Snapshot
from tui_mlp.views.view_screen import VIEW_STYLES, View
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.header import Header
from tui_mlp.widgets.message_line import MessageLine
from tui_mlp.widgets.messages import RoomForTerms, StepFocusChanged
from tui_mlp.widgets.pane import Pane

from .algorithm import AlgorithmPane
from .derivation import SumPane
from .equation import EquationPane
from .example import ExamplePane
from .footer import StepFooter
from .line_by_line import DerivationPane, can_be_derived
from .pane import StepPane
from .status import StepStatus

SUM_HEIGHTS = ((40, 13), (28, 9), (0, 7))
"""Lines of the body, and the usual lines of the Sum pane from that height on."""


class StepScreen(View):
    """Algorithm, equation and sum, or one example; all panes share the step focus."""

    LEAST = (70, 20)
    CSS_PATH = [VIEW_STYLES, Path(__file__).with_name("step.tcss")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide"), (150, "-huge")]
    BINDINGS = [
        Binding("e", "turn_example", N_("One example or the batch")),
        Binding("d", "turn_derivation", N_("Derive the value in focus, line by line")),
    ]

    step_focus: reactive[StepFocus | None] = reactive(None, repaint=False, init=False)
    max_terms = 8
    _longest_sum: tuple[tuple[Execution, int] | None, int] = (None, 0)
    """The equation in focus and the width, and the most lines that one of its sums has wanted in it."""

    def __init__(self) -> None:
        super().__init__()
        self._hit: Hit | None = None
        """The hit that had the focus last."""

    def compose(self) -> ComposeResult:
        """Yield header, panes, status and footer."""
        yield self.bind_snapshot(Header("step", id="header"))
        with Horizontal(id="body"):
            yield self.bind_focus(AlgorithmPane(id="algorithm"))
            with Vertical(id="walk", classes="column holder"):
                yield self.bind_focus(EquationPane(id="equation"))
                yield self.bind_focus(SumPane(id="sum"))
                yield self.bind_focus(ExamplePane(id="example"))
            yield self.bind_focus(DerivationPane(id="derivation"))
        yield self.bind_snapshot(StepStatus(id="status")).data_bind(StepScreen.step_focus)
        yield MessageLine(in_step=True)
        yield self.bind_snapshot(StepFooter(id="footer"))

    def bind_focus(self, pane: StepPane) -> StepPane:
        """The pane, which from now on gets snapshot, state and step focus."""
        self.bind_snapshot(pane).data_bind(StepScreen.step_focus)
        return pane

    def first_pane(self) -> Pane:
        """The equation pane."""
        return self.query_one(EquationPane)

    def watch_snapshot(self, before: Snapshot, snapshot: Snapshot) -> None:
        """Focus the equation that has run last; after a hit of a breakpoint, once, what it stopped at."""
        for pane in self.query(StepPane):  # before its room is shared: Textual hands it on only after this
            pane.snapshot = snapshot
        stepping, hit = snapshot.stepping, snapshot.hit
        executions = stepping.executions
        if hit is not None and hit is not self._hit and executions and not stepping.alone:
            self._hit, self.step_focus = hit, focus_on_hit(executions, hit, self.max_terms)
        else:
            self.step_focus = updated_focus(self.step_focus, snapshot.stepping, self.max_terms)
        self.renew_pointed()

    def on_step_focus_changed(self, message: StepFocusChanged) -> None:
        """Share the pane's focus, unless other equations have run since then."""
        if self.step_focus is not None and message.step_focus.executions is self.step_focus.executions:
            self.step_focus = message.step_focus
            self.move_pointer(pointed_value(message.step_focus))
            return
        for pane in self.query(StepPane):
            pane.step_focus = self.step_focus

    def on_room_for_terms(self, message: RoomForTerms) -> None:
        """Show as many terms of a sum as fit."""
        self.max_terms = message.terms
        if self.step_focus is not None:
            self.step_focus = replace(self.step_focus, max_terms=message.terms, term=None)

    def watch_step_focus(self, before: StepFocus | None, focus: StepFocus | None) -> None:
        """Share the room again: the matrices and the sum may be larger. The pointer stays on what is in focus.

        A derivation of what isn't in focus any more is left.
        """
        if self.derives and (focus is None or not can_be_derived(focus)):
            self.leave_derivation()
        if before is not None and focus is not None and same_place(pointed_value(before), app_of(self).pointed):
            self.move_pointer(pointed_value(focus))
        self.share_room()

    def share_height(self) -> None:
        """Share width and height among the panes, after the size or the zoom has changed."""
        self.share_room()

    def share_room(self) -> None:
        """Give the algorithm the columns and the sum the lines that they need, and the equation all others."""
        body, algorithm, pane = self.query_one("#body").size, self.query_one(AlgorithmPane), self.query_one(SumPane)
        columns = algorithm.columns_wanted(*body)
        algorithm.styles.width = "1fr" if self.alone else columns
        pane.styles.height = "1fr" if self.alone else self.lines_of_sum(body.width - columns, body.height)

    def lines_of_sum(self, width: int, height: int) -> int:
        """The usual lines of the sum; fewer where the equation lacks lines; more, up to half, for a long sum.

        `width` is what the panes will have: until this view has been laid out for the first time, they have none.
        """
        pane, focus = self.query_one(SumPane), self.step_focus
        usual = next(lines for least, lines in SUM_HEIGHTS if height >= least)
        if focus is None:
            return usual
        wanted, summed = pane.lines_wanted(focus, width), (focus.execution, width)
        if self._longest_sum[0] == summed:  # so that the equation stays in place while the cell in focus moves
            wanted = max(wanted, self._longest_sum[1])
        self._longest_sum = summed, wanted
        least = min(wanted, max(usual, height // 2))
        equation = self.query_one(EquationPane).lines_wanted(focus, width, height - least)
        return max(least, min(max(usual, wanted), height - equation))

    def help_on_keys(self) -> list[tuple[str, str]]:
        """The help texts of the keys that work in every view, after those of one example alone."""
        return [
            ("esc", _("from one example alone, opened in the Output view, back to there")),
            *super().help_on_keys(),
        ]

    def action_unzoom(self) -> None:
        """Back from zoom; else from one example alone to the view that it was opened in."""
        if self.zoomed_by_hand or not self.session.snapshot.stepping.alone:
            super().action_unzoom()
            return
        self.post(EndExample())
        self.app.switch_mode(app_of(self).example_from)

    @property
    def derives(self) -> bool:
        """Whether the derivation is shown, in place of all other panes."""
        return self.query_one("#body").has_class("-derives")

    def panes(self) -> list[Pane]:
        """The derivation alone, or all others that can have the focus."""
        return [pane for pane in super().panes() if isinstance(pane, DerivationPane) == self.derives]

    def turn_to(self, kind: type) -> None:
        """Show the derivation for what belongs to its pane, the other panes for all else."""
        if issubclass(DerivationPane, kind) and not self.derives:
            self.action_turn_derivation()
        elif self.derives:
            self.leave_derivation()

    def show_named(self, name: str) -> None:
        """Focus the pane with this id; the derivation only where the value in focus has one."""
        if (name == "derivation") != self.derives:
            self.action_turn_derivation()
        if name != "derivation":
            super().show_named(name)

    def action_turn_derivation(self) -> None:
        """Derive the value in focus line by line, or go back to the equation."""
        focus = self.step_focus
        if self.derives:
            self.leave_derivation()
        elif focus is None:
            self.notify(_("d derives values of ∇, Δ and J; no equation has run yet."))
        elif not can_be_derived(focus):
            text = _("d derives values of ∇, Δ and J line by line, not {}.")
            self.notify(text.format(focus.name))
        else:
            self.query_one("#body").add_class("-derives")
            self.show_pane(self.query_one(DerivationPane))

    def leave_derivation(self) -> None:
        """Show the other panes again, with the focus on the equation."""
        self.query_one("#body").remove_class("-derives")
        walk = self.query_one("#walk")
        self.show_pane(self.query_one(ExamplePane if walk.has_class("-one") else EquationPane))

    def on_derivation_left(self) -> None:
        """Go back to the equation."""
        self.leave_derivation()

    def action_turn_example(self) -> None:
        """Show one example instead of the equation with its sum, or the other way round."""
        if self.derives:
            self.leave_derivation()
        walk = self.query_one("#walk")
        walk.toggle_class("-one")
        self.pane = self.query_one(ExamplePane) if walk.has_class("-one") else self.query_one(EquationPane)
        self.lay_out()
        self.set_focus(self.pane)
