"""Optuna's journal: what a process that was killed leaves behind."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import optuna
import pytest
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend
from optuna.trial import Trial
from sweep_trials import Search, a_record, do_trial

from core.support.errors import InputError
from core.sweeps.saved.sweep_folder import OPTUNA_JOURNAL
from core.sweeps.search import study as study_file
from core.sweeps.search.distributions import suggested
from core.sweeps.search.study import STUDY
from core.sweeps.space.keys import Key, Value

TRIALS = """
import sys
from pathlib import Path
from sweep_trials import Search, do_trial
search = Search(Path(sys.argv[1]), sweep='sampler = "random"\\npruner = "halving"\\ntrials = 100000')
while proposal := do_trial(search.study):
    print(proposal.number, flush=True)
"""


def test_cut_at_any_byte_it_opens_and_goes_on_with_the_same_proposals(tmp_path: Path) -> None:
    sweep = 'sampler = "random"\npruner = "halving"'
    search = Search(tmp_path / "whole", sweep=sweep)
    all_of_them = search.proposals(3)
    written = search.folder.journal.read_bytes()
    cut = Search(tmp_path / "cut", sweep=sweep)
    for length in range(0, len(written), 101):
        cut.folder.journal.write_bytes(written[:length])
        study = cut.reopen()
        begun, running = len(study.ended()) + len(study.running()), study.running()
        assert len(running) <= 1
        assert [*study.ended(), *running] == [
            one if one in running else next(record for record in search.study.ended() if record.trial == one.number)
            for one in all_of_them[:begun]
        ]
        for proposal in running:
            value = 0.0 if study.report_and_prune(proposal.number, study.decision_epochs[0], 0.5) else 1.0
            study.tell(a_record(proposal, value))
        assert do_trial(study) == all_of_them[begun] if begun < 3 else True


def test_a_report_without_its_decision_is_cut_off_and_decided_again(tmp_path: Path) -> None:
    search = Search(tmp_path, sweep='sampler = "random"\npruner = "halving"')
    proposals = [search.study.ask() for _number in range(2)]
    first, second = (one.number for one in proposals if one)
    assert not search.study.report_and_prune(first, search.study.decision_epochs[0], 0.1)
    assert search.study.report_and_prune(second, search.study.decision_epochs[0], 0.2)
    lines = search.folder.journal.read_bytes().splitlines(keepends=True)
    assert b"decision" in lines[-1]
    search.folder.journal.write_bytes(b"".join(lines[:-1]))
    assert search.reopen().report_and_prune(second, search.study.decision_epochs[0], 0.2)
    # Decided once, it stays, whatever is reported later.
    assert search.reopen().report_and_prune(second, search.study.decision_epochs[0], 0.0)


def test_a_process_that_is_killed_loses_nothing_that_it_has_said(tmp_path: Path) -> None:
    path = os.pathsep.join([*filter(None, sys.path), os.getcwd()])
    command = [sys.executable, "-c", TRIALS, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": path}) as process:
        assert process.stdout is not None
        said = [int(process.stdout.readline()) for _number in range(20)]
        process.send_signal(signal.SIGKILL)
        said += map(int, process.stdout.read().split(b"\n")[:-1])
    study = Search(tmp_path, sweep='sampler = "random"\npruner = "halving"\ntrials = 100000').study
    assert [record.trial for record in study.ended()][: len(said)] == said
    proposal = study.ask()
    assert proposal is not None
    assert proposal.number == len(study.ended()) + len(study.running())
    assert sorted(os.listdir(tmp_path)) == [OPTUNA_JOURNAL, "sweep.toml"]


@pytest.mark.parametrize("damage", [b"rubbish\n", b'{"op_code": 8}\n', b'{"op_code": true}\n', b"[]\n"])
def test_a_damaged_line_is_refused_with_its_place(damage: bytes, tmp_path: Path) -> None:
    search = Search(tmp_path)
    search.proposals(1)
    lines = search.folder.journal.read_bytes().splitlines(keepends=True)
    search.folder.journal.write_bytes(b"".join([lines[0], damage, *lines[1:]]))
    with pytest.raises(InputError, match=r"optuna\.journal:2: found no line|optuna\.journal: isn't the journal of"):
        search.reopen()
    assert len(search.folder.journal.read_bytes().splitlines()) == len(lines) + 1


def test_a_journal_of_other_objectives_is_refused(tmp_path: Path) -> None:
    Search(tmp_path)
    with pytest.raises(InputError, match="its objectives are others than validation_accuracy"):
        Search(tmp_path, sweep='objective = "validation_accuracy"')


def test_on_a_full_disk_nothing_is_written_by_halves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    search = Search(tmp_path)
    written = search.folder.journal.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            search.study.ask()
    assert search.folder.journal.read_bytes() == written
    with pytest.raises(RuntimeError, match="open the journal again"):
        search.study.ask()
    assert search.reopen().running() == []


def test_half_a_proposal_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    search = Search(tmp_path)
    written = search.folder.journal.read_bytes()

    def interrupted(_trial: Trial, key: Key) -> Value:
        if key.key == "training.batch_size":
            raise KeyboardInterrupt
        return suggested(_trial, key)

    with monkeypatch.context() as patch:
        patch.setattr(study_file, "suggested", interrupted)
        with pytest.raises(KeyboardInterrupt):
            search.study.ask()
    assert search.folder.journal.read_bytes() == written


def test_optunas_own_tools_open_it(tmp_path: Path) -> None:
    search = Search(tmp_path)
    proposals = search.proposals(3)
    storage = JournalStorage(JournalFileBackend(str(search.folder.journal)))
    trials = optuna.load_study(study_name=STUDY, storage=storage).trials
    assert [trial.params["training.learning_rate"] for trial in trials] == [
        one.settings["training.learning_rate"] for one in proposals
    ]
    assert trials[0].params["network.hidden"] == json.dumps(proposals[0].settings["network.hidden"])
