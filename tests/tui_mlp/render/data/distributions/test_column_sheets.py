"""What is drawn of a column: bins by class or against a number, and levels."""

from math import nan
from typing import Any

import numpy as np
import pytest

from core.data.description import ColumnDescription, ColumnKind
from core.data.source_rows.number_figures import number_figures
from tui_mlp.models.data.distributions.distribution import Distribution
from tui_mlp.models.data.distributions.tally import tally
from tui_mlp.models.data.distributions.value_bins import Bins, bins_for
from tui_mlp.models.data.row_targets import RowTargets
from tui_mlp.render.colours.palette import Palette, palette
from tui_mlp.render.data.distributions.bin_plots import mean_plot, short_count
from tui_mlp.render.data.distributions.bins_sheet import bins_sheet
from tui_mlp.render.data.distributions.column_sheet import ColumnSheet, DrawnColumn
from tui_mlp.render.data.distributions.levels_sheet import levels_sheet
from tui_mlp.render.data.distributions.value_axis import value_axis

COLOURS = palette()
PLAIN = palette(colors="none", ascii=True)
VALUES = np.array([1.0, 2, 2, 3, 3, 3, 9, nan])


def column(kind: ColumnKind = "number") -> ColumnDescription:
    return ColumnDescription("age", kind, "input", missing=1)


def classes(names: tuple[str, ...]) -> RowTargets:
    """Each row is of the next class."""
    return RowTargets(names, np.ones(8, bool), numbers=np.arange(8, dtype=np.int16) % len(names))


def binned(targets: RowTargets | None, **more: Any) -> ColumnSheet:
    figures = number_figures(VALUES)
    assert figures is not None
    bins = bins_for(figures, 30)
    means = (2.0, 4.6) if targets is not None and len(targets.names) == 2 else ()
    counted = tally(bins.places(VALUES), bins.count, targets, None)
    found = Distribution(counted, bins, figures=figures, group_means=means, correlation=0.25)
    rule = [("1 of 8 missing, filled with 3.3", COLOURS.bg.warn)]
    names = targets.names if targets is not None else ()
    return ColumnSheet(column(), rule, found, names, targets is None or targets.in_groups, **more)


def texts(drawn: DrawnColumn) -> list[str]:
    return [strip.text.rstrip() for strip in drawn.lines]


def test_histograms_by_class_on_one_axis() -> None:
    lines = texts(bins_sheet(binned(classes(("no", "yes")), group=1, filled=2.0), 44, 16, PLAIN))
    assert lines[0] == "1 of 8 missing, filled with 3.3"
    no, yes = (next(at for at, line in enumerate(lines) if line.startswith(name)) for name in ("no", "yes"))
    assert lines[no + 1].startswith("4 ")
    assert lines[yes + 1].startswith("3 "), "the missing cell is in no bin"
    axis = next(at for at, line in enumerate(lines) if line.startswith("age"))
    assert axis > yes
    assert lines[axis].split()[1] == "1"
    assert "mean no 2   yes 4.6   missing 100 % yes" in lines
    assert lines[-1] == "1 to 9, deviation 2.43 (2 filled)"


def test_a_bin_is_read_out() -> None:
    drawn = bins_sheet(binned(classes(("no", "yes")), at=1, group=1), 44, 10, PLAIN)
    assert texts(drawn)[-1] == "2  2 rows  no 1  yes 1 (50 %)"
    axis = next(line for line in texts(drawn) if line.startswith("age"))
    assert axis.index("^") in range(drawn.left + drawn.each, drawn.left + 2 * drawn.each)


def test_many_classes_are_shown_as_far_as_there_is_room() -> None:
    lines = texts(bins_sheet(binned(classes(tuple("abcdefgh"))), 44, 9, PLAIN))
    assert [line[0] for line in lines[1:4]] == ["a", "b", "c"]
    assert "and 5 more" in lines


