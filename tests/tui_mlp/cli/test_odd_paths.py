"""Names that are too long, and folders that can't be read: one message, whichever command meets them."""

import os
from errno import EACCES
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tui_mlp.cli.completion import runs as completed
from tui_mlp.cli.main import cli
from tui_mlp.session.reading.runs_reader import RunsReader
from tui_mlp.system.terminal_size import remove_unusable_sizes

LONG = "x" * 300


def invoke(*words: str) -> str:
    """The one message on stderr."""
    done = CliRunner().invoke(cli, words)
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.output
    return done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["train", LONG],
        ["train", f"{LONG}.toml"],
        ["train", f"{LONG}.csv"],
        ["train", "xor", "--set", f"data.source={LONG}"],
        ["train", "xor", "--runs-dir", LONG],
        ["runs", "--runs-dir", LONG],
        ["resume", "--headless", "--runs-dir", LONG],
        ["resume", LONG, "--headless"],
        ["replay", LONG, "--headless"],
        ["runs", "export", LONG],
    ],
    ids=lambda words: " ".join(words).replace(LONG, "LONG"),
)
def test_a_name_of_more_than_255_characters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    monkeypatch.chdir(tmp_path)
    message = invoke(*words)
    assert LONG[:60] in message
    assert "too long" in message


def test_a_long_name_of_an_experiment_is_cut_in_the_folders(tmp_path: Path) -> None:
    words = ["train", "xor", "--epochs", "1", "--set", f"name={'ñ' * 300}", "--runs-dir", str(tmp_path / "runs")]
    assert CliRunner().invoke(cli, words).exit_code == 0
    (path,) = (tmp_path / "runs").iterdir()
    assert len(os.fsencode(path.name)) < 255


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that this person may not read, root or not."""
    folder, real = tmp_path / "closed", os.listdir
    folder.mkdir()

    def refuse(path: str = ".") -> list[str]:
        if str(path) == str(folder):
            raise PermissionError(EACCES, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "listdir", refuse)
    return folder


@pytest.mark.parametrize(
    "words", [["runs"], ["runs", "--json"], ["resume", "--headless"], ["replay", "a", "--headless"]]
)
def test_a_folder_of_runs_that_cannot_be_read(closed: Path, words: list[str]) -> None:
    assert f"{closed}: cannot be read: Permission denied" in invoke(*words, "--runs-dir", str(closed))


def test_a_file_in_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "Not a directory" in invoke("runs", "--runs-dir", str(tmp_path / "file"))


def test_no_folder_yet_has_no_runs(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["runs", "--runs-dir", str(tmp_path / "none")])
    assert (done.exit_code, done.stderr) == (0, "")


def test_the_runs_view_tells_it_once_and_completion_nothing(closed: Path) -> None:
    reader = RunsReader(closed)
    for _ in range(3):
        reader.read([])
    assert reader.close()
    assert reader.found is not None
    assert reader.found.runs == ()
    assert "Permission denied" in reader.events.get(timeout=20).text
    assert reader.events.empty()

    parameter = click.Argument(["run"])
    context = click.Context(click.Command("open", params=[parameter]))
    context.params["runs_dir"] = closed
    assert [item.type for item in completed(context, parameter, "")] == ["dir"]


@pytest.mark.parametrize("value", ["0", "-3", "100000", "9" * 5000, "²", "٣", "x", "", " 80", "80.0"])
def test_sizes_that_no_terminal_has(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    for name in ("COLUMNS", "LINES"):
        monkeypatch.setenv(name, value)
    remove_unusable_sizes()
    assert not {"COLUMNS", "LINES"} & set(os.environ)


def test_sizes_that_a_terminal_may_have_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "132")
    monkeypatch.setenv("LINES", "50")
    remove_unusable_sizes()
    assert (os.environ["COLUMNS"], os.environ["LINES"]) == ("132", "50")
