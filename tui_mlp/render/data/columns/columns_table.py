"""The table of the columns: kind, role, missing and distinct cells, histogram, inputs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from core.data.description import ColumnDescription
from core.support.i18n import _, translated
from tui_mlp.models.data.columns.small_histogram import MOST_BINS, Bins
from tui_mlp.render.cell_text import cut, displayed, widest
from tui_mlp.render.colours.palette import Palette, Styles, bold
from tui_mlp.render.strips import fit
from tui_mlp.text.description_text import KINDS, ROLES
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import NOTHING, count

MARK = 2
"""Cells of the mark before the column in focus."""

MOST_GAP = 3
"""The most cells between two fields."""

LEAST_NAME, MOST_NAME = 8, 24
"""Cells of a name: the least beside all fields, and the most."""

DROPPED = ("inputs", "values", "distinct", "missing", "kind", "role")
"""The fields left out where there is little room, the first one first."""

MANY_MISSING = 0.05
"""The share of missing cells from which on their count stands out."""


@dataclass(frozen=True)
class Field:
    """One field of the table: what stands above it, its width, and whether it is set at the right."""

    key: str
    title: str
    width: int
    right: bool = False


@dataclass(frozen=True, eq=False)
class ShownColumns:
    """What the table shows: the columns of `data`, of which those from `first` on are seen.

    `focus` is the place of the one in focus, `bins` their histograms as far as they are counted, `inputs` how many
    inputs each becomes, and `targets` the names of the targets, which are y.
    """

    columns: Sequence[ColumnDescription]
    rows: int
    first: int
    focus: int
    bins: Mapping[str, Bins]
    inputs: Mapping[str, int]
    targets: Sequence[str]
    names: tuple[str, ...]
    """The names of all columns: by them the width of the first field stays as it is while the table scrolls."""


def fields_that_fit(shown: ShownColumns, width: int, ascii: bool) -> tuple[list[Field], list[int]]:
    """The fields for a table of so many cells, and the cells behind each of them."""
    digits = len(count(shown.rows))
    named = min(MOST_NAME, max(widest(shown.names, ascii), cell_len(displayed(_("column"), ascii))))
    kinds, roles = tuple(map(translated, KINDS.values())), tuple(map(translated, ROLES.values()))
    fields = [
        Field("column", _("column"), named),
        _field("kind", _("kind"), widest(kinds, ascii), ascii),
        _field("role", _("role"), widest(roles, ascii), ascii),
        _field("missing", _("missing"), digits, ascii, True),
        _field("distinct", _("distinct"), digits, ascii, True),
        _field("values", _("values"), MOST_BINS, ascii),
        _field("inputs", _("inputs"), 4, ascii, True),
    ]
    for dropped in (None, *DROPPED):
        fields = [field for field in fields if field.key != dropped]
        gaps = len(fields) - 1
        spare = width - MARK - sum(field.width for field in fields) - gaps
        if spare < 0 and named + spare >= LEAST_NAME:
            fields, spare = [replace(fields[0], width=named + spare), *fields[1:]], 0
        if spare >= 0:
            each, more = divmod(min(spare, (MOST_GAP - 1) * gaps), max(1, gaps))
            return fields, [*(1 + each + (place >= gaps - more) for place in range(gaps)), 0]
    return [Field("column", _("column"), max(1, width - MARK))], [0]


def _field(key: str, title: str, width: int, ascii: bool, right: bool = False) -> Field:
    return Field(key, title, max(width, cell_len(displayed(title, ascii))), right)


def columns_table(shown: ShownColumns, width: int, height: int, palette: Palette) -> list[Strip]:
    """The titles, and below them the columns that fit."""
    fields, gaps = fields_that_fit(shown, width, palette.ascii)
    titles = "".join(
        cut(field.title, field.width, palette.ascii, field.right) + " " * gap
        for field, gap in zip(fields, gaps, strict=True)
    )
    seen = range(shown.first, min(len(shown.columns), shown.first + height - 1))
    head = fit([Segment(" " * MARK + titles, palette.bg.muted)], width, palette.bg.blank)
    return [head, *(_line(shown, place, fields, gaps, width, palette) for place in seen)][:height]


def _line(
    shown: ShownColumns, place: int, fields: Sequence[Field], gaps: Sequence[int], width: int, palette: Palette
) -> Strip:
    """The line of one column; that of the one in focus has a mark, and the ground of a panel."""
    column, in_focus = shown.columns[place], place == shown.focus
    styles = palette.panel if in_focus else palette.bg
    mark = glyphs(palette.ascii).mark if in_focus else " "
    segments = [Segment(f"{mark} ", styles.accent_bold if in_focus else styles.blank)]
    for field, gap in zip(fields, gaps, strict=True):
        text, style = _cell(field, column, shown, in_focus, styles, palette)
        segments += [Segment(cut(text, field.width, palette.ascii, field.right), style)]
        segments += [Segment(" " * gap, styles.blank)]
    return fit(segments, width, styles.blank)


def _cell(
    field: Field, column: ColumnDescription, shown: ShownColumns, in_focus: bool, styles: Styles, palette: Palette
) -> tuple[str, Style]:
    """Text and style of one field of a column. Columns that are left out are faint."""
    plain = styles.fg if column.role != "ignored" else styles.muted if in_focus else styles.faint
    if field.key == "column":
        return column.name, styles.accent_bold if in_focus else bold(plain) if column.role != "ignored" else plain
    if field.key == "kind":
        return translated(KINDS[column.kind]), plain
    if field.key == "role":
        return translated(ROLES[column.role]), bold(styles.validation) if column.role == "target" else plain
    if field.key == "missing":
        if not column.missing:
            return NOTHING, styles.faint
        many = column.role != "ignored" and column.missing >= MANY_MISSING * shown.rows
        return count(column.missing), styles.warn if many else plain
    if field.key == "distinct":
        return count(column.distinct), plain
    if field.key == "values":
        return bars_text(
            shown.bins.get(column.name, Bins()), palette.ascii
        ), styles.pos if plain is styles.fg else plain
    return _inputs_text(column, shown, palette.ascii), plain


def _inputs_text(column: ColumnDescription, shown: ShownColumns, ascii: bool) -> str:
    """How many inputs a column becomes; of a target, which y it is."""
    if column.role == "target":
        number = str([*shown.targets].index(column.name) + 1) if len(shown.targets) > 1 else ""
        return f"{glyphs(ascii).leads_to} y{number}"
    return count(shown.inputs.get(column.name, 0)) if column.role == "input" else NOTHING


def bars_text(bins: Bins, ascii: bool) -> str:
    """The bins as bars of one line, the highest one full; a bin with any cell is seen."""
    bars, most = glyphs(ascii).bars, max(bins.counts, default=0)
    steps = len(bars) - 1
    return "".join(bars[max(1, round(steps * one / most)) if one else 0] for one in bins.counts)
