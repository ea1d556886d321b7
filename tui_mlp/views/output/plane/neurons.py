"""The maps of the neurons of a layer."""

from textual.binding import Binding
from textual.strip import Strip

from core.analysis.maps.neuron_maps import (
    NeuronMaps,
    activation_range,
    layer_activations,
    neuron_maps,
)
from core.analysis.maps.plane import number_columns
from core.analysis.outputs.outputs import Outputs
from core.calls import Array
from core.model.model import preparation_of
from core.support.i18n import N_, _
from tui_mlp.models.output.plane.plane_in_focus import plane_in_focus, values_in_focus
from tui_mlp.render.frame import Facts, fitting, inner_size
from tui_mlp.render.output.plane.neuron_maps import map_tiles, pixel_rows, small_maps, value_lines
from tui_mlp.render.output.plane.neuron_notes import neuron_notes
from tui_mlp.render.output.tiles import Tiles
from tui_mlp.render.strips import fit
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.csv_text import csv_text
from tui_mlp.views.output.hidden_layer_pane import HiddenLayerPane

NOTES, NARROW_NOTES, NARROW = 3, 4, 48
"""The lines below a large map that say what it shows, those where it is narrow, and the cells below which it is."""
SHARE_OF_NOTES = 3
"""Of so many lines one may be for them."""


