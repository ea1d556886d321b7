"""How much each key matters to the objective, by PED-ANOVA."""

from optuna import Study
from optuna.trial import TrialState

from core.sweeps.saved.records import Importance

FEWEST = 10
"""Finished trials that are needed."""
BEST_SHARE, FEWEST_BEST = 0.1, 5
"""The best tenth is compared with all, but at least five trials, as Optuna advises."""


def importance_of(study: Study) -> Importance:
    """The share of each key in what makes the best trials differ from the rest; of several objectives, the front.

    A key with conditions is judged among the trials that have it, and weighs as much as they are of all.
    """
    finished = study.get_trials(deepcopy=False, states=(TrialState.COMPLETE,))
    if len(finished) < FEWEST:
        return Importance(trials=len(finished), needed=FEWEST)
    # Here: where scikit-learn is installed, Optuna imports it for other methods, which takes a second.
    from optuna.importance import PedAnovaImportanceEvaluator, get_param_importances

    quantile = max(BEST_SHARE, FEWEST_BEST / len(finished))
    shares = get_param_importances(study, evaluator=PedAnovaImportanceEvaluator(target_quantile=quantile))
    return Importance(shares=shares, trials=len(finished), needed=FEWEST)
