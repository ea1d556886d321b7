"""A pane of the Step view: it shows what a person looks at, and reports where they look next."""

from textual.binding import Binding
from textual.reactive import reactive
from textual.strip import Strip

from core.derivation.text import derivation_latex as as_latex
from core.derivation.text import derivation_text as as_text
from core.support.i18n import N_
from tui_mlp.models.equation_help import origin
from tui_mlp.models.step_focus import StepFocus
from tui_mlp.render.frame import rule
from tui_mlp.widgets.messages import Looked
from tui_mlp.widgets.pane import Pane


class LookingPane(Pane):
    """Draws from `gaze`, None while no equation of a mini-batch has run."""

    gaze: reactive[StepFocus | None] = reactive(None, repaint=False, init=False)

    BINDINGS = [
        Binding("enter", "follow", N_("Follow the term in focus"), show=False),
        Binding("escape", "return", N_("Back to where it was followed from"), show=False),
        Binding("left_square_bracket,comma", "turn(-1)", N_("Same equation, layer before"), show=False),
        Binding("right_square_bracket,full_stop", "turn(1)", N_("Same equation, next layer"), show=False),
    ]

    def watch_gaze(self) -> None:
        """A look shows at once."""
        self.redraw()

    def look(self, gaze: StepFocus | None) -> None:
        """Look there, if there is anything: at once, for the next key may come before the message is read."""
        if gaze is not None:
            self.gaze = gaze
            self.post_message(Looked(gaze))

    def copied(self, latex: bool) -> str:
        """The equation with its number, and the value in focus with all its numbers."""
        gaze = self.gaze
        if gaze is None:
            return super().copied(latex)
        if gaze.spelling is None:
            return f"{gaze.name} = {gaze.value!r}"
        return (as_latex if latex else as_text)(gaze.frame, gaze.spelling)

    def ruled_off(self, title: str, width: int) -> Strip:
        """A rule in the place of a frame's top."""
        return rule(
            width, self.palette, title=title, facts=self.facts(), keys=self.keys(), focused=self.has_focus,
        )  # fmt: skip

    def action_follow(self) -> None:
        """To the equation that wrote the factor in focus, or to the matrix it was given in."""
        there = self.gaze and self.gaze.followed()
        if self.gaze and self.gaze.chosen and not there:
            self.notify(origin(self.gaze.chosen), timeout=6, markup=False)
        self.look(there)

    def action_return(self) -> None:
        """Back."""
        self.look(self.gaze and self.gaze.back())

    def action_turn(self, direction: int) -> None:
        """The equation of the same kind a layer further."""
        self.look(self.gaze and self.gaze.turned(direction))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape is this pane's after a term was followed, else the screen's."""
        return bool(self.gaze and self.gaze.trail) if action == "return" else True
