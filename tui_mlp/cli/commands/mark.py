"""`mlp-tui mark`: sessions of exercises marked, a line each."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from core.support.errors import InputError, os_error_text
from core.support.i18n import N_, _
from core.support.memory import not_enough_memory
from tui_mlp.cli.console import say, warn
from tui_mlp.cli.options import PATH, Options, option, shared_options
from tui_mlp.cli.output import print_json
from tui_mlp.cli.standard_input import STDIN, standard_input
from tui_mlp.cli.translated_help import TranslatedCommand
from tui_mlp.system.exit_status import UNUSABLE_INPUT

if TYPE_CHECKING:
    from core.exercises.saved.marked_session import MarkedSession
    from core.exercises.saved.session_folder import SessionFolder

LONGEST_LIST = 2**20
"""Bytes of a list of folders on stdin."""


@click.command(
    cls=TranslatedCommand,
    help=N_(
        "Mark sessions of exercises: each is done again from its journal, and what was changed in it is told.\n\n"
        "FOLDER is a session's folder, or one of many; - reads their names from stdin, one a line. Each line of a "
        "journal holds a digest of itself and of the line before, so that a change by hand shows. Whoever knows "
        "the program can make a new chain: to be sure, note the last digest, which a session says at its end, and "
        "compare it with the one shown here. With --exercise, all are marked by your own copy of the exercise, so that "
        "a change of its weights shows too, and the data may lie elsewhere; with --seed, the seed of the class as in "
        "`mlp-tui worksheet`, each student must have done their own sheet."
    ),
    examples=("mlp-tui mark handed-in/", "mlp-tui mark handed-in/ --exercise by-hand --seed 7 --csv > marks.csv"),
)
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...", type=PATH)
@option("--csv", is_flag=True, help=N_("Print a table for spreadsheets on stdout."))
@option("--exercise", metavar="EXPERIMENT", help=N_("Mark by this exercise, with the seed of each session."))
@shared_options
def mark(folders: tuple[Path, ...], csv: bool, exercise: str | None, options: Options) -> int:
    """Mark all sessions; the exit status, 2 where a folder couldn't be marked. Raises InputError."""
    from tui_mlp.cli.exercises.marking_table import csv_of, lines_of, problem_lines

    if options.seed is not None and exercise is None:
        raise InputError(_("--seed: the seed of the class belongs to an exercise; name it with --exercise"))
    marked, failed = list["MarkedSession"](), False
    for found in marks(folders, exercise, options):
        if isinstance(found, str):
            warn(found)
            failed = True
        elif options.json:
            print_json(found.record())
            for line in problem_lines(found):
                warn(line)
        else:
            marked.append(found)
    if csv:
        from tui_mlp.cli.output import csv_text, print_csv

        print_csv(csv_of(marked, csv_text()))
    elif not options.json:
        for line in lines_of(marked):
            say(line)
    if failed and exercise is None:
        warn(_("with --exercise EXPERIMENT, sessions are marked by your own copy of the exercise and of its data"))
    return UNUSABLE_INPUT if failed else 0


def marks(folders: tuple[Path, ...], exercise: str | None, options: Options) -> Iterator["MarkedSession | str"]:
    """Each session marked, or the message why it can't be."""
    from core.exercises.saved.data_cache import DataCache
    from core.exercises.saved.marked_session import mark_session
    from core.exercises.saved.reference_exercise import ReferenceExercise

    known = DataCache()
    true = None if exercise is None else ReferenceExercise(exercise, options.seed, options.overrides_without_seed)
    if true is not None:
        true.exercise(None)  # a wrong name is told once
    for folder in sessions(folders):
        if isinstance(folder, str):
            yield folder
            continue
        try:
            yield mark_session(folder, known, true)
        except InputError as problem:
            text, where = str(problem), str(folder.path)
            yield text if where in text else f"{where}: {text}"
        except OSError as problem:
            yield os_error_text(problem)
        except MemoryError as problem:
            yield f"{folder.path}: {not_enough_memory(problem)}"


def sessions(folders: tuple[Path, ...]) -> Iterator["SessionFolder | str"]:
    """The sessions in the folders, or messages on those that have none; - stands for those that stdin names."""
    from core.exercises.saved.session_folder import sessions_in

    for folder in folders:
        for path in named_on_stdin() if str(folder) == STDIN else (folder,):
            try:
                yield from sessions_in(path)
            except InputError as problem:
                yield str(problem)


def named_on_stdin() -> Iterator[Path]:
    """The folders that stdin names, one a line. Raises InputError where it is closed or names very many."""
    content = standard_input().read(LONGEST_LIST + 1)
    if len(content) > LONGEST_LIST:
        raise InputError(_("-: found a list of more than {} bytes, expected names of folders").format(LONGEST_LIST))
    for line in content.decode(sys.getfilesystemencoding(), "surrogateescape").splitlines():
        if line.strip():
            yield Path(line.strip())
