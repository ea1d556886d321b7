"""Going on with a saved run: the same bits as one that never stopped, whatever the crash left."""

import json
import shutil
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recorded import OPTIMIZERS, Recorded, some_experiment, without

from core.resuming.resume import reopen, resume
from core.runs import checkpoint
from core.runs.outcome import outcome
from core.runs.run_folder import JOURNAL, LAST, METRICS, SUMMARY, RunFolder
from core.runs.run_list import find_run, latest_run
from core.support import atomic_files as files
from core.support.errors import InputError
from core.support.file_locks import Locked
from core.timeline import journal
from core.timeline.advance import advance
from core.timeline.journal import Change, Stop, journal_line


@pytest.fixture
def run(make: Callable[..., Recorded]) -> Recorded:
    return make()


def gone_on(folder: RunFolder, to: tuple[int, int]) -> str:
    """The digest of the weights where a resumed run has come to a place."""
    again = resume(folder)
    assert advance(again.trainer, to)
    return again.trainer.weights_sha256


def spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-5] ^= 1
    path.write_bytes(content)


# The same bits


@pytest.mark.parametrize(("optimizer", "dtype"), zip(OPTIMIZERS, cycle(["float32", "float64"])))
def test_the_same_bits_with_dropout_and_a_smaller_last_mini_batch(
    make: Callable[..., Recorded], optimizer: str, dtype: str, tmp_path: Path
) -> None:
    run = make(f"training.optimizer={optimizer}", f"dtype={dtype}")
    for place in ((1, 0), (2, 5), (4, 3)):
        run.to(place)
        folder = run.copy(tmp_path / f"at-{place[0]}")
        again = resume(folder)
        assert (again.trainer.epoch, again.trainer.batch) == place
        assert not again.notes
        assert again.trainer.weights_sha256 == run.trainer.weights_sha256
        assert np.array_equal(again.trainer.history.view(), run.trainer.history.view(), equal_nan=True)
        advance(again.trainer, (9, 2))
        assert again.trainer.weights_sha256 == without(run.trainer.experiment, (9, 2))
    assert run.to((9, 2)) == again.trainer.weights_sha256


@pytest.mark.parametrize(
    "overrides",
    [
        ("training.batch_size=0",),
        ("training.schedule=cosine", "training.warmup=2", "training.epochs=12"),
        ("training.l1=0.2", "training.clip_norm=0.1"),
        ("network.hidden=[]",),
        ("data.validation_fraction=0", "training.evaluate_every=0"),
        ("training.early_stopping=3", "training.learning_rate=0.5"),
    ],
)
def test_the_same_bits_with_other_settings(
    make: Callable[..., Recorded], overrides: tuple[str, ...], tmp_path: Path
) -> None:
    run = make(*overrides)
    run.to((4, 0))
    folder = run.copy(tmp_path / "copy")
    again = resume(folder)
    for trainer in (run.trainer, again.trainer):
        advance(trainer, (11, 0))
    assert again.trainer.weights_sha256 == run.trainer.weights_sha256
    assert again.trainer.stopped_by == run.trainer.stopped_by
    assert again.trainer.best_epoch == run.trainer.best_epoch


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 5)), min_size=1, max_size=4).map(sorted),
    st.tuples(st.integers(7, 8), st.integers(0, 5)),
)
def test_stopped_anywhere_any_number_of_times(
    tmp_path_factory: pytest.TempPathFactory, places: list[tuple[int, int]], end: tuple[int, int]
) -> None:
    tmp_path = tmp_path_factory.mktemp("often")
    run = Recorded(some_experiment(tmp_path / "home"), tmp_path / "runs")
    try:
        run.to((0, 1), *places)
        assert gone_on(run.copy(tmp_path / "copy"), end) == without(run.trainer.experiment, end)
    finally:
        run.close()


