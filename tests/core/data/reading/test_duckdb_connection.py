"""DuckDB, open for one file."""

import threading
from _thread import interrupt_main
from pathlib import Path

import pytest

from core.data.reading.duckdb_connection import connect

SLOW = "SELECT sum(hash(range)) FROM range(40_000_000)"


def test_ctrl_c_during_a_query_is_ctrl_c(tmp_path: Path) -> None:
    def query() -> None:
        with connect(tmp_path / "any.csv") as connection:
            threading.Timer(0.1, interrupt_main).start()
            connection.execute(SLOW).fetchall()

    with pytest.raises(KeyboardInterrupt):
        query()
