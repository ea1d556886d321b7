"""The weights of Θ(1) as images, one for each neuron."""

import numpy as np
from textual.binding import Binding
from textual.strip import Strip

from core.analysis.outputs.outputs import Outputs
from core.calls import Array
from core.model.model import Model
from core.support.i18n import N_, _
from tui_mlp.models.output.images.pixel_weights import neuron_name, next_layer_names, pixel_weights, weight_norms
from tui_mlp.render.frame import Facts, inner_size
from tui_mlp.render.output.images.gallery import Gallery, gallery, label
from tui_mlp.render.output.images.picture import signed_picture
from tui_mlp.render.strips import two_columns
from tui_mlp.render.word_wrap import sentences, wrapped
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import count, peak, short_figure
from tui_mlp.views.output.pane import OutputPane

BESIDE = 20
"""Cells from which on the facts of a large picture stand beside it."""
WIDE = 60
"""Cells from which on the top border has room for the scale of the colours."""
STRONGEST_ONWARD = 5
"""The weights to the next layer that are named of a neuron."""


class WeightPicturesPane(OutputPane):
    """Θ(1) without its bias row, a picture for each neuron of layer 2, the one with the largest norm first."""

    DRAWN = "colours"
    BINDINGS = [
        Binding("left", "move(0,-1)", N_("The neuron before"), show=False),
        Binding("right", "move(0,1)", N_("The next neuron"), show=False),
        Binding("up", "move(-1,0)", N_("The row of pictures above"), show=False),
        Binding("down", "move(1,0)", N_("The row of pictures below"), show=False),
        Binding("pageup", "move(-3,0)", N_("Further up"), show=False),
        Binding("pagedown", "move(3,0)", N_("Further down"), show=False),
        Binding("home", "edge(0)", N_("The strongest neuron"), show=False),
        Binding("end", "edge(1)", N_("The weakest neuron"), show=False),
        Binding("enter", "enlarge", N_("One neuron large, or all"), show=False),
        Binding("v", "turn_scale", N_("One scale for all, or each its own"), show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._own_scale = False
        self._top = 0
        self._order: list[int] = []
        self._ordered_at = 0
        """The epoch of the weights by which they were ordered."""
        self._norms: tuple[Outputs | None, Array] = None, np.zeros(0)
        """The outputs that the norms were computed of, and the norms."""

    # What is shown

    @property
    def weights(self) -> Array:
        """The weights of each neuron of layer 2, s_2 × h × w; of pixels in colours, the mean over the channels."""
        assert self.outputs is not None, "there are outputs"
        return pixel_weights(self.outputs.model)

    @property
    def norms(self) -> Array:
        """The norm of each neuron's weights, s_2 numbers; none before there are outputs."""
        if (outputs := self.outputs) is not self._norms[0]:
            self._norms = outputs, weight_norms(outputs.model) if outputs else np.zeros(0)
        return self._norms[1]

    @property
    def order(self) -> list[int]:
        """The neurons, from 0, the strongest first.

        While training runs it is that of some epochs before, so that pictures seldom jump: of the epoch 1, 2, 4, 8 …
        """
        norms, epoch = self.norms, self.outputs.epoch if self.outputs else 0
        holds = self.snapshot.state.busy and self._ordered_at <= epoch < max(1, 2 * self._ordered_at)
        if len(self._order) != len(norms) or not holds:
            self._order = np.argsort(-np.nan_to_num(norms, nan=-1.0), kind="stable").tolist()
            self._ordered_at = epoch
        return self._order

    @property
    def neuron(self) -> int:
        """The neuron in focus, from 0: the strongest, before one is chosen."""
        number = self.output_focus.neuron - 1 if self.output_focus.layer == 2 else self.order[0]
        return min(number, len(self.order) - 1)

    def title(self) -> str:
        """What the pictures are of."""
        return _("Θ(1) as pictures")

    def facts(self) -> Facts:
        """The order, and the weight that has the strongest colour."""
        if self.outputs is None or self.outputs.model.shape is None:
            return ""
        network = self.outputs.model.network
        if self.output_focus.large:
            return _("neuron {} of {}").format(self.neuron + 1, network.parameters.sizes[1])
        if self.size.width < WIDE:
            return _("strongest of {}").format(network.parameters.sizes[1])
        if self._own_scale:
            return _("strongest of {}, each its own scale").format(network.parameters.sizes[1])
        largest = short_figure(peak(network.thetas[0][1:]))
        return _("strongest of {}, up to ±{}").format(network.parameters.sizes[1], largest)

    def keys(self) -> list[tuple[str, str]]:
        """The keys that choose a neuron and change what is shown."""
        if self.output_focus.large:
            return [("←→", _("neuron")), ("↵", _("all"))]
        return [
            ("↑↓←→", _("neuron")),
            ("↵", _("large")),
            ("v", _("one scale") if self._own_scale else _("own scales")),
        ]

    def draw_outputs(self, outputs: Outputs, width: int, height: int) -> list[Strip]:
        """The pictures, or one of them large."""
        if outputs.model.shape is None:
            text = _("The inputs are no pictures: Θ(1) has no pictures either. Train shows it as a matrix.")
            return sentences(text, width, self.palette)
        if self.output_focus.large:
            return self.large(outputs.model, width, height)
        layout, weights, order = self.layout_in(width, height), self.weights, self.order
        self._top = layout.top(self._top, order.index(self.neuron), len(order))
        shared = None if self._own_scale else peak(weights)
        tiles = []
        for place in layout.shown(self._top, len(order)):
            neuron = order[place]
            drawn = signed_picture(weights[neuron], layout.width, layout.lines - 1, self.palette, vmax=shared)
            tiles.append([self.label(outputs.model, neuron, layout.width), *drawn])
        return layout.strips(tiles, width, self.palette.bg.blank)

    def layout_in(self, width: int, height: int) -> Gallery:
        """How the pictures stand in a body of this size."""
        assert self.outputs is not None, "there are outputs"
        assert self.outputs.model.shape is not None, "the inputs are pictures"
        return gallery(self.outputs.model.shape, len(self.order), width, height, self.palette)

    def label(self, model: Model, neuron: int, width: int) -> Strip:
        """The neuron's number, or the class where layer 2 is that of the outputs, and its norm."""
        styles, focused = self.palette.bg, neuron == self.neuron
        mark = glyphs(self.palette.ascii).mark if focused and self.palette.brackets else ""
        name = mark + neuron_name(model, neuron), styles.accent_bold if focused else styles.muted
        return label([name, (f" {short_figure(float(self.norms[neuron]))}", styles.faint)], width, self.palette)

    def large(self, model: Model, width: int, height: int) -> list[Strip]:
        """One neuron: its picture, and beside or below it what it weighs and where it leads."""
        neuron, weights = self.neuron, self.weights
        beside = width - BESIDE - 2 >= height  # a picture as wide as it is high, and text
        room = (width - BESIDE - 2, height) if beside else (width, max(1, height - 4))
        drawn = signed_picture(weights[neuron], *room, self.palette)
        if not beside:
            return [*drawn, *self.about(model, neuron, width)]
        wide = max((strip.cell_length for strip in drawn), default=0)
        return two_columns(drawn, self.about(model, neuron, width - wide - 2), wide, width, self.palette.bg.blank)

    def about(self, model: Model, neuron: int, width: int) -> list[Strip]:
        """What is said of one neuron."""
        styles, theta = self.palette.bg, model.network.thetas[0]
        rank = self.order.index(neuron) + 1
        norm = short_figure(float(self.norms[neuron]))
        facts = [
            (_("neuron"), neuron_name(model, neuron)),
            (_("norm"), _("{}, {} of {}").format(norm, rank, count(len(self.order)))),
            (_("bias"), short_figure(float(theta[0, neuron]))),
            (_("up to"), "±" + short_figure(peak(self.weights[neuron]))),
        ]
        lines = [
            strip
            for name, value in facts
            for strip in wrapped([(f"{name} ", styles.muted), (value, styles.fg)], width, self.palette)
        ]
        if model.network.parameters.L > 2:
            onward = model.network.thetas[1][neuron + 1]
            strongest = np.argsort(-np.nan_to_num(np.abs(onward)), kind="stable")[:STRONGEST_ONWARD].tolist()
            names = next_layer_names(model)
            lines += wrapped([(_("strongest weights to the next layer"), styles.muted)], width, self.palette)
            for to in strongest:
                style = styles.pos if onward[to] > 0 else styles.neg
                parts = [(f"  {names[to]} ", styles.muted), (short_figure(float(onward[to])), style)]
                lines += wrapped(parts, width, self.palette)
        if model.channels > 1:
            lines += sentences(_("the mean over {} channels").format(model.channels), width, self.palette)
        return lines

    def text_to_copy(self, latex: bool) -> str:
        """The weights of the neuron in focus as CSV, a line for each row of pixels."""
        if self.outputs is None or self.outputs.model.shape is None:
            return super().text_to_copy(latex)
        return "\n".join(",".join(f"{weight!r}" for weight in row) for row in self.weights[self.neuron].tolist())

    # Keys and mouse

    def action_move(self, rows: int, places: int) -> None:
        """Move the focus by rows of pictures, and by places in the order of strength."""
        if self.outputs is None or self.outputs.model.shape is None:
            return
        across = 1 if self.output_focus.large else self.layout_in(*inner_size(*self.size)).across
        self.choose(self.order.index(self.neuron) + rows * across + places)

    def action_edge(self, last: int) -> None:
        """Move the focus to the strongest (0) or the weakest (1) neuron."""
        self.choose((len(self.order) - 1) * last)

    def choose(self, place: int) -> None:
        """Focus the neuron at a place in the order of strength, or the nearest."""
        order = self.order
        if order:
            self.move_focus(layer=2, neuron=order[max(0, min(place, len(order) - 1))] + 1)

    def action_enlarge(self) -> None:
        """Show the neuron in focus large, or all of them."""
        if self.outputs is not None:
            self.move_focus(layer=2, neuron=self.neuron + 1, large=not self.output_focus.large)

    def action_turn_scale(self) -> None:
        """Change between one scale for all pictures and one for each."""
        self._own_scale = not self._own_scale
        self.redraw()

    def clicked(self, x: int, y: int) -> None:
        """Choose the neuron there."""
        if self.outputs is None or self.outputs.model.shape is None or self.output_focus.large:
            return
        layout = self.layout_in(*inner_size(*self.size))
        place = layout.tile_at(x, y, layout.shown(self._top, len(self.order)))
        if place is not None:
            self.choose(place)

    def wheel(self, direction: int, x: int, y: int) -> None:
        """The row of pictures below (1) or above (-1)."""
        self.action_move(direction, 0)

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "The weights from the pixels to each neuron of layer 2, without the bias, as a picture: blue where ink "
            "raises the neuron's z, orange where it lowers it. The neuron whose weights have the largest norm (the "
            "root of the sum of their squares) comes first; it stands behind the number. While training runs the order "
            "changes after 1, 2, 4, 8 … epochs. Of pictures in colours, each pixel is the mean over the channels.\n\n"
            "← → ↑ ↓  choose a neuron\n"
            "enter    it alone, large, with its bias and the strongest weights to the next layer; all again\n"
            "v        one scale of colours for all, or each its own\n"
            "y        copies the weights of the neuron in focus as CSV"
        )
