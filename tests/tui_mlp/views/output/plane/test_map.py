"""The Map pane: each of its keys, the mouse, what it says, and that it follows the training."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from narrowing import present
from stepped import app_of, make_app, screen_of, settled, shown, told, train_on, until
from textual.events import MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot

from core.data.dataset import SPLITS
from tui_mlp.app.app import MlpApp
from tui_mlp.models.output.plane.map_points import MapPoints
from tui_mlp.models.output.shown_example import ShownExample, shown_example
from tui_mlp.render.frame import PADDING
from tui_mlp.render.output.plane.map_drawer import MapDrawer
from tui_mlp.views.output.examples.one_example import OneExamplePane
from tui_mlp.views.output.plane.map import MapPane
from tui_mlp.views.output.plane.neurons import NeuronsPane
from tui_mlp.views.output.screen import OutputScreen

MOONS = """
[data]
source = "moons"
[network]
hidden = [3]
[training]
epochs = 3
"""

ROWS = [
    f"{row % 9},{(row * 7) % 11},{row * 0.25},{'uvw'[row % 3]},{'abc'[(row % 9 > 3) + (row % 11 > 6)]}"
    for row in range(60)
]
TABLE = """
[data]
source = "table.csv"
target = "kind"
[network]
hidden = [3]
[training]
epochs = 3
"""


async def pane_of(pilot: Pilot[None], *keys: str) -> MapPane:
    """The Map pane of the Output view, after these keys."""
    await pilot.press("3")
    await settled(pilot)
    await pilot.press(*keys)
    await settled(pilot)
    pane = screen_of(pilot.app, OutputScreen).focused
    assert isinstance(pane, MapPane)
    return pane


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


def example_of(pane: MapPane) -> ShownExample:
    return present(shown_example(present(pane.outputs), pane.output_focus))


def limits_of(pane: MapPane) -> tuple[float, float, float, float]:
    return present(pane.plane).limits


def moons(folder: Path) -> MlpApp:
    return make_app(folder, MOONS)


def table(folder: Path) -> MlpApp:
    (folder / "table.csv").write_text("\n".join(["x1,x2,third one,port,kind", *ROWS]))
    return make_app(folder, TABLE)


async def test_each_key_and_training(tmp_path: Path) -> None:
    """One app: to start it costs more than the keys."""
    async with moons(tmp_path).run_test(size=(100, 30)) as pilot:
        pane = await pane_of(pilot)
        await arrows_w_and_the_mouse_choose_examples(pilot, pane)
        await zoom_pan_and_the_whole_plane_again(pilot, pane)
        await press(pilot, "0", "v")
        await all_classes_or_one(pilot, pane)
        await press(pilot, "w")
        await enter_steps_through_the_example(pilot, pane)
        await press(pilot, "3")
        await it_follows_the_training_and_says_when_nothing_is_wrong(pilot, pane)


async def arrows_w_and_the_mouse_choose_examples(pilot: Pilot[None], pane: MapPane) -> None:
    assert "A(3)" in shown(pilot.app)
    assert "probability of class 1" in shown(pilot.app)
    for key, axis, sign in (("right", 0, 1), ("left", 0, -1), ("up", 1, 1), ("down", 1, -1)):
        before = example_of(pane).raw
        await press(pilot, key)
        after = example_of(pane).raw
        assert sign * (after[axis] - before[axis]) > 0
        assert abs(after[1 - axis] - before[1 - axis]) <= 2 * abs(after[axis] - before[axis]) + 0.5
    losses = []
    for _ in range(3):
        await press(pilot, "w")
        example = example_of(pane)
        assert example.right is False
        losses.append(present(example.one.loss))
    every = [split.losses[split.wrong] for split in present(pane.outputs).splits.values()]
    assert set(present(pane.outputs).splits) == set(SPLITS)
    np.testing.assert_allclose(losses, np.sort(np.concatenate(every))[::-1][:3])
    await press(pilot, "right")
    chosen = example_of(pane)
    plane = present(pane.plane)
    across, down = plane.places(chosen.raw[:1], chosen.raw[1:])
    await press(pilot, "w")
    await pilot.click(pane, offset=cell_of(pane, float(across[0]), float(down[0])))
    await settled(pilot)
    clicked = example_of(pane)
    assert np.hypot(*(clicked.raw - chosen.raw)) < 0.2
    assert app_of(pilot).output_focus.example is pane.output_focus.example


async def zoom_pan_and_the_whole_plane_again(pilot: Pilot[None], pane: MapPane) -> None:
    home = limits_of(pane)
    await press(pilot, "plus")
    nearer = limits_of(pane)
    assert (nearer[1] - nearer[0]) * 1.5 == pytest.approx(home[1] - home[0])
    x, y = example_of(pane).raw
    share = [(x - low) / (high - low) for low, high in (home[:2], nearer[:2])]
    assert share[0] == pytest.approx(share[1])
    await press(pilot, "minus")
    assert limits_of(pane) == pytest.approx(home)
    for key, axis, sign in (
        ("shift+right", 0, 1), ("shift+left", 0, -1), ("shift+up", 2, 1), ("shift+down", 2, -1)
    ):  # fmt: skip
        before = limits_of(pane)
        await press(pilot, key)
        span = before[axis + 1] - before[axis]
        assert limits_of(pane)[axis] - before[axis] == pytest.approx(sign * span / 4)
    await press(pilot, "shift+left", "0")
    assert limits_of(pane) == pytest.approx(home)
    await press(pilot, "equals_sign", "home")
    assert limits_of(pane) == pytest.approx(home)
    x, y = cell_of(pane, 3.0, 2.0)
    corner = present(pane.plane).point(*present(pane.place_under(x - PADDING, y - 1)))
    pane.on_mouse_scroll_up(MouseScrollUp(pane, x, y, 0, -1, 0, False, False, False))
    near = limits_of(pane)
    assert near[1] - near[0] == pytest.approx((home[1] - home[0]) / 1.5)
    shares = [(corner[0] - low) / (high - low) for low, high in (home[:2], near[:2])]
    assert shares[0] == pytest.approx(shares[1])
    pane.on_mouse_scroll_down(MouseScrollDown(pane, x, y, 0, 1, 0, False, False, False))
    assert limits_of(pane)[3] - limits_of(pane)[2] == pytest.approx(home[3] - home[2])
    await press(pilot, "0")
    await press(pilot, *["plus"] * 5, *["right"] * 4)  # the part that is shown follows the example
    left, right, bottom, top = limits_of(pane)
    x, y = example_of(pane).raw
    assert left <= x <= right
    assert bottom <= y <= top
    assert right - left < (home[1] - home[0]) / 5


async def all_classes_or_one(pilot: Pilot[None], pane: MapPane) -> None:
    assert "all classes" in shown(pilot.app)
    await press(pilot, "v")
    assert "probability of class 1" in shown(pilot.app)
    pane.move_focus(threshold=0.7)
    await settled(pilot)
    assert re.search(r"Output A\(\d\), threshold 0.70 .* probability of class 1", shown(pilot.app))
    pane.move_focus(threshold=None)
    await press(pilot, "v", "c")
    assert "probability of class 0" in shown(pilot.app)
    header, *rows = pane.text_to_copy(False).splitlines()
    assert header == "x1,x2,0"
    numbers, model = np.array([row.split(",") for row in rows], float), present(pane.outputs).model
    np.testing.assert_allclose(numbers[:, 2], 1 - model.outputs(numbers[:, :2])[:, 0], atol=1e-4)
    assert (numbers[1, 0] > numbers[0, 0], numbers[1, 1] == numbers[0, 1]) == (True, True), "from the left, by rows"
    await press(pilot, "v")
    header, *rows = pane.text_to_copy(False).splitlines()
    assert header == "x1,x2,class,probability"
    numbers = np.array([row.split(",") for row in rows], float)
    second = model.outputs(numbers[:, :2])[:, 0]
    np.testing.assert_allclose(numbers[:, 3], np.maximum(second, 1 - second), atol=1e-4)
    certain = np.abs(second - 0.5) > 1e-4
    np.testing.assert_array_equal(numbers[certain, 2], second[certain] > 0.5)


async def test_a_wider_table_has_its_inputs_chosen_and_the_others_held(tmp_path: Path) -> None:
    app = table(tmp_path)
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await pane_of(pilot, "p", "p")
        assert "all classes" in shown(app)
        assert "2 others at their mean or commonest value" in shown(app)  # one of them is a category, which has no mean
        seen = []
        for key in ("i", "i", "j", "J", "I"):
            await press(pilot, key)
            plane = present(pane.plane)
            seen.append((plane.x, plane.y))
        assert seen == [(1, 2), (0, 2), (0, 1), (0, 2), (1, 2)]
        assert "third one" in shown(app)
        usual = present(pane.plane).held
        await press(pilot, "h")
        assert "2 others as in the example" in shown(app)
        np.testing.assert_array_equal(present(pane.plane).held, example_of(pane).raw)
        assert (present(pane.plane).held != usual).any()
        await press(pilot, "h")
        np.testing.assert_array_equal(present(pane.plane).held, usual)
        assert pane.text_to_copy(False).startswith("x2,third one,class,probability\n")


async def test_inputs_are_turned_both_ways(tmp_path: Path) -> None:
    """Of four inputs three are free for either axis, so that the next one isn't the one before."""
    async with make_app(tmp_path, MOONS.replace("moons", "iris")).run_test(size=(100, 30)) as pilot:
        pane = await pane_of(pilot, "p", "p")
        axes = []
        for key in ("i", "I", "I", "i", "j", "J", "J", "j"):
            before = present(pane.plane)
            await press(pilot, key)
            plane = present(pane.plane)
            assert (plane.x == before.x, plane.y == before.y) == (key in "jJ", key in "iI")
            axes.append((plane.x, plane.y))
        home = axes[1]
        assert axes[1::2] == [home] * 4
        assert axes[0] != axes[2]
        assert axes[4] != axes[6]


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (["u", "v"], "1 other at its commonest value"),
        pytest.param(["yes", "no"], "1 other at its commonest value", marks=pytest.mark.slow),
        (["0.5", "3"], "1 other at its mean"),
    ],
)
async def test_what_the_other_input_is_held_at_is_said(tmp_path: Path, values: list[str], text: str) -> None:
    rows = [row.split(",") for row in ROWS]
    lines = [",".join([x1, x2, values[number % 2], kind]) for number, (x1, x2, *_others, kind) in enumerate(rows)]
    (tmp_path / "table.csv").write_text("\n".join(["x1,x2,port,kind", *lines]))
    app = make_app(tmp_path, TABLE)
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await pane_of(pilot, "p", "p")
        pane.move_plane(x=0, y=1)
        await settled(pilot)
        assert text in shown(app)


