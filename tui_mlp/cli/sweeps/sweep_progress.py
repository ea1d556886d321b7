"""The progress of a sweep on stderr."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from core.support.i18n import _, ngettext
from core.sweeps.saved.records import DIVERGED, FAILED, PAUSED, PAUSING, PRUNED, SweepStatus, TrialRecord
from tui_mlp.cli.console import message_line, plain, warn
from tui_mlp.cli.progress_bars import terminal
from tui_mlp.models.sweep.trial_figures import key_label, objective_of, objective_text, setting_text
from tui_mlp.text.ascii_text import ascii_alone
from tui_mlp.text.numbers import count

if TYPE_CHECKING:
    from rich.progress import Progress
    from rich.text import Text


class NoProgress:
    """In place of the bar where there is none: messages go straight to stderr."""

    def show(self, status: SweepStatus, best: TrialRecord | None) -> None:
        """Show what goes on, and the best trial so far; None without one."""

    def tell(self, message: str) -> None:
        """Write a message, above the bar where there is one."""
        warn(message)


class SweepBar(NoProgress):
    """The bar, with the best trial on the line below it."""

    def __init__(self, objectives: Sequence[str], bars: "Progress", best_line: "Text") -> None:
        self.objectives, self.bars, self.best_line = objectives, bars, best_line
        self.task = bars.add_task(_("trials"), total=None, counts=plain(_("the workers start")), left="")

    def show(self, status: SweepStatus, best: TrialRecord | None) -> None:
        """Draw the bar with these figures."""
        self.best_line.plain = "" if best is None else plain(best_text(best, self.objectives))
        self.bars.update(
            self.task, total=status.trials or None, completed=sum(status.ended.values()),
            counts=plain(counts_text(status)), left=plain(time_left(status.seconds_left)),
        )  # fmt: skip

    def tell(self, message: str) -> None:
        """Write a message above the bar, which rich moves down; what click writes would stay in the middle of it."""
        self.bars.console.print(plain(message_line(message)), markup=False, highlight=False, soft_wrap=True)


@contextmanager
def sweep_progress(objectives: Sequence[str], wanted: bool = True) -> Iterator[NoProgress]:
    """Show a progress bar, and the best trial so far below it; nothing if it isn't wanted, or stderr is no terminal."""
    if not (wanted and sys.stderr.isatty()):
        yield NoProgress()
        return
    from rich.console import RenderableType
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.text import Text

    best_line = Text(no_wrap=True, overflow="crop" if ascii_alone.get() else "ellipsis")

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
        yield SweepBar(objectives, bars, best_line)


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
    """The best trial so far: `best so far 0.0094 in trial 15: rate 0.0495, hidden 16-8`."""
    values = ", ".join(objective_text(name, objective_of(best, place)) for place, name in enumerate(objectives))
    settings = ", ".join(f"{key_label(key)} {setting_text(key, value)}" for key, value in best.settings.items())
    return _("best so far {} in trial {}: {}").format(values, count(best.trial), settings)


def time_left(seconds: float | None) -> str:
    """How long the sweep still takes, in hours, minutes and seconds, such as `0:01:40`; empty where it isn't known."""
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
