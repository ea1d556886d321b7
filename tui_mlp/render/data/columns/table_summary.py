"""What the columns become and how the rows are divided, in a few lines."""

from rich.style import Style
from textual.strip import Strip

from core.data.description import Description
from core.support.i18n import _, ngettext
from tui_mlp.models.data.columns.table_facts import TableFacts
from tui_mlp.render.bar import groups_that_fit
from tui_mlp.render.cell_text import clipped
from tui_mlp.render.colours.palette import Palette, Styles
from tui_mlp.render.strips import StyledText, cells_of, fit, segments
from tui_mlp.text.data.before_number import before_number
from tui_mlp.text.numbers import brief_number, count, percent, row_count_text, three_digits
from tui_mlp.text.split_words import split_word

SUMMARY = 2
"""Lines of a summary with what there is to say in any case."""

MOST_FIGURES = 6
"""Of more classes or targets none is told: the pane of the splits shows them all."""

LONGEST_NAME = 24
"""Cells of a name in the status line."""


def summary_lines(facts: TableFacts, width: int, height: int, palette: Palette) -> list[Strip]:
    """The rows by split with the target in each, and what becomes of the columns, in at most `height` lines.

    What the target is like has a line of its own where it doesn't fit beside the rows, and there is room for one.
    """
    styles, ascii = palette.bg, palette.ascii
    rows, figures = _rows_said(facts, styles), _figures_said(facts, palette)
    lines = [rows]
    if figures and cells_of([*rows, *figures], ascii) + 2 <= width:
        lines = [[*rows, ("; ", styles.muted), *figures]]
    elif figures and height > SUMMARY and cells_of(figures, ascii) <= width:
        lines.append(figures)
    if cells_of(rows, ascii) > width:
        del rows[0]  # the frame has the number of all rows too
    columns = _columns_said(facts, styles)
    while len(columns) > 2 and cells_of(columns, ascii) > width:
        columns.pop()
    lines.append(columns)
    return [fit(segments(parts, ascii), width, styles.blank) for parts in lines][:height]


def _rows_said(facts: TableFacts, styles: Styles) -> list[StyledText]:
    """The rows of each split, and those that are left out."""
    said: list[StyledText] = [(row_count_text(facts.rows) + ": ", styles.muted)]
    if facts.left_out:
        said += [(count(facts.left_out), styles.strong), (" " + _("left out") + ", ", styles.muted)]
    for place, (name, split) in enumerate(facts.splits.items()):
        said += [(", ", styles.muted)] if place else []
        said += [(count(split.m), styles.strong), (f" {split_word(name)}", styles.muted)]
    return said


def _figures_said(facts: TableFacts, palette: Palette) -> list[StyledText]:
    """The share of each class by split, or the mean of each target; nothing where there are many."""
    styles, said = palette.bg, list[StyledText]()
    if len(facts.target_figures) > MOST_FIGURES:
        return said
    for figure in facts.target_figures:
        name = clipped(figure.name, LONGEST_NAME, palette.ascii)
        said += [("; ", styles.muted)] if said else []
        if facts.data.task == "regression":
            means = ", ".join(map(three_digits, figure.by_split))
            said += [(_("mean of {}").format(name) + " ", styles.muted), (means, styles.fg)]
        else:
            shares = ", ".join(f"{100 * share:.0f}" for share in figure.by_split)
            said += [(before_number(name), styles.muted), (f"{shares} %", styles.fg)]
    return said


def _columns_said(facts: TableFacts, styles: Styles) -> list[StyledText]:
    """How many columns become how many inputs, are targets, and are left out."""
    inputs, targets, ignored = facts.roles
    columns, made = len(facts.data.description.columns), facts.data.description.inputs
    become = ngettext("{} of {} columns becomes ", "{} of {} columns become ", inputs).format(
        count(inputs), count(columns)
    )
    said: list[StyledText] = [
        (become, styles.muted),
        (ngettext("{} input", "{} inputs", made).format(count(made)), styles.strong),
        (", " + ngettext("{} is the target", "{} are targets", targets).format(count(targets)), styles.muted),
    ]
    if ignored:
        text = ngettext("{} is left out", "{} are left out", ignored).format(count(ignored))
        said.append((f", {text}", styles.muted))
    return said


def status_groups(facts: TableFacts, weights: int, palette: Palette) -> list[list[StyledText]]:
    """What the network is to learn and from what, in groups, the most important first."""
    styles, description = palette.bg, facts.data.description
    groups = [_target_said(facts, description, palette)]
    name, share = facts.commonest
    if name:
        shown = clipped(name, LONGEST_NAME, palette.ascii)
        baseline = [*_pair(_("baseline"), percent(share), styles), (" " + _("always {}").format(shown), styles.muted)]
        groups.append(baseline)
    elif facts.data.task == "regression":
        groups.append([*_pair(_("baseline"), "R² 0", styles), (" " + _("always the mean"), styles.muted)])
    groups.append(_pair(_("inputs"), count(description.inputs), styles))
    rows = row_count_text(facts.left_out)
    groups += [_pair(_("left out"), rows, styles), _pair(_("weights"), count(weights), styles)]
    return groups


def _target_said(facts: TableFacts, description: Description, palette: Palette) -> list[StyledText]:
    """The target, and the share of its second class, the number of its classes, or its mean over all rows."""
    styles, names = palette.bg, description.target or facts.data.target_names
    shown = clipped(names[0], LONGEST_NAME, palette.ascii) if len(names) == 1 else count(len(names))
    said = _pair(ngettext("target", "targets", len(names)), shown, styles)
    classes = description.classes
    if len(names) != 1:
        return said
    if len(classes) == 2:
        second = [*classes][-1]
        share = percent(classes[second] / (sum(classes.values()) or 1))
        return [*said, (f" {before_number(clipped(second, LONGEST_NAME, palette.ascii))}{share}", styles.muted)]
    if len(classes) == 1:  # a label, which a row has or hasn't
        return [*said, (f" {percent(sum(classes.values()) / (facts.used_rows or 1))}", styles.muted)]
    if classes:
        text = ngettext("{} class", "{} classes", len(classes)).format(count(len(classes)))
        return [*said, (f" {text}", styles.muted)]
    if facts.target_figures:
        sizes = [split.m for split in facts.splits.values()]
        total = sum(size * mean for size, mean in zip(sizes, facts.target_figures[0].by_split, strict=True))
        said.append((" " + _("mean {}").format(brief_number(total / sum(sizes))), styles.muted))
    return said


def _pair(name: str, value: str, styles: Styles) -> list[StyledText]:
    return [(f"{name} ", styles.muted), (value, styles.fg + Style(bold=True))]


def status_parts(facts: TableFacts, weights: int, width: int, palette: Palette) -> list[StyledText]:
    """The groups of the status line that fit in so many cells."""
    return groups_that_fit(status_groups(facts, weights, palette), width, palette.bg, palette.ascii)
