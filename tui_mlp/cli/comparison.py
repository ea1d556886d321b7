"""`mlp-tui train --against`: trains an experiment and a variant, and compares them."""

import sys
from collections.abc import Iterator, Sequence

from core.analysis.classification_metrics import ClassificationMetrics
from core.analysis.comparison import Comparison, ComparisonSide
from core.data.dataset import SPLITS
from core.data.preparing.split_settings import parse_split
from core.experiment.experiment import Experiment
from core.runs.outcome import metrics_of_test_rows, outcome
from core.runs.recorder import Recorder
from core.support.errors import InputError
from core.support.i18n import N_, _, translated
from core.support.shown_values import value_text
from core.training.stopping.stop_reasons import stop_reason_text
from core.training.trainer import Trainer
from tui_mlp import __version__
from tui_mlp.render.cell_text import clipped, displayed
from tui_mlp.system.exit_status import NOT_SAVED
from tui_mlp.system.standard_streams import continue_without_output
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import NOTHING, count, percent, plain_number, r2_text
from tui_mlp.text.settings_text import input_text

from .console import aligned, exact, say, warn
from .headless import EXIT_STATUS
from .notes import tell_notes
from .options import Options
from .output import print_json
from .progress_bars import progress
from .stop_signals import StopRequest, stop_on_signals

NAMES = ("a", "b")
COLOURS = ("#2f86d6", "#cc6a14")
"""Blue and orange, readable on white and on black."""
PLOT_HEIGHT = 16
WIDEST = 100
LONGEST_VALUE = 28

Row = tuple[str, str, str]


def train_both(experiment: Experiment, override: str, options: Options) -> int:
    """Train both to their ends and print the comparison; the larger of their exit statuses. Raises InputError."""
    comparison, stop = Comparison(experiment, override), StopRequest()
    sides = comparison.sides
    for side in sides:
        _refuse_folds(side.trainer.experiment)
    tell_notes(sides[0].trainer.data)
    recorders = [Recorder(side.trainer, options.runs_dir, warn, program=__version__) for side in sides]
    paths = [str(recorder.open().path) for recorder in recorders]
    continue_without_output(warn, ", ".join(paths))
    for side, recorder in zip(sides, recorders, strict=True):
        side.trainer.after_epoch = recorder.epoch_ended
    epoch = _("epoch")
    bars = {f"{name} {epoch}": side.trainer for name, side in zip(NAMES, sides, strict=True)}
    try:
        with stop_on_signals(stop), progress(bars) as show:
            while not comparison.over and not stop.requested:
                for side in comparison.run_epoch(stop):
                    if options.json:
                        print_json({"variant": side.variant, **side.trainer.history[-1]})
                show()
    finally:
        for side, recorder in zip(sides, recorders, strict=True):
            recorder.stop(stop_reason(side), outcome(side.trainer, stop_reason(side), None))
        for recorder in recorders:
            recorder.close()
    for name, side in zip(NAMES, sides, strict=True):
        if side.problem:
            warn(f"{name}: {side.problem}")
    if options.json:
        for side, path in zip(sides, paths, strict=True):
            print_json({"variant": side.variant, **outcome(side.trainer, stop_reason(side), path)})
    else:
        for line in result_lines(comparison, paths, options.ascii):
            say(line)
    unsaved = [recorder for recorder in recorders if not recorder.saved]
    for recorder in unsaved:
        warn(recorder.not_saved)
    if unsaved:
        return NOT_SAVED
    return max(EXIT_STATUS.get(stop_reason(side), 0) for side in sides)


def _refuse_folds(experiment: Experiment) -> None:
    """Raises InputError for an experiment that would be trained once for each fold."""
    split = parse_split(experiment.data.split)
    if split.kind == "folds" and experiment.data.fold is None:
        message = _("--against: found data.split = {}, which trains {} times; choose one fold with --set data.fold=1")
        raise InputError(message.format(value_text(experiment.data.split), split.folds))


def stop_reason(side: ComparisonSide) -> str:
    """What stopped a side, as in `stopped_by`; `interrupted` if no stop rule did."""
    return side.stopped_by or "interrupted"


FIGURE_NAMES = {
    ("train", "loss"): N_("train loss"),
    ("train", "accuracy"): N_("train accuracy"),
    ("train", "r2"): N_("train R²"),
    ("validation", "loss"): N_("validation loss"),
    ("validation", "accuracy"): N_("validation accuracy"),
    ("validation", "r2"): N_("validation R²"),
    ("test", "loss"): N_("test loss"),
    ("test", "accuracy"): N_("test accuracy"),
    ("test", "r2"): N_("test R²"),
}
"""The final figures of each split."""


