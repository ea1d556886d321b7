"""A threshold that was moved: all panes of the Output view give classes by it, say so, and agree on what is wrong."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from narrowing import present
from stepped import make_app, screen_of, settled, train_on
from textual.pilot import Pilot

from core.analysis.outputs.split_outputs import SplitOutputs
from core.calls import Array
from tui_mlp.models.output.output_focus import ExampleFocus
from tui_mlp.views.output.classes.by_class import ByClassPane
from tui_mlp.views.output.classes.confusion import ConfusionPane
from tui_mlp.views.output.classes.roc import RocPane
from tui_mlp.views.output.classes.threshold import ThresholdPane
from tui_mlp.views.output.examples.examples import ExamplesPane
from tui_mlp.views.output.examples.one_example import OneExamplePane
from tui_mlp.views.output.pane import OutputPane
from tui_mlp.views.output.plane.map import MapPane
from tui_mlp.views.output.screen import OutputScreen

MOONS = """
[data]
source = "moons"
samples = 200
noise = 0.3
[network]
hidden = [4]
"""
IRIS = """
[data]
source = "iris"
[network]
hidden = [4]
"""


async def opened(pilot: Pilot[None]) -> OutputScreen:
    """The Output view after two epochs."""
    await pilot.press("3")
    for _epoch in range(2):
        await pilot.press("n")
        train_on(pilot.app)
    await settled(pilot)
    return screen_of(pilot.app, OutputScreen)


async def turned(pilot: Pilot[None], screen: OutputScreen, **focus: object) -> None:
    screen.output_focus = replace(screen.output_focus, **focus)  # type: ignore[arg-type]
    await pilot.pause()
    await settled(pilot)


def text(screen: OutputScreen, kind: type[OutputPane]) -> str:
    """What the pane of this kind on the page shows, with its frame."""
    pane = next(pane for pane in screen.panes() if isinstance(pane, kind))
    return "\n".join(strip.text for strip in pane.draw(*pane.size))


def scores_of(split: SplitOutputs) -> tuple[Array, Array]:
    return split.A[:, 0], split.Y[:, 0] > 0.5


async def test_all_panes_agree_on_what_is_wrong_at_a_moved_threshold(tmp_path: Path) -> None:
    app = make_app(tmp_path, MOONS)
    async with app.run_test(size=(150, 40)) as pilot:
        screen = await opened(pilot)
        await turned(pilot, screen, page="threshold")
        screen.show_pane(screen.query_one(RocPane))
        await pilot.press(*["pagedown"] * 2)
        await settled(pilot)
        assert screen.output_focus.threshold == 0.3
        outputs = present(app.session.snapshot.outputs)
        scores, positive = scores_of(outputs.splits["validation"])
        wrong = (scores > 0.3) != positive
        assert wrong.sum() != ((scores > 0.5) != positive).sum(), "the threshold changes something"
        right = int((~wrong).sum())
        assert f"accuracy     {right / len(wrong):.3f}" in text(screen, ThresholdPane)

        await turned(pilot, screen, page="classes")
        confusion = text(screen, ConfusionPane)
        assert f"threshold 0.30 ──── {len(wrong)} validation rows, {wrong.sum()} wrong" in confusion
        by_class = text(screen, ByClassPane)
        assert "By class, threshold 0.30" in by_class
        assert f"{right} of {len(wrong)}" in by_class
        examples = text(screen, ExamplesPane)
        assert "Worst examples, threshold 0.30" in examples
        assert examples.count("✗") == wrong.sum()

        changed = int(np.flatnonzero(wrong & (scores < 0.5))[0])
        await turned(pilot, screen, example=ExampleFocus("validation", changed))
        one = text(screen, OneExamplePane)
        assert ", threshold 0.30" in one
        assert "✗ wrong" in one

        await turned(pilot, screen, page="map")
        drawn = text(screen, MapPane)
        splits = map(scores_of, present(app.session.snapshot.outputs).splits.values())
        on_map = sum(int(((scores > 0.3) != positive).sum()) for scores, positive in splits)
        assert "Output A(3), threshold 0.30" in drawn
        assert f"× wrong {on_map}" in drawn
        assert "threshold" not in text(screen, OneExamplePane).splitlines()[0], "its title has no room for the number"


async def test_the_next_wrong_example_is_wrong_at_the_moved_threshold(tmp_path: Path) -> None:
    app = make_app(tmp_path, MOONS)
    async with app.run_test(size=(150, 40)) as pilot:
        screen = await opened(pilot)
        await turned(pilot, screen, page="classes", threshold=0.9)
        screen.show_pane(screen.query_one(ExamplesPane))
        scores, positive = scores_of(present(app.session.snapshot.outputs).splits["validation"])
        wrong, met = np.flatnonzero((scores > 0.9) != positive), set()
        for _press in range(len(wrong)):
            await pilot.press("w")
            met.add(present(screen.output_focus.example).place)
        assert met == {*wrong.tolist()}


async def test_a_threshold_is_that_of_the_class_in_focus(tmp_path: Path) -> None:
    app = make_app(tmp_path, MOONS)
    async with app.run_test(size=(150, 40)) as pilot:
        screen = await opened(pilot)
        await turned(pilot, screen, page="classes", output=0, threshold=0.7)
        screen.show_pane(screen.query_one(ByClassPane))
        await pilot.press("down")
        await settled(pilot)
        assert (screen.output_focus.output, screen.output_focus.threshold) == (1, None)
        assert "threshold" not in text(screen, ByClassPane).splitlines()[0]


async def test_of_three_classes_no_pane_follows_the_threshold_of_one(tmp_path: Path) -> None:
    app = make_app(tmp_path, IRIS)
    async with app.run_test(size=(150, 40)) as pilot:
        screen = await opened(pilot)
        await turned(pilot, screen, output=1, example=ExampleFocus("validation", 3))
        texts = []
        for threshold in (None, None, 0.1):  # frames have the focus of a key once a page was left
            await turned(pilot, screen, threshold=threshold)
            drawn = []
            for page, kinds in (("classes", (ConfusionPane, ByClassPane, ExamplesPane)), ("map", (MapPane,))):
                await turned(pilot, screen, page=page)
                drawn += [text(screen, kind) for kind in kinds]
            texts.append(drawn)
        assert texts[1] == texts[2]
        await turned(pilot, screen, page="threshold")
        assert "tried out here alone" in screen.query_one(ThresholdPane).help_text()
