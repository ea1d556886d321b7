"""The prepared data of a job, kept for the next one with the same data settings."""

from collections import deque
from threading import Lock
from typing import NamedTuple

from core.data.dataset import Data
from core.data.preparing.preparation import Preparation
from core.data.preparing.preparation_record import to_json
from core.experiment.equivalence import same_data
from core.experiment.experiment import Experiment
from core.experiment.preparation import load_data

from .shipped_tables import ShippedTables, shipped_tables

KEPT = 2
"""How many prepared data a worker keeps: those of two seeds or folds, in turn."""


class KeptData(NamedTuple):
    """Prepared data, and what they were made of."""

    experiment: Experiment
    tables: ShippedTables | None
    preparation: bytes
    data: Data


_lock = Lock()
_kept: deque[KeptData] = deque(maxlen=KEPT)


def prepared_data(experiment: Experiment, key: str | None, preparation: Preparation | None = None) -> Data:
    """The data of an experiment, from the rows of `key` in `shipped_tables`, or built in where that is None.

    They are prepared as `preparation` says, that of a run which goes on. Data that are kept are used where they are the
    same; threads may call this at once. Raises InputError.
    """
    tables = None if key is None else shipped_tables(key)
    wanted = None if preparation is None else to_json(preparation)
    with _lock:  # while it prepares, too: two threads mostly want the same
        for one in _kept:
            same_rows = one.tables is tables and same_data(one.experiment, experiment)
            if same_rows and wanted in (None, one.preparation):
                return one.data
        table, test = tables or (None, None)
        data = load_data(experiment, preparation=preparation, table=table, test_table=test)
        _kept.append(KeptData(experiment, tables, to_json(data.preparation) if data.preparation else b"", data))
        return data
