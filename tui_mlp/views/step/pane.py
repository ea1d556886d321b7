"""The base of the panes of the Step view: they draw and move the step focus."""

from textual.binding import Binding
from textual.reactive import reactive
from textual.strip import Strip

from core.derivation.text import derivation_latex as as_latex
from core.derivation.text import derivation_text as as_text
from core.support.i18n import N_
from tui_mlp.models.equation_help import number_note
from tui_mlp.models.pointed import Pointed
from tui_mlp.models.step_focus import StepFocus, pointed_value
from tui_mlp.render.frame import rule
from tui_mlp.widgets.messages import StepFocusChanged
from tui_mlp.widgets.pane import Pane


class StepPane(Pane):
    """Draws `step_focus`, which is None while no equation of a mini-batch has run."""

    step_focus: reactive[StepFocus | None] = reactive(None, repaint=False, init=False)

    BINDINGS = [
        Binding("enter", "follow", N_("Follow the term in focus"), show=False),
        Binding("escape", "return", N_("Back to where it was followed from"), show=False),
        Binding("left_square_bracket,comma", "turn(-1)", N_("Same equation, layer before"), show=False),
        Binding("right_square_bracket,full_stop", "turn(1)", N_("Same equation, next layer"), show=False),
    ]

    def watch_step_focus(self) -> None:
        """Draw the new focus at once."""
        self.redraw()

    def move_focus(self, focus: StepFocus | None) -> None:
        """Set the focus and report it; None changes nothing.

        It is set at once, for the next key may come before the message is handled.
        """
        if focus is not None:
            self.step_focus = focus
            self.post_message(StepFocusChanged(focus))

    def pointed_here(self) -> Pointed | None:
        """The value in focus, with its example where it belongs to one."""
        return None if self.step_focus is None else pointed_value(self.step_focus)

    def text_to_copy(self, latex: bool) -> str:
        """The equation with its number, and the value in focus with its derivation."""
        focus = self.step_focus
        if focus is None:
            return super().text_to_copy(latex)
        if focus.derivation is None:
            return f"{focus.name} = {focus.value!r}"
        return (as_latex if latex else as_text)(focus.execution, focus.derivation, self.snapshot.epoch)

    def title_rule(self, title: str, width: int) -> Strip:
        """A rule in place of a frame's top border."""
        return rule(
            width, self.palette, title=title, facts=self.facts(), keys=self.keys(), focused=self.has_focus,
        )  # fmt: skip

    def action_follow(self) -> None:
        """Move to the equation that wrote the factor in focus, or to the matrix that gives it."""
        there = self.step_focus and self.step_focus.followed()
        if self.step_focus and self.step_focus.chosen_factor and not there:
            self.notify(number_note(self.step_focus.chosen_factor))
        self.move_focus(there)

    def action_return(self) -> None:
        """Move back to where the last factor was followed."""
        self.move_focus(self.step_focus and self.step_focus.back())

    def action_turn(self, direction: int) -> None:
        """Move to the same equation of the layer before (-1) or after (1)."""
        self.move_focus(self.step_focus and self.step_focus.in_other_layer(direction))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape belongs to this pane after a factor was followed, else to the screen."""
        return bool(self.step_focus and self.step_focus.trail) if action == "return" else True
