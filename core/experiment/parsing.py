"""Experiment files and `--set` overrides parsed, with the place of each key."""

import os
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from core.support.errors import InputError
from core.support.escaping import shortened
from core.support.i18n import _, ngettext
from core.support.regular_files import read_named
from core.support.suggestions import nearest_name

from .exercises.exercise_sessions import is_exercise_session, no_run_but_session
from .exercises.exercise_settings import EXERCISE
from .settings import SECTIONS
from .sweep_settings import SPACE, SWEEP

EXPERIMENT_FILE = "experiment.toml"
INLINE = "inline"
ARRAYS = "arrays"
"""How a data.source begins that is arrays of a program; a digest of them follows. A file's begins with a slash."""
LARGEST_FILE = 2**26
"""Bytes of an experiment file; a million weights take 20 MB."""

LONGEST_NAME = 300
"""Characters of a file name in a message; longer ones are shortened."""

HEADER = re.compile(r"""\s*\[{1,2}\s*([A-Za-z_"'][^\[\],=]*)\]{1,2}\s*(?:#.*)?$""")
ASSIGNMENT = re.compile(r"\s*([^\s=#\[\]{},][^=#\[\]{},]*)=")
STRING = re.compile(r"""'[^']*'?|"(?:[^"\\]|\\.)*"?""")
NOT_IN_KEY = re.compile(r"[=,#\[\]{}]")
MOST_PARTS = 100
"""Dots of a key that are still parsed; no key of an experiment has more than one."""

POSITION = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")


class RawSetting(NamedTuple):
    """An unchecked value, its place for messages, and the folder to which a path in it is relative."""

    value: object
    place: str = ""
    folder: str = ""


def read_source(source: str | Path) -> dict[str, RawSetting]:
    """The entries of a catalog name, TOML file, data file, folder of images or run folder by dotted key.

    Raises InputError.
    """
    from core.data.catalog import BUILTINS, EXERCISES
    from core.data.shipped_files import find_shipped_file

    text = str(source)
    if text in BUILTINS:
        return {"name": RawSetting(text), "data.source": RawSetting(text)}
    if text in EXERCISES:
        return {"name": RawSetting(text), **read_toml(find_shipped_file(f"exercises/{text}.toml"))}
    path = Path(source)
    if os.path.isdir(path):
        inside = path / EXPERIMENT_FILE
        try:
            os.lstat(inside)
        except FileNotFoundError as problem:
            return _image_folder(path, problem)
        except OSError:
            pass  # a folder without permission: reading the file raises the error
        return {"name": RawSetting(inside.stem), **read_toml(inside, follow=False)}
    if path.suffix != ".toml":
        return {"name": RawSetting(path.stem), "data.source": RawSetting(text)}
    return {"name": RawSetting(path.stem), **read_toml(path)}


def is_file_source(source: str) -> bool:
    """Whether a data.source is a file or folder, not a built-in data set or inline."""
    from core.data.catalog import BUILTINS

    return source != INLINE and not is_arrays(source) and source not in BUILTINS


def is_arrays(source: str) -> bool:
    """Whether a data.source is arrays of a program, which are in no file."""
    return source.split(" ")[0] == ARRAYS


def is_run(source: str | Path) -> bool:
    """Whether a source is the folder of a saved run, which has an experiment file of its own."""
    return os.path.lexists(Path(source) / EXPERIMENT_FILE)


def _image_folder(path: Path, problem: FileNotFoundError) -> dict[str, RawSetting]:
    """The entries of a folder of images. Raises InputError, from the problem, for a folder that is none."""
    from core.data.reading.images.class_folders import is_image_folder, what_folder_holds

    if is_exercise_session(path):
        raise InputError(no_run_but_session(path)) from problem
    if is_image_folder(path):
        name = os.path.basename(os.path.abspath(path)) or "images"
        return {"name": RawSetting(name), "data.source": RawSetting(str(path))}
    message = _(
        "{}: found a folder without {}; expected a run folder, see `mlp-tui runs`, or a folder with a folder of images "
        "(PNG, JPEG) for each class"
    )
    found = what_folder_holds(path)
    raise InputError(message.format(path, EXPERIMENT_FILE) + (f"; {found}" if found else "")) from problem


def read_toml(path: Path, follow: bool = True) -> dict[str, RawSetting]:
    """The entries of a TOML file by dotted key. `follow` allows symbolic links, which run folders must not hold.

    Raises InputError with line and column where the file isn't TOML.
    """
    content = read_named(path, _("an experiment file"), LARGEST_FILE, follow)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = problem.object.count(b"\n", 0, problem.start) + 1
        message = _("{}, line {}: found bytes that are not UTF-8, expected TOML text in UTF-8")
        raise InputError(message.format(path, line)) from problem
    refuse_long_keys(path, text)
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        raise InputError(_syntax(path, text, str(problem))) from problem
    lines = text.split("\n")  # splitlines would also split at form feeds in comments
    positions = key_positions(lines)
    try:
        return flatten(document, lambda key: _place(path, key_position(key, positions)), str(path.parent))
    except InputError as problem:
        raise InputError(f"{path}: {problem}") from None


