"""The Activations page: its keys, what it copies and explains, and what is computed for it."""

from pathlib import Path

import numpy as np
from narrowing import present
from stepped import app_of, make_app, screen_of, shown, train_on
from textual.events import MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot

from core.analysis.outputs.layer_activations import ROWS
from tui_mlp.session.outputs_task import OutputsWanted
from tui_mlp.session.stepped_sessions import SteppedSession
from tui_mlp.views.output.activations import ActivationsPane
from tui_mlp.views.output.screen import OutputScreen

DEEP = """
name = "deep"
[data]
source = "spiral"
[network]
hidden = [4, 12, 3]
activation = ["tanh", "relu", "identity"]
[training]
epochs = 3
"""


async def opened(pilot: Pilot[None], *keys: str) -> ActivationsPane:
    """The page, which is the last one, with its pane in focus."""
    for key in ("3", "ctrl+pageup", *keys):
        await pilot.press(key)
        await pilot.pause()
    pane = screen_of(pilot.app, OutputScreen).pane
    assert isinstance(pane, ActivationsPane)
    return pane


def body(pane: ActivationsPane) -> str:
    return "\n".join(strip.text for strip in pane._strips)


async def test_keys(tmp_path: Path) -> None:
    app = make_app(tmp_path, DEEP)
    async with app.run_test(size=(80, 24)) as pilot:
        pane = await opened(pilot)
        assert "3 Output: Activations 4/4" in shown(app).splitlines()[0]
        first = body(pane).splitlines()
        named = [line.split() for line in first if " A(" in line]
        assert [[word for word in words if word not in "│▸"][:2] for words in named] == [
            ["A(2)", "tanh"], ["A(3)", "relu"], ["A(4)", "identity"], ["A(5)", "sigmoid"],
        ]  # fmt: skip
        assert "▸ A(4)" in body(pane), "the last hidden layer at first"
        assert "100 validation rows" in first[0]
        await pilot.press("left_square_bracket", "up")
        await pilot.pause()
        assert "▸ A(2)" in body(pane)
        await pilot.press("down", "right_square_bracket", "end")
        await pilot.pause()
        assert "▸ A(5)" in body(pane)
        await pilot.click(ActivationsPane, offset=(20, 2))
        await pilot.pause()
        assert "▸ A(2)" in body(pane)
        await pilot.press("home", "down", "v")
        await pilot.pause()
        assert "Activations A(3)  relu" in body(pane)
        assert "▸     1" in body(pane)
        await pilot.press("down", "pagedown")
        await pilot.pause()
        assert "▸    12" in body(pane)
        assert app.output_focus.neuron == 12
        pane.on_mouse_scroll_up(MouseScrollUp(pane, 0, 0, 0, -1, 0, False, False, False))
        await pilot.pause()
        assert "▸    11" in body(pane)
        pane.on_mouse_scroll_down(MouseScrollDown(pane, 0, 0, 0, 1, 0, False, False, False))
        await pilot.click(ActivationsPane, offset=(20, 4))
        await pilot.pause()
        assert app.output_focus.neuron == 3
        await pilot.press("right_square_bracket", "left_square_bracket")
        assert (app.output_focus.layer, app.output_focus.neuron) == (3, 1), "of another layer the first"
        await pilot.press("home", "pageup", "right_square_bracket")
        await pilot.pause()
        assert "Activations A(4)  identity" in body(pane)
        await pilot.press("d")
        await pilot.pause()
        assert "100 test rows" in body(pane)
        await pilot.press("v", "question_mark")
        await pilot.pause()
        assert "Saturated: an activation so near" in shown(app).replace("\n", " ")
        await pilot.press("escape", "p")
        await pilot.pause()
        assert "3 Output: Map" in shown(app).splitlines()[0]
        assert not present(app.session.snapshot.outputs).splits["train"].layers, "counted where they are shown alone"
        await pilot.resize_terminal(72, 24)
        await pilot.press("ctrl+pageup", "ctrl+pageup")
        await pilot.pause()
        footer = shown(app).splitlines()[-1]
        kept = ("space Run", "p Activations", "tab Pane", "? Help", "^p Menu")
        assert all(key in footer for key in kept), "the keys that lead to the others, in a narrow footer"


async def test_figures_are_those_of_the_weights_and_can_be_copied(tmp_path: Path) -> None:
    app = make_app(tmp_path, DEEP)
    async with app.run_test(size=(120, 36)) as pilot:
        pane = await opened(pilot, "n")
        train_on(app)
        await pilot.pause()
        trainer = app_of(pilot).session.task.trainer
        validation = present(trainer.data.validation)
        program = trainer.network.forward(validation.X)
        A = program.A[2][:, 1:]
        assert f"mean {A.mean():.3f}  spread {A.std():.3f}" in body(pane)
        lines = pane.text_to_copy(False).splitlines()
        assert lines[0] == "layer,activation,from,to,outputs"
        counts = [int(line.split(",")[-1]) for line in lines if line.startswith("2,")]
        assert sum(counts) == A.size
        ends = np.array([line.split(",")[2:4] for line in lines if line.startswith("2,")], float)
        assert ends[0, 0] == -1
        assert ends[-1, 1] == 1
        np.testing.assert_array_equal(ends[1:, 0], ends[:-1, 1])
        await pilot.press("left_square_bracket", "v")
        await pilot.pause()
        rows = [line.split(",") for line in pane.text_to_copy(False).splitlines()]
        assert rows[0] == ["layer", "neuron", "mean", "spread", "saturated", "zero"]
        assert [row[:2] for row in rows[1:]] == [["3", str(j)] for j in range(1, 13)]
        np.testing.assert_allclose([float(row[2]) for row in rows[1:]], program.A[3][:, 1:].mean(0))
        assert {row[4] for row in rows[1:]} == {""}, "relu doesn't saturate"
        np.testing.assert_allclose([float(row[5]) for row in rows[1:]], (program.A[3][:, 1:] == 0).mean(0))


async def test_without_a_hidden_layer_and_after_a_divergence(tmp_path: Path) -> None:
    app = make_app(tmp_path, DEEP.replace("[4, 12, 3]", "[]").replace('activation = ["tanh", "relu", "identity"]', ""))
    async with app.run_test(size=(80, 24)) as pilot:
        pane = await opened(pilot)
        assert "There is no hidden layer" in body(pane)
        assert "▸ A(2)" in body(pane)
        app.session.task.trainer.network.thetas[0][...] = np.nan
        app.session.want_outputs(None)
        screen_of(app, OutputScreen).want_outputs()
        await pilot.pause()
        assert "100 of 100 are not finite" in body(pane)
        for size in ((46, 12), (20, 6), (200, 60), (3, 2)):
            await pilot.resize_terminal(*size)
            await pilot.press("v")
            await pilot.pause()
            assert app.is_running, size
            header = shown(app).splitlines()[0]
            assert size[0] < 20 or "epoch 0" in header
            assert size[0] < 46 or "2-1" in header, "the name of the page gives way first"


def test_they_are_counted_for_the_first_split_over_evenly_spaced_rows(tmp_path: Path) -> None:
    session = make_app(tmp_path, DEEP).session
    assert isinstance(session, SteppedSession)
    session.want_outputs(OutputsWanted(("train", "validation"), 50, activations=True))
    splits = present(session.snapshot.outputs).splits
    assert [layer.m for layer in splits["train"].layers] == [50] * 4
    assert not splits["validation"].layers
    assert ROWS == 2_000
