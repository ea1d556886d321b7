"""The Architecture pane: layers with their neurons and activations, changed in place."""

from itertools import pairwise

from rich.segment import Segment
from textual.binding import Binding
from textual.strip import Strip

from core.texts import _

from ..messages import HiddenChosen, ValueWanted
from ..render.glyphs import glyphs, to_ascii
from ..render.matrix import scrolled
from ..render.numbers import count
from ..render.strips import fill, fit
from .pane import Pane

WIDEST = 8192
DEEPEST = 32
FIRST_NEURONS = 4


class ArchitecturePane(Pane):
    """A row a layer; the hidden ones can be changed."""

    BINDINGS = [
        Binding("up", "move(-1)", "Layer above", show=False),
        Binding("down", "move(1)", "Layer below", show=False),
        Binding("plus,equals_sign,right", "neurons(1)", "One neuron more", show=False),
        Binding("minus,left", "neurons(-1)", "One neuron fewer", show=False),
        Binding("a", "add", "Add a layer behind", show=False),
        Binding("x", "remove", "Remove the layer", show=False),
        Binding("enter", "type_sizes", "Type the sizes", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._layer = 1
        self._top = 0

    def title(self) -> str:
        """Its name."""
        return _("Architecture")

    def keys(self) -> list[tuple[str, str]]:
        """What changes the layer in focus."""
        return [("+ -", _("neurons")), ("a", _("add")), ("x", _("remove"))]

    @property
    def in_focus(self) -> int:
        """The row in focus, 0 for the input, kept among the layers there are."""
        assert self.snapshot is not None
        return min(self._layer, len(self.snapshot.sizes) - 1)

    def body(self, width: int, height: int) -> list[Strip]:
        """A head, a row a layer, the number of weights."""
        snapshot, styles = self.snapshot, self.palette.bg
        assert snapshot is not None
        sizes, last, marks = snapshot.sizes, len(snapshot.sizes) - 1, glyphs(self.palette.ascii)
        names = ["", *snapshot.activations, str(snapshot.experiment.network.output)]
        head = f"{_('layer'):<9}{_('neurons'):>7} {_('activation')}"
        rows: list[list[Segment]] = []
        for place, (size, name) in enumerate(zip(sizes, names, strict=True)):
            kind = _("input") if place == 0 else _("output") if place == last else _("hidden")
            here = self.has_focus and place == self.in_focus
            before, after = (marks.left, marks.right) if here and 0 < place < last else (" ", " ")
            note = self.inputs(width - 17) if place == 0 else name
            rows.append(
                [
                    Segment(f"{place + 1:<2}", styles.accent_bold if here else styles.muted),
                    Segment(f"{kind:<7}", styles.accent_bold if here else styles.fg),
                    Segment(f"{before:>{max(1, 6 - len(count(size)))}}", styles.accent_bold),
                    Segment(f"{count(size)}", styles.on_accent if here else styles.strong),
                    Segment(after, styles.accent_bold),
                    Segment(note, styles.muted if place == 0 else styles.fg),
                ]
            )
        weights = sum((s + 1) * following for s, following in pairwise(sizes))
        biases = sum(sizes[1:])
        text = _("{} weights ({} biases)") if biases > 1 else _("{} weights ({} bias)")
        total = text.format(count(weights), count(biases))
        room = max(1, height - 2)
        self._top = scrolled(len(rows), room, self._top, self.in_focus if self.has_focus else None)
        lines = [[Segment(head, styles.muted)], *rows[self._top : self._top + room]]
        if height > len(rows) + 2:
            lines.append([Segment("", styles.blank)])
        lines.append([Segment(total, styles.muted)])
        strips = [fit(self.plain(line), width, styles.blank) for line in lines]
        return fill(strips, width, height, styles.blank)

    def plain(self, line: list[Segment]) -> list[Segment]:
        """The line in what the terminal can show."""
        return [Segment(to_ascii(text), style) for text, style, _c in line] if self.palette.ascii else line

    def inputs(self, width: int) -> str:
        """The inputs' names, or the size of the pictures."""
        assert self.snapshot is not None
        data = self.snapshot.data
        if data.shape is not None:
            return _("{}×{} pixels").format(*data.shape)
        names = " ".join(data.input_names)
        return names if len(names) <= width else ""

    def action_move(self, direction: int) -> None:
        """Another layer."""
        if self.snapshot is not None:
            self._layer = max(0, min(self.in_focus + direction, len(self.snapshot.sizes) - 1))
            self.redraw()

    def clicked(self, x: int, y: int) -> None:
        """Focus the layer there."""
        if self.snapshot is not None and 0 <= (place := self._top + y - 1) < len(self.snapshot.sizes) and y > 0:
            self._layer = place
            self.redraw()

    def action_neurons(self, direction: int) -> None:
        """One neuron more or fewer."""
        hidden, activation, place = self.hidden()
        if 0 <= place < len(hidden):
            hidden[place] += direction
            if 1 <= hidden[place] <= WIDEST:
                self.post_message(HiddenChosen(hidden, activation))
        else:
            self.notify(_("The data decide the neurons of the input and of the output."), timeout=4)

    def action_add(self) -> None:
        """A layer like this one behind it."""
        hidden, activation, place = self.hidden()
        if len(hidden) == DEEPEST:
            self.notify(_("A network has at most {} hidden layers.").format(DEEPEST), timeout=4)
            return
        where = max(0, min(place + 1, len(hidden)))
        like = max(0, min(place, len(hidden) - 1))
        neurons = hidden[like] if hidden else FIRST_NEURONS
        if isinstance(activation, list):
            activation.insert(where, activation[like] if activation else "tanh")
        hidden.insert(where, neurons)
        self._layer = where + 1
        self.post_message(HiddenChosen(hidden, activation))

    def action_remove(self) -> None:
        """Without this layer."""
        hidden, activation, place = self.hidden()
        if 0 <= place < len(hidden):
            del hidden[place]
            if isinstance(activation, list):
                del activation[place]
            self.post_message(HiddenChosen(hidden, activation))
        else:
            self.notify(_("Only hidden layers can be removed."), timeout=4)

    def action_type_sizes(self) -> None:
        """All hidden layers at once."""
        if self.snapshot is not None:
            sizes = " ".join(map(str, self.snapshot.sizes[1:-1]))
            self.post_message(ValueWanted("network.hidden", _("neurons of the hidden layers"), sizes))

    def hidden(self) -> tuple[list[int], str | list[str], int]:
        """The hidden layers, their activations, and which of them is in focus (from 0; −1 for the input)."""
        assert self.snapshot is not None
        activation = self.snapshot.experiment.network.activation
        kept: str | list[str] = activation if isinstance(activation, str) else [*activation]
        return list(self.snapshot.sizes[1:-1]), kept, self.in_focus - 1

    def help_text(self) -> str:
        """What `?` says of this pane."""
        return _(
            "The layers, counted from 1 for the input as in the lecture. s_l is the number of neurons of layer l "
            "without its bias unit; Θ(l) links layer l to layer l + 1 and is (s_l + 1) × s_(l+1).\n\n"
            "Before training a change is made at once; later it asks, for training then starts over.\n\n"
            "↑ ↓      the layer in focus\n"
            "+ -      one neuron more, fewer (also → ←)\n"
            "a x      add a layer behind it, remove it\n"
            "enter    type all sizes, such as 16 8"
        )
