"""Optuna's own messages, kept off the terminal."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import optuna


@contextmanager
def quiet_optuna() -> Iterator[None]:
    """Without Optuna's log and warnings, such as those that a feature is experimental."""
    optuna.logging.set_verbosity(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
