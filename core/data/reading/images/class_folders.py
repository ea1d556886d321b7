"""The folders of classes in a folder of images, and what is left out."""

import os
import re
from pathlib import Path
from typing import NamedTuple

from core.data.reading.arrays.idx_names import looks_like_idx
from core.data.unusable_file import list_names, refuse
from core.support.i18n import _, ngettext
from core.support.shown_values import value_text

ENDINGS = (".png", ".jpg", ".jpeg", ".jpe", ".jfif")
"""The ends of the names of PNG and JPEG files, in small letters."""
OTHER_ENDINGS = (".gif", ".bmp", ".webp", ".tif", ".tiff", ".avif", ".heic")
"""Images of formats that aren't read; one may convert them."""

EXPERIMENT_FILE = "experiment.toml"
"""What makes a folder a run folder."""

LOOKED_INTO = 100
"""Entries of a folder that are looked into to tell whether it is one of images; it may be anything."""

DIGITS = re.compile(r"(\d{1,300})", re.ASCII)


class ClassFolder(NamedTuple):
    """The folder of one class: its images in natural order, and the names of what else it holds."""

    path: Path
    images: list[str]
    others: list[str]

    @property
    def name(self) -> str:
        r"""The class's name: that of the folder, with bytes that are no UTF-8 spelled, such as \xff."""
        return os.fsencode(self.path.name).decode("utf-8", "backslashreplace")


class Contents(NamedTuple):
    """A folder of images: its classes in natural order, and the names of its files that belong to none."""

    classes: list[ClassFolder]
    others: list[str]


class Entries(NamedTuple):
    """The names in a folder, each in natural order: of files, of folders, and of pipes, links to nowhere and such.

    A link counts as what it leads to. Hidden folders are among the last: they are no classes.
    """

    files: list[str]
    folders: list[str]
    others: list[str]


def natural_key(name: str) -> tuple[list[str | int], str]:
    """Sorts names as people do: class2 before class10, small and capital letters alike."""
    parts: list[str | int] = list(DIGITS.split(name.casefold()))
    parts[1::2] = map(int, parts[1::2])  # texts and numbers take turns, so that only alike parts are compared
    return parts, name


def is_image_folder(path: Path) -> bool:
    """Whether a path is a folder without an experiment, in which one of the first folders holds a PNG or JPEG."""
    try:
        names = [name for name in os.listdir(path) if not _hidden(name)]
        first = sorted(names, key=natural_key)[:LOOKED_INTO]
        return EXPERIMENT_FILE not in names and any(holds_image(path / name) for name in first)
    except (OSError, ValueError):  # no folder, no permission, an impossible path
        return False


def holds_image(path: Path) -> bool:
    """Whether a path is a folder with a PNG or JPEG right in it, by the ends of their names."""
    try:
        with os.scandir(path) as entries:
            return any(is_image_name(entry.name) and entry.is_file() for entry in entries)
    except (OSError, ValueError):
        return False


def what_folder_holds(path: Path) -> str:
    """What there is in a folder that isn't one of images, in a phrase; empty where it has nothing to do with them."""
    if holds_image(path):
        return _("its images are not in folders, one for each class")
    try:
        inside = sorted(os.listdir(path), key=natural_key)
    except OSError:
        return ""
    found = [name for name in inside if not _hidden(name) and is_image_folder(path / name)]
    if found:
        return _("{} in it is a folder of images").format(value_text(found[0]))
    idx = [name for name in inside if looks_like_idx(name)]
    return _("it holds IDX files: name one of them, such as {}").format(value_text(idx[0])) if idx else ""


def list_folder(path: Path) -> Contents:
    """The classes of a folder of images. Raises InputError for a folder that can't be read."""
    top = _entries(path)
    classes = []
    for name in top.folders:
        inside = _entries(path / name)
        images = [file for file in inside.files if is_image_name(file)]
        others = [file for file in inside.files if not is_image_name(file)]
        classes.append(ClassFolder(path / name, images, [*others, *inside.folders, *inside.others]))
    return Contents(classes, [*top.files, *top.others])


def left_out_notes(contents: Contents) -> list[str]:
    """Sentences on folders and files that aren't examples."""
    empty = [one.name for one in contents.classes if not one.images]
    notes = []
    if empty:
        text = ngettext(
            "the folder {} holds no PNG or JPEG, and is no class",
            "the folders {} hold no PNG or JPEG, and are no classes",
            len(empty),
        )
        notes.append(text.format(list_names(empty)))
    others = [*contents.others, *(name for one in contents.classes for name in one.others)]
    convertible = [name for name in others if name.lower().endswith(OTHER_ENDINGS)]
    if convertible:
        text = ngettext(
            "{} image of another format is left out: {}; convert it to PNG or JPEG",
            "{} images of other formats are left out: {}; convert them to PNG or JPEG",
            len(convertible),
        )
        notes.append(text.format(len(convertible), list_names(convertible)))
    rest = [name for name in others if not name.lower().endswith(OTHER_ENDINGS)]
    if rest:
        text = ngettext(
            "{} entry that is no image is left out: {}", "{} entries that are no images are left out: {}", len(rest)
        )
        notes.append(text.format(len(rest), list_names(rest)))
    return notes


def _entries(path: Path) -> Entries:
    """The names in a folder. Raises InputError."""
    found = Entries([], [], [])
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.is_file():
                    found.files.append(entry.name)
                elif entry.is_dir() and not _hidden(entry.name):
                    found.folders.append(entry.name)
                else:
                    found.others.append(entry.name)
    except OSError as problem:
        refuse(path, _("cannot be read: {}; expected a folder of images").format(problem.strerror))
    return Entries(*(sorted(names, key=natural_key) for names in found))


def is_image_name(name: str) -> bool:
    """Whether a file's name is that of a PNG or JPEG."""
    return not _hidden(name) and name.lower().endswith(ENDINGS)


def _hidden(name: str) -> bool:
    return name.startswith(".")