def test_changes_before_and_after_the_last_checkpoint(run: Recorded, tmp_path: Path) -> None:
    run.to((1, 0))
    run.change("training.optimizer", "momentum")
    run.to((2, 3))
    run.change("training.learning_rate", 0.1)
    run.to((4, 2), save=False)
    run.change("training.batch_size", 9)
    run.change("training.l2", 0.3)
    run.to((5, 1), save=False)
    run.change("training.dropout", 0.0)
    digest = run.trainer.weights_sha256
    folder = run.copy(tmp_path / "crashed")
    opened = reopen(folder)
    assert (opened.trainer.epoch, opened.trainer.batch) == (2, 3)
    assert [step.key for step in opened.ahead] == [  # type: ignore[union-attr]
        "training.learning_rate", "training.batch_size", "training.l2", "training.dropout",
    ]  # fmt: skip
    again = resume(folder)
    assert not again.notes
    assert (again.trainer.epoch, again.trainer.batch) == (5, 1), "what was done last has been done again"
    assert again.trainer.weights_sha256 == digest
    assert again.trainer.experiment == run.trainer.experiment
    advance(again.trainer, (9, 0))
    assert run.to((9, 0)) == again.trainer.weights_sha256


@pytest.mark.parametrize("keys", [("momentum",), ("momentum", "adam"), ("adam", "momentum", "adam")])
def test_changes_at_the_checkpoint_itself_before_and_after_it(
    make: Callable[..., Recorded], keys: tuple[str, ...], tmp_path: Path
) -> None:
    run = make("training.optimizer=adam")
    run.to((2, 3))
    run.change("training.optimizer", keys[0])
    run.recorder._enqueue_state("training")
    for name in keys[1:]:
        run.change("training.optimizer", name)
    folder = run.copy(tmp_path / "crashed")
    assert gone_on(folder, (6, 1)) == run.to((6, 1))


def test_catching_up_can_be_interrupted_and_goes_on(run: Recorded, tmp_path: Path) -> None:
    run.to((1, 0))
    run.to((6, 2), save=False)
    run.change("training.l2", 0.3)
    again = reopen(run.copy(tmp_path / "crashed"))
    asked: list[None] = []

    def sometimes() -> bool:
        asked.append(None)
        return len(asked) % 7 < 2  # a person's wish to stop lasts

    tries = 1
    while not again.catch_up(sometimes):
        tries += 1
    assert tries > 2
    assert again.trainer.weights_sha256 == run.trainer.weights_sha256
    assert again.trainer.experiment.training.l2 == 0.3


def test_a_stop_rule_that_was_passed(make: Callable[..., Recorded], tmp_path: Path) -> None:
    run = make("training.epochs=3")
    run.to((3, 0))
    assert run.trainer.stopped_by == "epochs"
    assert resume(run.copy(tmp_path / "one")).trainer.stopped_by == "epochs"
    run.change("training.epochs", 9)
    run.timeline.go_on()
    run.to((5, 2))
    again = resume(run.copy(tmp_path / "two"))
    assert again.trainer.stopped_by is None
    advance(again.trainer, (9, 0))
    assert run.to((9, 0)) == again.trainer.weights_sha256
    assert again.trainer.stopped_by == "epochs"


@pytest.mark.parametrize("saved", [True, False], ids=["saved after", "not saved after"])
@pytest.mark.parametrize("back", [(3, 0), (2, 4), (0, 0)])
def test_after_going_back(run: Recorded, back: tuple[int, int], saved: bool, tmp_path: Path) -> None:
    run.to((1, 0), (2, 0))
    run.change("training.l2", 0.4)
    run.to((3, 5), (6, 1))
    run.back(back)
    digest = run.trainer.weights_sha256
    if saved:
        run.recorder._enqueue_state("training")
    folder = run.copy(tmp_path / "crashed")
    again = resume(folder)
    assert (again.trainer.epoch, again.trainer.batch) == back
    assert again.trainer.weights_sha256 == digest
    assert again.trainer.experiment.training.l2 == (0.4 if back > (2, 0) else 0.0)
    run.change("training.optimizer", "rmsprop")
    advance(run.trainer, (5, 0))
    folder = run.copy(tmp_path / "later")
    assert gone_on(folder, (7, 1)) == run.to((7, 1), save=False)


def test_states_from_before_the_checkpoint_are_those_of_its_way(run: Recorded, tmp_path: Path) -> None:
    run.to((1, 0), (2, 0), (5, 0))
    run.back((3, 0))
    run.change("training.l2", 0.4)
    run.to((4, 2), (6, 0))
    again = resume(run.copy(tmp_path / "crashed"))
    assert [one.place for one in again.earlier] == [(0, 0), (1, 0), (2, 0), (4, 2)]
    for one in again.earlier[:3]:
        again.trainer.restore(one.state)
        assert (again.trainer.epoch, again.trainer.batch) == one.place
        advance(again.trainer, (2, 5))
        assert again.trainer.weights_sha256 == without(run.trainer.experiment.replace("training.l2", 0.0), (2, 5))


