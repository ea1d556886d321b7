"""Pictures and galleries of them, drawn without an app."""

from itertools import product

import numpy as np
import pytest
from textual.strip import Strip

from tui_mlp.render.colours.palette import LEVELS, Palette, palette
from tui_mlp.render.output.images.drawing_sheet import sheet
from tui_mlp.render.output.images.gallery import gallery
from tui_mlp.render.output.images.picture import grid, picture, signed_picture

PALETTES = (
    palette(), palette(dark=False), palette(colors="256"), palette(colors="16"), palette(colors="none"),
    palette(ascii=True),
)  # fmt: skip
FEW = PALETTES[3:]


def text(strips: list[Strip]) -> list[str]:
    return [strip.text for strip in strips]


def pixels(strips: list[Strip]) -> list[list[str]]:
    """The colours of half blocks, two rows of each line."""
    found: list[list[str]] = []
    for strip in strips:
        upper, lower = list[str](), list[str]()
        for segment in strip:
            assert segment.style is not None
            assert segment.style.color is not None
            assert segment.style.bgcolor is not None
            upper += [segment.style.color.name] * len(segment.text)
            lower += [segment.style.bgcolor.name] * len(segment.text)
        found += [upper, lower]
    return found


def test_whole_magnification_in_half_blocks() -> None:
    values = np.array([[1.0, -1.0, 0.0], [0.0, 0.5, 1.0]])
    drawn = pixels(signed_picture(values, 7, 5, palette()))
    heat = palette().heat
    expected = np.array(heat)[np.rint(values * LEVELS).astype(int) + LEVELS].repeat(2, 0).repeat(2, 1)
    assert drawn == expected.tolist()


def test_a_shrunk_picture_has_the_means_of_its_pixels() -> None:
    image = np.arange(64.0).reshape(8, 8)
    drawn, expected = (
        pixels(picture(one, 4, 2, palette(), high=63.0))
        for one in (image, image.reshape(4, 2, 4, 2).mean((1, 3)))
    )  # fmt: skip
    assert drawn == expected
    assert len(drawn) == len(drawn[0]) == 4


def test_characters_keep_the_shape() -> None:
    image = np.zeros((4, 4))
    image[1, 2] = 1
    assert text(picture(image, 20, 4, palette(colors="none"), ground="·")) == [
        "········",
        "····██··",
        "········",
        "········",
    ]
    assert text(picture(image, 20, 4, palette(ascii=True), ground=".")) == [
        "........",
        "....##..",
        "........",
        "........",
    ]
    assert text(signed_picture(-image, 20, 4, palette(colors="none"))) == [
        "        ",
        "    ≡≡  ",
        "        ",
        "        ",
    ]
    assert text(picture(image, 4, 9, palette(colors="none"))) == ["  ▒ ", "    "], "two rows share a line"


def test_signs_have_the_palettes_colours_where_there_are_few() -> None:
    shown = palette(colors="16")
    segments = [*signed_picture(np.array([[3.0, -3.0]]), 4, 1, shown)[0]]
    assert [segment.style for segment in segments] == [shown.bg.pos, shown.bg.neg]


def test_a_pixel_without_one_of_its_colours_is_marked() -> None:
    image = np.ones((2, 2, 3))
    image[0, 1, 2] = np.nan
    assert [row.count(palette().theme.bad) for row in pixels(picture(image, 2, 1, palette(), high=1.0))] == [1, 0]


def test_the_marked_pixel_shows_in_every_terminal() -> None:
    image = np.zeros((8, 8))
    for colours, size in product(PALETTES, ((16, 8), (3, 2))):
        plain, marked = (picture(image, *size, colours, at=at) for at in (None, (5, 2)))
        assert plain != marked, colours.colors


def test_colours_are_as_they_are() -> None:
    image = np.zeros((2, 2, 3))
    image[0, 0], image[1, 1] = (1, 0, 0), (1, 1, 1)
    assert pixels(picture(image, 2, 1, palette())) == [["#ff0000", "#000000"], ["#000000", "#ffffff"]]
    assert text(picture(image, 4, 2, palette(colors="none"))) == ["░░  ", "  ██"]


