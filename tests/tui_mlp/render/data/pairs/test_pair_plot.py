"""Two columns drawn without an app: points, strips, tables, their lines, and where rows lie."""

from dataclasses import replace

import numpy as np
import pytest
from outputs_of import outputs_of
from voyage_table import rows_of, voyage_rows

from core.data.source_rows.source_rows import SourceRows
from core.experiment.experiment import Experiment
from core.experiment.source_rows import read_source_rows
from core.training.trainer import Trainer
from tui_mlp.models.data.pairs.column_pair import column_pair
from tui_mlp.models.data.pairs.moves import nearest
from tui_mlp.models.data.row_choice import ChosenRows
from tui_mlp.render.colours.palette import Palette, palette
from tui_mlp.render.data.class_styles import STEPS, class_mark, class_style, step_style, swatch, target_style
from tui_mlp.render.data.pairs.cell_groups import cell_groups
from tui_mlp.render.data.pairs.pair_lines import measure_line
from tui_mlp.render.data.pairs.pair_map import outputs_of_rows
from tui_mlp.render.data.pairs.pair_plot import PairPlot

COLOURS, ASCII, MONO = palette(), palette(ascii=True), palette(colors="none")


@pytest.fixture(scope="module")
def voyage(tmp_path_factory: pytest.TempPathFactory) -> SourceRows:
    return voyage_rows(tmp_path_factory.mktemp("voyage"))


@pytest.fixture(scope="module")
def wine() -> SourceRows:
    return rows_of("diabetes")


def drawn(
    plot: PairPlot, source: SourceRows, x: str, y: str, shown: Palette, row: int = 0, width: int = 60, height: int = 14
) -> list[str]:
    lines = plot.draw(source, column_pair(source, x, y), row, width, height, shown)
    assert len(lines) == height
    assert {line.cell_length for line in lines} <= {width}
    return ["".join(segment.text for segment in line) for line in lines]


def test_points_with_their_classes(voyage: SourceRows) -> None:
    plot = PairPlot()
    lines = drawn(plot, voyage, "age", "fare", COLOURS)
    assert "●" in "".join(lines)
    assert lines[-3].split() == ["■", "no", "■", "yes"]
    assert lines[-2].startswith("r ")
    assert lines[-2].split("  ")[1:3] == ["32 rows", "8 without a value"]
    assert lines[-1].split()[:2] == ["line", "2"]
    pair = column_pair(voyage, "age", "fare")
    across, up = plot.places(pair)
    assert plot.place(pair, pair.place_of(int(pair.rows[3]))) == (across[3], up[3])
    axes = plot._axes
    assert axes is not None
    at = plot.place_at(axes.margin, 0)
    assert at == axes.place_at(0, 0)
    assert plot.place_at(0, 0) is plot.cell_at(3, 3) is None


def test_characters_tell_classes_apart_without_colour(voyage: SourceRows) -> None:
    for shown in (MONO, ASCII):
        lines = drawn(PairPlot(), voyage, "age", "fare", shown)
        assert lines[-3].split() == ["0", "no", "1", "yes"]
        assert {"0", "1"} <= set("".join(line[8:] for line in lines[:9]))
        assert not shown.ascii or "".join(lines).isascii()


def test_targets_in_steps_of_colour(wine: SourceRows) -> None:
    lines = drawn(PairPlot(), wine, "age", "bmi", COLOURS)
    assert lines[-3].split() == ["progression", "25", "■" * STEPS, "346"]
    lines = drawn(PairPlot(), wine, "bmi", "progression", ASCII)  # the target is the axis, with its mean as a curve
    assert "*" in "".join(lines[:9])
    assert "".join(lines).isascii()


def test_strips_of_categories(voyage: SourceRows) -> None:
    plot = PairPlot()
    lines = drawn(plot, voyage, "age", "rescued", COLOURS, height=14)
    assert [line.split()[:3] for line in lines if "▸" in line] == [["▸", "yes", "12"]]
    assert sum("│" in line and "•" in line for line in lines) == 2  # quartiles and mean of both
    assert plot.place_at(30, 0) == (2 * (30 - plot._strips.axes.margin) + 0.5, 0)  # type: ignore[union-attr]
    assert plot.place_at(0, 0) is None
    for shown in (MONO, ASCII):
        few = drawn(PairPlot(), voyage, "age", "class", shown, height=8)
        assert len([line for line in few if line.strip().startswith(("1st", "2nd", "3rd", ">", "▸"))]) == 3
        assert not shown.ascii or "".join(few).isascii()