def test_the_curves_are_there_from_the_start_and_marked_epochs_stay(run: Recorded, tmp_path: Path) -> None:
    run.to((2, 0))
    run.change("training.l2", 0.4)
    run.to((6, 3))
    again = resume(run.copy(tmp_path / "crashed"))
    assert again.trainer.history.view()[:, 0].tolist() == [1, 2, 3, 4, 5, 6]
    assert 2 in again.trainer.history.marked
    assert again.started == run.recorder._started


# What a crash or a hand left


def test_damaged_checkpoints_are_passed_over_with_a_note_each(run: Recorded, tmp_path: Path) -> None:
    run.to((1, 0), (2, 3), (3, 0), (4, 0))
    folder = run.copy(tmp_path / "crashed")
    first, second, third, fourth = (one.path for one in folder.numbered_checkpoints())
    spoil(fourth)
    third.write_bytes(third.read_bytes()[:1000])
    again = resume(folder)
    assert (again.trainer.epoch, again.trainer.batch) == (2, 3)
    assert again.notes == [
        f"{fourth}: cannot be read: its content is damaged; expected a checkpoint in format 2 of mlp-tui. "
        "The checkpoint before it is used",
        f"{third}: cannot be read: it is incomplete, or not a safetensors file; expected a checkpoint in format 2 of "
        "mlp-tui. The checkpoint before it is used",
    ]
    assert gone_on(folder, (6, 0)) == run.to((6, 0))
    second.write_bytes(b"")
    assert resume(folder).trainer.epoch == 1
    first.write_bytes(second.read_bytes())
    again = resume(folder)
    assert (again.trainer.epoch, again.trainer.batch) == (0, 0)
    assert again.notes[-1] == "no checkpoint can be read: the run is trained again from its start"
    assert gone_on(folder, (6, 0)) == run.to((6, 0))


def test_with_no_checkpoint_that_can_be_read_changes_are_made_again_from_the_start(
    run: Recorded, tmp_path: Path
) -> None:
    run.to((2, 3))
    run.change("training.l2", 0.4)
    run.to((4, 0))
    folder = run.copy(tmp_path / "crashed")
    for one in folder.numbered_checkpoints():
        spoil(one.path)
    assert gone_on(folder, (6, 0)) == run.to((6, 0))


def test_killed_before_the_first_checkpoint(run: Recorded, tmp_path: Path) -> None:
    run.recorder.open()
    folder = run.copy(tmp_path / "crashed")
    again = resume(folder)
    assert (again.trainer.epoch, again.trainer.batch) == (0, 0)
    assert gone_on(folder, (2, 3)) == without(run.trainer.experiment, (2, 3))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(0, 1), st.sampled_from([JOURNAL, METRICS, SUMMARY]))
def test_any_file_torn_anywhere(tmp_path_factory: pytest.TempPathFactory, share: float, name: str) -> None:
    tmp_path = tmp_path_factory.mktemp("torn")
    run = Recorded(some_experiment(tmp_path / "home"), tmp_path / "runs")
    run.to((1, 0))
    run.change("training.l2", 0.4)
    run.to((3, 2))
    run.close()
    path = run.folder.path / name
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    digest = run.trainer.weights_sha256
    again = resume(run.folder)
    assert again.trainer.weights_sha256 == digest
    assert again.trainer.experiment.training.l2 == 0.4


@pytest.mark.parametrize("name", [JOURNAL, METRICS, SUMMARY, "experiment.toml"])
def test_a_file_that_is_gone(run: Recorded, name: str, tmp_path: Path) -> None:
    run.to((1, 0))
    run.change("training.l2", 0.4)
    digest = run.to((3, 2))
    folder = run.copy(tmp_path / "crashed")
    (folder.path / name).unlink()
    again = resume(folder)
    assert again.trainer.weights_sha256 == digest
    assert all(name in note for note in again.notes)
    assert len(again.notes) == (name != SUMMARY)


