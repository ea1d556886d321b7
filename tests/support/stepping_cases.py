"""Small experiments of every kind to step through, and all that a training comes to."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import reference
from hypothesis import strategies as st

from core.calls import Array
from core.experiment.experiment import DataSettings, Experiment, NetworkSettings, TrainingSettings
from core.stepping.stepper import Execution, Stepper
from core.training.trainer import Trainer

FREEZE = 3
"""Of a network with frozen weights, every third stays as it is."""


def targets_for(output: str, loss: str, m: int, outputs: int, random: np.random.Generator) -> Array:
    if output == "softmax":
        return np.eye(outputs)[random.integers(0, outputs, m)]
    if loss == "cross_entropy":
        return random.integers(0, 2, (m, outputs)).astype(float)
    return random.normal(size=(m, outputs))


def experiment(
    sizes: Sequence[int] = (3, 4, 3, 2),
    activation: Any = "tanh",
    pair: tuple[Any, Any] = ("sigmoid", "cross_entropy"),
    m: int = 10,
    validation: int = 0,
    dtype: Any = "float64",
    scale: float = 1.0,
    seed: int = 1,
    class_weight: Any = "none",
    **training: Any,
) -> Experiment:
    """An experiment of m training examples; `training` are keys of [training]."""
    random, rows = np.random.default_rng(seed), m + validation
    return Experiment(
        seed=seed,
        dtype=dtype,
        data=DataSettings(
            source="inline",
            inputs=random.normal(size=(rows, sizes[0])).tolist(),
            targets=targets_for(*pair, rows, sizes[-1], random).tolist(),
            validation_fraction=validation / rows,
            test_fraction=0.0,
            standardize=False,
            class_weight=class_weight,
        ),
        network=NetworkSettings(
            hidden=list(sizes[1:-1]), activation=activation, output=pair[0], loss=pair[1], initial_scale=scale
        ),
        training=TrainingSettings(**{"batch_size": 4, "epochs": 1000, "learning_rate": 0.1, **training}),
    )


def trainer_of(experiment: Experiment, frozen: bool = False) -> Trainer:
    """A trainer; with frozen weights, from its first mini-batch on."""
    trainer = Trainer(experiment)
    if frozen:
        trainer.network.parameters.frozen[::FREEZE] = True
        trainer._start_optimizer(experiment.training.optimizer)
    return trainer


optimizers = st.sampled_from(reference.OPTIMIZERS)

trainings = st.fixed_dictionaries(
    {
        "optimizer": optimizers,
        "batch_size": st.sampled_from([0, 3, 4, 10]),
        "l1": st.sampled_from([0.0, 0.2]),
        "l2": st.sampled_from([0.0, 0.3]),
        "dropout": st.sampled_from([0.0, 0.4]),
        "clip_norm": st.sampled_from([0.0, 0.05, 100.0]),
    }
)
"""Keys of [training] that change what the equations are."""

rates = st.fixed_dictionaries(
    {
        "learning_rate": st.sampled_from([0.01, 0.1]),
        "momentum": st.sampled_from([0.5, 0.9]),
        "rho": st.sampled_from([0.8, 0.9]),
        "beta1": st.sampled_from([0.8, 0.9]),
        "beta2": st.sampled_from([0.9, 0.999]),
        "epsilon": st.sampled_from([1e-8, 1e-3]),
    }
)


SMOOTH = ["sigmoid", "tanh", "identity"]
"""Float32 may be on the other side of the others' kink."""


@st.composite
def nets(draw: st.DrawFn) -> Experiment:
    """One to five layers of weights, one or several outputs, of each kind."""
    dtype = draw(st.sampled_from(["float64", "float64", "float32"]))
    names = list(reference.G) if dtype == "float64" else SMOOTH
    activations = draw(st.lists(st.sampled_from(names), max_size=4))
    pair = draw(st.sampled_from(reference.PAIRS))
    outputs = draw(st.integers(2, 3) if pair[0] == "softmax" else st.integers(1, 3))
    sizes = [draw(st.integers(1, 4)) for _ in range(len(activations) + 1)] + [outputs]
    training: dict[str, Any] = {**draw(trainings), **draw(rates)}
    if dtype == "float32":
        training["epsilon"] = 0.1  # gradients of rounding errors must not become steps
    exclusive = pair[0] == "softmax" or (pair[1] == "cross_entropy" and outputs == 1)
    class_weight = draw(st.sampled_from(["none", "balanced"])) if exclusive else "none"
    seed = draw(st.integers(0, 1000))
    return experiment(sizes, activations, pair, dtype=dtype, seed=seed, class_weight=class_weight, **training)


