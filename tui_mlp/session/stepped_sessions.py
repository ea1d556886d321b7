"""Sessions without a thread, for tests and scripts: the caller drives the training.

session = SteppedSession(Experiment.load("xor"))
session.post(Run(Goal.EPOCH))  # carried out at once: session.state is "training"
session.train_on()             # trains the epoch: session.snapshot shows the state after it
session.task.trainer           # may be read and changed in between
"""

from .commands import TrainingCommand
from .comparison.comparison_session import ComparisonCommand, ComparisonSession, ComparisonTask
from .comparison.comparison_snapshot import ComparisonSnapshot
from .session import TrainingSession
from .snapshot import Snapshot
from .training_task import TrainingTask, outputs_key
from .worker import C, S, Signal, T, Worker


class Stepped(Worker[T, C, S]):
    """A worker that carries out commands on the caller's thread as they are posted, and trains in `train_on` only."""

    def start(self) -> None:
        """Take the first snapshot."""
        self.publish()

    def post(self, command: C) -> None:
        """Carry out a command. Nothing is trained yet."""
        super().post(command)
        self.run_pending()

    def run_pending(self) -> None:
        """Carry out what is queued, such as a snapshot requested by the thread that saves."""
        while self.pending:
            self._carry_out(self._commands.get())
        self.publish()

    def train_on(self) -> None:
        """Train until the goal of the last command is reached."""
        while self.task.has_work:
            self.task.advance()
        self.publish()

    def close(self, timeout: float = 10.0) -> bool:
        """Stop and save. Always True: there is no thread to wait for."""
        self._send(Signal.CLOSE)
        self.run_pending()
        self.task.close()
        return True


class SteppedSession(Stepped[TrainingTask, TrainingCommand, Snapshot], TrainingSession):
    """A training session without a thread. Its snapshots have all that is wanted, of the present weights."""

    def publish(self) -> None:
        """Compute the outputs and the importance that are wanted, and take a snapshot."""
        self.task.outputs.compute(self.task.trainer, outputs_key(self.task))
        if not self.task.state.busy:
            self.task.importance.compute(self.task.trainer, outputs_key(self.task))
        super().publish()


class SteppedComparison(Stepped[ComparisonTask, ComparisonCommand, ComparisonSnapshot], ComparisonSession):
    """A comparison session without a thread."""
