"""What `space` does once training has ended: after the last epoch, tolerance, early stopping, divergence."""

from pathlib import Path

import pytest
from recorded import some_experiment
from sessions import xor_text

from core.experiment.experiment import Experiment, TrainingSettings
from core.resuming.replay import Replay
from core.runs.run_folder import RunFolder
from core.timeline.journal import Change, GoOn
from core.training.stopping.breakpoints import Breakpoint
from core.training.stopping.stop_rules import StopRules
from core.training.trainer import Trainer
from tui_mlp.models.what_space_does import end_sentences
from tui_mlp.session.commands import RewindBeforeDivergence, Run, SetBreakpoints, Undo, UndoEquation
from tui_mlp.session.session import Goal, RunState, TrainingSession
from tui_mlp.session.stepped_sessions import SteppedSession


def finished(folder: Path, *overrides: str) -> SteppedSession:
    session = SteppedSession(some_experiment(folder, "training.epochs=6", *overrides), folder / "runs")
    run(session)
    return session


def run(session: SteppedSession, goal: Goal = Goal.END) -> None:
    session.post(Run(goal))
    session.train_on()


def digest(session: TrainingSession) -> str:
    return session.task.trainer.weights_sha256


def folder_of(session: TrainingSession) -> RunFolder:
    recorder = session.task.controller.recorder
    assert recorder is not None
    assert recorder.folder is not None
    return recorder.folder


def replayed(session: TrainingSession) -> Replay:
    """The replay of a session's run, which ends on the same bits. Closes the session."""
    last = digest(session)
    session.close()
    replay = Replay(folder_of(session))
    assert replay.run()
    assert replay.trainer.weights_sha256 == last
    return replay


def test_the_original_number_of_epochs_again_each_time_and_a_replay_gives_the_same_bits(tmp_path: Path) -> None:
    session = finished(tmp_path, "training.schedule=cosine")
    assert (session.snapshot.epoch, session.state) == (6, RunState.FINISHED)
    for epochs in (12, 18):
        run(session)
        assert (session.snapshot.epoch, session.state) == (epochs, RunState.FINISHED)
        assert session.snapshot.experiment.training.epochs == epochs
    changes = [step for step in session.task.controller.journal_steps if isinstance(step, Change)]
    assert [(one.epoch, one.key, one.before, one.after) for one in changes] == [
        (6, "training.epochs", 6, 12), (12, "training.epochs", 12, 18),
    ]  # fmt: skip
    rates = session.snapshot.figures("learning_rate")
    assert rates[5] < rates[6] < 0.02, "the cosine is stretched: half way down in the middle"
    assert replayed(session).verdict().same


def test_a_resumed_run_still_knows_with_how_many_epochs_it_began(tmp_path: Path) -> None:
    session = finished(tmp_path)
    run(session)
    session.close()
    folder = folder_of(session)
    again = SteppedSession.resumed(folder, tmp_path / "runs")
    assert (again.snapshot.epoch, again.snapshot.original_epochs) == (12, 6)
    run(again)
    assert again.snapshot.epoch == 18
    again.close()


def test_a_number_chosen_before_training_is_the_original_one_and_u_takes_the_epochs_back(tmp_path: Path) -> None:
    session = SteppedSession(some_experiment(tmp_path))
    session.change("training.epochs", 4)
    run(session)
    before = digest(session)
    session.post(Run())
    session.post(Undo())
    session.train_on()
    assert (session.snapshot.experiment.training.epochs, digest(session)) == (4, before)
    assert session.snapshot.original_epochs == 4


def test_after_the_tolerance_it_goes_on_to_the_last_epoch_and_a_replay_too(tmp_path: Path) -> None:
    session = finished(tmp_path, "training.tolerance=9")
    assert (session.snapshot.epoch, session.snapshot.stopped_by) == (1, "tolerance")
    assert end_sentences(session.snapshot, session.state)[0] == "tolerance reached: space continues"
    run(session)
    assert (session.snapshot.epoch, session.snapshot.stopped_by) == (6, "epochs")
    replayed(session)
    folder = folder_of(session)
    again = SteppedSession.resumed(folder, tmp_path / "runs")
    run(again)
    assert again.snapshot.epoch == 12, "the tolerance stays passed over"
    again.close()


def test_the_tolerance_counts_again_once_the_loss_has_been_above_it() -> None:
    training, rules = TrainingSettings(epochs=9, tolerance=0.5), StopRules(9)
    rules.stopped_by = rules.limit_reached(training, 1, 0.4)
    assert rules.stopped_by == "tolerance"
    rules.go_on(training, 1)
    assert [rules.limit_reached(training, epoch, loss) for epoch, loss in ((2, 0.4), (3, 0.6), (4, 0.4))] == [
        None, None, "tolerance",
    ]  # fmt: skip


