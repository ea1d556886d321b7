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
from tui_mlp.session.network_edits import NetworkEdits, NotExact
from tui_mlp.session.undo_stack import UndoStack

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
def course(experiment: Experiment, tmp_path: Path) -> TrainingController:
    course = TrainingController(Trainer(experiment), tmp_path / "runs", print)
    run_to(course.trainer, (3, 2))
    return course


@pytest.fixture
def edits(course: TrainingController) -> NetworkEdits:
    return NetworkEdits(course)


def bits(course: TrainingController) -> tuple[bytes, ...]:
    """All that decides how training goes on."""
    state = course.trainer.state()
    vectors = [state.theta, *(state.vectors[name] for name in sorted(state.vectors))]
    frozen = b"" if state.frozen is None else state.frozen.tobytes()
    return (*(vector.tobytes() for vector in vectors), frozen, repr((state.sizes, state.experiment)).encode())


@pytest.mark.parametrize(("act", "arguments"), DEEDS)
def test_each_deed_is_undone_and_done_again_to_the_bit(
    course: TrainingController, edits: NetworkEdits, act: str, arguments: tuple[str | float | None, ...]
) -> None:
    before = bits(course)
    edits.carry_out(act, arguments)
    after = bits(course)
    assert [step.act for step in course.way] == [act]  # type: ignore[union-attr]
    undone = present(edits.undo()).step
    assert isinstance(undone, Action)
    assert undone.act == act
    assert bits(course) == before
    assert course.way == ()
    edits.redo()
    assert bits(course) == after
    run_to(course.trainer, (5, 0))
    assert np.isfinite(course.trainer.network.parameters.theta).all()


def test_hyperparameters_are_undone_too_and_get_their_value_back_after_training(
    course: TrainingController, edits: NetworkEdits
) -> None:
    before = bits(course)
    edits.change(course.trainer.wanted.replace("training.optimizer", "momentum"))
    edits.change(course.trainer.wanted.replace("training.learning_rate", 0.5))
    edits.undo()
    edits.undo()
    assert bits(course) == before, "the optimiser's state is back as well"
    edits.redo()
    run_to(course.trainer, (4, 0))
    edits.undo()
    assert course.trainer.experiment.training.optimizer == "adam"
    assert course.place == (4, 0), "what was trained stays"
    edits.redo()
    assert course.trainer.experiment.training.optimizer == "momentum"  # type: ignore[comparison-overlap]
    assert edits.undo().step.key == "training.optimizer"
    assert edits.undo() is None
    assert edits.redo() is not None


def test_after_training_a_deed_is_rewound_to_or_undone_in_what_is_now(
    course: TrainingController, edits: NetworkEdits
) -> None:
    before = bits(course)
    edits.carry_out("add_neuron", (3,))
    run_to(course.trainer, (6, 1))
    with pytest.raises(NotExact):
        edits.undo()
    assert course.look_back(edits.doings.done[-1].before.place, never)
    course.settle(stay=True)
    assert bits(course) == before
    course.turn(0)
    assert course.place == (6, 1)
    edits.undo_now()
    assert course.place == (6, 1)
    assert tuple(course.trainer.network.parameters.sizes) == (2, 4, 3, 1)
    assert [step.act for step in course.way] == ["add_neuron", "remove_neuron"]  # type: ignore[union-attr]


def test_other_data_settings_keep_the_network_and_the_epochs(course: TrainingController, edits: NetworkEdits) -> None:
    theta = course.trainer.network.parameters.theta.copy()
    edits.carry_out("set_key", ("data.samples", 80))
    assert np.array_equal(course.trainer.network.parameters.theta, theta)
    assert (course.trainer.epoch, course.trainer.batch) == (3, 0), "from the start of the epoch"
    assert course.trainer.n == 48
    assert len(course.trainer.history) == 3
    run_to(course.trainer, (5, 0))
    edits.carry_out("set_key", ("network.loss", "squared_error"))
    assert course.trainer.network.loss_name == "squared_error"
    run_to(course.trainer, (6, 0))


def test_what_can_not_be_done_changes_nothing(course: TrainingController, edits: NetworkEdits) -> None:
    before = bits(course)
    for act, arguments in (("remove_layer", (9,)), ("set_weight", (1, 9, 1, 0.5)), ("remove_neuron", (2, 77))):
        with pytest.raises(InputError):
            edits.carry_out(act, arguments)
    assert bits(course) == before
    assert not edits.doings.done
    assert not course.way


@settings(max_examples=12)
@given(data=st.data())
def test_any_session_is_replayed_resumed_and_rewound_to_the_same_bits(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("session")
    (folder / "moons.toml").write_text(TEXT)
    course = TrainingController(Trainer(Experiment.load(folder / "moons.toml")), folder / "runs", print)
    edits, seen = NetworkEdits(course), {}
    for _ in range(data.draw(st.integers(2, 6))):
        epoch, batch = course.place
        run_to(course.trainer, (epoch + data.draw(st.integers(0, 2)), data.draw(st.integers(batch, 4))))
        act, arguments = data.draw(st.sampled_from(DEEDS))
        try:
            edits.carry_out(act, arguments)
        except InputError:
            continue
        if data.draw(st.booleans()):
            edits.undo()
        else:
            seen[course.place] = course.trainer.weights_sha256
    run_to(course.trainer, (course.place[0] + 1, 2))
    course.stop("interrupted")
    assert course.close()
    assert course.recorder is not None
    run = course.recorder.folder
    assert run is not None
    replay = Replay(run)
    assert replay.run()
    assert replay.verdict().exact
    assert run is not None
    again = resume(run)
    assert again.trainer.weights_sha256 == course.trainer.weights_sha256
    run_to(again.trainer, (course.place[0] + 2, 0))
    run_to(course.trainer, (course.place[0] + 2, 0))
    assert again.trainer.weights_sha256 == course.trainer.weights_sha256


def test_what_was_done_last_before_a_run_stopped_is_done_again(course: TrainingController, edits: NetworkEdits) -> None:
    edits.carry_out("set_key", ("data.samples", 80))
    run_to(course.trainer, (3, 2))
    edits.carry_out("set_weight", (1, 2, 1, 0.75))
    edits.carry_out("add_neuron", (2,))
    course.stop("interrupted")
    assert course.close()
    assert course.recorder is not None
    assert course.recorder.folder is not None
    replay = Replay(course.recorder.folder)
    assert replay.run(to=(3, 1))
    run_to(replay.trainer, (3, 2))  # by hand, as on the screen
    assert replay.goes_on
    assert replay.run()
    assert not replay.goes_on
    assert replay.verdict().exact


def test_what_was_undone_is_not_done_again_after_something_else(
    course: TrainingController, edits: NetworkEdits
) -> None:
    edits.carry_out("set_weight", (1, 2, 1, 0.75))
    edits.undo()
    edits.carry_out("set_weight", (1, 1, 1, 0.5))
    after = bits(course)
    assert edits.redo() is None
    assert bits(course) == after


def test_memory_for_undoing_is_bounded(edits: NetworkEdits) -> None:
    edits.doings = UndoStack(budget=30_000)
    for number in range(100):
        edits.carry_out("set_weight", (1, 1, 1, number / 100))
    assert edits.doings.nbytes <= 30_000
    assert len(edits.doings.done) > 3
    while edits.undo():
        pass
    assert edits.redo()


def test_a_hundred_can_be_undone(course: TrainingController, edits: NetworkEdits) -> None:
    start = bits(course)
    for number in range(100):
        edits.carry_out("set_weight", (1, 1, 1, number / 100))
    for _ in range(100):
        assert edits.undo()
    assert bits(course) == start
