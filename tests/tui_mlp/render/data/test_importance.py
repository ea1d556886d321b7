"""The importance of columns as bars with their spread, of pixels as a picture, in all kinds of terminals."""

from dataclasses import replace
from math import nan
from typing import Any

import numpy as np
import pytest

from core.analysis.importance.importance import ColumnImportance, Importance, Spread
from core.data.dataset import Data, Split
from tui_mlp.render.colours.palette import Palette, palette
from tui_mlp.render.data import importance_bars
from tui_mlp.render.data.importance_bars import Scale, importance_bar, importance_table, scale_of
from tui_mlp.render.data.importance_lines import focus_lines, news_lines
from tui_mlp.render.data.importance_picture import importance_image, importance_picture
from tui_mlp.session.evaluating.importance_task import ImportanceResult
from tui_mlp.text.data.importance_text import change_text

FULL, ASCII, MONO = palette(), palette(True, "none", True), palette(True, "none")


def column(name: str, *rises: float) -> ColumnImportance:
    return ColumnImportance(name, (name,), Spread(rises), Spread(tuple(-rise / 10 for rise in rises)))


DATA = Data("classification", "sigmoid", Split(np.ones((2, 4)), np.zeros((2, 1))))
COLUMNS = (column("weak", 0.0, 0.2), column("strong", 3.0, 3.0), column("worse", -1.0, -1.0))
FOUND = Importance(DATA, 3, 0, "validation", 2, 2, 2, 0.25, 0.5, "accuracy", 3, COLUMNS)


def bar(spread: Spread, scale: Scale, colours: Palette, width: int = 16) -> str:
    drawn = importance_bar(spread, scale, width, colours)
    assert sum(segment.cell_length for segment in drawn) == width
    return "".join(segment.text for segment in drawn)


def test_a_bar_ends_at_the_mean_with_a_deviation_on_either_side() -> None:
    spread = Spread((6.0, 8.0, 10.0))  # 8 ± 2
    assert bar(spread, Scale(0, 16), MONO) == "██████▓▓──      "
    assert bar(spread, Scale(0, 16), ASCII) == "######++--      "
    assert bar(Spread((0.0, 8.0, 16.0)), Scale(0, 16), MONO) == "▓▓▓▓▓▓▓▓────────", "8 ± 8 may be chance"
    assert bar(Spread((-6.0, -4.0, -2.0)), Scale(-8, 8), MONO) == "  ──▓▓██│       "
    assert bar(Spread((-4.0,)), Scale(-8, 8), ASCII) == "    ####|       "
    assert bar(Spread((-8.0, 0.0)), Scale(-8, 8), ASCII) == "----++++--      ", "-4 ± 5.7 may be chance"
    assert bar(Spread((nan,)), Scale(0, 16), MONO) == " " * 16
    negative = importance_bar(Spread((-4.0, -4.0)), Scale(-8, 8), 16, FULL)
    assert [segment.style for segment in negative if "█" in segment.text] == [FULL.bg.neg]
    sure, chance = (importance_bar(Spread(values), Scale(0, 16), 16, FULL)[0] for values in ((8.0, 9), (0.0, 16)))
    assert (sure.style, chance.style) == (FULL.bg.pos, FULL.bg.faint)


def test_the_scale_has_0_and_all_spreads() -> None:
    assert scale_of([Spread((6.0, 8.0, 10.0)), Spread((1.0,))]) == (0, 10)
    assert scale_of([Spread((-6.0, -8.0, -10.0))]) == (-10, 0)
    assert scale_of([Spread((0.0, 0.0)), Spread((nan,))]) == scale_of([]) == (0, 1)


@pytest.mark.parametrize("colours", [FULL, ASCII, MONO])
@pytest.mark.parametrize(("width", "headings"), [(80, "shuffled: loss  accuracy"), (44, "shuffled: loss"), (20, "")])
def test_what_matters_most_comes_first(width: int, headings: str, colours: Palette) -> None:
    lines, shown, top = importance_table(FOUND, "loss", "weak", width, 9, 0, colours)
    assert all(strip.cell_length == width for strip in lines)
    texts = [strip.text.split() for strip in lines]
    assert texts[0] == ["column", *headings.split()]
    assert [one.name for one in shown] == ["strong", "weak", "worse"]
    assert (texts[1][0], texts[2][:2], texts[3][0]) == (
        "strong",
        ["▸" if colours is not ASCII else ">", "weak"],
        "worse",
    )
    assert top == 0
    if headings:
        assert "+3.00 ± 0.00" in lines[1].text.replace("+-", "±")
        assert "-1.00 ± 0.00" in lines[3].text.replace("+-", "±")
    if colours is ASCII:
        assert all(text.isascii() for text in (strip.text for strip in lines))


def test_few_lines_show_the_column_in_focus() -> None:
    lines, shown, top = importance_table(FOUND, "score", "strong", 60, 3, 0, FULL)
    assert ([one.name for one in shown], top, len(lines)) == (["weak", "strong"], 1, 3), "accuracy rises by most there"
    assert importance_table(FOUND, "loss", "no such column", 60, 3, 1, FULL)[2] == 1
    assert importance_table(replace(FOUND, columns=()), "loss", "", 60, 9, 0, FULL) == ([], [], 0)
    assert importance_table(FOUND, "loss", "", 60, 0, 0, FULL) == ([], [], 0)


def test_of_thousands_of_columns_only_those_in_sight_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Spread] = []

    def noted(spread: Spread, *others: Any) -> str:
        written.append(spread)
        return change_text(spread, *others)

    monkeypatch.setattr(importance_bars, "change_text", noted)
    many = tuple(column(f"c{number}", float(number), float(number)) for number in range(3000))
    found = replace(FOUND, columns=many, total=3000)
    lines, shown, top = importance_table(found, "loss", "c1500", 80, 5, 0, MONO)
    assert [one.name for one in shown] == ["c1503", "c1502", "c1501", "c1500"]
    assert top == 1496
    assert lines[4].text.startswith("▸ c1500")
    assert "+1500" in lines[4].text
    assert len(written) == 8, "four lines, two measures"


def test_what_is_going_on() -> None:
    def news(result: ImportanceResult, busy: bool) -> list[str]:
        return [strip.text.rstrip() for strip in news_lines(result, busy, 60, FULL)]

    assert news(ImportanceResult(FOUND), False) == []
    assert news(ImportanceResult(FOUND), True) == ["training: computed again at the next pause"]
    part = replace(FOUND, epoch=0, columns=COLUMNS[:1])
    assert news(ImportanceResult(part, part), False) == [
        "computing: 1 of 3 columns", "initial weights: nothing is learnt yet",
    ]  # fmt: skip


def test_a_picture_of_pixels() -> None:
    found = replace(FOUND, data=replace(DATA, shape=(2, 2)), total=4)
    np.testing.assert_allclose(importance_image(found, "loss"), np.array([[0.1, 3], [-1, 0]]))
    np.testing.assert_allclose(importance_image(found, "score"), np.array([[-0.01, -0.3], [0.1, 0]]))
    lines = importance_picture(found, "loss", (1, 1), 8, 4, ASCII)
    assert len(lines) == 4
    assert all(strip.text.isascii() for strip in lines)
    said = " ".join(strip.text.strip() for strip in focus_lines(COLUMNS[1], found, "loss", (0, 1), 40, ASCII))
    assert "strong (row 1, column 2) shuffled: loss" in said
    assert "most important: strong, loss +3.00" in said
    assert "unchanged: loss 0.2500" in " ".join(
        strip.text.strip() for strip in focus_lines(None, found, "loss", None, 90, FULL)
    )
