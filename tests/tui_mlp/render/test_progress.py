"""The bar that shows how much is done."""

import pytest

from tui_mlp.render.colours.palette import palette
from tui_mlp.render.progress import progress_line


@pytest.mark.parametrize(("share", "full"), [(0.0, 0), (0.5, 9), (1.0, 18), (2.0, 18)])
@pytest.mark.parametrize(("ascii", "cell"), [(False, "━"), (True, "=")])
def test_it_is_as_full_as_the_share(share: float, full: int, ascii: bool, cell: str) -> None:
    line = progress_line(share, "abc–", 30, palette(ascii=ascii))
    assert line.cell_length == 30
    assert line.text.count(cell) == full
    assert line.text.isascii() is ascii


def test_in_a_few_cells_there_is_a_bar_alone() -> None:
    assert progress_line(1.0, "text", 1, palette()).text == "━"
