"""The line below pictures: what is known of the one in focus."""

from textual.strip import Strip

from core.analysis.outputs.outputs import Outputs
from core.analysis.outputs.split_outputs import SplitOutputs
from core.data.source_rows.source_rows import SourceRows
from core.support.i18n import _
from tui_mlp.models.data.pictures.mean_pictures import MeanPicture
from tui_mlp.models.data.pictures.picture_groups import PictureGroup, PicturePlace
from tui_mlp.models.data.row_targets import kept_row_targets
from tui_mlp.models.output.example_texts import classes_text
from tui_mlp.render.cell_text import clipped
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.output.numbers.group_line import group_line
from tui_mlp.render.output.plane.legend import Group
from tui_mlp.render.word_wrap import line
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import count, data_number
from tui_mlp.text.split_words import split_word

LONGEST_NAME = 20
"""Cells of the name of a class, at most."""


def picture_facts(
    source: SourceRows,
    group: PictureGroup,
    place: PicturePlace,
    outputs: Outputs | None,
    width: int,
    palette: Palette,
) -> Strip:
    """The picture in focus: its row, its class or target, its split, its place in the line, and what it is given."""
    styles, row = palette.bg, int(group.rows[place.index])
    targets = kept_row_targets(source)
    if targets.values is None:
        target = clipped(group.name, LONGEST_NAME, palette.ascii)
        wanted: Group = [(_("class") + " ", styles.muted), (target, styles.strong)]
    else:
        name = clipped(group.name, LONGEST_NAME, palette.ascii)
        wanted = [(f"{name} ", styles.muted), (data_number(float(targets.value(0)[row])), styles.strong)]
    of = _("{} of {}").format(count(place.index + 1), count(len(group.rows)))
    groups: list[Group] = [
        [(_("row {}").format(count(row + 1)), styles.accent)],
        wanted,
        *_given(source, row, outputs, palette),
        [(split_word(source.split_name(row)), styles.muted)],
        [(of, styles.muted)],
    ]
    return group_line(groups, width, palette)


def _given(source: SourceRows, row: int, outputs: Outputs | None, palette: Palette) -> list[Group]:
    """The class or labels that the network gives; nothing without outputs of this row, and for a regression."""
    if outputs is None or outputs.data is not source.data or outputs.model.meaning.task == "regression":
        return []
    split: SplitOutputs | None = outputs.splits.get(source.split_name(row))
    index = None if split is None else split.index_of(int(source.place[row]))
    if split is None or index is None:
        return []
    given, wrong, marks = split.given[index], bool(split.wrong[index]), glyphs(palette.ascii)
    if not split.meaning.several_labels and int(given) < 0:
        return []
    text = clipped(classes_text(split.meaning, given), LONGEST_NAME, palette.ascii)
    style = palette.bg.neg if wrong else palette.bg.pos
    mark = marks.wrong if wrong else marks.check
    return [[(_("given") + " ", palette.bg.muted), (f"{text} {mark}", style)]]


def mean_facts(group: PictureGroup, found: MeanPicture, width: int, palette: Palette) -> Strip:
    """What the three pictures of a line are: how many rows they are of."""
    styles = palette.bg
    name = clipped(group.name, LONGEST_NAME, palette.ascii)
    of = count(len(group.rows))
    text = _("mean of {} rows") if found.rows == len(group.rows) else _("mean of {} of {} rows")
    said = _("blue: more ink than in the mean of all")
    return group_line(
        [[(name, styles.accent)], [(text.format(count(found.rows), of), styles.muted)], [(said, styles.muted)]],
        width,
        palette,
    )


def mean_heads(label: int, each: int, width: int, palette: Palette) -> Strip:
    """What stands in the columns of means."""
    names = [_("mean"), _("std"), _("− all")]
    parts = [(" " * label, palette.bg.blank)]
    parts += [(" " + clipped(name, each, palette.ascii).ljust(each), palette.bg.muted) for name in names]
    return line(parts, width, palette)
