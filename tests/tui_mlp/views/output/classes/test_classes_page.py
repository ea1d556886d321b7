"""The panes of the confusion matrix and of the figures by class, on a session that a test drives."""

import csv
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from narrowing import present
from stepped import make_app, settled, shown, told, train_on
from textual.events import MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot

from core.analysis.classes.guessing import guessing
from core.analysis.split_metrics import split_metrics
from core.calls import Array
from tui_mlp.dialogs.help import Help
from tui_mlp.session.stepped_sessions import SteppedSession
from tui_mlp.views.output.classes.by_class import ByClassPane
from tui_mlp.views.output.classes.confusion import ConfusionPane
from tui_mlp.views.output.examples.examples import ExamplesPane
from tui_mlp.views.output.screen import OutputScreen
from tui_mlp.widgets.canvas import Canvas

LONG = "Gentoo of the islands in the south"
WIDE = (120, 36)
Opened = Callable[..., AbstractAsyncContextManager[tuple[OutputScreen, Pilot[None]]]]


def table(folder: Path, classes: int = 3) -> str:
    """An experiment on a table of three inputs and so many classes, of which the first two have long names."""
    draw = np.random.default_rng(1)
    names = ["Adelie", LONG, *(f"class {number:02}" for number in range(2, classes))]
    lines = [f"{a:.3f},{b:.3f},{c:.3f},{names[n % classes]}" for n, (a, b, c) in enumerate(draw.normal(size=(120, 3)))]
    (folder / "table.csv").write_text("\n".join(["a,b,c,kind", *lines]))
    data = f'source = "{folder / "table.csv"}"\nvalidation_fraction = 0.5'
    return f'name = "table"\n[data]\n{data}\n[network]\nhidden = [4]\n[training]\nepochs = 3\n'


def labels(folder: Path) -> str:
    """An experiment on a table of three inputs and two labels, which some rows both have."""
    draw = np.random.default_rng(1)
    lines = [",".join(f"{x:.3f}" for x in row) + f",{n % 2},{int(n % 3 == 0)}" for n, row in
             enumerate(draw.normal(size=(60, 3)))]  # fmt: skip
    (folder / "labels.csv").write_text("\n".join(["a,b,c,news,sport", *lines]))
    data = f'source = "{folder / "labels.csv"}"\ntarget = ["news", "sport"]\nvalidation_fraction = 0.5'
    return f'name = "labels"\n[data]\n{data}\n[network]\nhidden = [4]\n'


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """Opens the Output view at a size, and presses keys."""

    @asynccontextmanager
    async def start(
        *keys: str, size: tuple[int, int] = WIDE, make: Callable[[Path], str] = table, **options: Any
    ) -> AsyncIterator[tuple[OutputScreen, Pilot[None]]]:
        app = make_app(tmp_path, make(tmp_path), **options)
        async with app.run_test(size=size) as pilot:
            await press(pilot, "3", *keys)
            screen = app.screen
            assert isinstance(screen, OutputScreen)
            yield screen, pilot

    return start


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Keys, each to its end, with what the session computes because of it."""
    for key in keys:
        await pilot.press(key)
        train_on(pilot.app)
        await pilot.pause()
        await settled(pilot)


def text_of(pane: Canvas) -> str:
    return "\n".join(strip.text.rstrip() for strip in pane._strips)


def independent_counts(screen: OutputScreen, split: str) -> Array:
    """The confusion matrix by a loop over the rows, from the session's network."""
    session = screen.session
    assert isinstance(session, SteppedSession)
    data, network = session.task.trainer.data, session.task.trainer.network
    rows = {"train": data.train, "validation": data.validation}[split]
    assert rows is not None
    counts = np.zeros((rows.Y.shape[1],) * 2, int)
    for x, y in zip(rows.X, rows.Y, strict=True):
        program = network.forward(x[None])
        counts[list(y).index(1), int(np.argmax(program.A[program.L][0]))] += 1
    return counts


def body(pane: ConfusionPane, k: int = 3) -> list[list[str]]:
    """The cells of the matrix as they are shown: between the name and the sum and the frame."""
    return [line.split()[-k - 2 : -2] for line in text_of(pane).splitlines()[2 : 2 + k]]


def in_focus(screen: OutputScreen) -> tuple[tuple[int, int] | None, int | None]:
    """The cell whose rows are listed, and the class."""
    return screen.output_focus.cell, screen.output_focus.output


def csv_of(pane: Canvas, latex: bool = False) -> list[list[str]]:
    """What the pane copies, read again."""
    assert isinstance(pane, ConfusionPane | ByClassPane)
    return list(csv.reader(StringIO(pane.text_to_copy(latex))))


