"""Sessions without a thread, for tests and scripts: the caller says when training goes on.

session = SteppedSession(Experiment.load("xor"))
session.post(Run(Goal.EPOCH))  # carried out at once: session.state is "training"
session.train_on()             # trained till it is done: session.snapshot is of after the epoch
session.task.trainer           # may be looked at and changed meanwhile
"""

from .commands import Pause, Run, TrainingCommand
from .comparison_session import ComparisonSession, ComparisonTask, Restart
from .comparison_snapshot import Standings
from .session import TrainingSession
from .snapshot import Snapshot
from .training_task import TrainingTask
from .worker import C, S, Signal, T, Worker


class Stepped(Worker[T, C, S]):
    """Carries out commands as they are posted, on the caller's thread, and trains when `train_on` is called."""

    def start(self) -> None:
        """Take the first snapshot."""
        self.publish()

    def post(self, command: C) -> None:
        """Have a command carried out; nothing is trained yet."""
        super().post(command)
        self.run_pending()

    def run_pending(self) -> None:
        """Do what waits, such as a snapshot that the thread which saves has asked for."""
        while self.pending:
            self._carry_out(self._commands.get())
        self.publish()

    def train_on(self) -> None:
        """Train as far as the commands so far have asked for."""
        while self.task.at_work:
            self.task.advance()
        self.publish()

    def close(self, timeout: float = 10.0) -> bool:
        """Stop and save; True, as there is no thread to wait for."""
        self._send(Signal.CLOSE)
        self.run_pending()
        self.task.close()
        return True


class SteppedSession(Stepped[TrainingTask, TrainingCommand, Snapshot], TrainingSession):
    """A training."""


class SteppedComparison(Stepped[ComparisonTask, Run | Pause | Restart, Standings], ComparisonSession):
    """Two trainings beside each other."""
