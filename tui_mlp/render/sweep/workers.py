"""A sweep's workers as strips: what each does, and notes."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from core.support.i18n import _, ngettext
from core.sweeps.saved.records import SweepStatus, WorkerRecord
from tui_mlp.models.sweep.sweep_selection import SweepSelection
from tui_mlp.models.sweep.trial_figures import objective_text
from tui_mlp.render.cell_text import cut, displayed
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.output.share_bar import share_bar
from tui_mlp.render.strips import fill, fit
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import count
from tui_mlp.text.sweep_texts import place_text

BAR = 15
"""The cells of the longest bar."""
LEAST_BAR = 5
"""The cells of the shortest one; where there is no room for it there is none."""


def workers_lines(selection: SweepSelection, width: int, height: int, palette: Palette) -> list[Strip]:
    """The workers by name, where not all have room those first that train; where they are, what was lost, notes."""
    status = selection.status
    if status is None:
        return []
    below = [line for text in remarks(status) for line in sentences(text, width, palette)]
    room = max(1, height - len(below))
    workers = sorted(status.workers, key=by_name)  # each stays on its line while it gets one trial after another
    if len(workers) > room:
        workers.sort(key=lambda one: one.trial is None)
    shown = workers if len(workers) <= room else workers[: max(1, room - 1)]
    lines = _rows(shown, selection.objectives, width, palette)
    if hidden := len(workers) - len(shown):
        text = ngettext("and {} more worker", "and {} more workers", hidden).format(count(hidden))
        lines += sentences(text, width, palette)
    return fill([*lines, *below], width, height, palette.bg.blank)


def by_name(worker: WorkerRecord) -> tuple[int, str]:
    """A worker's place by its name, in which numbers count: 10 stands behind 9."""
    return int(worker.name) if worker.name.isdecimal() else 0, worker.name


def remarks(status: SweepStatus) -> list[str]:
    """What is to be said of all workers: where, how many of their threads train, how many were lost, notes."""
    busy = sum(one.trial is not None for one in status.workers)
    texts = []
    if status.cores:
        where = ngettext("{} of {} thread busy", "{} of {} threads busy", status.cores)
        text = where.format(count(busy), count(status.cores))
        texts.append(_("{}: {}").format(place_text(status), text))
    else:
        texts.append(place_text(status))
    lost = ngettext("{} worker lost, its job done again", "{} workers lost, their jobs done again", status.lost)
    texts.append(lost.format(count(status.lost)) if status.lost else _("no worker lost"))
    notes = [_("worker {}: {}").format(one.name, one.note) for one in status.workers if one.note]
    return [*filter(None, [status.problem]), *texts, *notes, *status.notes]


def _rows(workers: Sequence[WorkerRecord], objectives: Sequence[str], width: int, palette: Palette) -> list[Strip]:
    """A line each: name, trial, bar, epochs, objective; in narrow panes without the bar."""
    ascii, styles = palette.ascii, palette.bg
    texts = [worker_texts(one, objectives) for one in workers]
    sizes = [
        max((cell_len(displayed(text, ascii)) for text in column), default=0) for column in zip(*texts, strict=True)
    ]
    name, doing, epochs, figure = sizes or [0, 0, 0, 0]
    name = min(name, max(1, width // 4))
    bar = min(BAR, width - name - doing - epochs - figure - 7)
    lines = []
    for worker, (of, what, done, best) in zip(workers, texts, strict=True):
        icon = glyphs(ascii).training if worker.trial is not None else "  "
        segments = [
            Segment(cut(of, name, ascii), styles.muted), Segment(" ", styles.blank), Segment(icon, styles.accent),
            Segment(cut(what, doing, ascii), styles.fg if worker.trial is not None else styles.faint),
            Segment(" ", styles.blank),
        ]  # fmt: skip
        if bar >= LEAST_BAR:
            trained = share_bar(share(worker), bar, styles.accent, palette)
            segments += [*(trained if worker.trial is not None else [Segment(" " * bar)]), Segment(" ", styles.blank)]
        segments += [
            Segment(cut(done, epochs, ascii, right=True), styles.muted), Segment("  ", styles.blank),
            Segment(cut(best, figure, ascii, right=True), styles.strong),
        ]  # fmt: skip
        lines.append(fit(segments, width, styles.blank))
    return lines


def worker_texts(worker: WorkerRecord, objectives: Sequence[str]) -> tuple[str, str, str, str]:
    """Name, what it does, epochs, and the best objective of its run so far."""
    if worker.trial is None:
        return worker.name, _("free"), "", ""
    epochs = _("{} of {}").format(count(worker.epoch), count(worker.epochs)) if worker.epochs else count(worker.epoch)
    best = objective_text(objectives[0], worker.objective) if objectives else ""
    return worker.name, _("trial {}").format(count(worker.trial)), epochs, best


def share(worker: WorkerRecord) -> float:
    """The share of its run's epochs that is done."""
    return min(1.0, max(0.0, worker.epoch / worker.epochs)) if worker.epochs else 0.0
