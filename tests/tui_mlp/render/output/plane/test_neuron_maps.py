"""Small maps of neurons laid out and drawn, and the notes on a large one: at any size, in any colours."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.strip import Strip

from core.activations import ACTIVATIONS
from tui_mlp.render.colours.palette import LEVELS, Colors, Palette, palette
from tui_mlp.render.output.plane.neuron_maps import head, map_tiles, pixel_rows, small_maps, value_lines
from tui_mlp.render.output.plane.neuron_notes import neuron_notes

KINDS: list[tuple[bool, Colors, bool]] = list(product((True, False), ("truecolor", "256", "16", "none"), (False, True)))
TRUE, MONO = palette(), palette(colors="none")


def drawn(count: int, width: int, height: int, colours: Palette, neuron: int, broken: bool = False) -> list[Strip]:
    layout, random = map_tiles(count, width, height), np.random.default_rng(0)
    shown = layout.shown(layout.top(0, neuron - 1, count), count)
    values = random.normal(size=(len(shown), pixel_rows(layout.lines - 1, colours), layout.width))
    if broken:
        values[0, 0, 0], values[-1, -1, -1] = np.nan, np.inf
    ones = [1.0] * len(values)
    weights = random.normal(size=count)
    return small_maps(layout, shown, values, [0.0] * len(values), ones, weights, True, neuron - 1, width, colours)


def text(strips: list[Strip]) -> list[str]:
    return [strip.text for strip in strips]


@given(st.integers(1, 300), st.integers(1, 160), st.integers(1, 60), st.sampled_from(KINDS), st.data())
def test_any_number_at_any_size_fits_and_shows_the_one_in_focus(
    count: int, width: int, height: int, kind: tuple[bool, Colors, bool], data: st.DataObject
) -> None:
    colours, neuron = palette(*kind), data.draw(st.integers(1, count))
    layout = map_tiles(count, width, height)
    assert neuron - 1 in layout.shown(layout.top(0, neuron - 1, count), count)
    strips = drawn(count, width, height, colours, neuron, broken=True)
    assert len(strips) <= max(2, height)
    assert {strip.cell_length for strip in strips} == {width}
    if kind[2]:
        assert "".join(text(strips)).isascii()


def test_all_are_shown_where_they_fit_as_large_as_possible() -> None:
    layout = map_tiles(8, 31, 11)
    assert (layout.across, layout.down, layout.width, layout.lines) == (4, 2, 7, 5), "as in a pane of 35 columns"
    layout = map_tiles(8, 36, 10)
    assert (layout.across, layout.width, layout.lines) == (4, 8, 5), "as beside the Train view at 120 columns"
    assert map_tiles(1, 36, 20).width == 36
    assert map_tiles(2, 36, 20).width == 17


def test_where_all_do_not_fit_rows_are_scrolled_to() -> None:
    layout = map_tiles(32, 36, 10)
    last = layout.rows(32) - layout.down
    assert last > 0
    assert [layout.top(0, neuron, 32) for neuron in (0, layout.across - 1, 31)] == [0, 0, last]
    assert layout.top(3, 0, 32) == 0
    seen = {neuron for top in range(last + 1) for neuron in layout.shown(top, 32)}
    assert seen == set(range(32))


def test_a_click_finds_the_neuron_that_is_drawn_there() -> None:
    layout = map_tiles(8, 31, 11)
    every = layout.shown(0, 8)
    assert layout.tile_at(0, 0, every) == 0
    assert layout.tile_at(6, 4, every) == 0
    assert layout.tile_at(8, 2, every) == 1
    assert layout.tile_at(0, 5, every) == 4
    assert layout.tile_at(60, 0, every) is None
    assert layout.tile_at(24, 6, layout.shown(0, 7)) is None, "there is no eighth"
    assert layout.tile_at(0, 0, layout.shown(1, 8)) == 4, "scrolled by a row"
    assert layout.tile_at(0, -1, layout.shown(1, 8)) is layout.tile_at(-1, 5, every) is None, "on the frame"


def test_each_has_its_number_and_its_weight_in_the_colour_of_its_sign() -> None:
    lines = text(drawn(8, 31, 11, TRUE, 3))
    assert [int(word) for word in lines[0].split()[::2]] == [1, 2, 3, 4]
    assert "▀▀▀▀▀▀▀" in lines[1].replace("  ", " ")
    for weight, style in ((1.5, TRUE.bg.pos), (-1.5, TRUE.bg.neg), (0.001, TRUE.bg.muted), (np.nan, TRUE.bg.bad)):
        assert head(3, weight, True, False, 8, TRUE)[1].style == style
    assert head(3, -1.5, True, False, 8, TRUE)[1].text.strip() == "-1.50"
    assert head(3, -0.001, True, False, 8, TRUE)[1].text.strip() == "0.00", "never -0.00"
    assert head(3, 1.5, False, False, 8, TRUE)[1].style == TRUE.bg.fg, "a norm has no sign"
    assert [segment.text for segment in head(12, -1.5, True, False, 6, TRUE)] == ["12", "    "], "no room: the number"


def test_the_one_in_focus_is_marked_without_colours_too() -> None:
    assert [line.split()[4] for line in text(drawn(8, 31, 11, MONO, 3))[:1]] == ["▸3"]
    assert ">3" in text(drawn(8, 31, 11, palette(ascii=True), 3))[0]
    assert head(3, 1.0, True, True, 8, TRUE)[0].style == TRUE.bg.accent_bold


def test_values_are_shaded_from_one_end_over_the_middle_to_the_other() -> None:
    values = np.array([[0.0, 0.5, 1.0], [np.nan, np.inf, -np.inf]])
    line = value_lines(values, 0.5, 0.5, TRUE)[0]
    tops = [segment.style.color.name for segment in line if segment.style and segment.style.color]
    bottoms = [segment.style.bgcolor.name for segment in line if segment.style and segment.style.bgcolor]
    assert tops == [TRUE.map[0], TRUE.map[LEVELS], TRUE.map[-1]]
    assert bottoms == [TRUE.theme.bad, TRUE.map[-1], TRUE.map[0]]


@pytest.mark.parametrize(("ascii", "expected"), [(False, ["≡ █", "?█≡"]), (True, ["% #", "?#%"])])
def test_without_colours_characters_say_the_sign_and_the_size(ascii: bool, expected: list[str]) -> None:
    values = np.array([[0.0, 0.5, 1.0], [np.nan, np.inf, -np.inf]])
    lines = value_lines(values, 0.5, 0.5, palette(colors="none", ascii=ascii))
    assert ["".join(segment.text for segment in line) for line in lines] == expected


def test_the_example_in_focus_is_marked() -> None:
    values = np.zeros((2, 3))
    (line,) = value_lines(values, 0.0, 1.0, TRUE, (1, 2))
    assert [segment.style.bgcolor.name for segment in line if segment.style and segment.style.bgcolor] == [
        TRUE.map[LEVELS],
        TRUE.theme.accent,
    ]
    lines = value_lines(values, 0.0, 1.0, MONO, (1, 2))
    assert ["".join(segment.text for segment in line) for line in lines] == ["   ", "  •"]


def notes(activation: str, values: list[float], width: int = 60, lines: int = 3, weight: float = -2.5) -> list[str]:
    limits = (-2.4, 2.4, 0.0, 2023.0)
    found = neuron_notes(activation, np.array(values), weight, True, ("age", "year"), limits, width, lines, TRUE)
    assert all(strip.cell_length == width for strip in found)
    return [strip.text.rstrip() for strip in found]


def test_the_notes_have_weight_range_share_and_axes() -> None:
    assert notes("tanh", [-0.995, 0.25, 0.5, 0.75]) == [
        "weight -2.500  a -0.99 … 0.75 saturated 25.0 %",
        "age → -2.4 … 2.4  year ↑ 0 … 2,023",
        "tanh from -1 over 0 to 1",
    ]
    found = neuron_notes("tanh", np.zeros(2), 1.0, True, ("a", "b"), (0, 1, 0, 1), 60, 3, TRUE, here=-0.5)
    assert "here -0.50" in found[0].text
    assert notes("relu", [0.0, 0.0, 12.5])[0].endswith("dead 66.7 %")
    assert notes("relu", [0.0, 0.0, 12.5])[2] == "relu from 0 to 12.5"
    assert notes("identity", [1.0, np.nan])[0] == "weight -2.500  a 1.00 … 1.00"
    assert notes("identity", [np.nan], weight=np.nan)[0] == "weight nan"


def test_narrow_notes_have_axes_on_two_lines_where_both_fit() -> None:
    assert len(notes("tanh", [0.5], 30, 4)) == 4
    assert notes("tanh", [0.5], 30, 5)[2:] == ["age → -2.4 … 2.4", "year ↑ 0 … 2,023", "tanh from -1 over 0 to 1"]
    assert "age" not in " ".join(notes("tanh", [0.5], 30, 2)), "not one axis without the other"


@pytest.mark.parametrize("name", ["a\x1b[31mb\nc", "长" * 40])
def test_names_from_files_are_escaped_and_cut(name: str) -> None:
    found = neuron_notes("tanh", np.zeros(3), 1.0, True, (name, name), (0, 1, 0, 1), 40, 4, palette(ascii=True))
    assert all(strip.cell_length == 40 and strip.text.isascii() for strip in found)
    assert all("\x1b" not in strip.text and "\n" not in strip.text for strip in found)


@given(st.sampled_from(list(ACTIVATIONS)), st.integers(1, 80), st.integers(0, 5), st.sampled_from(KINDS))
def test_notes_fit_any_size(activation: str, width: int, lines: int, kind: tuple[bool, Colors, bool]) -> None:
    found = neuron_notes(
        activation, np.array([0.5, -0.5]), 1e9, False, ("x1", "x2"), (-1e300, 1e300, 0, 1), width, lines, palette(*kind)
    )
    assert len(found) <= lines
    assert all(strip.cell_length == width for strip in found)
