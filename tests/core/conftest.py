"""Recorded trainings, for the tests of saved runs; one DuckDB for the tests of many small tables."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from recorded import Recorded, some_experiment

from core.data.reading.text_tables import scanning

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Recorded]]:
    """A function that begins a recorded training with other settings."""
    made = []

    def begin(*overrides: str) -> Recorded:
        made.append(Recorded(some_experiment(tmp_path / "home", *overrides), tmp_path / "runs"))
        return made[-1]

    yield begin
    for run in made:
        run.close()


@pytest.fixture(scope="session")
def open_duckdb() -> "Iterator[DuckDBPyConnection]":
    """A database for tests that read hundreds of small tables: to open one takes longer than to read such a table.

    It may read any file, where the program's own may read the one it is opened for.
    """
    import duckdb

    with duckdb.connect(":memory:", config={"enable_external_file_cache": False}) as connection:
        yield connection


@pytest.fixture
def one_duckdb(open_duckdb: "DuckDBPyConnection", monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts are read by the same database. That each is opened for its file alone is tested in test_table_files.py."""

    def cursor(*_paths: Path) -> "AbstractContextManager[DuckDBPyConnection]":
        return closing(open_duckdb.cursor())

    monkeypatch.setattr(scanning, "connect", cursor)
