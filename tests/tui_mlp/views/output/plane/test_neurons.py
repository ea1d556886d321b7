"""The pane of the neurons of a layer: its keys, and what it says where there is nothing to draw."""

from pathlib import Path

import numpy as np
import pytest
from narrowing import present
from stepped import INLINE, app_of, make_app, screen_of, shown, told, train_on
from textual.events import MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot

from core.analysis.maps.neuron_maps import layer_activations
from tui_mlp.models.output.shown_example import shown_example
from tui_mlp.views.output.plane.neurons import NeuronsPane
from tui_mlp.views.output.screen import OutputScreen

NO_HIDDEN = INLINE.replace("hidden = [3, 2]", "hidden = []")
MANY = INLINE.replace("hidden = [3, 2]", 'hidden = [3, 40]\nactivation = "relu"')


async def pane_of(pilot: Pilot[None]) -> NeuronsPane:
    """The pane in the Output view, in focus."""
    await pilot.press("3")
    await pilot.pause()
    screen = screen_of(pilot.app, OutputScreen)
    screen.show_pane(found := screen.query_one(NeuronsPane))
    await pilot.pause()
    return found


def text(pane: NeuronsPane) -> str:
    """What the pane shows."""
    return "\n".join(strip.text for strip in pane.draw(*pane.size))


def focus(pane: NeuronsPane) -> tuple[int, int, bool]:
    """Layer, neuron, and whether it is large."""
    return pane.hidden_layer, pane.neuron, pane.output_focus.large


async def test_keys_choose_neuron_layer_and_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        pane = await pane_of(pilot)
        assert "Neurons A(3)" in text(pane)
        assert "weight in Θ(3)" in text(pane)
        weights = app.session.task.trainer.network.thetas[2][1:, 0]
        assert all(f"{weight:.2f}" in text(pane) for weight in weights)
        assert focus(pane) == (3, 1, False)

        expected = [
            ("right", (3, 2, False)), ("right", (3, 2, False)), ("left", (3, 1, False)), ("left", (3, 1, False)),
            ("comma", (2, 1, False)), ("comma", (2, 1, False)), ("end", (2, 3, False)),
            ("home", (2, 1, False)), ("right", (2, 2, False)), ("enter", (2, 2, True)), ("down", (2, 3, True)),
            ("up", (2, 2, True)), ("v", (2, 2, False)), ("v", (2, 2, True)), ("full_stop", (3, 2, True)),
            ("left_square_bracket", (2, 2, True)), ("right_square_bracket", (3, 2, True)),
            ("right_square_bracket", (3, 2, True)),
        ]  # fmt: skip
        for key, found in expected:
            await pilot.press(key)
            assert focus(pane) == found, key
            if key == "comma":
                assert "‖Θ(2)‖" in text(pane), "a layer between: no weight to the output"
        assert "Neuron 2 of A(3)" in text(pane)
        assert "saturated" in text(pane)
        assert "tanh from -1 over 0 to 1" in text(pane)
        assert app.output_focus == pane.output_focus, "the same in other views"
        outputs = app.session.snapshot.outputs
        assert outputs is not None
        example = present(shown_example(outputs, pane.output_focus))
        activation = layer_activations(outputs.model, example.raw[None], 3)[0, 1]
        assert f"here {activation:.2f}" in text(pane), "what it gives for the example in focus"
        assert "•" in text(pane), "and where that is"

        await pilot.press("y")
        copied = app.clipboard.splitlines()
        width, height = pane.size.width - 4, pane.size.height - 2
        assert copied[0] == "x1,x2,a2(3)"
        assert len(copied) == 1 + width * 2 * height
        pixels = np.array([line.split(",") for line in copied[1:]], float)
        np.testing.assert_allclose(pixels[:, 2], layer_activations(outputs.model, pixels[:, :2], 3)[:, 1], atol=1e-6)
        alone = outputs.model.network.thetas[1]
        kept = alone.copy()
        alone[:, 1] = 0
        lines = text(pane).splitlines()
        assert not lines[1].strip("│ •"), "the map of the neuron in focus, which gives 0 everywhere now"
        alone[...] = kept
        await pilot.press("enter", "y")
        assert app.clipboard.splitlines()[0] == "neuron,weight,min,max"
        _neuron, weight, least, most = map(float, app.clipboard.splitlines()[2].split(","))
        assert weight == pytest.approx(weights[1])
        assert least < most
        await pilot.press("question_mark")
        await pilot.pause()
        assert "Each small map is a neuron" in shown(app)


