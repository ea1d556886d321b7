"""Whole maps: their size and their legend, for every kind of data, palette and size, however small."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest
from narrowing import present
from rich.segment import Segment
from some_models import plain_model

from core.analysis.outputs.outputs import Outputs
from core.analysis.outputs.split_outputs import split_outputs
from core.calls import Array
from core.data.dataset import Data, Split
from core.data.preparing.column_coding import ColumnCoding
from core.data.preparing.preparation import Preparation
from core.model.model import Model
from tui_mlp.models.output.output_focus import ExampleFocus, OutputFocus, PlaneFocus
from tui_mlp.models.output.plane.map_choice import map_choice
from tui_mlp.render.colours.oklab import contrast
from tui_mlp.render.colours.palette import Colors, Palette, palette
from tui_mlp.render.output.plane.legend import scale_group, split_groups
from tui_mlp.render.output.plane.map_drawer import MapDrawer

ROWS = 40
SIZES = [(0, 0), (1, 1), (3, 40), (40, 1), (5, 5), (17, 5), (18, 6), (34, 28), (41, 20), (76, 31), (110, 44)]


def outputs_of(model: Model, Y: Array, columns: int = 2, scale: float = 1.0, validation: bool = True) -> Outputs:
    """The outputs for rows of drawn inputs, with these targets in both splits."""
    X = np.random.default_rng(2).normal(scale=scale, size=(len(Y), columns))
    split = Split(np.hstack([np.ones((len(Y), 1)), X]), Y).astype(model.network.parameters.dtype)
    data = Data(
        model.meaning.task, model.network.output, split, split if validation else None, preparation=model.preparation
    )
    names = ("train", "validation") if validation else ("train",)
    found = {name: present([*split_outputs(model.network, name, split, model.meaning)][-1]) for name in names}
    return Outputs(model, data, 3, 0, found)


def classes(count: int, names: tuple[str, ...] = ()) -> Outputs:
    model = plain_model([2, 4, count], names=names)
    return outputs_of(model, np.eye(count)[np.arange(ROWS) % count])


def one_output(output: str = "sigmoid", weights: float | None = None, dtype: str = "float64") -> Outputs:
    model = plain_model([2, 4, 1], output=output, dtype=dtype)
    if weights is not None:
        model.network.parameters.theta[...] = weights
    low = -1.0 if output == "tanh" else 0.0
    return outputs_of(model, np.where(np.arange(ROWS) % 2, 1.0, low)[:, None])


def labels() -> Outputs:
    model = plain_model([2, 3], output="sigmoid", several_labels=True)
    return outputs_of(model, (np.random.default_rng(1).random((ROWS, 3)) > 0.5).astype(float))


def wide() -> Outputs:
    names = ["a column with quite a long name", "\x1b[31mred", "y2", "c"]
    columns = tuple(ColumnCoding(name=name) for name in names)
    model = plain_model([4, 3, 2], preparation=Preparation(columns))
    return outputs_of(model, np.eye(2)[np.arange(ROWS) % 2], 4)


KINDS = {
    "two classes, one output": one_output(),
    "two classes of -1 and 1": one_output("tanh", dtype="float32"),
    "two classes, two outputs": classes(2),
    "three classes": classes(3),
    "many classes": classes(26, tuple(f"a class with the number {number}" for number in range(26))),
    "labels": labels(),
    "a number": one_output("identity"),
    "no hidden layer": outputs_of(plain_model([2, 1], output="sigmoid"), np.ones((ROWS, 1)), validation=False),
    "diverged": one_output(weights=np.nan),
    "constant inputs": outputs_of(plain_model([2, 3]), np.eye(3)[np.zeros(ROWS, int)], scale=0.0),
    "huge inputs": outputs_of(plain_model([2, 3, 1], output="identity"), np.full((ROWS, 1), 1e300), scale=1e300),
    "wide": wide(),
}


def text_of(
    outputs: Outputs, width: int, height: int, shown: Palette, focus: OutputFocus | None = None,
    regions: bool | None = None, noted: bool = True,
) -> list[str]:  # fmt: skip
    focus = focus or OutputFocus()
    choice, drawer = map_choice(focus, outputs.model.meaning, regions), MapDrawer()
    strips = drawer.draw(outputs, focus, choice, "", noted, width, height, shown)
    assert all(strip.cell_length == width for strip in strips)
    assert len(strips) in (0, height)
    return [strip.text for strip in strips]


@pytest.mark.parametrize(
    ("kind", "colors", "ascii"),
    [
        *((kind, "truecolor", False) for kind in KINDS),
        *((kind, "none", True) for kind in KINDS),
        ("three classes", "256", False),
        ("a number", "16", False),
    ],
)
def test_it_has_the_size_that_is_asked_for(kind: str, colors: Colors, ascii: bool) -> None:
    shown = palette(colors == "truecolor", colors, ascii)
    for width, height in SIZES:
        lines = text_of(KINDS[kind], width, height, shown)
        assert not ascii or all(line.isascii() for line in lines)
        assert "\x1b" not in "".join(lines)


def test_a_map_of_two_classes_says_what_its_colours_are() -> None:
    lines = text_of(KINDS["two classes, one output"], 44, 20, palette())
    text = "\n".join(lines)
    assert "■■ train 40  ■■ validation 40" in text
    assert lines[0].endswith(" 1")
    assert "0" in {line[-1] for line in lines}
    assert "x1" in text
    assert lines[0].split()[0] == "x2"
    assert lines[-2].startswith("Validation row ")
    assert lines[-1].startswith("wanted ")
    assert "loss" in lines[-1]


def test_a_legend_has_short_words_only_where_these_save_a_line() -> None:
    texts = ["\n".join(text_of(KINDS["two classes, one output"], width, 20, palette())) for width in (36, 40, 41)]
    assert ["valid. 40" in text for text in texts] == [False, True, False]
    assert ["validation 40" in text for text in texts] == [True, False, True]


def test_many_classes_have_a_legend_as_long_as_there_is_room() -> None:
    text = "\n".join(text_of(KINDS["three classes"], 60, 24, palette(), noted=False))
    assert all(f"▀ {name}" in text for name in "abc")
    text = "\n".join(text_of(KINDS["three classes"], 60, 24, palette(True, "none", True), noted=False))
    assert all(f"{mark} {name}" in text for mark, name in (("0.", "a"), ("1:", "b"), ("2-", "c")))
    many = text_of(KINDS["many classes"], 60, 24, palette(), noted=False)
    shown = sum(line.count("a class with") for line in many)
    assert many[-1].rstrip().endswith(f"{26 - shown} more")
    one = "\n".join(text_of(KINDS["many classes"], 60, 24, palette(), OutputFocus(output=3), noted=False))
    assert "class" not in one


def test_a_legend_that_is_too_long_names_the_classes_before_the_splits() -> None:
    for shown in (palette(), palette(True, "none")):
        lines = text_of(KINDS["three classes"], 24, 18, shown, noted=False)
        assert lines[-1].rstrip().endswith(" more")
        text = "\n".join(lines)
        assert all(f" {name} " in text for name in "abc")


def test_numbers_have_a_scale_with_the_range_of_the_training_targets() -> None:
    lines = text_of(KINDS["a number"], 60, 24, palette(), noted=False)
    scale = next(line for line in lines if "▀▀▀▀" in line and line.startswith("0 "))
    assert scale.split()[2] == "1"
    assert "wrong" not in "\n".join(lines)


def colours_of(segments: Iterable[Segment]) -> list[str]:
    """The colour in the upper half of each half block."""
    styled = [one for one in segments if one.text in ("▀", "■")]
    return [present(present(one.style).color).get_truecolor().hex for one in styled]


def test_scales_and_samples_go_from_the_least_to_the_largest() -> None:
    """Beside the map the largest is on top; a split has the points of both ends, the lower one first."""
    shown, outputs = palette(), KINDS["two classes, one output"]
    ends = [shown.map[0], shown.map[-1]]
    scale = colours_of(Segment(text, style) for text, style in scale_group("0", "1", shown))
    assert [scale[0], scale[-1]] == ends
    drawer, focus = MapDrawer(), OutputFocus()
    strips = drawer.draw(outputs, focus, map_choice(focus, outputs.model.meaning, None), "", False, 44, 20, shown)
    beside = [present(present([*strip][-1].style).bgcolor).get_truecolor().hex for strip in strips]
    layout = present(drawer.layout)
    assert beside[0] == ends[1]
    assert beside[layout.lines - 1] in shown.map[:3]  # the upper half of the last cell
    for split, group in zip(("train", "validation"), split_groups(present(drawer.points), 0, shown), strict=False):
        points = shown.map_colours.points[split]
        assert colours_of(Segment(text, style) for text, style in group) == [points[0], points[-1]]


@pytest.mark.parametrize("colors", ["truecolor", "256"])
def test_the_ends_of_a_scale_can_be_read_in_high_contrast(colors: Colors) -> None:
    shown, outputs, focus = palette(True, colors, high_contrast=True), KINDS["two classes, one output"], OutputFocus()
    choice = map_choice(focus, outputs.model.meaning, None)
    strips = MapDrawer().draw(outputs, focus, choice, "", False, 44, 20, shown)
    ends = [present([*strip][-1].style) for strip in strips if [*strip][-1].text in ("0", "1")]
    assert len(ends) == 2
    for style in ends:
        assert contrast(*(present(one).get_truecolor().hex for one in (style.color, style.bgcolor))) >= 7


def test_long_names_stand_below_and_say_which_axis_is_theirs() -> None:
    lines = text_of(KINDS["wide"], 60, 24, palette(), OutputFocus(plane=PlaneFocus(0, 1)), noted=False)
    assert any("▸ a column with quite a long name" in line for line in lines)
    assert any("▴ \\x1b[31mred" in line for line in lines)


def test_a_threshold_moves_border_and_middle() -> None:
    outputs = KINDS["two classes, one output"]
    usual = text_of(outputs, 40, 16, palette(True, "none"))
    focus = OutputFocus(threshold=0.7)
    at = focus.at_threshold(outputs)
    moved = text_of(at, 40, 16, palette(True, "none"), focus)
    assert usual != moved
    for found, text in ((outputs, usual), (at, moved)):
        wrong = sum(int(split.wrong.sum()) for split in found.splits.values())
        assert f"× wrong {wrong}" in "\n".join(text)
    given = [found.splits["train"].given.tolist() for found in (outputs, at)]
    assert given[0] != given[1]


def test_of_three_classes_a_threshold_says_not_which_class_is_given_so_the_map_stays() -> None:
    outputs = KINDS["three classes"]
    focus = OutputFocus(output=1)
    moved = replace(focus, threshold=0.7)
    texts = [text_of(one.at_threshold(outputs), 40, 16, palette(True, "none"), one) for one in (focus, moved)]
    assert texts[0] == texts[1]


def test_what_it_computes_holds_until_something_changes() -> None:
    outputs, drawer, focus = KINDS["wide"], MapDrawer(), OutputFocus()

    def draw(outputs: Outputs, focus: OutputFocus) -> object:
        drawer.draw(outputs, focus, map_choice(focus, outputs.model.meaning, None), "", True, 40, 20, palette())
        return drawer.found

    first = draw(outputs, focus)
    assert draw(outputs, replace(focus, example=ExampleFocus("train", 5))) is first
    parts = [replace(focus, plane=replace(focus.plane, limits=(low, low + 1, 0.0, 1.0))) for low in (0.0, 1.0)]
    one, other = (draw(outputs, part) for part in parts)
    assert one is not other, "with labels of the same width, so as many pixels"
    signs = [(draw(outputs, replace(focus, output=output)), present(drawer.points).signs)[1] for output in (0, 1)]
    np.testing.assert_array_equal(signs[0], -signs[1], "the points of what is shown now")
    first = draw(outputs, focus)
    held = replace(focus, plane=replace(focus.plane, hold_example=True), example=ExampleFocus("train", 5))
    second = draw(outputs, held)
    assert second is not first
    assert draw(outputs, held) is second
    assert draw(outputs, replace(held, example=ExampleFocus("train", 6))) is not second
    assert draw(replace(outputs, model=replace(outputs.model, epoch=9)), held) is not second


def test_a_cell_under_the_mouse_is_a_place_of_the_plane() -> None:
    drawer, focus = MapDrawer(), OutputFocus()
    assert drawer.place_under(0, 0) is None
    outputs = KINDS["three classes"]
    drawer.draw(outputs, focus, map_choice(focus, outputs.model.meaning, None), "", False, 50, 20, palette())
    layout = present(drawer.layout)
    assert drawer.place_under(layout.left, 0) == (0.5, 1.0)
    assert drawer.place_under(layout.left + 2, 3) == (2.5, 7.0)
    assert drawer.place_under(layout.left - 1, 3) is None
    assert drawer.place_under(layout.left, layout.lines) is None


def test_long_class_names_leave_room_for_the_others() -> None:
    long = classes(3, ("L" * 200, "漢字" * 40, "c"))
    text = "\n".join(text_of(long, 60, 24, palette()))
    assert f"▀ {'L' * 23}…" in text
    assert "▀ 漢字" in text
    assert "▀ c" in text
    assert "output 0." in text
    assert "loss" in text


def test_notes_leave_out_what_does_not_fit_rather_than_cut_a_number() -> None:
    outputs = KINDS["two classes, one output"]
    whole = text_of(outputs, 60, 20, palette())[-1].rstrip()
    for width in range(20, 60):
        line = text_of(outputs, width, 20, palette())[-1].rstrip()
        assert whole.startswith(line)
        assert whole[len(line) :][:2].strip() == "", line
