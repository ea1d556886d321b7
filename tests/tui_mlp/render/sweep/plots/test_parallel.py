"""Parallel coordinates: axes, lines in layers, labels; with many trials too."""

import numpy as np
import pytest
from saved_sweeps import a_trial
from textual.strip import Strip

from core.sweeps.saved.records import DIVERGED, PRUNED, TrialRecord
from tui_mlp.models.sweep.plots.drawn_trials import DrawnTrials
from tui_mlp.models.sweep.plots.trial_axis import TrialAxis
from tui_mlp.render.colours.palette import Palette, palette
from tui_mlp.render.plot.dots import graph_counts, graph_dots
from tui_mlp.render.sweep.plots.parallel import parallel_plot
from tui_mlp.render.sweep.plots.parallel_axes import shown_axes

FULL, ASCII, MONO = palette(), palette(True, "none", True), palette(True, "none")
RATE = TrialAxis("training.learning_rate", log=True, ends=(1e-3, 0.1))
HIDDEN = TrialAxis("network.hidden", choices=([8], [8, 8], [16], [16, 8]))
ACTIVATION = TrialAxis("network.activation", choices=("tanh", "relu", "sigmoid"))
OPTIMIZER = TrialAxis("training.optimizer", choices=("adam", "momentum"))
MOMENTUM = TrialAxis("training.momentum", ends=(0.5, 0.99))
KEYS = [RATE, HIDDEN, ACTIVATION, OPTIMIZER, MOMENTUM]
LOSS = TrialAxis("validation_loss", log=True, objective=0)


def trial(number: int, rate: float, loss: float | None, state: str = "finished") -> TrialRecord:
    settings: dict[str, object] = {RATE.name: rate, ACTIVATION.name: "relu"}
    return TrialRecord(trial=number, settings=settings, state=state, objectives=[loss])  # type: ignore[arg-type]


def columns_of(strips: list[Strip], style: object) -> list[int]:
    """The columns in which something of a style is drawn between the lines with names and numbers."""
    found = set[int]()
    for strip in strips[2:-1]:
        column = 0
        for segment in strip:
            if segment.style == style and segment.text.strip():
                found |= set(range(column, column + segment.cell_length))
            column += segment.cell_length
    return sorted(found)


def test_the_best_line_goes_over_all_others_from_the_first_axis_to_its_number() -> None:
    records = tuple(trial(number, 0.001 + number / 1000, 1 / number) for number in range(1, 90))
    strips = parallel_plot(DrawnTrials(records, frozenset({89})), KEYS[:1], LOSS, RATE.name, 60, 15, FULL)
    assert len(columns_of(strips, FULL.bg.accent_bold)) >= 56
    assert strips[-2].text.rstrip().endswith("89")
    assert strips[0].text.split() == ["rate", "loss"]
    assert strips[1].text.split() == ["0.1", "1"]
    assert strips[-1].text.split() == ["0.001", "0.0112"]
    name = next(iter(strips[0]))
    assert (name.text.strip(), name.style) == ("rate", FULL.bg.accent_bold)


@pytest.mark.parametrize("colours", [FULL, MONO, ASCII])
def test_pruned_lines_are_told_apart_without_colour(colours: Palette) -> None:
    records = (trial(1, 0.001, 0.1, PRUNED), trial(2, 0.1, 1.0), trial(3, 0.03, 0.5))
    trials = DrawnTrials(records, frozenset({2}))
    text = "".join(strip.text for strip in parallel_plot(trials, [RATE], LOSS, "", 60, 12, colours)[2:-1])
    if colours.ascii:
        assert {".", "@", "+"} <= set(text)
        return
    pruned = parallel_plot(DrawnTrials(records[:1]), [RATE], LOSS, "", 60, 12, colours)[2:-1]
    dots = [ord(one) - 0x2800 for strip in pruned for one in strip.text if 0x2800 < ord(one) < 0x2900]
    assert len(dots) >= 50
    assert all(one & 0xB8 == 0 for one in dots), "dotted: nothing in the right half of a cell"
    assert ("◆" in text) == colours.mono


