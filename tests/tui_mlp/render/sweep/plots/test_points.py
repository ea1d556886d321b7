"""Trials as points: where they stand, their shapes and colours, labels, axes; in all kinds of terminals."""

import pytest
from saved_sweeps import a_trial
from textual.strip import Strip

from core.sweeps.saved.records import DIVERGED, PRUNED, TRAINING, WAITING, TrialRecord
from tui_mlp.models.sweep.plots.drawn_trials import DrawnTrials
from tui_mlp.models.sweep.plots.trial_axis import TrialAxis
from tui_mlp.render.colours.palette import Palette, palette
from tui_mlp.render.sweep.plots.points import PointsPlot, not_drawn_text

FULL, ASCII, MONO = palette(), palette(True, "none", True), palette(True, "none")
RATE = TrialAxis("training.learning_rate", log=True, ends=(1e-3, 0.1))
ACTIVATION = TrialAxis("network.activation", choices=("tanh", "relu", "sigmoid"))
MOMENTUM = TrialAxis("training.momentum", ends=(0.5, 0.99))
LOSS = TrialAxis("validation_loss", log=True, objective=0)


def a_point(number: int, rate: float, loss: float | None, state: str = "finished", g: str = "tanh") -> TrialRecord:
    settings: dict[str, object] = {RATE.name: rate, ACTIVATION.name: g}
    return TrialRecord(trial=number, settings=settings, state=state, objectives=[loss])  # type: ignore[arg-type]


FOUR = (
    a_point(1, 0.001, 1.0),
    a_point(2, 0.01, 0.1, PRUNED, "relu"),
    a_point(3, 0.1, 0.01, g="sigmoid"),
    a_point(4, 0.03, 0.5, TRAINING),
)
"""One in each kind of state, from corner to corner."""


def drawn(
    trials: DrawnTrials, colours: Palette = FULL, x: TrialAxis = RATE, width: int = 50, height: int = 14
) -> list[Strip]:
    return PointsPlot().draw(trials, x, LOSS, ACTIVATION, width, height, colours)


def cell(strips: list[Strip], character: str) -> tuple[int, int, object]:
    """Row, column and style of a character that stands once above the legend."""
    found = [(row, strip.text.index(character)) for row, strip in enumerate(strips[:-1]) if character in strip.text]
    assert len(found) == 1, character
    row, column = found[0]
    return row, column, next(iter(strips[row].crop(column, column + 1))).style


@pytest.mark.parametrize(
    ("colours", "shapes"), [(FULL, "●□◆▶"), (MONO, "●□◆▶"), (ASCII, "Ox@>")], ids=["colour", "mono", "ascii"]
)
def test_states_and_values_are_told_apart_by_shape(colours: Palette, shapes: str) -> None:
    strips = drawn(DrawnTrials(FOUR, best=frozenset({3})), colours)
    places = [cell(strips, shape) for shape in shapes]
    rows, columns = [place[0] for place in places], [place[1] for place in places]
    assert rows[0] < rows[3] < rows[1] < rows[2], "the loss goes up"
    assert (columns[0], columns[2]) == (6, 49), "the ends of the range stand at the ends"
    assert columns[0] < columns[1] < columns[3] < columns[2]
    assert places[2][2] == colours.bg.accent_bold
    assert "trial 3" in strips[rows[2]].text
    assert "rate" in strips[-2].text
    assert "0.001" in strips[-2].text
    legend = strips[-1].text
    for word in ("tanh", "relu", "sigmoid", "pruned", "training"):
        assert word in legend


def test_a_trial_that_waits_is_none_that_finished() -> None:
    strips = drawn(DrawnTrials((FOUR[0], a_point(2, 0.01, 0.1, WAITING))))
    assert cell(strips, "▶")[0] > cell(strips, "●")[0]
    assert "▶ waiting" in strips[-1].text


