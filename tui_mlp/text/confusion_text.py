"""Confusion matrices in words, and as tables for other programs."""

from collections.abc import Sequence

from core.analysis.classes.confusion import Cell
from core.analysis.outputs.split_outputs import SplitOutputs
from core.calls import Array
from core.support.i18n import _, ngettext

from .numbers import count, percent
