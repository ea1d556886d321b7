"""The command line: the predictions for the rows of a file, as CSV."""

from __future__ import annotations

import argparse
import codecs
import os
import sys
from collections import Counter
from collections.abc import Iterable
from itertools import chain, islice
from typing import Any

import numpy as np

from core.calls import Array
from core.prediction.predictions import csv_cell, number_texts

from .cells import known
from .equations import class_numbers, predict
from .facts import CODING, COLUMNS, OUTPUTS
from .tables import UnusableFile, raw_blocks

MISSING_CELLS = (
    "{} cell of {!r} is missing; it is filled as the training rows decided",
    "{} cells of {!r} are missing; they are filled as the training rows decided",
)
UNKNOWN = (
    "{} cell of {!r} holds a category that no training row has; it counts as the training rows decided",
    "{} cells of {!r} hold categories that no training row has; they count as the training rows decided",
)
Counts = Counter[tuple[tuple[str, str], str]]
"""Cells that the network has no value for, by one of these pairs of sentences and the column."""


def main(arguments: list[str] | None = None) -> int:
    """Print the predictions. Returns the exit status: 0 done, 2 unusable input, 4 not all printed, 130 interrupted."""
    options = options_of(arguments)
    if sys.stdout is None:
        return say("the output is closed", 4)
    sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")  # type: ignore[union-attr]
    counts: Counts = Counter()
    try:
        blocks = raw_blocks(options.file, options)
        first = list(islice(blocks, 1))  # a file that can't be used is found here, before anything is printed
        print(",".join(header(options.proba)))
        for raw in chain(first, blocks):
            count(counts, raw)
            sys.stdout.writelines(lines_of(known(raw), options.proba))
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except UnusableFile as problem:
        return say(str(problem), 2)
    except OSError as problem:
        if problem.filename is not None:
            return say(f"{problem.filename}: {problem.strerror}", 2)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python tries again when it ends
        return 0 if isinstance(problem, BrokenPipeError) else say(f"the output: {problem.strerror}", 4)
    for (sentences, name), number in sorted(counts.items()):
        if number:
            say(f"note: {sentences[number > 1].format(f'{number:,}', name)}", 0)
    return 0


def say(message: str, status: int) -> int:
    """Say something to the person at the terminal; returns the exit status."""
    print(f"{os.path.basename(sys.argv[0])}: {message}", file=sys.stderr)
    return status


def options_of(arguments: list[str] | None) -> Any:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description="Print the predictions for the rows of a table, as CSV.")
    parser.add_argument("file", help="a table as text (also .gz), or an .npz with X; - reads standard input")
    parser.add_argument("--proba", action="store_true", help="print the probability of each class, too")
    parser.add_argument("--separator", metavar="MARK", help="what separates cells, \\t for a tab; found by the header")
    parser.add_argument(
        "--decimal",
        choices=(".", ","),
        metavar="MARK",
        help="the decimal mark, a point or a comma; found by the first rows",
    )
    parser.add_argument("--encoding", help="such as cp1252; found by the text")
    parser.add_argument(
        "--no-header", action="store_true", help="the first line is a row: columns are x1, x2, x3 and so on"
    )
    options = parser.parse_args(arguments)
    options.separator = "\t" if options.separator == "\\t" else options.separator
    if options.separator is not None and len(options.separator) != 1:
        parser.error(f"--separator: found {options.separator!r}, expected one character")
    try:
        codecs.lookup(options.encoding or "utf-8")
    except LookupError:
        parser.error(f"--encoding: found {options.encoding!r}, expected the name of an encoding, such as cp1252")
    return options


def header(proba: bool) -> list[str]:
    """The names of the columns that are printed."""
    names = list(OUTPUTS)
    names = ["prediction"]  # if exclusive
    names += [f"probability_{name}" for name in OUTPUTS if proba]  # if classes
    return [csv_cell(shown(name)) for name in names]


def lines_of(raw: Array, proba: bool) -> list[str]:
    """The line that is printed for each row of raw inputs."""
    A = predict(raw)
    columns: list[Iterable[str]] = []
    cells = [csv_cell(shown(name)) for name in OUTPUTS]  # if exclusive
    columns.append([cells[number] for number in class_numbers(A)])  # if exclusive
    columns += [map(str, marks.astype(int)) for marks in A.T > 0.5]  # if labels
    A = np.hstack([1 - A, A])  # if one_output
    if proba:  # if classes
        columns += [number_texts(numbers) for numbers in A.T]  # if classes
    columns += [number_texts(numbers) for numbers in A.T]  # if regression
    return [",".join(row) + "\n" for row in zip(*columns)]  # noqa: B905


def shown(name: str) -> str:
    """A name as it is printed: on a terminal without control characters, elsewhere as it is."""
    return repr(name)[1:-1] if sys.stdout.isatty() and not name.isprintable() else name


def count(counts: Counts, raw: Array) -> None:
    """Add the cells of each column that the network has no value for."""
    for coding, cells in zip(CODING, raw.T):  # if levels  # noqa: B905
        if "levels" in coding:  # if levels
            counts[UNKNOWN, coding["source"]] += int((cells == len(coding["levels"])).sum())  # if levels
    sources = COLUMNS  # if plain
    sources = [coding["source"] for coding in CODING]  # if coded
    for name, cells in dict(zip(sources, raw.T)).items():  # noqa: B905
        counts[MISSING_CELLS, name] += int(np.isnan(cells).sum())
