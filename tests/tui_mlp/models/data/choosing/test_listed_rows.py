"""Which rows each choice takes, and what is found among them."""

from dataclasses import replace

import numpy as np
import pytest
from outputs_of import outputs_of
from voyage_table import LEFT_OUT, ROWS, SETTINGS, write_voyage

from core.analysis.outputs.given import MovedThreshold
from core.data.dataset import SPLITS
from core.experiment.experiment import Experiment
from core.experiment.source_rows import read_source_rows
from core.training.trainer import Trainer
from tui_mlp.models.data.choosing.listed_rows import listed_rows
from tui_mlp.models.data.choosing.listed_rows_text import listed_rows_text
from tui_mlp.models.data.choosing.row_index import RowIndex
from tui_mlp.models.data.data_focus import DataFocus
from tui_mlp.models.data.row_choice import ALL, ChosenRows, RowChoice

KEPT = [row for row in range(ROWS) if row != LEFT_OUT]


@pytest.fixture(name="trainer", scope="module")
def _trainer(tmp_path_factory: pytest.TempPathFactory) -> Trainer:
    return Trainer(Experiment.load(str(write_voyage(tmp_path_factory.mktemp("voyage"))), SETTINGS))


@pytest.fixture(name="index", scope="module")
def _index(trainer: Trainer) -> RowIndex:
    return RowIndex(read_source_rows(trainer.experiment, trainer.data))


def rows_of(index: RowIndex, kind: str, value: str = "") -> list[int]:
    rows = index.rows(RowChoice(kind, value), None)  # type: ignore[arg-type]
    assert rows is not None
    return [int(row) for row in rows]


def test_each_choice_takes_its_rows(index: RowIndex) -> None:
    splits = [rows_of(index, "split", name) for name in SPLITS]
    assert sorted(row for rows in splits for row in rows) == KEPT
    assert all(index.source.split_name(row) == "test" for row in splits[2])
    assert rows_of(index, "left out") == [LEFT_OUT]
    assert rows_of(index, "class", "yes") == [row for row in KEPT if row * 5 % 8 < 3]
    assert rows_of(index, "class", "perhaps") == []
    assert rows_of(index, "missing") == list(range(2, 40, 5))  # the target's missing cell doesn't count
    ignored = tuple(
        replace(column, description=replace(column.description, role="ignored")) for column in index.source.columns
    )
    assert rows_of(RowIndex(replace(index.source, columns=ignored)), "missing") == []
    assert rows_of(index, "doubled") == rows_of(index, "in several splits") == []
    assert index.rows(ALL, None) is None


def test_wrong_rows_are_those_of_all_splits_by_the_present_threshold(index: RowIndex, trainer: Trainer) -> None:
    outputs = outputs_of(trainer, *SPLITS)
    expected = []
    for name in SPLITS:
        split = outputs.splits[name]
        given, wanted = split.A[:, 0] > 0.5, split.Y[:, 0] > 0.5
        expected += index.source.rows_of(name)[given != wanted].tolist()
    assert index.wrong(outputs).tolist() == sorted(expected)
    always_yes = outputs.at(MovedThreshold(1, 0.0))
    assert index.wrong(always_yes).tolist() == rows_of(index, "class", "no")
    assert index.rows(RowChoice("wrong"), None) is None
    assert listed_rows(index, DataFocus(choice=RowChoice("wrong")), None) is None


def test_wrong_rows_where_the_outputs_are_of_some_rows_alone(index: RowIndex, trainer: Trainer) -> None:
    outputs = outputs_of(trainer, *SPLITS, most=5).at(MovedThreshold(1, 0.0))
    train = outputs.splits["train"]
    assert (train.m, train.whole) == (5, False)
    expected = []
    for name in SPLITS:
        split = outputs.splits[name]
        expected += index.source.rows_of(name)[split.places[split.Y[:, 0] < 0.5]].tolist()
    assert index.wrong(outputs).tolist() == sorted(expected) != []


def test_of_a_regression_the_tenth_with_the_largest_errors() -> None:
    trainer = Trainer(Experiment.load("sine", ["data.samples=95"]))
    index = RowIndex(read_source_rows(trainer.experiment, trainer.data))
    outputs = outputs_of(trainer, *SPLITS)
    losses = np.zeros(95)
    for name in SPLITS:
        losses[index.source.rows_of(name)] = outputs.splits[name].losses
    assert index.wrong(outputs).tolist() == sorted(np.argsort(losses)[-10:].tolist())
    assert index.name(RowChoice("wrong")) == "largest errors, a tenth"


def test_choices_with_their_counts_and_those_that_are_counted_later(index: RowIndex) -> None:
    fresh = RowIndex(index.source)
    counts = {one.name: one.count for one in fresh.choices(None, wait=False)}
    assert counts["missing cells"] is counts["duplicates"] is counts["wrong"] is None
    assert (counts["all rows"], counts["left out"]) == (40, 1)
    assert counts["train"] == len(rows_of(index, "split", "train"))
    counted = {one.name: one.count for one in fresh.choices(None)}
    assert (counted["missing cells"], counted["duplicates"]) == (8, 0)
    assert counted["rescued yes"] == len(rows_of(index, "class", "yes"))
    assert "duplicates in several splits" not in counted
    assert fresh.choices(None, wait=False)[-1].count is not None


def listed(index: RowIndex, **focus: object) -> ChosenRows:
    chosen = listed_rows(index, DataFocus(**focus), None)  # type: ignore[arg-type]
    assert chosen is not None
    return chosen


def test_found_rows_among_those_listed(index: RowIndex) -> None:
    chosen = listed(index, search="deck 1")
    assert (chosen.count, chosen.rows, chosen.name) == (40, None, "")
    assert [row for row in range(40) if chosen.is_found(row)] == [1, *range(10, 20)]
    assert (chosen.found_beside(1, 1), chosen.found_beside(1, -1), chosen.found_beside(19, 1)) == (10, 19, 1)
    assert (chosen.found_from(5), chosen.found_from(12), chosen.found_from(30)) == (10, 12, 1)
    assert (chosen.found_number(11), chosen.found_number(2)) == (3, None)
    yes = listed(index, choice=RowChoice("class", "yes"), search="deck 1")
    assert yes.found is not None
    assert yes.found.tolist() == [row for row in (1, *range(10, 20)) if row * 5 % 8 < 3]
    only = listed(index, choice=RowChoice("class", "yes"), search="deck 1", only_found=True)
    assert (only.count, only.name) == (len(yes.found), "rescued yes, deck 1")
    assert only.holds(10)
    assert not only.holds(11)
    nothing = listed(index, search="nobody")
    assert nothing.found_beside(3, 1) is nothing.found_from(3) is None


def test_what_is_listed_in_words(index: RowIndex) -> None:
    assert listed_rows_text(listed(index), 3, 0, 9) == "1–10 of 40"
    found = listed(index, search="deck 1")
    assert listed_rows_text(found, 10, 0, 9) == "1–10 of 40  2 of 11 found"
    assert listed_rows_text(found, 5, 0, 9) == "1–10 of 40  11 found"
    missing = listed(index, choice=RowChoice("missing"))
    assert listed_rows_text(missing, 7, 0, 7) == "missing cells, 2 of 8"
    assert listed_rows_text(listed(index, choice=RowChoice("doubled")), 0, 0, 0) == "duplicates: no rows"
