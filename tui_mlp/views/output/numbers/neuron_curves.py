"""The neurons of a layer over one input."""

import numpy as np
from textual.binding import Binding
from textual.strip import Strip

from core.analysis.maps.curve import curve
from core.analysis.maps.neuron_maps import Outgoing, activation_range, outgoing
from core.analysis.outputs.outputs import Outputs
from core.support.i18n import N_, _
from tui_mlp.models.output.numbers.input_range import example_over_input, range_shown
from tui_mlp.models.output.numbers.output_values import shown_output
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.frame import Facts, fitting, inner_size
from tui_mlp.render.output.numbers.neuron_curves import (
    NeuronCurves,
    Tiles,
    large_neuron_curve,
    neuron_curves,
    tiles,
)
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.csv_text import csv_text
from tui_mlp.text.numbers import count

from .numbers_pane import NumbersPane

PLACES_COPIED = 201
"""The number of x for which `y` copies the outputs of the neurons."""


class NeuronCurvesPane(NumbersPane):
    """A small curve of each neuron of a hidden layer, over the same part of the input as that of the output."""

    DRAWN = "colours"
    BINDINGS = [
        Binding("left", "choose(-1)", N_("Previous neuron"), show=False),
        Binding("right", "choose(1)", N_("Next neuron"), show=False),
        Binding("up", "choose_line(-1)", N_("Neuron above"), show=False),
        Binding("down", "choose_line(1)", N_("Neuron below"), show=False),
        Binding("left_square_bracket", "turn_layer(-1)", N_("Previous layer"), show=False),
        Binding("right_square_bracket", "turn_layer(1)", N_("Next layer"), show=False),
        Binding("enter,v", "toggle_large", N_("One neuron large, or all"), show=False),
    ]

    def hidden_layer(self, outputs: Outputs) -> int:
        """The hidden layer in focus, l from 2; 1 where there is none."""
        return self.output_focus.hidden_layer(outputs.model.network.parameters.L)

    def neurons(self, outputs: Outputs) -> int:
        """The number of neurons of the layer."""
        return int(outputs.model.network.parameters.sizes[self.hidden_layer(outputs) - 1])

    def neuron(self, outputs: Outputs) -> int:
        """The neuron in focus, from 0."""
        return min(max(self.output_focus.neuron, 1), self.neurons(outputs)) - 1

    def layout_of(self, outputs: Outputs) -> Tiles:
        """How the curves are laid out now."""
        return tiles(self.neurons(outputs), self.neuron(outputs), *inner_size(*self.size))

    def title(self) -> str:
        """The layer."""
        if self.outputs is None or self.hidden_layer(self.outputs) < 2:
            return _("Neurons")
        return _("Neurons A({})").format(self.hidden_layer(self.outputs))

    def facts(self) -> Facts:
        """Which weights stand beside the neurons, and which neurons are shown where not all are."""
        outputs, moment = self.outputs, self.moment()
        if outputs is None or (layer := self.hidden_layer(outputs)) < 2:
            return moment
        signed = self.outgoing(outputs, layer).signed
        texts = [_("weight in Θ({})"), "Θ({})"] if signed else [_("‖weights‖ in Θ({})"), "‖Θ({})‖"]
        texts = [text.format(layer) for text in texts]
        first, last = self.layout_of(outputs).shown(self.neurons(outputs))
        if not self.output_focus.large and last - first + 1 < self.neurons(outputs):
            part = _("{}–{} of {}").format(count(first), count(last), count(self.neurons(outputs)))
            texts = [*(f"{part}  {text}" for text in texts), part]
        styles = self.palette.bg
        choices = [[moment, text] for text in texts] if moment else []
        said = ["  ".join(parts) for parts in (*choices, *([text] for text in texts))]
        return fitting([(self.title(), [(text, styles.muted)]) for text in said], *self._frame)[1]

    @property
    def _frame(self) -> tuple[int, Palette, bool]:
        return self.size.width, self.palette, self.has_focus

    def keys(self) -> list[tuple[str, str]]:
        """The keys that choose a neuron and a layer."""
        outputs = self.outputs
        if outputs is None or self.hidden_layer(outputs) < 2:
            return []
        large = _("all neurons") if self.output_focus.large else _("large")
        keys = [("arrows", _("neuron")), ("↵", large)]
        return [*keys, ("[ ]", _("layer"))] if outputs.model.network.parameters.L > 3 else keys

    def draw_outputs(self, outputs: Outputs, width: int, height: int) -> list[Strip]:
        """The curves, or that of the neuron in focus."""
        layer = self.hidden_layer(outputs)
        if layer < 2:
            text = _("This network has no hidden layer, so there are no neurons between its inputs and its outputs.")
            return sentences(text, width, self.palette)
        model, focus = outputs.model, self.output_focus
        x_range, neuron = range_shown(outputs, focus), self.neuron(outputs)
        example = example_over_input(outputs, focus)
        found = curve(model, np.linspace(*x_range, 2 * width))
        A = found.neurons[layer]
        activation = model.network.parameters.activations[layer - 2]
        low, _middle, high = activation_range(activation, A[:, [neuron]] if focus.large else A)
        drawn = NeuronCurves(
            x=found.x,
            A=A,
            outgoing=self.outgoing(outputs, layer),
            focus=neuron,
            values=(low, high),
            at=None if example is None else example.x,
        )
        if focus.large:
            name = model.preparation.codings[0].name
            return large_neuron_curve(drawn, width, height, x_range, name, self.palette)
        layout = tiles(A.shape[1], neuron, width, height)
        return neuron_curves(drawn, layout, width, height, self.palette)

    def outgoing(self, outputs: Outputs, layer: int) -> Outgoing:
        """The weights by which the neurons of a layer go out, to the output in focus or to all."""
        return outgoing(outputs.model.network, layer, shown_output(outputs.model.meaning, self.output_focus.output))

    def clicked(self, x: int, y: int) -> None:
        """Look at the neuron that was clicked."""
        outputs = self.outputs
        if outputs is None or self.hidden_layer(outputs) < 2 or self.output_focus.large:
            return
        found = self.layout_of(outputs).neuron_at(x, y, self.neurons(outputs))
        if found is not None:
            self.move_focus(neuron=found + 1)

    def action_choose(self, direction: int) -> None:
        """Look at the next (1) or the previous (-1) neuron, where there is one."""
        if (outputs := self.outputs) is not None and self.hidden_layer(outputs) > 1:
            self.move_focus(neuron=min(max(self.neuron(outputs) + direction, 0), self.neurons(outputs) - 1) + 1)

    def action_choose_line(self, direction: int) -> None:
        """Look at the neuron below (1) or above (-1), where there is one."""
        if (outputs := self.outputs) is not None and self.hidden_layer(outputs) > 1:
            neuron = self.neuron(outputs) + direction * self.layout_of(outputs).columns
            if 0 <= neuron < self.neurons(outputs):
                self.move_focus(neuron=neuron + 1)

    def action_turn_layer(self, direction: int) -> None:
        """Look at the next (1) or the previous (-1) hidden layer, where there is one."""
        if (outputs := self.outputs) is not None and self.hidden_layer(outputs) > 1:
            layers = outputs.model.network.parameters.L
            self.move_focus(layer=max(2, min(self.hidden_layer(outputs) + direction, layers - 1)))

    def action_toggle_large(self) -> None:
        """Draw the neuron in focus large, or all of them."""
        self.move_focus(large=not self.output_focus.large)

    def text_to_copy(self, latex: bool) -> str:
        """The neurons of the layer as CSV: the input, and each neuron's output there."""
        outputs = self.outputs
        if outputs is None or (layer := self.hidden_layer(outputs)) < 2:
            return super().text_to_copy(latex)
        found = curve(outputs.model, np.linspace(*range_shown(outputs, self.output_focus), PLACES_COPIED))
        names = [f"a{number}" for number in range(1, self.neurons(outputs) + 1)]
        rows = zip(found.x.tolist(), found.neurons[layer].tolist(), strict=True)
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
