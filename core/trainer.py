"""Training: the order of the examples, the programs that go through them, and where we are among those."""

from collections.abc import Callable, Sequence
from copy import copy
from hashlib import sha256
from math import inf, isnan, nan, sqrt
from time import perf_counter
from typing import Any

import numpy as np

from .blas import use_threads
from .breakpoints import Breakpoint, Hit
from .build import build_network, check_stop_rules, resolved
from .calls import Array
from .data.loading import Data, load
from .divergence import diagnose
from .epoch import Epoch
from .errors import InputError
from .evaluation import Evaluator, Figures
from .experiment import Experiment
from .history import History
from .judge import Judge
from .optimizers import Optimizer
from .program import Equation, NotFinite, Program, Training
from .regularizers import penalty_value
from .scalars import DEFAULTS, Scalars
from .schedules import learning_rate
from .state import State
from .streams import streams
from .texts import _, ngettext
from .watch import Watch

UNTAKEN = Figures(nan, nan, nan)

Interrupted = Callable[[], bool]


class Running:
    """Around mini-batches: BLAS threads set, time measured, overflow left to the guard to see.

    A class, as a generator would cost a small network 3 % of its epoch.
    """

    __slots__ = ("errors", "trainer")

    def __init__(self, trainer: "Trainer") -> None:
        self.trainer, self.errors = trainer, np.errstate(all="ignore")

    def __enter__(self) -> None:
        use_threads(self.trainer.experiment.training.threads)
        self.errors.__enter__()
        self.trainer._started = perf_counter()

    def __exit__(self, *problem: object) -> None:
        self.trainer._elapsed += perf_counter() - self.trainer._started
        self.errors.__exit__(None, None, None)


