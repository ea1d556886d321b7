"""Points changed by hand while a network trains: journalled, replayed and resumed to the same bits, and undone."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from recorded import Recorded, some_experiment

from core import Trainer
from core.experiment.experiment import Experiment
from core.experiment.point_table import PointTable
from core.prediction.saved_model import saved_model
from core.resuming.replay import Replay
from core.resuming.resume import resume
from core.support.errors import InputError
from core.timeline.actions import apply_action, inverse_action, new_action
from core.timeline.outcome import TableChange
from core.timeline.point_actions import add_point

EDITS: list[tuple[str, list[Any]]] = [
    ("add_point", [0.4, -1.25, "1"]),
    ("move_point", [3, -0.5, 0.5, "0"]),
    ("remove_point", [0]),
    ("remove_point", [40]),
]


def edit(run: Recorded, act: str, arguments: list[Any]) -> object:
    """An edit as the program makes it."""
    trainer = run.trainer
    action = new_action((trainer.epoch, trainer.batch), act, arguments)
    outcome = apply_action(action, trainer.state(), trainer.data)
    trainer.restore(outcome.state)
    run.timeline.add(action)
    run.timeline.keep_state()
    return outcome.report


def points(trainer: Trainer) -> PointTable:
    return PointTable.of(trainer.experiment, trainer.data)


@pytest.fixture
def run(tmp_path: Path) -> Recorded:
    return Recorded(some_experiment(tmp_path / "made"), tmp_path / "runs")


def test_the_network_goes_on_with_the_points_from_the_next_epoch_on(run: Recorded) -> None:
    trainer = run.trainer
    run.to((1, 3))
    theta = trainer.network.parameters.theta.copy()
    assert edit(run, *EDITS[0]) == TableChange(61, True)
    assert (trainer.epoch, trainer.batch, trainer.n) == (1, 0, 37), "the epoch begins again, with one point more"
    np.testing.assert_array_equal(trainer.network.parameters.theta, theta)
    assert trainer.experiment.data.source == "inline"
    assert trainer.data.class_names == ("0", "1")
    assert points(trainer).inputs[36] == [0.4, -1.25]
    run.close()


def test_a_run_with_such_edits_is_resumed_and_replayed_to_the_same_bits(run: Recorded, tmp_path: Path) -> None:
    run.to((1, 2))
    for act, arguments in EDITS[:2]:
        edit(run, act, arguments)
    run.to((2, 0))
    crashed = run.copy(tmp_path / "crashed")
    for act, arguments in EDITS[2:]:
        edit(run, act, arguments)
    digest = run.to((4, 1))
    table = points(run.trainer)
    again = resume(run.folder)
    assert again.trainer.weights_sha256 == digest
    assert points(again.trainer).same_points(table)
    assert not again.notes, "nothing is wrong with its data"
    replay = Replay(run.folder)
    assert replay.run()
    assert replay.trainer.weights_sha256 == digest
    half = resume(crashed).trainer
    assert half.data.train.m == 37
    assert run.close()


@pytest.mark.parametrize(("act", "arguments"), EDITS)
def test_each_is_undone_in_a_network_that_was_trained_since(run: Recorded, act: str, arguments: list[Any]) -> None:
    trainer = run.trainer
    run.to((0, 1), save=False)
    before, table = trainer.state(), points(trainer)
    edit(run, act, arguments)
    assert not points(trainer).same_points(table)
    run.to((1, 0), save=False)
    edit(run, *inverse_action(new_action((0, 1), act, arguments), before))
    assert points(trainer).same_points(table)
    run.close()


@pytest.mark.parametrize(
    ("act", "arguments"),
    [("add_point", [0.0, 0.0, "2"]), ("move_point", [60, 0.0, 0.0]), ("remove_point", [-1]), ("add_point", [0.0])],
)
def test_what_a_journal_may_hold_is_checked(run: Recorded, act: str, arguments: list[Any]) -> None:
    with pytest.raises(InputError):
        edit(run, act, arguments)
    run.close()


def test_points_that_do_not_fit_the_network_are_refused() -> None:
    trainer, moons = (Trainer(Experiment.load(source)) for source in ("blobs", "moons"))
    state = replace(trainer.state(), experiment=moons.experiment)
    with pytest.raises(InputError, match=r"the network was 2-.*-3, with these data it would be 2-.*-1"):
        add_point(state, moons.data, 0.0, 0.0, moons.data.class_names[0])


def test_the_model_of_such_a_run_has_its_own_data(run: Recorded) -> None:
    run.to((1, 2))
    edit(run, *EDITS[0])
    run.to((2, 0))
    found = saved_model(run.folder, "last")
    assert not [note for note in found.notes if "examples" in note]
    assert found.model.predict(np.array([[0.4, -1.25]])).shape == (1,)
    assert run.close()
