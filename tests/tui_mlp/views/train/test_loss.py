"""The Loss pane as it is read: both values from the drawing, figures at an epoch, the offer of a log axis."""

import math
from pathlib import Path

import numpy as np
import pytest
from rich.segment import Segment
from rich.style import Style
from stepped import INLINE, make_app, shown, train_on
from textual.strip import Strip

from core.experiment.experiment import Experiment
from tui_mlp.app.app import MlpApp
from tui_mlp.render.colours.palette import bold, palette
from tui_mlp.render.frame import fitting
from tui_mlp.render.plot.axis_choice import AxisChoice, ratio_of
from tui_mlp.session.stepped_sessions import SteppedSession
from tui_mlp.views.train.loss import LossPane
from tui_mlp.views.train.loss_legend import LegendCurve, readings


def spiral(epochs: int) -> MlpApp:
    app = MlpApp(SteppedSession(Experiment.load("spiral", [f"training.epochs={epochs}"]), None))
    app.animation_level = "none"
    return app


def cells_of(strip: Strip) -> list[Segment]:
    return [Segment(character, segment.style) for segment in strip for character in segment.text]


def text_in(strip: Strip, style: Style) -> str:
    return "".join(segment.text for segment in strip if segment.style == style)


class Reading:
    """What a reader gets from the drawing alone: ticks, and the values beside which a curve's dots stand."""

    def __init__(self, strips: list[Strip], log: bool) -> None:
        self.rows = [cells_of(strip) for strip in strips]
        texts = [strip.text for strip in strips]
        self.ticks = {row: float(text[1:].split("┤")[0]) for row, text in enumerate(texts) if "┤" in text}
        (low, bottom), (high, top) = max(self.ticks.items()), min(self.ticks.items())
        self._log = log
        self._low = math.log10(bottom) if log else bottom
        self._unit = ((math.log10(top) if log else top) - self._low) / (low - high)
        self._row = low

    def value(self, row: int, dot: int) -> float:
        """The value at a dot, 0 to 3 from the top of a row; a tick stands in the middle of its row."""
        value = self._low + (self._row - row + (2 - dot) / 4) * self._unit
        return 10**value if self._log else value

    def last(self, style: Style) -> float:
        """The value at the right end of the curve of this style."""
        column, row = max(
            (x, y)
            for y, cells in enumerate(self.rows)
            for x, cell in enumerate(cells)
            if cell.style == style and "\u2800" < cell.text < "\u2900"
        )
        byte = ord(self.rows[row][column].text) - 0x2800
        right, left = (0x08, 0x10, 0x20, 0x80), (0x01, 0x02, 0x04, 0x40)
        side = right if any(byte & bit for bit in right) else left
        return self.value(row, max(dot for dot, bit in enumerate(side) if byte & bit))


async def test_the_five_row_plot_can_be_read(tmp_path: Path) -> None:
    app = spiral(200)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await pilot.press("space")
        train_on(app)
        await pilot.pause()
        pane, styles = app.screen.query_one(LossPane), app.palette.bg
        strips = pane.draw(*pane.size)[1:-2]
        assert len(strips) == 5
        reading = Reading(strips, pane.logarithmic)
        assert len(set(reading.ticks.values())) >= 4
        assert len(set(np.diff(sorted(reading.ticks)))) == 1, "evenly spaced"
        for key, style in (("train_loss", styles.train), ("validation_loss", styles.validation)):
            value = pane.snapshot.latest(key)
            row, label = next((y, text) for y, strip in enumerate(strips) if (text := text_in(strip, bold(style))))
            assert float(label) == pytest.approx(value, rel=0.1)
            assert min(reading.value(row, 3), value) == pytest.approx(value, rel=0.35), "beside the end of its curve"
            # A dot is an eighth of a decade, 33 %; the curve ends up to four cells before the last epoch.
            near = pane.snapshot.figures(key)[-30:]
            assert near.min() * 0.85 <= reading.last(style) <= near.max() * 1.15
        assert reading.last(styles.train) < reading.last(styles.validation), "two lines"


