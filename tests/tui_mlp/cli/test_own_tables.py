"""Tables of every kind that people have, through `describe` and `train`: the right outcome, or one message."""

import json
from pathlib import Path

import pytest
from program import in_process
from table_cases import OWN_TABLES, problems


@pytest.mark.parametrize("name", OWN_TABLES)
def test_own_tables(name: str, tmp_path: Path) -> None:
    table = OWN_TABLES[name]
    (tmp_path / table.file).write_bytes(table.content)
    described = in_process(tmp_path, "describe", table.file, "--json", *table.arguments)
    trained = in_process(tmp_path, "train", table.file, "--json", "--epochs", "5", *table.arguments)
    if table.refused:
        for done in (described, trained):
            assert (done.returncode, done.stdout) == (2, ""), done.stdout
            (message,) = done.stderr.splitlines()
            for words in table.refused:
                assert words in message
        return
    assert described.returncode == 0, described.stderr
    assert described.stderr == ""
    found = json.loads(described.stdout)
    assert problems(table, found) == [], "\n".join(found["notes"])
    assert trained.returncode == 0, trained.stderr
    assert [line.removeprefix("mlp-tui: note: ") for line in trained.stderr.splitlines()] == found["notes"]
    assert "\x1b" not in trained.stderr + trained.stdout
    last = json.loads(trained.stdout.splitlines()[-1])
    assert last["epochs"] == 5
    assert table.trained(last), last
