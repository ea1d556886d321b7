"""The Architecture pane: layers, neurons, activations and loss, changed in place."""

from rich.cells import cell_len
from rich.segment import Segment
from textual.binding import Binding
from textual.strip import Strip

from core.experiment.experiment import field
from core.support.i18n import N_, _, ngettext
from tui_mlp.models.network_size import product_count, weight_count
from tui_mlp.render.cell_text import clipped, displayed, wrapped_lines
from tui_mlp.render.frame import inner_size
from tui_mlp.render.matrix.matrix import scrolled
from tui_mlp.render.strips import fill, fit
from tui_mlp.session.snapshot import Snapshot
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import count
from tui_mlp.text.value_steps import next_choice
from tui_mlp.widgets.messages import HiddenChosen, ValueChosen, ValueWanted
from tui_mlp.widgets.pane import Pane

WIDEST = 8192
DEEPEST = 32
FIRST_NEURONS = 4


def choices(key: str) -> tuple[str, ...]:
    """The values that a key of [network] can have."""
    return field(f"network.{key}").choices


class ArchitecturePane(Pane):
    """A row for each layer and one for the loss; all but the input can be changed."""

    SPREADS = True

    BINDINGS = [
        Binding("up", "move(-1)", N_("Layer above"), show=False),
        Binding("down", "move(1)", N_("Layer below"), show=False),
        Binding("plus,equals_sign,right", "neurons(1)", N_("One neuron more"), show=False),
        Binding("minus,left", "neurons(-1)", N_("One neuron fewer"), show=False),
        Binding("a", "add", N_("Add a layer after this one"), show=False),
        Binding("x", "remove", N_("Remove this layer"), show=False),
        Binding("g", "function(1)", N_("Next function"), show=False),
        Binding("G", "function(-1)", N_("Previous function"), show=False),
        Binding("enter", "type_sizes", N_("Type the layer sizes"), show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._layer = 1
        self._top = 0

    def title(self) -> str:
        """The pane's name."""
        return _("Architecture")

    def keys(self) -> list[tuple[str, str]]:
        """The keys that change the row in focus, the most important first."""
        if 0 < self.in_focus < self.output:
            return [("a", _("add")), ("x", _("remove")), ("g", "g(z)"), ("+ -", _("neurons")), ("↵", _("sizes"))]
        if self.in_focus == self.output:
            return [("a", _("add")), ("g", _("output"))]
        return [("a", _("add"))] if self.in_focus == 0 else [("g", _("loss"))]

    @property
    def output(self) -> int:
        """The row of the output layer; the row of the loss follows it."""
        return len(self.snapshot.sizes) - 1

    @property
    def in_focus(self) -> int:
        """The row in focus, 0 for the input; the last row where there are fewer now."""
        return min(self._layer, self.output + 1)

    def shows_same(self, before: Snapshot, snapshot: Snapshot) -> bool:
        """Whether experiment, data and architecture are unchanged."""
        return (
            before.experiment is snapshot.experiment
            and before.data is snapshot.data
            and (before.sizes, before.activations) == (snapshot.sizes, snapshot.activations)
        )

    def body(self, width: int, height: int) -> list[Strip]:
        """A head, the layers, the loss, the number of weights, and the cost of a mini-batch."""
        snapshot, styles = self.snapshot, self.palette.bg
        names = [self.inputs(width - 18), *snapshot.activations, str(snapshot.experiment.network.output)]
        rows = [self.row(place, names[place]) for place in range(len(snapshot.sizes))]
        here = self.has_focus and self.in_focus == self.output + 1
        name = str(snapshot.experiment.network.loss).replace("_", "-")
        label = Segment(_("loss J").ljust(10), styles.accent_bold if here else styles.muted)
        rows.append([label, Segment(name, styles.on_accent if here else styles.fg)])
        notes = self.notes(width, height - len(rows) - 1)
        room = max(1, height - 1)
        self._top = scrolled(len(rows), room, self._top, self.in_focus if self.has_focus else None)
        layer = _("layer")
        head = layer + _("neurons").rjust(16 - cell_len(layer)) + " " + _("activation")
        lines = [[Segment(head, styles.muted)]]
        lines += rows[self._top : self._top + room]
        lines += [[Segment(note, styles.muted)] for note in notes]
        strips = [fit(self.written(line), width, styles.blank) for line in lines]
        return fill(strips, width, height, styles.blank)

    @property
    def rows_wanted(self) -> int:
        """The lines in which all has room, the frame included."""
        notes = 1 + len(self.cost(inner_size(*self.size)[0]))
        return 2 + 1 + len(self.snapshot.sizes) + 1 + 1 + notes

    def notes(self, width: int, lines: int) -> list[str]:
        """The number of weights and the cost of a mini-batch in as many lines as there are, after a blank one."""
        sizes = self.snapshot.sizes
        biases = sum(sizes[1:])
        total = weight_count(sizes)
        text = ngettext("{} weights ({} bias)", "{} weights ({} biases)", biases)
        weights = text.format(count(total), count(biases))
        if len(weights) > width:
            weights = ngettext("{} weight", "{} weights", total).format(count(total))
        cost = self.cost(width)
        notes = [weights, *cost] if lines > len(cost) else [weights]
        return ["", *notes] if lines > len(notes) else notes[: max(0, lines)]

    def cost(self, width: int) -> list[str]:
        """How much a mini-batch takes, in lines of this width."""
        snapshot = self.snapshot
        m = snapshot.data.train.m
        products = product_count(snapshot.sizes, min(snapshot.experiment.training.batch_size or m, m))
        text = ngettext(
            "A mini-batch takes {} multiplication.", "A mini-batch takes {} multiplications.", products
        ).format(count(products))
        return wrapped_lines(text, max(10, width))

    def row(self, place: int, name: str) -> list[Segment]:
        """A layer's number, kind, neurons and activation."""
        styles, marks, size = self.palette.bg, glyphs(self.palette.ascii), count(self.snapshot.sizes[place])
        kind = _("input") if place == 0 else _("output") if place == self.output else _("hidden")
        here = self.has_focus and place == self.in_focus
        before, after = (marks.left, marks.right) if here and 0 < place < self.output else (" ", " ")
        return [
            Segment(f"{place + 1:<2}", styles.accent_bold if here else styles.muted),
            Segment(f"{kind:<7}", styles.accent_bold if here else styles.fg),
            Segment(f"{before:>{max(1, 6 - len(size))}}", styles.accent_bold),
            Segment(size, styles.on_accent if here else styles.strong),
            Segment(f"{after} ", styles.accent_bold),
            Segment(name, styles.muted if place == 0 else styles.fg),
        ]

    def written(self, line: list[Segment]) -> list[Segment]:
        """The line in characters that the terminal can show."""
        return [Segment(displayed(text, self.palette.ascii), style) for text, style, _c in line]

    def inputs(self, width: int) -> str:
        """The inputs' names, cut where they don't fit, or the size of the images."""
        data = self.snapshot.data
        if data.shape is not None:
            size = "{}×{}".format(*data.shape) + (" RGB" if data.channels > 1 else "")
            pixels = _("{} pixels").format(size)
            return pixels if cell_len(pixels) <= width else size
        return clipped(" ".join(data.input_names), width, self.palette.ascii)

    def action_move(self, direction: int) -> None:
        """Move the focus to the next (1) or the previous (-1) row."""
        self._layer = max(0, min(self.in_focus + direction, self.output + 1))
        self.redraw()

    def clicked(self, x: int, y: int) -> None:
        """Focus the layer there."""
        if 0 <= (place := self._top + y - 1) <= self.output + 1 and y > 0:
            self._layer = place
            self.redraw()

    def action_neurons(self, direction: int) -> None:
        """Add (1) or remove (-1) one neuron of the layer in focus."""
        hidden, activation, place = self.hidden()
        if 0 <= place < len(hidden):
            hidden[place] += direction
            if 1 <= hidden[place] <= WIDEST:
                self.post_message(HiddenChosen(hidden, activation))
        else:
            self.notify(_("The data decide how many neurons the input and the output have."))

    def tooltip_at(self, x: int, y: int) -> str | None:
        """The shape of the Θ that leads into the layer there."""
        place = self._top + y - 1
        if y < 1 or not 0 < place <= self.output:
            return None
        before, size = self.snapshot.sizes[place - 1 : place + 1]
        total = (before + 1) * size
        text = ngettext("Θ({}) leads here: {} × {}, {} weight", "Θ({}) leads here: {} × {}, {} weights", total)
        return text.format(place, count(before + 1), count(size), count(total))

    def action_function(self, direction: int) -> None:
        """Choose the next (1) or the previous (-1) activation, output or loss."""
        if not self.in_focus:
            return
        network, place = self.snapshot.experiment.network, self.in_focus
        if place > self.output:
            self.post_message(ValueChosen("network.loss", next_choice(choices("loss"), str(network.loss), direction)))
        elif place == self.output:
            self.post_message(
                ValueChosen("network.output", next_choice(choices("output"), str(network.output), direction))
            )
        else:
            names = list(self.snapshot.activations)
            names[place - 1] = next_choice(choices("activation"), names[place - 1], direction)
            self.post_message(HiddenChosen(list(self.snapshot.sizes[1:-1]), names if len({*names}) > 1 else names[0]))

    def action_add(self) -> None:
        """Add a layer of the same size behind the layer in focus."""
        hidden, activation, place = self.hidden()
        if len(hidden) == DEEPEST:
            text = ngettext(
                "A network has at most {} hidden layer.", "A network has at most {} hidden layers.", DEEPEST
            )
            self.notify(text.format(DEEPEST))
            return
        where = max(0, min(place + 1, len(hidden)))
        like = max(0, min(place, len(hidden) - 1))
        neurons = hidden[like] if hidden else FIRST_NEURONS
        if isinstance(activation, list):
            activation.insert(where, activation[like] if activation else field("network.activation").default)
        hidden.insert(where, neurons)
        self._layer = where + 1
        self.post_message(HiddenChosen(hidden, activation, where))

    def action_remove(self) -> None:
        hidden, activation, place = self.hidden()
        if 0 <= place < len(hidden):
            del hidden[place]
            if isinstance(activation, list):
                del activation[place]
            self.post_message(HiddenChosen(hidden, activation, place))
        else:
            self.notify(_("Only hidden layers can be removed."))

    def action_type_sizes(self) -> None:
        """Ask for the sizes of all hidden layers."""
        sizes = " ".join(map(str, self.snapshot.sizes[1:-1]))
        self.post_message(ValueWanted("network.hidden", _("neurons of the hidden layers"), sizes))

    def hidden(self) -> tuple[list[int], str | list[str], int]:
        """The hidden layers' sizes, their activations, and which of them is in focus (from 0; −1 for the input)."""
        activation = self.snapshot.experiment.network.activation
        kept: str | list[str] = activation if isinstance(activation, str) else [*activation]
        return list(self.snapshot.sizes[1:-1]), kept, self.in_focus - 1

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "The layers, counted from 1 for the input as in the lecture. s_l is the number of neurons of layer l "
            "without its bias unit; Θ(l) links layer l to layer l + 1 and is (s_l + 1) × s_(l+1).\n\n"
            "A trained network keeps what it has learnt. Where its outputs would change, you are "
            "asked first. u undoes.\n\n"
            "↑ ↓      the layer in focus\n"
            "+ -      one neuron more, fewer (also → ←)\n"
            "g G      the next, previous activation g of this layer; on the output its function, on the last row the "
            "loss. Where two don't go together, a message says why\n"
            "a x      add a layer after it, remove it\n"
            "enter    type all sizes, such as 16 8"
        )
