"""The splits side by side."""

import numpy as np
import pytest

from core.data.source_rows.number_figures import number_figures
from core.experiment.settings import DataSettings
from tui_mlp.models.data.distributions.split_counts import SplitCounts
from tui_mlp.render.colours.palette import palette
from tui_mlp.render.data.distributions.split_sheet import SplitSheet, split_sheet
from tui_mlp.text.data.division_text import division_text

PLAIN = palette(colors="none", ascii=True)
SPLITS = ("train", "validation", "test")


def counts(table: list[list[int]], labels: bool = False) -> SplitCounts:
    rows = np.sum(table, 0)
    names = tuple("abcdefghijklm"[: len(table)])
    return SplitCounts(SPLITS, names, rows, rows, np.array(table), labels)


def lines_of(sheet: SplitSheet, width: int = 60, height: int = 12) -> list[str]:
    return [strip.text.rstrip() for strip in split_sheet(sheet, width, height, 0, PLAIN).lines]


def test_classes_and_their_shares() -> None:
    lines = lines_of(SplitSheet(counts([[6, 2, 2], [3, 2, 0], [1, 0, 0]]), "at random", split=1, line=1))
    assert lines[0].split() == ["class", "[validation]", "weight"] or "[valid" in lines[0]
    assert lines[1].split() == ["all", "10", "62%", "4", "25%", "2", "12%"]
    assert [word for word in lines[2].split() if "#" not in word][:6] == ["a", ">", "6", "60%", "2", "50%"]
    assert "100%!" in lines[2]
    assert "at random" in lines
    assert "c is in training alone" in lines
    assert "b has no row in test" in lines
    assert "largest difference: a, 60.0 % in training, 100.0 % in test" in " ".join(lines)


def test_weights_are_said_where_they_have_no_column() -> None:
    sheet = SplitSheet(counts([[6, 2, 2], [2, 1, 1]]), "at random")
    assert "weights if balanced: a: 0.667, b: 2" in lines_of(sheet, 38)
    assert "weights by class: a: 0.667, b: 2" in lines_of(sheet._replace(weighted=True), 38)
    assert not any("weight" in line for line in lines_of(SplitSheet(counts([[6, 2, 2]], labels=True), "")))


def test_many_classes_scroll() -> None:
    table = [[3, 1, 1]] * 13
    drawn = split_sheet(SplitSheet(counts(table), "at random", line=13), 44, 9, 0, PLAIN)
    assert drawn.first > 0
    assert drawn.lines[drawn.shown].text.startswith("m")


def test_a_narrow_table_has_the_shares_alone() -> None:
    wide = counts([[600_000, 200_000, 200_000], [300_000, 100_000, 100_000]])
    assert lines_of(SplitSheet(wide, ""), 30)[2].split() == ["a", "67%", "67%", "67%"]


def test_figures_of_numbers() -> None:
    values = ([1.0, 2, 6], [4.0], [2.0, 8])
    figures = tuple(number_figures(np.array(one)) for one in values)
    histograms = np.array([[2, 0, 1], [0, 1, 0], [1, 0, 1]])
    rows = np.array([3, 1, 2])
    found = SplitCounts(SPLITS, ("y",), rows, rows, np.zeros((0, 3)), figures=figures, histograms=histograms)
    lines = lines_of(SplitSheet(found, "at random", target="y"))
    assert [line.split() for line in lines[1:7]] == [
        ["rows", "3", "1", "2"], ["mean", "3", "4", "5"], ["deviation", "2.16", "0", "3"], ["least", "1", "4", "2"],
        ["median", "2", "4", "5"], ["largest", "6", "4", "8"],
    ]  # fmt: skip
    assert "@" in lines[10]
    assert lines[-1] == "at random"


@pytest.mark.parametrize(
    ("split", "fold", "text"),
    [
        ("random", None, "at random, each class in the same shares; 20 % for validation, 20 % for test"),
        ("ordered", None, "in the order of the rows: training first, then validation, then test; "
                          "20 % for validation, 20 % for test"),
        ("group:city", None, "at random, rows with the same city together; 20 % for validation, 20 % for test"),
        ("folds:5", 2, "fold 2 of 5 is the test split; 20 % of the others for validation"),
    ],
)  # fmt: skip
def test_how_rows_are_divided(split: str, fold: int | None, text: str) -> None:
    assert division_text(DataSettings(source="iris", split=split, fold=fold), True, SPLITS) == text


def test_a_file_of_its_own_for_the_test() -> None:
    settings = DataSettings(source="iris", test="folder/more.csv")
    text = "at random; the test rows are those of more.csv; 20 % for validation"
    assert division_text(settings, False, SPLITS) == text