def test_early_stopping_goes_on_with_its_full_patience(tmp_path: Path) -> None:
    session = finished(tmp_path, "training.early_stopping=1", "training.learning_rate=0.5")
    first = session.snapshot.epoch
    assert session.snapshot.stopped_by == "early_stopping"
    long, short = end_sentences(session.snapshot, session.state)
    assert long == f"stopped early, weights of epoch {session.snapshot.best_epoch}: space continues"
    assert short == "stopped early: space continues"
    run(session)
    assert session.snapshot.epoch > first
    assert session.state is RunState.FINISHED


def test_s_goes_on_into_the_next_epoch_and_back(tmp_path: Path) -> None:
    session = finished(tmp_path)
    trainer = Trainer(some_experiment(tmp_path, "training.epochs=6"))
    trainer.run()
    last = digest(session)
    for equation in range(1, 4):
        run(session, Goal.EQUATION)
        assert (session.state, session.snapshot.stepping.cursor) == (RunState.PAUSED, equation)
    assert sum(isinstance(step, GoOn) for step in session.task.controller.journal_steps) == 1, "not one an equation"
    for _ in range(3):
        session.post(UndoEquation())
    assert (session.state, digest(session)) == (RunState.FINISHED, last)
    run(session, Goal.EQUATION)
    run(session, Goal.BATCH)
    assert (session.state, session.snapshot.epoch, session.snapshot.batch) == (RunState.PAUSED, 6, 1)
    trainer.go_on()
    trainer.run_batch()
    assert digest(session) == trainer.weights_sha256
    run(session)
    assert (session.state, session.snapshot.epoch) == (RunState.FINISHED, 12)


@pytest.mark.parametrize("epochs_before", [0, 3])
def test_after_a_divergence_it_rewinds_to_the_turning_point_and_u_undoes_that(
    epochs_before: int, tmp_path: Path
) -> None:
    linear = 'hidden = [3]\nactivation = "identity"\noutput = "identity"'
    rate = 'optimizer = "gradient_descent"\nlearning_rate = 0.1'
    path = tmp_path / "diverging.toml"
    path.write_text(f"{xor_text(epochs=5000).replace('hidden = [3, 2]', linear)}{rate}")
    session = SteppedSession(Experiment.load(path))
    for _ in range(epochs_before):
        run(session, Goal.EPOCH)
    session.change("training.learning_rate", 100.0)
    run(session)
    assert session.state is RunState.DIVERGED
    present, turning = session.snapshot.present, session.snapshot.turning_point
    assert turning <= epochs_before + 1
    session.post(RewindBeforeDivergence())
    session.train_on()
    assert session.snapshot.present == (turning, 0)
    assert session.state is (RunState.PAUSED if turning else RunState.READY)
    if turning == present[0]:
        return
    session.post(Undo())
    assert session.snapshot.present == present


@pytest.mark.parametrize("breakpoint", [Breakpoint("misclassified", True), Breakpoint("at", True, (3, 4))])
def test_what_a_breakpoint_shows_changes_no_bits_and_no_journal(breakpoint: Breakpoint, tmp_path: Path) -> None:
    session = SteppedSession(some_experiment(tmp_path, "training.epochs=6"))
    session.post(SetBreakpoints((breakpoint,)))
    looks = 0
    while session.state is not RunState.FINISHED:
        run(session)
        looks += session.snapshot.hit is not None
        assert (session.snapshot.hit is not None) == bool(session.snapshot.stepping.executions)
    trainer = Trainer(some_experiment(tmp_path, "training.epochs=6"))
    trainer.run()
    assert looks
    assert digest(session) == trainer.weights_sha256
    assert not session.task.controller.journal_steps


def test_a_pause_at_a_breakpoint_is_shown_before_the_mini_batch_is_run_again(tmp_path: Path) -> None:
    session = SteppedSession(some_experiment(tmp_path))
    session.post(SetBreakpoints((Breakpoint("at", True, (3, 4)),)))
    session.post(Run())
    while session.task.goal is not None:
        session.task.advance()
    assert session.snapshot.state is RunState.PAUSED
    assert session.snapshot.hit is not None
    assert not session.snapshot.stepping.executions
    session.post(SetBreakpoints(()))
    session.train_on()
    assert session.snapshot.stepping.executions
