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
    lines = [
        (0, _("accuracy"), percent(figures.accuracy), own, _accuracy(figures)),
        (3, _("balanced"), percent(figures.balanced_accuracy), styles.strong, _balanced(figures)),
        (1, _("baseline"), percent(guess.accuracy), styles.strong, _baseline(guess)),
        (2, _("certainty"), percent(figures.certainty), styles.strong, _certainty(figures)),
    ]
    warning = []
    if figures.without_output and most:
        text = displayed(no_outputs_sentence(figures.without_output), palette.ascii)
        warning, most = [fit(segments([(text, styles.warn)], palette.ascii), width, styles.blank)], most - 1
    name = widest(tuple(word for _order, word, *_others in lines), palette.ascii)
    number = max(len(percent(1)), *(len(value) for _order, _word, value, *_others in lines))
    return warning + [
        fit(
            segments(
                [
                    (cut(word, name + 1, palette.ascii), styles.muted),
                    (value.rjust(number), style),
                    (clipped(f"  {said}", width - name - 1 - number, palette.ascii), styles.muted),
                ],
                palette.ascii,
            ),
            width,
            styles.blank,
        )
        for order, word, value, style, said in lines
        if order < most
    ]


def _accuracy(figures: ClassFigures) -> str:
    low, high = (100 * end for end in figures.accuracy_interval)
    text = _("{} of {}, 95 % from {:.1f} to {:.1f}")
    if figures.several_labels:
        text = _("{} of {} right in all labels, 95 % from {:.1f} to {:.1f}")
    return text.format(count(figures.right), count(figures.m), low, high)


def _balanced(figures: ClassFigures) -> str:
    chance = percent(figures.chance)
    if figures.several_labels:
        return _("with and without a label count the same; always the same: {}").format(chance)
    return _("mean recall; always the same: {}").format(chance)


def _baseline(guess: Guessing) -> str:
    return _("always {}, the most frequent in training").format(guess.commonest)


def _certainty(figures: ClassFigures) -> str:
    """How the certainty differs from what is right: of several labels, from the share of single labels that is."""
    beyond = figures.certainty - figures.right_labels
    if beyond != beyond:
        return _("unknown")
    points = f"{abs(100 * beyond):.1f}"
    if figures.several_labels:
        if abs(beyond) < _SAME:
            return _("on average, the same as the share of single labels that is right")
        text = _("on average, {} above the {} of single labels that are right")
        text = text if beyond > 0 else _("on average, {} below the {} of single labels that are right")
        return text.format(points, percent(figures.right_labels))
    if abs(beyond) < _SAME:
        return _("on average, the same as accuracy")
    return (_("on average, {} above accuracy") if beyond > 0 else _("on average, {} below accuracy")).format(points)
