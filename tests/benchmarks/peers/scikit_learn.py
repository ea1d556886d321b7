"""scikit-learn's MLPClassifier."""

import numpy as np
from sklearn.neural_network import MLPClassifier
from workloads import BETA1, BETA2, EPSILON, MOMENTUM, Task

from core.calls import Array


class ScikitLearn:
    """MLPClassifier.fit: its loss curve, no stopping, no penalty. Each call trains a network of its own."""

    def __init__(self, task: Task) -> None:
        self.task = task

    def classifier(self, optimizer: str, epochs: int, learning_rate: float) -> MLPClassifier:
        """Settings as the workload's, but for those given."""
        workload = self.task.workload
        return MLPClassifier(
            workload.sizes[1:-1],
            activation=workload.activation,
            solver="adam" if optimizer == "adam" else "sgd",
            alpha=0,
            batch_size=workload.m,
            learning_rate_init=learning_rate,
            momentum=MOMENTUM if optimizer == "momentum" else 0,
            nesterovs_momentum=False,
            beta_1=BETA1,
            beta_2=BETA2,
            epsilon=EPSILON,
            shuffle=workload.shuffled,
            max_iter=epochs,
            tol=0,
            n_iter_no_change=10**9,
        )

    def train(self, epochs: int) -> list[float]:
        """One `fit`, whose checks of the data count: it has no epochs without them."""
        workload, task = self.task.workload, self.task
        classifier = self.classifier(workload.optimizer, epochs, workload.learning_rate)
        losses: list[float] = classifier.fit(task.X, task.classes).loss_curve_
        return losses

    def gradient(self, rows: Array) -> list[Array]:
        """What one step of gradient descent with α = 1 takes from Θ, by the public interface alone."""
        task = self.task
        classifier = self.classifier("gradient_descent", 1, 1.0)
        X, classes = task.X[rows], task.classes[rows]
        classifier.partial_fit(X, classes, classes=np.unique(task.classes))  # it makes its arrays in its first step
        for W, b, theta in zip(classifier.coefs_, classifier.intercepts_, task.thetas, strict=True):
            W[:], b[:] = theta[1:], theta[0]
        classifier.partial_fit(X, classes)
        after = [np.vstack([b, W]) for W, b in zip(classifier.coefs_, classifier.intercepts_, strict=True)]
        return [theta - stepped for theta, stepped in zip(task.thetas, after, strict=True)]