async def test_the_mouse_chooses_and_enlarges_and_training_goes_on_in_it(tmp_path: Path) -> None:
    app = make_app(tmp_path, MANY)
    async with app.run_test(size=(80, 24)) as pilot:
        pane = await pane_of(pilot)
        shown_now = pane.layout_now.shown(0, 40)
        assert f"1–{shown_now.stop} of 40" in text(pane)
        pane.clicked(pane.layout_now.width + 2, 1)
        assert focus(pane) == (3, 2, False)
        pane.clicked(pane.layout_now.width + 2, 1)
        assert focus(pane) == (3, 2, True)
        assert "dead" in text(pane)
        pane.clicked(3, 3)
        assert focus(pane) == (3, 2, False)
        pane.clicked(pane.size.width, 0)
        assert focus(pane) == (3, 2, False), "beside all maps"

        across = pane.layout_now.across
        for event, neuron in ((MouseScrollDown, 2 + across), (MouseScrollUp, 2)):
            pane.post_message(event(pane, 1, 1, 0, 1, 0, False, False, False))
            await pilot.pause()
            assert pane.neuron == neuron
        await pilot.press("end")
        assert "of 40" in text(pane)
        assert " 1 " not in text(pane).splitlines()[1], "scrolled"

        before = text(pane)
        await pilot.press("n")
        train_on(app)
        await pilot.pause()
        assert text(pane) != before
        assert app.session.snapshot.outputs is not None


async def test_without_a_hidden_layer_it_says_so_and_keys_do_nothing(tmp_path: Path) -> None:
    app = make_app(tmp_path, NO_HIDDEN)
    async with app.run_test(size=(80, 24)) as pilot:
        pane = await pane_of(pilot)
        assert "This network has no hidden" in text(pane)
        before = pane.output_focus
        await pilot.press("enter", "v", "left", "right", "up", "down", "home", "end")
        await pilot.press("left_square_bracket", "right_square_bracket", "y")
        pane.clicked(1, 1)
        assert pane.output_focus is before
        assert not [one for one in told(app) if "neuron" in one]
        assert app_of(pilot).is_running


async def test_any_size_and_weights_that_diverged(tmp_path: Path) -> None:
    app = make_app(tmp_path, ascii=True)
    async with app.run_test(size=(80, 24)) as pilot:
        pane = await pane_of(pilot)
        for _turn in range(2):
            for width, height in ((1, 1), (3, 2), (9, 4), (20, 9), (120, 40)):
                assert [strip.cell_length for strip in pane.body(width, height)] == [width] * height
            await pilot.press("enter")
        await pilot.press("1")
        await pilot.pause()
        app.session.task.trainer.network.parameters.theta[:] = float("nan")
        app.session.task.outputs.want(None)
        pane = await pane_of(pilot)
        assert "nan" in text(pane)
        await pilot.press("enter")
        assert "weight nan" in text(pane)


async def test_weights_are_those_to_the_target_that_the_map_shows(tmp_path: Path) -> None:
    rows = "\n".join(f"{i % 7},{i % 5},{i % 7 + 0.5},{i % 5 - 0.5}" for i in range(60))
    (tmp_path / "two.csv").write_text(f"a,b,sum,product\n{rows}\n", "utf-8")
    experiment = f'[data]\nsource = "{tmp_path / "two.csv"}"\ntarget = ["sum", "product"]\n[network]\nhidden = [4]\n'
    app = make_app(tmp_path, experiment)
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await pane_of(pilot)
        assert app.session.task.trainer.data.task == "regression"
        for target in range(2):
            weights = app.session.task.trainer.network.thetas[1][1:, target]
            assert all(f"{weight:.2f}" in text(pane) for weight in weights), target
            await pilot.press("c")
