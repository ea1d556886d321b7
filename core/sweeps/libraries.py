"""The libraries of the extra [sweep], which not everyone has installed."""

from importlib.util import find_spec

from core.support.errors import InputError
from core.support.i18n import _

LIBRARIES = ("optuna", "distributed")


def need_libraries() -> None:
    """To be called before anything of `search` or `cluster` is imported.

    Raises InputError, with how to install them, where one of the libraries is missing.
    """
    if any(find_spec(name) is None for name in LIBRARIES):
        raise InputError(_("sweeps need optuna and distributed: pip install 'mlp-tui[sweep]'"))