async def test_each_key(opened: Opened) -> None:
    """One app for both panes: to start it costs more than the keys."""
    async with opened("n") as (screen, pilot):
        await keys_of_the_confusion_matrix(screen, pilot)
        await press(pilot, "escape", "d", "d", "tab")
        await keys_of_the_table(screen, pilot)


async def keys_of_the_confusion_matrix(screen: OutputScreen, pilot: Pilot[None]) -> None:
    pane = screen.query_one(ConfusionPane)
    assert pane.has_focus, "the first pane of the first page"
    counts = independent_counts(screen, "validation")
    assert body(pane) == [[str(n) if n else "·" for n in row] for row in counts.tolist()]
    wrong = counts.sum() - counts.trace()
    assert f"60 validation rows, {wrong} wrong" in text_of(pane)
    errors = counts - np.diag(counts.diagonal())
    assert counts[present(pane.matrix).cell] == errors.max(), "at first the most frequent error"

    for key, cell in (
        ("home", (None, 0)), ("pageup", (0, 0)), ("right", (0, 1)), ("end", (0, 2)), ("right", (0, 2)),
        ("down", (1, 2)), ("left", (1, 1)), ("pagedown", (2, 1)), ("down", (2, 1)), ("up", (1, 1)),
    ):  # fmt: skip
        await press(pilot, key)
        found = present(pane.matrix).cell
        assert cell in (found, (None, found[1])), key
    assert screen.output_focus.cell is None, "no list was asked for"
    assert "rows right, recall" in text_of(pane)
    assert "Gentoo of the islan…" in " ".join(text_of(pane).splitlines()[-3:]), "more of the name than beside its row"

    await press(pilot, "v")
    share = 100 * counts[1, 1] / counts[1].sum()
    assert body(pane)[1][1] == f"{share:.1f}"
    assert "% of wanted" in text_of(pane).splitlines()[0]
    await press(pilot, "v")
    share = 100 * counts[1, 1] / counts[:, 1].sum()
    assert body(pane)[1][1] == f"{share:.1f}"
    await press(pilot, "v")
    assert body(pane)[1][1] == str(counts[1, 1])

    await press(pilot, "d")
    assert screen.output_focus.split == "test"
    assert " test rows, " in text_of(pane)
    assert csv_of(pane)[0][1:] == ["Adelie", LONG, "class 02"]
    await press(pilot, "question_mark")
    assert isinstance(pilot.app.screen, Help)


async def test_the_rows_and_the_threshold_of_a_cell(opened: Opened) -> None:
    async with opened("n") as (screen, pilot):
        await w_goes_through_the_cells_with_errors_the_largest_first(screen, pilot)
        await press(pilot, "escape", "enter")
        await a_cell_lists_its_rows(screen, pilot)
        await press(pilot, "home", "pagedown")
        screen.output_focus = replace(screen.output_focus, threshold=0.25)
        await press(pilot, "t")
        await the_thresholds_of_a_cell_and_of_a_class(screen, pilot)


async def a_cell_lists_its_rows(screen: OutputScreen, pilot: Pilot[None]) -> None:
    pane, listed = screen.query_one(ConfusionPane), screen.query_one(ExamplesPane)
    wanted, given = cell = present(pane.matrix).cell
    assert wanted != given
    assert screen.output_focus.cell == cell
    assert listed.has_focus
    assert f"Wanted {['Adelie', LONG, 'class 02'][wanted]}, given " in text_of(listed)
    example, outputs = screen.output_focus.example, pane.split_outputs
    assert example is not None
    assert outputs is not None
    rows = [i for i in range(outputs.m) if (outputs.Y[i].argmax(), outputs.A[i].argmax()) == cell]
    assert outputs.losses[example.place] == max(outputs.losses[rows]), "the worst of them is looked at"

    await press(pilot, "escape")
    assert screen.output_focus.cell is None
    assert pane.has_focus, "back in the matrix"
    assert "all rows" not in text_of(pane)
    await press(pilot, "home", "pageup", "right", "enter")
    screen.show_pane(pane)
    await press(pilot, "down")
    assert in_focus(screen) == ((1, 1), None), "the list goes with the cell"
    assert "all rows" in text_of(pane), "the key that ends it"
    await press(pilot, "z", "escape")
    assert not screen.zoomed
    assert screen.output_focus.cell == (1, 1), "first back from zoom"
    await press(pilot, "escape")
    assert screen.output_focus.cell is None


async def the_thresholds_of_a_cell_and_of_a_class(screen: OutputScreen, pilot: Pilot[None]) -> None:
    assert (screen.page.name, screen.output_focus.output) == ("threshold", 2), "of the class wanted, not of that given"
    assert screen.output_focus.threshold is None, "the one before was of another class"
    await press(pilot, "ctrl+pageup")
    pane = screen.query_one(ByClassPane)
    screen.show_pane(pane)
    await press(pilot, "up", "t")
    assert (screen.page.name, screen.output_focus.output) == ("threshold", 1)
    await press(pilot, "ctrl+pageup")
    screen.show_pane(pane)
    await press(pilot, "home", "t")
    assert screen.output_focus.output == 0, "none in focus: the first"


