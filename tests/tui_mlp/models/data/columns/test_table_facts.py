"""What there is to say of all columns and rows together."""

from pathlib import Path

import pytest
from voyage import write_voyage

from core.experiment.experiment import Experiment
from core.experiment.preparation import load_data
from tui_mlp.models.data.columns.table_facts import TableFacts
from tui_mlp.models.data.columns.table_source import changes_task, is_table, why_no_table


def facts_of(source: str | Path, *settings: str) -> TableFacts:
    experiment = Experiment.load(source, settings, suited=False)
    return TableFacts(load_data(experiment), experiment.data.test is not None)


@pytest.mark.parametrize("output", ["sigmoid", "softmax", "tanh"])
def test_of_two_classes(tmp_path: Path, output: str) -> None:
    facts = facts_of(
        write_voyage(tmp_path), "data.target=rescued", f"network.output={output}",
        *(["network.loss=squared_error"] if output == "tanh" else []),
    )  # fmt: skip
    shares = {figure.name: figure.by_split for figure in facts.target_figures}
    assert shares["yes"] == pytest.approx((12 / 36, 4 / 12, 4 / 12))
    assert len(shares) == (2 if output == "softmax" else 1)
    assert facts.commonest == ("no", 40 / 60)
    assert facts.roles == (5, 1, 4)
    assert facts.input_counts == {"class": 1, "sex": 2, "age": 1, "fare": 1, "day": facts.input_counts["day"]}
    assert facts.left_out == 0


def test_of_numbers_in_their_own_units_and_rows_that_are_left_out(tmp_path: Path) -> None:
    path = write_voyage(tmp_path)
    facts = facts_of(path, "data.target=fare", "data.missing=drop", "data.split=ordered", "data.test_fraction=0")
    assert facts.left_out == 6
    (figure,) = facts.target_figures
    kept = [row * 1.7 + 5 for row in range(60) if row % 10 != 3]
    train, rest = kept[: facts.data.train.m], kept[facts.data.train.m :]
    assert figure.by_split == pytest.approx((sum(train) / len(train), sum(rest) / len(rest)))
    assert facts.commonest[0] == ""
    tested = facts_of(path, "data.target=fare", f"data.test={path}")
    assert (tested.left_out, len(tested.target_figures[0].by_split)) == (0, 3)


def test_of_features_and_of_several_classes() -> None:
    facts = facts_of("spiral", 'data.features=["x1", "x1*x2", "sin(pi*x1)"]')
    assert facts.input_counts == {"x1": 3, "x2": 1}
    assert [figure.name for figure in facts_of("iris").target_figures] == ["setosa", "versicolor", "virginica"]


@pytest.mark.parametrize(
    ("source", "task", "words"),
    [
        ("iris", False, "iris is built in, and its columns are as they are: o opens a table of your own."),
        ("digits", False, "These are pictures: their pixels are all inputs, and the class is the target."),
    ],
)
def test_why_columns_cannot_be_changed(source: str, task: bool, words: str) -> None:
    experiment = Experiment.load(source)
    data = load_data(experiment)
    assert not is_table(experiment, data)
    assert changes_task(experiment) is task
    assert why_no_table(experiment, data) == words


def test_why_those_of_arrays_cannot() -> None:
    iris = load_data(Experiment.load("iris"))
    inline = Experiment.load("iris").replace_all(
        {"data.source": "inline", "data.inputs": [[0.0], [1.0]], "data.targets": [[0.0], [1.0]]}
    )
    assert why_no_table(inline, iris).startswith("These rows are in the experiment file")
    assert changes_task(inline)
    assert why_no_table(inline.replace("data.source", "arrays 1f"), iris).startswith("This source holds arrays")
