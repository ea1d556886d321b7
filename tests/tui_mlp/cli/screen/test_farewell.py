"""What is said at the end of a session in which a sweep was started."""

import sys
from pathlib import Path

import pytest
from saved_sweeps import NAME, a_status, a_sweep, trials_of, write_status

from core.sweeps.saved.records import ENDED
from tui_mlp.cli.screen.farewell import end_sweep
from tui_mlp.session.sweep.sweep_process import SweepProcess


@pytest.fixture
def process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SweepProcess:
    """A process that ends when its stdin closes."""
    folder, program = a_sweep(tmp_path, 6, metrics=False), tmp_path / "program"
    program.write_text("#!/bin/sh\ncat >/dev/null; exit 130\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    return SweepProcess(folder)


def test_a_sweep_that_was_stopped_goes_on_by_a_command(
    tmp_path: Path, process: SweepProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    end_sweep(process)
    assert not process.lives
    assert capsys.readouterr().out.splitlines() == [
        f"{NAME}: the sweep is being stopped and saved …",
        f"{NAME}: 4 trials have ended",
        f"continue with: mlp-tui sweep resume {NAME} --runs-dir {tmp_path}",
    ]


def test_one_that_had_ended_needs_none(process: SweepProcess, capsys: pytest.CaptureFixture[str]) -> None:
    assert process.close()
    write_status(process.folder, a_status(*trials_of(6, 0), ENDED))
    end_sweep(process)
    assert capsys.readouterr().out.splitlines() == [f"{NAME}: all its trials have ended"]
