"""The extra [sweep]: without it, a sweep says how to install it."""

import importlib.util

import pytest

from core.support.errors import InputError
from core.sweeps import libraries


@pytest.mark.parametrize("missing", libraries.LIBRARIES)
def test_a_missing_library_is_said_with_how_to_install_it(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    libraries.need_libraries()

    def find(name: str) -> object:
        return None if name == missing else importlib.util.find_spec(name)

    monkeypatch.setattr(libraries, "find_spec", find)
    with pytest.raises(InputError, match=r"pip install 'mlp-tui\[sweep\]'"):
        libraries.need_libraries()