async def keys_of_the_table(screen: OutputScreen, pilot: Pilot[None]) -> None:
    pane = screen.query_one(ByClassPane)
    assert pane.has_focus
    counts = independent_counts(screen, "validation")
    recall = counts.diagonal() / counts.sum(1)
    lines = text_of(pane).splitlines()
    assert [f"{share:.3f}" in line for share, line in zip(recall, lines[2:5], strict=True)] == [True] * 3
    network, data = screen.session.task.trainer.network, screen.session.task.trainer.data
    metrics = split_metrics(network, data, "validation")
    assert metrics is not None
    assert metrics.classification is not None
    for said in (metrics.classification.accuracy, metrics.classification.baseline):
        assert f"{100 * said:.1f} %" in text_of(pane)

    for key, output in (
        ("up", None), ("down", 0), ("down", 1), ("pagedown", 2), ("down", 2), ("up", 1), ("pageup", None),
        ("end", 2), ("home", None), ("c", 0), ("C", None),
    ):  # fmt: skip
        await press(pilot, key)
        assert screen.output_focus.output == output, key

    await press(pilot, "v", "down")
    assert screen.output_focus.output == int(np.argmin(recall)), "the lowest recall stands first"
    assert [row[0] for row in csv_of(pane)[1:]] == [["Adelie", LONG, "class 02"][i] for i in np.argsort(recall)]
    assert float(csv_of(pane)[1][3]) == recall.min()
    await press(pilot, "v")
    assert csv_of(pane)[1][0] == "Adelie"
    await press(pilot, "question_mark")
    assert isinstance(pilot.app.screen, Help)


async def test_the_mouse_the_size_and_what_is_missing(opened: Opened) -> None:
    async with opened() as (screen, pilot):
        await clicks_and_the_wheel(screen, pilot)
        screen.show_pane(screen.query_one(ConfusionPane))
        await the_upper_pane_gets_the_lines_that_it_wants(screen, pilot)
        await pilot.resize_terminal(120, 40)
        await press(pilot, "escape", "escape")
        await outputs_that_are_no_numbers_are_said(screen, pilot)
        await before_outputs_are_there_it_says_so(screen, pilot)


async def clicks_and_the_wheel(screen: OutputScreen, pilot: Pilot[None]) -> None:
    pane, table = screen.query_one(ConfusionPane), screen.query_one(ByClassPane)
    layout = pane.layout_of(present(pane.matrix), pane.size.width - 4, pane.size.height - 2)
    x = 2 + layout.label + 1 + 2 * layout.each
    await pilot.click(pane, offset=(x, 2))
    assert pane._cursor == (0, 2)
    assert screen.output_focus.cell is None
    await pilot.click(pane, offset=(x, 2))
    assert screen.output_focus.cell == (0, 2), "a click on the cell in focus lists its rows"
    await pilot.click(pane, offset=(2, 1))
    assert screen.output_focus.cell == (0, 2), "beside the matrix"
    await pilot.click(table, offset=(3, 3))
    assert screen.output_focus.output == 1
    await pilot.click(table, offset=(3, 1))
    assert screen.output_focus.output == 1, "the head"
    for kind, cell, output in ((MouseScrollDown, (1, 2), 2), (MouseScrollUp, (0, 2), 1)):
        for one in (pane, table):
            one.post_message(wheel(kind, one))
            await pilot.pause()
        assert in_focus(screen) == (cell, output)


def wheel(kind: type[MouseScrollDown] | type[MouseScrollUp], pane: Canvas) -> MouseScrollDown | MouseScrollUp:
    return kind(pane, 3, 3, 0, 1, 0, False, False, False)


async def test_one_label_at_a_time(opened: Opened) -> None:
    async with opened(make=labels) as (screen, pilot):
        pane, table = screen.query_one(ConfusionPane), screen.query_one(ByClassPane)
        assert present(pane.matrix).label == 0
        assert "news" in text_of(pane).splitlines()[0]
        assert "By label" in text_of(table)
        await press(pilot, "c")
        assert screen.output_focus.output == present(pane.matrix).label == 1
        assert "sport" in text_of(pane).splitlines()[0]
        trainer = screen.session.task.trainer
        rows = trainer.data.validation
        assert rows is not None
        given = trainer.network.outputs(rows.inputs)[:, 1] > 0.5
        wanted = rows.Y[:, 1] > 0.5
        counts = [[int(((wanted == y) & (given == g)).sum()) for g in (False, True)] for y in (False, True)]
        assert body(pane, 2) == [[str(n) if n else "·" for n in row] for row in counts]
        assert csv_of(pane)[1] == ["no", *map(str, counts[0])]
        await press(pilot, "c")
        assert screen.output_focus.output == 0, "never none"
        await press(pilot, "C", "end", "pagedown", "enter")
        assert in_focus(screen) == ((1, 1), 1)
        assert "sport: wanted yes, given yes" in text_of(screen.query_one(ExamplesPane)).lower()
        screen.show_pane(pane)
        await press(pilot, "t")
        assert (screen.page.name, screen.output_focus.output) == ("threshold", 1)


