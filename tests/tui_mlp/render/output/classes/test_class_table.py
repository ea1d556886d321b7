"""The figures of classes as they are drawn, without an app."""

from math import nan
from typing import Any

import numpy as np
import pytest
from class_outputs import class_outputs, label_outputs
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.strip import Strip

from core.analysis.classes.by_class import ClassFigures, class_figures
from core.analysis.classes.guessing import Guessing
from core.analysis.wilson_interval import wilson_interval
from tui_mlp.render.colours.palette import Colors, palette
from tui_mlp.render.output.classes.class_columns import ClassColumns, bars_from
from tui_mlp.render.output.classes.class_summary import summary_lines
from tui_mlp.render.output.classes.class_table import class_table
from tui_mlp.text.classes.class_figures_text import NAMES, class_rows

FIGURES = ClassFigures(20, 15, np.array([10, 8, 2, 0]), np.array([9, 11, 0, 0]), np.array([8, 7, 0, 0]), 0.85)
CLASSES = ("a", "b", "c", "never there")
GUESS = np.array([0.5, 0.25, 0.2, 0.05])


def drawn(figures: ClassFigures = FIGURES, width: int = 90, chosen: int | None = None, **options: Any) -> list[Strip]:
    places, k = options.pop("places", None), len(figures.rows)
    names = (CLASSES * 10)[:k]
    guess = np.resize(GUESS, k)
    order = places or list(range(k))
    return class_table(figures, names, guess, order, range(k), chosen, width, palette(**options))


def summary(figures: ClassFigures, width: int = 90, most: int = 9, **options: Any) -> list[str]:
    guess = Guessing(GUESS, "'a'", 0.4)
    return [strip.text.rstrip() for strip in summary_lines(figures, guess, "train", most, width, palette(**options))]


def test_a_line_for_each_class() -> None:
    lines = [strip.text.replace("█", "").replace("▌", "").split() for strip in drawn()]
    assert lines[0] == ["class", "rows", "recall", "95", "%", "precision", "95", "%", "F1", "guess"]
    low, high = wilson_interval(8, 10)
    assert lines[1][:4] == ["a", "10", "0.800", f"{low:.2f}–{high:.2f}"]
    assert lines[1][4] == "0.889"
    assert lines[1][6:] == ["0.842", "0.500"]
    assert lines[3][2] == "0.000"
    assert lines[3][4:6] == ["–", "–"], "never given"
    assert lines[4] == ["never", "there", "0", "–", "–", "–", "–", "–", "0.050"]
    assert lines[5][:2] == ["mean", "0.558"], "of the three that occur"


def test_the_longer_the_bar_the_higher_the_recall() -> None:
    lengths = [strip.text.count("█") for strip in drawn()[1:5]]
    assert lengths[1] > lengths[0] > lengths[2] == lengths[3] == 0
    assert drawn()[1].text.count("█") == drawn(ascii=True)[1].text.count("#")
    good = ClassFigures(40, 38, np.array([20, 20]), np.array([22, 18]), np.array([20, 18]), 0.9)
    from_80 = [strip.text.count("█") + strip.text.count("▌") / 2 for strip in drawn(good)[1:3]]
    assert from_80[0] > 20, "1 fills its column"
    assert from_80[1] == pytest.approx(from_80[0] / 2, abs=0.5), "0.9 of bars that begin at 0.8"


def test_nothing_is_lowest_where_all_are_the_same() -> None:
    same = ClassFigures(20, 16, np.array([10, 10]), np.array([10, 10]), np.array([8, 8]), 0.85)
    strong = palette().bg.strong
    assert not [segment.text for strip in drawn(same)[1:3] for segment in strip if segment.style == strong]
    assert [segment.text for segment in drawn()[3] if segment.style == strong] == ["  0.000", "  0.000"]


@pytest.mark.parametrize(
    ("recall", "start"),
    [([0.919, 1.0], 0.8), ([1.0, 1.0], 0.99), ([0.3, 1.0], 0.0), ([0.7, nan], 0.5), ([nan, nan], 0.0), ([], 0.0)],
)
def test_where_bars_begin(recall: list[float], start: float) -> None:
    assert bars_from(recall) == start


def test_where_bars_begin_is_said() -> None:
    assert "bars from 0 " in drawn()[-1].text
    others = ClassFigures(20, 19, np.array([10, 10]), np.array([9, 11]), np.array([9, 10]), 0.85)
    assert "bars from 0.8 " in drawn(others)[-1].text