def test_the_mean_of_a_number_as_a_curve() -> None:
    targets = RowTargets(("price",), np.ones(8, bool), values=np.arange(8.0)[:, None])
    sheet = binned(targets)
    lines = texts(bins_sheet(sheet, 60, 16, PLAIN))
    assert any(line.startswith("price") for line in lines)
    assert any("r 0.25   missing 7   mean of price +- deviation" in line for line in lines)
    assert any("*" in line for line in lines)
    assert texts(bins_sheet(sheet._replace(at=2), 60, 16, PLAIN))[-1] == "3  3 rows  price 4 +- 0.816"
    enormous = mean_plot(np.array([1.5e308, -1.5e308]), np.zeros(2), 2, 1, 9, "price", None, PLAIN)
    assert [strip.text for strip in enormous] == ["1.50e+3~ * ", "-1.50e+~  *"]


def test_skewed_numbers_are_told() -> None:
    values = np.append(np.ones(30), 100)
    figures = number_figures(values)
    assert figures is not None
    bins = bins_for(figures, 30)
    found = Distribution(tally(bins.places(values), bins.count, None, None), bins, figures=figures)
    lines = texts(bins_sheet(ColumnSheet(column(), [], found), 44, 12, PLAIN))
    assert f"skewness {figures.skewness:.1f}: few large values" in lines


@pytest.mark.parametrize("height", [1, 3, 6, 10, 16, 40])
@pytest.mark.parametrize("names", [(), ("no", "yes"), tuple("abcdefgh")])
def test_it_never_takes_more_lines_than_there_are(height: int, names: tuple[str, ...]) -> None:
    for palette_ in (COLOURS, PLAIN):
        drawn = bins_sheet(binned(classes(names) if names else None), 44, height, palette_)
        assert len(drawn.lines) <= height
        assert all(line.cell_length <= 44 for line in drawn.lines)


def level_sheet(**more: Any) -> ColumnSheet:
    places = np.array([0, 0, 0, 0, 1, 1, 2, 3])
    found = Distribution(tally(places, 3, classes(("no", "yes")), None), levels=("south", "eas\x1bt", "north"))
    return ColumnSheet(column("category"), [("3 categories", COLOURS.bg.fg)], found, ("no", "yes"), group=1, **more)


def test_levels_with_their_rows_and_the_share_of_a_class() -> None:
    lines = texts(levels_sheet(level_sheet(), 44, 10, 0, PLAIN))
    assert lines[1].split() == ["value", "rows", "yes", "%"]
    assert lines[2].split()[:2] == ["south", "4"]
    assert lines[2].endswith("50 %")
    assert "#*" in lines[2].replace(" ", ""), "classes are told apart without colour"
    assert lines[5].split()[:2] == ["missing", "1"]
    assert lines[-1] == "3 values, 1 missing"
    assert not any("\x1b" in line for line in lines)


def test_levels_scroll_and_one_is_read_out() -> None:
    drawn = levels_sheet(level_sheet(at=3), 44, 5, 0, PLAIN)
    assert (drawn.first, drawn.top) == (2, 2)
    assert texts(drawn)[-2].startswith("> missing")
    assert texts(drawn)[-1].startswith("missing  1 row ")


@pytest.mark.parametrize("palette_", [COLOURS, PLAIN], ids=["colour", "ascii"])
def test_labels_on_the_axis(palette_: Palette) -> None:
    def axis(bins: Bins, each: int, at: int | None = None) -> str:
        return "".join(segment.text for segment in value_axis(bins, each, bins.count * each, at, palette_)).rstrip()

    assert axis(Bins(0, 4.0, 17), 2).split() == ["0", "20", "40", "60"]
    assert axis(Bins(0, 4.0, 17), 2).index("20") == 10
    assert axis(Bins(2015, 1.0, 8, unit="year"), 4).split() == ["2015", "2017", "2019", "2021"]
    assert axis(Bins(0, 0.25, 12, log=True), 3).split() == ["1", "10", "100"]
    assert "20" not in axis(Bins(0, 4.0, 17), 2, at=5), "a label makes room for the mark"


def test_counts_are_short_beside_a_plot() -> None:
    assert [short_count(number) for number in (1204, 99_999, 333_012, 1_234_567)] == [
        "1,204",
        "99,999",
        "333 k",
        "1.2 M",
    ]
