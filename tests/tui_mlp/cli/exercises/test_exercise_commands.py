"""`exercise`, `mark` and `worksheet` on the command line."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from exercise_students import change_lines, hand_in
from program import in_process, records

from tui_mlp.cli.main import cli


def test_the_list_of_exercises(tmp_path: Path) -> None:
    listed = records(in_process(tmp_path, "exercise", "--json"))
    assert {"name": "by-hand", "level": 1}.items() <= listed[0].items()
    said = in_process(tmp_path, "exercise").stdout
    assert all(one["name"] in said and one["title"] in said for one in listed)


def test_marking_on_the_command_line(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    hand_in(runs, "by-hand", "Ana López", own={"Δ(3)[1,1]": "-0.6203"})
    changed = hand_in(runs, "by-hand", "=Luis")
    change_lines(changed, lambda lines: lines.pop(3))
    done = in_process(tmp_path, "mark", "runs")
    assert done.returncode == 0
    _heading, ana, luis, *_rest = done.stdout.splitlines()
    assert ana.split()[:3] == ["Ana", "López", "by-hand"]
    assert "the sign is wrong" in ana
    assert "CHANGED" in luis
    assert any("journal.jsonl, line 4: " in line for line in done.stdout.splitlines())
    first, second = records(in_process(tmp_path, "mark", "--json", "runs"))
    assert (first["student"], first["intact"], second["intact"]) == ("Ana López", True, False)
    table = list(csv.DictReader(StringIO(in_process(tmp_path, "mark", "--csv", "runs").stdout)))
    assert [row["intact"] for row in table] == ["1", "0"]
    assert table[1]["student"] == "'=Luis", "no formula for a spreadsheet"
    for row, one, line in zip(table, (first, second), (ana, luis), strict=True):
        assert (row["score"], row["of"]) == (f"{one['score']:g}", str(one["of"]))
        assert (row["exercise"], row["seed"], row["folder"]) == ("by-hand", "", one["run"])
        assert f" {row['last_digest'][:12]} " in line
        assert len(row["last_digest"]) == 64
    assert ("the sign is wrong" in table[0]["slips"], table[0]["problems"]) == (True, "")
    assert table[1]["problems"]


def test_names_command_no_terminal(tmp_path: Path) -> None:
    """Whoever writes a student's name, or an exercise's."""
    harm = "A\x1b]0;owned\x07\x9b2J\u202eb"
    asked = in_process(tmp_path, "exercise", "by-hand", "--plain", "--student", harm)
    assert r"student A\x1b]0;owned" in asked.stdout
    folder = hand_in(tmp_path / "runs", "by-hand", harm)
    said = [asked, *(in_process(tmp_path, "mark", str(folder), *option) for option in ((), ("--csv",), ("--json",)))]
    for done in said:
        assert done.returncode == 0
        assert r"A\x1b]0;owned" in done.stdout or r"A\u001b]0;owned" in done.stdout
        assert not set("\x1b\x07\x9b\u202e") & set(done.stdout)


def test_a_folder_that_cant_be_marked_doesnt_keep_the_others(tmp_path: Path) -> None:
    hand_in(tmp_path / "runs", "by-hand", "Ana")
    (tmp_path / "empty").mkdir()
    done = in_process(tmp_path, "mark", "--json", "empty", "runs", "nowhere")
    assert done.returncode == 2
    assert [one["student"] for one in records(done)] == ["Ana"]
    assert "empty" in done.stderr
    assert "nowhere" in done.stderr


def test_of_many_wrong_lines_a_few_are_told(tmp_path: Path) -> None:
    folder = hand_in(tmp_path / "runs", "by-hand", "Ana")
    change_lines(folder, lambda lines: lines.extend([b"nonsense\n"] * 20))
    said = in_process(tmp_path, "mark", "runs").stdout
    assert said.count("journal.jsonl, line ") == 5
    assert "15 more lines are wrong there" in said


def test_a_message_on_a_folder_names_it(tmp_path: Path) -> None:
    """Of thirty, one must know which."""
    folder = hand_in(tmp_path / "runs", "by-hand", "Ana")
    path = folder / "exercise.toml"
    path.write_text(path.read_text("utf-8").replace("hidden = [2]", "hidden = [3]"), "utf-8")
    done = in_process(tmp_path, "mark", "runs")
    assert done.returncode == 2
    assert f"{folder.name}: network.weights" in done.stderr


def test_folders_by_their_names_on_stdin(tmp_path: Path) -> None:
    folders = [hand_in(tmp_path, "by-hand", name) for name in ("Ana", "Luis")]
    done = CliRunner().invoke(cli, ["mark", "-", "--json"], input="\n".join(map(str, folders)))
    assert [json.loads(line)["student"] for line in done.stdout.splitlines()] == ["Ana", "Luis"]


def test_a_table_that_lies_elsewhere(tmp_path: Path) -> None:
    """As it does on the teacher's machine."""
    rows = "".join(f"{number},{number % 3},{'ab'[number % 2]}\n" for number in range(30))
    (tmp_path / "theirs.csv").write_text("x,y,class\n" + rows)
    folder = hand_in(tmp_path / "runs", str(tmp_path / "theirs.csv"), "Ana")
    (tmp_path / "theirs.csv").rename(tmp_path / "mine.csv")
    done = in_process(tmp_path, "mark", str(folder), "--json")
    assert done.returncode == 2
    assert "--exercise" in done.stderr
    (marked,) = records(in_process(tmp_path, "mark", str(folder), "--json", "--exercise", "mine.csv"))
    assert marked["intact"]
    (tmp_path / "mine.csv").write_text("x,y,class\n" + rows.replace("1,1,b", "1,2,b"))
    done = in_process(tmp_path, "mark", str(folder), "--json", "--exercise", "mine.csv")
    assert "examples" in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["exercise", "by-hnd", "--plain"], "by-hand"),
        (["exercise", "by-hand", "--plain", "--seed", "-1"], "--seed"),
        (["exercise", "by-hand", "--json"], "mlp-tui mark FOLDER --json"),
        (["exercise", "by-hand", "--json", "--plain"], "mlp-tui mark FOLDER --json"),
        (["mark", "runs", "--seed", "3"], "--exercise"),
        (["worksheet", "by-hand", "--students", "names.csv"], "--seed"),
        (["worksheet", "by-hand", "--students", "names.csv", "--seed", "1"], "names.csv"),
    ],
)
def test_what_cant_be_used_is_told(words: list[str], told: str, tmp_path: Path) -> None:
    done = in_process(tmp_path, *words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert told in done.stderr


def test_a_session_goes_on_as_it_began(tmp_path: Path) -> None:
    folder = hand_in(tmp_path / "runs", "by-hand", "Ana")
    done = in_process(tmp_path, "exercise", folder.name, "--plain", "--seed", "3")
    assert done.returncode == 2
    assert "--seed" in done.stderr


@pytest.mark.parametrize("ending", ["md", "tex"])
def test_worksheets_are_never_written_over(ending: str, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("name\nAna López\nLuis\n", "utf-8")
    words = ("worksheet", "by-hand", "--students", "names.csv", "--seed", "7", "--to", ending, "--out", "of/sheets")
    sheets = tmp_path / "of" / "sheets"
    written = records(in_process(tmp_path, *words, "--json"))
    names = [f"ana-lópez.{ending}", f"luis.{ending}", f"answer-key.{ending}"]
    assert [Path(one["file"]).name for one in written] == names
    assert [one["student"] for one in written] == ["Ana López", "Luis", None]
    assert (written[0]["seed"], written[2]["seed"]) == (691846, 7)
    assert sorted(path.name for path in sheets.iterdir()) == sorted(names)
    for name in (names[0], names[2]):
        for path in sheets.iterdir():
            path.unlink()
        (sheets / name).write_text("mine")
        again = in_process(tmp_path, *words)
        assert again.returncode == 2
        assert name in again.stderr
        assert [(path.name, path.read_text()) for path in sheets.iterdir()] == [(name, "mine")]
    (sheets / names[2]).unlink()
    (sheets / names[2]).symlink_to("nowhere")
    assert in_process(tmp_path, *words).returncode == 2
    assert [path.name for path in sheets.iterdir()] == [names[2]], "nor is one written beside it"
