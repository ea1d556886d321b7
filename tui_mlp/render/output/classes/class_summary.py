"""Accuracy, baseline and certainty of a classification in sentences."""

from textual.strip import Strip

from core.analysis.classes.by_class import ClassFigures
from core.analysis.classes.guessing import Guessing
from core.support.i18n import _
from tui_mlp.render.cell_text import clipped, cut, displayed, widest
from tui_mlp.render.colours.palette import Palette, bold
from tui_mlp.render.strips import fit, segments
from tui_mlp.text.confusion_text import no_outputs_sentence
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
        (0, words[0], percent(figures.accuracy), own, _accuracy(figures)),
        (3, words[1], percent(figures.balanced_accuracy), styles.strong, _balanced(figures)),
        (1, words[2], percent(guess.accuracy), styles.strong, _baseline(guess, room - 2, palette.ascii)),
        (2, words[3], percent(figures.certainty), styles.strong, _certainty(figures)),
    ]
    drawn = []
    if figures.without_output and most:
        text = displayed(no_outputs_sentence(figures.without_output), palette.ascii)
        drawn.append(fit(segments([(text, styles.warn)], palette.ascii), width, styles.blank))
        most -= 1
    for order, word, value, style, said in lines:
        if order < most:
            parts = [(cut(word, name + 1, palette.ascii), styles.muted), (value.rjust(number), style)]
            parts.append((clipped(f"  {said}", room, palette.ascii), styles.muted))
            drawn.append(fit(segments(parts, palette.ascii), width, styles.blank))
    return drawn


def _accuracy(figures: ClassFigures) -> str:
    low, high = (100 * end for end in figures.accuracy_interval)
    text = _("{} of {}, 95 % from {:.1f} to {:.1f}")
    if figures.several_labels:
        text = _("{} of {} in all labels, 95 % {:.1f} to {:.1f}")
    return text.format(count(figures.right), count(figures.m), low, high)


def _balanced(figures: ClassFigures) -> str:
    chance = percent(figures.chance)
    if figures.several_labels:
        return _("mean over labels; always the same: {}").format(chance)
    return _("mean recall; always the same: {}").format(chance)


def _baseline(guess: Guessing, room: int, ascii: bool) -> str:
    """What is always said; its name is shortened where there is no room for it."""
    text = _("always {}, commonest in training")
    return text.format(clipped(guess.commonest, max(_SHORTEST_NAME, room - len(text.format(""))), ascii))


def _certainty(figures: ClassFigures) -> str:
    """How far the certainty is from what is right: accuracy; of several labels, the share of single ones."""
    if figures.several_labels:
        return _("on average; {} of single labels are right").format(percent(figures.right_labels))
    beyond = figures.certainty - figures.accuracy
    if beyond != beyond:
        return _("unknown")
    if abs(beyond) < _SAME:
        return _("on average, the same as accuracy")
    text = _("on average, {} above accuracy") if beyond > 0 else _("on average, {} below accuracy")
    return text.format(f"{abs(100 * beyond):.1f}")
