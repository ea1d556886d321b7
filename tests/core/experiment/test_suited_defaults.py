"""Defaults that suit a table: allowed values for tables of every size, and the sense of each rule."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.experiment.defaults.suited_defaults import suited_defaults
from core.experiment.experiment import field
from core.experiment.parsing import flatten

TASKS = st.sampled_from(("classification", "regression"))


@given(st.integers(1, 10**8), st.integers(1, 10**5), TASKS, st.integers(1, 1000))
def test_every_value_is_allowed(rows: int, inputs: int, task: str, outputs: int) -> None:
    for key, entry in flatten(suited_defaults(rows, inputs, task, outputs)).items():
        field(key).check(entry.value)


def settings(rows: int, inputs: int = 10, task: str = "classification", outputs: int = 1) -> dict[str, Any]:
    return {key: entry.value for key, entry in flatten(suited_defaults(rows, inputs, task, outputs)).items()}


@pytest.mark.parametrize("rows", [10, 100, 150])
def test_a_tiny_table_is_not_stopped_early(rows: int) -> None:
    assert not settings(rows).get("training.early_stopping")


def test_more_rows_need_fewer_epochs_and_larger_batches() -> None:
    small, large = settings(300), settings(1_000_000)
    assert large["training.epochs"] < small["training.epochs"]
    assert large["training.batch_size"] > small["training.batch_size"]


@pytest.mark.parametrize("task", ["classification", "regression"])
def test_more_rows_need_a_smaller_penalty(task: str) -> None:
    assert settings(10_000, task=task)["training.l2"] < settings(1_000, task=task)["training.l2"]


def test_a_classification_has_a_smaller_penalty_than_a_regression() -> None:
    assert settings(1_000)["training.l2"] < settings(1_000, task="regression")["training.l2"]
