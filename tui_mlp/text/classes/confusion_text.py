"""Confusion matrices in words, and as tables for other programs."""

from collections.abc import Iterator, Sequence

from core.analysis.classes.confusion import Cell
from core.analysis.outputs.split_outputs import SplitOutputs
from core.calls import Array
from core.support.i18n import _, ngettext
from tui_mlp.text.numbers import count, percent


def rows_text(outputs: SplitOutputs) -> str:
    """How many rows of which split there are; of how many, where not all of them are here."""
    rows, shown = outputs.m, count(outputs.m)
    if outputs.split == "train":
        text = ngettext("{} training row", "{} training rows", rows)
    elif outputs.split == "validation":
        text = ngettext("{} validation row", "{} validation rows", rows)
    else:
        text = ngettext("{} test row", "{} test rows", rows)
    return text.format(shown if outputs.whole else _("{} of {}").format(shown, count(outputs.of)))


def no_yes() -> tuple[str, str]:
    """The names of the two classes of a label: rows without it and with it."""
    return _("no"), _("yes")


def cell_sentence(counts: Array, names: Sequence[str], cell: Cell, rows: Array | None = None) -> str:
    """What a cell of k × k counts, wanted × given, says: its rows, and their shares of the wanted and given class.

    `rows` are all k wanted ones, None where all of them are in cells; those that are given no class aren't.
    """
    row, column = cell
    number, wanted, given = int(counts[cell]), int(wanted_rows(counts, rows)[row]), int(counts[:, column].sum())
    recall = percent(number / wanted if wanted else None)
    precision = percent(number / given if given else None)
    if row == column:
        text = ngettext(
            "{}: {} row right, recall {}, precision {}", "{}: {} rows right, recall {}, precision {}", number
        )
        return text.format(names[row], count(number), recall, precision)
    text = ngettext("{} row: {} of wanted {}, {} of given {}", "{} rows: {} of wanted {}, {} of given {}", number)
    return text.format(count(number), recall, names[row], precision, names[column])


def wanted_rows(counts: Array, rows: Array | None) -> Array:
    """The rows of each wanted class: `rows`, or without them those in the cells of k × k counts."""
    found: Array = counts.sum(1) if rows is None else rows
    return found


def no_outputs_sentence(rows: int) -> str:
    """That outputs of so many rows are infinite or no numbers at all."""
    text = ngettext(
        "The outputs of {} row are no finite numbers: given no class, it is wrong.",
        "The outputs of {} rows are no finite numbers: given no class, they are wrong.",
        rows,
    )
    return text.format(count(rows))


def confusion_rows(counts: Array, names: Sequence[str]) -> tuple[list[str], Iterator[list[str | int]]]:
    """The names of the columns of a table of k × k counts, and its lines: the wanted class, then each given one."""
    lines = ([name, *row] for name, row in zip(names, counts.tolist(), strict=True))
    return [_("wanted, given"), *names], lines
