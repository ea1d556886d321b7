"""The training thread: what its commands do, and that it counts the same as training without it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sessions import settled, wait, xor

from core.experiment.experiment import Experiment
from core.training.trainer import Trainer
from tui_mlp.session.commands import Begin, Pause, Run, ShowLayer
from tui_mlp.session.run_until import Until
from tui_mlp.session.session import Goal, RunState, TrainingSession

ENDLESS = 10**9


@pytest.fixture
def experiment(tmp_path: Path) -> Experiment:
    return xor(tmp_path)


@pytest.fixture
def start(experiment: Experiment, tmp_path: Path) -> Iterator[Callable[..., TrainingSession]]:
    sessions: list[TrainingSession] = []

    def begin(**training: object) -> TrainingSession:
        changed = experiment
        for key, value in training.items():
            changed = changed.replace(f"training.{key}", value)
        sessions.append(TrainingSession(changed, tmp_path / "runs", interval=0.0))
        return sessions[-1]

    yield begin
    for session in sessions:
        assert session.close()


def test_runs_to_the_end_with_the_same_bits_as_without_a_thread(
    start: Callable[..., TrainingSession], experiment: Experiment
) -> None:
    session = start()
    session.post(Run())
    wait(settled(session, RunState.FINISHED))
    trainer = Trainer(experiment)
    trainer.run()
    assert session.snapshot.epoch == 50
    assert session.snapshot.stopped_by == "epochs"
    assert (session.snapshot.theta == trainer.network.thetas[0]).all()
    assert list(session.snapshot.figures("train_loss")) == list(trainer.history.train_loss)


def test_pause_stops_at_the_end_of_an_epoch(start: Callable[..., TrainingSession]) -> None:
    session = start(epochs=ENDLESS)
    session.post(Run())
    wait(lambda: session.snapshot.epoch > 3)
    session.post(Pause())
    assert session.state in (RunState.PAUSING, RunState.PAUSED)
    wait(settled(session, RunState.PAUSED))
    assert session.snapshot.batch == 0
    assert len(session.snapshot.history) == session.snapshot.epoch


def test_a_second_pause_stops_within_the_epoch(start: Callable[..., TrainingSession]) -> None:
    session = start(epochs=ENDLESS, batch_size=1)
    session.post(Run(Goal.BATCH))
    wait(settled(session, RunState.PAUSED))
    session.post(Run())
    session.post(Pause())
    assert session.state is not RunState.PAUSED
    session.post(Pause())
    session.post(Pause())
    wait(settled(session, RunState.PAUSED))
    assert session.snapshot.epoch == 0, "waited for the end of the epoch"
    assert session.snapshot.batch == 2


def test_every_key_counts_however_fast_they_come(start: Callable[..., TrainingSession]) -> None:
    session = start(epochs=ENDLESS, batch_size=0)
    for _ in range(7):
        session.post(Run(Goal.EPOCH))
    wait(settled(session, RunState.PAUSED))
    assert session.snapshot.epoch == 7
    session = start(epochs=ENDLESS, batch_size=1)
    for _ in range(7):
        session.post(Run(Goal.BATCH))
    wait(settled(session, RunState.PAUSED))
    assert (session.snapshot.epoch, session.snapshot.batch) == (1, 3)


def test_one_epoch_goes_to_its_end_then_one_more(start: Callable[..., TrainingSession]) -> None:
    session = start()
    session.post(Run(Goal.BATCH))
    wait(settled(session, RunState.PAUSED))
    assert (session.snapshot.epoch, session.snapshot.batch, session.snapshot.batches) == (0, 1, 2)
    for epoch in (1, 2, 3):
        session.post(Run(Goal.EPOCH))
        wait(settled(session, RunState.PAUSED))
        assert (session.snapshot.epoch, session.snapshot.batch) == (epoch, 0)


def test_a_change_while_training_equals_the_same_change_without_a_thread(
    start: Callable[..., TrainingSession], experiment: Experiment
) -> None:
    session = start()
    session.post(Run(Goal.EPOCH))
    wait(settled(session, RunState.PAUSED))
    session.change("training.optimizer", "momentum")
    session.change("training.learning_rate", 0.3)
    session.post(Run())
    wait(settled(session, RunState.FINISHED))
    trainer = Trainer(experiment)
    trainer.run_epoch()
    changed = trainer.experiment.replace("training.optimizer", "momentum")
    trainer.change(changed)
    trainer.change(changed.replace("training.learning_rate", 0.3))
    trainer.run()
    assert (session.snapshot.theta == trainer.network.thetas[0]).all()
    assert session.snapshot.experiment.training.learning_rate == 0.3


def test_two_changes_in_one_breath_both_hold(start: Callable[..., TrainingSession]) -> None:
    session = start(epochs=ENDLESS)
    session.post(Run())
    session.change("training.l2", 0.1)
    session.change("training.batch_size", 3)
    wait(lambda: session.snapshot.experiment.training.batch_size == 3)
    assert session.snapshot.experiment.training.l2 == 0.1


def test_starting_over_begins_from_the_same_weights_and_saves_what_was(
    start: Callable[..., TrainingSession], tmp_path: Path
) -> None:
    session = start()
    first = session.snapshot.theta.copy()
    session.post(Run(Goal.EPOCH))
    wait(settled(session, RunState.PAUSED))
    assert (session.snapshot.theta != first).any()
    session.post(Begin(session.experiment))
    wait(settled(session, RunState.READY))
    assert (session.snapshot.theta == first).all()
    assert session.snapshot.epoch == 0
    wait(lambda: len(list((tmp_path / "runs").glob("*/run.json"))) == 1)  # it is written meanwhile


def test_another_architecture_and_another_theta(start: Callable[..., TrainingSession]) -> None:
    session = start()
    session.post(Begin(session.experiment.replace("network.hidden", [5, 4])))
    session.post(ShowLayer(3))
    wait(lambda: session.snapshot.layer == 3)
    assert session.snapshot.sizes == (2, 5, 4, 1)
    assert session.snapshot.theta.shape == (5, 1)
    session.post(Begin(session.experiment.replace("network.hidden", [])))
    wait(lambda: session.snapshot.sizes == (2, 1))
    assert session.snapshot.layer == 1


def test_what_cannot_be_begun_comes_back_as_an_event(start: Callable[..., TrainingSession]) -> None:
    session = start()
    before = session.snapshot.experiment
    session.post(Begin(session.experiment.replace("training.early_stopping", 5)))
    wait(lambda: not session.events.empty())
    assert "validation" in session.events.get().text
    wait(lambda: session.experiment == before)


def test_divergence_keeps_finite_weights_and_says_where(start: Callable[..., TrainingSession], tmp_path: Path) -> None:
    session = start(optimizer="gradient_descent", epochs=ENDLESS)
    identity = session.experiment
    value: object
    for key, value in (("network.loss", None), ("network.output", "identity"), ("network.loss", "squared_error")):
        identity = identity.replace(key, value)
    for key, value in (("network.activation", "identity"), ("training.learning_rate", 50.0)):
        identity = identity.replace(key, value)
    session.post(Begin(identity))
    session.post(Run())
    wait(settled(session, RunState.DIVERGED))
    text = session.events.get().text
    assert "epoch" in text
    assert "learning_rate" in text
    assert abs(session.snapshot.theta).max() < 1e300
    session.post(Run())  # there is nothing to go on from but a smaller rate
    wait(lambda: session.snapshot.commands == 3)
    assert session.state is RunState.DIVERGED
    session.change("training.learning_rate", 1e-6)
    wait(settled(session, RunState.PAUSED))


def test_a_fault_in_the_worker_reaches_the_screen(
    start: Callable[..., TrainingSession], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Trainer, look: object = None) -> None:
        raise RuntimeError("a fault of ours")

    session = start()
    monkeypatch.setattr(Trainer, "run_equation", broken)
    session.post(Run(Goal.BATCH))
    wait(lambda: not session.events.empty())
    event = session.events.get()
    assert event.failed
    assert "a fault of ours" in event.text
    assert "Traceback" in event.details


def test_wakes_the_screen_for_a_new_state(start: Callable[..., TrainingSession]) -> None:
    session, woken = start(), []
    session.attach(lambda: woken.append(session.snapshot.state))
    session.post(Run(Goal.EPOCH))
    wait(lambda: RunState.PAUSED in woken)


def test_snapshots_do_not_change_behind_the_reader(start: Callable[..., TrainingSession]) -> None:
    session = start(epochs=ENDLESS)
    session.post(Run())
    wait(lambda: session.snapshot.epoch > 10)
    seen = session.snapshot
    theta, history = seen.theta.copy(), seen.history.copy()
    wait(lambda: session.snapshot.epoch > seen.epoch + 1000)
    assert (seen.theta == theta).all()
    assert ((seen.history == history) | (history != history)).all()


def test_closing_within_the_first_epoch_saves_what_it_came_to(
    start: Callable[..., TrainingSession], tmp_path: Path
) -> None:
    from core.runs.checkpoint import load_weights

    session = start()
    session.post(Run(Goal.BATCH))
    wait(settled(session, RunState.PAUSED))
    theta = session.snapshot.theta
    assert session.close()
    (run,) = (tmp_path / "runs").iterdir()
    path = sorted((run / "checkpoints").glob("*-epoch-0-*.safetensors"))[-1]
    assert (load_weights(path)[0] == theta).all()


def test_closing_while_training_saves_the_run(start: Callable[..., TrainingSession], tmp_path: Path) -> None:
    session = start(epochs=ENDLESS)
    session.post(Run())
    wait(lambda: session.snapshot.epoch > 3)
    assert session.close()
    (run,) = (tmp_path / "runs").iterdir()
    assert list((run / "checkpoints").glob("*-epoch-*.safetensors"))
    assert '"interrupted"' in (run / "result.json").read_text()


def test_runs_until_a_loss_is_reached(start: Callable[..., TrainingSession]) -> None:
    session = start(epochs=ENDLESS)
    session.post(Run(Goal.UNTIL, Until("train_loss", 0.5)))
    wait(settled(session, RunState.PAUSED))
    losses = session.snapshot.figures("train_loss")
    assert losses[-1] <= 0.5
    assert (losses[:-1] > 0.5).all()