class Trainer:
    """Trains the network of an experiment on its data: synchronous and deterministic, no threads.

    `epoch` counts completed epochs and `batch` the mini-batches done in the present one; `history` has a row an epoch;
    `stopped_by` names the stop rule that ended the training, None while none has. `after_epoch` is called when an epoch
    has ended, `after_change` with the experiments before and after a change that took effect. A copy by `copy` or
    `pickle` is one of its own that goes on alike, to the bit; only those two callbacks stay behind. Raises InputError
    where the experiment doesn't fit its data.
    """

    def __init__(self, experiment: Experiment, data: Data | None = None) -> None:
        self.data = data or load(experiment)
        self.experiment = experiment = resolved(experiment, self.data)
        use_threads(experiment.training.threads)
        self.network = build_network(experiment, self.data)
        parameters = self.network.parameters
        self.scalars = Scalars(parameters.dtype)
        self.gradient = np.zeros_like(parameters.theta)
        self.optimizer = Optimizer(experiment.training.optimizer, parameters, self.gradient, self.scalars)
        self._take_data(self.data)
        self.history, self.epoch = History(self.data.task), 0
        self.stopped_by: str | None = None if experiment.training.epochs else "epochs"
        self.best: Array | None = None
        self.best_loss, self.best_epoch, self._patience_from = inf, 0, 0
        random = streams(experiment.seed)
        self._training = Training(self.scalars, self.optimizer, self.n, random.dropout)
        self._epoch = Epoch(self.network, self.X, self.Y, self._training, self.gradient, random.order)
        self._cursor = 0
        self._pending: Experiment | None = None
        self._elapsed = self._started = 0.0
        self._breakpoints: tuple[Breakpoint, ...] = ()
        self._watch: Watch | None = None
        self._hit: Hit | None = None
        self.after_epoch: Callable[[], object] | None = None
        self.after_change: Callable[[Experiment, Experiment], object] | None = None
        self._set_scalars()

    # Copies and pickles

    def __getstate__(self) -> dict[str, Any]:
        """What they are made of. Raises InputError within a mini-batch, where there is no state to go on from."""
        if self._cursor:
            raise InputError(_("within a mini-batch a trainer can't be copied or pickled; first end it by run_batch()"))
        return {
            "data": self.data, "state": self.state(), "breakpoints": self._breakpoints, "hit": self._hit,
            "history": copy(self.history), "elapsed": self._elapsed,
        }  # fmt: skip

    def __setstate__(self, kept: dict[str, Any]) -> None:
        """Go on from there with a network and programs of its own; nobody is called back."""
        state: State = kept["state"]
        Trainer.__init__(self, state.experiment, kept["data"])
        self.breakpoints = kept["breakpoints"]
        self.restore(state)
        self.history, self._hit, self._elapsed = kept["history"], kept["hit"], kept["elapsed"]

    # Where we are

    @property
    def batch(self) -> int:
        """The mini-batches done in the present epoch."""
        return self._epoch.batch

    @property
    def batches(self) -> int:
        """The mini-batches of the present epoch, done and to do."""
        return self._epoch.batches

    @property
    def program(self) -> Program:
        """The program of the mini-batch in progress, or of the next one, with its examples in place."""
        return self._epoch.program

    @property
    def equations(self) -> Sequence[Equation]:
        """Those of that mini-batch, without gathering its examples: before it begins their values mean nothing."""
        return self._epoch.equations

    @property
    def cursor(self) -> int:
        """The place in `equations` of the equation to run next."""
        return self._cursor

    @property
    def wanted(self) -> Experiment:
        """The experiment that the next mini-batch will have: changes wait for the end of the present one."""
        return self._pending or self.experiment

    @property
    def rows(self) -> Array:
        """The numbers, from 0, of the training examples in that mini-batch."""
        return self._epoch.rows if self.program else np.empty(0, int)  # the program has them gathered

    @property
    def gradient_norm(self) -> float:
        """‖∇‖ of the last mini-batch, penalty included, before clipping."""
        return sqrt(self._training.norm)

    @property
    def last_step(self) -> Array:
        """What the last update took from Θ, flat: 0 before the first."""
        return self.optimizer.step

    @property
    def largest_error(self) -> float:
        """max |Δ(L)| of the last mini-batch; NaN before the first."""
        program = self._epoch.last
        return nan if program is None else float(np.abs(program.buffers.delta[program.L]).max())

    @property
    def penalty(self) -> float:
        """What L1 and L2 add to J now."""
        return penalty_value(self.network.parameters, self.scalars, self.n)

    @property
    def weights_sha256(self) -> str:
        """The digest of the flat parameter vector's bytes."""
        return sha256(self.network.parameters.theta.data).hexdigest()

    def figures(self, split: str, look: Callable[[Program], object] | None = None) -> Figures:
        """Loss, accuracy, R² on "train", "validation" or "test" now; NaN where there is no such split.

        `look` sees the forward passes.
        """
        with np.errstate(all="ignore"):
            return self._evaluators[split].figures(look) if split in self._evaluators else UNTAKEN

    # Breakpoints

    @property
    def breakpoints(self) -> tuple[Breakpoint, ...]:
        """What training may stop at. New ones hit where their condition holds; those that stay, where it begins to."""
        return self._breakpoints

    @breakpoints.setter
    def breakpoints(self, breakpoints: Sequence[Breakpoint]) -> None:
        self._breakpoints = tuple(breakpoints)
        held = self._watch.held if self._watch else {}
        if not any(one.on for one in breakpoints):
            self._watch = None
            return
        judge, classes = None, self.data.task == "classification"
        if classes and any(one.on and one.kind == "misclassified" for one in breakpoints):
            train = self._evaluators["train"]
            judge = Judge(self.network.output, self.Y, train.threshold, train.exclusive, self.data.class_names)
        self._watch = Watch(self, self._epoch, self._training, judge, breakpoints, held)

    @property
    def at_hit(self) -> bool:
        """Whether a breakpoint hit that nobody has taken yet."""
        return self._hit is not None

    def take_hit(self) -> Hit | None:
        """The breakpoint that hit, told once; None if none has since `run` or `run_epoch` last began."""
        hit, self._hit = self._hit, None
        return hit

    # Going on

    def run(self, interrupted: Interrupted | None = None) -> str | None:
        """To the end of training: the stop rule that ended it, None if `interrupted` said so first or a breakpoint hit.

        `interrupted` is asked at every mini-batch boundary. To train past a stop, call `go_on` first. Raises Diverged.
        """
        self._hit = None
        with Running(self):
            while not self.stopped_by and self._run_block(interrupted):
                pass
        return None if self._hit else self.stopped_by

    def go_on(self) -> None:
        """Forget the last stop, unless all epochs are done, and give early stopping its patience anew."""
        if self.stopped_by:
            self.stopped_by = "epochs" if self.epoch >= self.experiment.training.epochs else None
            self._patience_from = self.epoch

    def run_epoch(self, interrupted: Interrupted | None = None) -> bool:
        """To the end of this epoch, or till `interrupted` says so at a mini-batch boundary; True at the epoch's end.

        False where a breakpoint hit. Stop rules are noted in `stopped_by`, not obeyed. Raises Diverged.
        """
        epoch, self._hit = self.epoch, None
        with Running(self):
            while self.epoch == epoch and self._run_block(interrupted):
                pass
        return self.epoch > epoch and not self._hit

    def run_batch(self) -> None:
        """To the end of this mini-batch. Raises Diverged."""
        with Running(self):
            self._run_batch()

    def run_equation(self, look: Callable[[Equation], object] | None = None) -> Equation:
        """One equation of the lecture; `look` sees it before the mini-batch ends with it. Raises Diverged."""
        with Running(self):
            program, watch = self.program, self._watch
            if watch is not None and not self._cursor:
                watch.begin([program], None)
            try:
                equation = program.step(self._cursor)
            except NotFinite as problem:
                self._cursor = 0
                raise diagnose(self, program, self.batch + 1) from problem
            if look is not None:
                look(equation)
            if watch is not None:
                watch.look_at(equation)
                self._hit = watch.take() or self._hit
            self._cursor += 1
            if self._cursor == len(program.equations):
                self._end_batch()
            return equation

    def change(self, experiment: Experiment) -> None:
        """Go on with the [training] section of this experiment, from the next mini-batch. The rest must be the same.

        Raises InputError for a stop rule that needs figures that aren't taken.
        """
        check_stop_rules(experiment, self.data)
        self._pending = experiment
        if not self._cursor:
            self._apply_change()

    # Going back

    def state(self) -> State:
        """All there is, copied. Between two mini-batches only."""
        assert not self._cursor, "within a mini-batch there is no state to go back to"
        optimizer, frozen = self.optimizer, self.network.parameters.frozen
        return State(
            experiment=self.experiment,
            sizes=tuple(self.network.parameters.sizes),
            epoch=self.epoch,
            position=self._epoch.position(),
            theta=self.network.parameters.theta.copy(),
            gradient=self.gradient.copy(),
            vectors={name: vector.copy() for name, vector in optimizer.vectors.items()},
            step=optimizer.step.copy(),
            count=optimizer.count,
            squared_norm=float(self._training.norm),
            dropout=self._training.random.bit_generator.state,
            best=self.best,
            best_loss=self.best_loss,
            best_epoch=self.best_epoch,
            patience_from=self._patience_from,
            stopped_by=self.stopped_by,
            held=dict(self._watch.held) if self._watch else {},
            frozen=frozen.copy() if frozen.any() else None,
            figures=self.history.last,
        )

    def restore(self, state: State) -> None:
        """Go on from there, as if nothing had been since. Network and data become the state's.

        Raises InputError where its data can't be read any more, or don't fit; then all stays as it was.
        """
        exchanged = made_of(self.experiment) != made_of(state.experiment)
        restructured = structure(self.experiment) != structure(state.experiment)
        data = load(state.experiment) if exchanged else self.data
        check_fit(state, data)
        if state.experiment.dtype != self.experiment.dtype:
            message = _("dtype: found {}, expected {}, that of the training which goes on")
            raise InputError(message.format(state.experiment.dtype, self.experiment.dtype))
        if exchanged or restructured:
            resolved(state.experiment, data)
        if exchanged:
            self._exchange_data(data)
        self._cursor, self._pending = 0, None
        if restructured:
            self._exchange_network(state.experiment)
        parameters, name, t = self.network.parameters, state.experiment.training.optimizer, state.vectors.get("t")
        parameters.frozen[:] = False if state.frozen is None else state.frozen
        suited = self.optimizer.theta is parameters.theta and self.optimizer.suits(name, parameters.frozen, t)
        if not suited or form(self.experiment) != form(state.experiment):
            self._epoch.recompile()
        if not suited:
            self._renew_optimizer(name, t)
        self.experiment, self.epoch = state.experiment, state.epoch
        self._set_scalars()
        parameters.theta[:], self.gradient[:] = state.theta, state.gradient
        optimizer = self.optimizer
        for of, vector in state.vectors.items():
            optimizer.vectors[of][:] = vector
        optimizer.step[:], optimizer.count = state.step, state.count
        self._training.random.bit_generator.state = state.dropout
        self._epoch.go_to(state.position)
        self._training.norm = np.array(state.squared_norm)
        self.history.truncate(state.epoch)
        self.history.end_with(state.figures)
        self.best, self.best_loss, self.best_epoch = state.best, state.best_loss, state.best_epoch
        self._patience_from, self.stopped_by = state.patience_from, state.stopped_by
        if self._watch is not None:
            if restructured or exchanged:
                self.breakpoints = self._breakpoints  # a watch knows the network that it was made for
            self._watch.restore(state.held)

    # Inside

    def _run_block(self, interrupted: Interrupted | None) -> bool:
        """The gathered mini-batches to their end, one at the least; False if `interrupted` said so."""
        epoch, watch, go_on = self._epoch, self._watch, True
        if self._cursor:
            self._run_batch()
            return not self._hit and (interrupted is None or not interrupted())
        programs: Sequence[Program] = epoch.gathered[epoch.done :] or epoch.gather()
        if watch is not None:
            programs, interrupted = watch.begin(programs, interrupted)
        together = epoch.light and len(programs) > 1 and (watch is None or not watch.careful)
        if together and (watch is None or not watch.remembers):
            epoch.retreat.remember(weights=True, dropout=programs[0].drops)
        first = epoch.done
        try:
            for program in programs:
                if together:
                    program.run_unguarded(self._training)
                else:
                    program.run()
                epoch.done += 1
                if interrupted is not None and interrupted():
                    go_on = False
                    break
            if together and not epoch.finite(first):
                for program in epoch.again(first):
                    program.run()
                    epoch.done += 1
        except NotFinite as problem:
            diverged = diagnose(self, program, self.batch + 1)
            if watch is None or not watch.fail(program):
                raise diverged from problem
        self._settle()
        return go_on and not self._hit

    def _run_batch(self) -> None:
        program, watch = self.program, self._watch
        if watch is not None and not self._cursor:
            watch.begin([program], None)
        try:
            for cursor in range(self._cursor, len(program.equations)):
                program.step(cursor)
        except NotFinite as problem:
            self._cursor = 0
            if watch is None or not watch.fail(program):
                raise diagnose(self, program, self.batch + 1) from problem
            self._leave_batch()
        else:
            self._end_batch()

    def _end_batch(self) -> None:
        self._cursor = 0
        self._epoch.done += 1
        self._leave_batch()

    def _leave_batch(self) -> None:
        self._settle()
        self._apply_change()

    def _settle(self) -> None:
        """Where the gathered mini-batches are all done, add up their losses; where all examples are, end the epoch."""
        if self._watch is not None:
            self._watch.end()
        if self._epoch.done == len(self._epoch.gathered):
            self._epoch.settle()
            if self._epoch.over:
                self._end_epoch()
        if self._watch is not None:
            self._hit = self._watch.take() or self._hit

    def _end_epoch(self) -> None:
        training, train_loss, rate = self.experiment.training, self._epoch.loss / self.n, self._rate
        self.epoch += 1
        reached = "tolerance" if 0 < training.tolerance >= train_loss else None
        reached = reached or ("epochs" if self.epoch >= training.epochs else None)
        train = validation = UNTAKEN
        lacking: MemoryError | None = None
        if reached or (training.evaluate_every and self.epoch % training.evaluate_every == 0):
            try:
                train = self.figures("train", self._watch.see if self._watch else None)
                validation = self.figures("validation")
            except MemoryError as problem:  # told when the epoch has ended: half ended, it couldn't be gone on with
                lacking = problem
        early = self._watch_validation(validation.loss)
        now = perf_counter()
        seconds, self._elapsed, self._started = self._elapsed + now - self._started, 0.0, now
        self.history.append(
            self.epoch, train_loss, validation.loss, train.accuracy, validation.accuracy, train.r2, validation.r2,
            self.gradient_norm, rate, seconds,
        )  # fmt: skip
        self.stopped_by = "early_stopping" if early and reached != "tolerance" else reached
        self._epoch.begin()
        self._set_learning_rate()
        if self._watch is not None:
            self._watch.end_epoch(train_loss)
        if self.after_epoch is not None:
            self.after_epoch()
        if lacking is not None:
            raise lacking

    def _watch_validation(self, loss: float) -> bool:
        """Keep the best weights; True if the validation loss is out of patience, with the best weights restored."""
        theta, patience = self.network.parameters.theta, self.experiment.training.early_stopping
        if loss < self.best_loss:
            self.best, self.best_loss, self.best_epoch = theta.copy(), loss, self.epoch
        if (
            not patience
            or self.best is None
            or isnan(loss)
            or self.epoch - max(self.best_epoch, self._patience_from) < patience
        ):
            return False
        theta[:] = self.best
        return True

    def _apply_change(self) -> None:
        if self._pending is None:
            return
        before, self.experiment, self._pending = self.experiment, self._pending, None
        self._set_scalars()
        if before.training.optimizer != self.experiment.training.optimizer:
            self._renew_optimizer(self.experiment.training.optimizer)
        if form(before) != form(self.experiment):
            self._epoch.recompile()
        if self.stopped_by == "epochs":
            self.go_on()
        if self._watch is not None:
            self._watch.change()
        if self.after_change is not None:
            self.after_change(before, self.experiment)

    def _renew_optimizer(self, name: str, t: Array | None = None) -> None:
        self.optimizer = Optimizer(name, self.network.parameters, self.gradient, self.scalars, t)
        self._training.optimizer = self.optimizer

    def _take_data(self, data: Data) -> None:
        """Train and evaluate on these."""
        self.data, train = data, data.train
        self.X, self.Y, self.n = train.X, train.Y, train.m
        splits = {"train": train, "validation": data.validation, "test": data.test}
        threshold = 0.0 if (train.Y < 0).any() else 0.5  # classes are coded as -1 and 1, or as 0 and 1
        self._evaluators = {
            name: Evaluator(self.network, split.X, split.Y, data.task, threshold)
            for name, split in splits.items()
            if split
        }

    def _exchange_data(self, data: Data) -> None:
        """Other examples for the same network; the streams of random numbers go on."""
        self._take_data(data)
        self._training.examples = self.n
        self._epoch.use_data(self.X, self.Y)

    def _exchange_network(self, experiment: Experiment) -> None:
        """The experiment's network in place of the present one; the streams of random numbers go on."""
        self.network = build_network(experiment, self.data)
        self.gradient = np.zeros_like(self.network.parameters.theta)
        for evaluator in self._evaluators.values():
            evaluator.network = self.network
        self._epoch.use_network(self.network, self.gradient)

    def _set_scalars(self) -> None:
        for name in DEFAULTS:
            setattr(self.scalars, name, getattr(self.experiment.training, name))
        self._epoch.batch_size = self.experiment.training.batch_size
        self._rate = nan  # what the schedule makes of it
        self._set_learning_rate()

    def _set_learning_rate(self) -> None:
        rate = learning_rate(self.experiment.training, self.epoch)
        if rate != self._rate:
            self.scalars.learning_rate = self._rate = rate


