"""Optuna's journal copied to an SQLite file, by Optuna, which takes some 15 ms a trial."""

import sqlite3
from pathlib import Path

import optuna
from optuna.storages import JournalStorage, RDBStorage
from optuna.storages.journal import JournalFileBackend
from sqlalchemy.exc import SQLAlchemyError

from core.support.errors import InputError
from core.support.i18n import _

from .quiet import quiet_optuna
from .study import STUDY


def copy_journal(journal: Path, path: Path) -> None:
    """Copy the study in a journal, which is only read, to a new SQLite file. Raises InputError and OSError."""

    def connect() -> sqlite3.Connection:
        # By a function, as a path isn't safe in an address: it may have a ? in it.
        connection = sqlite3.connect(path, check_same_thread=False)
        # Half a copy is thrown away, so that each trial needn't be safe on the disk.
        connection.executescript("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY")
        return connection

    with quiet_optuna():
        try:
            source = JournalStorage(JournalFileBackend(str(journal)))
            source.get_study_id_from_name(STUDY)
        except (KeyError, ValueError, TypeError, AssertionError) as problem:
            message = _("{}: isn't the journal of a sweep, or is damaged: {}")
            raise InputError(message.format(journal, problem)) from problem
        try:
            target = RDBStorage("sqlite://", engine_kwargs={"creator": connect})
            try:
                optuna.copy_study(from_study_name=STUDY, from_storage=source, to_storage=target)
            finally:
                target.remove_session()
                target.engine.dispose()
        except (SQLAlchemyError, sqlite3.Error) as problem:
            raise OSError(f"{path}: {problem}") from problem
