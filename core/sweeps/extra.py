"""The libraries that sweeps need, optuna and distributed, which the extra [sweep] installs."""

from importlib.util import find_spec

from core.support.errors import InputError
from core.support.i18n import _

LIBRARIES = ("optuna", "distributed")


def require_extra() -> None:
    """Raises InputError, with how to install them, where a library is missing. Imports neither."""
    if any(find_spec(name) is None for name in LIBRARIES):
        raise InputError(_("a sweep needs optuna and distributed: pip install 'mlp-tui[sweep]'"))