def test_lines_of_the_journal_that_cannot_be_read_are_noted_and_the_checkpoint_is_believed(
    run: Recorded, tmp_path: Path
) -> None:
    run.to((1, 0))
    run.change("training.l2", 0.4)
    digest = run.to((3, 2))
    folder = run.copy(tmp_path / "crashed")
    path = folder.path / JOURNAL
    path.write_bytes(path.read_bytes().replace(b'"what":"change"', b'"what":"chance"'))
    again = resume(folder)
    assert len(again.notes) == 1
    assert again.notes[0].startswith(f"{path}: line 2: found no entry of a journal: ")
    assert again.trainer.weights_sha256 == digest
    assert again.trainer.experiment.training.l2 == 0.4


def test_many_bad_lines_are_not_all_named(run: Recorded, tmp_path: Path) -> None:
    run.to((1, 0))
    folder = run.copy(tmp_path / "crashed")
    with (folder.path / METRICS).open("a") as file:
        file.write("nonsense\n" * 2000)
    assert len(resume(folder).notes) == 4
    assert resume(folder).notes[-1].endswith(": and 1,997 more lines like these")


def test_a_change_that_no_experiment_takes(run: Recorded, tmp_path: Path) -> None:
    run.to((1, 0))
    folder = run.copy(tmp_path / "edited")
    with (folder.path / JOURNAL).open("a") as file:
        file.write(journal_line(Change(1, 0, "training.learning_rate", 0.02, -1.0)))
    with pytest.raises(InputError, match="learning_rate"):
        resume(folder)


def test_what_diverges_when_it_is_done_again(run: Recorded, tmp_path: Path) -> None:
    """It didn't then: the data are others now, or the machine is."""
    run.to((1, 0))
    folder = run.copy(tmp_path / "edited")
    with (folder.path / JOURNAL).open("a") as file:
        for epoch, key, value in ((1, "optimizer", "gradient_descent"), (1, "l2", 1e4), (1, "learning_rate", 1e5),
                                  (40, "learning_rate", 0.02)):  # fmt: skip
            file.write(journal_line(Change(epoch, 0, f"training.{key}", None, value)))
    with pytest.raises(InputError, match=r"done after its last checkpoint can't be repeated: diverged\."):
        resume(folder)


# What can't be gone on with


def test_a_run_of_an_older_version(run: Recorded, tmp_path: Path) -> None:
    run.to((1, 0))
    folder = run.copy(tmp_path / "old")
    shutil.rmtree(folder.checkpoints)
    for name in (JOURNAL, SUMMARY):
        (folder.path / name).unlink()
    (folder.path / LAST).write_bytes(checkpoint.dump_weights((2, 5, 1), run.trainer.network.parameters.theta, 1))
    with pytest.raises(InputError) as refused:
        resume(folder)
    message = str(refused.value)
    assert message.startswith(f"{folder.path}: saved by an older version, without checkpoints")
    assert f"`mlp-tui train {folder.path}`" in message


@pytest.fixture
def points(tmp_path: Path) -> tuple[Path, Recorded]:
    """A file of points, and a run that was trained with it."""
    rng = np.random.default_rng(0)
    path = tmp_path / "points.csv"
    rows = ["a,b,c", *(f"{a:.3f},{b:.3f},{int(a > b)}" for a, b in rng.normal(size=(40, 2)))]
    path.write_text("\n".join(rows) + "\n")
    toml = tmp_path / "points.toml"
    toml.write_text(f'[data]\nsource = "{path}"\ntarget = "c"\n[network]\nhidden = [3]\n[training]\nbatch_size = 7\n')
    from core.experiment.experiment import Experiment

    run = Recorded(Experiment.load(toml), tmp_path / "runs")
    run.to((2, 0), (3, 2))
    run.close()
    return path, run


def test_data_that_are_gone(points: tuple[Path, Recorded]) -> None:
    path, run = points
    path.unlink()
    with pytest.raises(InputError, match=r"points\.csv"):
        resume(run.folder)


def test_data_that_were_moved(points: tuple[Path, Recorded], tmp_path: Path) -> None:
    path, run = points
    moved = path.rename(tmp_path / "elsewhere.csv")
    again = reopen(run.folder, str(moved))
    assert again.catch_up()
    assert not again.notes
    assert again.trainer.weights_sha256 == run.trainer.weights_sha256
    assert again.trainer.experiment.data.source == str(moved)
    advance(again.trainer, (5, 0))


