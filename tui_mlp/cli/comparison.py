"""`mlp-tui train A --against SECTION.KEY=VALUE`: two trainings from the same start, side by side."""

import sys
from collections.abc import Iterator, Sequence

from core.analysis.comparison import Comparison, ComparisonSide
from core.experiment.experiment import Experiment
from core.runs.outcome import outcome
from core.runs.recorder import Recorder
from core.support.i18n import _, translated
from tui_mlp import __version__
from tui_mlp.render.cell_text import clipped, displayed
from tui_mlp.system.exit_status import NOT_KEPT
from tui_mlp.system.standard_streams import go_on_unheard
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import NOTHING, count, loss, percent
from tui_mlp.text.settings_text import typed

from .console import aligned, say
from .headless import EXIT_STATUS, SPLITS
from .options import Options
from .output import print_json, tell
from .progress_bars import progress
from .stop_signals import Stop, signals_ask

NAMES = ("a", "b")
COLOURS = ("#2f86d6", "#cc6a14")
"""Blue and orange that can be read on white and on black."""
PLOT_HEIGHT = 16
WIDEST = 100
LONGEST_VALUE = 28

Row = tuple[str, str, str]


def train_both(experiment: Experiment, override: str, options: Options) -> int:
    """Train both to their ends and compare; the worse of their exit statuses. Raises InputError."""
    comparison, stop = Comparison(experiment, override), Stop()
    sides = comparison.sides
    recorders = [Recorder(side.trainer, options.runs_dir, tell, program=__version__) for side in sides]
    paths = [str(recorder.open().path) for recorder in recorders]
    go_on_unheard(tell, ", ".join(paths))
    for side, recorder in zip(sides, recorders, strict=True):
        side.trainer.after_epoch = recorder.epoch_ended
    epoch = _("epoch")
    bars = {f"{name} {epoch}": side.trainer for name, side in zip(NAMES, sides, strict=True)}
    try:
        with signals_ask(stop), progress(bars) as show:
            while not comparison.over and not stop.asked:
                for side in comparison.run_epoch(stop):
                    if options.json:
                        print_json({"variant": side.variant, **side.trainer.history[-1]})
                show()
    finally:
        for side, recorder in zip(sides, recorders, strict=True):
            recorder.stop(ended(side), outcome(side.trainer, ended(side), None))
        for recorder in recorders:
            recorder.close()
    for name, side in zip(NAMES, sides, strict=True):
        if side.problem:
            tell(f"{name}: {side.problem}")
    if options.json:
        for side, path in zip(sides, paths, strict=True):
            print_json({"variant": side.variant, **outcome(side.trainer, ended(side), path)})
    else:
        for line in told(comparison, paths, options.ascii):
            say(line)
    unsaved = [recorder for recorder in recorders if not recorder.saved]
    for recorder in unsaved:
        tell(recorder.not_saved)
    if unsaved:
        return NOT_KEPT
    return max(EXIT_STATUS.get(ended(side), 0) for side in sides)


def ended(side: ComparisonSide) -> str:
    """What ended it: where nothing has, the person did."""
    return side.stopped_by or "interrupted"


def told(comparison: Comparison, paths: Sequence[str], ascii: bool) -> Iterator[str]:
    """What came of both, for people: the curves where stdout is a terminal, the figures, where they are saved."""
    if sys.stdout.isatty():
        draw(comparison, ascii)
        yield ""

    yield from aligned([displayed(cell, ascii) for cell in row] for row in (("", *NAMES), *rows(comparison)))
    if not comparison.one_scale:
        quality = "R²" if comparison.sides[0].trainer.data.task == "regression" else _("accuracy")
        yield displayed(_("The two losses are not on the same scale; compare by {}.").format(quality), ascii)
    for name, path in zip(NAMES, paths, strict=True):
        yield _("{} saved in {}").format(name, path)


def rows(comparison: Comparison) -> Iterator[Row]:
    """A label and a value of each: what differs, then the figures at the end. Without those that neither has."""
    for key, (one, other) in comparison.differences.items():
        yield key, value_text(key, one), value_text(key, other)
    first, second = comparison.sides
    yield _("epochs"), count(first.trainer.epoch), count(second.trainer.epoch)
    yield _("stopped by"), ended(first).replace("_", " "), ended(second).replace("_", " ")
    for split, split_name in SPLITS.items():
        one, other = (side.trainer.figures(split) for side in comparison.sides)
        for figure, name, text in (("loss", _("loss"), loss), ("accuracy", _("accuracy"), percent), ("r2", "R²", loss)):
            values = text(getattr(one, figure)), text(getattr(other, figure))
            if values != (NOTHING, NOTHING):
                yield (f"{translated(split_name)} {name}", *values)
    yield "‖∇‖", loss(first.trainer.gradient_norm), loss(second.trainer.gradient_norm)


def value_text(key: str, value: object) -> str:
    """A value as it would be typed, cut where it is long."""
    text = NOTHING if value is None else typed(key, value)
    return clipped(text, LONGEST_VALUE, False)


def draw(comparison: Comparison, ascii: bool) -> None:
    """Both curves of the train loss on the terminal, a on top where they meet."""
    from rich.console import Console
    from rich.style import Style
    from rich.text import Text

    from tui_mlp.render.colours.palette import palette
    from tui_mlp.render.plot.plot import Series, plot

    console = Console(highlight=False)
    plain = ascii or console.no_color or console.color_system is None
    marks, quiet = glyphs(ascii), Style(dim=True)
    series, legend = [], Text(_("train loss J"))
    key, values = next(iter(comparison.differences.items()))
    for name, colour, side, value in zip(NAMES, COLOURS, comparison.sides, values, strict=True):
        dotted, style = plain and name == "b", Style(color=colour)
        history = side.trainer.history
        series.append(Series(history.train_loss, style, dotted, name, history.epoch))
        text = f"   {(marks.dotted if dotted else marks.solid) * 3} {name}  {value_text(key, value)}"
        legend.append(displayed(text, ascii), style)
    console.print(legend)
    colours = palette(colors="none" if plain else "truecolor", ascii=ascii)
    for strip in plot(series, min(console.width - 1, WIDEST), PLOT_HEIGHT, colours):
        # The terminal's own ground may be light or dark: only the curves have a colour, the rest is dimmed.
        parts = [(text, style if style and style.bgcolor is None else quiet) for text, style, _control in strip]
        console.print(Text.assemble(*parts), no_wrap=True, crop=True)
