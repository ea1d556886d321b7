"""The base of the panes of single examples: to the next wrong one, to the Step view."""

from textual.binding import Binding

from core.analysis.outputs.ranking import next_wrong
from core.support.i18n import N_, _
from tui_mlp.models.output.output_focus import ExampleFocus
from tui_mlp.views.output.pane import OutputPane


class ExampleFocusPane(OutputPane):
    """A pane in which one example is in focus."""

    POINTS = True

    BINDINGS = [
        Binding("w", "next_wrong", N_("Next wrong example"), show=False),
        Binding("enter", "step", N_("Step through the example in focus"), show=False),
    ]

    def focus_on(self, place: int) -> ExampleFocus:
        """The example at a place of the split of figures and lists, from 0."""
        return ExampleFocus(self.output_focus.split_name(self.snapshot.data), place)

    def look_at(self, example: ExampleFocus) -> None:
        """Focus an example."""
        self.move_focus(example=example)

    def action_next_wrong(self) -> None:
        """Look at the next wrong example of the split in focus, the one with the largest loss first."""
        outputs, example = self.split_outputs, self.example
        if outputs is None:
            return
        here = example.place if example and example.split == outputs.split and example.values is None else None
        place = next_wrong(outputs, here)
        if place is None:
            self.notify(_("None of these examples is classified wrongly."))
        else:
            self.look_at(self.focus_on(place))
