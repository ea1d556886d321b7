"""What people do to a network while it trains: done, undone, done again, replayed, to the bit."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from narrowing import present

from core.experiment.experiment import Experiment
from core.resuming.replay import Replay
from core.resuming.resume import resume
from core.support.errors import InputError
from core.timeline.advance import run_to
from core.timeline.journal import Action
from core.training.trainer import Trainer
from tui_mlp.session.controller import TrainingController
from tui_mlp.session.editing.network_edits import NetworkEditor, TrainedSince
from tui_mlp.session.editing.undo_stack import UndoStack

TEXT = """
name = "a few points"
[data]
source = "moons"
samples = 60
[network]
hidden = [4, 3]
activation = ["tanh", "relu"]
[training]
batch_size = 7
epochs = 1000
learning_rate = 0.02
"""
DEEDS = (
    ("add_neuron", (2,)),
    ("remove_neuron", (2, None)),
    ("add_layer", (2, "tanh")),
    ("remove_layer", (3,)),
    ("change_activation", (3, "leaky_relu")),
    ("change_activations", ("sigmoid",)),
    ("set_weight", (1, 2, 1, 0.75)),
    ("freeze", (1, 0, 1)),
    ("thaw", (1,)),
    ("set_key", ("data.noise", 0.3)),
    ("set_key", ("data.samples", 80)),
    ("set_key", ("data.class_weight", "balanced")),
    ("set_key", ("network.loss", "squared_error")),
)


def never() -> bool:
    return False


@pytest.fixture
def experiment(tmp_path: Path) -> Experiment:
    path = tmp_path / "moons.toml"
    path.write_text(TEXT)
    return Experiment.load(path)


@pytest.fixture
def controller(experiment: Experiment, tmp_path: Path) -> TrainingController:
    controller = TrainingController(Trainer(experiment), tmp_path / "runs", print)
    run_to(controller.trainer, (3, 2))
    return controller


@pytest.fixture
def edits(controller: TrainingController) -> NetworkEditor:
    return NetworkEditor(controller)


def bits(controller: TrainingController) -> tuple[bytes, ...]:
    """All that decides how training goes on."""
    state = controller.trainer.state()
    vectors = [state.theta, *(state.vectors[name] for name in sorted(state.vectors))]
    frozen = b"" if state.frozen is None else state.frozen.tobytes()
    return (*(vector.tobytes() for vector in vectors), frozen, repr((state.sizes, state.experiment)).encode())


@pytest.mark.parametrize(("act", "arguments"), DEEDS)
def test_each_deed_is_undone_and_done_again_to_the_bit(
    controller: TrainingController, edits: NetworkEditor, act: str, arguments: tuple[str | float | None, ...]
) -> None:
    before = bits(controller)
    edits.carry_out(act, arguments)
    after = bits(controller)
    assert [step.act for step in controller.journal_steps] == [act]  # type: ignore[union-attr]
    undone = present(edits.undo()).edit
    assert isinstance(undone, Action)
    assert undone.act == act
    assert bits(controller) == before
    assert controller.journal_steps == ()
    edits.redo()
    assert bits(controller) == after
    run_to(controller.trainer, (5, 0))
    assert np.isfinite(controller.trainer.network.parameters.theta).all()


def test_hyperparameters_are_undone_too_and_get_their_value_back_after_training(
    controller: TrainingController, edits: NetworkEditor
) -> None:
    before = bits(controller)
    edits.change(controller.trainer.next_experiment.replace("training.optimizer", "momentum"))
    edits.change(controller.trainer.next_experiment.replace("training.learning_rate", 0.5))
    edits.undo()
    edits.undo()
    assert bits(controller) == before, "the optimiser's state is back as well"
    edits.redo()
    run_to(controller.trainer, (4, 0))
    edits.undo()
    assert controller.trainer.experiment.training.optimizer == "adam"
    assert controller.position == (4, 0), "what was trained stays"
    edits.redo()
    assert controller.trainer.experiment.training.optimizer == "momentum"  # type: ignore[comparison-overlap]
    assert edits.undo().edit.key == "training.optimizer"
    assert edits.undo() is None
    assert edits.redo() is not None


def test_after_training_a_deed_is_rewound_to_or_undone_in_what_is_now(
    controller: TrainingController, edits: NetworkEditor
) -> None:
    before = bits(controller)
    edits.carry_out("add_neuron", (3,))
    run_to(controller.trainer, (6, 1))
    with pytest.raises(TrainedSince):
        edits.undo()
    assert controller.rewind(edits.undo_stack.done[-1].before.place, never)
    controller.accept_rewind()
    assert bits(controller) == before
    controller.switch_branch(0)
    assert controller.position == (6, 1)
    edits.undo_now()
    assert controller.position == (6, 1)
    assert tuple(controller.trainer.network.parameters.sizes) == (2, 4, 3, 1)
    assert [step.act for step in controller.journal_steps] == ["add_neuron", "remove_neuron"]  # type: ignore[union-attr]


def test_other_data_settings_keep_the_network_and_the_epochs(
    controller: TrainingController, edits: NetworkEditor
) -> None:
    theta = controller.trainer.network.parameters.theta.copy()
    edits.carry_out("set_key", ("data.samples", 80))
    assert np.array_equal(controller.trainer.network.parameters.theta, theta)
    assert (controller.trainer.epoch, controller.trainer.batch) == (3, 0), "from the start of the epoch"
    assert controller.trainer.n == 48
    assert len(controller.trainer.history) == 3
    run_to(controller.trainer, (5, 0))
    edits.carry_out("set_key", ("network.loss", "squared_error"))
    assert controller.trainer.network.loss_name == "squared_error"
    run_to(controller.trainer, (6, 0))


def test_what_can_not_be_done_changes_nothing(controller: TrainingController, edits: NetworkEditor) -> None:
    before = bits(controller)
    for act, arguments in (("remove_layer", (9,)), ("set_weight", (1, 9, 1, 0.5)), ("remove_neuron", (2, 77))):
        with pytest.raises(InputError):
            edits.carry_out(act, arguments)
    assert bits(controller) == before
    assert not edits.undo_stack.done
    assert not controller.journal_steps


@settings(max_examples=5)
@given(data=st.data())
def test_any_session_is_replayed_resumed_and_rewound_to_the_same_bits(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("session")
    (folder / "moons.toml").write_text(TEXT)
    controller = TrainingController(Trainer(Experiment.load(folder / "moons.toml")), folder / "runs", print)
    edits, seen = NetworkEditor(controller), {}
    for _ in range(data.draw(st.integers(2, 6))):
        epoch, batch = controller.position
        run_to(controller.trainer, (epoch + data.draw(st.integers(0, 2)), data.draw(st.integers(batch, 4))))
        act, arguments = data.draw(st.sampled_from(DEEDS))
        try:
            edits.carry_out(act, arguments)
        except InputError:
            continue
        if data.draw(st.booleans()):
            edits.undo()
        else:
            seen[controller.position] = controller.trainer.weights_sha256
    run_to(controller.trainer, (controller.position[0] + 1, 2))
    controller.stop("interrupted")
    assert controller.close()
    assert controller.recorder is not None
    run = controller.recorder.folder
    assert run is not None
    replay = Replay(run)
    assert replay.run()
    assert replay.verdict().exact
    assert run is not None
    again = resume(run)
    assert again.trainer.weights_sha256 == controller.trainer.weights_sha256
    run_to(again.trainer, (controller.position[0] + 2, 0))
    run_to(controller.trainer, (controller.position[0] + 2, 0))
    assert again.trainer.weights_sha256 == controller.trainer.weights_sha256


def test_what_was_done_last_before_a_run_stopped_is_done_again(
    controller: TrainingController, edits: NetworkEditor
) -> None:
    edits.carry_out("set_key", ("data.samples", 80))
    run_to(controller.trainer, (3, 2))
    edits.carry_out("set_weight", (1, 2, 1, 0.75))
    edits.carry_out("add_neuron", (2,))
    controller.stop("interrupted")
    assert controller.close()
    assert controller.recorder is not None
    assert controller.recorder.folder is not None
    replay = Replay(controller.recorder.folder)
    assert replay.run(to=(3, 1))
    run_to(replay.trainer, (3, 2))  # by hand, as on the screen
    assert replay.unfinished
    assert replay.run()
    assert not replay.unfinished
    assert replay.verdict().exact


def test_what_was_undone_is_not_done_again_after_something_else(
    controller: TrainingController, edits: NetworkEditor
) -> None:
    edits.carry_out("set_weight", (1, 2, 1, 0.75))
    edits.undo()
    edits.carry_out("set_weight", (1, 1, 1, 0.5))
    after = bits(controller)
    assert edits.redo() is None
    assert bits(controller) == after


def test_memory_for_undoing_is_bounded(edits: NetworkEditor) -> None:
    edits.undo_stack = UndoStack(budget=30_000)
    for number in range(100):
        edits.carry_out("set_weight", (1, 1, 1, number / 100))
    assert edits.undo_stack.nbytes <= 30_000
    assert len(edits.undo_stack.done) > 3
    while edits.undo():
        pass
    assert edits.redo()


def test_a_hundred_can_be_undone(controller: TrainingController, edits: NetworkEditor) -> None:
    start = bits(controller)
    for number in range(100):
        edits.carry_out("set_weight", (1, 1, 1, number / 100))
    for _ in range(100):
        assert edits.undo()
    assert bits(controller) == start
