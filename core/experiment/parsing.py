"""Reading experiments: TOML files, `--set` overrides, and the place of each key for messages."""

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

from .settings import FIELDS, SECTIONS

EXPERIMENT_FILE = "experiment.toml"
INLINE = "inline"
LARGEST_FILE = 2**26
"""Bytes: weights of a million numbers take 20 MB; text that is longer is no experiment."""

LONGEST_NAME = 300
"""Characters of a file's name in a message."""

HEADER = re.compile(r"""\s*\[{1,2}\s*([A-Za-z_"'][^\[\],=]*)\]{1,2}\s*(?:#.*)?$""")
ASSIGNMENT = re.compile(r"\s*([^\s=#\[\]{},][^=#\[\]{},]*)=")
STRING = re.compile(r"""'[^']*'?|"(?:[^"\\]|\\.)*"?""")
NOT_IN_KEY = re.compile(r"[=,#\[\]{}]")
MOST_PARTS = 100
"""Dots of a key; no key of an experiment has more than one."""

POSITION = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")


class Entry(NamedTuple):
    """A value as given, where it stands for messages, and the folder that a relative path in it starts from."""

    value: object
    place: str = ""
    folder: str = ""


def read_source(source: str | Path) -> dict[str, Entry]:
    """What a name of the catalog, TOML file, data file or run folder gives, by dotted keys. Raises InputError."""
    from core.data.catalog import BUILTINS, EXERCISES
    from core.data.shipped_files import find_shipped_file

    text = str(source)
    if text in BUILTINS:
        return {"name": Entry(text), "data.source": Entry(text)}
    if text in EXERCISES:
        return {"name": Entry(text), **read_toml(find_shipped_file(f"exercises/{text}.toml"))}
    path = Path(source)
    if os.path.isdir(path):
        inside = path / EXPERIMENT_FILE
        try:
            os.lstat(inside)
        except FileNotFoundError as problem:
            message = _("{}: found a folder without {}; expected a run folder, see `mlp-tui runs`")
            raise InputError(message.format(path, EXPERIMENT_FILE)) from problem
        except OSError:
            pass  # a folder that is closed to us: told when the file is read
        return {"name": Entry(inside.stem), **read_toml(inside, follow=False)}
    if path.suffix != ".toml":
        return {"name": Entry(path.stem), "data.source": Entry(text)}
    return {"name": Entry(path.stem), **read_toml(path)}


def read_toml(path: Path, follow: bool = True) -> dict[str, Entry]:
    """The keys of a TOML file, unchecked; in a run folder no link is to be followed.

    Raises InputError for what isn't TOML, with line and column.
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
    lines = text.split("\n")  # TOML's lines: splitlines would also count form feeds in comments
    positions = key_positions(lines)
    return flatten(document, lambda key: _place(path, key_position(key, positions)), str(path.parent))


def refuse_long_keys(path: Path, text: str) -> None:
    """Raises InputError for a key of very many parts: tomllib takes the square of their number."""
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
    """A problem of tomllib's, its position in front."""
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
    """Line and column, counted from 1, where each dotted key first stands, and where each section begins: "its name.".

    A plain search, good enough to point at a key: it doesn't look inside strings and inline tables.
    """
    positions: dict[str, tuple[int, int]] = {}
    section = ""
    for number, line in enumerate(lines, 1):
        header, assignment = HEADER.match(line), ASSIGNMENT.match(line)
        if header:
            section = found = _bare(header[1])
        elif assignment:
            found = ".".join(filter(None, (section, _bare(assignment[1]))))
        else:
            continue
        position = number, len(line) - len(line.lstrip()) + 1
        positions.setdefault(found, position)
        positions.setdefault(f"{found.partition('.')[0]}.", position)
    return positions


def key_position(key: str, positions: Mapping[str, tuple[int, int]]) -> tuple[int, int] | None:
    """Where a dotted key stands, else its section; None where neither was found."""
    wanted = _bare(key)
    section, dot, _name = wanted.partition(".")
    return positions.get(wanted) or (positions.get(f"{section}.") if dot else None)


def _bare(key: str) -> str:
    return re.sub(r"[\s\"']", "", key)


def flatten(
    document: Mapping[str, object], place: Callable[[str], str] = lambda _key: "", folder: str = ""
) -> dict[str, Entry]:
    """Sections and keys as dotted keys, unchecked. A section that doesn't exist shows as "its name."."""
    entries = {}
    for name, value in document.items():
        if not isinstance(value, dict):
            entries[name] = Entry(value, place(name), folder)
        elif name in SECTIONS:
            for key, inner in value.items():
                entries[f"{name}.{key}"] = Entry(inner, place(f"{name}.{key}"), folder)
        else:
            entries[f"{name}."] = Entry(value, place(f"{name}."), folder)
    return entries


def read_overrides(overrides: Iterable[str], option: str = "--set") -> dict[str, Entry]:
    """The keys that `--set SECTION.KEY=VALUE` gives; a value that isn't TOML is text. Raises InputError.

    `option` is what stands before each in messages.
    """
    entries = {}
    for override in overrides:
        key, equals, text = (part.strip() for part in override.partition("="))
        place = f"{option} {shortened(override)}".strip()
        if not equals:
            raise InputError(_("{}: found no '=', expected SECTION.KEY=VALUE").format(place))
        entries[key] = Entry(_value(key, text), place)
    return entries


def _value(key: str, text: str) -> object:
    try:
        document = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return text
    value = document["value"]
    plain = key in FIELDS and FIELDS[key].kind == "text" and not isinstance(value, str | list)
    return text if plain or len(document) > 1 else value  # a name may look like a number, or bring lines of its own


def resolve_source(source: str, folder: str, known: Iterable[str] | None = None) -> str:
    """The absolute path of a data file; a built-in name and "inline" as they are. Raises InputError for neither.

    The message offers the nearest of the `known` names, else of the built-in data sets.
    """
    from core.data.catalog import BUILTINS

    if source == INLINE or source in BUILTINS:
        return source
    path = os.path.abspath(os.path.join(folder, os.path.expanduser(source)))
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a path that no file can have
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
