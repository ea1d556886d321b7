"""Notes as they are drawn: columns in bold, keys at the end, as many on one line as it holds."""

import pytest

from tui_mlp.models.data.notes.data_notes import DataNote
from tui_mlp.render.colours.palette import Palette, palette
from tui_mlp.render.data.notes_list import note_lines, notes_line

NOTES = [
    DataNote("'ticket' is left out, as it looks odd (it rises); data.kinds takes it in", ("ticket",), "↵", "columns"),
    DataNote("3 cells are missing in 'age': the mean stands in; drop leaves them out", ("age",), "m", "columns"),
]
STYLES = [palette(), palette(colors="none"), palette(ascii=True)]


@pytest.mark.parametrize("style", STYLES, ids=["colour", "none", "ascii"])
def test_a_line_of_short_notes_with_their_keys(style: Palette) -> None:
    enter = "enter" if style.ascii else "↵"
    both = f" notes ticket is left out, as it looks odd {enter}   3 cells are missing in age: the mean stands in m"
    assert notes_line(NOTES, 120, style).text.rstrip() == both
    assert notes_line(NOTES, 70, style).text.rstrip() == f" notes ticket is left out, as it looks odd {enter}  1 more"
    cut = notes_line(NOTES, 30, style).text
    assert len(cut) == 30
    assert cut.rstrip().endswith(enter)


def test_the_note_in_focus_has_a_mark_and_all_lines_have_the_same_width() -> None:
    lines = note_lines(NOTES[0], True, 40, palette())
    assert [strip.text for strip in lines] == [
        "▸ ticket is left out, as it looks odd   ",
        "    (it rises); data.kinds takes it in  ",
        "    ↵                                   ",
    ]
    assert note_lines(NOTES[0], False, 40, palette())[0].text.startswith("  ticket")
    bold = [segment.text for segment in lines[0] if segment.style is not None and segment.style.bold]
    assert "ticket" in bold
