"""Histograms of the activations of each layer."""

from textual.binding import Binding
from textual.strip import Strip

from core.analysis.outputs.layer_activations import LayerActivations
from core.analysis.outputs.outputs import Outputs
from core.support.i18n import N_, _
from tui_mlp.render.frame import Facts
from tui_mlp.render.matrix.matrix import scrolled
from tui_mlp.render.output.activations import LEAST_LINES, layer_lines, neuron_lines
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.csv_text import csv_text
from tui_mlp.text.numbers import count
from tui_mlp.views.output.pane import OutputPane

MOST_LINES = 14
"""The most lines for one layer: taller bars say no more."""


class ActivationsPane(OutputPane):
    """A histogram of each layer below each other; or of the layer in focus a line for each neuron."""

    DRAWN = "colours"
    ACTIVATIONS = True
    BINDINGS = [
        Binding("left_square_bracket,comma", "turn_layer(-1)", N_("The layer before"), show=False),
        Binding("right_square_bracket,full_stop", "turn_layer(1)", N_("The next layer"), show=False),
        Binding("v", "turn_form", N_("Whole layers or single neurons")),
        Binding("up", "move(-1)", N_("The layer or neuron above"), show=False),
        Binding("down", "move(1)", N_("The layer or neuron below"), show=False),
        Binding("pageup", "move(-10)", N_("Further up"), show=False),
        Binding("pagedown", "move(10)", N_("Further down"), show=False),
        Binding("home", "move(-1000000)", N_("The first layer or neuron"), show=False),
        Binding("end", "move(1000000)", N_("The last layer or neuron"), show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._by_neuron = False
        self._top = 0
        """The first layer or neuron that is shown, from 0."""
        self._below: list[int] = []
        """The first line below each layer that is shown, to find the layer of a click."""

    @property
    def counted(self) -> tuple[LayerActivations, ...]:
        """The layers 2 … L; none before they are counted."""
        outputs = self.split_outputs
        return outputs.layers if outputs is not None else ()

    @property
    def layer_in_focus(self) -> LayerActivations | None:
        """The layer in focus: the chosen one, else the last hidden one."""
        layers = self.counted
        chosen = self.output_focus.layer or len(layers)
        return layers[max(0, min(chosen - 2, len(layers) - 1))] if layers else None

    @property
    def neuron(self) -> int:
        """The neuron in focus, from 1."""
        return max(1, min(self.output_focus.neuron, self.layer_in_focus.neurons)) if self.layer_in_focus else 1

    def title(self) -> str:
        """The name of the pane, or the layer whose neurons are shown."""
        if self._by_neuron and self.layer_in_focus is not None:
            return _("Activations A({})  {}").format(self.layer_in_focus.l, self.layer_in_focus.activation)
        return _("Activations")

    def facts(self) -> Facts:
        """How many rows of which split are counted, and the epoch where the header's is another one."""
        outputs, layer = self.split_outputs, self.layer_in_focus
        if outputs is None or layer is None:
            return ""
        if layer.m == outputs.of:
            texts = {
                "train": _("{} training rows"), "validation": _("{} validation rows"), "test": _("{} test rows"),
            }  # fmt: skip
            text = texts[outputs.split].format(count(layer.m))
        else:
            texts = {
                "train": _("{} of {} training rows, evenly spaced"),
                "validation": _("{} of {} validation rows, evenly spaced"),
                "test": _("{} of {} test rows, evenly spaced"),
            }
            text = texts[outputs.split].format(count(layer.m), count(outputs.of))
        return ", ".join(part for part in (text, self.moment()) if part)

    def keys(self) -> list[tuple[str, str]]:
        """The keys that move, and the other form."""
        if self._by_neuron:
            return [("↑↓", _("neuron")), ("[ ]", _("layer")), ("v", _("layers")), ("d", _("split")), ("y", _("copy"))]
        return [("[ ]", _("layer")), ("v", _("neurons")), ("d", _("split")), ("y", _("copy"))]

    def draw_outputs(self, outputs: Outputs, width: int, height: int) -> list[Strip]:
        """The layers around the one in focus, or the neurons around the one in focus."""
        layer, layers = self.layer_in_focus, self.counted
        if layer is None:
            return sentences(_("The activations are being counted."), width, self.palette)
        if self._by_neuron:
            self._top = scrolled(layer.neurons, max(1, height - 1), self._top, self.neuron - 1)
            return neuron_lines(layer, width, height, self.palette, top=self._top, neuron=self.neuron)
        shown = max(1, min(len(layers), height // LEAST_LINES))
        self._top = scrolled(len(layers), shown, self._top, layer.l - 2)
        each, more = divmod(height, shown)
        lines: list[Strip] = []
        self._below = []
        for place, one in enumerate(layers[self._top : self._top + shown]):
            tall = min(MOST_LINES, each + (place < more))
            lines += layer_lines(one, width, tall, self.palette, focused=one is layer)
            self._below.append(len(lines))
        if len(layers) == 1 and len(lines) < height:
            text = _("There is no hidden layer: these are the outputs alone.")
            lines += sentences(text, width, self.palette)
        return lines

    def clicked(self, x: int, y: int) -> None:
        """Focus the layer or neuron there."""
        layer = self.layer_in_focus
        if layer is None:
            return
        if self._by_neuron:
            j = self._top + y - 1
            if y > 0 and j < layer.neurons:
                self.move_focus(neuron=j + 1)
            return
        for place, below in enumerate(self._below):
            if y < below:
                self.move_focus(layer=self._top + place + 2, neuron=1)
                return

    def action_turn_form(self) -> None:
        """Show single neurons of the layer in focus, or whole layers."""
        self._by_neuron, self._top = not self._by_neuron, 0
        self.redraw()

    def action_turn_layer(self, direction: int) -> None:
        """Focus the layer before (-1) or the next one (1)."""
        if self.layer_in_focus is not None:
            l = max(2, min(self.layer_in_focus.l + direction, len(self.counted) + 1))
            self.move_focus(layer=l, neuron=1)

    def action_move(self, direction: int) -> None:
        """Focus another layer, or another neuron of this one."""
        if not self._by_neuron:
            self.action_turn_layer(direction)
        elif self.layer_in_focus is not None:
            self.move_focus(neuron=max(1, min(self.neuron + direction, self.layer_in_focus.neurons)))

    def wheel(self, direction: int, x: int, y: int) -> None:
        """The layer or neuron below (1) or above (-1)."""
        self.action_move(direction)

    def text_to_copy(self, latex: bool) -> str:
        """The histograms of all layers as CSV, or the figures of the neurons of the layer in focus."""
        layer = self.layer_in_focus
        if layer is None:
            return super().text_to_copy(latex)
        if not self._by_neuron:
            rows = [
                (one.l, one.activation, low, high, outputs)
                for one in self.counted
                for low, high, outputs in zip(one.edges[:-1].tolist(), one.edges[1:].tolist(), one.of_layer.tolist(),
                                              strict=True)
            ]  # fmt: skip
            return csv_text(("layer", "activation", "from", "to", "outputs"), rows)
        none = [None] * layer.neurons
        columns = (
            range(1, layer.neurons + 1), layer.mean.tolist(), layer.spread.tolist(),
            none if layer.saturated is None else layer.saturated.tolist(),
            none if layer.zero is None else layer.zero.tolist(),
        )  # fmt: skip
        numbered = ((layer.l, *row) for row in zip(*columns, strict=True))
        return csv_text(("layer", "neuron", "mean", "spread", "saturated", "zero"), numbered)

    def help_text(self) -> str:
        """The help on this pane, and what to try where something is wrong in the layer in focus."""
        layer = self.layer_in_focus
        said = f"A({layer.l}): {layer.remedy}\n\n" if layer is not None and layer.remedy else ""
        return said + _(
            "What the neurons of each layer give for the rows: a bar for each range of activations, blue above 0, "
            "orange below. A bar at an end that would dwarf all others is cut, with a mark at its top.\n\n"
            "Saturated: an activation so near an end of sigmoid or tanh that g' is nearly 0, and with it what the "
            "neuron learns of its error. The bars at both ends, with a mark below, hold these alone. A layer that is "
            "saturated from the start has weights or inputs that are too large: smaller initial weights and "
            "standardised inputs help, later a smaller learning rate.\n\n"
            "Dead: a relu neuron that gives 0 for every row. Its g' is 0 as well, so it no longer learns. A few are "
            "common; many come from too large a learning rate. The activation leaky_relu has none. The first bar of a "
            "relu layer holds the zeros alone.\n\n"
            "[ ] ↑ ↓  another layer\n"
            "v        a line for each neuron of the layer, or whole layers; there ↑ ↓ choose a neuron\n"
            "y        copy the counts of the bars, or the figures of the neurons, as CSV"
        )
