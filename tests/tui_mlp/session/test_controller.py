"""One training with its way back and its record, without a thread."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from recorded import TEXT

from core.experiment.experiment import Experiment
from core.resuming.replay import Replay
from core.resuming.resume import resume
from core.timeline.advance import advance, run_to
from core.timeline.journal import JournalStep
from core.training.trainer import Trainer
from tui_mlp.session.controller import TrainingController
from tui_mlp.session.editing.network_edits import NetworkEditor


def never() -> bool:
    return False


@pytest.fixture
def experiment(tmp_path: Path) -> Experiment:
    path = tmp_path / "moons.toml"
    path.write_text(TEXT)
    return Experiment.load(path)


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def controller(experiment: Experiment, tmp_path: Path, told: list[str]) -> TrainingController:
    return TrainingController(Trainer(experiment), tmp_path / "runs", told.append)


def set_value(controller: TrainingController, key: str, value: object) -> None:
    controller.trainer.change(controller.trainer.next_experiment.replace(key, value))


def digests(experiment: Experiment, places: list[tuple[int, int]], steps: Sequence[JournalStep] = ()) -> list[str]:
    """The weights at these places of a training that was never stopped."""
    trainer, found = Trainer(experiment), []
    for place in places:
        assert advance(trainer, place, steps)
        found.append(trainer.weights_sha256)
    return found


def test_any_earlier_place_is_as_it_was(controller: TrainingController, experiment: Experiment) -> None:
    places = [(0, 0), (1, 4), (7, 0), (12, 5), (30, 2)]
    wanted = digests(experiment, places)
    run_to(controller.trainer, (30, 2))
    controller.timeline.stride = 8  # so that most of the places lie between states that were kept
    controller.timeline.epoch_ended()
    for place, digest in reversed(list(zip(places, wanted, strict=True))):
        assert controller.rewind(place, never)
        assert controller.position == place
        assert controller.trainer.weights_sha256 == digest
        assert controller.present == (30, 2)
        assert len(controller.history) == 30, "the whole curve stays in sight"
    controller.cancel_rewind()
    assert controller.position == (30, 2)
    assert controller.trainer.weights_sha256 == wanted[-1]
    assert len(controller.trainer.history) == 30
    run_to(controller.trainer, (40, 0))
    assert controller.trainer.weights_sha256 == digests(experiment, [(40, 0)])[0]


def test_changes_on_the_way_are_made_again_and_one_at_the_place_itself_is_not(controller: TrainingController) -> None:
    trainer, seen = controller.trainer, {}
    for place, key, value in (
        ((3, 2), "training.learning_rate", 0.1),
        ((5, 0), "training.optimizer", "momentum"),
        ((9, 1), "training.l2", 0.5),
    ):
        run_to(trainer, place)
        seen[place] = trainer.weights_sha256, trainer.experiment
        set_value(controller, key, value)
    run_to(trainer, (12, 0))
    assert [mark.key for mark in controller.edits] == [  # type: ignore[union-attr]
        "training.learning_rate",
        "training.optimizer",
        "training.l2",
    ]
    for place, (digest, experiment) in seen.items():
        controller.rewind(place, never)
        assert trainer.weights_sha256 == digest
        assert trainer.experiment == experiment
    controller.cancel_rewind()
    assert trainer.experiment.training.l2 == 0.5


def test_going_on_from_an_earlier_place_makes_a_branch_that_can_be_gone_back_to(controller: TrainingController) -> None:
    trainer = controller.trainer
    run_to(trainer, (20, 3))
    first, end = trainer.weights_sha256, (20, 3)
    controller.rewind((10, 0), never)
    controller.accept_rewind()
    assert controller.position == controller.present == (10, 0)
    assert not controller.branch_histories, "what nobody does otherwise is the same way"
    set_value(controller, "training.learning_rate", 0.3)
    run_to(trainer, (15, 1))
    second = trainer.weights_sha256
    ((fork, history),) = controller.branch_histories
    assert (fork, len(history)) == (10, 20)
    controller.switch_branch(0)
    assert controller.position == end
    assert trainer.weights_sha256 == first
    assert not controller.edits
    assert trainer.experiment.training.learning_rate == 0.02
    controller.switch_branch(0)
    assert controller.position == (15, 1)
    assert trainer.weights_sha256 == second
    assert [mark.after for mark in controller.edits] == [0.3]  # type: ignore[union-attr]
    controller.rewind((12, 4), never)
    assert trainer.experiment.training.learning_rate == 0.3


@pytest.mark.parametrize("back", [(10, 0), (4, 3)])
def test_what_was_rewound_and_gone_back_to_is_resumed_and_replayed(
    controller: TrainingController, back: tuple[int, int], tmp_path: Path, told: list[str]
) -> None:
    trainer = controller.trainer
    run_to(trainer, (8, 0))
    set_value(controller, "training.batch_size", 9)
    run_to(trainer, (20, 3))
    controller.rewind(back, never)
    controller.accept_rewind()
    set_value(controller, "training.optimizer", "rmsprop")
    run_to(trainer, (14, 2))
    controller.switch_branch(0)
    run_to(trainer, (25, 1))
    controller.switch_branch(0)
    run_to(trainer, (16, 0))
    controller.stop("interrupted")
    assert controller.close()
    assert not told
    assert controller.recorder is not None
    folder = controller.recorder.folder
    assert folder is not None
    replay = Replay(folder)
    assert replay.run()
    assert replay.verdict().exact
    again = resume(folder)
    assert not again.notes
    assert again.trainer.weights_sha256 == trainer.weights_sha256
    resumed = TrainingController(again.trainer, tmp_path / "runs", told.append, resumed=again, lock=folder.lock())
    assert resumed.edits == controller.edits
    resumed.rewind((9, 1), never)
    controller.rewind((9, 1), never)
    assert resumed.trainer.weights_sha256 == trainer.weights_sha256
    for one in (controller, resumed):
        one.cancel_rewind()
        run_to(one.trainer, (30, 0))
    assert resumed.trainer.weights_sha256 == trainer.weights_sha256
    assert resumed.close()


def test_a_rewind_is_interrupted_and_goes_on(controller: TrainingController, experiment: Experiment) -> None:
    run_to(controller.trainer, (30, 0))
    controller.timeline._states = dict([min(controller.timeline._states.items())])
    asked = []

    def sometimes() -> bool:
        asked.append(controller.position)
        return len(asked) % 5 == 0

    while not controller.rewind((21, 3), sometimes):
        assert controller.position < (21, 3)
    assert controller.trainer.weights_sha256 == digests(experiment, [(21, 3)])[0]
    assert len(asked) > 5


def test_equations_stepped_through_are_left_before_a_rewind(
    controller: TrainingController, experiment: Experiment
) -> None:
    run_to(controller.trainer, (5, 2))
    for _ in range(4):
        controller.step()
    controller.rewind((2, 0), never)
    controller.cancel_rewind()
    assert controller.position == (5, 2)
    assert not controller.trainer.cursor
    assert controller.trainer.weights_sha256 == digests(experiment, [(5, 2)])[0]


def test_memory_stays_within_its_budget(experiment: Experiment) -> None:
    trainer = Trainer(experiment)
    controller = TrainingController(trainer, None, print)
    controller.timeline._budget, controller.timeline.every = 40_000, True
    run_to(trainer, (300, 0))
    assert controller.timeline.nbytes <= 40_000
    assert controller.timeline.stride > 1
    controller.rewind((123, 4), never)
    assert trainer.weights_sha256 == digests(experiment, [(123, 4)])[0]
    assert np.isfinite(controller.history[:, 1]).all()


def test_a_replay_goes_back_across_surgery_and_on_again(controller: TrainingController, told: list[str]) -> None:
    trainer, between = controller.trainer, [(3, 0), (7, 2), (8, 1)]
    run_to(trainer, (6, 2))
    NetworkEditor(controller).carry_out("add_neuron", [2])
    run_to(trainer, (12, 0))
    end, weights = trainer.weights_sha256, []
    for position in between:
        controller.rewind(position, never)
        weights.append(trainer.weights_sha256)
    controller.stop("interrupted")
    assert controller.close()
    assert controller.recorder is not None
    assert controller.recorder.folder is not None
    replay = Replay(controller.recorder.folder)
    repeated = TrainingController(replay.trainer, None, told.append, replay=replay)
    assert repeated.run(never)
    assert repeated.edits == controller.edits
    for position, expected in zip(between, weights, strict=True):
        repeated.rewind(position, never)
        assert replay.trainer.weights_sha256 == expected
    repeated.rewind((3, 0), never)
    repeated.accept_rewind()
    assert not repeated.edits
    assert repeated.run(never)
    assert repeated.edits == controller.edits
    assert (replay.trainer.weights_sha256, replay.verdict().exact) == (end, True)
    assert not told


def test_looking_back_in_a_replay_applies_the_last_surgery_once(controller: TrainingController) -> None:
    run_to(controller.trainer, (6, 0))
    NetworkEditor(controller).carry_out("add_neuron", [2])
    controller.stop("interrupted")
    assert controller.close()
    assert controller.recorder is not None
    assert controller.recorder.folder is not None
    replay = Replay(controller.recorder.folder)
    repeated = TrainingController(replay.trainer, None, str, replay=replay)
    assert repeated.run(never)
    assert not repeated.replaying
    repeated.rewind((3, 0), never)
    assert not repeated.replaying
    repeated.cancel_rewind()
    assert not repeated.replaying
    assert replay.verdict().exact
