"""Tables of every kind that people have, through `describe` and `train`: the right outcome, or one message."""

import json
from pathlib import Path

import pytest
from program import in_process
from table_cases import OWN_TABLES, SAME_ONCE_READ, problems

from core.data.source_settings import SourceSettings
from core.data.sources import read_table_of
from core.data.table import Table


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both commands read a file by one function: what it makes of the same file and settings isn't asked twice."""
    tables: dict[str, Table] = {}

    def read(path: Path, settings: SourceSettings) -> Table:
        asked = f"{path} {settings}"
        if asked not in tables:
            tables[asked] = read_table_of(path, settings)
        return tables[asked]

    monkeypatch.setattr("core.experiment.tables.read_table_of", read)


@pytest.mark.parametrize("name", OWN_TABLES)
def test_own_tables(name: str, tmp_path: Path) -> None:
    table = OWN_TABLES[name]
    (tmp_path / table.file).write_bytes(table.content)
    described = in_process(tmp_path, "describe", table.file, "--json", *table.arguments)
    if table.refused:
        trained = in_process(tmp_path, "train", table.file, "--json", "--epochs", "5", *table.arguments)
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
    if name in SAME_ONCE_READ:
        return
    trained = in_process(tmp_path, "train", table.file, "--json", "--epochs", "5", *table.arguments)
    assert trained.returncode == 0, trained.stderr
    assert [line.removeprefix("mlp-tui: note: ") for line in trained.stderr.splitlines()] == found["notes"]
    assert "\x1b" not in trained.stderr + trained.stdout
    last = json.loads(trained.stdout.splitlines()[-1])
    assert last["epochs"] == 5
    assert table.trained(last), last
