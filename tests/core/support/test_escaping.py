"""What is shown of text that others wrote: nothing that a terminal obeys, nothing that nobody sees."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.reading.table_files import read_columns
from core.data.source_settings import SourceSettings
from core.support.errors import InputError
from core.support.escaping import MAX_MESSAGE, MAX_QUOTED, escaped, json_escaped, one_line, shortened, spreadsheet_cell

ANY = st.text(st.characters(codec=None), max_size=40)
"""Every character there is, halves of surrogate pairs too."""

HARMFUL = [*range(0x20), *range(0x7F, 0xA0), 0xAD, 0x34F, 0x61C, 0x115F, 0x180E, *range(0x200B, 0x2010), 0x2028, 0x2029]
HARMFUL += [*range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x3164, 0xD800, 0xDFFF, 0xFEFF, 0xFFF9, 0xFFFE, 0x1D173]
HARMFUL += [0xE0001, *range(0xE0020, 0xE0080)]


@pytest.mark.parametrize("code", HARMFUL)
def test_what_harms_is_spelled_in_ascii(code: int) -> None:
    shown = escaped(f"a{chr(code)}b")
    assert shown.isascii()
    assert shown.isprintable()
    assert shown.startswith("a\\")
    assert json.loads(json_escaped(json.dumps(f"a{chr(code)}b", ensure_ascii=False))) == f"a{chr(code)}b"


def test_as_python_spells_it() -> None:
    assert escaped("a\x1b]0;x\x07\n\t\u202e\ud800\U000e0041") == r"a\x1b]0;x\x07\n\t\u202e\ud800\U000e0041"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "acid, g/l",
        "Θ(2) ← ∇",
        "naïve ñandú",
        "日本語",
        "नमस्ते",
        "שלום",
        "e\u0301",
        "☀ 👍 🇩🇪",
        "a\u00a0b",
        r"C:\new",
        "[red]x[/]",
    ],
)
def test_what_people_write_stays(text: str) -> None:
    assert escaped(text) == text


def test_lines_that_are_ours_stay() -> None:
    assert escaped("one\ntwo\r\x1b[2J", lines=True) == "one\ntwo\\r\\x1b[2J"


def test_marks_and_selectors() -> None:
    """A selector behind a sign changes only its look; elsewhere it tells two names apart that look the same."""
    assert escaped("❤\ufe0f 1\ufe0f\u20e3 葛\U000e0100") == "❤ 1\u20e3 葛"
    assert escaped("a\ufe0f") == r"a\ufe0f"
    assert escaped("❤\ufe0f\ufe0f") == r"❤\ufe0f"
    assert escaped("\u0301a") == r"\u0301a", "or it would stand on what is before the text"
    assert escaped("👍🏽") == r"👍\U0001f3fd", "terminals disagree on its width"
    assert escaped("a" + "\u0301" * 1000).count("\u0301") < 10, "marks have no width that could be cut"


@given(ANY)
def test_of_any_text_nothing_harmful_is_left(text: str) -> None:
    shown = escaped(text)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")]
    assert escaped(shown) == shown
    assert escaped(text, lines=True).count("\n") == text.count("\n")
    shown.encode()


@given(st.dictionaries(ANY, ANY))
def test_json_means_the_same(record: dict[str, str]) -> None:
    written = json_escaped(json.dumps(record, ensure_ascii=False))
    assert json.loads(written) == record
    assert escaped(written) == written
    written.encode()


def test_what_is_quoted_is_cut_in_its_middle() -> None:
    assert shortened("a" * MAX_QUOTED) == "a" * MAX_QUOTED
    shown = shortened("a" * 10**7 + "end")
    assert len(shown) == MAX_QUOTED
    assert shown.startswith("aaa")
    assert shown.endswith("aaend")
    message = str(InputError("line 2: found " + "x" * 10**7 + ", expected a number"))
    assert len(message) <= MAX_MESSAGE
    assert message.startswith("line 2: found xx")
    assert message.endswith("xx, expected a number")
    assert one_line("a\nb") == r"a\nb"


def test_a_long_cell_is_not_told_whole(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text(f"a,b\n{'x' * 100_000},1\n2,2\n")
    with pytest.raises(InputError, match=r"line 2, column 'a': found 'xxx.*', expected a number$") as raised:
        read_columns(path, SourceSettings(kinds={"a": "number"}))
    assert len(str(raised.value)) < 2 * MAX_QUOTED + len(str(path))


@pytest.mark.parametrize(
    "cell", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "-a", "\t=1", "\r=1", "\n=1", "＝1"]
)
def test_no_cell_is_a_formula(cell: str) -> None:
    assert spreadsheet_cell(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-1", "+1.5e3", "-.5", "-1,000.5", "-0,5", "-3%", "-inf", "nan", "1-1", "a=b", ""])
def test_numbers_and_names_are_spared(cell: str) -> None:
    assert spreadsheet_cell(cell) == cell
