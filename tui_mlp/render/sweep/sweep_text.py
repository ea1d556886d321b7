"""What a sweep is to try, and what a sweep is where there is none."""

from rich.cells import cell_len
from textual.strip import Strip

from core.support.i18n import _, ngettext
from tui_mlp.models.sweep.key_texts import condition_text, key_text, present_key
from tui_mlp.models.sweep.sweep_selection import SweepSelection
from tui_mlp.models.sweep.trial_figures import key_label
from tui_mlp.render.cell_text import cut, displayed
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import StyledText
from tui_mlp.render.word_wrap import line, sentences, wrapped
from tui_mlp.text.numbers import count
from tui_mlp.text.sweep_texts import objective_sentence

EXAMPLE = """\
[sweep]
trials = 40
[sweep.space]
"training.learning_rate" = { low = 1e-4, high = 0.3, log = true }
"network.hidden" = [[8], [8, 8], [16, 16]]"""
"""The lines of an experiment file that make a sweep of it."""


def space_lines(selection: SweepSelection, width: int, palette: Palette) -> list[Strip]:
    """The number of trials, how they are chosen and compared, and what each key may be. Empty without a sweep."""
    sweep, styles = selection.sweep, palette.bg
    if sweep is None:
        return []
    settings, trials = sweep.settings, selection.wanted_trials
    number = ngettext("{} trial", "{} trials", trials).format(count(trials)) if trials else _("all settings")
    wanted = ", ".join(map(objective_sentence, settings.objective))
    search = _("{}: sampler {}, pruner {}, {}").format(number, settings.sampler, settings.pruner, wanted)
    lines = sentences(search, width, palette)
    if settings.repeats > 1:
        text = ngettext("Each is trained from {} seed.", "Each is trained from {} seeds.", settings.repeats)
        lines += sentences(text.format(count(settings.repeats)), width, palette)
    names = [displayed(key_label(key.key), palette.ascii) for key in sweep.space.keys]
    wide = max(map(cell_len, names), default=0)
    for name, key in zip(names, sweep.space.keys, strict=True):
        parts: list[StyledText] = [(cut(name, wide, palette.ascii), styles.fg), ("  ", styles.blank)]
        parts.append((key_text(present_key(key, selection.narrowing)), styles.strong))
        if condition := condition_text(key):
            parts += [("  ", styles.blank), (condition, styles.faint)]
        lines += wrapped(parts, width, palette)
    return lines


def no_sweep_lines(width: int, palette: Palette) -> list[Strip]:
    """What a sweep is, how one is written, and how it is started."""
    styles = palette.bg
    lines = sentences(
        _(
            "A sweep trains an experiment with many settings and compares them: which learning rate, how many layers. "
            "It is written into an experiment file, such as:"
        ),
        width,
        palette,
    )
    lines += [line([("  " + text, styles.strong)], width, palette) for text in EXAMPLE.split("\n")]
    text = _("Open that file with o, then p here starts it; on the shell: mlp-tui sweep FILE.toml")
    return lines + sentences(text, width, palette)
