"""Which settings of columns apply to a source: all to a table in a file, else few."""

from pathlib import Path

from core.data.dataset import Data
from core.experiment.experiment import Experiment
from core.experiment.parsing import INLINE, is_arrays, is_file_source
from core.support.i18n import _


def is_table(experiment: Experiment, data: Data) -> bool:
    """Whether the source is a table in a file, of which single columns can be another kind or left out."""
    return data.named_columns and is_file_source(experiment.data.source)


def changes_task(experiment: Experiment) -> bool:
    """Whether data.task decides something: of files, and of rows in the experiment file."""
    return is_file_source(experiment.data.source) or experiment.data.source == INLINE


def why_no_table(experiment: Experiment, data: Data) -> str:
    """Why the columns of this source can't be changed, in one sentence."""
    source = experiment.data.source
    if data.shape is not None:
        return _("These are pictures: their pixels are all inputs, and the class is the target.")
    if source == INLINE:
        return _("These rows are in the experiment file, as inputs and targets: there is nothing else they could be.")
    if is_arrays(source) or is_file_source(source):
        return _("{} holds arrays of inputs and targets: single columns can be changed in a table.").format(
            Path(source).name if is_file_source(source) else _("This source")
        )
    return _("{} is built in, and its columns are as they are: o opens a table of your own.").format(source)
