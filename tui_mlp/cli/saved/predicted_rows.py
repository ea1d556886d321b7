"""Predictions for the rows of a file, printed block by block."""

import os
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from contextvars import copy_context
from pathlib import Path

from core.calls import Array
from core.experiment.tables import source_settings
from core.prediction.blocks.outputs_of_blocks import OutputsOfBlocks
from core.prediction.blocks.raw_rows import RawRows
from core.prediction.predictions import Predictions
from core.prediction.saved_model import SavedModel
from core.support.i18n import _

from ..console import warn
from ..output import csv_text, print_csv, print_json_lines
from ..progress_bars import counted_progress
from ..standard_input import STDIN, standard_input
from .saved_run import reading_settings

LARGE = 2**25
"""Bytes of a file from which on a progress bar is of use."""


def rows_of(file: str, saved: SavedModel, overrides: tuple[str, ...]) -> RawRows:
    """The rows of a file, or of stdin for -, read with the run's settings but for those of --set. Raises InputError."""
    settings = source_settings(saved.experiment.replace_all(reading_settings(overrides)).data)
    if file == STDIN:
        return RawRows(Path("stdin"), saved.model, settings, standard_input())
    return RawRows(Path(file), saved.model, settings)


def print_predictions(rows: RawRows, predictions: Predictions, as_json: bool) -> None:
    """Print what is predicted for each row as it is read, then notes on the rows on stderr. Raises InputError.

    While a block is predicted and printed by a thread, the next one is read.
    """
    shown = csv_text()
    outputs = OutputsOfBlocks(predictions.model)

    def print_block(block: Array, is_first: bool, pauses: bool) -> None:
        if not as_json and is_first:
            print_csv(predictions.csv_header(shown))
        print_outputs(outputs.of_block(block))
        if pauses:
            print_outputs(outputs.of_waiting(is_end=False))

    def print_outputs(found: Array) -> None:
        if as_json:
            print_json_lines(predictions.json(found))
        else:
            print_csv(predictions.csv(found, shown))

    context = copy_context()  # in which --ascii stands
    with _progress(rows) as show, ThreadPoolExecutor(1) as thread:
        printed: Future[None] | None = None
        for block in rows:
            if printed is not None:
                printed.result()  # so that at most two blocks are in memory; raises what the thread raised
            printed = thread.submit(context.run, print_block, block, printed is None, rows.pauses)
            show(round(100 * rows.share), 100)
        if printed is not None:
            printed.result()
        print_outputs(outputs.of_waiting(is_end=True))
    for note in [*rows.notes, *rows.summary()]:
        warn(_("note: {}").format(note))


def _progress(rows: RawRows) -> AbstractContextManager[Callable[[int, int], object]]:
    """A progress bar in per cent for a large file, unless what is printed on the terminal shows the progress."""
    try:
        is_large = rows.stream is None and os.path.getsize(rows.path) > LARGE
    except (OSError, ValueError):  # told when the file is opened
        is_large = False
    if is_large and not sys.stdout.isatty():
        return counted_progress(_("% read"))
    return nullcontext(lambda _done, _total: None)