def test_the_lowest_is_bold_and_the_class_in_focus_marked() -> None:
    strips = drawn(chosen=1)
    bold = [[one.text.strip() for one in strip if one.style and one.style.bold] for strip in strips]
    assert bold == [[], [], ["b", "", "0.636"], ["0.000", "0.000"], [], []]
    assert "▸" not in strips[2].text
    assert "▸" in drawn(chosen=1, colors="none")[2].text
    assert ">" in drawn(chosen=1, ascii=True)[2].text


def test_sorted_by_recall_says_so() -> None:
    strips = drawn(places=[2, 0, 1, 3])
    assert "recall ▴" in strips[0].text
    assert [strip.text.split()[0] for strip in strips[1:4]] == ["c", "a", "b"]
    assert "▴" not in drawn()[0].text


def test_columns_go_in_order_where_there_is_no_room() -> None:
    def left_out(width: int) -> list[str]:
        columns = ClassColumns.of(6, 4, width)
        assert sum(vars(columns).values()) + 1 <= max(width, 9), "the blank behind the name counts too"
        return [name for name, cells in vars(columns).items() if not cells]

    assert left_out(90) == []
    assert left_out(62) == ["precision_interval"]
    assert left_out(54) == ["bar", "precision_interval"]
    assert left_out(48) == ["bar", "precision_interval", "guess"]
    assert left_out(20) == ["rows", "bar", "interval", "precision", "precision_interval", "f1", "guess"]


def test_the_summary() -> None:
    lines = summary(FIGURES)
    low, high = (100 * end for end in wilson_interval(15, 20))
    assert lines[0] == f"accuracy   75.0 %  15 of 20, 95 % from {low:.1f} to {high:.1f}"
    assert lines[1] == "balanced   55.8 %  mean recall; always the same: 33.3 %"
    assert lines[2] == "baseline   40.0 %  always 'a', commonest in training"
    assert lines[3] == "certainty  85.0 %  on average, 10.0 above accuracy"
    assert [line.split()[0] for line in summary(FIGURES, most=2)] == ["accuracy", "baseline"]
    assert [line.split()[0] for line in summary(FIGURES, most=3)] == ["accuracy", "baseline", "certainty"]
    assert summary(FIGURES, most=0) == []
    narrow = summary(FIGURES, 44)
    assert narrow[1:3] == ["balanced   55.8 %  always the same: 33.3 %", "baseline   40.0 %  always 'a'"]
    assert narrow[0].endswith(f"15 of 20, {low:.1f}–{high:.1f}"), "words go before numbers do"


def test_the_summary_of_labels_and_of_outputs_that_are_no_numbers() -> None:
    labels = class_figures(label_outputs([[0, 1], [1, 1]], [[0.2, 0.9], [0.1, 0.8]]))
    lines = summary(labels)
    assert "1 of 2 in all labels" in lines[0]
    assert lines[3].endswith("on average; 75.0 % of single labels are right")
    broken = class_figures(class_outputs([0, 1], [[nan, nan], [nan, 0.5]], 2))
    lines = summary(broken)
    assert lines[0].startswith("The outputs of 2 rows are no finite numbers")
    assert lines[-1] == "certainty       –  unknown"
    assert len(summary(broken, most=1)) == 1


def test_a_long_name_is_shortened() -> None:
    guess = Guessing(GUESS, "'a very long name of a class'", 0.4)
    lines = summary_lines(FIGURES, guess, "validation", 4, 60, palette())
    assert lines[2].text.rstrip().endswith("…, commonest in training")


@given(
    st.integers(0, 130), st.integers(1, 30), st.sampled_from(["truecolor", "256", "16", "none"]), st.booleans(),
    st.integers(0, 9),
)  # fmt: skip
def test_any_size(width: int, k: int, colors: Colors, ascii: bool, seed: int) -> None:
    draw = np.random.default_rng(seed)
    rows, given = draw.integers(0, 2000, (2, k))
    figures = ClassFigures(int(rows.sum()), 0, rows, given, np.minimum(rows, given) // 2, nan, seed % 2, seed % 3 == 0)
    for strip in drawn(figures, width, chosen=seed % k, colors=colors, ascii=ascii):
        assert Strip(list(strip)).cell_length == width
        assert not ascii or strip.text.isascii()
    for text in summary(figures, width, colors=colors, ascii=ascii):
        assert cell_len(text) <= width


def test_a_table_for_other_programs() -> None:
    head, lines = class_rows(FIGURES, CLASSES, GUESS.tolist(), [2, 0])
    found = list(lines)
    assert head == NAMES
    assert [line[0] for line in found] == ["c", "a"]
    assert found[1] == ["a", 10, 9, 0.8, *wilson_interval(8, 10), 8 / 9, *wilson_interval(8, 9), 16 / 19, 0.5]
    assert found[0][6:9] == [None, None, None], "never given"