def test_values_stand_at_their_axes_and_those_who_lack_a_key_go_through_its_dash() -> None:
    trials = DrawnTrials(tuple(map(a_trial, range(1, 31))), frozenset({3}))
    strips = parallel_plot(trials, KEYS, LOSS, "", 118, 20, FULL)
    text = "\n".join(strip.text for strip in strips)
    for word in ("16-8", "tanh", "relu", "sigmoid", "adam", "momentum", "optimizer"):
        assert word in text
    bottom = strips[-2].text
    before = bottom[bottom.index("–") - 1]
    assert 0x2800 < ord(before) < 0x2900, "trials with adam have no momentum"


def test_a_trial_without_an_objective_ends_before_its_axis() -> None:
    trials = DrawnTrials((trial(1, 0.01, None, DIVERGED), trial(2, 0.01, 0.1)), letters={1: "a"})
    strips = parallel_plot(trials, [RATE, ACTIVATION], LOSS, "", 60, 12, FULL)
    drawn = columns_of(strips, FULL.runs[0])
    assert min(drawn) == 0
    assert 20 < max(drawn) < 32


def test_the_keys_that_fit_are_shown_with_the_one_in_focus() -> None:
    assert shown_axes(KEYS, RATE.name, 118, 0) == (0, KEYS)
    first, shown = shown_axes(KEYS, MOMENTUM.name, 32, 0)
    assert (first, shown) == (2, KEYS[2:])
    assert shown_axes(KEYS, ACTIVATION.name, 32, first)[0] == 2
    assert shown_axes(KEYS, RATE.name, 32, first)[0] == 0


def test_counts_are_those_of_single_graphs() -> None:
    heights = np.random.default_rng(3).uniform(-6, 30, (9, 12))
    heights[2, 3:6] = np.nan
    counts = graph_counts(heights, 5)
    assert counts.shape == (20, 12)
    for number in range(9):
        one, alone = heights[number : number + 1], graph_counts(heights[number : number + 1], 5)
        assert set(np.unique(alone)) <= {0, 1}
        counts = counts - alone
        cells = (alone.reshape(5, 4, 6, 2) > 0).any(axis=(1, 3))
        np.testing.assert_array_equal(cells, graph_dots(one, 5)[0] > 0)
    assert not counts.any()


def test_a_thousand_lines_leave_room_to_see_the_best() -> None:
    records = tuple(
        trial(number, 10 ** (-3 + number * 0.618 % 2), 0.01 + number * 0.7548 % 1) for number in range(1000)
    )
    strips = parallel_plot(DrawnTrials(records, frozenset({0})), [RATE], LOSS, "", 60, 15, FULL)
    assert len(columns_of(strips, FULL.bg.accent_bold)) >= 56
    blank = sum(strip.text.count(" ") + strip.text.count("⠀") for strip in strips[2:-1])
    assert blank >= 60, "not one solid block"


@pytest.mark.parametrize("colours", [FULL, MONO, ASCII, palette(False, "16"), palette(True, "256")])
@pytest.mark.parametrize("size", [(0, 0), (1, 1), (19, 6), (20, 7), (60, 15), (118, 20)])
def test_it_fills_its_size(size: tuple[int, int], colours: Palette) -> None:
    trials = DrawnTrials(tuple(map(a_trial, range(1, 41))), frozenset({3}), 5, {4: "a"})
    for some in (trials, DrawnTrials()):
        strips = parallel_plot(some, shown_axes(KEYS, "", size[0], 0)[1], LOSS, HIDDEN.name, *size, colours)
        assert [Strip(list(strip)).cell_length for strip in strips] == [size[0]] * size[1]
        assert not colours.ascii or all(strip.text.isascii() for strip in strips)
