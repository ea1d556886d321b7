"""How much each key of a sweep matters: a bar with its share."""

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from core.support.i18n import _, ngettext
from core.sweeps.saved.records import Importance, Value
from core.timeline.setting_names import setting_name
from tui_mlp.models.sweep.trial_figures import setting_text
from tui_mlp.render.cell_text import clipped, cut, displayed
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import fit
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import count
from tui_mlp.text.sweep_texts import too_few_trials

GAP = 2
LEAST_BAR, WIDEST_BAR = 6, 40
NAME, VALUE = 22, 14
"""The most cells of a key's name and of its value."""
TRIALS, TRIALS_A_KEY = 40, 8
"""Shares are rough with fewer trials than TRIALS, or than TRIALS_A_KEY for each key.

PED-ANOVA compares the best tenth of the trials with all of them: of 40 trials these are 4.
"""


def importance_lines(
    importance: Importance,
    keys: Sequence[str],
    best: Mapping[str, Value] | None,
    width: int,
    height: int,
    palette: Palette,
) -> list[Strip]:
    """At most `height` strips of `width` cells: the key that matters most first, and over how many trials.

    `best` are the settings of the best trial. Without any share yet the lines say why.
    """
    styles, ascii = palette.bg, palette.ascii
    shares = [(key, importance.shares[key]) for key in keys if key in importance.shares]
    if not shares:
        return sentences(too_few_trials(importance), width, palette)[:height]
    shares.sort(key=lambda pair: -pair[1])
    names = [clipped(setting_name(key), NAME, ascii) for key, _share in shares]
    values = ["" if best is None else clipped(setting_text(key, best.get(key)), VALUE, ascii) for key, _share in shares]
    word = displayed(_("best"), ascii)
    name = min(max(map(cell_len, names)), max(8, width // 3))
    value = max(map(cell_len, values))
    figure = len("0.00")
    room = width - name - figure - 2
    beside = GAP + cell_len(word) + 1 + value if any(values) else 0
    if room - beside < LEAST_BAR:
        beside = 0
    bar = max(0, min(WIDEST_BAR, room - beside))
    lines, note = list[Strip](), sentences(_note(importance, len(keys)), width, palette)
    shown = max(1, height - len(note)) if height > len(note) else height
    for (_key, share), text, of_best in list(zip(shares, names, values, strict=True))[:shown]:
        parts = [Segment(cut(text, name, ascii), styles.fg), Segment(" ", styles.blank)]
        parts += [*_bar(share, bar, palette), Segment(f" {share:.2f}", styles.strong)]
        if beside:
            parts += [Segment(f"{' ' * GAP}{word} ", styles.muted), Segment(of_best, styles.fg)]
        lines.append(fit(parts, width, styles.blank))
    return [*lines, *note][:height]


def _bar(share: float, width: int, palette: Palette) -> list[Segment]:
    """A bar of `width` cells for a share of 1, on a ground where there are colours; half cells where they can be."""
    marks = glyphs(palette.ascii)
    halves = round(max(0.0, min(1.0, share)) * 2 * width)
    whole, half = divmod(halves, 2)
    text = marks.full * whole + (marks.half if half and not palette.ascii else "")
    return [Segment(text, palette.bg.pos), Segment(_ground(palette) * (width - len(text)), palette.bg.grid)]


def _ground(palette: Palette) -> str:
    """The character of the part of a bar that is empty."""
    return " " if palette.brackets else glyphs(palette.ascii).grid


def _note(importance: Importance, keys: int) -> str:
    """Over how many trials the shares are, and until how many they are rough."""
    enough = max(TRIALS, TRIALS_A_KEY * keys)
    if importance.trials >= enough:
        text = ngettext("over {} trial", "over {} trials", importance.trials)
        return text.format(count(importance.trials))
    text = ngettext("over {} trial: rough until about {}", "over {} trials: rough until about {}", importance.trials)
    return text.format(count(importance.trials), count(enough))
