"""The neurons of a layer over one input."""

import numpy as np
from textual.binding import Binding
from textual.strip import Strip

from core.analysis.maps.curve import curve
from core.analysis.maps.neuron_maps import activation_range
from core.analysis.outputs.outputs import Outputs
from core.support.i18n import N_, _
from tui_mlp.models.output.numbers.input_range import example_over_input, range_shown
from tui_mlp.render.frame import Facts, fitting, inner_size
from tui_mlp.render.output.numbers.neuron_curves import (
    NeuronCurves,
    curve_tiles,
    curves_shown,
    large_neuron_curve,
    neuron_curves,
)
from tui_mlp.render.output.tiles import Tiles
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.csv_text import csv_text
from tui_mlp.text.numbers import count
from tui_mlp.views.output.hidden_layer_pane import HiddenLayerPane

from .numbers_pane import NumbersPane

PLACES_COPIED = 201
"""The number of x for which `y` copies the outputs of the neurons."""


class NeuronCurvesPane(HiddenLayerPane, NumbersPane):
    """A small curve of each neuron of a hidden layer, over the same part of the input as that of the output."""

    DRAWN = "colours"
    BINDINGS = [
        Binding("left", "choose(-1)", N_("Previous neuron"), show=False),
        Binding("right", "choose(1)", N_("Next neuron"), show=False),
        Binding("up", "choose_line(-1)", N_("Neuron above"), show=False),
        Binding("down", "choose_line(1)", N_("Neuron below"), show=False),
    ]

    @property
    def layout_now(self) -> Tiles:
        """How the curves are laid out in the present size."""
        return curve_tiles(self.count, *inner_size(*self.size))

    @property
    def shown_now(self) -> range:
        """The neurons whose small curves are shown in the present size, from 0."""
        return curves_shown(self.layout_now, self.count, self.neuron - 1)

    def title(self) -> str:
        """The layer."""
        return _("Neurons A({})").format(self.hidden_layer) if self.count else _("Neurons")

    def facts(self) -> Facts:
        """Which weights stand beside the neurons, and which neurons are shown where not all are."""
        outputs, moment = self.outputs, self.moment()
        if outputs is None or not self.count:
            return moment
        texts = self.weight_texts(self.outgoing(outputs).signed)
        shown = self.shown_now
        if not self.output_focus.large and len(shown) < self.count:
            part = _("{}–{} of {}").format(count(shown.start + 1), count(shown.stop), count(self.count))
            texts = [*(f"{part}  {text}" for text in texts), part]
        muted = self.palette.bg.muted
        choices = [[moment, text] for text in texts] if moment else []
        said = ["  ".join(parts) for parts in (*choices, *([text] for text in texts))]
        titled = [(self.title(), [(text, muted)]) for text in said]
        return fitting(titled, self.size.width, self.palette, self.has_focus)[1]

    def draw_outputs(self, outputs: Outputs, width: int, height: int) -> list[Strip]:
        """The curves, or that of the neuron in focus."""
        if reason := self.without_neurons():
            return sentences(reason, width, self.palette)
        model, focus, layer = outputs.model, self.output_focus, self.hidden_layer
        x_range, neuron = range_shown(outputs, focus), self.neuron - 1
        example = example_over_input(outputs, focus)
        found = curve(model, np.linspace(*x_range, 2 * width))
        A = found.neurons[layer]
        activation = model.network.parameters.activations[layer - 2]
        low, _middle, high = activation_range(activation, A[:, [neuron]] if focus.large else A)
        drawn = NeuronCurves(
            x=found.x,
            A=A,
            outgoing=self.outgoing(outputs),
            focus=neuron,
            values=(low, high),
            at=None if example is None else example.x,
        )
        if focus.large:
            name = model.preparation.codings[0].name
            return large_neuron_curve(drawn, width, height, x_range, name, self.palette)
        return neuron_curves(drawn, curve_tiles(A.shape[1], width, height), width, height, self.palette)

    def clicked(self, x: int, y: int) -> None:
        """Look at the neuron that was clicked."""
        if self.count and not self.output_focus.large:
            found = self.layout_now.tile_at(x, y, self.shown_now)
            if found is not None:
                self.move_focus(neuron=found + 1)

    def action_choose(self, direction: int) -> None:
        """Look at the next (1) or the previous (-1) neuron, where there is one."""
        self.choose(self.neuron + direction)

    def action_choose_line(self, direction: int) -> None:
        """Look at the neuron below (1) or above (-1), where there is one."""
        self.choose(self.neuron + direction * self.layout_now.across)

    def text_to_copy(self, latex: bool) -> str:
        """The neurons of the layer as CSV: the input, and each neuron's output there."""
        outputs = self.outputs
        if outputs is None or not self.count:
            return super().text_to_copy(latex)
        found = curve(outputs.model, np.linspace(*range_shown(outputs, self.output_focus), PLACES_COPIED))
        names = [f"a{number}" for number in range(1, self.count + 1)]
        rows = zip(found.x.tolist(), found.neurons[self.hidden_layer].tolist(), strict=True)
        return csv_text([outputs.model.preparation.codings[0].name, *names], ([x, *row] for x, row in rows))

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "What each neuron of a hidden layer makes of the input: the curve of the output is put together of these. "
            "Beside its number stands the weight by which a neuron goes out to the next layer, or the norm of several: "
            "one with a weight near 0 hardly counts. All curves of a layer have the same scale; the level line is 0, "
            "the upright one the example in focus.\n\n"
            "← → ↑ ↓   another neuron\n"
            "enter v   the neuron in focus large, or all again\n"
            "[ ]       the layer before, the next\n"
            "w         the worst example, then the next worst\n"
            "c C       weights to the next class or target, to the previous\n"
            "y         copy the curves as CSV"
        )
