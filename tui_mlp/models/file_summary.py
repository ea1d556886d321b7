"""What is in a file or folder, in a few lines, from its beginning alone."""

import os
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import numpy as np

from core.experiment.experiment import Experiment, is_complete
from core.experiment.parsing import is_file_source, read_source
from core.runs.run_folder import RunFolder
from core.runs.summary import read_label, read_summary, state_text
from core.support.errors import InputError
from core.support.escaping import shortened
from core.support.i18n import _, ngettext
from core.support.memory import size_text
from core.support.regular_files import open_named
from core.sweeps.saved.sweep_folder import SweepFolder
from core.timeline.setting_names import value_name
from tui_mlp.text.description_text import short_lines
from tui_mlp.text.numbers import count, plain_number, row_count_text
from tui_mlp.text.unreadable import unreadable_text

from .folder_entries import FolderEntry, Kind

HEAD = 2**16
"""Bytes that are read of a table or a text."""
LARGEST_EXPERIMENT = 2**20
"""Bytes of an experiment file that is read: one with all its weights inside takes a second."""
LARGEST_READ = 2**20
"""Bytes of a file of data that is read whole, for the settings that suit it."""
LINES, CHARACTERS = 40, 200
"""The most lines of a file that are shown, and the most characters of a line."""
NAMES = 40
"""The most names of a folder that are shown."""

Summary = list[tuple[str, str]]
"""Lines with the name of each one's style."""


def summary_of(entry: FolderEntry) -> Summary:
    """What is in it. A problem is one of the lines: what is in focus need not be usable."""
    title = [(entry.path.name or str(entry.path), "accent_bold")]
    try:
        match entry.kind:
            case Kind.PARENT | Kind.FOLDER | Kind.IMAGES:
                lines = _folder(entry.path)
            case Kind.RUN:
                lines = _run(RunFolder(entry.path))
            case Kind.SWEEP:
                lines = _sweep(SweepFolder(entry.path))
            case Kind.EXPERIMENT if (entry.size or 0) <= LARGEST_EXPERIMENT:
                lines = _experiment(entry.path)
            case Kind.ARRAYS:
                lines = _arrays(entry.path)
            case kind:
                lines = _beginning(entry.path, kind)
    except Exception as problem:  # whatever a reader raises: a look must not end the program
        lines = [(unreadable_text(str(entry.path), problem), "warn")]
    return title + lines


def weights_summary(entry: FolderEntry) -> Summary:
    """The layers of a file of weights, and what it says of them; of all else what `summary_of` says."""
    from core.model.files.weights_file import NPZ, SAFETENSORS, read_weights

    if entry.path.suffix.lower() not in (SAFETENSORS, NPZ) or entry.kind.is_folder:
        return summary_of(entry)
    title = (entry.path.name, "accent_bold")
    try:
        weights = read_weights(entry.path)
    except Exception as problem:  # whatever a reader raises: a look must not end the program
        return [title, (unreadable_text(str(entry.path), problem), "warn")]
    lines = [title, (_("weights of the layers {}").format("-".join(map(str, weights.sizes))), "fg")]
    if (model := weights.model) is not None:
        lines += [(_("of {}, epoch {}").format(model.name, count(model.epoch)), "fg")]
        lines += [(_("inputs {}").format(", ".join(model.preparation.input_names)), "faint")]
    return lines


def _folder(folder: Path) -> Summary:
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in islice(entries, 1000) if not entry.name.startswith("."))
    text = ngettext("{} entry", "{} entries", len(names)).format(count(len(names)))
    return [(text, "fg"), ("", "fg"), *((name, "faint") for name in names[:NAMES])]


def _run(folder: RunFolder) -> Summary:
    summary, label = read_summary(folder), read_label(folder)
    losses = [(_("train loss"), summary.train_loss), (_("best validation loss"), summary.best_validation_loss)]
    return [
        (label.name or summary.name, "fg"),
        (_("data {}, network {}").format(summary.data, summary.architecture), "fg"),
        (
            ngettext("{} epoch, {}", "{} epochs, {}", summary.epochs).format(
                count(summary.epochs), state_text(summary.state)
            ),
            "fg",
        ),
        *((f"{name} {plain_number(value)}", "fg") for name, value in losses if value is not None),
        (_("started {}").format(summary.started), "faint"),
        *([(label.note, "muted")] if label.note else []),
    ]


