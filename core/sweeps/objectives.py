"""The figures by which a sweep compares trials, and which value is better."""

from typing import NamedTuple

from core.support.i18n import N_


class Objective(NamedTuple):
    """A figure by which trials are compared: its name in a sweep file, its words, and whether less is better.

    `tasks` are those whose networks have such a figure.
    """

    name: str
    text: str
    minimize: bool = False
    tasks: tuple[str, ...] = ("classification",)

    def is_better(self, value: float, other: float) -> bool:
        """Whether a value is better than another one; a NaN never is."""
        return value < other if self.minimize else value > other


OBJECTIVES = {
    one.name: one
    for one in (
        Objective("validation_loss", N_("validation loss"), minimize=True, tasks=("classification", "regression")),
        Objective("validation_accuracy", N_("validation accuracy")),
        Objective("validation_balanced_accuracy", N_("balanced validation accuracy")),
        Objective("validation_r2", N_("validation R²"), tasks=("regression",)),
    )
}
