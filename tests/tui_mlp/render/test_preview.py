"""Small pictures of data, drawn without an app."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from core.data.catalog import BUILTINS
from core.experiment.experiment import Experiment
from core.experiment.preparation import load_data
from tui_mlp.render.colours.palette import palette
from tui_mlp.render.preview import class_of, preview


@pytest.mark.parametrize("name", BUILTINS)
def test_every_built_in_in_every_terminal(name: str) -> None:
    data = load_data(Experiment.load(name))
    palettes = palette(), palette(ascii=True), palette(colors="none"), palette(colors="256")
    for colours, (width, height) in product(palettes, ((46, 12), (1, 1), (90, 30))):
        strips = preview(data, width, height, colours)
        assert [strip.cell_length for strip in strips] == [width] * height
        text = "".join(segment.text for strip in strips for segment in strip)
        assert text.strip() or width == 1
        assert not colours.ascii or text.isascii()


def test_a_point_has_the_colour_of_its_class() -> None:
    data, colours = load_data(Experiment.load("xor")), palette()
    strips = preview(data, 20, 6, colours)
    corners = [strips[0]._segments[0].style, strips[0]._segments[-1].style]
    inputs, classes = data.train.inputs, class_of(data)
    top_left = int(np.flatnonzero((inputs[:, 0] == 0) & (inputs[:, 1] == 1))[0])
    top_right = int(np.flatnonzero((inputs[:, 0] == 1) & (inputs[:, 1] == 1))[0])
    assert corners == [colours.runs[classes[top_left]], colours.runs[classes[top_right]]]
    assert classes[top_left] != classes[top_right]


def test_huge_numbers_have_a_picture(tmp_path: Path) -> None:
    largest = float(np.finfo(float).max)
    for dtype, factor in (("float64", largest), ("float32", float(np.finfo("f4").max))):
        rows = [[factor], [-factor], [factor], [factor]]
        (tmp_path / "my.toml").write_text(
            f'dtype = "{dtype}"\n[data]\nsource = "inline"\ninputs = {rows}\ntargets = {rows}\n'
        )
        assert len(preview(load_data(Experiment.load(tmp_path / "my.toml")), 20, 6, palette())) == 6
