"""Lines of pictures, drawn without an app."""

import numpy as np
import pytest
from outputs_of import outputs_of
from voyage_table import rows_of

from core.data.source_rows.source_rows import SourceRows
from core.experiment.experiment import Experiment
from core.experiment.source_rows import read_source_rows
from core.training.trainer import Trainer
from tui_mlp.models.data.pictures.mean_pictures import MeanPicture, mean_pictures
from tui_mlp.models.data.pictures.picture_groups import PictureGroup, PicturePlace, picture_groups
from tui_mlp.models.data.row_choice import ChosenRows
from tui_mlp.render.colours.palette import palette
from tui_mlp.render.data.pictures.drawn_pictures import DrawnPictures, mean_strips
from tui_mlp.render.data.pictures.picture_facts import mean_facts, mean_heads, picture_facts
from tui_mlp.render.data.pictures.picture_layout import picture_layout
from tui_mlp.render.data.pictures.picture_rows import picture_rows
from tui_mlp.render.output.images.picture import grid

COLOURS, ASCII = palette(), palette(ascii=True)


@pytest.fixture(scope="module")
def digits() -> SourceRows:
    return rows_of("digits")


def groups_of(sizes: list[int]) -> tuple[PictureGroup, ...]:
    return tuple(PictureGroup(str(at), np.arange(size)) for at, size in enumerate(sizes))


@pytest.mark.parametrize(
    ("shape", "size", "down", "wide"),
    [((28, 28), (72, 8), 2, 8), ((28, 28), (66, 15), 3, 10), ((28, 28), (60, 21), 3, 14),
     ((8, 8), (72, 8), 2, 8), ((8, 8), (66, 15), 3, 8), ((8, 8), (60, 21), 4, 8)],
)  # fmt: skip
def test_as_many_classes_as_are_still_recognised(
    shape: tuple[int, int], size: tuple[int, int], down: int, wide: int
) -> None:
    layout = picture_layout(shape, groups_of([500] * 10), PicturePlace(), None, (0, 0), *size, COLOURS)
    assert (layout.down, layout.cells.width) == (down, wide)
    assert layout.label + layout.across * (wide + 1) + 1 <= size[0]


def test_it_scrolls_as_little_as_needed() -> None:
    groups = groups_of([30] * 5)
    layout = picture_layout((8, 8), groups, PicturePlace(4, 29), None, (0, 0), 60, 8, COLOURS)
    assert (layout.top, layout.start) == (3, 30 - layout.across)
    layout = picture_layout((8, 8), groups, PicturePlace(3, 28), None, (layout.top, layout.start), 60, 8, COLOURS)
    assert (layout.top, layout.start) == (3, 30 - layout.across)
    assert layout.place_at(layout.label, 0, groups) == PicturePlace(3, layout.start)
    assert layout.place_at(layout.label + 9, layout.lines, groups) == PicturePlace(4, layout.start + 1)
    assert layout.place_at(0, 0, groups) == PicturePlace(3, layout.start)
    assert layout.place_at(layout.label, 40, groups) is None
    assert picture_layout((8, 8), groups, PicturePlace(), 1, (0, 0), 60, 8, COLOURS).cells.width == 16


def test_pictures_with_bars_around_the_one_in_focus(digits: SourceRows) -> None:
    groups, drawer = picture_groups(digits, ChosenRows(40, np.arange(40))), DrawnPictures()
    place = PicturePlace(1, 1)
    for shown, bars in ((COLOURS, "▐▌"), (ASCII, "[]")):
        layout = picture_layout((8, 8), groups, place, None, (0, 0), 60, 12, shown)

        def tile(group: int, index: int, shown=shown, layout=layout):  # type: ignore[no-untyped-def]
            rows = groups[group].rows
            if index >= len(rows):
                return None
            return drawer.strips(digits, int(rows[index]), "raw", layout.cells, shown)

        lines = picture_rows(groups, layout, place, tile, 60, shown)
        assert {line.cell_length for line in lines} == {60}
        texts = ["".join(segment.text for segment in line) for line in lines]
        barred = [text for text in texts if bars[0] in text]
        assert len(barred) == layout.cells.lines
        assert all(text.index(bars[1]) - text.index(bars[0]) == layout.cells.width + 1 for text in barred)
        assert texts[0].split()[0] == "0"
        assert not shown.ascii or "".join(texts).isascii()
        again = drawer.strips(digits, int(groups[0].rows[0]), "raw", layout.cells, shown)
        assert again is drawer.strips(digits, int(groups[0].rows[0]), "raw", layout.cells, shown)


def test_means_beside_each_other(digits: SourceRows) -> None:
    groups = picture_groups(digits, ChosenRows(40, np.arange(40)))
    found, cells = mean_pictures(digits, groups)[3], grid((8, 8), 8, 4, COLOURS)
    strips = [mean_strips(found, index, cells, COLOURS) for index in range(4)]
    assert [strip and len(strip) for strip in strips] == [4, 4, 4, None]
    assert mean_strips(MeanPicture(0), 0, cells, COLOURS) is None
    text = mean_facts(groups[3], found, 70, COLOURS).text
    assert text.split("  ")[:2] == ["3", f"mean of {len(groups[3].rows)} rows"]
    assert mean_facts(groups[3], MeanPicture(1), 70, COLOURS).text.split("  ")[1].startswith("mean of 1 of ")
    assert mean_heads(5, 8, 40, COLOURS).text.split() == ["mean", "std", "−", "all"]


def test_the_line_of_facts(digits: SourceRows) -> None:
    groups = picture_groups(digits)
    row = int(groups[4].rows[2])
    text = picture_facts(digits, groups[4], PicturePlace(4, 2), None, 70, COLOURS).text
    assert [part for part in text.split("  ") if part][:2] == [f"row {row + 1}", "class 4"]
    assert f"3 of {len(groups[4].rows)}" in text


def test_what_the_network_gives_where_outputs_are_there() -> None:
    trainer = Trainer(Experiment.load("digits"))
    source = read_source_rows(trainer.experiment, trainer.data)
    outputs = outputs_of(trainer, "train")
    split = outputs.splits["train"]
    for marks, shown in (("✓×", COLOURS), ("vx", ASCII)):
        groups = picture_groups(source, split="train")
        for index in range(5):
            place = int(source.place[groups[0].rows[index]])
            line = picture_facts(source, groups[0], PicturePlace(0, index), outputs, 70, shown)
            given, wrong = int(split.given[place]), bool(split.wrong[place])
            assert f"given {given} {marks[wrong]}" in line.text
            style = next(segment.style for segment in line if segment.text.startswith(f"{given} "))
            assert style == (shown.bg.neg if wrong else shown.bg.pos)
    elsewhere = picture_groups(source, split="test")
    assert "given" not in picture_facts(source, elsewhere[0], PicturePlace(0, 0), outputs, 70, COLOURS).text
