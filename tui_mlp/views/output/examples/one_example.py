"""The pane of one example, into which other values can be typed."""

from textual.binding import Binding
from textual.strip import Strip

from core.analysis.outputs.outputs import Outputs
from core.model.model import preparation_of
from core.support.errors import InputError
from core.support.i18n import N_, _
from tui_mlp.dialogs.prompt import Prompt
from tui_mlp.models.output.example_texts import example_title
from tui_mlp.models.output.examples.example_csv import example_csv
from tui_mlp.models.output.examples.what_if import (
    coding_of,
    refusal,
    with_next_value,
    with_own_value,
    with_typed_value,
)
from tui_mlp.models.output.output_focus import ExampleFocus, OutputFocus
from tui_mlp.models.output.shown_example import ShownExample, shown_example
from tui_mlp.render.frame import Facts
from tui_mlp.render.output.examples.columns import changed_columns
from tui_mlp.render.output.examples.one_example import DrawnExample, Scrolling, lines_of_few_columns, one_example
from tui_mlp.render.pointer import framed_line
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.raw_values import typing_note, typing_text

from .example_pane import ExampleFocusPane


class OneExamplePane(ExampleFocusPane):
    """One example. It stays in focus while training goes on, so that its outputs can be seen to change.

    While `column` isn't None, the values of its columns can be changed, that one first.
    """

    BINDINGS = [
        Binding("left", "turn(-1)", N_("Previous example of the split"), show=False),
        Binding("right", "turn(1)", N_("Next example of the split"), show=False),
        Binding("up", "scroll(-1)", N_("Up"), show=False),
        Binding("down", "scroll(1)", N_("Down"), show=False),
        Binding("pageup", "scroll(-10)", N_("Further up"), show=False),
        Binding("pagedown", "scroll(10)", N_("Further down"), show=False),
        Binding("e", "edit", N_("Other values in this example"), show=False),
        Binding("plus,equals_sign", "change(1)", N_("Next value in this column"), show=False),
        Binding("minus", "change(-1)", N_("Previous value in this column"), show=False),
        Binding("backspace", "take_back", N_("Take the changed value back"), show=False),
        Binding("escape", "end_editing", N_("Take all changed values back"), show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.column: int | None = None
        self._shown: tuple[Outputs, OutputFocus, ShownExample | None] | None = None
        self._example_drawn = DrawnExample([])
        self._top = 0

    # What is shown

    @property
    def columns(self) -> int:
        """The number of raw columns."""
        return len(preparation_of(self.snapshot.data).codings)

    @property
    def editing(self) -> int | None:
        """The column, from 0, whose value can be changed now; None where none can."""
        if self.column is None or self.snapshot.data.shape is not None:
            return None
        return min(self.column, self.columns - 1)

    @property
    def shown(self) -> ShownExample | None:
        """The example in focus with its outputs, computed once for these; None before there are any."""
        outputs, focus = self.outputs, self.output_focus
        if outputs is None:
            return None
        if self._shown is None or self._shown[0] is not outputs or self._shown[1] is not focus:
            self._shown = outputs, focus, shown_example(outputs, focus)
        return self._shown[2]

    def draw_outputs(self, outputs: Outputs, width: int, height: int) -> list[Strip]:
        """The example, as much of it as fits."""
        shown = self.shown
        if shown is None:
            return self.nothing_yet(width)
        scrolling = Scrolling(self._top, self.editing)
        output = self.output_focus.output
        self._example_drawn = one_example(shown, outputs.data, width, height, self.palette, scrolling, output)
        self._top = self._example_drawn.top
        lines = list(self._example_drawn.lines)
        if lines and self._top == 0 and outputs.data.shape is None and self.points_at_example:
            lines[0] = framed_line(lines[0], self.palette)
        return lines

    def lines_wanted(self) -> int | None:
        """The lines for what is said of any example, where it has few columns."""
        if self.outputs is None:
            return None
        lines = lines_of_few_columns(self.outputs.data)
        return None if lines is None else lines + 2

    def title(self) -> str:
        """What the example is called, and whether other values were typed into it."""
        if (shown := self.shown) is None:
            return _("Example")
        title = example_title(shown.focus, shown.row)
        return self.at_threshold(_("{}, changed").format(title) if shown.before is not None else title)

    def facts(self) -> Facts:
        """The epoch of the outputs, and whether there are columns above or below."""
        marks = glyphs(self.palette.ascii)
        if self.shown is None:
            return ""
        texts = [self.moment()]
        if self._example_drawn.seen:
            further = marks.up * (self._top > 0) + marks.down * (self._top + self._example_drawn.seen < self.columns)
            texts.append(further)
        return "  ".join(filter(None, texts))

    def keys(self) -> list[tuple[str, str]]:
        """The keys that work now."""
        if self.editing is not None:
            return [
                ("↑↓", _("column")),
                ("e", _("type")),
                ("+ -", _("change")),
                ("↵", _("step")),
                ("esc", _("back")),
            ]
        other = [] if self.snapshot.data.shape is not None else [("e", _("other values"))]
        return [("←→", _("example")), ("w", _("wrong")), ("↵", _("step")), *other]

    # Which example

    def action_turn(self, direction: int) -> None:
        """Look at the next (1) or the previous (-1) example of its split, in the order of the source."""
        example = self.example
        if example is None:
            return
        if not example.split:
            self.look_at(self.focus_on(0))
            return
        examples = self.snapshot.data.splits.get(example.split)
        assert examples is not None, "the example has a split"
        self.move_focus(example=ExampleFocus(example.split, (example.place + direction) % examples.m))

    def action_scroll(self, lines: int) -> None:
        """Scroll the columns; while values are changed, go to another column."""
        if self.editing is not None:
            self.column = max(0, min(self.editing + lines, self.columns - 1))
        else:
            self._top = max(0, min(self._top + lines, self.columns - self._example_drawn.seen))
        self.redraw()

    def clicked(self, x: int, y: int) -> None:
        """Choose the column there, while values are changed."""
        if self.editing is not None and 0 <= y < self._example_drawn.seen:
            self.column = self._top + y
            self.redraw()

    def wheel(self, direction: int, x: int, y: int) -> None:
        """Scroll the columns, or go to another one."""
        self.action_scroll(direction)

    # Other values

    def action_edit(self) -> None:
        """Begin to change values; then ask for the value of the column in focus."""
        if reason := refusal(self.snapshot.data):
            self.notify(reason)
        elif self.editing is None:
            self.column = self._top
            self.redraw()
        elif (shown := self.shown) is not None:
            column = self.editing
            coding = coding_of(shown, column)

            def accept(text: str) -> None:
                present = self.shown  # of the weights of now, and of the data of now
                if present is None or coding is not coding_of(present, column):
                    raise InputError(_("Other data have been opened."))
                self.move_focus(example=with_typed_value(present, column, text))

            present = typing_text(coding, float(shown.raw[column]))
            self.app.push_screen(Prompt(coding.name, present, accept, typing_note(coding)))

    def action_change(self, direction: int) -> None:
        """Change the value of the column in focus to the next (1) or the previous (-1) one."""
        if self.editing is not None and (shown := self.shown) is not None:
            self.move_focus(example=with_next_value(shown, self.snapshot.data, self.editing, direction))

    def action_take_back(self) -> None:
        """Give the column in focus the row's own value again."""
        if self.editing is not None and (shown := self.shown) is not None:
            self.move_focus(example=with_own_value(shown, self.editing))

    def action_end_editing(self) -> None:
        """Give all columns the row's own values again, and change no more."""
        self.column = None
        example = self.output_focus.example
        if example is not None and example.split and example.values is not None:
            self.move_focus(example=ExampleFocus(example.split, example.place))
        self.redraw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys that change values work while a column is chosen; at other times escape belongs to the screen."""
        if action == "end_editing":
            shown = self.shown
            return self.editing is not None or (shown is not None and bool(changed_columns(shown).any()))
        return self.editing is not None if action in ("change", "take_back") else True

    # Text

    def text_to_copy(self, latex: bool) -> str:
        """The example as CSV: each column with its value, then what is wanted and given, and the loss."""
        shown = self.shown
        return super().text_to_copy(latex) if shown is None else example_csv(shown)

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "One example with its outputs: what is wanted, what the network gives, its loss and its rank among the "
            "losses of its split, and the neurons of the last hidden layer that add most to z of the output, by "
            "Θ(L-1)[j,k] · a(j); of a point also how far the border between classes is, going the steepest way. The "
            "first one is the worst example of that moment; it stays in focus while training goes on, until another "
            "one is chosen here, on a map, or in a list.\n\n"
            "e changes values of its columns, to see what the network would give then: the former outputs stand "
            "beside the present ones. Nothing is trained with them. enter steps through the example as it stands, "
            "changed values too.\n\n"
            "← →        the example before, the next of the split\n"
            "↑ ↓        scroll; while values are changed, another column\n"
            "w          the next wrong example, worst first\n"
            "enter      step through it, equation by equation\n"
            "e          change values; once more: type one\n"
            "+ -        a number by a tenth of its standard deviation; the next category\n"
            "backspace  take a changed value back; esc takes all back\n"
            "y          copy as CSV"
        )
