"""Weights as pictures, and slopes by pixel: their keys, and what they say where there is nothing to draw."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from stepped import INLINE, app_of, make_app, make_session, screen_of, settled, train_on
from textual.binding import Binding
from textual.events import MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot

from core.analysis.images.input_gradient import input_gradient
from tui_mlp.models.output.output_focus import OutputFocus, for_other_data
from tui_mlp.session.outputs_task import OutputsWanted
from tui_mlp.session.snapshot import Snapshot
from tui_mlp.views.output.images.draw import DrawPane
from tui_mlp.views.output.images.input_gradient import GAP, InputGradientPane
from tui_mlp.views.output.images.weight_pictures import WeightPicturesPane
from tui_mlp.views.output.pane import OutputPane
from tui_mlp.views.output.screen import OutputScreen
from tui_mlp.views.step.screen import StepScreen

TEXT = '[data]\nsource = "digits"\nsamples = 200\n[network]\nhidden = [12]\n[training]\nepochs = 3\n'


async def images_page(pilot: Pilot[None]) -> OutputScreen:
    """The page of images."""
    await pilot.press("3")
    await pilot.pause()
    screen = screen_of(pilot.app, OutputScreen)
    screen.output_focus = OutputFocus(page="images")
    await pilot.pause()
    return screen


def text(pane: OutputPane) -> str:
    return "\n".join(strip.text for strip in pane.draw(*pane.size))


def words(pane: OutputPane) -> str:
    """What it shows in a size of its own, whether or not it is on the screen."""
    return " ".join(word for strip in pane.draw(70, 20) for word in strip.text.split())


def order_of(norms: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[int]:
    """The numbers of the neurons, from 1, the largest norm first."""
    return [number + 1 for number in np.argsort(-norms, kind="stable").tolist()]


async def test_each_key(tmp_path: Path) -> None:
    """One app for both panes: to start it costs more than the keys."""
    app = make_app(tmp_path, TEXT)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await images_page(pilot)
        await keys_of_the_weights(pilot, screen)
        await keys_of_the_slopes(pilot, screen)


async def keys_of_the_weights(pilot: Pilot[None], screen: OutputScreen) -> None:
    pane = screen.query_one(WeightPicturesPane)
    screen.show_pane(pane)
    await pilot.pause()
    theta = app_of(pilot).session.task.trainer.network.thetas[0]
    norms = np.linalg.norm(theta[1:], axis=0)
    order = order_of(norms)
    drawn = text(pane)
    assert "strongest of 12" in drawn
    first = drawn.splitlines()[1].split()[1:]
    assert first[0].lstrip("▸") == str(order[0])
    assert float(first[1]) == pytest.approx(norms.max(), abs=1e-3)

    columns = pane.layout_in(pane.size.width - 4, pane.size.height - 2).across
    for key, place in (
        ("right", 1), ("left", 0), ("left", 0), ("down", columns), ("up", 0), ("end", 11), ("home", 0),
        ("right", 1),
    ):  # fmt: skip
        await pilot.press(key)
        assert pane.output_focus.neuron == order[place], key
    await pilot.press("enter")
    large = text(pane)
    assert f"neuron {order[1]} of 12" in large
    assert f"bias {theta[0, order[1] - 1]:.3g}"[:8] in large
    assert f"{norms[order[1] - 1]:.3f}, 2 of 12" in " ".join(large.split())
    await pilot.press("down")
    assert f"neuron {order[2]} of 12" in text(pane)
    await pilot.press("enter", "v")
    assert "each its own scale" in text(pane)
    await pilot.press("v")
    assert "each its own scale" not in text(pane)

    rows = pane.text_to_copy(False).splitlines()
    copied = np.array([[float(cell) for cell in row.split(",")] for row in rows])
    np.testing.assert_array_equal(copied, theta[1:, order[2] - 1].reshape(8, 8))

    pane.clicked(0, 1)
    assert pane.output_focus.neuron == order[0]
    pane.clicked(500, 500)
    pane.on_mouse_scroll_down(MouseScrollDown(pane, 0, 0, 0, 1, 0, False, False, False))
    assert pane.output_focus.neuron == order[columns]
    pane.on_mouse_scroll_up(MouseScrollUp(pane, 0, 0, 0, -1, 0, False, False, False))
    assert pane.output_focus.neuron == order[0]

    assert "Θ(1)" in pane.help_text() or "weights" in pane.help_text()
    for width, height in ((1, 1), (6, 3), (38, 20), (42, 12), (160, 48)):
        assert [strip.cell_length for strip in pane.draw(width, height)] == [width] * height


async def test_the_order_changes_seldom_while_training_runs(tmp_path: Path) -> None:
    app = make_app(tmp_path, TEXT)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await images_page(pilot)
        pane = screen.query_one(WeightPicturesPane)
        screen.show_pane(pane)
        await pilot.pause()
        before = pane.order
        await pilot.press("space")
        network = app_of(pilot).session.task.trainer.network
        network.thetas[0][1:, before[-1]] *= 100
        session = app_of(pilot).session
        session.publish()
        await settled(pilot)
        assert pane.snapshot.state.busy
        assert pane.order == before
        session.task.trainer.run_epoch()
        session.publish()
        await settled(pilot)
        assert pane.snapshot.state.busy
        assert pane.order[0] == before[-1], "after the first epoch"
        held = pane.order
        network.thetas[0][1:, held[-1]] *= 1e4
        network.thetas[0][1:, before[-1]] *= 1e-4
        session.publish()
        await settled(pilot)
        assert pane.order == held, "till the second"
        network.thetas[0][1:, held[-1]] *= 1e-4
        network.thetas[0][1:, before[-1]] *= 1e4
        train_on(app)
        await settled(pilot)
        assert not pane.snapshot.state.busy
        assert pane.order[0] == before[-1]


async def keys_of_the_slopes(pilot: Pilot[None], screen: OutputScreen) -> None:
    pane = screen.query_one(InputGradientPane)
    screen.show_pane(pane)
    await pilot.pause()
    found = pane.found()
    assert found is not None
    shown, slopes = found
    given = shown.meaning.names[int(np.argmax(shown.scores))]
    assert f"Where {given} depends on the pixels" in text(pane)
    assert "|slope| up to" in text(pane)
    row, column = slopes.strongest
    assert f"most at {row + 1}, {column + 1}, which is" in text(pane)

    await pilot.press("v")
    assert "slope up to ±" in text(pane)
    assert "raises it" in text(pane)
    await pilot.press("c")
    assert "Where 0 depends on the pixels" in text(pane)
    copied = np.array([[float(cell) for cell in line.split(",")] for line in pane.text_to_copy(False).splitlines()])
    expected = input_gradient(shown.model.network, shown.one.x)[0].reshape(8, 8)
    np.testing.assert_allclose(copied, expected)

    row, column = pane.pixel
    await pilot.press("left" if column else "right")
    assert pane.pixel == (row, column - 1 if column else 1)
    await pilot.press(*["down"] * 8)
    assert pane.pixel[0] == 7
    assert f"pixel 8, {pane.pixel[1] + 1} is" in text(pane)
    await pilot.press(*["up"] * 8, *["right"] * 8)
    assert pane.pixel == (0, 7)
    await pilot.press("home")
    assert f"most at {row + 1}, {column + 1}," in text(pane)
    pane.clicked(0, 0)
    assert pane.pixel == (0, 0)
    pane.clicked(500, 500)
    assert pane.pixel == (0, 0)
    cells = pane.cells(pane.size.width - 4, pane.size.height - 2)
    assert cells is not None
    pane.clicked(cells.width + GAP + cells.width - 1, 0)
    assert pane.pixel == (0, 7), "in the picture beside"

    for width, height in ((1, 1), (6, 3), (38, 20), (24, 30), (160, 48)):
        assert [strip.cell_length for strip in pane.draw(width, height)] == [width] * height
    await pilot.press("enter")
    await settled(pilot)
    assert isinstance(pilot.app.screen, StepScreen)


def outputs_of(folder: Path, text: str) -> Snapshot:
    session = make_session(folder, text)
    session.want_outputs(OutputsWanted(("train", "validation")))
    session.publish()
    return session.snapshot


def show(snapshot: Snapshot, panes: list[OutputPane]) -> None:
    """Show another training in all panes, as if they had been made for its data."""
    for pane in panes:
        pane.panes_data = None
        pane.snapshot = snapshot


async def test_other_data_and_lost_networks(tmp_path: Path) -> None:
    """Tables, colours, no hidden layer, weights that aren't finite: said, or drawn, never an error."""
    random = np.random.default_rng(1)
    np.savez(tmp_path / "some.npz", images=random.integers(0, 255, (30, 5, 4, 3)), labels=np.array(["cat", "dog"] * 15))
    colours = outputs_of(tmp_path, '[data]\nsource = "some.npz"\nvalidation_fraction = 0.2\n[network]\nhidden = []\n')
    table = outputs_of(tmp_path, INLINE)
    lost = outputs_of(tmp_path, TEXT)
    assert lost.outputs is not None
    lost.outputs.model.network.thetas[0][...] = np.nan
    dead = outputs_of(tmp_path, TEXT)
    assert dead.outputs is not None
    dead.outputs.model.network.thetas[0][...] = 0
    app = make_app(tmp_path, TEXT)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await images_page(pilot)
        await pilot.press("p")
        await pilot.pause()
        kinds = (WeightPicturesPane, InputGradientPane, DrawPane)
        panes: list[OutputPane] = [screen.query_one(kind) for kind in kinds]
        everything = list(screen.query(OutputPane))
        for snapshot, pane in product((colours, lost, dead, table), panes):
            await pilot.pause()
            screen.output_focus = for_other_data(screen.output_focus)
            show(snapshot, everything)
            drawn = words(pane)
            assert ("no pictures" in drawn) == (snapshot is table), (pane, drawn)
            actions = [one.action for one in pane.BINDINGS if isinstance(one, Binding)]
            for action in actions:
                if snapshot is table or action not in ("step", "name_it"):
                    await pane.run_action(action)
            assert len(pane.draw(70, 20)) == 20
        await pilot.pause()
        screen.output_focus = for_other_data(screen.output_focus)
        show(colours, everything)
        weights, slopes, _draw = panes
        assert "dog 1." in words(weights), "the class that a large output stands for, as layer 2 is the output"
        weights.move_focus(large=True)
        assert "the mean over 3 channels" in words(weights)
        await pilot.pause()
        screen.output_focus = for_other_data(screen.output_focus)
        show(dead, everything)
        assert "all slopes are 0" in words(slopes)
        show(lost, everything)
        assert "?" in words(slopes) or "–" in words(slopes)
