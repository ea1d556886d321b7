"""Small experiments of every kind to step through, and all that a training comes to."""

import numpy as np
from hypothesis import strategies as st

from core.experiment import DataSettings, Experiment, NetworkSettings, TrainingSettings
from core.trainer import Trainer

from . import reference

FREEZE = 3
"""Of a network with frozen weights, every third stays as it is."""


def targets_for(output, loss, m, outputs, random):
    if output == "softmax":
        return np.eye(outputs)[random.integers(0, outputs, m)]
    if loss == "cross_entropy":
        return random.integers(0, 2, (m, outputs)).astype(float)
    return random.normal(size=(m, outputs))


def experiment(
    sizes=(3, 4, 3, 2), activation="tanh", pair=("sigmoid", "cross_entropy"), m=10, validation=0, dtype="float64",
    scale=1.0, seed=1, **training,
):  # fmt: skip
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
        ),
        network=NetworkSettings(
            hidden=list(sizes[1:-1]), activation=activation, output=pair[0], loss=pair[1], initial_scale=scale
        ),
        training=TrainingSettings(**{"batch_size": 4, "epochs": 1000, "learning_rate": 0.1, **training}),
    )


def trainer_of(experiment, frozen=False):
    """A trainer; with frozen weights, from its first mini-batch on."""
    trainer = Trainer(experiment)
    if frozen:
        trainer.network.parameters.frozen[::FREEZE] = True
        trainer._renew_optimizer(experiment.training.optimizer)
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


def bits(trainer):
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
        "dropout": trainer._training.random.bit_generator.state,
        "order": (epoch._random.bit_generator.state, epoch._order.tobytes() if epoch._ordered else b""),
        "losses of the epoch": losses,
        "history": rows,
        "best": (trainer.best.tobytes() if trainer.best is not None else b"", trainer.best_loss, trainer.best_epoch),
        "stop": (trainer.stopped_by, trainer._patience_from),
        "experiment": (trainer.experiment, trainer.wanted),
        "scalars": dict(trainer.scalars.exact),
    }
