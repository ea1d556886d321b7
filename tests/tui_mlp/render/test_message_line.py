"""The message line: one line of any width, that says when there is more to read."""

import pytest
from rich.cells import cell_len

from tui_mlp.models.message_history import MessageHistory, UserMessage
from tui_mlp.render.colours.palette import palette
from tui_mlp.render.message_line import cut_at_word, message_line
from tui_mlp.session.snapshot import Severity
from tui_mlp.text.numbers import count

SHORT, LONG = "copied: θ[1,3] = 0.42", "the loss has not fallen for 50 epochs; try a learning rate of 0.003"


def message(text: str = SHORT, severity: Severity = "information") -> UserMessage:
    from datetime import datetime

    return UserMessage(text, severity, datetime(2026, 1, 2, 3, 4, 5), 1204)


def line(one: UserMessage, width: int = 60, missed: int = 0, ascii: bool = False) -> str:
    keys = [("esc", "closes")] if one.stays else []
    strip = message_line(one, missed, keys, width, palette(ascii=ascii))
    assert strip.cell_length == width
    return strip.text.rstrip()


def test_a_sign_tells_severities_apart_without_colour() -> None:
    for ascii in (False, True):
        signs = {line(message("text", severity), ascii=ascii)[:2] for severity in ("information", "warning", "error")}
        signs.add(line(message("text", "breakpoint"), ascii=ascii)[:2])
        assert len(signs) == 4
    assert line(message("…→θ", "error"), ascii=True).isascii()


def test_a_long_text_is_cut_at_a_word_and_says_where_the_rest_is() -> None:
    assert line(message()) == f" • {SHORT}"
    assert line(message(LONG), 50) == " • the loss has not fallen for 50 epochs; try … M"
    assert line(message(LONG), 50, ascii=True) == " - the loss has not fallen for 50 epochs; ... M"
    assert line(message("/a/very/long/path/of/folders/data.csv: line 3: found x", "error"), 56) == (
        " ✗ …/data.csv: line 3: found x               esc closes"
    )
    assert cut_at_word("a" * 30, 10) == "a" * 10, "a long word is better cut than left out"
    assert cut_at_word("日本語日本語", 5) == "日本"


@pytest.mark.parametrize("width", [1, 2, 5, 20, 49, 50, 80])
@pytest.mark.parametrize("text", ["", LONG, "日本語" * 40, "x" * 300])
def test_any_width(width: int, text: str) -> None:
    for severity in ("information", "error"):
        assert cell_len(line(message(text, severity), width, missed=2)) <= width


def test_messages_that_stay_say_how_they_go_and_how_many_wait() -> None:
    assert "esc" not in line(message(SHORT, "warning"))
    assert line(message("no", "error"), missed=2) == " ✗ no (2 more: M)" + " " * 32 + "esc closes"
    assert line(message("loss rose", "breakpoint"), 40) == " ■ loss rose"


def test_an_information_waits_behind_an_error_and_is_listed() -> None:
    history = MessageHistory()
    for one in (message("a", "warning"), message("b"), message("c", "error"), message("d"), message("e", "warning")):
        history.add(one)
    assert history.shown is not None
    assert (history.shown.text, history.missed) == ("c", 3)
    history.add(message("f", "error"))
    assert (history.shown.text, history.missed) == ("f", 4)
    history.end()
    assert history.missed == 0
    history.add(message("g"))
    assert history.shown.text == "g"
    assert history.text().split("\n\n")[0] == f"03:04:05   epoch {count(1204)}\ng"
    assert history.text().split("\n\n")[1] == "03:04:05   epoch 1,204   error\nf"
    assert len(history.text().split("\n\n")) == 7
