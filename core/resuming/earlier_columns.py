"""Tables of runs up to version 0.2.0: every column but the target was a number."""

from pathlib import Path
from zipfile import is_zipfile

from core.data.source_settings import SourceSettings
from core.experiment.experiment import Experiment
from core.experiment.parsing import is_file_source, read_source
from core.runs.run_folder import RunFolder
from core.support.errors import InputError

SINCE_KINDS = "data.missing"
"""A key that every experiment file of a run has since columns have kinds."""


def with_earlier_columns(folder: RunFolder, experiment: Experiment) -> Experiment:
    """The experiment with the columns of its table as the version that saved the run took them.

    That is, below a header, the last one as the target unless data.target is set, and numbers in all others, those
    that would be left out today included. The same experiment for runs of this version, and for other data than
    tables. Raises InputError where the table can't be read.
    """
    source = Path(experiment.data.source)
    if not is_file_source(experiment.data.source) or is_zipfile(source) or not _is_earlier(folder):
        return experiment
    from core.data.reading.table_files import read_columns

    names = [column.name for column in read_columns(source, SourceSettings(header=True)).columns]
    target = experiment.data.target or names[-1]
    kinds = {name: "number" for name in names if name not in ([target] if isinstance(target, str) else target)}
    return experiment.replace_all({"data.header": True, "data.target": target, "data.kinds": kinds})


def _is_earlier(folder: RunFolder) -> bool:
    """Whether a version that didn't know kinds of columns saved the run."""
    try:
        return SINCE_KINDS not in read_source(folder.path)
    except InputError:
        return False
