"""The frame: what stands in its borders, and what goes first when there is no room."""

from typing import Any

from narrowing import present
from textual.strip import Strip

from tui_mlp.render.colours.palette import Palette, palette
from tui_mlp.render.frame import frame, inner_size, rule

COLOUR, MONO, ASCII = palette(), palette(colors="none"), palette(ascii=True)
KEYS = [("[ ]", "layer"), ("m", "colours"), ("↵", "edit")]


def lines(width: int, palette: Palette = COLOUR, **options: Any) -> list[str]:
    body = [Strip.blank(width, palette.bg.fg)]
    return [strip.text for strip in frame(body, width, 3, palette, **options)]


def test_title_left_facts_right_keys_below() -> None:
    top, body, bottom = lines(40, title="Θ(2)  9×8", facts="max |θ| 4.90", keys=KEYS, focused=True)
    assert top == "╭─ Θ(2)  9×8 ─────────── max |θ| 4.90 ─╮"
    assert body == "│" + " " * 38 + "│"
    assert bottom == "╰─ [ ] layer  m colours  ↵ edit ───────╯"
    assert inner_size(40, 3) == (36, 1)


def test_keys_only_with_the_focus_and_the_last_goes_first() -> None:
    assert lines(40, keys=KEYS)[2] == "╰" + "─" * 38 + "╯"
    assert lines(30, keys=KEYS, focused=True)[2] == "╰─ [ ] layer  m colours ─────╯"
    assert "m" not in lines(20, keys=KEYS, focused=True)[2]
    assert lines(8, keys=KEYS, focused=True)[2] == "╰──────╯"


def test_facts_go_before_the_title_is_cut() -> None:
    assert lines(24, title="Loss J", facts="max |θ| 4.90")[0] == "╭─ Loss J ─────────────╮"
    assert lines(27, title="Loss J", facts="max |θ| 4.90")[0] == "╭─ Loss J ─ max |θ| 4.90 ─╮"
    assert lines(11, title="Hyperparameters")[0] == "╭─ Hyper ─╮"


def test_facts_in_parts_keep_their_styles() -> None:
    parts = [("━━ ", COLOUR.bg.train), ("train", COLOUR.bg.muted)]
    top = frame([], 30, 3, COLOUR, title="Loss", facts=parts)[0]
    assert {segment.text: segment.style for segment in top}["━━ "] is COLOUR.bg.train


def test_focus_in_colour() -> None:
    style = {focused: frame([], 20, 3, COLOUR, title="A", focused=focused)[0] for focused in (True, False)}
    assert next(iter(style[True])).style is COLOUR.bg.accent
    assert present(list(style[True])[1].style).bold
    assert next(iter(style[False])).style is COLOUR.bg.border
    assert not present(list(style[False])[1].style).bold


def test_focus_without_colour() -> None:
    assert lines(12, MONO, title="A", focused=True) == ["┏━ A ━━━━━━┓", "┃          ┃", "┗━━━━━━━━━━┛"]
    assert lines(12, MONO, title="A")[0] == "╭─ A ──────╮"


def test_focus_in_ascii() -> None:
    top, body, bottom = lines(34, ASCII, title="Θ(2)", facts="×10⁻³", keys=KEYS, focused=True)
    assert top == "+- > Theta(2) ---------- x10^-3 -+"
    assert body == "|" + " " * 32 + "|"
    assert bottom == "+- [ ] layer  m colours ---------+"
    assert lines(14, ASCII, title="Θ")[0] == "+- Theta ----+"


def test_a_height_of_one_is_the_title() -> None:
    assert [strip.text for strip in frame([], 12, 1, COLOUR, title="A")] == ["╭─ A ──────╮"]
    assert frame([], 12, 0, COLOUR, title="A") == []


def test_a_rule_has_facts_or_while_focused_the_keys_that_fit() -> None:
    def drawn(width: int, palette: Palette = COLOUR, focused: bool = True) -> str:
        return rule(width, palette, title="Δ(2)[4,3]", facts="example 4", keys=KEYS, focused=focused).text

    assert drawn(44, focused=False) == "── Δ(2)[4,3] ────────────────── example 4 ──"
    assert drawn(50).endswith("─  [ ] layer m colours ↵ edit ──")
    assert drawn(40).endswith("─  [ ] layer m colours ──"), "the last goes first"
    assert drawn(30).endswith("─  [ ] layer ──")
    assert drawn(22) == "── Δ(2)[4,3] ─────────", "not even facts have room"
    assert drawn(50, ASCII).startswith("-- > Delta(2)[4,3] --")
    assert "enter edit --" in drawn(60, ASCII)
    assert all(len(drawn(width, palette)) == width for width in range(3, 60) for palette in (COLOUR, MONO, ASCII))
