"""The pane with a sweep's workers: what each does, and how long it will take."""

from textual.strip import Strip

from core.support.i18n import _
from core.sweeps.saved.records import ENDED, INTERRUPTED, PAUSING, READY, RUNNING
from tui_mlp.render.sweep.workers import remarks, workers_lines
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.numbers import count
from tui_mlp.text.sweep_texts import duration_text

from .worker_keys import WorkerKeys


class SweepWorkers(WorkerKeys):
    """A line for each worker, with a bar; below them where they are, and what was lost."""

    def title(self) -> str:
        """The pane's name, and how many there are."""
        status = self.selection.status
        if status is None or not self.selection.lives or self.selection.state == ENDED:
            return _("Workers")
        return _("Workers {}").format(count(len(status.workers)))

    def facts(self) -> str:
        """The time a trial takes, and the time left."""
        status = self.selection.status
        if status is None:
            return ""
        parts = []
        if status.seconds_a_trial is not None:
            parts.append(_("{} a trial").format(duration_text(status.seconds_a_trial)))
        if status.seconds_left is not None and self.selection.lives and self.selection.state in (RUNNING, PAUSING):
            parts.append(_("{} to go").format(duration_text(status.seconds_left)))
        return ", ".join(parts)

    def keys(self) -> list[tuple[str, str]]:
        """The keys for more and fewer workers, while there can be any."""
        return [("+ -", _("workers"))] if self.selection.lives and self.selection.state != ENDED else []

    def body(self, width: int, height: int) -> list[Strip]:
        """The workers; where there are none, why."""
        selection = self.selection
        if selection.sweep is None:
            return []
        if selection.lives and selection.status is not None and selection.state != ENDED:
            return workers_lines(selection, width, height, self.palette)
        text = {
            READY: _("Workers train the trials, by default one for each core. They begin when p starts the sweep."),
            ENDED: _("All trials have ended."),
            INTERRUPTED: _("No process works on this sweep. p goes on with it, or on the shell: {}").format(
                f"mlp-tui sweep resume {selection.name}"
            ),
        }.get(selection.state, _("The workers are being started …"))
        problem = "" if selection.status is None else selection.status.problem
        return sentences("\n".join(filter(None, [text, problem])), width, self.palette)

    @property
    def rows_wanted(self) -> int:
        """The lines that the workers and what is said of them take, without the frame."""
        status = self.selection.status
        return 3 if status is None else len(status.workers) + len(remarks(status))

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "The processes that train the trials, on this machine or on others; each trains one run at a time, with "
            "one BLAS thread. When one is lost, its trial goes on elsewhere from its last checkpoint.\n\n"
            "+ -      one worker more, one fewer"
        )
