"""What two experiments have in common, and so what a training that goes from one to the other can keep."""

from .experiment import Experiment


def same_data(one: Experiment, other: Experiment) -> bool:
    """Whether data loaded for one serve the other, too: the same rows, coded alike for the same output function."""
    return same_examples(one, other) and one.network.output == other.network.output


def same_examples(one: Experiment, other: Experiment) -> bool:
    """Whether a network that is kept meets the same rows, with targets of the same range.

    Output functions other than tanh have targets from 0 to 1, so a change among those leaves the examples as they are.
    """
    return _examples(one) == _examples(other)


def same_structure(one: Experiment, other: Experiment) -> bool:
    """Whether both networks have the same layers, for the same inputs and outputs."""
    return _structure(one) == _structure(other)


def same_calls(one: Experiment, other: Experiment) -> bool:
    """Whether mini-batches compile to the same calls: other settings are read from `Scalars` when the calls run."""
    return _calls(one) == _calls(other)


def _examples(experiment: Experiment) -> tuple[object, ...]:
    return experiment.data, experiment.seed, experiment.dtype, experiment.network.output == "tanh"


def _structure(experiment: Experiment) -> tuple[object, ...]:
    network = experiment.network
    return network.hidden, network.activations, network.output, network.loss


def _calls(experiment: Experiment) -> tuple[object, ...]:
    training = experiment.training
    terms = (training.l1 > 0, training.l2 > 0, training.dropout > 0, training.clip_norm > 0)
    return training.optimizer, training.batch_size, *terms
