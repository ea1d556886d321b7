"""Views with panes of outputs: what is in focus, and which outputs are computed."""

import asyncio
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, ClassVar

from textual.reactive import reactive

from core.data.dataset import Data
from core.stepping.chosen_example import ChosenExample
from core.support.i18n import _
from tui_mlp.models.output.output_focus import ExampleFocus, OutputFocus, for_other_data
from tui_mlp.models.pointed import Pointed, pointed_example
from tui_mlp.session.commands import StepExample
from tui_mlp.session.outputs_task import OutputsWanted
from tui_mlp.session.snapshot import EMPTY, Snapshot
from tui_mlp.views.view_screen import View
from tui_mlp.widgets.app_base import app_of

if TYPE_CHECKING:  # the first frame of the Train view shows no outputs, so it doesn't wait for these
    from core.analysis.outputs.split_outputs import Figure

    from .pane import OutputFocusChanged, OutputPane, StepWanted


MOST_SECONDS = 1.0
"""The longest wait for the equations of an example; the Step view gets them later then."""
PAUSE_SECONDS = 0.005


class OutputFocusScreen(View):
    """A view in which some panes draw outputs. What is in focus in them is the same in all such views of the app."""

    COLOURED_BESIDE: ClassVar[int] = 0
    """How many panes in colours stand beside the panes of outputs."""

    output_focus: reactive[OutputFocus] = reactive(OutputFocus(), repaint=False, init=False)

    panes_data: reactive[Data | None] = reactive(None, repaint=False, init=False)
    """The data that the panes suit. Of others no outputs are computed: figures of classes need classes."""

    def on_mount(self) -> None:
        """Begin with what is in focus in other views. View's own handler follows."""
        self.output_focus = app_of(self).output_focus

    def bind_focus(self, pane: "OutputPane") -> "OutputPane":
        """The pane, which from now on gets snapshot, state and focus."""
        self.bind_snapshot(pane).data_bind(OutputFocusScreen.output_focus, OutputFocusScreen.panes_data)
        pane.coloured_beside = self.COLOURED_BESIDE
        return pane

    def output_panes(self) -> "list[OutputPane]":
        """The panes of outputs that are shown now."""
        raise NotImplementedError

    def splits_wanted(self) -> tuple[str, ...]:
        """The splits whose outputs are shown; that of the figures first."""
        return (self.output_focus.split_name(self.session.snapshot.data),)

    def most_wanted(self) -> int | None:
        """The most rows of a split that are shown; None: all."""
        return None

    def outputs_wanted(self) -> OutputsWanted | None:
        """The outputs of all panes that are shown; None where there are none."""
        panes = self.output_panes()
        if not panes or self.panes_data is None:
            return None
        figures: dict[Figure[object], None] = dict.fromkeys(figure for pane in panes for figure in pane.figures_wanted)
        activations = any(pane.ACTIVATIONS for pane in panes)
        return OutputsWanted(self.splits_wanted(), self.most_wanted(), tuple(figures), activations, self.panes_data)

    def want_outputs(self) -> None:
        """Have the outputs that are shown now computed, and no others."""
        self.session.want_outputs(self.outputs_wanted())

    def on_screen_resume(self) -> None:
        """Take over what is in focus in other views, before a snapshot is looked at."""
        self.output_focus = app_of(self).output_focus
        super().on_screen_resume()
        self.keep_example(self.snapshot)

    def watch_snapshot(self, before: Snapshot, snapshot: Snapshot) -> None:
        """Forget what was in focus in other data, whichever view was shown when these were opened."""
        app = app_of(self)
        if app.output_focus_data is not snapshot.data:
            if app.output_focus_data is not None:
                self.output_focus = for_other_data(app.output_focus)
            app.output_focus_data = snapshot.data
        if before is EMPTY:
            self.want_outputs()
        self.keep_example(snapshot)

    def keep_example(self, snapshot: Snapshot) -> None:
        """Once there are outputs, keep the worst example in focus from then on, so that its outputs can be followed."""
        outputs, focus = snapshot.outputs, self.output_focus
        if outputs is None or outputs.data is not snapshot.data or focus.example is not None:
            return
        if focus is not app_of(self).output_focus:  # that of another view hasn't been taken over yet
            return
        from tui_mlp.models.output.shown_example import focused_example

        if (example := focused_example(outputs, focus)) is not None:
            app_of(self).worst_example = example
            self.output_focus = replace(focus, example=example)

    def watch_output_focus(self, before: OutputFocus, focus: OutputFocus) -> None:
        """Have what is in focus now computed, and remember it for other views."""
        app_of(self).output_focus = focus
        self.want_outputs()

    def on_output_focus_changed(self, message: "OutputFocusChanged") -> None:
        """Share the pane's focus; the pointer follows another example."""
        before, example = self.output_focus.example, message.output_focus.example
        self.output_focus = message.output_focus
        if example is not before and example is not None and example.split:
            self.move_pointer(pointed_example(self.session.snapshot.data, example.split, example.place))

    def follow_pointed(self, pointed: Pointed) -> None:
        """Focus the example that the pointer is on."""
        here = self.output_focus.example
        if pointed.example is not None and (here is None or (here.split, here.place) != pointed.example):
            split, place = pointed.example
            self.output_focus = replace(self.output_focus, split=split, example=ExampleFocus(split, place))

    async def on_step_wanted(self, message: "StepWanted") -> None:
        """Step through the equations of one example, beginning where its error does; escape there leads back here.

        The Step view is shown once it has them, so that the next key finds them there.
        """
        wanted, app = message.example, app_of(self)
        self.post(StepExample(ChosenExample(wanted.split, wanted.place, wanted.values, wanted.target)))
        latest = perf_counter() + MOST_SECONDS
        while not self.session.up_to_date and perf_counter() < latest:
            await asyncio.sleep(PAUSE_SECONDS)
        if self.is_view_shown:
            app.example_from = app.current_mode
            app.switch_mode("step")

    def help_on_keys(self) -> list[tuple[str, str]]:
        """The help texts of the keys that work in every view, after those of all panes of outputs."""
        return [
            ("d", _("other split: training, validation, test")),
            ("c  C", _("next, previous class or output; all of them again")),
            *super().help_on_keys(),
        ]
