"""A network with its data, optimiser, hyperparameters and the present epoch."""

from collections.abc import Callable, Sequence
from math import nan, sqrt

import numpy as np

from core.calls import Array
from core.data.dataset import Data
from core.equations import Equation
from core.experiment.equivalence import same_calls, same_structure
from core.experiment.experiment import Experiment
from core.network import Network
from core.optimizers import Optimizer
from core.program import Program, SharedState
from core.regularizers import penalty_value
from core.scalars import DEFAULTS, Scalars
from core.support.random_streams import streams

from .build_network import build_network
from .epoch import EpochCursor
from .evaluation import Evaluation, Figures
from .schedules import learning_rate
from .training_state import TrainingState


class Learner:
    """A network with all that trains it. Each part can be exchanged between two mini-batches.

    The training examples are X, n × (s_1 + 1), and Y, n × s_L. `gradient` is the flat ∇ of the last mini-batch;
    `scalars` are the hyperparameters that the calls read; `epoch` counts completed epochs. The experiment must be one
    that `resolve` has returned.
    """

    def __init__(self, experiment: Experiment, data: Data) -> None:
        self.experiment = experiment
        self.network = build_network(experiment, data)
        parameters = self.network.parameters
        self.scalars = Scalars(parameters.dtype)
        self.gradient = np.zeros_like(parameters.theta)
        self.optimizer = Optimizer(experiment.training.optimizer, parameters, self.gradient, self.scalars)
        self._use_data(data)
        random = streams(experiment.seed)
        self._shared = SharedState(self.scalars, self.optimizer, self.n, random.dropout)
        self._epoch = EpochCursor(self.network, data.train, self._shared, self.gradient, random.order)
        self.epoch = 0
        self._set_hyperparameters()

    # The present epoch

    @property
    def batch(self) -> int:
        """The number of mini-batches done in the present epoch."""
        return self._epoch.batch

    @property
    def batches(self) -> int:
        """The number of mini-batches in the present epoch."""
        return self._epoch.batches

    @property
    def program(self) -> Program:
        """The program of the present or next mini-batch, with its examples in place."""
        return self._epoch.program

    @property
    def equations(self) -> Sequence[Equation]:
        """The equations of that mini-batch. Its examples aren't gathered, so values are undefined before it begins."""
        return self._epoch.equations

    @property
    def rows(self) -> Array:
        """The indices, from 0, of the training examples in that mini-batch."""
        return self._epoch.rows if self.program else np.empty(0, int)  # `program` gathers them

    # The last mini-batch

    @property
    def gradient_norm(self) -> float:
        """‖∇‖ of the last mini-batch, penalty included, before clipping."""
        return sqrt(self._shared.squared_norm)

    @property
    def last_step(self) -> Array:
        """What the last update subtracted from Θ, flat; 0 before the first."""
        return self.optimizer.step

    @property
    def largest_error(self) -> float:
        """max |Δ(L)| of the last mini-batch; NaN before the first."""
        program = self._epoch.last
        return nan if program is None else float(np.abs(program.buffers.delta[program.L]).max())

    # The weights

    @property
    def penalty(self) -> float:
        """What the L1 and L2 penalties add to J."""
        return penalty_value(self.network.parameters, self.scalars, self.n)

    @property
    def weights_sha256(self) -> str:
        """The SHA-256 digest of the flat parameter vector's bytes."""
        return self.network.parameters.sha256

    def figures(self, split: str, on_forward: Callable[[Program], object] | None = None) -> Figures:
        """Loss, accuracy and R² on "train", "validation" or "test"; NaN if there is no such split.

        `on_forward` is called with the program of each forward pass.
        """
        return self._evaluation.figures(split, on_forward)

    # Exchanging parts

    def _set_experiment(self, experiment: Experiment) -> None:
        """Use the [training] section of this experiment from here on."""
        before, self.experiment = self.experiment, experiment
        self._set_hyperparameters()
        if before.training.optimizer != experiment.training.optimizer:
            self._start_optimizer(experiment.training.optimizer)
        if not same_calls(before, experiment):
            self._epoch.recompile()

    def _set_hyperparameters(self) -> None:
        """Write the experiment's hyperparameters into `scalars`."""
        training = self.experiment.training
        for name in DEFAULTS:
            setattr(self.scalars, name, getattr(training, name))
        self._epoch.batch_size = training.batch_size
        self._rate = nan  # the scheduled learning rate
        self._set_learning_rate()

    def _set_learning_rate(self) -> None:
        """Write the present epoch's scheduled learning rate into `scalars`, if it has changed."""
        rate = learning_rate(self.experiment.training, self.epoch)
        if rate != self._rate:
            self.scalars.learning_rate = self._rate = rate

    def _load_state(self, state: TrainingState, data: Data) -> None:
        """Continue with the state's network, optimiser and position in its epoch, and with these data.

        Raises InputError if there is no memory for its network; then nothing is changed.
        """
        before, after = self.experiment, state.experiment
        network = self.network if same_structure(before, after) else build_network(after, data)
        self.experiment, self.epoch = after, state.epoch
        if data is not self.data:
            self._use_data(data)
            self._shared.examples = self.n
            self._epoch.use_data(data.train)
        if network is not self.network:
            self._use_network(network)
        parameters, name, t = network.parameters, after.training.optimizer, state.vectors.get("t")
        parameters.frozen[:] = False if state.frozen is None else state.frozen
        matches = self.optimizer.theta is parameters.theta and self.optimizer.matches(name, parameters.frozen, t)
        if not matches or not same_calls(before, after):
            self._epoch.recompile()
        if not matches:
            self._start_optimizer(name, t)
        self._set_hyperparameters()
        parameters.theta[:], self.gradient[:] = state.theta, state.gradient
        optimizer = self.optimizer
        for of, vector in state.vectors.items():
            optimizer.vectors[of][:] = vector
        optimizer.step[:], optimizer.count = state.step, state.count
        self._shared.random.bit_generator.state = state.dropout
        self._epoch.restore(state.position)
        self._shared.squared_norm = np.array(state.squared_norm)

    def _use_data(self, data: Data) -> None:
        """Train and evaluate on these data."""
        self.data, self.X, self.Y, self.n = data, data.train.X, data.train.Y, data.train.m
        self._evaluation = Evaluation(self.network, data)

    def _use_network(self, network: Network) -> None:
        """Train and evaluate this network, of the same inputs and outputs, in place of the present one."""
        self.network, self.gradient = network, np.zeros_like(network.parameters.theta)
        self._evaluation.use_network(network)
        self._epoch.use_network(network, self.gradient)

    def _start_optimizer(self, name: str, t: Array | None = None) -> None:
        """Start a new optimiser; `t` are the step counts of the weights, if they differ."""
        self.optimizer = Optimizer(name, self.network.parameters, self.gradient, self.scalars, t)
        self._shared.optimizer = self.optimizer
