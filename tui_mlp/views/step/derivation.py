"""The Sum pane: the value in focus spelled out, term by term."""

from textual.binding import Binding
from textual.strip import Strip

from core.derivation.text import relation_sign
from core.support.i18n import N_, _
from tui_mlp.models.equation_help import whereabouts
from tui_mlp.models.step_focus import StepFocus
from tui_mlp.render.cell_text import displayed
from tui_mlp.render.derivation import lines_wanted, sum_lines, term_at
from tui_mlp.render.frame import PADDING, Facts, inner
from tui_mlp.render.strips import fill
from tui_mlp.render.tables.terms import room
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.numbers import plain_number
from tui_mlp.widgets.messages import RoomForTerms

from .pane import LookingPane

FRAMED_FROM = (90, 7)
"""Columns and lines; below, a rule takes the frame's place."""


class SumPane(LookingPane):
    """How the value came about; from each of its factors a person can go on."""

    BINDINGS = [
        Binding("left", "walk(-1,0)", N_("The term before"), show=False),
        Binding("right", "walk(1,0)", N_("The next term"), show=False),
        Binding("up", "walk(0,-1)", N_("The factor above"), show=False),
        Binding("down", "walk(0,1)", N_("The factor below"), show=False),
        Binding("home", "walk(-1000000,0)", N_("The first term"), show=False),
        Binding("end", "walk(1000000,0)", N_("The last term"), show=False),
    ]

    @property
    def framed(self) -> bool:
        """Whether there is room for a frame."""
        return self.size.width >= FRAMED_FROM[0] and self.size.height >= FRAMED_FROM[1]

    def on_resize(self) -> None:
        """Another room for terms."""
        width = inner(*self.size)[0] if self.framed else self.size.width - 1
        self.post_message(RoomForTerms(room(width)))
        super().on_resize()

    def draw(self, width: int, height: int) -> list[Strip]:
        """In a frame, or under a rule."""
        if self.framed:
            return super().draw(width, height)
        blank = self.palette.bg.blank
        body = [Strip([*Strip.blank(1, blank), *strip]) for strip in self.body(width - 1, height - 1)]
        return fill([self.ruled_off(self.title(), width), *body], width, height, blank)

    def title(self) -> str:
        """The value by its indices, after the lecture's number of its form for one example."""
        if self.gaze is None:
            return _("Sum")
        number = self.gaze.spelling.reference if self.gaze.spelling else ""
        return f"({number})  {self.gaze.name}" if number else self.gaze.name

    def facts(self) -> Facts:
        """Whose value it is."""
        return whereabouts(self.gaze.operand, *self.gaze.cell) if self.gaze else ""

    def keys(self) -> list[tuple[str, str]]:
        """Terms, following, back, copying."""
        spelling = self.gaze.spelling if self.gaze else None
        walk = [("arrows", _("term"))] if spelling and spelling.closing.parts else []
        follow = [("↵", _("follow"))] if self.gaze and self.gaze.chosen else []
        back = [("esc", _("back"))] if self.gaze and self.gaze.trail else []
        return [*walk, *follow, *back, ("y Y", _("copy, as LaTeX"))]

    def body(self, width: int, height: int) -> list[Strip]:
        """The table, or what there is to say."""
        gaze, palette = self.gaze, self.palette
        if gaze is None:
            return fill([], width, height, palette.bg.blank)
        if gaze.spelling is None or gaze.frame.equation.kind == "input":
            said = given(gaze) if gaze.spelling is None else self.input_of(gaze)
            lines = sentences(f"{gaze.name} = {plain_number(gaze.value)}\n{said}", width, palette)
            return fill(lines, width, height, palette.bg.blank)
        return sum_lines(
            gaze.spelling, gaze.terms, width, height, palette,
            arrow=relation_sign(gaze.frame), term=gaze.place, factor=gaze.row,
        )  # fmt: skip

    def lines_wanted(self, gaze: StepFocus | None) -> int:
        """Lines that a value spelled out takes, the frame or rule with it; 0 where there is little to say."""
        if gaze is None or gaze.spelling is None:
            return 0
        width = self.size.width
        wide, rest = (inner(width, 0)[0], 2) if width >= FRAMED_FROM[0] else (width - 1, 1)
        return rest + lines_wanted(gaze.spelling, gaze.terms, wide, self.palette, relation_sign(gaze.frame))

    def input_of(self, gaze: StepFocus) -> str:
        """Which number of which example X has there."""
        data, column = self.snapshot.data, gaze.cell[1]
        if column == 0:
            return _("The bias unit: always 1.")
        example = _("training example {}").format(f"{int(gaze.frame.context.rows[gaze.cell[0]]) + 1:,}")
        if data.shape is not None:
            row, place = divmod(column - 1, data.shape[1])
            text = _("The pixel in row {}, column {} of {}. e draws it.")
            return text.format(row + 1, place + 1, example)
        return _("{} of {}.").format(displayed(data.input_names[column - 1], self.palette.ascii), example)

    def clicked(self, x: int, y: int) -> None:
        """Turn to the term there."""
        gaze = self.gaze
        if gaze is None or gaze.spelling is None:
            return
        width, height = inner(*self.size)
        if not self.framed:
            x, width, height = x + PADDING - 1, self.size.width - 1, self.size.height - 1
        arrow = relation_sign(gaze.frame)
        if there := term_at(gaze.spelling, gaze.terms, width, height, self.palette, arrow, x, y):
            self.look(gaze.on(*there))

    def action_walk(self, terms: int, factors: int) -> None:
        """Another term, another factor of it; in the closing expression factors stand beside each other."""
        gaze = self.gaze
        if gaze is None:
            return
        beside = gaze.row + terms + factors
        if gaze.place == len(gaze.terms) and (beside >= 0 or not gaze.terms):
            self.look(gaze.on(gaze.place, beside))
        else:
            self.look(gaze.on(gaze.place + terms, gaze.row + factors))

    def help_text(self) -> str:
        """What `?` says of this pane."""
        return _(
            "The value in focus as the sum that made it: the lecture's forms for one example, (3), (6), (11) to (13). "
            "Each column is a term with its factors and their product; of a long sum the largest terms are told apart, "
            "and the rest is one. Below it stands what is done with the sum, up to the value.\n\n"
            "← →      another term;  ↑ ↓  another factor of it\n"
            "enter    go to that factor and the equation that made it: so you can walk from the loss to the pixel\n"
            "esc      back, step by step\n"
            "y  Y     copy the equation with these numbers, as text or as LaTeX"
        )


def given(gaze: StepFocus) -> str:
    """Where a matrix comes from that no equation of this mini-batch made."""
    kind, context = gaze.symbol.partition("(")[0], gaze.frame.context
    if kind == "Y":
        example = int(context.rows[gaze.cell[0]]) + 1
        return _("A wanted output: it comes with the data, training example {}.").format(f"{example:,}")
    if kind == "M":
        return _("The mask of dropout: drawn anew for each mini-batch, 0 for a neuron left out, else 1 / (1 − p).")
    if kind == "Z":
        return _("What goes into g: the sum before it.")
    if (context.epoch, context.batch) == (1, 1):
        return _("As it was at the start of training.")
    if context.batch == 1:
        return _("As the last mini-batch of epoch {} left it.").format(f"{context.epoch - 1:,}")
    return _("As mini-batch {} left it (line 12).").format(f"{context.batch - 1:,}")