def result_lines(comparison: Comparison, paths: Sequence[str], ascii: bool) -> Iterator[str]:
    """The lines of the table of results. On a terminal, draws the curves before the first line."""
    if sys.stdout.isatty():
        draw_curves(comparison, ascii)
        yield ""

    yield from aligned([displayed(cell, ascii) for cell in row] for row in (("", *NAMES), *rows(comparison)))
    if not comparison.one_scale:
        quality = "R²" if comparison.sides[0].trainer.data.task == "regression" else _("accuracy")
        yield displayed(_("The two losses are not on the same scale; compare by {}.").format(quality), ascii)
    for name, path in zip(NAMES, paths, strict=True):
        yield _("{} saved in {}").format(name, exact(path))


def rows(comparison: Comparison) -> Iterator[Row]:
    """The label and both values of each row: the settings that differ, then the final figures.

    Figures that neither side has are left out.
    """
    for key, (value_a, value_b) in comparison.differences.items():
        yield key, short_value(key, value_a), short_value(key, value_b)
    first, second = comparison.sides
    yield _("epochs"), count(first.trainer.epoch), count(second.trainer.epoch)
    yield _("stopped by"), stop_reason_text(stop_reason(first)), stop_reason_text(stop_reason(second))
    for split in SPLITS:
        figures_a, figures_b = (side.trainer.figures(split) for side in comparison.sides)
        for figure, text in (("loss", plain_number), ("accuracy", percent), ("r2", r2_text)):
            values = text(getattr(figures_a, figure)), text(getattr(figures_b, figure))
            if values != (NOTHING, NOTHING):
                yield translated(FIGURE_NAMES[split, figure]), *values
    yield from rows_of_test_metrics(first.trainer, second.trainer)
    yield "‖∇‖", plain_number(first.trainer.gradient_norm), plain_number(second.trainer.gradient_norm)


def rows_of_test_metrics(first: Trainer, second: Trainer) -> Iterator[Row]:
    """More figures of the test rows: of a classification the baseline, the balanced accuracy and the lowest recall."""
    found_a, found_b = metrics_of_test_rows(first), metrics_of_test_rows(second)
    if found_a is None or found_b is None or found_a.classification is None or found_b.classification is None:
        return
    a, b = found_a.classification, found_b.classification
    yield _("test baseline"), percent(a.baseline), percent(b.baseline)
    yield _("test balanced accuracy"), percent(a.balanced_accuracy), percent(b.balanced_accuracy)
    yield _("test lowest recall"), lowest_recall(a), lowest_recall(b)


def lowest_recall(found: ClassificationMetrics) -> str:
    """The lowest recall of a class, with its name: `61.1 % of '3'`."""
    return _("{} of {}").format(percent(found.worst[1]), value_text(found.worst[0])) if found.worst else NOTHING


def short_value(key: str, value: object) -> str:
    """A value as the user would type it, cut to LONGEST_VALUE cells."""
    text = NOTHING if value is None else input_text(key, value)
    return clipped(text, LONGEST_VALUE, False)


def draw_curves(comparison: Comparison, ascii: bool) -> None:
    """Draw both train loss curves on the terminal, with a on top where they meet."""
    from rich.console import Console
    from rich.style import Style
    from rich.text import Text

    from tui_mlp.render.colours.palette import palette
    from tui_mlp.render.plot.plot import plot
    from tui_mlp.render.plot.series import Series

    console = Console(highlight=False)
    plain = ascii or console.no_color or console.color_system is None
    marks, quiet = glyphs(ascii), Style(dim=True)
    series, legend = [], Text(_("train loss J"))
    key, values = next(iter(comparison.differences.items()))
    for name, colour, side, value in zip(NAMES, COLOURS, comparison.sides, values, strict=True):
        dotted, style = plain and name == "b", Style(color=colour)
        history = side.trainer.history
        series.append(Series(history.train_loss, style, dotted, name, history.epoch))
        text = f"   {(marks.dotted if dotted else marks.solid) * 3} {name}  {short_value(key, value)}"
        legend.append(displayed(text, ascii), style)
    console.print(legend)
    colours = palette(colors="none" if plain else "truecolor", ascii=ascii)
    for strip in plot(series, min(console.width - 1, WIDEST), PLOT_HEIGHT, colours):
        # The terminal's background may be light or dark: only the curves are coloured, the rest is dimmed.
        parts = [(text, style if style and style.bgcolor is None else quiet) for text, style, _control in strip]
        console.print(Text.assemble(*parts), no_wrap=True, crop=True)
