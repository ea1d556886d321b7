"""Text measured in cells: names of any script and any harm, in columns that stay where they are."""

from collections.abc import Callable

import numpy as np
import pytest
from rich.cells import cell_len
from textual.strip import Strip

from tui_mlp.render.cell_text import cells, clipped, cut, displayed, widest, wrapped_lines
from tui_mlp.render.colours.palette import palette
from tui_mlp.render.matrix.heatmap import heat
from tui_mlp.render.matrix.matrix import matrix

NAMES = ("plain", "日本語の名", "e\u0301" * 4, "\x1b[2J", "a\nb", "\u202egnp", "👍 x")
VALUES = np.arange(len(NAMES) * 3).reshape(-1, 3) / 10


@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize("draw", [matrix, heat])
def test_labels_of_any_kind_take_as_many_cells(draw: Callable[..., list[Strip]], ascii: bool) -> None:
    colours = palette(ascii=ascii, colors="none")

    def drawn(names: tuple[str, ...]) -> list[str]:
        strips = draw(
            VALUES, 60, 9, colours, rows=names.__getitem__, columns=lambda k: names[k][:3], corner=names[0], label=8
        )
        assert all(cell_len(strip.text) == 60 for strip in strips)
        assert all(strip.text.isprintable() for strip in strips)
        return ["".join(cells(strip.text)[8:]) for strip in strips[1 : len(NAMES) + 1]]

    assert drawn(NAMES) == drawn(("plain",) * len(NAMES))


@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_cutting_padding_and_wrapping(name: str, ascii: bool) -> None:
    for width in range(12):
        assert cell_len(cut(name, width, ascii)) == cell_len(cut(name, width, ascii, right=True)) == width
        assert cell_len(clipped(name, width, ascii)) <= width
    text = displayed(name, ascii)
    assert len(cells(text)) == cell_len(text) == widest((name,), ascii)
    assert "".join(cells(text)) == text
    lines = wrapped_lines(" ".join([text] * 9), 14)
    assert all(cell_len(line) <= 14 for line in lines)
    assert "".join(lines).replace(" ", "") == (text * 9).replace(" ", "")
