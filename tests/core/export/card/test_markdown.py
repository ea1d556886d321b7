"""Markdown as a parser of tables and links reads it: text of any origin stays text."""

from collections.abc import Callable

import pytest
from markdown_it import MarkdownIt

from core.export.card.markdown import bullets, name_text, names_text, paragraph, table
from core.support.escaping import markdown_escaped

PARSER = MarkdownIt("gfm-like", {"linkify": False})

HOSTILE = [
    "a|b", "a\\|b", "`", "``x`", "*bold*", "_x_", "<script>alert(1)</script>", "[a](http://b)", "![i](x)", "# head",
    "a\nb", "\x1b[31m", "&amp;", "~~x~~", "$x$", " x ",  "\\", "https://a.b", "\u202eabc",
]  # fmt: skip


def shown(text: str) -> str:
    """The text as it is to be shown: control characters spelled out."""
    return {"a\nb": "a\\nb", "\x1b[31m": "\\x1b[31m", "\u202eabc": "\\u202eabc"}.get(text, text)


@pytest.mark.parametrize(
    ("of", "text"), [(name_text, ""), *((of, text) for of in (markdown_escaped, name_text) for text in HOSTILE)]
)
def test_text_stays_text(of: Callable[[str], str], text: str) -> None:
    lines = [*table(["a", "b"], [[of(text), "end"]]), *bullets([of(text)]), *paragraph("p " + of(text))]
    tokens = PARSER.parse("\n".join(lines))
    assert [one.type for one in tokens if one.type.endswith("_open")] == [
        "table_open", "thead_open", "tr_open", "th_open", "th_open", "tbody_open", "tr_open", "td_open", "td_open",
        "bullet_list_open", "list_item_open", "paragraph_open", "paragraph_open",
    ]  # fmt: skip
    _a, _b, cell, end, point, said = (one.children or [] for one in tokens if one.type == "inline")
    assert [one.content for one in end] == ["end"]
    assert {one.type for one in (*cell, *point, *said)} <= {"text", "text_special", "code_inline"}
    expected = shown(text) or "(unnamed)"
    for found in (cell, point):
        assert "".join(one.content for one in found) == (expected if of is name_text else expected.strip())


def test_many_names_are_counted() -> None:
    assert names_text(["a"] * 40, 2) == "`a`, `a` and 38 more"
    assert names_text(["a", "b"], 2) == "`a`, `b`"


def test_long_names_are_shortened() -> None:
    assert len(name_text("x" * 10_000)) < 100
