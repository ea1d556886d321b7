"""The Sum pane: the derivation of the value in focus, term by term."""

from textual.binding import Binding
from textual.strip import Strip

from core.derivation.text import relation_sign
from core.support.i18n import N_, _
from tui_mlp.models.equation_help import cell_description
from tui_mlp.models.step_focus import StepFocus
from tui_mlp.render.cell_text import displayed
from tui_mlp.render.derivation import lines_wanted, sum_lines, term_at
from tui_mlp.render.frame import PADDING, Facts, inner_size
from tui_mlp.render.strips import fill
from tui_mlp.render.tables.terms import terms_that_fit
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.numbers import plain_number
from tui_mlp.widgets.messages import RoomForTerms

from .pane import StepPane

FRAMED_FROM = (90, 5)
"""Columns and lines from which the pane has a frame; with less room it has a rule."""


class SumPane(StepPane):
    """Shows how the value was computed; each factor leads to the equation that wrote it."""

    POINTS = SPREADS = True

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
        """Report how many terms fit now. Canvas's own handler follows, which draws them."""
        width = inner_size(*self.size)[0] if self.framed else self.size.width - 1
        self.post_message(RoomForTerms(terms_that_fit(width, self.palette.spaced)))

    def draw(self, width: int, height: int) -> list[Strip]:
        """The derivation in a frame, or under a rule."""
        if self.framed:
            return super().draw(width, height)
        blank = self.palette.bg.blank
        body = [Strip([*Strip.blank(1, blank), *strip]) for strip in self.spread_body(width - 1, height - 1)]
        return fill([self.title_rule(self.title(), width), *body], width, height, blank)

    def title(self) -> str:
        """The value's name, after the number of the lecture's form for one example."""
        if self.step_focus is None:
            return _("Sum")
        number = self.step_focus.derivation.reference if self.step_focus.derivation else ""
        return f"({number})  {self.step_focus.name}" if number else self.step_focus.name

    def facts(self) -> Facts:
        """The example and the neurons of the value."""
        return cell_description(self.step_focus.operand, *self.step_focus.cell) if self.step_focus else ""

    def keys(self) -> list[tuple[str, str]]:
        """The keys for terms, following, going back and copying."""
        derivation = self.step_focus.derivation if self.step_focus else None
        walk = [(_("arrows"), _("term"))] if derivation and derivation.closing.parts else []
        follow = [("↵", _("follow"))] if self.step_focus and self.step_focus.can_follow else []
        back = [("esc", _("back"))] if self.step_focus and self.step_focus.trail else []
        return [*walk, *follow, *back, ("y Y", _("copy, as LaTeX"))]

    def body(self, width: int, height: int) -> list[Strip]:
        """The table of terms, or a sentence where there is no sum."""
        focus, palette = self.step_focus, self.palette
        if focus is None:
            return fill([], width, height, palette.bg.blank)
        if focus.derivation is None or focus.execution.equation.kind == "input":
            return fill(self.in_words(focus, width), width, height, palette.bg.blank)
        return sum_lines(
            focus.derivation, focus.terms, width, height, palette,
            arrow=relation_sign(focus.execution), term=focus.term_index, factor=focus.factor_index,
            pointed=self.pointed.value if self.pointed else None,
            result_pointed=self.pointed is not None and self.pointed.cell_in(focus.symbol) == focus.cell,
        )  # fmt: skip

    def lines_wanted(self, focus: StepFocus, width: int) -> int:
        """The lines that a derivation or the sentences in its place take, with frame or rule."""
        wide, rest = (inner_size(width, 0)[0], 2) if width >= FRAMED_FROM[0] else (width - 1, 1)
        if focus.derivation is None or focus.execution.equation.kind == "input":
            return max(FRAMED_FROM[1] if rest == 2 else 0, rest + len(self.in_words(focus, wide)))
        lines = lines_wanted(focus.derivation, focus.terms, wide, self.palette, relation_sign(focus.execution))
        return max(FRAMED_FROM[1] if rest == 2 else 0, rest + lines)

    def in_words(self, focus: StepFocus, width: int) -> list[Strip]:
        """A value that no sum made, and where it comes from."""
        said = given_text(focus) if focus.derivation is None else self.input_text(focus)
        return sentences(f"{focus.name} = {plain_number(focus.value)}\n{said}", width, self.palette)

    def input_text(self, focus: StepFocus) -> str:
        """A sentence on a value of X: the bias unit, a pixel, or an input by its name."""
        data, column = self.snapshot.data, focus.cell[1]
        if column == 0:
            return _("The bias unit: always 1.")
        example = focus.execution.context.example_text(focus.cell[0])
        if data.shape is not None:
            pixel, colour = divmod(column - 1, data.channels)
            row, place = divmod(pixel, data.shape[1])
            if data.channels > 1:
                texts = (
                    _("The red of the pixel in row {}, column {} of {}. e draws it."),
                    _("The green of the pixel in row {}, column {} of {}. e draws it."),
                    _("The blue of the pixel in row {}, column {} of {}. e draws it."),
                )
                return texts[colour].format(row + 1, place + 1, example)
            text = _("The pixel in row {}, column {} of {}. e draws it.")
            return text.format(row + 1, place + 1, example)
        return _("{} of {}.").format(displayed(data.input_names[column - 1], self.palette.ascii), example)

    def clicked(self, x: int, y: int) -> None:
        """Focus the term there."""
        focus = self.step_focus
        if focus is None or focus.derivation is None:
            return
        width, height = inner_size(*self.size)
        if not self.framed:
            x, width, height = x + PADDING - 1, self.size.width - 1, self.size.height - 1
        arrow = relation_sign(focus.execution)
        if there := term_at(focus.derivation, focus.terms, width, height, self.palette, arrow, x, y):
            self.move_focus(focus.at_term(*there))

    def action_walk(self, terms: int, factors: int) -> None:
        """Move the focus by terms and factors.

        In the closing expression, whose factors stand in one line, both move by factors.
        """
        focus = self.step_focus
        if focus is None:
            return
        beside = focus.factor_index + terms + factors
        if focus.term_index == len(focus.terms) and (beside >= 0 or not focus.terms):
            self.move_focus(focus.at_term(focus.term_index, beside))
        else:
            self.move_focus(focus.at_term(focus.term_index + terms, focus.factor_index + factors))

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "The value in focus as the sum that made it: the lecture's forms for one example, (3), (6), (11) to (13). "
            "Each column is a term with its factors and their product; of a long sum the largest terms are shown "
            "and the rest is one term. Below it stands what is done with the sum, up to the value.\n\n"
            "← →      another term;  ↑ ↓  another factor of it\n"
            "enter    go to that factor and the equation that made it: so you can go back from the loss to the pixel\n"
            "esc      back, step by step\n"
            "d        on a value of ∇, Δ or J: its derivation line by line, as on the slides\n"
            "y  Y     copy the equation with these numbers, as text or as LaTeX"
        )