class NeuronsPane(HiddenLayerPane):
    """Small maps of all neurons of a hidden layer, or one of them large, over the plane that the map shows too."""

    DRAWN = "colours"
    BINDINGS = [
        Binding("left", "move(-1,0)", N_("Previous neuron"), show=False),
        Binding("right", "move(1,0)", N_("Next neuron"), show=False),
        Binding("up", "move(0,-1)", N_("Up"), show=False),
        Binding("down", "move(0,1)", N_("Down"), show=False),
        Binding("home", "edge(0)", N_("First neuron"), show=False),
        Binding("end", "edge(1)", N_("Last neuron"), show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._top = 0
        """The first row of small maps that is shown."""

    # What is shown

    def missing(self, outputs: Outputs) -> str:
        """Why there are no maps of neurons; empty where there are."""
        if self.count and len(number_columns(outputs.data)) < 2:
            return _("A map needs two columns of numbers; these data have fewer.")
        return self.without_neurons()

    # Drawing

    def title(self) -> str:
        """The layer, or the neuron that is drawn large."""
        if self.hidden_layer < 2 or not self.sizes:
            return _("Neurons")
        if self.output_focus.large:
            return _("Neuron {} of A({})").format(self.neuron, self.hidden_layer)
        return _("Neurons A({})").format(self.hidden_layer)

    def facts(self) -> Facts:
        """What the figure beside each neuron is, and which of them are shown where not all are."""
        outputs = self.outputs
        if outputs is None or self.missing(outputs):
            return ""
        texts = self.weight_texts(self.outgoing(outputs).signed)
        shown = self.shown_in(self.layout_now)
        if not self.output_focus.large and len(shown) < self.count:
            part = _("{}–{} of {}").format(shown.start + 1, shown.stop, self.count)
            texts = [*(f"{part}   {text}" for text in texts), part]
        muted = self.palette.bg.muted
        choices = [(self.title(), [(text, muted)]) for text in texts]
        return fitting(choices, self.size.width, self.palette, self.has_focus)[1]

    @property
    def layout_now(self) -> Tiles:
        """How the small maps are laid out in the present size."""
        return self.layout_in(*inner_size(*self.size))

    def layout_in(self, width: int, height: int) -> Tiles:
        """How the small maps are laid out in a body of this size."""
        return map_tiles(max(1, self.count), width, height)

    def shown_in(self, layout: Tiles) -> range:
        """The neurons whose small maps are shown, from 0."""
        return layout.shown(layout.top(self._top, self.neuron - 1, self.count), self.count)

    def draw_outputs(self, outputs: Outputs, width: int, height: int) -> list[Strip]:
        """The small maps, or the large one."""
        if reason := self.missing(outputs):
            return sentences(reason, width, self.palette)
        if width < 1 or height < 1:
            return []
        return (
            self.draw_large(outputs, width, height)
            if self.output_focus.large
            else self.draw_all(outputs, width, height)
        )

    def draw_all(self, outputs: Outputs, width: int, height: int) -> list[Strip]:
        """Small maps of as many neurons as fit; the one in focus is among them."""
        layout = self.layout_in(width, height)
        shown = self.shown_in(layout)
        self._top = shown.start // layout.across
        maps = self.maps(outputs, layout.width, pixel_rows(layout.lines - 1, self.palette))
        values = maps.values[shown.start : shown.stop]
        ranges = [activation_range(maps.activation, one) for one in values]
        found = self.outgoing(outputs)
        return small_maps(
            layout, shown, values, [middle for _low, middle, _high in ranges],
            [high - middle for _low, middle, high in ranges], found.weights, found.signed,
            self.neuron - 1 if self.has_focus else None, width, self.palette,
        )  # fmt: skip

    def draw_large(self, outputs: Outputs, width: int, height: int) -> list[Strip]:
        """The map of the neuron in focus, and below it what it shows."""
        below = min(NARROW_NOTES if width < NARROW else NOTES, height // SHARE_OF_NOTES)
        maps = self.maps(outputs, width, pixel_rows(height - below, self.palette))
        values = maps.values[self.neuron - 1]
        _low, middle, high = activation_range(maps.activation, values)
        raw = values_in_focus(self.output_focus, outputs)
        at = None if raw is None else maps.plane.pixel(float(raw[maps.plane.x]), float(raw[maps.plane.y]))
        here = None if raw is None else float(self.activations(outputs, raw)[self.neuron - 1])
        blank, palette = self.palette.bg.blank, self.palette
        drawn = [fit(one, width, blank) for one in value_lines(values, middle, high - middle, palette, at)]
        found, names = self.outgoing(outputs), [coding.name for coding in preparation_of(outputs.data).codings]
        notes = neuron_notes(
            maps.activation, values, float(found.weights[self.neuron - 1]), found.signed,
            (names[maps.plane.x], names[maps.plane.y]), maps.plane.limits, width, below, palette, here,
        )  # fmt: skip
        return [*drawn, *notes]

    def maps(self, outputs: Outputs, columns: int, rows: int) -> NeuronMaps:
        """The maps of this layer's neurons in so many pixels."""
        plane = plane_in_focus(self.output_focus, outputs, max(1, columns), max(1, rows))
        return neuron_maps(outputs.model, plane, self.hidden_layer)

    def activations(self, outputs: Outputs, raw: Array) -> Array:
        """A(l) of this layer for one example, s raw values: s_l numbers."""
        found: Array = layer_activations(outputs.model, raw[None], self.hidden_layer)[0]
        return found

    # Keys and mouse

    def action_move(self, right: int, down: int) -> None:
        """Focus a neuron beside this one, or in the row below it (1) or above it (-1)."""
        self.choose(self.neuron + right + down * (1 if self.output_focus.large else self.layout_now.across))

    def action_edge(self, last: int) -> None:
        """Focus the first (0) or the last (1) neuron."""
        self.choose(self.count if last else 1)

    def clicked(self, x: int, y: int) -> None:
        """Focus the neuron there; draw the one in focus large, or all small again."""
        if not self.count:
            return
        if self.output_focus.large:
            self.move_focus(large=False)
            return
        layout = self.layout_now
        found = layout.tile_at(x, y, self.shown_in(layout))
        if found is not None:
            self.move_focus(neuron=found + 1, large=found + 1 == self.output_focus.neuron)

    def wheel(self, direction: int, x: int, y: int) -> None:
        """The neuron in the row below (1) or above (-1)."""
        self.action_move(0, direction)

    # Texts

    def text_to_copy(self, latex: bool) -> str:
        """As CSV: of a large map all its pixels, else a line for each neuron with its weight and range."""
        outputs = self.outputs
        if outputs is None or self.missing(outputs):
            return super().text_to_copy(latex)
        width, height = inner_size(*self.size)
        layout, found = self.layout_in(width, height), self.outgoing(outputs)
        if self.output_focus.large:
            maps = self.maps(outputs, width, 2 * height)
            names = [coding.name for coding in preparation_of(outputs.data).codings]
            raw, values = maps.plane.raw_inputs(), maps.values[self.neuron - 1].ravel()
            pairs = zip(raw[:, maps.plane.x].tolist(), raw[:, maps.plane.y].tolist(), values.tolist(), strict=True)
            return csv_text([names[maps.plane.x], names[maps.plane.y], f"a{self.neuron}({self.hidden_layer})"], pairs)
        maps = self.maps(outputs, layout.width, pixel_rows(layout.lines - 1, self.palette))
        rows = zip(
            range(1, self.count + 1), found.weights.tolist(), maps.values.min((1, 2)).tolist(),
            maps.values.max((1, 2)).tolist(), strict=True,
        )  # fmt: skip
        return csv_text(["neuron", "weight" if found.signed else "norm of weights", "min", "max"], rows)

    def help_text(self) -> str:
        """What the maps show."""
        return _(
            "Each small map is a neuron of a hidden layer: its activation a over the plane of the two inputs, the same "
            "plane as that of the output. Blue is high and orange is low, each about the middle of its function: 0 for "
            "tanh, 0.5 for sigmoid, 0 for relu, where no colour means that it is off.\n\n"
            "The number beside it is the weight by which it goes into the output: the map of the output is made of "
            "these maps, each times its weight. Of a layer further back, or with several outputs, it is the norm of "
            "all weights that it goes out by; c chooses one output.\n\n"
            "arrows choose a neuron, enter draws it large. [ and ] turn to the layer before and after. y copies the "
            "figures as CSV."
        )
