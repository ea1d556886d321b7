"""PNG and JPEG files read with Pillow: their size and kind, their pixels."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import numpy as np

from core.calls import Array
from core.data.unusable_file import refuse
from core.support.errors import InputError
from core.support.escaping import shortened
from core.support.i18n import _
from core.support.memory import require_memory
from core.support.regular_files import open_named

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG")
GREY_MODES = ("1", "L", "LA", "La", "I", "I;16", "I;16L", "I;16B", "I;16N")
"""Pillow's names for pixels without colour: of a bit, a byte, with transparency, of two or four bytes."""

ORIENTATION = 0x0112
"""The EXIF tag that says how a camera was held."""
METADATA = {"exif", "xmp", "Raw profile type exif", "XML:com.adobe.xmp"}
"""Where Pillow keeps what may tell the orientation; nothing has to be parsed for images without."""
TURNED = {5, 6, 7, 8}
"""Orientations that exchange width and height."""

WORKING_BYTES = 8
"""Memory for a pixel while an image is decoded and scaled."""


class ImageFacts(NamedTuple):
    """What the beginning of a file says: width and height as it is seen, whether it is grey, whether it is animated."""

    size: tuple[int, int]
    grey: bool
    animated: bool


class Pixels(NamedTuple):
    """An image as bytes, height × width or height × width × 3, and whether it had transparent parts."""

    array: Array
    transparent: bool


@contextmanager
def pillow(path: Path) -> Iterator[ModuleType]:
    """Pillow's module Image, with errors for images of too many pixels and no other warnings.

    Raises InputError, with how to install Pillow, where it isn't; `path` is what it is needed for.
    """
    try:
        from PIL import Image
    except ImportError as problem:
        refuse_without_pillow(path, problem)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of odd metadata; they would be written onto the screen
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield Image


def refuse_without_pillow(path: Path, problem: ImportError) -> NoReturn:
    """Raises InputError that says how to install Pillow."""
    text = _("a folder of images is read with Pillow, which is not installed: pip install 'mlp-tui[images]'")
    raise InputError(f"{path}: {text}") from problem


@contextmanager
def _opened(image_module: ModuleType, path: Path) -> "Iterator[Image]":
    """An image whose beginning has been read. Raises InputError for whatever goes wrong until it is closed."""
    with open_named(path, _("an image")) as file:
        try:
            with image_module.open(file, formats=FORMATS) as image:
                require_memory(WORKING_BYTES * image.width * image.height, str(path), _("scale the image down"))
                yield image
        except (InputError, MemoryError):
            raise
        except image_module.UnidentifiedImageError:
            refuse(path, _("found no PNG or JPEG, which its name promises; correct or remove the file"))
        except (image_module.DecompressionBombWarning, image_module.DecompressionBombError):
            text = _("found an image of more than {} pixels, expected a smaller one; scale it down or remove it")
            refuse(path, text.format(f"{image_module.MAX_IMAGE_PIXELS:,}"))
        except Exception as problem:  # Pillow raises errors of many kinds for a damaged file
            if isinstance(problem, OSError) and problem.errno is not None:  # of the disk
                raise
            reason = shortened(str(problem) or type(problem).__name__, 200)
            refuse(path, _("can't be read as PNG or JPEG ({}); correct or remove the file").format(reason))


def image_facts(image_module: ModuleType, path: Path) -> ImageFacts:
    """What the beginning of a file says. Raises InputError."""
    with _opened(image_module, path) as image:
        width, height = image.size
        if image.format == "JPEG" and _orientation(image) in TURNED:  # a PNG would be decoded for it
            width, height = height, width
        return ImageFacts((width, height), image.mode in GREY_MODES, getattr(image, "is_animated", False))


def read_pixels(image_module: ModuleType, path: Path, size: tuple[int, int], colour: bool) -> Pixels:
    """An image scaled to a width and height, in colour or in grey. Raises InputError.

    Transparent parts are laid on white. Two bytes a pixel become one.
    """
    with _opened(image_module, path) as image:
        longest = max(size)
        image.draft("RGB" if colour else "L", (longest, longest))  # a JPEG is decoded at a fraction of its size
        image.load()
        flat, transparent = _flat(image_module, _upright(image_module, image), "RGB" if colour else "L")
        if flat.size != size:
            flat = flat.resize(size, image_module.Resampling.BILINEAR, reducing_gap=2.0)
        return Pixels(np.asarray(flat), transparent)


def _flat(image_module: ModuleType, image: "Image", mode: str) -> "tuple[Image, bool]":
    """The image in mode L or RGB, and whether it had transparent parts."""
    if image.mode == mode and "transparency" not in image.info:
        return image, False
    if image.mode.startswith("I"):
        shares = np.asarray(image).astype(np.int64) * 255
        grey = image_module.fromarray(np.clip((shares + 0x7FFF) // 0xFFFF, 0, 255).astype(np.uint8))
        return grey.convert(mode), False
    if image.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
        if np.asarray(image.getchannel("A")).min() < 255:
            white = image_module.new("RGBA", image.size, "white")
            return image_module.alpha_composite(white, image).convert(mode), True
    return image.convert(mode), False


def _upright(image_module: ModuleType, image: "Image") -> "Image":
    """The image turned as its metadata say that the camera was held."""
    turn = image_module.Transpose
    turns = {
        2: turn.FLIP_LEFT_RIGHT,
        3: turn.ROTATE_180,
        4: turn.FLIP_TOP_BOTTOM,
        5: turn.TRANSPOSE,
        6: turn.ROTATE_270,
        7: turn.TRANSVERSE,
        8: turn.ROTATE_90,
    }
    orientation = _orientation(image)
    return image.transpose(turns[orientation]) if orientation in turns else image


def _orientation(image: "Image") -> int:
    """How the camera was held, 1 to 8; 1, upright, for images that don't say it."""
    if METADATA.isdisjoint(image.info):
        return 1
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:  # damaged metadata; viewers show such an image as it is
        return 1
