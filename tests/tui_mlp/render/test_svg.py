"""Lines of the screen as SVG: well-formed, with their texts and colours, and nothing from the network."""

from xml.etree import ElementTree

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui_mlp.render.svg import self_contained, svg_of

RED, BLUE = Style(color="#f50001", bgcolor="#010203"), Style(color="#0100f5", bgcolor="#010203", bold=True)


def texts(svg: str) -> list[str]:
    """What stands in it, piece by piece."""
    root = ElementTree.fromstring(svg)
    return ["".join(node.itertext()).replace("\xa0", " ") for node in root.iter("{http://www.w3.org/2000/svg}text")]


def test_it_has_the_title_and_each_line_in_its_colours() -> None:
    svg = svg_of(
        [Strip([Segment("one ", RED), Segment("two", BLUE)]), Strip([Segment("three  ", RED)])], "mlp-tui  spiral"
    )
    assert [text.strip() for text in texts(svg) if text.strip()] == ["mlp-tui  spiral", "one", "two", "three"]
    for colour in ("#f50001", "#0100f5", "#010203"):
        assert colour in svg


def test_nothing_is_fetched() -> None:
    svg = svg_of([Strip([Segment("x", RED)])], "t")
    assert "@font-face" not in svg
    assert "url(http" not in svg.replace("&quot;", "")
    assert "DejaVu Sans Mono" in svg
    assert self_contained(svg) == svg


@pytest.mark.parametrize(
    "text", ["<b>&amp;</b>", "]]>", "a\"b'c", "<script>alert(1)</script>", "日本語", "[red]x[/red]"]
)
def test_texts_stay_texts(text: str) -> None:
    svg = svg_of([Strip([Segment(text, RED)])], text)
    assert [found.strip() for found in texts(svg)] == [text, text]
    assert "<script" not in svg


def test_lines_of_no_width_and_none_at_all() -> None:
    assert texts(svg_of([], "t")) == ["t"]
    assert texts(svg_of([Strip([])], "t"))[0] == "t"