async def test_every_figure_is_read_at_80_columns(tmp_path: Path) -> None:
    app = spiral(200)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await pilot.press("space")
        train_on(app)
        pane = app.screen.query_one(LossPane)
        pane.focus()
        for keys in (["left"], ["a"]):
            await pilot.press(*keys)
            top = shown(app).splitlines()[1]
            for figure in ("epoch 200", "0.0094", "0.0180", "100.0 %"):
                assert figure in top
        ruler = pane.draw(*pane.size)[-2]
        assert text_in(ruler, app.palette.bg.accent_bold) == "200", "the epochs below say it too"
        await pilot.press("escape")
        assert "━ train ━ validation ━ accuracy" in shown(app).splitlines()[1]


@pytest.mark.parametrize("accuracy", [False, True])
def test_a_long_epoch_and_tiny_losses_fit_at_80_columns(accuracy: bool) -> None:
    colours = palette()
    curves = [
        LegendCurve("train_loss", "train", "━━", colours.bg.train),
        LegendCurve("validation_loss", "validation", "━━", colours.bg.validation),
        LegendCurve("validation_accuracy", "accuracy", "━━", colours.bg.warn),
    ]
    values = {"train_loss": 1.31e-8, "validation_loss": 6.33e-4, "validation_accuracy": 1.0}
    drawn, further = (curves, []) if accuracy else (curves[:2], curves[2:])
    figures = readings(drawn, further, values.__getitem__, [("linear", colours.bg.faint)], colours.bg.muted)
    title, facts = fitting((("epoch 1,000", facts) for facts in figures), 49, colours, True)
    text = "".join(text for text, _style in facts)
    assert len(title) + len(text) <= 40
    for figure in ("1.3", "e-8", "6.3", "e-4", "100.0 %"):
        assert figure in text.replace("e-0", "e-")


async def test_what_was_changed_is_said_where_it_is_read(tmp_path: Path) -> None:
    app = make_app(tmp_path, INLINE.replace("epochs = 5", "epochs = 90"))
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        app.screen.query_one(LossPane).focus()
        await pilot.press("space")
        train_on(app)
        app.session.change("training.learning_rate", 0.3)
        await pilot.press("n")
        train_on(app)
        await pilot.press("left")
        assert "▾ learning rate 0.01 → 0.3" in shown(app)
        await pilot.press("left", "left", "left")
        assert "learning rate 0.01 → 0.3" not in shown(app)


async def test_a_log_axis_is_offered_until_it_is_used(tmp_path: Path) -> None:
    app = spiral(300)
    async with app.run_test(notifications=True, size=(160, 48)) as pilot:
        app.screen.query_one(LossPane).focus()
        assert "l log axis" not in shown(app)
        await pilot.press("space")
        train_on(app)
        await pilot.pause()
        assert "l log axis ─╮" in shown(app)
        await pilot.press("l")
        assert "log ─╮" in shown(app)
        assert "l log axis" not in shown(app)
        await pilot.press("l")
        assert "linear ─╮" in shown(app)


def test_a_low_plot_takes_the_log_axis_by_itself() -> None:
    choice = AxisChoice()
    assert [choice.log(ratio, 5) for ratio in (1, 19, 21)] == [False, False, True]
    assert not choice.log(1000, 18)
    assert [choice.offered(ratio, 18) for ratio in (99, 101)] == [False, True]
    assert not choice.offered(101, 5), "it is there already"
    linear = choice.turned(1000, 5)
    assert not linear.log(1000, 5)
    assert not linear.offered(1000, 18), "once is enough"


def test_the_ratio_is_of_all_that_a_log_axis_can_show() -> None:
    nan = float("nan")
    assert ratio_of([np.array([1.0, nan]), np.array([0.01, np.inf])]) == pytest.approx(100)
    assert ratio_of([np.array([1.0, 0.0])]) == 1
    assert ratio_of([np.array([nan]), np.array([])]) == 1
