"""The usual names of IDX files: which file of labels belongs to which file of images.

train-images-idx3-ubyte, train-images.idx3-ubyte, emnist-letters-train-images-idx3-ubyte.gz, labels.idx …: beside the
word for what is inside, names differ only in what tells the format.
"""

import os
import re
from pathlib import Path
from typing import NamedTuple

from core.data.unusable_file import refuse
from core.support.i18n import _
from core.support.shown_values import value_text

FORMAT = re.compile(
    r"(?:[-._ ]idx\d?)?(?:[-._ ](?:u?byte|short|int|float|double))?(?:\.gz)?$", re.ASCII | re.IGNORECASE
)
"""The end of a name, that tells the format."""

MARK = re.compile(
    r"[-._ ]idx\d?(?:[-._ ](?:u?byte|short|int|float|double))?(?:\.gz)?$|[-._ ]ubyte(?:\.gz)?$",
    re.ASCII | re.IGNORECASE,
)
"""The end of a name that only IDX files have."""

WORD = re.compile(r"(image)s?|(label)s?", re.IGNORECASE)
"""What tells files of images and of labels apart; the last such word of a name counts."""

TEST_WORDS = {"train": ("t10k", "test"), "training": ("test", "testing")}
"""Parts of names by which the test files differ from the training files."""


class Named(NamedTuple):
    """What a file's name says: whether it holds images, and the rest of it in small letters, without the format."""

    images: bool
    rest: tuple[str, str]


def looks_like_idx(name: str) -> bool:
    """Whether a file's name ends as only those of IDX files do."""
    return MARK.search(name) is not None


def partner_of(path: Path) -> tuple[Path, Path]:
    """The files of images and of labels, of which `path` is one. Raises InputError where the other isn't there."""
    named = _named(path.name)
    if named is None:
        text = _(
            "found an IDX file whose name has neither 'images' nor 'labels', expected a name such as "
            "train-images-idx3-ubyte, with train-labels-idx1-ubyte beside it"
        )
        refuse(path, text)
    wanted = Named(not named.images, named.rest)
    partners = [name for name in _names_beside(path) if name != path.name and _named(name) == wanted]
    if not partners:
        text = _("found no {0} beside it, expected a file such as {1}")
        other = _("images") if wanted.images else _("labels")
        refuse(path, text.format(other, value_text(_usual_partner(path.name, wanted))))
    marks = [".gz", ".idx"]  # several may fit: the one that is written alike comes first
    partners.sort(key=lambda name: ([(mark in name) != (mark in path.name) for mark in marks], name))
    partner = path.parent / partners[0]
    return (path, partner) if named.images else (partner, path)


def images_of_test(images: Path) -> str | None:
    """The name of the file beside training images that holds the test images; None for any others."""
    named = _named(images.name)
    assert named is not None, "images are found by their name"
    wanted: set[Named] = set()
    for word, others in TEST_WORDS.items():
        parts = [re.split(rf"(?<![a-z]){word}(?![a-z])", part) for part in named.rest]
        if sum(map(len, parts)) == 3:
            wanted |= {Named(True, (other.join(parts[0]), other.join(parts[1]))) for other in others}
    return next((name for name in _names_beside(images) if wanted and _named(name) in wanted), None)


def _usual_partner(name: str, wanted: Named) -> str:
    """The name that a file's partner has as a rule."""
    word = list(WORD.finditer(name))[-1]
    rest = re.sub(r"idx\d", "idx3" if wanted.images else "idx1", name[word.end() :])
    return f"{name[: word.start()]}{'images' if wanted.images else 'labels'}{rest}"


def _named(name: str) -> Named | None:
    """What a name says; None where it says neither images nor labels."""
    stem = FORMAT.sub("", name)
    words = list(WORD.finditer(stem))
    if not words:
        return None
    word = words[-1]
    return Named(word[1] is not None, (stem[: word.start()].lower(), stem[word.end() :].lower()))


def _names_beside(path: Path) -> list[str]:
    """The names in a file's folder, sorted. Raises InputError."""
    try:
        return sorted(os.listdir(path.parent))
    except OSError as problem:
        refuse(
            path.parent,
            _("cannot be read: {}; expected the folder of {}").format(problem.strerror, value_text(path.name)),
        )
