"""A run's folder as someone else may hand it on: links, pipes, sockets, files too large, formats of a later version.

Whatever stands there, nothing outside the folder is read, written or deleted, nobody waits for ever, and one message
names it.
"""

import json
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
import pytest
from forging import limit, parts
from recorded import Recorded, save_run, some_experiment
from safetensors.numpy import save

from core.calls import Array
from core.experiment.experiment import Experiment
from core.resuming import resume as resuming
from core.resuming.replay import Replay
from core.resuming.resume import reopen, resume
from core.runs import checkpoint
from core.runs import metrics_file as metrics
from core.runs.delete import delete_run
from core.runs.metrics_file import MetricsReader
from core.runs.outcome import outcome
from core.runs.run_folder import (
    BEST,
    CHECKPOINTS,
    JOURNAL,
    LABEL,
    LARGEST,
    LAST,
    LOCK,
    METRICS,
    RESULT,
    SUMMARY,
    RunFolder,
)
from core.runs.run_list import RunList, find_run
from core.runs.summary import Label, read_label, write_label
from core.support.errors import InputError, NewerFormat
from core.support.file_locks import is_held
from core.support.memory import size_text
from core.support.regular_files import Refused, open_file, read_regular
from core.timeline.journal import Action
from tui_mlp.cli.commands.runs import list_runs
from tui_mlp.cli.options import Options
from tui_mlp.cli.saved.figures_export import export_csv, export_tensorboard

EXPERIMENT = "experiment.toml"
NAMES = [
    EXPERIMENT,
    JOURNAL,
    METRICS,
    SUMMARY,
    RESULT,
    LABEL,
    LOCK,
    LAST,
    BEST,
    CHECKPOINTS,
    "checkpoint",
    "best there",
]
SECONDS = 20


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that has stopped."""
    home = tmp_path_factory.mktemp("finished")
    run = Recorded(some_experiment(home), home / "runs")
    run.to((1, 0))
    run.change("training.l2", 0.4)
    run.to((2, 3))
    run.recorder.stop("interrupted", outcome(run.trainer, "interrupted", None))
    assert run.close()
    write_label(run.folder, Label("a name"))
    return run.folder.path


@pytest.fixture
def folder(finished: Path, tmp_path: Path) -> RunFolder:
    """A copy of it, alone in a folder of runs."""
    return RunFolder(shutil.copytree(finished, tmp_path / "runs" / finished.name))


def place(folder: RunFolder, name: str) -> Path:
    """A file or a folder of the run, by what this module calls it."""
    if name == "checkpoint":
        return folder.numbered_checkpoints()[-1].path
    return folder.checkpoints / BEST if name == "best there" else folder.path / name


def contents(folder: Path) -> dict[str, bytes | str | None]:
    """All that lies in a folder, by its path; a file's bytes, a link's target."""
    found: dict[str, bytes | str | None] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            found[str(path)] = os.readlink(path)
        elif path.is_file():
            found[str(path)] = path.read_bytes()
        else:
            found[str(path)] = None
    return found


def linked(folder: RunFolder, name: str, outside: Path) -> Path:
    """Put a link to a copy elsewhere into the run's folder."""
    path = place(folder, name)
    outside.mkdir(parents=True)
    shutil.move(path, outside / path.name)
    path.symlink_to(outside / path.name)
    return path


def fifo(path: Path) -> None:
    os.mkfifo(path)


