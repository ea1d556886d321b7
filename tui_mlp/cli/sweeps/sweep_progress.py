"""The progress of a sweep on stderr: trials done, running and pruned, the time left, and the best so far."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from core.support.i18n import _, ngettext
from core.sweeps.saved.records import DIVERGED, FAILED, PAUSED, PAUSING, PRUNED, SweepStatus, TrialRecord
from tui_mlp.cli.console import plain
from tui_mlp.cli.progress_bars import terminal
from tui_mlp.text.numbers import count

from .trial_lines import best_in_words

Show = Callable[[SweepStatus, TrialRecord | None], object]
"""Shows what goes on, and the best trial so far; None without one."""


@contextmanager
def sweep_progress(objectives: Sequence[str]) -> Iterator[Show]:
    """Show a progress bar, and below it the best trial so far; nothing if stderr is not a terminal.

    Call what is yielded as often as something changes.
    """
    if not sys.stderr.isatty():
        yield lambda _status, _best: None
        return
    from rich.console import RenderableType
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.text import Text

    best_line = Text(no_wrap=True, overflow="ellipsis")

    class BarAndBest(Progress):
        def get_renderables(self) -> Iterator[RenderableType]:
            """The bar, and the line below it."""
            yield from super().get_renderables()
            if best_line.plain:
                yield best_line

    columns = (
        TextColumn("{task.description}", markup=False), MofNCompleteColumn(), BarColumn(bar_width=24),
        TextColumn("{task.fields[counts]}", markup=False), TextColumn("{task.fields[left]}", markup=False),
    )  # fmt: skip
    with BarAndBest(*columns, console=terminal(), transient=True) as bars:
        task = bars.add_task(_("trials"), total=None, counts="", left="")

        def show(status: SweepStatus, best: TrialRecord | None) -> None:
            best_line.plain = "" if best is None else plain(best_text(best, objectives))
            bars.update(
                task, total=status.trials or None, completed=sum(status.ended.values()),
                counts=plain(counts_text(status)), left=plain(time_left(status.seconds_left)),
            )  # fmt: skip

        yield show


def counts_text(status: SweepStatus) -> str:
    """How many trials train, and how many ended otherwise than finished: `2 running, 11 pruned`."""
    running = len(status.training)
    parts = [ngettext("{} running", "{} running", running).format(count(running))]
    if status.state in (PAUSING, PAUSED):
        parts = [_("paused")]
    ended = (
        (PRUNED, ngettext("{} pruned", "{} pruned", status.ended.get(PRUNED, 0))),
        (DIVERGED, ngettext("{} diverged", "{} diverged", status.ended.get(DIVERGED, 0))),
        (FAILED, ngettext("{} failed", "{} failed", status.ended.get(FAILED, 0))),
    )
    parts += [text.format(count(status.ended[state])) for state, text in ended if status.ended.get(state)]
    return ", ".join(parts)


def best_text(best: TrialRecord, objectives: Sequence[str]) -> str:
    """The best trial so far with its objectives and settings."""
    return _("best so far, trial {}: {}").format(count(best.trial), best_in_words(best, objectives))


def time_left(seconds: float | None) -> str:
    """How long the sweep still takes, in hours, minutes and seconds, such as `0:01:40`; empty where it isn't known."""
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
