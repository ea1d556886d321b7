"""DuckDB, open for one file."""

import threading
from _thread import interrupt_main
from pathlib import Path

import pytest

from core.data.reading import duckdb_connection
from core.data.reading.duckdb_connection import connect

ENDLESS = "SELECT sum(hash(range)) FROM range(1_000_000_000_000_000)"
"""A query that no machine finishes, so that the interrupt always comes during it."""


def test_ctrl_c_during_a_query_is_ctrl_c(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With one thread: of several, another may run the query, and only the one that asked looks at signals."""
    monkeypatch.setattr(duckdb_connection, "THREADS", 1)

    def query() -> None:
        with connect(tmp_path / "any.csv") as connection:
            threading.Timer(0.1, interrupt_main).start()
            connection.execute(ENDLESS).fetchall()

    with pytest.raises(KeyboardInterrupt):
        query()
