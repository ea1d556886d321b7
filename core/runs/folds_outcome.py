"""Mean and spread of the figures of all folds: the last line of `train --json`."""

from collections.abc import Mapping, Sequence
from statistics import fmean, pstdev


def folds_outcome(folds: int, outcomes: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """The runs, and each figure of the test rows as `{"mean": …, "deviation": …}` over the folds that have it.

    The deviation divides by the number of folds, as NumPy's `std` does. Figures that no fold has are None; those by
    class are left out.
    """
    figures: dict[str, object] = {}
    for name in outcomes[0] if outcomes else ():
        if name.startswith("test_") and name != "test_recall":
            values = [float(value) for one in outcomes if isinstance(value := one.get(name), float)]
            figures[name] = {"mean": fmean(values), "deviation": pstdev(values)} if values else None
    return {"folds": folds, "runs": [one["run"] for one in outcomes], **figures}
