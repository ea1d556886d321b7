"""Examples as lines: in every palette and size, of every kind of data, and what the lines say."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from mixed_table import SETTINGS, write_mixed_table
from outputs_of import outputs_after, outputs_of
from rich.cells import cell_len
from textual.strip import Strip

from core.analysis.outputs.outputs import Outputs
from core.experiment.experiment import Experiment
from core.training.trainer import Trainer
from tui_mlp.models.output.example_texts import signed_text
from tui_mlp.models.output.examples.example_list import ListedExample, example_list
from tui_mlp.models.output.informative_columns import informative_columns
from tui_mlp.models.output.output_focus import ExampleFocus, OutputFocus
from tui_mlp.models.output.shown_example import ShownExample, example_shown, shown_example
from tui_mlp.render.colours.palette import Palette, palette
from tui_mlp.render.output.examples.columns import column_list
from tui_mlp.render.output.examples.example_facts import answer_lines, neuron_lines
from tui_mlp.render.output.examples.examples_table import examples_table
from tui_mlp.render.output.examples.one_example import Scrolling, image_of, one_example
from tui_mlp.render.output.examples.scores import score_lines
from tui_mlp.render.output.examples.thumbnails import loss_text, thumbnail_tiles, thumbnails
from tui_mlp.render.output.share_bar import share_bar

DARK = palette()
PALETTES = (DARK, palette(dark=False, colors="256"), palette(colors="16"), palette(colors="none"), palette(ascii=True))
SIZES = [(1, 1), (12, 2), (31, 8), (50, 17), (120, 40)]


def table(folder: Path, name: str, head: str, rows: Iterator[str]) -> str:
    path = folder / f"{name}.csv"
    path.write_text("\n".join([head, *rows]))
    return str(path)


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outputs]:
    """Outputs for all kinds of data, and of a network that has diverged."""
    folder, random = tmp_path_factory.mktemp("data"), np.random.default_rng(1)
    numbers = random.normal(size=(120, 3))
    letters = table(folder, "letters", "x,y,z,letter", (
        f"{x},{y},{z},{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[row % 26]}" for row, (x, y, z) in enumerate(numbers)
    ))  # fmt: skip
    targets = table(folder, "targets", "x,y,left,right", (f"{x},{y},{x + y},{1000 * z}" for x, y, z in numbers))
    labels = table(folder, "labels", "x,y,red,round", (f"{x},{y},{int(x > 0)},{int(y > 0)}" for x, y, _z in numbers))
    broken = Trainer(Experiment.load("iris"))
    broken.network.parameters.theta[:] = np.nan
    both = 'data.target=["{}", "{}"]'
    return {
        "points": outputs_after("spiral"),
        "two outputs": outputs_after("spiral", 1, "network.output=softmax"),
        "tanh": outputs_after("spiral", 1, "network.output=tanh", "network.loss=squared_error"),
        "images": outputs_after("digits"),
        "mixed": outputs_after(str(write_mixed_table(folder)), 1, *SETTINGS),
        "number": outputs_after(str(write_mixed_table(folder, "price")), 1, *SETTINGS),
        "letters": outputs_after(letters),
        "targets": outputs_after(targets, 1, both.format("left", "right")),
        "labels": outputs_after(labels, 1, both.format("red", "round"), 'data.task="classification"'),
        "no hidden layer": outputs_after("iris", 1, "network.hidden=[]"),
        "diverged": outputs_of(broken),
    }


def worst_of(outputs: Outputs) -> ShownExample:
    found = shown_example(outputs, OutputFocus())
    assert found is not None
    return found


def text_of(lines: Sequence[Strip]) -> str:
    return "\n".join("".join(segment.text for segment in strip) for strip in lines)


def check(lines: Sequence[Strip], width: int, height: int, palette: Palette) -> None:
    assert len(lines) <= height
    assert all(strip.cell_length <= width for strip in lines)
    assert not palette.ascii or text_of(lines).isascii()


@pytest.mark.parametrize("terminal", PALETTES, ids=lambda one: f"{one.colors}{' ascii' * one.ascii}")
def test_every_kind_of_data_fits_every_size(kinds: dict[str, Outputs], terminal: Palette) -> None:
    for outputs in kinds.values():
        row = worst_of(outputs)
        changed = example_shown(outputs, ExampleFocus(row.focus.split, row.focus.place, row.raw + 1))
        for width, height in SIZES:
            for shown, scrolling in ((row, Scrolling()), (changed, Scrolling(cursor=1))):
                drawn = one_example(shown, outputs.data, width, height, terminal, scrolling)
                check(drawn.lines, width, height, terminal)
            listed, codings = example_list(outputs.splits["validation"], None, None, 0), row.model.preparation.codings
            if outputs.data.shape is None:
                examples = listed.examples(outputs.model, 0, max(1, height - 1))
                regression = outputs.data.task == "regression"
                order = informative_columns(outputs.data)
                check(
                    examples_table(examples, codings, order, regression, width, terminal, 0),
                    width,
                    height + 1,
                    terminal,
                )
            else:
                laid = thumbnail_tiles(outputs.data.shape, width, height, terminal)
                examples = listed.examples(outputs.model, 0, laid.across * laid.down)
                images = [image_of(outputs.data, one.raw) for one in examples]
                check(thumbnails(examples, images, laid, width, height, terminal, 0), width, height, terminal)


def test_a_point_as_in_the_lecture(kinds: dict[str, Outputs]) -> None:
    shown = worst_of(kinds["points"])
    lines = text_of(one_example(shown, kinds["points"].data, 31, 9, DARK).lines).splitlines()
    assert lines[0].split()[::2] == ["x1", "x2"]
    assert lines[1].split()[:2] == ["wanted", "1" if shown.one.wanted is not None and shown.one.wanted[0] else "0"]
    assert lines[1].rstrip().endswith("✗ wrong")
    assert lines[2].endswith(f"{shown.outputs[0]:.4f}")
    assert lines[3].startswith(f"loss {shown.one.loss:.4f}   rank 1 of 100")
    assert re.fullmatch(r"border [0-9.]+ away *", lines[4])
    assert lines[5].startswith("by neuron  ")


def test_wanted_and_given_are_marked_among_the_outputs(kinds: dict[str, Outputs]) -> None:
    shown = worst_of(kinds["images"])
    lines = text_of(score_lines(shown, 40, 10, DARK)).splitlines()
    wanted, given = shown.one.wanted, shown.outputs
    assert wanted is not None
    assert [place for place, line in enumerate(lines) if "✓ wanted" in line] == [int(wanted.argmax())]
    assert [place for place, line in enumerate(lines) if "✗ given" in line] == [int(given.argmax())]
    assert all(f"{share:.3f}" in line for share, line in zip(given, lines, strict=True))
    assert {cell_len(line.split("0.")[0]) for line in lines} == {cell_len(lines[0].split("0.")[0])}


def test_of_many_classes_those_that_matter_are_shown(kinds: dict[str, Outputs]) -> None:
    shown = worst_of(kinds["letters"])
    lines = text_of(score_lines(shown, 40, 6, DARK)).splitlines()
    assert len(lines) == 6
    assert any("wanted" in line for line in lines)
    assert any("given" in line for line in lines)
    letters = [line.split()[0] for line in lines[:-1]]
    assert letters == sorted(letters)
    scores = dict(zip(shown.meaning.names, shown.scores.tolist(), strict=True))
    others = sum(score for name, score in scores.items() if name not in letters)
    assert lines[-1].split() == ["21", "others", f"{others:.3f}"]
    least = min(scores, key=lambda name: scores[name])
    assert least not in letters
    chosen = text_of(score_lines(shown, 40, 6, DARK, chosen=shown.meaning.names.index(least))).splitlines()
    assert least in [line.split()[0] for line in chosen[:-1]]


def test_former_and_present_outputs_stand_beside_each_other(kinds: dict[str, Outputs]) -> None:
    row = worst_of(kinds["points"])
    changed = example_shown(kinds["points"], ExampleFocus("validation", row.focus.place, row.raw + 1))
    text = text_of(one_example(changed, kinds["points"].data, 40, 9, DARK, Scrolling(cursor=0)).lines)
    assert f"{row.outputs[0]:.4f} → {changed.outputs[0]:.4f}" in text
    assert text.count("• was ") == 2
    assert f"before {row.one.loss:.4f}" in text
    row = worst_of(kinds["two outputs"])
    changed = example_shown(kinds["two outputs"], ExampleFocus("validation", row.focus.place, row.raw + 1))
    lines = text_of(score_lines(changed, 60, 2, DARK)).splitlines()
    for line, former, score in zip(lines, row.scores, changed.scores, strict=True):
        assert abs(former - score) > 0.001, "else this tests nothing"
        assert f"{former:.3f} → {score:.3f}" in line


def test_a_diverged_network_is_drawn_with_dashes(kinds: dict[str, Outputs]) -> None:
    text = text_of(one_example(worst_of(kinds["diverged"]), kinds["diverged"].data, 50, 14, DARK).lines)
    assert "loss –   rank 1 of 30" in text
    assert text.count(" – ") >= 3
    assert "nan" in text_of(neuron_lines(worst_of(kinds["diverged"]), 0, 50, DARK))


def test_several_targets_are_a_table(kinds: dict[str, Outputs]) -> None:
    lines = text_of(answer_lines(worst_of(kinds["targets"]), 50, DARK)).splitlines()
    assert lines[0].split() == ["wanted", "given", "y", "−", "a"]
    assert [line.split()[0] for line in lines[1:]] == ["left", "right"]
    wanted, given, error = (float(text.replace(",", "")) for text in lines[2].split()[1:])
    assert wanted - given == pytest.approx(error, rel=0.01)


def test_an_error_is_target_minus_output_as_in_the_lecture(kinds: dict[str, Outputs]) -> None:
    """Above 0 where the network says too little, as Δ is, and as the panes of predictions have it."""
    shown = worst_of(kinds["number"])
    assert shown.one.wanted is not None
    error = float(shown.one.wanted[0] - shown.outputs[0])
    assert f"y − a {signed_text(error)}" in text_of(answer_lines(shown, 60, DARK))


def test_several_labels_are_named(kinds: dict[str, Outputs]) -> None:
    text = text_of(one_example(worst_of(kinds["labels"]), kinds["labels"].data, 40, 12, DARK).lines)
    assert "wanted" in text
    assert "red" in text
    assert "round" in text
    assert "others" not in text


def test_without_a_hidden_layer_inputs_add_to_the_output(kinds: dict[str, Outputs]) -> None:
    shown = worst_of(kinds["no hidden layer"])
    text = text_of(neuron_lines(shown, 1, 60, DARK))
    assert text.startswith("versicolor by input")
    strongest = int(np.abs(shown.contributions(1)).argmax()) + 1
    assert text.split()[3] == str(strongest)
    for sign, style in ((1, DARK.bg.pos), (-1, DARK.bg.neg)):
        added = [float(segment.text) for segment in neuron_lines(shown, 1, 60, DARK)[0] if segment.style == style]
        assert added
        assert all(sign * value > 0 for value in added)


def test_a_long_name_leaves_room_for_the_mark(kinds: dict[str, Outputs]) -> None:
    outputs = kinds["mixed"]
    for place in range(outputs.splits["validation"].m):
        shown = example_shown(outputs, ExampleFocus("validation", place))
        lines = text_of(answer_lines(shown, 30, DARK)).splitlines()
        assert any("✓" in line or "✗" in line for line in lines)
        assert all("a class with a" in line for line in lines if "…" in line)


def test_the_column_in_focus_is_in_the_list(kinds: dict[str, Outputs]) -> None:
    shown = worst_of(kinds["mixed"])
    window = column_list(shown, 40, 3, DARK, top=0, cursor=6)
    assert window.top == 4
    assert "bought day of week" in text_of(window.lines).splitlines()[2]
    assert "◂" in text_of(window.lines).splitlines()[2]


def listed(kinds: dict[str, Outputs], name: str, count: int) -> list[ListedExample]:
    outputs = kinds[name]
    return example_list(outputs.splits["validation"], None, None, 0).examples(outputs.model, 0, count)


def test_pictures_have_captions_and_one_is_in_focus(kinds: dict[str, Outputs]) -> None:
    data, examples = kinds["images"].data, listed(kinds, "images", 15)
    laid = thumbnail_tiles((8, 8), 50, 17, DARK)
    assert (laid.across, laid.down, laid.picture.width, laid.picture.lines) == (5, 3, 8, 4)
    images = [image_of(data, one.raw) for one in examples]
    lines = thumbnails(examples, images, laid, 50, 17, DARK, 1)
    captions = text_of(lines).splitlines()[4].split("  ")
    assert captions[0].startswith(f"{examples[0].wanted}→{examples[0].given} {examples[0].loss:.2f}")
    assert [segment.text for segment in lines[4] if segment.style is DARK.bg.on_accent] == [
        f"{examples[1].wanted}→{examples[1].given}"
    ]
    plain = palette(colors="none")
    marked = text_of(thumbnails(examples, images, thumbnail_tiles((8, 8), 50, 17, plain), 50, 17, plain, 0))
    assert f"▸{examples[0].wanted}→{examples[0].given}" in marked
    assert laid.tile_at(10, 6, range(15)) == 6
    assert laid.tile_at(60, 6, range(15)) is None


def test_a_table_shows_the_telling_columns_that_fit(kinds: dict[str, Outputs]) -> None:
    outputs, examples = kinds["mixed"], listed(kinds, "mixed", 4)
    codings = outputs.model.preparation.codings
    lines = text_of(examples_table(examples, codings, [4, 0], False, 100, DARK, 1)).splitlines()
    assert lines[0].split()[:6] == ["row", "wanted", "given", "loss", "certainty", "city"]
    assert lines[2].startswith("▸")
    assert sum(line.startswith("▸") for line in lines) == 1
    narrow = text_of(examples_table(examples, codings, [4, 0], False, 46, DARK, None)).splitlines()
    assert "certainty" not in narrow[0]
    assert "loss" in narrow[0]


@pytest.mark.parametrize(
    ("loss", "text"), [(3.8449, "3.84"), (0.0, "0.00"), (12.34, "12.3"), (432.0, "432"), (21000.0, "2e4")]
)
def test_losses_in_four_cells(loss: float, text: str) -> None:
    assert loss_text(loss) == text
    assert loss_text(float("nan")) == "–"
    assert loss_text(float("inf")) == "inf"


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "    "), (0.5, "██  "), (0.62, "██▌ "), (1.0, "████"), (7.0, "████"), (float("nan"), "    ")],
)
def test_bars_by_half_cells(share: float, text: str) -> None:
    assert "".join(segment.text for segment in share_bar(share, 4, DARK.bg.fg, DARK)) == text


def test_bars_in_ascii_are_as_long() -> None:
    assert "".join(segment.text for segment in share_bar(0.62, 4, DARK.bg.fg, palette(ascii=True))) == "##  "
    assert share_bar(0.5, 0, DARK.bg.fg, DARK) == []


def test_images_in_colours_stay_in_colours(kinds: dict[str, Outputs]) -> None:
    data, raw = replace(kinds["images"].data, shape=(2, 2), channels=3), np.arange(12.0)
    image = image_of(data, raw)
    assert image.shape == (2, 2, 3)
    assert image[1, 0].tolist() == [6, 7, 8]  # red, green and blue of a pixel stand beside each other
