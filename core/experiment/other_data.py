"""The settings of an experiment whose file is read otherwise than before."""

from core.data.dataset import Data

from .defaults.suited_defaults import defaults_suiting
from .defaults.table_defaults import defaults_for_file
from .experiment import FIELDS, Experiment, field
from .parsing import flatten


def follow_data(experiment: Experiment, before: Data) -> Experiment:
    """The experiment with the defaults that suit its file, where its settings are still those that suit `before`.

    For a file that is read otherwise than before, with another target for example: settings chosen otherwise stay.
    Raises InputError for data that can't be used.
    """
    usual = {key: entry.value for key, entry in flatten(defaults_suiting(before)).items()}
    chosen = {key: experiment.get(key) for key in FIELDS}
    given = {key: value for key, value in chosen.items() if value != usual.get(key, field(key).default)}
    found = defaults_for_file(experiment.data, experiment.network.output, experiment.seed, given)
    return experiment.replace_all(found)