def refuse_long_keys(path: Path, text: str) -> None:
    """Raises InputError for a key of very many parts, for which tomllib takes quadratic time."""
    for line, characters in enumerate(text.split("\n"), 1):
        if characters.count(".") > MOST_PARTS:
            parts = max(one.count(".") for one in NOT_IN_KEY.split(STRING.sub("", characters)))
            if parts > MOST_PARTS:
                message = ngettext(
                    "{}, line {}: found a key of {} part, expected SECTION.KEY",
                    "{}, line {}: found a key of {} parts, expected SECTION.KEY",
                    parts + 1,
                )
                raise InputError(message.format(path, line, parts + 1))


def _syntax(path: Path, text: str, problem: str) -> str:
    """A message of tomllib, with its position moved to the front."""
    message = _("{}: not valid TOML: {}")
    found = POSITION.search(problem)
    if not found:
        return message.format(path, problem)
    lines = text.split("\n")
    line, column = int(found[1] or len(lines)), int(found[2] or len(lines[-1]) + 1)
    return message.format(_place(path, (line, column)), problem[: found.start()])


def _place(path: Path, position: tuple[int, int] | None) -> str:
    return _("{}, line {}, column {}").format(path, *position) if position else str(path)


def key_positions(lines: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Line and column, from 1, of the first occurrence of each dotted key, and of each section under "SECTION.".

    A search by regular expressions that ignores strings and inline tables: good enough to point at a key.
    """
    positions: dict[str, tuple[int, int]] = {}
    section = ""
    for number, line in enumerate(lines, 1):
        header, assignment = HEADER.match(line), ASSIGNMENT.match(line)
        if header:
            section = found = bare_key(header[1])
        elif assignment:
            found = ".".join(filter(None, (section, bare_key(assignment[1]))))
        else:
            continue
        position = number, len(line) - len(line.lstrip()) + 1
        positions.setdefault(found, position)
        positions.setdefault(f"{found.partition('.')[0]}.", position)
    return positions


def key_position(key: str, positions: Mapping[str, tuple[int, int]]) -> tuple[int, int] | None:
    """Line and column of a dotted key, else of its section; None where neither was found."""
    wanted = bare_key(key)
    section, dot, _name = wanted.partition(".")
    return positions.get(wanted) or (positions.get(f"{section}.") if dot else None)


def bare_key(key: str) -> str:
    """A dotted key without its quotes and blanks."""
    return re.sub(r"[\s\"']", "", key)


def flatten(
    document: Mapping[str, object], place: Callable[[str], str] = lambda _key: "", folder: str = ""
) -> dict[str, RawSetting]:
    """Nested sections as entries by dotted key, unchecked. An unknown section becomes the key "SECTION.".

    Those of [sweep.space] become keys such as "sweep.space.training.optimizer". Raises InputError for one of them that
    is there both with and without quotes.
    """
    entries = {}
    for name, value in document.items():
        if not isinstance(value, dict):
            entries[name] = RawSetting(value, place(name), folder)
        elif name in SECTIONS or name in (EXERCISE, SWEEP):
            for key, inner in value.items():
                if f"{name}.{key}" == SPACE and isinstance(inner, dict):
                    for below, values in dotted_keys(inner).items():
                        entries[f"{SPACE}.{below}"] = RawSetting(values, place(f"{SPACE}.{below}"), folder)
                else:
                    entries[f"{name}.{key}"] = RawSetting(inner, place(f"{name}.{key}"), folder)
        else:
            entries[f"{name}."] = RawSetting(value, place(f"{name}."), folder)
    return entries


def dotted_keys(table: Mapping[str, object]) -> dict[str, object]:
    """A table in which training.l1 = 1 is the same as "training.l1" = 1: all with dotted keys.

    Raises InputError for a key that is there in both ways.
    """
    found: dict[str, object] = {}
    for name, value in table.items():
        inner = value if name in SECTIONS and isinstance(value, dict) else None
        for key, below in {name: value}.items() if inner is None else inner.items():
            whole = key if inner is None else f"{name}.{key}"
            if whole in found:
                raise InputError(_("{}: found it twice, with and without quotes; leave one out").format(whole))
            found[whole] = below
    return found


def resolve_source(source: str, folder: str, known: Iterable[str] | None = None) -> str:
    """The absolute path of a data file; a built-in name and "inline" are returned unchanged.

    Raises InputError for anything else. The message suggests the nearest of the `known` names, by default those of the
    built-in data sets.
    """
    from core.data.catalog import BUILTINS

    if source == INLINE or source in BUILTINS:
        return source
    path = os.path.abspath(os.path.join(folder, os.path.expanduser(source)))
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a path with a null character
        pass
    except OSError as problem:
        message = _("found '{}', which cannot be read: {}; expected a file that exists")
        raise InputError(message.format(shortened(source, LONGEST_NAME), problem.strerror)) from problem
    else:
        return path
    message = _("found '{}', expected a built-in data set (`mlp-tui datasets` lists them) or a file that exists")
    message = message.format(shortened(source, LONGEST_NAME))
    if close := nearest_name(source, BUILTINS if known is None else known):
        message += _("; did you mean '{}'?").format(close)
    raise InputError(message)