class Walk:
    """A stepped trainer beside the reference; of the first, the second is told only the examples and the masks."""

    def __init__(self, experiment: Experiment, frozen: bool = False) -> None:
        self.trainer = trainer_of(experiment, frozen)
        self.stepper, self.frozen = Stepper(self.trainer), frozen
        self.thetas: list[reference.Matrix] = [theta.tolist() for theta in self.trainer.network.thetas]
        count = len(reference.flat(self.thetas))
        self.resting: Sequence[int] = range(0, count, FREEZE) if frozen else ()
        self.descent = reference.Descent(experiment.training.optimizer, count)
        single = experiment.dtype == "float32"
        self.tolerance: dict[str, Any] = {"rtol": 1e-3, "atol": 1e-4} if single else {"rtol": 1e-9, "atol": 1e-9}
        settings = experiment.network
        assert settings.output is not None
        assert settings.loss is not None
        self.net = reference.Net(settings.activation, settings.output, settings.loss)
        self.rates = {name: getattr(experiment.training, name) for name in self.trainer.scalars.exact}

    def batch(self) -> tuple[tuple[Execution, ...], list[reference.Shown], dict[str, reference.Matrix]]:
        """The executions of the next mini-batch, and what they should show."""
        self.stepper.finish_batch()
        executions = self.stepper.executions
        rows, data = executions[0].context.rows, self.trainer.data.train
        X, Y = data.inputs[rows].tolist(), data.Y[rows].tolist()
        weights = None
        if self.trainer.experiment.data.class_weight == "balanced":
            of_all = reference.balanced(data.Y.tolist())
            weights = [of_all[row] for row in rows]
        masks = [
            one.value.tolist()
            for execution in executions
            for one in execution.intermediates
            if one.symbol.startswith("M")
        ]
        before = {"Y": Y} | self.on_the_way(X, masks) | {f"Θ({l})": theta for l, theta in enumerate(self.thetas, 1)}
        before |= {
            f"{name}({l})": one
            for name in ("mu", "nu", "t")
            for l, one in enumerate(reference.unflat(getattr(self.descent, name), executions[0].context.sizes), 1)
        }
        if weights:
            before["w"] = [[weight] for weight in weights]
        self.X, self.Y, self.weights, self.factors, self.old_thetas = X, Y, weights, masks or None, self.thetas
        wanted = list(
            reference.shown(
                self.net, self.thetas, X, Y, self.descent, self.rates, 10, masks or None, self.resting, weights
            )
        )  # fmt: skip
        self.thetas = [one.value for one in wanted if one.symbol.startswith("Θ")]
        return executions, wanted, before

    def on_the_way(self, X: reference.Matrix, masks: list[reference.Matrix]) -> dict[str, reference.Matrix]:
        """Z, g(Z) before dropout, and the masks, by the symbols they are shown under."""
        known: dict[str, reference.Matrix] = {}
        passes = [
            reference.forward(self.net, self.thetas, x, reference.factors_of(masks or None, i)) for i, x in enumerate(X)
        ]
        for l in range(2, len(self.thetas) + 2):
            known[f"Z({l})"] = [zs[l - 2] for zs, _ in passes]
            if l <= len(self.thetas):
                g = reference.G[self.net.activations[l - 2]]
                known[f"g(Z({l}))" if masks else f"A({l})[:,1:]"] = [[g(z) for z in zs[l - 2]] for zs, _ in passes]
        return known | {f"M({l}) / (1 − p)": mask for l, mask in enumerate(masks, 2)}

    def close(self, value: Array, wanted: float | reference.Row | reference.Rows) -> None:
        assert value.shape == np.shape(wanted)
        np.testing.assert_allclose(value, np.array(wanted, float), **self.tolerance)


def bits(trainer: Trainer) -> dict[str, Any]:
    """All that is left behind, to the bit, but for the time it took; with the next examples drawn, as they may be."""
    assert trainer.program
    epoch, optimizer = trainer._epoch, trainer.optimizer
    losses = epoch.loss, epoch._block.batch_Z[: epoch.done].tobytes() if epoch.done else b""
    rows = [{key: value for key, value in row.items() if key != "seconds"} for row in trainer.history]
    return {
        "place": (trainer.epoch, trainer.batch, trainer.cursor, trainer.batches, epoch._row),
        "theta": trainer.network.parameters.theta.tobytes(),
        "gradient": trainer.gradient.tobytes(),
        "optimizer": {name: vector.tobytes() for name, vector in optimizer.vectors.items()},
        "count": (optimizer.name, optimizer.count),
        "last step": trainer.last_step.tobytes(),
        "norm": repr(trainer.gradient_norm),
        "dropout": trainer._shared.random.bit_generator.state,
        "order": (epoch._random.bit_generator.state, epoch._order.tobytes() if epoch._ordered else b""),
        "losses of the epoch": losses,
        "history": rows,
        "best": (trainer.best.tobytes() if trainer.best is not None else b"", trainer.best_loss, trainer.best_epoch),
        "stop": (trainer.stopped_by, trainer.stop_rules.patience_from),
        "experiment": (trainer.experiment, trainer.next_experiment),
        "scalars": dict(trainer.scalars.exact),
    }
