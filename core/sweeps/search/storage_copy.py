"""Optuna's journal copied to an SQLite file for its dashboard: some 15 ms a trial."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from core.support import atomic_files as files
from core.support.errors import InputError
from core.support.i18n import _
from core.sweeps.saved.sweep_folder import SweepFolder


def copy_to_storage(folder: SweepFolder, path: Path) -> None:
    """Copy the study to a new SQLite file, which `optuna-dashboard sqlite:///FILE` shows.

    The sweep may go on meanwhile. Raises InputError if the file exists, or there is no journal or a damaged one, and
    OSError.
    """
    if path.exists() or path.is_symlink():
        raise InputError(_("{}: exists already; delete it, or give another name").format(path))
    if not folder.journal.is_file():
        raise InputError(_("{}: has no journal of Optuna, as no trial has begun").format(folder.path))
    if not path.parent.is_dir():
        raise InputError(_("{}: there is no such folder; make it, or give another name").format(path.parent))
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        _copy_journal(folder.journal, unfinished)
        os.replace(unfinished, path)
        files.sync_folder(path.parent)
    finally:
        with suppress(OSError):
            unfinished.unlink()


def _copy_journal(journal: Path, path: Path) -> None:
    """Copy the study in a journal, which is only read, to a new SQLite file. Raises InputError and OSError."""
    import optuna  # here: much is refused before, and Optuna takes half a second
    from optuna.storages import JournalStorage, RDBStorage
    from optuna.storages.journal import JournalFileBackend
    from sqlalchemy.exc import SQLAlchemyError

    from .quiet import quiet_optuna
    from .study import STUDY

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