def _sweep(folder: SweepFolder) -> Summary:
    """What is searched, and how many trials have ended."""
    from core.sweeps.saved.status_file import read_status  # here: few folders are sweeps
    from core.sweeps.saved.sweep_reader import read_sweep

    sweep, status = read_sweep(folder), read_status(folder)
    lines = [(_("sweep of {}").format(sweep.experiment.name), "fg")]
    if status is not None:
        ended = sum(status.ended.values())
        text = ngettext("{} trial has ended", "{} trials have ended", ended)
        lines.append((text.format(count(ended)), "fg"))
    return [*lines, *((key.key, "faint") for key in sweep.space.keys)]


def _experiment(path: Path) -> Summary:
    """The experiment's settings; of one that leaves some to the data in a large file, which isn't read, no more."""
    experiment = Experiment.load(path, suited=False)
    source = experiment.data.source
    head = [(experiment.name, "fg"), (_("data {}").format(shortened(Path(source).name, CHARACTERS)), "fg")]
    if is_file_source(source) and not is_complete(read_source(path)):
        if os.path.isdir(source) or os.path.getsize(source) > LARGEST_READ:
            return [*head, (_("settings that suit the data"), "muted")]
        experiment = Experiment.load(path)
    network, training = experiment.network, experiment.training
    hidden = " ".join(map(str, network.hidden)) or _("none")
    return [
        *head,
        (_("hidden layers {}").format(hidden), "fg"),
        (_("{}, learning rate {:g}").format(value_name(training.optimizer), training.learning_rate), "fg"),
        (ngettext("{} epoch", "{} epochs", training.epochs).format(count(training.epochs)), "fg"),
    ]


def _arrays(path: Path) -> Summary:
    lines = []
    with open_named(path, _("a table")) as file, ZipFile(file) as archive:
        for member in islice(archive.infolist(), LINES):
            with archive.open(member) as inside:
                version = np.lib.format.read_magic(inside)
                read = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
                shape, _fortran, dtype = read[version](inside)
            lines.append((f"{member.filename.removesuffix('.npy')}  {' × '.join(map(str, shape))}  {dtype}", "fg"))
    return lines


def _beginning(path: Path, kind: Kind) -> Summary:
    """The first lines of a text; of a table also how many rows it has, about, and what its first rows are."""
    with open_named(path, _("a file")) as file:
        size, head = os.fstat(file.fileno()).st_size, file.read(HEAD)
    if b"\0" in head:
        return [(_("{}, not a text file").format(size_text(size)), "fg")]
    lines = head.decode("utf-8-sig", "replace").splitlines()
    whole = size <= len(head)
    if not whole and len(lines) > 1:
        lines.pop()  # cut off in its middle
    shown = [(line.replace("\t", "  ")[:CHARACTERS], "faint") for line in lines[:LINES]]
    if kind is not Kind.TABLE or not lines:
        return [(size_text(size), "fg"), ("", "fg"), *shown]
    rows = sum(bool(line.strip()) for line in lines) - 1 if whole else round(size * len(lines) / len(head)) - 1
    text = row_count_text(rows) if whole else _("about {} rows, {}").format(count(float_rounded(rows)), size_text(size))
    first = head if whole else head[: head.rfind(b"\n") + 1]
    return [(text, "fg"), *(_first_rows(path, first, whole) or _columns(path, lines[0])), ("", "fg"), *shown]


def _first_rows(path: Path, head: bytes, whole: bool) -> Summary:
    """What is understood of a table's beginning, read as a file of its own.

    Where that isn't possible, why; nothing if the rest of the file may mend it.
    """
    from core.data.source_settings import SourceSettings
    from core.data.sources import read_table_of

    with TemporaryDirectory(prefix="mlp-tui-") as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(head)
        try:
            description = read_table_of(copy, SourceSettings()).description
        except InputError as problem:
            if not whole:  # the rest of the file may mend it, such as a class that comes later
                return []
            return [(str(problem).removeprefix(f"{copy}: "), "warn")]
    rows = description.rows
    seen = ngettext("looked at the first {} row only", "looked at the first {} rows only", rows).format(count(rows))
    return [*([] if whole else [(seen, "faint")]), *short_lines(description)]


def _columns(path: Path, header: str) -> Summary:
    """The names in a table's first line."""
    names = header.split("\t" if path.suffix.lower() == ".tsv" else ",")
    columns = ngettext("{} column: {}", "{} columns: {}", len(names))
    listed = shortened(" ".join(name.strip(' "') for name in names), CHARACTERS)
    return [(columns.format(count(len(names)), listed), "fg")]


def float_rounded(number: int) -> int:
    """An estimate in two digits."""
    return int(float(f"{number:.1e}"))