def test_data_that_have_changed(points: tuple[Path, Recorded]) -> None:
    path, run = points
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:-1], "0.5,0.5,1"]) + "\n")
    (note,) = resume(run.folder).notes
    assert note == "the training examples are not those that the run had; from here on the last digits may differ"
    path.write_text("\n".join(lines[:-8]) + "\n")
    with pytest.raises(InputError, match=r"its data have changed: found .* training examples, expected"):
        resume(run.folder)
    path.write_text(
        "\n".join(f"d,{line}" if line[0] == "a" else f"0.{place},{line}" for place, line in enumerate(lines))
    )
    with pytest.raises(InputError, match="the network was 2-3-1, with these data it would be 3-3-1"):
        resume(run.folder)


def test_another_numpy_is_noted(run: Recorded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run.to((1, 0))
    folder = run.copy(tmp_path / "crashed")
    path = folder.path / JOURNAL
    path.write_text(path.read_text().replace(f'"numpy":"{np.__version__}"', '"numpy":"1.0"'))
    assert resume(folder).notes == [f"NumPy was 1.0, is {np.__version__} now; from here on the last digits may differ"]


def test_two_programs_on_one_run(run: Recorded) -> None:
    run.to((1, 0))
    with pytest.raises(Locked, match=r"another program, process \d+, is writing this run"):
        run.folder.lock()
    run.close()
    with run.folder.lock() as lock:
        assert lock.held


# Which run


def test_a_run_by_name_and_by_folder(run: Recorded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run.to((1, 0))
    runs_dir, name = tmp_path / "runs", run.folder.name
    monkeypatch.chdir(tmp_path)
    assert (
        find_run(name, runs_dir) == find_run(str(run.folder.path), tmp_path) == find_run(str(run.folder.path), runs_dir)
    )
    assert find_run(f"runs/{name}", tmp_path / "none").path.samefile(run.folder.path)
    with pytest.raises(InputError, match=f"did you mean '{name}'"):
        find_run(name[:-1] + "x", runs_dir)
    with pytest.raises(InputError, match=r"found no run of this name, .*`mlp-tui runs` lists them"):
        find_run("qqq", runs_dir)
    with pytest.raises(InputError, match=r"found no experiment\.toml there"):
        find_run(str(tmp_path), runs_dir)


def test_the_run_that_was_saved_last(make: Callable[..., Recorded], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="found no run there; `mlp-tui train EXPERIMENT` makes one"):
        latest_run(tmp_path / "runs")
    first, second = make(), make()
    first.to((1, 0))
    second.to((1, 0))
    for run, saved in ((first, "2026-11-24T10:00:02+01:00"), (second, "2026-11-24T10:00:01+01:00")):
        run.close()
        about = json.loads((run.folder.path / SUMMARY).read_text())
        files.write(run.folder.path / SUMMARY, json.dumps(about | {"saved": saved}).encode())
    assert latest_run(tmp_path / "runs") == first.folder
    with first.folder.lock():
        assert latest_run(tmp_path / "runs") == second.folder, "the other one is being written"
        with second.folder.lock():
            assert latest_run(tmp_path / "runs") == first.folder


def test_of_two_saved_in_the_same_second_the_later_one(make: Callable[..., Recorded], tmp_path: Path) -> None:
    folders = []
    for _ in range(3):
        run = make()
        run.to((1, 0))
        run.close()
        folders.append(run.folder)
        about = json.loads((run.folder.path / SUMMARY).read_text())
        content = json.dumps(about | {"saved": "2026-11-24T10:00:02+01:00"}).encode()
        files.write(run.folder.path / SUMMARY, content)
    assert latest_run(tmp_path / "runs") == max(folders, key=lambda folder: folder.name)


def test_after_a_stop_a_run_goes_on_from_there(run: Recorded, tmp_path: Path) -> None:
    run.to((3, 2))
    run.recorder.stop("interrupted", outcome(run.trainer, "interrupted", None))
    folder = RunFolder(run.copy(tmp_path / "copy").path)
    assert isinstance(journal.read_journal((folder.path / JOURNAL).read_bytes())[-1], Stop)
    assert gone_on(folder, (5, 0)) == run.to((5, 0))
