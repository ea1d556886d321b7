"""The base of the panes of the neurons of a hidden layer: which layer, which neuron."""

from textual.binding import Binding

from core.analysis.maps.neuron_maps import Outgoing, outgoing
from core.analysis.outputs.outputs import Outputs
from core.support.i18n import N_, _, translated
from tui_mlp.models.output.numbers.output_values import shown_output
from tui_mlp.views.output.pane import OutputPane

NO_HIDDEN_LAYER = N_("This network has no hidden layer, so there are no neurons between its inputs and its outputs.")


class HiddenLayerPane(OutputPane):
    """Draws the neurons of the hidden layer in focus, all of them or one large."""

    BINDINGS = [
        Binding("left_square_bracket,comma", "turn_layer(-1)", N_("Neurons of the layer before"), show=False),
        Binding("right_square_bracket,full_stop", "turn_layer(1)", N_("Neurons of the layer after"), show=False),
        Binding("enter,v", "enlarge", N_("One neuron large, or all of them"), show=False),
    ]

    @property
    def sizes(self) -> tuple[int, ...]:
        """The neurons of each layer of the network that is shown; empty before there are outputs."""
        return tuple(self.outputs.model.network.parameters.sizes) if self.outputs else ()

    @property
    def hidden_layer(self) -> int:
        """The hidden layer in focus, l from 2; 1 where there is none."""
        return self.output_focus.hidden_layer(len(self.sizes))

    @property
    def count(self) -> int:
        """The neurons of this layer; 0 where there is none."""
        return self.sizes[self.hidden_layer - 1] if self.hidden_layer > 1 else 0

    @property
    def neuron(self) -> int:
        """The neuron in focus, from 1, inside the layer."""
        return max(1, min(self.output_focus.neuron, self.count))

    def outgoing(self, outputs: Outputs) -> Outgoing:
        """The weights by which the neurons of the layer go out: to the output that is shown, or to all."""
        output = shown_output(outputs.model.meaning, self.output_focus.output)
        return outgoing(outputs.model.network, self.hidden_layer, output)

    def weight_texts(self, signed: bool) -> list[str]:
        """What the figure beside each neuron is, and the same in fewer cells: a weight with its sign, or a norm."""
        texts = [_("weight in Θ({})"), "Θ({})"] if signed else [_("‖weights‖ in Θ({})"), "‖Θ({})‖"]
        return [text.format(self.hidden_layer) for text in texts]

    def keys(self) -> list[tuple[str, str]]:
        """The keys for neurons, layers and size."""
        if not self.count:
            return []
        large = _("all neurons") if self.output_focus.large else _("large")
        keys = [(_("arrows"), _("neuron")), ("↵", large)]
        return [*keys, ("[ ]", _("layer"))] if len(self.sizes) > 3 else keys

    def without_neurons(self) -> str:
        """That there is no hidden layer; empty where there is one."""
        return "" if self.count else translated(NO_HIDDEN_LAYER)

    def choose(self, neuron: int) -> None:
        """Focus a neuron, from 1, if the layer has it."""
        if 1 <= neuron <= self.count:
            self.move_focus(neuron=neuron)

    def action_turn_layer(self, direction: int) -> None:
        """Show the next (1) or the previous (-1) hidden layer."""
        if self.count:
            self.move_focus(layer=max(2, min(self.hidden_layer + direction, len(self.sizes) - 1)))

    def action_enlarge(self) -> None:
        """Draw the neuron in focus large, or all of them again."""
        if self.count:
            self.move_focus(large=not self.output_focus.large)
