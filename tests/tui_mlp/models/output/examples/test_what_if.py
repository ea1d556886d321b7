"""Other values typed into an example, lists of examples, and both as text for the clipboard."""

import csv
from dataclasses import replace
from io import StringIO
from pathlib import Path

import msgspec
import numpy as np
import pytest
from mixed_table import SETTINGS, write_mixed_table
from narrowing import present
from number_tables import experiment_of
from outputs_of import outputs_after, outputs_of
from some_models import plain_model

from core.analysis.outputs.outputs import Outputs
from core.analysis.outputs.ranking import worst
from core.analysis.outputs.split_outputs import split_outputs
from core.data.dataset import Split
from core.experiment.experiment import Experiment
from core.support.errors import InputError
from core.training.trainer import Trainer
from tui_mlp.models.output.example_texts import given_text, wanted_text
from tui_mlp.models.output.examples import border
from tui_mlp.models.output.examples.example_csv import example_csv, list_csv
from tui_mlp.models.output.examples.example_list import example_list
from tui_mlp.models.output.examples.what_if import (
    coding_of,
    raw_rows,
    refusal,
    spread,
    with_next_value,
    with_own_value,
    with_typed_value,
)
from tui_mlp.models.output.informative_columns import informative_columns
from tui_mlp.models.output.output_focus import ExampleFocus
from tui_mlp.models.output.shown_example import ShownExample, example_shown


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    return outputs_after(str(write_mixed_table(tmp_path_factory.mktemp("data"))), 2, *SETTINGS)


@pytest.fixture
def row(mixed: Outputs) -> ShownExample:
    return example_shown(mixed, ExampleFocus("validation", 3))


def column(row: ShownExample, name: str) -> int:
    return [coding.name for coding in row.model.preparation.codings].index(name)


def test_a_typed_category_changes_the_outputs(mixed: Outputs, row: ShownExample) -> None:
    size = column(row, "size")
    small, large = (
        example_shown(mixed, with_typed_value(row, size, text)).outputs for text in ("small", "large")
    )  # fmt: skip
    raw = np.tile(row.raw, (2, 1))
    raw[:, size] = 0, 2
    np.testing.assert_allclose([small, large], mixed.model.outputs(raw), rtol=1e-12)


def test_all_values_taken_back_are_the_row_itself(mixed: Outputs, row: ShownExample) -> None:
    age, city = column(row, "age"), column(row, "city")
    once = example_shown(mixed, with_typed_value(row, age, "12"))
    twice = example_shown(mixed, with_next_value(once, mixed.data, city, 1))
    one_left = example_shown(mixed, with_own_value(twice, age))
    assert one_left.focus.values is not None
    assert with_own_value(one_left, city).values is None
    assert with_own_value(row, age) is row.focus
    assert with_typed_value(once, age, str(row.raw[age])).values is None


def test_what_stands_in_the_line_already_changes_nothing(row: ShownExample) -> None:
    weight = column(row, "weight")
    assert with_typed_value(row, weight, f"{row.raw[weight]:.8g}") is row.focus


def test_what_does_not_fit_is_refused(row: ShownExample) -> None:
    with pytest.raises(InputError, match="expected one of small, medium, large"):
        with_typed_value(row, column(row, "size"), "huge")


def test_the_spread_of_a_column_is_that_of_its_cells(mixed: Outputs) -> None:
    raw = mixed.model.preparation.restored(mixed.data.train.inputs)
    deviation, whole = spread(mixed.data, 1)
    assert deviation == pytest.approx(raw[:, 1].std())
    assert not whole
    digits = outputs_after("iris", 0, "dtype=float32")
    assert spread(digits.data, 0)[0] == pytest.approx(
        digits.model.preparation.restored(digits.data.train.inputs)[:, 0].std()
    )