def check_fit(state: State, data: Data) -> None:
    """Raises InputError where data have other inputs, outputs or, within an epoch, rows than a state's network had."""
    ends, order = (data.train.inputs.shape[1], data.train.Y.shape[1]), state.position.order
    if ends != (state.sizes[0], state.sizes[-1]):
        sizes = (ends[0], *state.sizes[1:-1], ends[1])
        message = _("its data have changed: the network was {}, with these data it would be {}")
        raise InputError(message.format("-".join(map(str, state.sizes)), "-".join(map(str, sizes))))
    if order is not None and len(order) != data.train.m:
        message = ngettext(
            "its data have changed: found {} training example, expected {}, as it was saved within an epoch",
            "its data have changed: found {} training examples, expected {}, as it was saved within an epoch",
            data.train.m,
        )
        raise InputError(message.format(data.train.m, len(order)))


def made_of(experiment: Experiment) -> tuple[object, ...]:
    """What decides the examples, and how their targets are coded."""
    return experiment.data, experiment.seed, experiment.dtype, experiment.network.output == "tanh"


def structure(experiment: Experiment) -> tuple[object, ...]:
    """What of the network's settings decides its layers, where inputs and outputs stay."""
    network = experiment.network
    return network.hidden, network.activations, network.output, network.loss


def form(experiment: Experiment) -> tuple[object, ...]:
    """What of the training settings stands in the compiled calls; all else is read when they run."""
    training = experiment.training
    switches = (training.l1 > 0, training.l2 > 0, training.dropout > 0, training.clip_norm > 0)
    return training.optimizer, training.batch_size, *switches
