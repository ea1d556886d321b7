"""The entries of a folder: what each is, how large, in which order."""

import os
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from core.data.reading.arrays.idx_names import looks_like_idx
from core.data.reading.images.class_folders import is_image_folder
from core.experiment.parsing import EXPERIMENT_FILE
from core.runs.run_folder import SUMMARY
from core.support.i18n import N_, translated
from core.sweeps.saved.sweep_folder import is_sweep_folder


class Kind(Enum):
    """What an entry is."""

    PARENT = "the folder above"
    FOLDER = "folder"
    RUN = "run"
    SWEEP = "sweep"
    EXPERIMENT = "experiment"
    TABLE = "table"
    ARRAYS = "npz"
    IDX = "idx"
    IMAGES = "images"
    IMAGE = "image"
    WEIGHTS = "weights"
    OTHER = "other"

    @property
    def is_folder(self) -> bool:
        """Whether it can be gone into."""
        return self in (Kind.PARENT, Kind.FOLDER, Kind.RUN, Kind.SWEEP, Kind.IMAGES)

    @property
    def usable(self) -> bool:
        """Whether the program opens such an entry."""
        return self not in (Kind.PARENT, Kind.FOLDER, Kind.IMAGE, Kind.WEIGHTS, Kind.OTHER)

    @property
    def text(self) -> str:
        """Its name in the list, empty where the program can't use the file."""
        return translated(NAMES[self]) if self in NAMES else ""


NAMES = {
    Kind.FOLDER: N_("folder"),
    Kind.RUN: N_("run"),
    Kind.SWEEP: N_("sweep"),
    Kind.EXPERIMENT: N_("experiment"),
    Kind.TABLE: N_("table"),
    Kind.ARRAYS: "NPZ",
    Kind.IDX: "IDX",
    Kind.IMAGES: N_("images"),
    Kind.IMAGE: N_("image"),
    Kind.WEIGHTS: N_("weights"),
}
"""The names of kinds in the list; the folder above is known by its dots."""
KINDS = {
    ".toml": Kind.EXPERIMENT,
    ".npz": Kind.ARRAYS,
    ".safetensors": Kind.WEIGHTS,
    ".onnx": Kind.WEIGHTS,
    **dict.fromkeys((".csv", ".tsv", ".tab", ".data", ".dat", ".parquet", ".gz", ".zst"), Kind.TABLE),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp"), Kind.IMAGE),
}
"""The kind of a file by its ending. Others may be tables too: opening them tells."""


class FolderEntry(NamedTuple):
    """An entry of a folder. `size` is in bytes, None for folders and where it can't be read."""

    path: Path
    kind: Kind
    size: int | None = None

    @property
    def name(self) -> str:
        """Its name in the list."""
        return ".." if self.kind is Kind.PARENT else self.path.name


def read_folder(folder: Path) -> list[FolderEntry]:
    """The entries of a folder, without hidden ones, pipes, devices and links to nowhere. Raises OSError.

    Folders come first, then files that the program can open, then all others, each by name.
    """
    with os.scandir(folder) as entries:
        found = [_entry(entry) for entry in entries if not entry.name.startswith(".")]
    return sorted((entry for entry in found if entry is not None), key=_order)


def parent_of(folder: Path) -> list[FolderEntry]:
    """The entry for the folder above, none at the root."""
    return [] if folder.parent == folder else [FolderEntry(folder.parent, Kind.PARENT)]


def _entry(entry: os.DirEntry[str]) -> FolderEntry | None:
    """What is known of an entry; None for what can't be opened: reading a pipe or a device may never end."""
    path = Path(entry.path)
    try:
        if entry.is_dir():
            return FolderEntry(path, _kind_of_folder(path))
        if not entry.is_file():
            return None
        size: int | None = entry.stat().st_size
    except OSError:  # its folder may be listed but not entered: opening it says why
        size = None
    return FolderEntry(
        path, Kind.IDX if looks_like_idx(path.name) else KINDS.get(path.suffix.lower(), Kind.OTHER), size
    )


def _kind_of_folder(path: Path) -> Kind:
    if all(os.path.lexists(path / name) for name in (EXPERIMENT_FILE, SUMMARY)):
        return Kind.RUN
    if is_sweep_folder(path):
        return Kind.SWEEP
    return Kind.IMAGES if is_image_folder(path) else Kind.FOLDER


def _order(entry: FolderEntry) -> tuple[int, str, str]:
    group = 0 if entry.kind.is_folder else 1 if entry.kind.usable else 2
    return group, entry.name.casefold(), entry.name