def test_a_value_has_the_same_colour_whatever_came_of_the_trial() -> None:
    trials = (a_point(1, 0.01, 0.5), a_point(2, 0.02, 0.1, PRUNED), a_point(3, 0.05, 0.2, g="relu"))
    strips = drawn(DrawnTrials(trials))
    assert cell(strips, "●")[2] == cell(strips, "○")[2] == FULL.bg.pos
    assert cell(strips, "■")[2] == FULL.bg.neg


def test_marked_trials_have_their_letters_and_that_in_focus_is_inverse() -> None:
    strips = drawn(DrawnTrials(FOUR, letters={1: "b"}, focus=2))
    assert cell(strips[:-2], "b")[2].color == FULL.runs[1].color  # type: ignore[attr-defined]
    assert cell(strips, "□")[2] == FULL.bg.on_accent


def test_trials_with_one_value_stand_beside_each_other() -> None:
    trials = tuple(a_point(number, 0.01, 0.2) for number in range(1, 6))
    plot = PointsPlot()
    strips = plot.draw(DrawnTrials(trials), ACTIVATION, LOSS, None, 50, 14, FULL)
    line = next(strip.text for strip in strips if "●" in strip.text)
    assert line.count("●") == 5
    assert line.index("●") > 6
    assert line.rindex("●") < 6 + 44 // 3, "in the band of the value"
    ruler = strips[-1].text if "tanh" in strips[-1].text else strips[-2].text
    assert ruler.index("tanh") < ruler.index("relu") < ruler.index("sigmoid")
    row = next(row for row, strip in enumerate(strips) if "●" in strip.text)
    assert plot.trial_at(line.index("●"), row) in range(1, 6)
    assert plot.trial_at(45, row) is None


def test_those_without_a_figure_are_counted_and_one_far_above_is_a_mark_at_the_top() -> None:
    trials = DrawnTrials((*FOUR, a_point(5, 0.01, None, DIVERGED)))
    assert not_drawn_text(trials, RATE, LOSS) == "1 trial not drawn"
    assert not_drawn_text(trials, MOMENTUM, LOSS) == "5 trials not drawn"
    linear = TrialAxis("validation_loss", objective=0)
    usual = tuple(a_point(number, 0.01 + number / 1000, 0.1 + number / 100) for number in range(1, 31))
    strips = PointsPlot().draw(DrawnTrials((*usual, a_point(40, 0.002, 90.0))), RATE, linear, None, 50, 14, FULL)
    assert "▴" in strips[0].text
    assert "No trial" in drawn(DrawnTrials(trials.records[4:]))[0].text
    assert "momentum" in drawn(trials, x=MOMENTUM)[0].text


def test_the_pareto_front_is_numbered() -> None:
    trials = tuple(
        TrialRecord(trial=number, settings={}, state="finished", objectives=[loss, accuracy])
        for number, loss, accuracy in ((1, 0.1, 0.9), (2, 0.2, 0.95), (3, 0.3, 0.8))
    )
    accuracy = TrialAxis("validation_accuracy", objective=1)
    strips = PointsPlot().draw(DrawnTrials(trials, frozenset({1, 2})), LOSS, accuracy, None, 50, 14, FULL)
    text = "\n".join(strip.text for strip in strips)
    for number in (1, 2):
        assert f"◆┈{number}" in text
    assert "◆ Pareto front" in strips[-1].text


@pytest.mark.parametrize("colours", [FULL, MONO, ASCII, palette(False, "16"), palette(True, "256")])
@pytest.mark.parametrize("size", [(0, 0), (1, 1), (17, 3), (18, 5), (60, 15), (118, 20)])
def test_it_fills_its_size(size: tuple[int, int], colours: Palette) -> None:
    trials = DrawnTrials(tuple(map(a_trial, range(1, 41))), best=frozenset({3}), letters={4: "a"}, focus=5)
    for x in (RATE, ACTIVATION, MOMENTUM):
        strips = PointsPlot().draw(trials, x, LOSS, ACTIVATION, *size, colours)
        assert [Strip(list(strip)).cell_length for strip in strips] == [size[0]] * size[1]
        assert not colours.ascii or all(strip.text.isascii() for strip in strips)
