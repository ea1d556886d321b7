"""Text in ASCII cell by cell: each replacement takes as many cells, and keeps what it can of the meaning."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from core.support.escaping import masked
from tui_mlp.render.ascii_cells import ascii_cells


def test_frames_symbols_letters_and_wide_characters() -> None:
    assert ascii_cells("╭─┤▁▔╮ ┃█▌│") == "+-+--+ |#||"
    assert ascii_cells("α→β ≤ 10⁻³ Θ…") == "a>b < 10-3 T."
    assert ascii_cells("Año e\u0301 日本") == "Ano e ? ? "


@given(st.text())
def test_any_text_is_ascii_in_as_many_cells(text: str) -> None:
    text = masked(text, cell_len)
    assert ascii_cells(text).isascii()
    assert len(ascii_cells(text)) == cell_len(text)
