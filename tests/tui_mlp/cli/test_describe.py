"""`mlp-tui describe`: the same as a table and as JSON, of files, built-in data and stdin."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from program import in_process

from tui_mlp.cli.main import cli

TABLE = "u,v,colour\n" + "".join(f"{n / 10},{n % 7 + 0.5},{('red', 'blue')[n % 2]}\n" for n in range(40))
KEYS = [
    "rows", "left_out", "separator", "decimal", "encoding", "header", "target", "task", "classes", "columns",
    "inputs", "notes",
]  # fmt: skip


def test_json(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TABLE)
    done = in_process(tmp_path, "describe", "t.csv", "--json")
    found = json.loads(done.stdout)
    assert list(found) == KEYS
    assert (found["rows"], found["task"], found["inputs"]) == (40, "classification", 2)
    assert found["classes"] == {"blue": 20, "red": 20}
    assert list(found["columns"][0]) == ["name", "kind", "role", "missing", "distinct", "why"]


def test_as_a_table_by_settings_and_in_a_narrow_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "t.csv").write_text(TABLE.replace("red", "1").replace("blue", "2"))
    monkeypatch.setenv("COLUMNS", "40")
    said = in_process(tmp_path, "describe", "t.csv", "--set", "data.target=u", "--set", "data.task=regression").stdout
    assert "regression of u" in said
    assert max(map(len, said.splitlines())) <= 40


@pytest.mark.parametrize("name", ["iris", "digits", "spiral", "xor-by-hand", "diabetes"])
def test_built_in_data(tmp_path: Path, name: str) -> None:
    found = json.loads(in_process(tmp_path, "describe", name, "--json").stdout)
    assert found["rows"] > 3
    assert found["inputs"] > 1
    assert found["notes"] == []


def test_messages_about_stdin_do_not_name_its_copy() -> None:
    done = CliRunner().invoke(cli, ["describe", "-"], input="a,b\n1,2\n1,2,3\n")
    assert done.exit_code == 2
    assert done.stderr.startswith("mlp-tui: stdin: ")