def listening(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)  # the name of a socket may not be long
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    finally:
        os.chdir(here)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def nowhere(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere")


ODD = {"a pipe": fifo, "a socket": listening, "a symbolic link": device, "link to nothing": nowhere}


def resumed(folder: RunFolder) -> None:
    with resuming.lock_run(folder):
        resume(folder)


def readers_and_writers(folder: RunFolder) -> dict[str, Callable[[], object]]:
    """All that goes into a run's folder, but for lists and deleting."""
    return {
        "resume": lambda: resumed(folder),
        "reopen": lambda: reopen(folder),
        "replay": lambda: Replay(folder),
        "lock": folder.lock,
        "export": lambda: export_csv(folder, folder.path.parent / "out.csv"),
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_link_is_refused_by_name_and_leads_nowhere(folder: RunFolder, name: str, tmp_path: Path) -> None:
    path = linked(folder, name, tmp_path / "outside")
    before = contents(tmp_path)
    for what, act in readers_and_writers(folder).items():
        with limit(SECONDS), pytest.raises(Refused) as refused:
            act()
        assert str(refused.value).startswith(f"{path}: found a symbolic link, expected a "), what
        assert contents(tmp_path) == before, what
    with limit(SECONDS):
        listing = RunList(folder.path.parent)
        listing.refresh()
        MetricsReader(folder.path / METRICS).refresh()
        read_label(folder)
    assert (name == SUMMARY) == (len(listing.runs) == 0)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("odd", [*ODD, "a folder"])
@pytest.mark.parametrize("name", [name for name in NAMES if name != CHECKPOINTS])
def test_what_is_no_regular_file_keeps_nobody_waiting(folder: RunFolder, name: str, odd: str) -> None:
    path = place(folder, name)
    path.unlink()
    ODD.get(odd, os.mkdir)(path)
    with limit(SECONDS):
        for what, act in readers_and_writers(folder).items():
            with pytest.raises(Refused) as refused:
                act()
            assert str(refused.value).startswith(f"{path}: found "), what
            assert odd in str(refused.value) or odd == "link to nothing"
        listing = RunList(folder.path.parent)
        listing.refresh()
        MetricsReader(folder.path / METRICS).refresh()
        read_label(folder)
        is_held(folder.path / LOCK)
    assert (name == SUMMARY) == bool(listing.refused)


@pytest.mark.parametrize("name", [*LARGEST, "checkpoint"])
def test_a_file_that_is_too_large_is_refused_at_once(folder: RunFolder, name: str) -> None:
    path, largest = place(folder, name), LARGEST.get(name, 2**42)
    with path.open("wb") as file:
        file.truncate(largest + 1)  # a hole, that takes no room on the disk
    with limit(SECONDS):
        if name == "checkpoint":
            with pytest.raises(InputError, match="it is incomplete, or not a safetensors file"):
                checkpoint.load(path)
            assert resume(folder).trainer.epoch == 2
            return
        with pytest.raises(Refused, match=f"{name}: found a file of .*, expected at most {size_text(largest)}; "):
            resumed(folder)
        listing = RunList(folder.path.parent)
        listing.refresh()
        MetricsReader(folder.path / METRICS).refresh()


def test_a_checkpoint_larger_than_the_memory_is_refused_before_it_is_read(
    folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.support.memory.ALWAYS", 0)
    monkeypatch.setattr("core.support.memory.available_memory", lambda: 100.0)
    with pytest.raises(InputError, match=r"its arrays: about .* of memory would be needed, and 100 bytes are free"):
        checkpoint.load(place(folder, "checkpoint"))


JUNK = b"[" + b"[]," * 2_000_000 + b"[]]"
ONE = b'{"dtype": "F64", "shape": [0], "data_offsets": [0, 0]}'


@pytest.mark.parametrize(
    "header",
    [
        b'{"x": ' + JUNK + b"}",
        b"{" + b",".join(b'"%d": %b' % (number, ONE) for number in range(100_000)) + b"}",
    ],
    ids=["lists", "arrays"],
)
def test_a_long_header_takes_no_time(tmp_path: Path, header: bytes) -> None:
    path = tmp_path / "one.safetensors"
    path.write_bytes(len(header).to_bytes(8, "little") + header)
    start = process_time()
    with pytest.raises(InputError, match="cannot be read"):
        checkpoint.load(path)
    assert process_time() - start < 0.5


def test_a_file_at_the_limit_is_read_and_a_byte_more_is_not(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"12345")
    assert read_regular(path, 5) == b"12345"
    with pytest.raises(Refused, match="found a file of 5 bytes, expected at most 4 bytes"):
        read_regular(path, 4)


def test_a_link_that_was_put_there_just_now_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking first and opening then are two steps: what comes between them is refused by the second."""
    path, target = tmp_path / "file", tmp_path / "target"
    target.write_bytes(b"of somebody else")
    path.symlink_to(target)
    monkeypatch.setattr("core.support.regular_files.check_regular", lambda *_arguments: None)
    for mode in ("rb", "r+b", "ab", "a+b"):
        with pytest.raises(OSError, match="symbolic links"):
            open_file(path, mode)
    path.unlink()
    fifo(path)
    with limit(SECONDS):
        for mode in ("rb", "r+b"):
            with pytest.raises(Refused, match="a pipe"):
                open_file(path, mode)
    assert target.read_bytes() == b"of somebody else"


def test_an_unfinished_file_that_is_a_link_is_not_written_through(folder: RunFolder, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("of somebody else")
    (folder.path / f".{LABEL}.{os.getpid()}").symlink_to(target)
    write_label(folder, Label("new"))
    assert read_label(folder) == Label("new")
    assert target.read_text() == "of somebody else"


def test_the_experiment_of_a_run_is_no_link_and_an_experiment_of_ones_own_may_be(
    folder: RunFolder, tmp_path: Path
) -> None:
    link = tmp_path / "mine.toml"
    link.symlink_to(folder.path / EXPERIMENT)
    assert Experiment.load(link).data.source == "moons"
    linked(folder, EXPERIMENT, tmp_path / "outside")
    with pytest.raises(Refused, match="found a symbolic link"):
        Experiment.load(folder.path)
    with pytest.raises(Refused, match="found a symbolic link"):
        find_run(folder.name, folder.path.parent)
    os.mkfifo(tmp_path / "fifo.toml")
    with limit(SECONDS), pytest.raises(InputError, match="found a pipe"):
        Experiment.load(tmp_path / "fifo.toml")


def test_the_way_to_a_run_may_be_links(folder: RunFolder, tmp_path: Path) -> None:
    (tmp_path / "a link").symlink_to(folder.path.parent)
    (tmp_path / "to the run").symlink_to(folder.path)
    for path in (tmp_path / "a link" / folder.name, tmp_path / "to the run"):
        with resuming.lock_run(RunFolder.open(path)):
            assert resume(RunFolder.open(path)).trainer.epoch == 2
        assert not Replay(RunFolder.open(path)).notes
    listing = RunList(tmp_path / "a link")
    listing.refresh()
    assert len(listing.runs) == 1


# Deleting


@pytest.mark.parametrize("name", NAMES)
def test_deleting_a_run_takes_links_alone(folder: RunFolder, name: str, tmp_path: Path) -> None:
    linked(folder, name, tmp_path / "outside")
    before = contents(tmp_path / "outside")
    assert delete_run(folder) == []
    assert not folder.path.exists()
    assert contents(tmp_path / "outside") == before


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", [LOCK, SUMMARY, "checkpoint", CHECKPOINTS])
def test_deleting_a_run_takes_what_stands_in_its_files_places(folder: RunFolder, name: str, odd: str) -> None:
    path = place(folder, name)
    shutil.rmtree(path) if name == CHECKPOINTS else path.unlink()
    ODD[odd](path)
    with limit(SECONDS):
        assert delete_run(folder) == []


def test_deleting_a_run_that_is_a_link_takes_the_link(folder: RunFolder, tmp_path: Path) -> None:
    link = tmp_path / "others" / "linked"
    link.parent.mkdir()
    link.symlink_to(folder.path)
    before = contents(folder.path)
    assert delete_run(RunFolder(link)) == []
    assert not os.path.lexists(link)
    assert contents(folder.path) == before


@pytest.mark.parametrize("count", range(12))
def test_deleting_that_fails_midway_leaves_the_run_in_the_list(
    folder: RunFolder, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlink, left = type(folder.path).unlink, iter([True] * count)

    def failing(path: Path, missing_ok: bool = False) -> None:
        if not next(left, False):
            raise OSError(5, "Input/output error", str(path))
        unlink(path, missing_ok)

    with monkeypatch.context() as disk:
        disk.setattr(type(folder.path), "unlink", failing)
        with pytest.raises(InputError, match="cannot be deleted: Input/output error") as refused:
            delete_run(folder)
    assert ("is still in the list" in str(refused.value)) == (count > 0)
    listing = RunList(folder.path.parent)
    listing.refresh()
    assert [run.folder.path for run in listing.runs] == [folder.path]
    assert delete_run(folder) == []


# Later versions


def newer_checkpoint(folder: RunFolder, which: str, **more: Array) -> None:
    for path in (
        [place(folder, "checkpoint")] if which == "the last" else [one.path for one in folder.numbered_checkpoints()]
    ):
        content = path.read_bytes()
        header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
        path.write_bytes(save(parts(content)[1] | more, header["__metadata__"] | {"format_version": "3"}))


def newer_line(folder: RunFolder, **more: Any) -> None:
    with (folder.path / JOURNAL).open("a") as file:
        file.write(json.dumps({"what": "start", "format": "2", "program": "9.8.7", **more}) + "\n")


def newer_summary(folder: RunFolder) -> None:
    path = folder.path / SUMMARY
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": "2"}))


LATER = {
    "the last checkpoint": lambda folder: newer_checkpoint(folder, "the last"),
    "all checkpoints": lambda folder: newer_checkpoint(folder, "all"),
    "checkpoints with arrays of a type that we don't know": lambda folder: newer_checkpoint(
        folder, "all", half=np.zeros(3, np.float16)
    ),
    "the journal": newer_line,
    "an entry of the journal that we don't know": lambda folder: newer_line(folder, what="graft", format=2),
    "the summary": newer_summary,
}


@pytest.mark.parametrize("what", LATER)
def test_what_a_later_version_wrote_is_refused_and_left_alone(folder: RunFolder, what: str) -> None:
    LATER[what](folder)
    before = contents(folder.path)
    for act in (resumed, reopen, Replay):
        with pytest.raises(NewerFormat) as refused:
            act(folder)
        message = str(refused.value)
        assert message.startswith(str(folder.path))
        assert "a later version of mlp-tui wrote it" in message
        assert ("mlp-tui 9.8.7 or later" in message) == ("journal" in what)
        assert contents(folder.path) == before


def test_a_label_that_cannot_be_read_is_not_written_over(folder: RunFolder) -> None:
    path = folder.path / LABEL
    path.write_text('{"name": ["of a later version"]}')
    with pytest.raises(InputError, match=r"label\.json: found no label that can be read"):
        write_label(folder, Label("new"))
    assert path.read_text() == '{"name": ["of a later version"]}'


def test_checkpoints_that_cannot_be_read_stay(folder: RunFolder) -> None:
    for one in folder.numbered_checkpoints():
        content = bytearray(one.path.read_bytes())
        content[-5] ^= 1
        one.path.write_bytes(content)
    before = {path: content for path, content in contents(folder.checkpoints).items() if "epoch" in path}
    with resuming.lock_run(folder):
        again = resume(folder)
    assert again.notes[-1] == "no checkpoint can be read: the run is trained again from its start"
    for _ in range(20):
        again.trainer.run_epoch()
        save_run(again.trainer, folder.path.parent, "interrupted", folder)
    after = contents(folder.checkpoints)
    assert {path: after[path] for path in before} == before
    assert len(folder.numbered_checkpoints()) <= 18


# Places that there are none of


def test_a_journal_that_ends_where_no_epoch_does(folder: RunFolder) -> None:
    path = folder.path / JOURNAL
    path.write_text(path.read_text().replace('"epoch":2,"batch":3,"stopped_by"', '"epoch":2,"batch":1000,"stopped_by"'))
    again = Replay(folder)
    with pytest.raises(InputError, match="found an end at mini-batch 1,000 of epoch 3, which has fewer"):
        again.run()


@pytest.mark.parametrize("what", ["change", "rewind", "stop", "go on", "resume"])
def test_an_entry_behind_the_last_epoch_is_not_waited_for(folder: RunFolder, what: str) -> None:
    entry = {"what": what, "epoch": 10**14, "batch": 0, "key": "training.l2", "before": 0, "after": 1,
             "to_epoch": 10**13, "to_batch": 0, "stopped_by": "epochs", "weights_sha256": ""}  # fmt: skip
    conditions = ("time", "program", "python", "numpy", "processor", "data_sha256")
    with (folder.path / JOURNAL).open("a") as file:
        file.write(json.dumps(entry | dict.fromkeys(conditions, "")) + "\n")
    with limit(SECONDS):
        resumed_run = resume(folder)
        again = Replay(folder)
        assert again.run()
    assert (resumed_run.trainer.epoch, resumed_run.trainer.batch) == (2, 3)
    assert "found epoch 100000000000000, but the run never passed epoch 1001" in resumed_run.notes[0]


def test_a_checkpoint_under_another_place_is_none(folder: RunFolder) -> None:
    path = place(folder, "checkpoint")
    path.rename(path.with_name("000009-epoch-900-batch-0.safetensors"))
    again = resume(folder)
    assert again.trainer.epoch == 2
    assert "found epoch 2, mini-batch 3 in it, expected those of its name" in again.notes[0]
    assert Replay(folder).end == (2, 3)


def test_a_change_of_what_stays_while_training(folder: RunFolder) -> None:
    with (folder.path / JOURNAL).open("a") as file:
        file.write('{"what":"change","epoch":2,"batch":3,"key":"network.hidden","before":[5],"after":[9]}\n')
    with pytest.raises(InputError, match=r"found a change of network\.hidden while it trained"):
        resume(folder)


def test_metrics_with_lines_without_end(folder: RunFolder) -> None:
    path = folder.path / METRICS
    with path.open("ab") as file:
        file.write(b"\n" * 3_000_000)
    with limit(SECONDS):
        assert metrics.read_metrics(path).problems[-1].endswith("too many lines are wrong; the rest is not read")
    with (folder.path / JOURNAL).open("ab") as file:
        file.write(b"\n" * 3_000_000)
    with limit(SECONDS):
        resume(folder)


def test_an_export_into_the_runs_own_folder_follows_no_link(folder: RunFolder, tmp_path: Path) -> None:
    pytest.importorskip("tensorboardX")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "events.out.tfevents.1").write_text("of somebody else")
    (folder.path / "tensorboard").symlink_to(outside)
    with pytest.raises(Refused, match="tensorboard: found a symbolic link, expected a folder"):
        export_tensorboard(folder, None)
    assert os.listdir(outside) == ["events.out.tfevents.1"]


def test_a_list_of_runs_tells_which_it_leaves_out(
    folder: RunFolder, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    linked(folder, SUMMARY, tmp_path / "outside")
    options = Options(ascii=False, overrides=(), runs_dir=folder.path.parent, json=True)
    list_runs(options)
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == f"mlp-tui: {folder.path / SUMMARY}: found a symbolic link, expected a regular file; remove it\n"


@pytest.mark.parametrize("arguments", [[], ["2"], [2, 2, 2, 2], [{}]])
def test_what_nobody_does_by_hand_is_no_entry(folder: RunFolder, arguments: list[object]) -> None:
    """It lies before the last checkpoint: nobody does it again, but the plot would tell of it."""
    path = folder.path / JOURNAL
    lines = path.read_text().splitlines()
    deed = {"what": "deed", "epoch": 1, "batch": 0, "act": "add_neuron", "arguments": arguments}
    path.write_text("\n".join([lines[0], json.dumps(deed), *lines[2:]]) + "\n")
    again = resume(folder)
    assert "line 2: journal: add_neuron takes other values than" in again.notes[0]
    assert again.trainer.epoch == 2
    assert not [entry for entry in again.entries if isinstance(entry, Action)]
