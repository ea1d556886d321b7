"""What one gets without a look at the inputs."""

import numpy as np

from core.analysis.classes.guessing import guessing
from core.data.dataset import Data, Split


def split_of(Y: list[list[float]]) -> Split:
    return Split(np.ones((len(Y), 2)), np.array(Y))


def test_classes_by_hand() -> None:
    train, validation = split_of([[1.0, 0], [1, 0], [1, 0], [0, 1]]), split_of([[0.0, 1], [1, 0], [0, 1], [0, 1]])
    data = Data("classification", "softmax", train, validation, class_names=("no", "yes"))
    found = guessing(data, "validation")
    assert found.shares.tolist() == [0.75, 0.25], "of training, whichever rows are looked at"
    assert (found.commonest, found.accuracy) == ("'no'", 0.25)
    assert guessing(data, "train").accuracy == 0.75


def test_one_output_of_targets_of_minus_one_and_one() -> None:
    data = Data("classification", "tanh", split_of([[-1.0], [1], [1]]))
    found = guessing(data, "train")
    np.testing.assert_allclose(found.shares, [1 / 3, 2 / 3])
    assert (found.commonest, found.accuracy) == ("'1'", 2 / 3)


def test_several_labels_by_hand() -> None:
    train = split_of([[1.0, 1], [0, 0], [0, 0], [1, 0]])
    found = guessing(Data("classification", "sigmoid", train, class_names=("news", "sport")), "train")
    assert found.shares.tolist() == [0.5, 0.25]
    assert (found.commonest, found.accuracy) == ("no label", 0.5), "the commonest combination"
