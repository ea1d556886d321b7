"""What two experiments have in common: examples, layers, compiled calls.

It decides what a training that changes from one to the other can keep.
"""

from .experiment import Experiment
from .parsing import is_file_source


def same_data(first: Experiment, second: Experiment) -> bool:
    """Whether both have the same rows, coded for the same output function, so that loaded data serve both."""
    return same_examples(first, second) and first.network.output == second.network.output


def same_examples(first: Experiment, second: Experiment) -> bool:
    """Whether both have the same rows, with targets of the same range.

    The targets of classes are −1 and 1 for tanh, 0 and 1 for all other output functions.
    """
    return _examples(first) == _examples(second)


def reads_anew(first: Experiment, second: Experiment) -> bool:
    """Whether the second reads the file of the first otherwise: with another target or other columns, for example."""
    same_file = is_file_source(second.data.source) and first.data.source == second.data.source
    return same_file and first.data != second.data


def same_structure(first: Experiment, second: Experiment) -> bool:
    """Whether both networks have the same layers, for the same inputs and outputs."""
    return _structure(first) == _structure(second)


def same_calls(first: Experiment, second: Experiment) -> bool:
    """Whether mini-batches compile to the same calls; all other settings are read from `Scalars` when the calls run."""
    return _calls(first) == _calls(second)


def _examples(experiment: Experiment) -> tuple[object, ...]:
    return experiment.data, experiment.seed, experiment.dtype, experiment.network.output == "tanh"


def _structure(experiment: Experiment) -> tuple[object, ...]:
    network = experiment.network
    return network.hidden, network.activations, network.output, network.loss


def _calls(experiment: Experiment) -> tuple[object, ...]:
    training = experiment.training
    terms = (training.l1 > 0, training.l2 > 0, training.dropout > 0, training.clip_norm > 0)
    return training.optimizer, training.batch_size, *terms
