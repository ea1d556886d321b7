"""A folder with a folder of images for each class: PNG and JPEG, scaled to one size, in grey or in colour.

Classes are called as their folders, in natural order: 2 before 10. So are the images of each, so that the same files
give the same examples everywhere.
"""

from collections import Counter
from collections.abc import Sequence
from math import isfinite
from pathlib import Path
from types import ModuleType

import numpy as np

from core.calls import Array
from core.data.reading.arrays.array_table import ExampleArrays, array_table
from core.data.table import Table
from core.data.understanding.class_labels import number_of
from core.data.unusable_file import list_names, refuse
from core.support.i18n import _, ngettext
from core.support.memory import require_memory
from core.support.shown_values import value_text

from .class_folders import left_out_notes, list_folder, what_folder_holds
from .image_files import ImageFacts, image_facts, pillow, read_pixels

LARGEST_SIDE = 64
"""Images with a longer side are scaled down: a network has a weight for each pixel and neuron."""
SCALED_SIDE = 32
"""The longer side of images that are scaled down."""

Size = tuple[int, int]
"""Width and height."""


def read_image_folder(path: Path, task: str | None, like: Table | None = None) -> Table:
    """The images of a folder, and the folders' names as classes; with data.task = "regression", as numbers.

    All images are scaled to the commonest size, or a smaller one if that is large; they are grey if all are. `like` is
    the table of another folder, whose size, colours and classes are taken. Raises InputError.
    """
    contents = list_folder(path)
    folders = [folder for folder in contents.classes if folder.images]
    names = [folder.name for folder in folders]
    if not names:
        text = _("found a folder, expected a table, or a folder with a folder of images (PNG, JPEG) for each class")
        found = what_folder_holds(path)
        refuse(path, text + (f"; {found}" if found else ""))
    if len(names) < 2 and like is None and task != "regression":
        text = _("found a folder of images for {}, expected one for each of two or more classes")
        refuse(path, text.format(list_names(names)))
    files = [folder.path / name for folder in folders for name in folder.images]
    numbers = np.repeat(np.arange(len(folders)), [len(folder.images) for folder in folders])
    with pillow(path) as image_module:
        facts = [image_facts(image_module, file) for file in files]
        size = _common_size(facts) if like is None else _size_of(like, path)
        colour = not all(one.grey for one in facts) if like is None else like.channels == 3
        pixels, transparent = _pixels(path, image_module, files, size, colour)
    if colour and like is None and (pixels == pixels[..., :1]).all():  # grey pictures, stored in colour
        pixels = pixels[..., 0]
    notes = (*_notes(facts, size, pixels.ndim == 4, transparent), *left_out_notes(contents))
    targets, class_names = _targets(path, names, numbers, task, like)
    arrays = ExampleArrays(pixels, targets, "images", "folder", pictures=True, class_names=class_names, notes=notes)
    return array_table(path, arrays, task)


def _targets(
    path: Path, names: Sequence[str], numbers: Array, task: str | None, like: Table | None
) -> tuple[Array, tuple[str, ...]]:
    """The target of each image, and the classes' names."""
    if task == "regression":
        values = [number_of(name) for name in names]
        for name, value in zip(names, values, strict=True):
            if value is None or not isfinite(value):
                text = _('found the folder {}, expected a number as its name, since data.task = "regression"')
                refuse(path, text.format(value_text(name)))
        return np.array(values, float)[numbers], ()
    known = tuple(names) if like is None else like.class_names
    for name in names:
        if name not in known:
            text = _("found the class {}, expected one of those that were trained: {}")
            refuse(path, text.format(value_text(name), list_names(known)))
    return np.array([known.index(name) for name in names])[numbers], known


def _common_size(facts: Sequence[ImageFacts]) -> Size:
    """The size of most images, the smaller one of several; scaled down where it is large."""
    counts = Counter(one.size for one in facts)
    width, height = max(counts, key=lambda size: (counts[size], -size[0] * size[1], size))
    longest = max(width, height)
    if longest <= LARGEST_SIDE:
        return width, height
    return max(1, round(width * SCALED_SIDE / longest)), max(1, round(height * SCALED_SIDE / longest))


def _size_of(like: Table, path: Path) -> Size:
    if like.shape is None:
        refuse(path, _("found a folder of images, but what was trained are no pictures"))
    return like.shape[1], like.shape[0]


def _pixels(
    path: Path, image_module: ModuleType, files: Sequence[Path], size: Size, colour: bool
) -> tuple[Array, int]:  # fmt: skip
    """The pixels of all images as bytes, m × height × width, in colour × 3; and how many had transparent parts."""
    shape = (len(files), size[1], size[0], *([3] if colour else []))
    require_memory(float(np.prod(shape, dtype=float)), str(path))
    pixels, transparent = np.empty(shape, np.uint8), 0
    for place, file in enumerate(files):
        pixels[place], had_transparent = read_pixels(image_module, file, size, colour)
        transparent += had_transparent
    return pixels, transparent


def _notes(facts: Sequence[ImageFacts], size: Size, colour: bool, transparent: int) -> list[str]:
    """Sentences on what was done to the images."""
    notes = []
    sizes = Counter(one.size for one in facts)
    scaled = len(facts) - sizes[size]
    if scaled:
        text = ngettext(
            "{} image of {} is scaled to {} × {} pixels, width × height, and stretched where its shape is another; for "
            "another size, scale the files",
            "{} images of {} are scaled to {} × {} pixels, width × height, and stretched where their shape is another; "
            "for another size, scale the files",
            scaled,
        )
        notes.append(text.format(f"{scaled:,}", f"{len(facts):,}", *size))
    grey = sum(one.grey for one in facts)
    if colour and grey:
        text = ngettext(
            "{} image is grey, and is read in colour as the others",
            "{} images are grey, and are read in colour as the others",
            grey,
        )
        notes.append(text.format(f"{grey:,}"))
    if transparent:
        text = ngettext(
            "{} image has transparent parts, which are laid on white",
            "{} images have transparent parts, which are laid on white",
            transparent,
        )
        notes.append(text.format(f"{transparent:,}"))
    if animated := sum(one.animated for one in facts):
        text = ngettext(
            "{} image is animated; its first picture is taken",
            "{} images are animated; their first pictures are taken",
            animated,
        )
        notes.append(text.format(f"{animated:,}"))
    return notes
