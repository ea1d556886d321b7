"""The list of breakpoints, each switched on or off, with its numbers."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList

from core.support.errors import InputError
from core.support.i18n import N_, _, ngettext
from core.training.stopping.breakpoints import BREAKPOINT_KINDS, Breakpoint
from tui_mlp.render.cell_text import displayed
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.settings_text import read_float, read_int
from tui_mlp.text.value_steps import COUNTS, ONE_THREE, TENTHS, next_step
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.safe_text import SafeText, content, option

from .prompt import Prompt

LABEL = 30
LADDERS: dict[str, Sequence[float]] = {
    "loss_rose": COUNTS,
    "theta_over": (1, 2, 3, 5, 10, 20, 30, 50, 100),
    "gradient_under": (1e-6, 3e-6, *ONE_THREE),
    "gradient_over": (*ONE_THREE, 100, 300, 1000),
    "saturated": (*TENTHS[1:], 1.0),
    "at": COUNTS,
}
"""The values that ← and → step through, for the first number of each kind."""


class BreakpointList(OptionList):
    """An option list that leaves enter to the screen, so that only a click selects an option."""

    BINDINGS = [Binding("enter", "screen.type_value", N_("Type a value"), show=False)]


class Breakpoints(ModalScreen[None]):
    """Lets a person set breakpoints; `apply` gets all of them at every change."""

    CSS_PATH = "breakpoints.tcss"
    BINDINGS = [
        Binding("escape,q", "dismiss", N_("Close")),
        Binding("M", "app.messages", N_("Messages so far")),
        Binding("space", "switch", N_("On or off")),
        Binding("right,plus,equals_sign", "change(1)", N_("Next value")),
        Binding("left,minus", "change(-1)", N_("Previous value")),
    ]

    def __init__(self, breakpoints: Sequence[Breakpoint], apply: Callable[[tuple[Breakpoint, ...]], object]) -> None:
        super().__init__()
        self._breakpoints, self._apply, self._marked = list(breakpoints), apply, 0

    def compose(self) -> ComposeResult:
        """Yield the list, and below it what the breakpoint in focus means."""
        with Vertical(id="breakpoints") as box:
            box.border_title = content(self.text(_("Breakpoints")))
            box.border_subtitle = content(self.text(_("space on/off  ←→ value  enter edits  esc closes")))
            yield BreakpointList(*(option(self.line(place)) for place in range(len(self._breakpoints))), markup=False)
            yield SafeText(self.about, id="about")

    @property
    def here(self) -> int:
        """The line in focus, read when needed: the keys may be faster than the list's messages."""
        return self.query_one(BreakpointList).highlighted or 0

    @property
    def ascii(self) -> bool:
        """Whether to draw with ASCII alone."""
        return app_of(self).ascii

    def text(self, text: str) -> str:
        """The text in characters that the terminal can show."""
        return displayed(text, self.ascii)

    def line(self, place: int) -> str:
        """The text of a line: on or off, what it stops at, its numbers, between arrows if it is in focus."""
        breakpoint, marks = self._breakpoints[place], glyphs(self.ascii)
        here, value = place == self._marked, numbers_text(breakpoint)
        before, after = (marks.left, marks.right) if here and value else (" ", " ")
        label = f"{self.text(BREAKPOINT_KINDS[breakpoint.kind].label):<{LABEL}}"
        return f"{marks.mark if here else ' '} [{'x' if breakpoint.on else ' '}] {label} {before} {value} {after}"

    @property
    def about(self) -> str:
        """What the breakpoint in focus means."""
        return self.text(BREAKPOINT_KINDS[self._breakpoints[self._marked].kind].help)

    def redraw(self, *places: int) -> None:
        """Draw these lines again."""
        lines = self.query_one(BreakpointList)
        for place in places:
            lines.replace_option_prompt_at_index(place, content(self.line(place)))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show what the breakpoint in focus means."""
        before, self._marked = self._marked, event.option_index
        self.redraw(before, self._marked)
        self.query_one("#about", SafeText).set_text(self.about)

    def on_option_list_option_selected(self) -> None:
        """Switch the breakpoint that was clicked."""
        self.action_switch()

    def action_switch(self) -> None:
        """Switch the breakpoint in focus on or off."""
        breakpoint = self._breakpoints[self.here]
        self.set(self.here, replace(breakpoint, on=not breakpoint.on))

    def action_change(self, direction: int) -> None:
        """Change its first number to the next or the previous step."""
        breakpoint = self._breakpoints[self.here]
        if breakpoint.values:
            first, *others = breakpoint.values
            self.set(
                self.here, replace(breakpoint, values=(next_step(LADDERS[breakpoint.kind], first, direction), *others))
            )

    def action_type_value(self) -> None:
        """Ask for its numbers; where it takes none, switch it on or off."""
        place, breakpoint = self.here, self._breakpoints[self.here]
        numbers = BREAKPOINT_KINDS[breakpoint.kind].numbers
        if not numbers:
            self.action_switch()
            return

        def accept(text: str) -> None:
            words = text.replace(",", " ").split() if len(numbers) > 1 else [text]
            if len(words) != len(numbers):
                message = ngettext("found {}, expected {} number", "found {}, expected {} numbers", len(numbers))
                raise InputError(message.format(text or _("nothing"), len(numbers)))
            readers = (read_int if number.whole else read_float for number in numbers)
            values = (reader(word) for reader, word in zip(readers, words, strict=True))
            self.set(place, replace(breakpoint, values=tuple(values)))

        note = "; ".join(f"{number.symbol}: {number.range}" for number in numbers)
        label = self.text(BREAKPOINT_KINDS[breakpoint.kind].label)
        self.app.push_screen(Prompt(label, numbers_text(breakpoint).replace(",", ""), accept, self.text(note)))

    def set(self, place: int, breakpoint: Breakpoint) -> None:
        """Replace the breakpoint of a line, and call `apply` if it differs."""
        if breakpoint != self._breakpoints[place]:
            self._breakpoints[place] = breakpoint
            self.redraw(place)
            self._apply(tuple(self._breakpoints))


def numbers_text(breakpoint: Breakpoint) -> str:
    """A breakpoint's numbers, as a person reads and types them."""
    if breakpoint.kind == "saturated":
        return f"{100 * breakpoint.values[0]:g} %"
    return ", ".join(f"{value:,}" if isinstance(value, int) else f"{value:g}" for value in breakpoint.values)
