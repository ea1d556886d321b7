"""The images of a folder as raw inputs, block by block."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from core.calls import Array
from core.data.reading.arrays.array_table import BRIGHTEST
from core.data.reading.images.class_folders import is_image_name, left_out_notes, list_folder
from core.data.reading.images.image_files import pillow, read_pixels
from core.data.unusable_file import refuse
from core.model.model import Model
from core.support.i18n import _

IMAGES = 1000
"""Images that are read at once."""


def image_rows(path: Path, model: Model, notes: list[str], size: int | None = None) -> Iterator[Array]:
    """The blocks of raw inputs of the images in a folder, and in the folders in it, in natural order.

    They are scaled to the size of those that were trained, and are in grey or in colour as those. Raises InputError.
    """
    size = size or IMAGES
    if model.shape is None:
        refuse(path, _("found a folder of images, but the network wasn't trained on images"))
    contents = list_folder(path)
    own = [name for name in contents.others if is_image_name(name)]
    files = [path / name for name in own]
    files += [folder.path / name for folder in contents.classes for name in folder.images]
    if not files:
        refuse(path, _("found no PNG or JPEG in it, nor in its folders; expected images"))
    notes += left_out_notes(contents._replace(others=[name for name in contents.others if name not in own]))
    first, last = (str(file.relative_to(path)) for file in (files[0], files[-1]))
    notes.append(_("the rows are the images in this order: {} … {}").format(first, last))
    height, width = model.shape
    for start in range(0, len(files), size):
        part = files[start : start + size]
        with pillow(path) as image_module:
            pixels = [read_pixels(image_module, file, (width, height), model.channels == 3).array for file in part]
        yield np.stack(pixels).reshape(len(part), -1) / BRIGHTEST
