"""The outputs of one example as bars; what is wanted and given is marked."""

from collections.abc import Sequence

import numpy as np
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from core.calls import Array
from core.support.i18n import _, ngettext
from tui_mlp.models.output.example_texts import probability_text
from tui_mlp.models.output.shown_example import ShownExample
from tui_mlp.render.cell_text import cut, displayed, widest
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.output.share_bar import share_bar
from tui_mlp.render.strips import fit
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import count

LEAST_BAR = 3
"""The cells of the shortest bar."""
WORDS_FROM, FORMER_FROM = 32, 24
"""The cells of a line from which on words stand beside the marks, and former numbers before the present ones."""


def score_lines(
    shown: ShownExample, width: int, height: int, palette: Palette, chosen: int | None = None
) -> list[Strip]:
    """A line for each class or label, at most `height` of `width` cells, in their order.

    Where there are more of them, those wanted, given and most probable, and a line that says how many are left out.
    `chosen` is one to be shown in any case. Where other values were typed, the former probability stands before the
    present one.
    """
    scores = shown.scores.astype(float)
    former = former_scores(shown)
    places = _shown_places(shown, scores, height, chosen)
    names = tuple(shown.meaning.names[place] for place in places)
    label = max(1, min(widest(names, palette.ascii), width // 3))
    lines = [_line(shown, place, scores, former, label, width, palette, chosen == place) for place in places]
    others = len(scores) - len(places)
    if others and len(lines) < height:
        text = ngettext("{} other", "{} others", others).format(count(others))
        if not shown.meaning.several_labels:
            text += f"  {probability_text(float(scores.sum() - scores[places].sum()))}"
        lines.append(fit([Segment(displayed(text, palette.ascii), palette.bg.faint)], width, palette.bg.blank))
    return lines


def former_scores(shown: ShownExample) -> Array | None:
    """The scores of the row before other values were typed into it; None where none were."""
    if shown.before is None:
        return None
    found: Array = shown.model.probabilities(shown.before.outputs[None])[0].astype(float)
    return found


def _shown_places(shown: ShownExample, scores: Array, height: int, chosen: int | None) -> Sequence[int]:
    """Which classes have a line, in their order."""
    if len(scores) <= height:
        return range(len(scores))
    room = max(1, height - 1)
    importance = np.where(np.isnan(scores), -1, scores)
    for marks, more in ((shown.given_marks, 2), (shown.wanted_marks, 4)):
        importance = importance if marks is None else importance + more * marks
    if chosen is not None and chosen < len(scores):
        importance[chosen] += 8
    return sorted(np.argsort(-importance, kind="stable")[:room].tolist())


def _line(
    shown: ShownExample,
    place: int,
    scores: Array,
    former: Array | None,
    label: int,
    width: int,
    palette: Palette,
    chosen: bool,
) -> Strip:
    styles, marks = palette.bg, glyphs(palette.ascii)
    wanted = shown.wanted_marks is not None and bool(shown.wanted_marks[place])
    given = shown.given_marks is not None and bool(shown.given_marks[place])
    mark, word, style = "", "", styles.muted
    if wanted and given:
        mark, style = marks.check, styles.accent_bold
    elif wanted:
        mark, word, style = marks.check, _("wanted"), styles.accent_bold
    elif given and shown.wanted_marks is not None:
        mark, word, style = marks.error, _("given"), styles.bad
    elif given:
        mark, word, style = marks.mark, _("given"), styles.accent_bold
    number = probability_text(scores[place])
    if former is not None and width >= FORMER_FROM:
        number = _("{} → {}").format(probability_text(former[place]), number)
    words = displayed(f"{mark} {word}" if word and width >= WORDS_FROM else mark, palette.ascii)
    number = displayed(number, palette.ascii)
    # All bars have the same length, whatever is said beside them.
    tail = _tail(shown, width, palette)
    room = width - label - 1 - 1 - cell_len(number) - tail
    name = cut(shown.meaning.names[place], label, palette.ascii, right=True)
    plain = styles.strong if wanted or given else styles.accent if chosen else styles.muted
    drawn: list[Segment] = [Segment(name, style if mark else plain), Segment(" ", styles.blank)]
    if room >= LEAST_BAR:
        drawn += [*share_bar(float(scores[place]), room, _bar_style(wanted, given, shown, palette), palette)]
        drawn.append(Segment(" ", styles.blank))
    drawn += [Segment(number, styles.strong if wanted or given else styles.muted), Segment(f" {words}", style)]
    return fit(drawn, width, styles.blank)


def _tail(shown: ShownExample, width: int, palette: Palette) -> int:
    """The cells behind the numbers."""
    if width < WORDS_FROM or shown.right:
        return 2
    return max(cell_len(displayed(f" {glyphs(palette.ascii).check} {word}", palette.ascii))
               for word in (_("wanted"), _("given")))  # fmt: skip


def _bar_style(wanted: bool, given: bool, shown: ShownExample, palette: Palette) -> Style:
    if wanted:
        return palette.bg.accent
    if given:
        return palette.bg.bad if shown.wanted_marks is not None else palette.bg.accent
    return palette.bg.faint
