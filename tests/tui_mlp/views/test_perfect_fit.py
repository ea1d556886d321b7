"""A loss of exactly 0, and values at the ends of what a number can be, on the screen."""

from pathlib import Path

import numpy as np
import pytest
from stepped import make_app, shown, train_on, until

from core.experiment.experiment import Experiment
from core.training.trainer import Trainer
from tui_mlp.render.colours.palette import palette
from tui_mlp.render.matrix.histogram import histogram
from tui_mlp.render.preview import picture, preview

TWO_ROWS = """
[data]
source = "inline"
standardize = true
inputs = [[0.1, 0.2], [0.4, 0.9]]
targets = [[0.35], [1.25]]
[network]
hidden = []
activation = "identity"
output = "identity"
loss = "squared_error"
[training]
optimizer = "gradient_descent"
learning_rate = 0.3
epochs = 200
"""


async def test_a_perfect_fit_stays_on_the_screen(tmp_path: Path) -> None:
    app = make_app(tmp_path, TWO_ROWS)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        for key in ("space", "l", "n", "l"):
            await pilot.press(key)
            train_on(app)
            app.session.task.adviser.look(app.session.task.trainer)
            app.session.publish()
            await pilot.pause()
        await until(pilot, "epoch 201")
        assert "train 0.0000, R² 1.0000" in shown(app)
        assert app.session.snapshot.advice == ()
        assert app.session.task.trainer.history.train_loss[-1] == 0


@pytest.mark.parametrize(
    "values", [[5e-324, 0.0], [1.7e308, -1.7e308], [1.7e308, 1e-308], [0.0, 0.0], [np.nan, np.inf], [-1e-310, 1e-310]]
)
def test_bars_and_pictures_of_the_smallest_and_largest_numbers(values: list[float]) -> None:
    matrix = np.array([values, values])
    for width in (1, 9, 40):
        for vmax in (None, 0.0):
            assert len(histogram(matrix, width, 4, palette(), vmax=vmax)) == 4
    if np.isfinite(matrix).all():
        assert picture(matrix, palette())


def test_a_preview_of_rows_from_one_end_to_the_other() -> None:
    rows = {"data.inputs": [[-1.7e308, 0.0], [1.7e308, 5e-324], [0.0, 0.0]], "data.targets": [[0.0], [1.0], [0.0]]}
    experiment = Experiment.load("xor").replace_all({"data.source": "inline", **rows})
    assert len(preview(Trainer(experiment).data, 20, 6, palette())) == 6
