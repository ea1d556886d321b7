"""Tiles are where they are drawn, and the one in focus is always among those that are shown."""

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui_mlp.render.output.tiles import Tiles

BLANK = Style()
SIZES = st.integers(1, 5)
LAYOUTS = st.builds(Tiles, across=SIZES, down=SIZES, width=SIZES, lines=SIZES, gap=st.integers(0, 2))


@given(LAYOUTS, st.integers(1, 60), st.integers(0, 20), st.data())
def test_each_cell_is_of_the_tile_that_is_drawn_there(
    layout: Tiles, count: int, before: int, data: st.DataObject
) -> None:
    focus = data.draw(st.integers(0, count - 1))
    shown = layout.shown(layout.top(before, focus, count), count)
    assert focus in shown
    assert len(shown) <= layout.across * layout.down
    width = layout.across * (layout.width + layout.gap) - layout.gap
    tiles = [[Strip([Segment(chr(0x100 + tile) * layout.width)])] * 9 for tile in shown]
    strips = layout.strips(tiles, width, BLANK)
    assert [strip.cell_length for strip in strips] == [width] * layout.lines * layout.rows(len(shown))
    for y, strip in enumerate(strips):
        for x, character in enumerate(strip.text):
            if character != " ":
                assert layout.tile_at(x, y, shown) == ord(character) - 0x100
    assert layout.tile_at(0, -1, shown) is layout.tile_at(-1, 0, shown) is None
    assert layout.tile_at(0, len(strips), shown) is layout.tile_at(width + layout.gap, 0, shown) is None


def test_a_low_tile_is_filled_and_rows_move_as_little_as_needed() -> None:
    layout = Tiles(across=2, down=1, width=1, lines=2, gap=1)
    tiles = [[Strip([Segment(text)])] for text in "abc"]
    assert [strip.text for strip in layout.strips(tiles, 4, BLANK)] == ["a b ", "    ", "c   ", "    "]
    assert [layout.top(before, 2, 6) for before in (0, 1, 2)] == [1, 1, 1]
    assert layout.top(2, None, 6) == 2
    assert layout.top(9, None, 6) == 2, "no further than the last row"
