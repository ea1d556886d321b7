"""The base of the panes of numbers: the example in focus, and the next worst."""

from collections.abc import Sequence

from textual.binding import Binding

from core.analysis.outputs.ranking import next_wrong
from core.analysis.outputs.split_outputs import SplitOutputs
from core.support.i18n import N_
from tui_mlp.models.output.output_focus import ExampleFocus
from tui_mlp.views.output.pane import OutputPane


class NumbersPane(OutputPane):
    """Draws the example in focus among others; `w` turns to the next worst, `enter` opens it in the Step view."""

    BINDINGS = [
        Binding("w", "next_worst", N_("Next worst example"), show=False),
        Binding("enter", "step", N_("Step through this example"), show=False),
    ]

    def worst_places(self, split: SplitOutputs) -> Sequence[int] | None:
        """The places of the worst examples in this order; None for those that are wrong, by their loss."""
        return None

    def action_next_worst(self) -> None:
        """Look at the worst example of the split in focus, or at the next after it."""
        split, example = self.split_outputs, self.example
        if split is None or example is None:
            return
        here = example.place if example.split == split.split else None
        places = self.worst_places(split)
        if places is None:
            following = next_wrong(split, here)
        else:
            after = places.index(here) + 1 if here in places else 0
            following = places[after % len(places)] if places else None
        if following is not None:
            self.move_focus(example=ExampleFocus(split.split, following))
