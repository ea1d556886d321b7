"""How the rows are divided into splits, in words."""

from pathlib import Path

from core.data.preparing.split_settings import parse_split
from core.experiment.settings import DataSettings
from core.support.errors import InputError
from core.support.i18n import _


def division_text(settings: DataSettings, classes: bool, splits: tuple[str, ...]) -> str:
    """How rows come into splits, such as "at random, each class in the same shares: 60 % train, 20 % …".

    `classes` says whether each row is of one class; `splits` are the names of the splits that there are.
    """
    try:
        division = parse_split(settings.split)
    except InputError:  # the settings of a run that was saved by another version
        return settings.split
    fractions = _fractions(settings, splits, division.kind == "folds")
    if division.kind == "ordered":
        text = _("in the order of the rows: training first, then validation, then test")
    elif division.kind == "group":
        text = _("at random, rows with the same {} together").format(division.column)
    elif division.kind == "folds":
        text = _("fold {} of {} is the test split").format(settings.fold or 1, division.folds)
    elif classes:
        text = _("at random, each class in the same shares")
    else:
        text = _("at random")
    if settings.test is not None:
        text += "; " + _("the test rows are those of {}").format(Path(settings.test).name)
    return f"{text}; {fractions}" if fractions else text


def _fractions(settings: DataSettings, splits: tuple[str, ...], folds: bool) -> str:
    """The fractions that are set, for the splits that there are."""
    found = []
    if "validation" in splits:
        validation = _("{:g} % of the others for validation") if folds else _("{:g} % for validation")
        found.append(validation.format(round(100 * settings.validation_fraction, 6)))
    if "test" in splits and not folds and settings.test is None:
        found.append(_("{:g} % for test").format(round(100 * settings.test_fraction, 6)))
    return ", ".join(found)