def test_of_many_rows_evenly_spaced_ones_count() -> None:
    """Rows may be sorted: the first of them aren't like the others."""
    outputs = outputs_after("iris", 0)
    train = outputs.data.train
    few, some = raw_rows(outputs.data, "train", 3), outputs.model.preparation.restored(train.inputs)
    np.testing.assert_allclose(few, some[[0, (train.m - 1) // 2, train.m - 1]])


def test_a_border_is_sought_as_far_as_the_wider_input_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    outputs, reaches = outputs_after("moons", 0), list[float]()
    monkeypatch.setattr(border, "border_distance", lambda model, raw, reach, moved: reaches.append(reach))
    border.border_of(example_shown(outputs, ExampleFocus("validation", 0)), outputs.data)
    deviations = [spread(outputs.data, column)[0] for column in range(2)]
    assert deviations[0] > 1.5 * deviations[1]
    assert reaches == [border.REACH * deviations[0]]


def test_whole_columns_step_by_whole_numbers() -> None:
    outputs = outputs_after("diabetes", 0)
    first = example_shown(outputs, ExampleFocus("validation", 0))
    assert coding_of(first, 0).name == "age"
    changed = example_shown(outputs, with_next_value(first, outputs.data, 0, 1))
    assert changed.raw[0] - first.raw[0] == pytest.approx(1.0)


def test_pixels_are_not_typed(mixed: Outputs) -> None:
    assert "page Draw" in refusal(outputs_after("digits", 0).data)
    assert refusal(mixed.data) == ""


def test_the_columns_that_go_with_the_target_come_first() -> None:
    data = outputs_after("diabetes", 0).data
    raw, y = data.train.inputs, data.train.Y[:, 0]
    plain = [abs(np.corrcoef(raw[:, place], y)[0, 1]) for place in range(raw.shape[1])]
    assert informative_columns(data) == sorted(range(10), key=lambda place: -plain[place])


def test_constant_columns_come_last() -> None:
    data = outputs_after("iris", 0).data
    X = data.train.X.copy()
    X[:, 1] = 0.0
    still = replace(data, train=replace(data.train, X=X))
    assert informative_columns(still)[-1] == 0


def test_a_list_says_of_each_what_the_example_itself_says(mixed: Outputs) -> None:
    split = mixed.splits["validation"]
    place = int(split.places[split.figure(worst).indices[2]])
    listed = example_list(split, None, ExampleFocus("validation", place), 0)
    assert (listed.title, listed.at, len(listed), listed.place(2)) == ("Worst examples", 2, split.m, place)
    for one in listed.examples(mixed.model, 1, 3):
        shown = example_shown(mixed, ExampleFocus("validation", one.place))
        assert (one.wanted, one.given, one.right) == (wanted_text(shown), given_text(shown), shown.right)
        assert one.row == shown.row
        assert one.loss == pytest.approx(shown.one.loss)
        assert one.certainty == pytest.approx(present(shown.certainty))
        np.testing.assert_allclose(one.raw, shown.raw)


def test_a_list_of_a_part_of_the_split_has_the_rows_of_that_part(tmp_path: Path) -> None:
    """Of more examples than a page shows, evenly spaced ones: their numbers aren't their places in the split."""
    trainer = Trainer(experiment_of(tmp_path, "two"))
    outputs = outputs_of(trainer, "train", most=7)
    split, train = outputs.splits["train"], trainer.data.train
    listed = example_list(split, None, ExampleFocus("train", int(split.places[3])), 0)
    assert listed.place(present(listed.at)) == split.places[3]
    for target in (0, 1):
        for number, one in enumerate(listed.examples(outputs.model, 0, 7, target)):
            assert one.place == listed.place(number)
            assert one.row == present(train.rows)[one.place]
            assert one.output == pytest.approx(outputs.model.outputs(one.raw[None])[0, target])
            assert one.target == pytest.approx(trainer.data.in_users_units(train.Y[one.place][None])[0, target])


def test_of_several_labels_the_least_certain_one_counts_in_a_list() -> None:
    model = plain_model([2, 3], output="sigmoid", several_labels=True)
    X, Y = np.random.default_rng(3).normal(size=(6, 2)), np.eye(3)[[0, 1, 2, 0, 1, 2]]
    rows = Split(np.hstack([np.ones((6, 1)), X]), Y)
    split = present([*split_outputs(model.network, "train", rows, model.meaning)][-1])
    for one in example_list(split, None, None, 0).examples(model, 0, 6):
        A = split.A[one.place]
        assert one.certainty == pytest.approx(min(max(a, 1 - a) for a in A.tolist()))


def test_an_example_of_another_split_is_not_in_the_list(mixed: Outputs) -> None:
    split = mixed.splits["validation"]
    assert example_list(split, None, ExampleFocus("train", 0), 0).at is None
    assert example_list(split, None, None, 0).at is None


def test_the_list_of_a_cell(mixed: Outputs) -> None:
    split = mixed.splits["validation"]
    listed = example_list(split, (1, 2), None, 3)
    assert listed.title == "Wanted high, given low"
    wanted, given = split.Y.argmax(1), split.A.argmax(1)
    assert sorted(listed.ranking.indices.tolist()) == np.flatnonzero((wanted == 1) & (given == 2)).tolist()


def test_the_texts_are_csv(mixed: Outputs, row: ShownExample) -> None:
    lines = list(csv.reader(StringIO(example_csv(row))))
    assert lines[0] == ["name", "value"]
    found = dict(lines[1:])
    assert found["row"] == str(present(row.row) + 1)
    assert found["size"] in ("small", "medium", "large")
    assert float(found["loss"]) == row.one.loss
    listed = list(
        csv.DictReader(StringIO(list_csv(example_list(mixed.splits["validation"], None, None, 0), mixed.model, 0)))
    )
    assert len(listed) == mixed.splits["validation"].m
    assert float(listed[0]["loss"]) == pytest.approx(mixed.splits["validation"].losses.max())
    assert listed[0]["city"]
    split, names = mixed.splits["validation"], mixed.model.meaning.names
    wanted = {str(present(split.examples.rows)[at] + 1): names[number] for at, number in enumerate(split.Y.argmax(1))}
    given = {str(present(split.examples.rows)[at] + 1): names[number] for at, number in enumerate(split.A.argmax(1))}
    assert wanted != given, "else this tests nothing"
    assert {line["row"]: line["wanted"] for line in listed} == wanted
    assert {line["row"]: line["given"] for line in listed} == given


def test_a_name_from_a_file_is_no_formula(mixed: Outputs, row: ShownExample) -> None:
    coding = replace_name(mixed, "=cmd()")
    assert "'=cmd()" in example_csv(replace(row, model=coding.model))


def replace_name(outputs: Outputs, name: str) -> Outputs:
    first, *others = outputs.model.preparation.codings
    preparation = replace(outputs.model.preparation, codings=(msgspec.structs.replace(first, name=name), *others))
    return replace(outputs, model=replace(outputs.model, preparation=preparation))


def test_regressions_of_a_table(tmp_path: Path) -> None:
    outputs = outputs_after(str(write_mixed_table(tmp_path, "price")), 1, *SETTINGS)
    split = outputs.splits["validation"]
    high, low = (example_list(split, None, None, kind) for kind in (1, 2))
    assert (high.title, low.title) == ("Too high", "Too low")
    assert high.ranking.of + low.ranking.of == split.m
    one = high.examples(outputs.model, 0, 1)[0]
    assert one.output > one.target
    assert "wanted price" in example_csv(example_shown(outputs, ExampleFocus("validation", one.place)))
    assert list_csv(low, outputs.model, 0).startswith("row,wanted,given,loss,age")


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_wanted_numbers_are_those_of_the_source(tmp_path: Path, dtype: str) -> None:
    prices = [f"{3 + row % 7 * 1.1 + row * 0.037:.3f}" for row in range(60)]
    table = tmp_path / "prices.csv"
    table.write_text("\n".join(["age,price", *(f"{row % 11},{price}" for row, price in enumerate(prices))]))
    outputs = outputs_after(str(table), 1, "data.target=price", f"dtype={dtype}")
    split = outputs.splits["validation"]
    listed = list(csv.DictReader(StringIO(list_csv(example_list(split, None, None, 0), outputs.model, 0))))
    assert len(listed) == split.m
    for line in listed:
        assert line["wanted"] == str(float(prices[int(line["row"]) - 1]))
    shown = dict(csv.reader(StringIO(example_csv(example_shown(outputs, ExampleFocus("validation", 0))))))
    assert shown["wanted price"] == str(float(prices[int(shown["row"]) - 1]))


def test_a_list_calls_no_example_right_whose_outputs_are_no_numbers() -> None:
    trainer = Trainer(Experiment.load("iris"))
    trainer.network.parameters.theta[...] = np.nan
    outputs = outputs_of(trainer)
    split = outputs.splits["validation"]
    listed = example_list(split, None, None, 0).examples(outputs.model, 0, split.m)
    assert {(one.given, one.right) for one in listed} == {("–", False)}
