"""The methods of scikit-learn's fitted estimators, for what has a model."""

from abc import ABC, abstractmethod
from typing import Any

from core.calls import Array

from .model import Model


class FittedEstimator(ABC):
    """The methods of a Model, by its present weights; what they take and raise stands there."""

    @property
    @abstractmethod
    def model(self) -> Model:
        """The model with a copy of the present weights."""

    @property
    def classes_(self) -> Array:
        """The k classes in the order of `predict_proba`; raises AttributeError for a regression."""
        return self.model.classes_

    def predict(self, X: Any) -> Array:
        """The class of each row, m values of `classes_`; or the targets in their own units, m or m × k."""
        return self.model.predict(X)

    def predict_proba(self, X: Any) -> Array:
        """The probability of each class or label, m × k."""
        return self.model.predict_proba(X)

    def score(self, X: Any, y: Any) -> float:
        """The accuracy of predictions for X, or for a regression R², averaged over the targets."""
        return self.model.score(X, y)

    def to_sklearn(self) -> Any:
        """An MLPClassifier or MLPRegressor of scikit-learn that predicts the same for the same numbers."""
        return self.model.to_sklearn()