async def enter_steps_through_the_example(pilot: Pilot[None], pane: MapPane) -> None:
    example = example_of(pane)
    await press(pilot, "enter")
    assert (app_of(pilot).current_mode, app_of(pilot).example_from) == ("step", "output")
    assert f"row {present(example.row) + 1}" in shown(pilot.app)


async def it_follows_the_training_and_says_when_nothing_is_wrong(pilot: Pilot[None], pane: MapPane) -> None:
    before, strips = pane.text_to_copy(False), pane.draw(60, 20)
    await press(pilot, "n")
    train_on(pilot.app)
    await until(pilot, "epoch 1 of")
    assert pane.text_to_copy(False) != before
    assert pane.draw(60, 20) != strips
    points = no_wrong_ones(pane)
    pane._drawer.points_of = lambda *_arguments: points  # type: ignore[method-assign]
    await press(pilot, "w")
    assert told(pilot.app)[-1] == "No example is classified wrongly."


async def test_neurons_get_the_lines_that_the_example_leaves(tmp_path: Path) -> None:
    app = moons(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        await pane_of(pilot)
        example, neurons = (app.screen.query_one(kind) for kind in (OneExamplePane, NeuronsPane))
        assert example.size.height == present(example.lines_wanted()) == 10
        assert neurons.size.height == 33 - 10
        assert "by neuron" in shown(app)


async def test_a_regression_says_its_target_and_has_no_classes(tmp_path: Path) -> None:
    app = make_app(tmp_path, MOONS.replace("moons", "peaks"))
    async with app.run_test(size=(60, 24)) as pilot:
        pane = await pane_of(pilot)
        first = example_of(pane)
        losses = np.concatenate([split.losses for split in present(pane.outputs).splits.values()])
        await press(pilot, "w")
        smaller = losses[losses < present(first.one.loss)]
        assert present(example_of(pane).one.loss) == pytest.approx(smaller.max())
        assert "w worst" in shown(app)
        await press(pilot, "v", "i", "h")
        assert told(app)[-3:] == [
            "There are no classes that exclude each other, so the map shows one output.",
            "There are no other inputs that are numbers.",
            "There are no other inputs to hold.",
        ]
        assert "loss" in shown(app)  # alone on the screen, it has the notes on the example too


async def test_one_input_makes_no_plane(tmp_path: Path) -> None:
    app = make_app(tmp_path, MOONS.replace("moons", "sine"))
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "3")
        pane, outputs = MapPane(), present(app.session.snapshot.outputs)
        await app.screen.mount(pane)
        lines = [strip.text for strip in pane.draw_outputs(outputs, 60, 10)]
        assert lines[0].strip() == "A map needs two inputs that are numbers."


def cell_of(pane: MapPane, across: float, down: float) -> tuple[int, int]:
    """The cell of the pane that shows a place in pixels."""
    for y in range(pane.size.height):
        for x in range(pane.size.width):
            place = pane.place_under(x, y)
            if place is not None and int(place[0]) == int(across) and abs(place[1] - down) <= 1:
                return x + PADDING, y + 1
    raise AssertionError("no cell shows this place")


def no_wrong_ones(pane: MapPane) -> MapPoints:
    """The points of the map, as if all were right."""
    outputs, plane = present(pane.outputs), present(pane.plane)
    points = MapDrawer().points_of(outputs, plane.x, plane.y, 0)
    return replace(points, wrong=np.zeros(len(points), bool))