def given_text(focus: StepFocus) -> str:
    """A sentence on where a value comes from that no equation of this mini-batch computed."""
    kind, context = focus.symbol.partition("(")[0], focus.execution.context
    if kind == "Y":
        return _("A wanted output, that of {}.").format(context.example_text(focus.cell[0]))
    if kind == "w":
        text = _("The weight of {}: the larger, the rarer its class is (data.class_weight).")
        return text.format(context.example_text(focus.cell[0]))
    if kind == "M":
        return _("The mask of dropout: drawn again for each mini-batch, 0 for a neuron left out, else 1 / (1 − p).")
    if kind == "Z":
        return _("What goes into g: the sum before it.")
    if context.alone is not None:
        there = focus.followed()
        if there is None:
            return _("A weight as it is now; each training step changes it (line 12).")
        text = _(
            "A weight as it is now; each training step changes it (line 12). It multiplies {} = {}: enter follows it."
        )
        return text.format(there.name, plain_number(there.value))
    if (context.epoch, context.batch) == (1, 1):
        return _("As it was at the start of training.")
    if context.batch == 1:
        return _("As the last mini-batch of epoch {} left it.").format(f"{context.epoch - 1:,}")
    return _("As mini-batch {} left it (line 12).").format(f"{context.batch - 1:,}")
