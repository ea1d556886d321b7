"""How often pictures in colours are drawn while training: so seldom that they fit a connection."""

import pytest
from stepped import screen_of, settled, train_screen
from textual.strip import Strip

from core.experiment.experiment import Experiment
from tui_mlp.app.app import MlpApp
from tui_mlp.session.refresh_rates import (
    COLOUR_CELLS,
    LONGEST_COLOUR_SECONDS,
    PICTURE_SECONDS,
    REFRESH_RATES,
    colour_seconds,
)
from tui_mlp.session.stepped_sessions import SteppedSession
from tui_mlp.views.output.examples.examples import ExamplesPane
from tui_mlp.views.output.images.weight_pictures import WeightPicturesPane
from tui_mlp.views.output.plane.map import MapPane
from tui_mlp.views.output.screen import OutputScreen


async def test_pictures_are_drawn_seldom_and_beside_the_matrices_of_training_half_as_often() -> None:
    app = MlpApp(SteppedSession(Experiment.load("digits")))
    app.animation_level, app.interval_factor = "none", REFRESH_RATES["slow"]
    async with app.run_test(size=(160, 48)) as pilot:
        await settled(pilot)
        pane = train_screen(app).query_one(WeightPicturesPane)
        beside, area = pane.PERIOD, pane.size.area
        train_screen(app).show_pane(pane)
        await pilot.press("z")
        await settled(pilot)
        assert pane.PERIOD / pane.size.area < beside / area
        await pilot.press("z", "3")
        await settled(pilot)
        listed = screen_of(app, OutputScreen).query_one(ExamplesPane)
        assert listed.PERIOD == colour_seconds(listed.plot_cells) * REFRESH_RATES["slow"]
        await pilot.press("p", "p")
        await settled(pilot)
        pane = screen_of(app, OutputScreen).query_one(WeightPicturesPane)
        assert beside / area == pytest.approx(2 * pane.PERIOD / pane.size.area)


async def test_a_map_that_hardly_changes_is_drawn_often() -> None:
    app = MlpApp(SteppedSession(Experiment.load("spiral")))
    app.animation_level = "none"
    async with app.run_test(size=(160, 48)) as pilot:
        await pilot.press("3")
        await settled(pilot)
        pane = screen_of(app, OutputScreen).query_one(MapPane)
        assert pane.plot_cells > 2 * COLOUR_CELLS
        assert pane.PERIOD == PICTURE_SECONDS, "nothing has changed yet"
        pane._strips = [Strip.blank(strip.cell_length) for strip in pane._strips]
        pane.redraw()
        assert pane.PERIOD == min(pane.plot_cells / COLOUR_CELLS, LONGEST_COLOUR_SECONDS), "all of it has"
        pane.redraw()
        assert (pane.changed_cells, pane.PERIOD) == (0, PICTURE_SECONDS)
