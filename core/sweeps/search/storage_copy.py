"""Optuna's journal copied to an SQLite file, by Optuna."""

from pathlib import Path
from typing import Any

import optuna
from optuna.storages import JournalStorage, RDBStorage
from optuna.storages.journal import JournalFileBackend
from sqlalchemy import URL, event
from sqlalchemy.exc import SQLAlchemyError

from core.support.errors import InputError
from core.support.i18n import _

from .quiet import quiet_optuna
from .study import STUDY


def copy_journal(journal: Path, path: Path) -> None:
    """Copy the study in a journal, which is only read, to a new SQLite file. Raises InputError and OSError."""
    with quiet_optuna():
        try:
            source = JournalStorage(JournalFileBackend(str(journal)))
        except (KeyError, ValueError, TypeError, AssertionError) as problem:
            message = _("{}: isn't the journal of a sweep, or is damaged: {}")
            raise InputError(message.format(journal, problem)) from problem
        address = URL.create("sqlite", database=str(path)).render_as_string()
        target = RDBStorage(address)
        event.listen(target.engine, "connect", _without_sync)
        target.engine.dispose()
        try:
            optuna.copy_study(from_study_name=STUDY, from_storage=source, to_storage=target)
        except SQLAlchemyError as problem:
            raise OSError(str(problem)) from problem
        finally:
            target.remove_session()
            target.engine.dispose()


def _without_sync(connection: Any, _record: object) -> None:
    """The file gets its name only when all is in it, so that it needn't be safe at each trial."""
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = MEMORY")
