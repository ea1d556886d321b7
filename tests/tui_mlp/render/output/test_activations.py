"""Histograms of activations as lines: whole in each size and in each palette, with what is wrong in words too."""

import numpy as np
import pytest
from narrowing import present
from textual.strip import Strip

from core.analysis.outputs.layer_activations import LayerActivations, layer_activations
from tui_mlp.render.colours.palette import Palette, palette
from tui_mlp.render.output.activations import CUT, heights, layer_lines, merged, neuron_lines

PALETTES = [
    palette(dark, colors, ascii)
    for dark, colors, ascii in (
        (True, "truecolor", False), (False, "truecolor", False), (True, "256", False), (True, "16", False),
        (False, "none", False), (True, "none", True),
    )
]  # fmt: skip
COLOUR, MONO, ASCII = PALETTES[0], PALETTES[4], PALETTES[5]


def layer(name: str = "tanh", scale: float = 1.0, neurons: int = 5, m: int = 200) -> LayerActivations:
    Z = scale * np.random.default_rng(1).normal(size=(m, neurons))
    A = {"tanh": np.tanh(Z), "relu": np.maximum(Z, 0), "identity": Z}[name]
    return layer_activations(A, 2, name, True)


def text(lines: list[Strip]) -> str:
    return "\n".join(strip.text for strip in lines)


@pytest.mark.parametrize("shown", PALETTES)
@pytest.mark.parametrize("name", ["tanh", "relu", "identity"])
def test_every_size_is_filled(shown: Palette, name: str) -> None:
    found = layer(name, 3.0)
    for width in (0, 1, 5, 14, 30, 41, 76, 77, 156):
        for height in (0, 1, 2, 3, 9):
            for lines in (
                layer_lines(found, width, height, shown, focused=True),
                neuron_lines(found, width, height, shown, top=1, neuron=2),
            ):
                assert [strip.cell_length for strip in lines] == [width] * height
                assert not shown.ascii or text(lines).isascii()


def test_bars_hold_all_outputs_and_the_ends_stay_by_themselves() -> None:
    found = layer(scale=2.0)
    for room in range(12, 200, 7):
        bars, each = merged(found, room)
        assert len(bars) * each <= room
        assert bars.sum() == found.of_layer.sum()
        assert (bars[0], bars[-1]) == (found.of_layer[0], found.of_layer[-1])


def test_bars_are_as_high_as_their_counts_and_high_ends_are_cut() -> None:
    found = layer("identity")
    bars, _each = merged(found, 40)
    eighths, cut = heights(found, bars, 4)
    np.testing.assert_allclose(eighths, 32 * bars / bars.max(), atol=1)
    assert not cut.any()
    dying = layer("relu")
    bars, _each = merged(dying, 40)
    eighths, cut = heights(dying, bars, 4)
    assert np.flatnonzero(cut).tolist() == [0]
    assert eighths.max() == 32
    assert eighths[1:].max() >= 32 / CUT, "the others can be seen"
    assert "┊" in text(layer_lines(dying, 76, 6, COLOUR, focused=False))
    assert "+" in text(layer_lines(dying, 76, 6, ASCII, focused=False)).splitlines()[1]


def test_figures_stand_beside_the_bars_or_in_the_first_line() -> None:
    found = layer(scale=5.0)
    share = 100 * float(np.mean(present(found.saturated)))
    wide = text(layer_lines(found, 76, 6, MONO, focused=True)).splitlines()
    assert wide[0].split() == ["▸", "A(2)", "tanh", "5", "neurons"]
    assert wide[1].rstrip().endswith(f"saturated {share:.1f} %  |a| > 0.99")
    assert wide[-1].split() == ["▴-1", "0", "1▴"], "the ends, with marks for saturated outputs"
    narrow = text(layer_lines(found, 60, 6, MONO, focused=False)).splitlines()
    assert f"saturated {share:.1f} %" in narrow[0]
    assert "mean" not in narrow[0], "what doesn't fit is left out whole"
    assert "A(2)" in text(layer_lines(found, 20, 3, MONO, focused=False))


def test_dead_neurons_and_outputs_that_are_not_finite_are_told() -> None:
    A = np.abs(np.random.default_rng(2).normal(size=(50, 8)))
    A[:, [0, 2, 3, 4, 6, 7]] = 0
    A[3, 1] = np.nan
    found = layer_activations(A, 3, "relu", True)
    told = text(layer_lines(found, 90, 8, MONO, focused=False))
    assert "dead 6 of 8: 1, 3, 4, 5 …" in told
    assert "1 of 400 are not finite" in told
    assert "zero 75.0 %" in told
    assert "no dead neuron" in text(layer_lines(layer("relu"), 90, 8, MONO, focused=False))
    rows = text(neuron_lines(found, 90, 9, MONO, top=0, neuron=4)).splitlines()
    assert rows[0].split() == ["neuron", "0", "2.5", "mean", "spread", "zero"]
    assert rows[4].split()[:2] == ["▸", "4"]
    assert [row.split()[-1] for row in rows[1:]] == ["dead", "%", "dead", "dead", "dead", "%", "dead", "dead"]
    broken = layer_activations(np.full((4, 2), np.nan), 2, "tanh", True)
    assert "8 of 8 are not finite" in text(layer_lines(broken, 90, 6, MONO, focused=False))
    assert "mean" not in text(layer_lines(broken, 90, 6, MONO, focused=False))
    assert "–" in text(neuron_lines(broken, 90, 3, MONO, top=0, neuron=1))


def test_a_strip_has_each_neuron_s_own_counts() -> None:
    """In colours and in characters: where it has outputs, and how many."""
    A = np.zeros((100, 2))
    A[:, 0], A[:50, 1], A[50:, 1] = -0.5, 0.5, 0.9
    found = layer_activations(A, 2, "tanh", True)
    first, second = text(neuron_lines(found, 76, 3, MONO, top=0, neuron=1)).splitlines()[1:]
    bars = [[place for place, cell in enumerate(row[9:49]) if cell != " "] for row in (first, second)]
    assert bars == [np.flatnonzero(counts).tolist() for counts in found.counts]
    assert first[9:49].strip() == "█"
    assert second[9:49].split() == ["▒", "▒"], "half as many"
    coloured = list(neuron_lines(found, 76, 3, COLOUR, top=0, neuron=1)[1])
    grounds = {segment.style.bgcolor.name for segment in coloured if segment.style and segment.style.bgcolor}
    assert {COLOUR.heat[30], COLOUR.heat[15]} <= grounds