@pytest.mark.parametrize("colours", PALETTES, ids=lambda one: f"{one.colors}-{one.dark}-{one.ascii}")
def test_any_numbers_in_any_size(colours: Palette) -> None:
    wild = np.array([[np.nan, np.inf, -np.inf], [1e308, -1e308, 0], [1, 2, 3]])
    for values, (width, height) in product(
        (wild, np.zeros((3, 3)), np.full((3, 3), np.nan), np.ones((1, 40)), np.ones((40, 1))),
        ((1, 1), (2, 7), (9, 3), (60, 30), (0, 0)),
    ):
        for drawn in (signed_picture(values, width, height, colours), picture(values, width, height, colours)):
            assert len(drawn) <= height
            assert all(strip.cell_length <= width for strip in drawn)
            assert not colours.ascii or all(line.isascii() for line in text(drawn))
    assert signed_picture(wild, 6, 3, colours) != signed_picture(
        np.nan_to_num(wild, posinf=1, neginf=-1), 6, 3, colours
    )


def test_infinite_weights_have_the_strongest_colours() -> None:
    assert text(signed_picture(np.array([[np.inf, -np.inf, 0.0]]), 6, 1, palette(colors="none"))) == ["██≡≡  "]


def test_the_pixel_under_a_cell() -> None:
    for colours in PALETTES:
        cells = grid((8, 6), 40, 9, colours)
        found = {cells.pixel_at(x, y) for x in range(cells.width) for y in range(cells.lines)}
        assert found == set(product(range(8), range(6))) or (colours.heat and len(found) > 24)
        assert cells.pixel_at(-1, 0) is cells.pixel_at(0, cells.lines) is cells.pixel_at(cells.width, 0) is None


def test_a_gallery_shows_as_many_as_are_wanted_before_it_magnifies() -> None:
    assert gallery((8, 8), 32, 34, 18, palette()).across == 3
    at_28 = gallery((28, 28), 64, 34, 18, palette())
    assert (at_28.across, at_28.down, at_28.width) == (2, 2, 14), "not below twelve cells"
    few = gallery((8, 8), 2, 60, 30, palette())
    assert few.width >= 24, "two have room to be large"
    for colours, width, height, count in product(PALETTES, (1, 9, 60), (1, 5, 30), (1, 7, 500)):
        found = gallery((8, 8), count, width, height, colours)
        assert found.across >= 1
        assert found.down >= 1


def test_a_gallery_scrolls_no_more_than_needed() -> None:
    arranged = gallery((8, 8), 64, 26, 15, palette())
    assert (arranged.across, arranged.down) == (2, 2) or arranged.across == 3
    rows, columns = arranged.down, arranged.across
    assert arranged.top(0, 0, 64) == 0
    assert arranged.top(0, columns * rows, 64) == 1
    assert arranged.top(5, columns * 5, 64) == 5
    assert arranged.top(99, 63, 64) == -(-64 // columns) - rows
    assert arranged.tile_at(0, 1, arranged.shown(2, 64)) == 2 * columns
    assert arranged.tile_at(arranged.width, 1, arranged.shown(0, 64)) is None, "in the gap"


def test_a_sheet_has_the_picture_beside_it_where_there_is_room() -> None:
    for colours, (width, height) in product(PALETTES, ((44, 18), (70, 30), (30, 18), (3, 2), (1, 1), (0, 0))):
        place = sheet((28, 28), width, height, colours)
        ink, made = np.zeros(place.cells.shape), np.ones((28, 28))
        strips = place.draw(ink, (0, 0), made, "what the network gets", width, height, colours)
        assert all(strip.cell_length <= max(width, 10) for strip in strips)
    assert sheet((28, 28), 44, 18, palette()).side >= 11
    assert sheet((28, 28), 30, 18, palette()).side == 0
    assert sheet((28, 28), 70, 30, palette()).cells.lines > 20, "strokes have no pixels: the paper fills the room"