def test_no_share_of_the_variance_is_told_where_there_is_none(voyage: SourceRows) -> None:
    strips = column_pair(voyage, "age", "rescued")
    assert strips.form == "strips"
    assert " % of the variance" in measure_line(strips, 60, COLOURS).text
    constant = replace(strips, association=np.nan)
    assert measure_line(constant, 60, COLOURS).text.startswith("η² – undefined")


def test_a_table_scrolls_to_the_row_in_focus(voyage: SourceRows) -> None:
    plot = PairPlot()
    lines = drawn(plot, voyage, "class", "rescued", ASCII)
    assert lines[0].split() == ["no", "yes", "all"]
    assert lines[1].split()[:2] == [">", "1st"]
    assert "<" in lines[1]
    assert lines[4].split() == ["all", "24", "62", "%", "15", "38", "%", "39"]
    assert plot.cell_at(lines[0].index("no"), 1) == (0, 0)
    assert plot.cell_at(0, 1) is plot.cell_at(20, 0) is None
    narrow = drawn(PairPlot(), voyage, "class", "rescued", COLOURS, row=2, width=24, height=3)
    assert narrow[2].split()[:2] == ["▸", narrow[2].split()[1]]


def test_all_sizes(voyage: SourceRows) -> None:
    for x, y in (("age", "fare"), ("age", "class"), ("class", "rescued")):
        for width, height in ((1, 1), (8, 3), (20, 5), (160, 40)):
            for shown in (COLOURS, ASCII):
                drawn(PairPlot(), voyage, x, y, shown, 7, width, height)


def test_a_cell_has_the_class_of_most_of_its_points(voyage: SourceRows) -> None:
    pair = column_pair(voyage, "age", "fare")
    assert pair.groups is not None
    cells = np.zeros(len(pair.rows), int)
    cells[0] = 2
    most = int(np.bincount(pair.groups[1:]).argmax())
    assert set(cell_groups(pair, cells)[1:].tolist()) == {most}
    assert cell_groups(pair, cells)[0] == pair.groups[0]


def test_styles_repeat_and_have_one_for_no_class() -> None:
    styles = COLOURS.bg
    assert [class_style(at, 2, COLOURS) for at in (-1, 0, 1)] == [styles.faint, styles.neg, styles.pos]
    assert len({class_style(at, 12, COLOURS) for at in range(12)}) == 12
    assert class_style(7, 9, ASCII) in ASCII.runs
    assert (class_mark(10), class_mark(-1)) == ("a", "?")
    assert [step_style(at, ASCII) for at in (-1, 0, 4, 8)] == [ASCII.bg.faint, ASCII.bg.neg, ASCII.bg.fg, ASCII.bg.pos]
    assert len({step_style(at, COLOURS) for at in range(STEPS)}) == STEPS
    assert [swatch(3, styles.fg, shown)[0] for shown in (COLOURS, MONO)] == ["■", "3"]


def test_a_target_has_the_style_of_its_class() -> None:
    data, styles = rows_of("iris").data, COLOURS.bg
    for number, wanted in enumerate(np.eye(3)):
        assert target_style(data, wanted, 0, COLOURS, styles).color == class_style(number, 3, COLOURS).color
    assert target_style(data, None, 0, COLOURS, styles) == styles.fg


def test_the_map_has_the_chosen_rows_alone() -> None:
    trainer = Trainer(Experiment.load("blobs"))
    source = read_source_rows(trainer.experiment, trainer.data)
    outputs = outputs_of(trainer, "train", "validation", "test")
    rows = np.array([3, 8, 20, 31])
    found = outputs_of_rows(outputs, source, rows)
    for name, split in found.splits.items():
        own = [row for row in rows.tolist() if source.split_name(row) == name]
        assert sorted(source.row_of(name, place) for place in split.places.tolist()) == own  # type: ignore[type-var]
        whole = outputs.splits[name]
        assert (split.A == whole.A[split.places]).all()
        assert (split.examples.Y == whole.examples.Y[split.places]).all()
        assert split.of == whole.m
    plot, pair = PairPlot(), column_pair(source, "x1", "x2", ChosenRows(4, rows))
    lines = plot.draw_map(source, pair, outputs, (0, 1), 8, 60, 16, COLOURS)
    assert len(lines) == 16
    assert lines[-1].text.startswith("row 9  x1 ")
    assert plot._drawer.points is not None
    assert len(plot._drawer.points) == 4
    layout, plane = plot._drawer.layout, plot._drawer.plane
    assert layout is not None
    assert plane is not None
    x, y = pair.place_of(8)
    pixel = plane.pixel(x, y)
    assert pixel is not None
    at = plot.place_at(layout.left + pixel[1], pixel[0] // 2)
    assert at is not None
    assert int(pair.rows[nearest(plot.places(pair), at) or 0]) == 8