async def the_upper_pane_gets_the_lines_that_it_wants(screen: OutputScreen, pilot: Pilot[None]) -> None:
    pane, table = screen.query_one(ConfusionPane), screen.query_one(ByClassPane)
    assert pane.size.height == pane.lines_wanted()
    assert table.size.height == 33 - pane.size.height
    await pilot.resize_terminal(120, 15)
    await settled(pilot)
    assert screen.alone
    assert pane.size.height == 12
    await pilot.resize_terminal(9, 4)
    await settled(pilot)
    assert "rows" not in shown(pilot.app), "no room, and no crash"


async def test_many_classes(opened: Opened) -> None:
    async with opened(make=lambda folder: table(folder, 26), size=(100, 28)) as (screen, pilot):
        pane, figures = screen.query_one(ConfusionPane), screen.query_one(ByClassPane)
        await press(pilot, "end", "pagedown", "pagedown", "pagedown", "pagedown")
        assert pane._cursor == (25, 25)
        assert "class 25" in text_of(pane)
        assert "◂" in text_of(pane)
        screen.show_pane(figures)
        await press(pilot, "end")
        assert "class 25" in text_of(figures)
        assert "▴" in text_of(figures)
        assert "accuracy" in text_of(figures), "it stays"
        figures.clicked(3, 1)
        assert 0 < (figures.output_focus.output or 0) < 25, "the first one that is seen"
        data = screen.session.snapshot.data
        guesses = [figures.guessing(data, split).accuracy for split in ("validation", "test")]
        assert guesses == [guessing(data, split).accuracy for split in ("validation", "test")]
        assert guesses[0] != guesses[1], "else this tests nothing"


async def before_outputs_are_there_it_says_so(screen: OutputScreen, pilot: Pilot[None]) -> None:
    for pane in (screen.query_one(ConfusionPane), screen.query_one(ByClassPane)):
        outputs, focus = pane.snapshot.outputs, pane.output_focus
        assert outputs is not None
        object.__setattr__(outputs, "splits", {})
        pane.redraw()
        assert "The outputs are being computed." in text_of(pane)
        screen.show_pane(pane)
        await press(pilot, "down", "v", "pagedown", "t", "enter")
        assert pane.output_focus is focus
        assert csv_of(pane) == []


async def outputs_that_are_no_numbers_are_said(screen: OutputScreen, pilot: Pilot[None]) -> None:
    screen.session.task.trainer.network.parameters.theta[:] = np.nan
    await press(pilot, "d")
    for pane in (screen.query_one(ConfusionPane), screen.query_one(ByClassPane)):
        assert " rows are no finite numbers" in text_of(pane).replace(" │\n│", "").replace("  ", "")
    assert "certainty" in text_of(screen.query_one(ByClassPane))
    assert "unknown" in text_of(screen.query_one(ByClassPane))
    pane = screen.query_one(ConfusionPane)
    m = present(pane.split_outputs).m
    assert f"{m} wrong" in text_of(pane)
    assert f"0 of {m}, 95 %" in text_of(screen.query_one(ByClassPane))
    screen.show_pane(pane)
    await press(pilot, "w")
    assert "The wrong rows are given no class." in told(pilot.app)


async def w_goes_through_the_cells_with_errors_the_largest_first(screen: OutputScreen, pilot: Pilot[None]) -> None:
    pane, counts = screen.query_one(ConfusionPane), independent_counts(screen, "validation")
    errors = counts - np.diag(counts.diagonal())
    found = [present(pane.matrix).cell]
    for _ in range(int((errors > 0).sum()) - 1):
        await press(pilot, "w")
        found.append(present(pane.matrix).cell)
    assert len(set(found)) == len(found)
    sizes = [errors[cell] for cell in found]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] > 0
    await press(pilot, "w")
    assert present(pane.matrix).cell == found[0]
    await press(pilot, "enter", "tab", "shift+tab", "w")
    screen.show_pane(pane)
    assert screen.output_focus.cell == present(pane.matrix).cell, "the list goes with it"


async def test_the_title_says_what_lines_and_columns_are_before_the_split(tmp_path: Path) -> None:
    app = make_app(tmp_path, '[data]\nsource = "moons"\n')
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "3", "p")
        assert "Confusion  wanted ↓ given →" in shown(app)
        assert " of 100 wrong ─╮" in shown(app)
