"""Settings of [data] as messages suggest them, written as in an experiment file."""

import re
from collections.abc import Sequence
from pathlib import Path

from core.support.escaping import escaped, shortened

LONGEST = 200
"""Characters of a name in a suggested setting: questions of a survey are long, and a shortened name fits no column."""

LONGEST_PATH = 300
"""Characters of a path in one."""

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def target_setting(name: str) -> str:
    """The setting that makes a column the target."""
    return f"data.target = {_string(name)}"


def targets_setting(names: Sequence[str]) -> str:
    """The setting that makes several columns the targets."""
    return f"data.target = [{', '.join(map(_string, names))}]"


def task_setting(task: str) -> str:
    """The setting that decides between classes and measurements."""
    return f"data.task = {_string(task)}"


def ignore_setting(name: str) -> str:
    """The setting that leaves a column out."""
    return f"data.ignore = [{_string(name)}]"


def group_setting(name: str) -> str:
    """The setting that keeps rows with the same value of a column in one split."""
    return f"data.split = {_string(f'group:{name}')}"


def rows_for_test_setting(path: Path) -> str:
    """The setting that takes the test rows from another file or folder."""
    return f"data.test = {_string(str(path), LONGEST_PATH)}"


def kinds_setting(name: str, kind: str) -> str:
    """The setting that says what a column holds."""
    key = name if BARE_KEY.fullmatch(name) else _string(name)
    return f"data.kinds = {{{key} = {_string(kind)}}}"


def _string(text: str, longest: int = LONGEST) -> str:
    quoted = shortened(text, longest).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{"".join(map(_visible, quoted))}"'


def _visible(character: str) -> str:
    """A character, or TOML's escape of one that would be escaped on output, where TOML doesn't know the escape."""
    return character if escaped(character) == character else f"\\U{ord(character):08x}"
