"""How often panes are drawn: once for each change that can be seen, and never while they are being hidden."""

from pathlib import Path
from typing import NamedTuple

import pytest
from stepped import make_app, screen_of, settled
from textual.pilot import Pilot

from core.analysis.outputs.outputs import Outputs
from tui_mlp.views.output.examples.one_example import OneExamplePane
from tui_mlp.views.output.screen import OutputScreen
from tui_mlp.views.step.derivation import SumPane
from tui_mlp.widgets.pane import Pane

WIDE, NARROW = (160, 48), (80, 24)


class Drawing(NamedTuple):
    """The id of a pane that was drawn, and the outputs that the snapshot had."""

    pane: str | None
    outputs: Outputs | None


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Drawing]:
    """All drawings of panes."""
    drawings: list[Drawing] = []
    write = Pane.write

    def noted(self: Pane) -> None:
        if all(self.size):
            drawings.append(Drawing(self.id, self.snapshot.outputs))
        write(self)

    monkeypatch.setattr(Pane, "write", noted)
    return drawings


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)
        await pilot.pause()


@pytest.mark.parametrize("size", [pytest.param(WIDE, marks=pytest.mark.slow), NARROW])
async def test_a_page_draws_each_of_its_panes_once_and_none_of_the_page_before(
    tmp_path: Path, drawn: list[Drawing], size: tuple[int, int]
) -> None:
    """Other outputs, which a page may want, are drawn when they come."""
    app = make_app(tmp_path)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "n", "3")
        screen, pages = screen_of(app, OutputScreen), []
        for key in (*"ppppppp", *["ctrl+pageup"] * 3):  # the first ones make the pages, the others come back to them
            drawn.clear()
            before = screen.snapshot.outputs
            await press(pilot, key)
            shown = {pane.id for pane in ([screen.pane] if screen.alone else screen.panes())}
            assert {drawing.pane for drawing in drawn} >= shown
            assert {drawing.pane for drawing in drawn if drawing.outputs is before} <= shown, screen.page.name
            assert len({(pane, id(outputs)) for pane, outputs in drawn}) == len(drawn), screen.page.name
            pages.append(screen.page.name)
        assert len(set(pages)) == 4


@pytest.mark.parametrize("view", ["1", "2", "5"])
async def test_where_one_pane_fills_the_screen_only_the_one_that_comes_is_drawn(
    tmp_path: Path, drawn: list[Drawing], view: str
) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "n", view, "z")
        drawn.clear()
        await press(pilot, "tab")
        assert app.focused is not None
        assert [drawing.pane for drawing in drawn] == [app.focused.id]


async def test_a_pane_that_lost_the_focus_while_hidden_is_drawn_without_it_where_it_is_shown_again_at_once(
    tmp_path: Path,
) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "n", "3", "tab")
        pane = screen_of(app, OutputScreen).query_one(OneExamplePane)
        assert pane.has_focus
        with_focus = list(pane._strips)
        pane.display = False
        pane.has_focus = False
        pane.display = True  # before Textual has laid anything out
        await settled(pilot)
        await pilot.pause()
        assert pane._strips != with_focus
        assert pane._strips == pane.draw(*pane.size)


async def test_the_sum_is_drawn_once_in_a_new_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "n", "2")
        pane, sizes = app.screen.query_one(SumPane), []
        repaint = SumPane.repaint
        monkeypatch.setattr(SumPane, "repaint", lambda self: sizes.append(self.size) or repaint(self))  # type: ignore[func-returns-value]
        await pilot.resize_terminal(150, 48)
        await settled(pilot)
        await pilot.pause()
        assert sizes[-1] == pane.size
        assert len(sizes) == len(set(sizes))
