"""Header, status and footer lines."""

from tui_mlp.render.bar import bar, groups_that_fit, key_bar
from tui_mlp.render.colours.palette import palette

STYLES = palette().panel
KEYS = [("space", "Run"), ("n", "Epoch"), ("?", "Help")]


def test_a_bar_is_as_wide_as_it_is_told() -> None:
    left, right = [("left", STYLES.fg)], [("right", STYLES.fg)]
    assert bar(left, right, 14, STYLES, False).text == "left     right"
    assert bar(left, right, 7, STYLES, False).text == "left ri"


def test_groups_stay_whole() -> None:
    groups = [[("loss ", STYLES.muted), ("0.5", STYLES.strong)], [("R² ", STYLES.muted), ("1", STYLES.strong)]]
    assert "".join(text for text, _style in groups_that_fit(groups, 16, STYLES, False)) == " loss 0.5   R² 1"
    assert "".join(text for text, _style in groups_that_fit(groups, 15, STYLES, False)) == " loss 0.5"
    assert "".join(text for text, _style in groups_that_fit(groups, 8, STYLES, False)) == " "


def test_keys_that_have_no_room_go_in_the_order_that_is_told() -> None:
    assert key_bar(KEYS, ("?", "n"), 40, STYLES, False).text.rstrip() == " space Run  n Epoch  ? Help"
    assert key_bar(KEYS, ("?", "n"), 26, STYLES, False).text.rstrip() == " space Run  n Epoch"
    assert key_bar(KEYS, ("n", "?"), 26, STYLES, False).text.rstrip() == " space Run  ? Help"
