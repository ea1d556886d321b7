"""How often pictures in colours are drawn while training: so seldom that they fit a connection."""

from pathlib import Path

import pytest
from stepped import screen_of, settled, train_screen

from core.experiment.experiment import Experiment
from tui_mlp.app.app import MlpApp
from tui_mlp.session.refresh_rates import REFRESH_RATES
from tui_mlp.session.stepped_sessions import SteppedSession
from tui_mlp.views.output.examples.examples import ExamplesPane
from tui_mlp.views.output.images.weight_pictures import WeightPicturesPane
from tui_mlp.views.output.screen import OutputScreen


async def test_pictures_beside_the_matrices_of_training_are_drawn_half_as_often(tmp_path: Path) -> None:
    app = MlpApp(SteppedSession(Experiment.load("digits")))
    app.animation_level = "none"
    async with app.run_test(size=(160, 48)) as pilot:
        await settled(pilot)
        pane = train_screen(app).query_one(WeightPicturesPane)
        beside, area = pane.PERIOD, pane.size.area
        train_screen(app).show_pane(pane)
        await pilot.press("z")
        await settled(pilot)
        assert pane.PERIOD / pane.size.area < beside / area
        await pilot.press("z", "3", "p", "p")
        await settled(pilot)
        pane = screen_of(app, OutputScreen).query_one(WeightPicturesPane)
        assert beside / area == pytest.approx(2 * pane.PERIOD / pane.size.area)


async def test_lists_of_pictures_are_drawn_seldom_at_a_slow_rate(tmp_path: Path) -> None:
    app = MlpApp(SteppedSession(Experiment.load("digits")))
    app.animation_level = "none"
    async with app.run_test(size=(160, 48)) as pilot:
        await pilot.press("3")
        await settled(pilot)
        pane = screen_of(app, OutputScreen).query_one(ExamplesPane)
        usual, app.interval_factor = pane.PERIOD, REFRESH_RATES["slow"]
        assert pane.PERIOD == pytest.approx(usual * REFRESH_RATES["slow"])
