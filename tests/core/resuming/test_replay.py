"""A run's journal once more: the run's own bits, or how far off and why."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from recorded import OPTIMIZERS, Recorded

from core.calls import Array
from core.resuming.replay import Replay
from core.runs import checkpoint
from core.runs.outcome import outcome
from core.runs.run_folder import JOURNAL, RunFolder
from core.support.errors import InputError


@pytest.fixture
def run(make: Callable[..., Recorded]) -> Recorded:
    return make()


def stop(run: Recorded, stopped_by: str = "interrupted") -> RunFolder:
    run.recorder.stop(stopped_by, outcome(run.trainer, stopped_by, None))
    return run.folder


def replayed(folder: RunFolder) -> Replay:
    replay = Replay(folder)
    assert replay.run()
    assert replay.at_end
    return replay


def rewritten(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_same_bits(make: Callable[..., Recorded], optimizer: str, dtype: str) -> None:
    run = make(f"training.optimizer={optimizer}", f"dtype={dtype}")
    run.to((2, 3))
    run.change("training.learning_rate", 0.1)
    run.to((4, 0))
    run.change("training.batch_size", 9)
    digest = run.to((6, 1))
    replay = replayed(stop(run))
    assert replay.end == (6, 1)
    assert replay.trainer.weights_sha256 == digest
    assert not replay.notes
    assert not replay.differs
    assert replay.verdict() == (True, True, 0.0, "the same weights as the run's, to the last bit")
    assert replay.stopped_by == "interrupted"


def test_after_going_back_and_past_a_stop_rule(make: Callable[..., Recorded]) -> None:
    run = make("training.epochs=4")
    run.to((2, 0))
    run.change("training.l2", 0.2)
    run.to((4, 0))
    run.back((3, 1))
    run.change("training.epochs", 7)
    run.timeline.go_on()
    run.to((7, 0))
    replay = replayed(stop(run, "epochs"))
    assert replay.end == (7, 0)
    assert replay.verdict().exact
    assert replay.stopped_by == replay.trainer.stopped_by == "epochs"


def test_a_run_that_was_killed_is_replayed_to_its_last_checkpoint(run: Recorded, tmp_path: Path) -> None:
    digest = run.to((2, 0), (3, 4))
    run.to((5, 0), save=False)
    replay = replayed(run.copy(tmp_path / "killed"))
    assert replay.end == (3, 4)
    assert replay.trainer.weights_sha256 == digest
    assert replay.verdict().exact


def test_a_run_that_went_on_after_it_stopped_and_was_killed(run: Recorded, tmp_path: Path) -> None:
    run.to((2, 0))
    stop(run)
    digest = run.to((5, 3))
    replay = replayed(run.copy(tmp_path / "killed"))
    assert replay.end == (5, 3)
    assert replay.trainer.weights_sha256 == digest
    assert replay.verdict().exact


def test_without_checkpoints_the_digest_tells(run: Recorded) -> None:
    run.to((3, 4))
    folder = stop(run)
    for one in folder.numbered_checkpoints():
        one.path.unlink()
    assert replayed(folder).verdict().exact
    rewritten(folder.path / JOURNAL, run.trainer.weights_sha256, "ab" * 32)
    exact, same, off, text = replayed(folder).verdict()
    assert (exact, same, off) == (False, False, None)
    assert text.startswith("weights that differ from the run's and can't be compared")


def test_interrupted_it_goes_on(run: Recorded) -> None:
    digest = run.to((6, 1))
    replay = Replay(stop(run))
    asked: list[None] = []

    def sometimes() -> bool:
        asked.append(None)
        return len(asked) % 7 < 2

    tries = 1
    while not replay.run(sometimes):
        assert not replay.at_end
        tries += 1
    assert tries > 2
    assert replay.trainer.weights_sha256 == digest


# How far off


def tampered(folder: RunFolder, change: Callable[..., Array]) -> None:
    """The last checkpoint with other weights, whole otherwise."""
    path = folder.numbered_checkpoints()[-1].path
    state, count = checkpoint.load(path), checkpoint.read_head(path).entries
    path.write_bytes(checkpoint.dump(replace(state, theta=change(state.theta)), count))


def test_by_how_much_the_weights_of_a_checkpoint_differ(run: Recorded, tmp_path: Path) -> None:
    run.to((3, 4))
    folder = run.copy(tmp_path / "killed")

    def raised(theta: Array) -> Array:
        theta[3] += 0.25
        return theta

    tampered(folder, raised)
    _exact, same, off, text = replayed(folder).verdict()
    assert not same
    assert off == pytest.approx(0.25, rel=1e-12)
    assert text == (
        "weights that differ from the run's by up to 0.25: "
        "program, NumPy, processor and data are the same, so the journal is incomplete, or was changed"
    )


def test_one_bit_is_enough(run: Recorded, tmp_path: Path) -> None:
    run.to((3, 4))
    folder = run.copy(tmp_path / "killed")
    tampered(folder, lambda theta: np.nextafter(theta, 9))
    exact, same, off, text = replayed(folder).verdict()
    assert not exact
    assert same
    assert off is not None
    assert 0 < off < 1e-14
    assert text.startswith("the same weights as the run's, except for rounding: they differ by up to ")


def test_weights_that_were_tampered_with_after_the_run_stopped(run: Recorded) -> None:
    run.to((3, 4))
    folder = stop(run)
    tampered(folder, lambda theta: theta + 0.5)
    _exact, same, off, text = replayed(folder).verdict()
    assert not same
    assert off == pytest.approx(0.5)
    assert text == "the weights that the journal ends with, but those in the last checkpoint differ by up to 0.5"


def test_a_digest_that_was_tampered_with(run: Recorded) -> None:
    run.to((3, 4))
    folder = stop(run)
    rewritten(folder.path / JOURNAL, run.trainer.weights_sha256, "ab" * 32)
    assert replayed(folder).verdict() == (
        False,
        False,
        0.0,
        "the same weights as in the last checkpoint, but the journal ends with another digest",
    )  # fmt: skip


def test_a_checkpoint_of_a_way_that_was_left_behind_is_no_measure(run: Recorded) -> None:
    run.to((2, 0), (5, 0))
    run.back((3, 0))
    run.change("training.l2", 0.5)
    run.to((5, 0), save=False)
    folder = stop(run)
    folder.numbered_checkpoints()[-1].path.unlink()
    assert replayed(folder).verdict().exact


def test_a_full_batch_is_an_epoch_and_can_be_interrupted_too(make: Callable[..., Recorded]) -> None:
    run = make("training.batch_size=0")
    digest = run.to((9, 0))
    replay = Replay(stop(run))
    for epoch in range(1, 9):
        assert not replay.run(lambda: True)
        assert replay.trainer.epoch == epoch
    assert replay.run(lambda: True)
    assert replay.trainer.weights_sha256 == digest


def test_a_journal_that_was_tampered_with(run: Recorded) -> None:
    run.to((2, 0))
    run.change("training.learning_rate", 0.5)
    run.to((4, 0))
    folder = stop(run)
    rewritten(folder.path / JOURNAL, '"after":0.5', '"after":0.4')
    _exact, same, off, text = replayed(folder).verdict()
    assert not same
    assert off is not None
    assert off > 1e-6
    assert text.endswith("are the same, so the journal is incomplete, or was changed")


def of_another_version(folder: RunFolder) -> Replay:
    rewritten(folder.path / JOURNAL, '"program":"test"', '"program":"0.0.1"')
    replay = Replay(folder, program="test")
    assert replay.differs == ["mlp-tui was 0.0.1, is test now"]
    return replay


def test_a_change_in_the_journal_of_another_version_is_told_from_rounding(run: Recorded) -> None:
    run.to((2, 0))
    run.change("training.learning_rate", 0.5)
    run.to((4, 0))
    folder = stop(run)
    rewritten(folder.path / JOURNAL, '"after":0.5', '"after":0.4')
    replay = of_another_version(folder)
    assert replay.run()
    verdict = replay.verdict()
    assert not verdict.same
    assert "more than rounding explains between epoch 2 and epoch 4" in verdict.text
    assert verdict.text.endswith("mlp-tui was 0.0.1, is test now")


@pytest.mark.parametrize(("off", "begins"), [
    (1e-13, "the same weights as the run's, except for rounding: they differ by up to "),
    (1e-6, "weights that differ from the run's by up to "),
])  # fmt: skip
def test_another_version_may_round_otherwise(run: Recorded, off: float, begins: str) -> None:
    run.to((2, 3), (4, 0))
    folder = stop(run)
    replay = of_another_version(folder)
    replay.trainer.network.parameters.theta += off  # as if rounding had moved them by so much
    assert replay.run()
    verdict = replay.verdict()
    assert (verdict.exact, verdict.same) == (False, True)
    assert verdict.text.startswith(begins)
    assert verdict.text.endswith("; mlp-tui was 0.0.1, is test now")
    if off == 1e-6:
        assert "from checkpoint to checkpoint they are the same, up to 0.0e+00" in verdict.text
        assert not replay.verdict(lambda: True).same, "interrupted, it can't be told"


@pytest.mark.parametrize("changed", [False, True])
def test_rounding_that_grew_over_a_long_way_without_checkpoints(make: Callable[..., Recorded], changed: bool) -> None:
    """As if another version had rounded the first weights otherwise: chaos does the rest, but little by little."""
    run = make("training.learning_rate=0.3", "network.hidden=[8,8]", "training.optimizer=rmsprop", "training.dropout=0")
    run.trainer.network.parameters.theta *= 1 + 2.0**-52
    run.to((2, 0), save=False)
    run.change("training.learning_rate", 0.31)
    run.to((60, 0))
    folder = stop(run)
    if changed:
        rewritten(folder.path / JOURNAL, '"after":0.31', '"after":0.311')
    replay = of_another_version(folder)
    assert replay.run()
    verdict = replay.verdict()
    assert verdict.off is not None
    assert verdict.off > 1e-8, "more than rounding at once"
    assert verdict.same is not changed
    told = "more than rounding explains between epoch 0 and epoch 60" if changed else "one rounding apart"
    assert told in verdict.text


def test_weights_and_digest_that_were_both_changed(run: Recorded) -> None:
    run.to((3, 4))
    folder = stop(run)
    rewritten(folder.path / JOURNAL, run.trainer.weights_sha256, "ab" * 32)
    tampered(folder, lambda theta: theta + 1e-12)
    verdict = replayed(folder).verdict()
    assert not verdict.same
    assert verdict.text.endswith("digest: one of the two was changed afterwards")


def test_what_is_not_as_it_was_is_said(run: Recorded) -> None:
    run.to((2, 0))
    folder = stop(run)
    rewritten(folder.path / JOURNAL, f'"numpy":"{np.__version__}"', '"numpy":"1.0"')
    replay = replayed(folder)
    assert replay.differs == [f"NumPy was 1.0, is {np.__version__} now"]
    assert replay.verdict().exact, "and yet the bits are the same"


def test_the_processor_and_the_data(run: Recorded) -> None:
    run.to((2, 0))
    folder = stop(run)
    path = folder.path / JOURNAL
    start = json.loads(path.read_text().splitlines()[0])
    rewritten(path, start["processor"], "abacus")
    rewritten(path, start["data_sha256"], "ab" * 32)
    assert replayed(folder).differs == [
        "the training examples are not those that the run had",
        f"the processor was abacus, is {start['processor']} now",
    ]


# What can't be replayed


def test_a_run_that_was_never_saved(run: Recorded) -> None:
    with pytest.raises(InputError, match="found no checkpoint, expected a run that was saved"):
        Replay(run.recorder.open())


def test_lines_that_cannot_be_read_are_noted(run: Recorded) -> None:
    run.to((2, 0))
    run.change("training.l2", 0.5)
    run.to((4, 0))
    folder = stop(run)
    rewritten(folder.path / JOURNAL, '"what":"change"', '"what":"chance"')
    replay = replayed(folder)
    assert len(replay.notes) == 1
    assert "line 2: found no entry of a journal" in replay.notes[0]
    assert not replay.verdict().exact


def test_a_damaged_checkpoint_is_noted(run: Recorded, tmp_path: Path) -> None:
    run.to((2, 0), (3, 1))
    folder = run.copy(tmp_path / "killed")
    path = folder.numbered_checkpoints()[-1].path
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    replay = replayed(folder)
    verdict = replay.verdict()
    assert (verdict.same, verdict.off) == (False, None)
    assert any("its content is damaged" in note for note in replay.notes)
