"""The rows of an experiment's files, as they travel to workers."""

from dataclasses import replace
from hashlib import blake2b
from threading import Lock
from typing import NamedTuple

from core.data.table import Table
from core.experiment.experiment import Experiment
from core.experiment.parsing import is_file_source
from core.experiment.tables import read_table, read_test_table, source_settings
from core.support.errors import InputError
from core.support.i18n import _
from core.support.memory import memory_errors_as_input
from core.support.random_streams import streams


class ShippedTables(NamedTuple):
    """The rows of data.source, and those of data.test where it is set."""

    table: Table
    test: Table | None = None


_lock = Lock()
_tables: dict[str, ShippedTables] = {}


def table_key(sweep: str, experiment: Experiment) -> str | None:
    """The key of an experiment's rows on the workers, the same for all that read the same files in the same way.

    None where they are in no file: data that are built in or in the experiment itself.
    """
    data = experiment.data
    if not is_file_source(data.source):
        return None
    settings = vars(source_settings(data)).copy()
    settings["kinds"] = sorted(dict(settings["kinds"]).items())
    text = repr((data.source, data.test, sorted(settings.items())))
    return f"{sweep}:{blake2b(text.encode('utf-8', 'backslashreplace'), digest_size=12).hexdigest()}"


def read_shipped_tables(experiment: Experiment) -> ShippedTables:
    """The rows of an experiment's files, to be sent to workers. Raises InputError where they can't be used.

    The numbers of their lines stay here; they stand in messages alone.
    """
    with memory_errors_as_input(experiment.data.source):
        table = read_table(experiment.data, streams(experiment.seed).data)  # files draw nothing from the stream
        test = read_test_table(experiment.data, table)
    return ShippedTables(replace(table, lines=()), test and replace(test, lines=()))


def add_table(key: str, tables: ShippedTables) -> None:
    """On a worker: keep these rows, in place of earlier ones of the same key."""
    with _lock:
        _tables[key] = tables


def remove_table(key: str) -> None:
    """On a worker: forget the rows of this key, if there are any."""
    with _lock:
        _tables.pop(key, None)


def shipped_tables(key: str) -> ShippedTables:
    """On a worker: the rows of this key. Raises InputError where it hasn't got them."""
    with _lock:
        found = _tables.get(key)
    if found is None:
        raise InputError(_("the worker has no rows of the data, expected them to be sent before the first job"))
    return found
