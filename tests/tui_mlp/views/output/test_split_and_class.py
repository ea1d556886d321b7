"""The keys that all panes of outputs have, in each of them: `d` for the split, `c` and `C` for the class or output."""

from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from narrowing import present
from number_tables import experiment_of
from stepped import screen_of, settled
from textual.pilot import Pilot

from core.experiment.experiment import Experiment
from tui_mlp.app.app import MlpApp
from tui_mlp.models.output.output_focus import ExampleFocus, OutputFocus
from tui_mlp.session.stepped_sessions import SteppedSession
from tui_mlp.views.output.images.draw import DrawPane
from tui_mlp.views.output.images.weight_pictures import WeightPicturesPane
from tui_mlp.views.output.numbers.neuron_curves import NeuronCurvesPane
from tui_mlp.views.output.pages import PAGES
from tui_mlp.views.output.pane import OutputPane
from tui_mlp.views.output.plane.map import MapPane
from tui_mlp.views.output.plane.neurons import NeuronsPane
from tui_mlp.views.output.screen import OutputScreen

OF_NO_SPLIT = (DrawPane, WeightPicturesPane, MapPane, NeuronsPane, NeuronCurvesPane)
"""The text of these is the same for every split; the others say which split it is, or show its worst example."""


def body(pane: OutputPane) -> list[str]:
    return [strip.text for strip in pane.draw(*pane.size)]


async def keys_of(pilot: Pilot[None], screen: OutputScreen, pane: OutputPane) -> None:
    screen.output_focus = OutputFocus(page=screen.output_focus.page, threshold=0.25)
    screen.show_pane(pane)
    await settled(pilot)
    drawn = body(pane)
    pane.move_focus(example=ExampleFocus("validation", 4))
    await pilot.press("d")
    assert pane.output_focus.split == "test"
    await settled(pilot)
    worst = present(pane.split_outputs).losses.argmax()
    assert present(screen.output_focus.example).split == "test", "an example of the split that is shown"
    assert present(screen.output_focus.example).place == present(pane.split_outputs).places[worst]
    assert isinstance(pane, OF_NO_SPLIT) or body(pane) != drawn

    of_targets = present(pane.outputs).model.meaning.task == "regression"
    first, before = (1, 0) if of_targets else (0, None)
    await pilot.press("c")
    assert pane.output_focus.output == first
    assert of_targets or pane.output_focus.threshold is None, "that of the class before"
    await pilot.press("C")
    assert pane.output_focus.output == before


PAGES_OF = {"iris": ["classes", "threshold", "map", "activations"], "digits": ["images", "draw"],
            "two": ["curve", "predicted"]}  # fmt: skip
"""All pages, each with the data of which it says most."""


def test_all_pages_are_among_these() -> None:
    assert {page.name for page in PAGES} == {*chain(*PAGES_OF.values())}


@pytest.mark.parametrize("data", PAGES_OF)
async def test_in_every_pane(tmp_path: Path, data: str) -> None:
    settings = ["network.hidden=[4]"] + ["data.samples=150"] * (data == "digits")
    experiment = experiment_of(tmp_path, data) if data == "two" else Experiment.load(data, settings)
    app = MlpApp(SteppedSession(experiment))
    met = set()
    async with app.run_test(size=(90, 27)) as pilot:
        await pilot.press("3")
        await settled(pilot)
        screen = screen_of(app, OutputScreen)
        for page in PAGES_OF[data]:
            screen.output_focus = replace(screen.output_focus, page=page)
            await pilot.pause()
            for pane in (pane for pane in screen.panes() if isinstance(pane, OutputPane)):
                if type(pane) not in met:
                    met.add(type(pane))
                    await keys_of(pilot, screen, pane)
            assert screen.page.name == page
    assert len(met) >= 4
