"""With `--ascii` every command writes ASCII alone, whatever the names of files and classes are."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from core.runs.run_list import RunList
from tui_mlp.cli.commands import bench
from tui_mlp.cli.main import COMMANDS, cli

NAME = "ñandú → 日本"
COMMAND_LINES: dict[str, list[list[str]]] = {
    "train": [
        [f"{NAME}.csv", "--epochs", "2"],
        ["xor", "--epochs", "2", "--against", "network.hidden=[3]"],
        ["xor", "--plain"],
    ],
    "step": [[f"{NAME}.csv", "--plain"], [f"no {NAME}", "--plain"], [f"{NAME}.csv"]],
    "describe": [[f"{NAME}.csv"], [f"no {NAME}"]],
    "datasets": [[]],
    "check": [[f"{NAME}.csv"], ["--help"]],
    "bench": [["by-hand"]],
    "trace": [[f"{NAME}.csv"]],
    "resume": [["RUN", "--headless", "--epochs", "3"], [NAME]],
    "replay": [["RUN", "--headless"], [NAME]],
    "record": [["RUN", "é.svg"], ["RUN", f"{NAME}.gif"], ["RUN", "a.svg", "--pane", NAME]],
    "runs": [[], ["--runs-dir", NAME]],
    "evaluate": [["RUN"], ["RUN", f"{NAME}.csv", "--best"], [NAME]],
    "predict": [["RUN", f"{NAME}.csv", "--proba"], ["RUN", f"no {NAME}"]],
    "export": [["RUN", f"{NAME}.npz"], [NAME, f"{NAME}.npz"], ["RUN", f"{NAME}.pdf"]],
    "exercise": [[], ["by-hand", "--plain", "--student", NAME], [NAME, "--plain"]],
    "mark": [["runs"], [NAME]],
    "worksheet": [["by-hand", "--out", NAME], [NAME]],
    "sweep": [[], [f"{NAME}.toml"], ["resume", NAME], ["export", NAME, "--to", "csv"]],
    "open": [[f"no {NAME}"], ["xor", "--set", f"network.loss={NAME}"], [f"--{NAME}"]],
}


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of runs, with one; the table that it was trained on is in the current folder."""
    monkeypatch.chdir(tmp_path)
    lines = (f"{number},{number % 3},{(NAME, 'é')[number % 2]}\n" for number in range(20))
    (tmp_path / f"{NAME}.csv").write_text(f"{NAME},b,é\n" + "".join(lines))
    done = CliRunner().invoke(cli, ["train", f"{NAME}.csv", "--epochs", "2", "--runs-dir", "runs"])
    assert done.exit_code == 0, done.output
    return tmp_path / "runs"


def test_every_command(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "ROUND_SECONDS", 0.001)
    assert set(COMMAND_LINES) == set(COMMANDS)
    listing = RunList(runs)
    listing.refresh()
    run = listing.runs[0].folder.name
    for command, lines in COMMAND_LINES.items():
        for line in lines:
            words = [run if word == "RUN" else word for word in line]
            runs_dir = [] if "--runs-dir" in words else ["--runs-dir", str(runs)]
            done = CliRunner().invoke(cli, [command, "--ascii", *runs_dir, *words])
            assert done.output.strip(), (command, line)
            assert done.output.isascii(), (command, line, done.output)


def test_what_can_be_used_is_spelled_out(runs: Path) -> None:
    """A letter without its accent would be another name."""
    said = CliRunner().invoke(cli, ["runs", "--ascii", "--runs-dir", str(runs)]).output
    assert r"\xf1and\xfa" in said
    assert "nandu" in said, "the data's name, which is only read"
