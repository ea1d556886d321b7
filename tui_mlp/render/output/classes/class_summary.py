"""Accuracy, baseline and certainty of a classification in sentences."""

from rich.cells import cell_len
from textual.strip import Strip

from core.analysis.classes.by_class import ClassFigures
from core.analysis.classes.guessing import Guessing
from core.support.i18n import _, pgettext
from tui_mlp.render.cell_text import clipped, cut, displayed, widest
from tui_mlp.render.colours.palette import Palette, bold
from tui_mlp.render.strips import fit, segments
from tui_mlp.text.classes.confusion_text import no_outputs_sentence
from tui_mlp.text.numbers import count, percent

_SHORTEST_NAME = 8
_SAME = 0.0005
"""Certainty and accuracy that differ by less are said to be the same."""


def summary_lines(
    figures: ClassFigures, guess: Guessing, split: str, most: int, width: int, palette: Palette
) -> list[Strip]:
    """At most `most` strips of `width` cells: accuracy, balanced accuracy, baseline, certainty, in this order.

    Where there is room for fewer, balanced accuracy goes first, then certainty. That outputs are no numbers comes
    before them all.
    """
    styles = palette.bg
    own = bold(styles.validation) if split == "validation" else styles.strong
    words = _("accuracy"), _("balanced"), _("baseline"), _("certainty")
    name, number = widest(words, palette.ascii), len(percent(1))
    room = width - name - 1 - number
    lines = [
        (0, words[0], percent(figures.accuracy), own, *_accuracy(figures)),
        (3, words[1], percent(figures.balanced_accuracy), styles.strong, *_balanced(figures)),
        (1, words[2], percent(guess.accuracy), styles.strong, *_baseline(guess, room - 2, palette.ascii)),
        (2, words[3], percent(figures.certainty), styles.strong, _certainty(figures), ""),
    ]
    drawn = []
    if figures.without_output and most:
        text = displayed(no_outputs_sentence(figures.without_output), palette.ascii)
        drawn.append(fit(segments([(text, styles.warn)], palette.ascii), width, styles.blank))
        most -= 1
    for order, word, value, style, said, shorter in lines:
        if order < most:
            parts = [(cut(word, name + 1, palette.ascii), styles.muted), (value.rjust(number), style)]
            if shorter and cell_len(displayed(said, palette.ascii)) + 2 > room:
                said = shorter
            parts.append((clipped(f"  {said}", room, palette.ascii), styles.muted))
            drawn.append(fit(segments(parts, palette.ascii), width, styles.blank))
    return drawn


def _accuracy(figures: ClassFigures) -> tuple[str, str]:
    """How many are right and the interval, also in fewer words."""
    low, high = (100 * end for end in figures.accuracy_interval)
    text = _("{} of {}, 95 % from {:.1f} to {:.1f}")
    if figures.several_labels:
        text = _("{} of {} in all labels, 95 % {:.1f} to {:.1f}")
    figures_shown = count(figures.right), count(figures.m), low, high
    return text.format(*figures_shown), _("{} of {}, {:.1f}–{:.1f}").format(*figures_shown)


def _balanced(figures: ClassFigures) -> tuple[str, str]:
    """What is balanced and what always the same answer gets, also in fewer words."""
    chance = percent(figures.chance)
    text = _("mean over labels; {}") if figures.several_labels else _("mean recall; {}")
    short = _("always the same: {}").format(chance)
    return text.format(short), short


def _baseline(guess: Guessing, room: int, ascii: bool) -> tuple[str, str]:
    """What is always said, also in fewer words; its name is shortened where there is no room for it."""
    texts = _("always {}, commonest in training"), _("always {}")
    long, short = (
        text.format(clipped(guess.commonest, max(_SHORTEST_NAME, room - len(text.format(""))), ascii)) for text in texts
    )
    return long, short


def _certainty(figures: ClassFigures) -> str:
    """How far the certainty is from what is right: accuracy; of several labels, the share of single ones."""
    if figures.several_labels:
        return _("on average; {} of single labels are right").format(percent(figures.right_labels))
    beyond = figures.certainty - figures.accuracy
    if beyond != beyond:
        return pgettext("certainty", "unknown")
    if abs(beyond) < _SAME:
        return _("on average, the same as accuracy")
    text = _("on average, {} above accuracy") if beyond > 0 else _("on average, {} below accuracy")
    return text.format(f"{abs(100 * beyond):.1f}")
