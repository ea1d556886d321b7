"""The base of the panes of the Output view: they draw outputs and move the focus."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

from textual.binding import Binding
from textual.events import MouseScrollDown, MouseScrollUp
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from core.analysis.outputs.outputs import Outputs
from core.analysis.outputs.split_outputs import AtThreshold, Figure, SplitOutputs
from core.data.dataset import Data
from core.support.escaping import escaped
from core.support.i18n import N_, _
from core.support.retranslation import retranslated
from tui_mlp.models.output.output_focus import ExampleFocus, OutputFocus
from tui_mlp.models.output.shown_example import focused_example
from tui_mlp.models.pointed import Pointed, pointed_example
from tui_mlp.render.frame import PADDING, fitting
from tui_mlp.render.strips import fill
from tui_mlp.render.word_wrap import sentences
from tui_mlp.session.refresh_rates import changing_seconds, colour_seconds
from tui_mlp.session.snapshot import Snapshot
from tui_mlp.text.classes.share_text import threshold_text
from tui_mlp.text.numbers import count
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.canvas import READABLE_SECONDS
from tui_mlp.widgets.pane import Pane


@dataclass
class OutputFocusChanged(Message):
    """A person moved what is in focus."""

    output_focus: OutputFocus


@dataclass
class StepWanted(Message):
    """A person wants to step through the equations of one example."""

    example: ExampleFocus


class OutputPane(Pane):
    """Draws `snapshot.outputs` and `output_focus`, which its screen sets."""

    BINDINGS = [
        Binding("d", "turn_split", N_("Other split: training, validation, test")),
        Binding("c", "turn_output(1)", N_("Next class or output")),
        Binding("C", "turn_output(-1)", N_("Previous class or output")),
    ]

    DRAWN: ClassVar[Literal["figures", "plot", "colours"]] = "figures"
    """What most cells are: figures, of which few change at once; a plot; or colours, all of which may change."""

    FIGURES: ClassVar[tuple[Figure[Any], ...]] = ()
    """What is computed of the outputs of the split in focus on the training thread, so that drawing finds it ready."""

    FOLLOWS_THRESHOLD: ClassVar[bool] = True
    """Whether the classes that it shows as given are those by the threshold in focus."""

    ACTIVATIONS: ClassVar[bool] = False
    """Whether the activations of all layers are drawn, which cost a copy of them all."""

    coloured_beside = 0
    """How many panes in colours stand beside it that aren't panes of outputs; its screen sets it."""

    output_focus: reactive[OutputFocus] = reactive(OutputFocus(), repaint=False, init=False)

    panes_data: reactive[Data | None] = reactive(None, repaint=False, init=False)
    """The data that this pane was chosen for; None: any."""

    @property
    def PERIOD(self) -> float:  # type: ignore[override]
        """Seconds from one drawing to the next while training: colours more seldom, the more so at a slow rate."""
        if self.DRAWN != "colours":
            return READABLE_SECONDS
        return self.colour_period()

    def colour_period(self) -> float:
        """The seconds in colours: more beside other such panes, as what all write must fit a connection.

        At a slow rate they are few enough for every cell to change; else the last drawing says how many do.
        """
        panes = 1 if self.has_class("-alone") else 1 + self.coloured_beside
        factor = app_of(self).interval_factor
        if factor > 1:
            return colour_seconds(self.plot_cells * panes) * factor
        return changing_seconds(min(self.plot_cells, self.changed_cells) * panes)

    @property
    def plot_cells(self) -> int:
        """All cells of the pane, the frame included, where these are a plot or colours."""
        return 0 if self.DRAWN == "figures" else self.size.area

    @property
    def outputs(self) -> Outputs | None:
        """The outputs that are shown; None where none are computed yet, or other data have been opened since.

        Classes are given in them by the threshold in focus, so that all panes agree on what is wrong.
        """
        outputs, suited = self.snapshot.outputs, self.panes_data
        if (
            outputs is None
            or outputs.data is not self.snapshot.data
            or (suited is not None and outputs.data is not suited)
        ):
            return None
        return self.output_focus.at_threshold(outputs) if self.FOLLOWS_THRESHOLD else outputs

    @property
    def figures_wanted(self) -> tuple[Figure[Any], ...]:
        """FIGURES of the outputs as this pane shows them."""
        focus, figures = self.output_focus, self.FIGURES
        if focus.threshold is None or not self.FOLLOWS_THRESHOLD:
            return figures
        return tuple(AtThreshold(focus.output, focus.threshold, figure) for figure in figures)

    def at_threshold(self, title: str) -> str:
        """A title of this pane, with the threshold where classes are given by another one than usual and it fits."""
        moved = self.outputs.moved if self.outputs else None
        if moved is None:
            return title
        whole = _("{}, threshold {}").format(title, threshold_text(moved.value))
        return fitting([(whole, ()), (title, ())], self.size.width, self.palette, self.has_focus)[0]

    @property
    def split_outputs(self) -> SplitOutputs | None:
        """The outputs of the split in focus; None where they aren't computed yet."""
        return self.output_focus.outputs(self.outputs) if self.outputs else None

    @property
    def example(self) -> ExampleFocus | None:
        """The example in focus; None before there are outputs."""
        return focused_example(self.outputs, self.output_focus) if self.outputs else None

    def pointed_here(self) -> Pointed | None:
        """The example in focus, unless it is a drawn picture."""
        example = self.example
        if example is None or not example.split:
            return None
        return pointed_example(self.snapshot.data, example.split, example.place)

    @property
    def points_at_example(self) -> bool:
        """Whether the pointer is on the example in focus."""
        example = self.example
        return (
            self.pointed is not None and example is not None and self.pointed.place_in(example.split) == example.place
        )

    def body(self, width: int, height: int) -> list[Strip]:
        """What `draw_outputs` draws, or a sentence that there is nothing to draw yet."""
        outputs = self.outputs
        if outputs is None:
            lines = self.nothing_yet(width)
            return fill(lines, width, height, self.palette.bg.blank)
        return fill(self.draw_outputs(outputs, width, height), width, height, self.palette.bg.blank)

    def nothing_yet(self, width: int) -> list[Strip]:
        """Lines that say why there is nothing to draw yet."""
        problem = escaped(retranslated(self.snapshot.outputs_problem))
        return sentences(problem or _("The outputs are being computed."), width, self.palette)

    def draw_outputs(self, outputs: Outputs, width: int, height: int) -> list[Strip]:
        """At most `height` strips of `width` cells."""
        raise NotImplementedError

    def lines_wanted(self) -> int | None:
        """The lines, those of the frame included, in which all can be shown; None if it takes what it gets."""
        return None

    def moment(self) -> str:
        """The epoch that the outputs are of, where it isn't the one in the header; empty where it is."""
        outputs, snapshot = self.outputs, self.snapshot
        if outputs is None or outputs.epoch == snapshot.epoch:
            return ""
        return _("epoch {}").format(count(outputs.epoch))

    def watch_panes_data(self) -> None:
        """Draw the outputs, which are of data that it suits now."""
        self.redraw()

    def watch_output_focus(self, before: OutputFocus, focus: OutputFocus) -> None:
        """Draw the new focus at once; nothing where only the page turns, for that of this pane is hidden then."""
        if not focus.is_same_but_page(before):
            self.redraw()

    def move_focus(self, **changes: Any) -> None:
        """Change fields of the focus, and report it. It is set at once, for the next key may come before the report.

        A threshold is that of one output: where another one comes into focus, the usual threshold does too.
        """
        if changes.get("output", self.output_focus.output) != self.output_focus.output:
            changes.setdefault("threshold", None)
        self.output_focus = replace(self.output_focus, **changes)
        self.post_message(OutputFocusChanged(self.output_focus))

    def wheel(self, direction: int, x: int, y: int) -> None:
        """Handle a turn of the mouse wheel, down (1) or up (-1), at a place of the body as `clicked` gets it."""

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        event.stop()
        self.wheel(1, event.x - PADDING, event.y - 1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        event.stop()
        self.wheel(-1, event.x - PADDING, event.y - 1)

    def action_turn_split(self) -> None:
        """Show the figures of the next split that there is."""
        data = self.snapshot.data
        splits = [*data.splits]
        here = splits.index(self.output_focus.split_name(data))
        self.move_focus(split=splits[(here + 1) % len(splits)], example=None)

    def action_step(self) -> None:
        """Step through the example in focus, in panes with a key for it."""
        if self.example is not None:
            self.post_message(StepWanted(self.example))

    def action_turn_output(self, direction: int) -> None:
        """Look at the next (1) or the previous (-1) output, or at all of them; of several targets always at one."""
        if self.outputs is None:
            return
        meaning = self.outputs.model.meaning
        choices: list[int | None] = [*range(len(meaning.names))]
        if meaning.task != "regression":
            choices = [None, *choices]
        here = choices.index(self.output_focus.output) if self.output_focus.output in choices else 0
        self.move_focus(output=choices[(here + direction) % len(choices)])

    def shows_same(self, before: Snapshot, snapshot: Snapshot) -> bool:
        """Whether the outputs are the same ones, of the same data."""
        return (
            snapshot.outputs is before.outputs
            and snapshot.data is before.data
            and snapshot.outputs_problem == before.outputs_problem
        )
