"""What is said beside the importance of columns: progress, and the one in focus."""

from textual.strip import Strip

from core.analysis.importance.importance import ColumnImportance, Importance, Measure
from core.support.i18n import _
from tui_mlp.render.cell_text import displayed
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.word_wrap import line, wrapped
from tui_mlp.session.evaluating.importance_task import ImportanceResult
from tui_mlp.text.data.importance_text import alike_text, base_text, column_text, most_important_text, progress_text


def news_lines(result: ImportanceResult, busy: bool, width: int, palette: Palette) -> list[Strip]:
    """What is to be known before the numbers are read, on a line each; `busy` while the network is trained."""
    found, texts = result.found, []
    if busy:
        texts.append(_("training: computed again at the next pause"))
    elif result.next is not None:
        texts.append(_("computing: {}").format(progress_text(result.next)))
    if found is not None and not found.epoch and not found.batch:
        texts.append(_("initial weights: nothing is learnt yet"))
    return [line([(text, palette.bg.warn)], width, palette) for text in texts]


def focus_lines(
    column: ColumnImportance | None,
    found: Importance,
    measure: Measure,
    pixel: tuple[int, int] | None,
    width: int,
    palette: Palette,
) -> list[Strip]:
    """The column in focus in words, and what the network achieves with the rows as they are.

    `pixel` are row and column of the one in focus, from 0; the most important one is named then, too.
    """
    styles, ascii, lines = palette.bg, palette.ascii, list[Strip]()
    if column is not None:
        name = column.name
        if pixel is not None:
            name = _("{} (row {}, column {})").format(name, pixel[0] + 1, pixel[1] + 1)
        said = [(displayed(name, ascii), styles.strong), (f" {column_text(column, found)}", styles.fg)]
        lines += wrapped(said, width, palette)
        if alike := alike_text(column):
            lines += wrapped([(displayed(alike, ascii), styles.warn)], width, palette)
    if pixel is not None and (most := most_important_text(found, measure)):
        lines += wrapped([(displayed(most, ascii), styles.muted)], width, palette)
    return lines + wrapped([(base_text(found), styles.muted)], width, palette)
