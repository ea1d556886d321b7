"""The importance of columns in words and numbers."""

from dataclasses import replace
from math import inf, nan

import numpy as np

from core.analysis.importance.importance import ColumnImportance, Importance, Spread
from core.data.dataset import Data, Split
from tui_mlp.text.data.importance_text import (
    alike_text,
    base_text,
    change_text,
    column_text,
    decimals_of,
    most_important_text,
    progress_text,
)

AGE = ColumnImportance("age", ("age",), Spread((0.2, 0.3)), Spread((0.1, 0.1)), (("height", -0.95), ("weight", 0.91)))
CITY = ColumnImportance("city", ("city",), Spread((0.5, 0.5)), Spread((0.0, 0.0)))
DATA = Data("classification", "sigmoid", Split(np.ones((2, 3)), np.zeros((2, 1))))
FOUND = Importance(DATA, 3, 0, "validation", 2000, 9000, 10, 0.25, 0.967, "accuracy", 3, (AGE, CITY))


def test_changes_have_a_sign_and_their_spread() -> None:
    spread = Spread((0.2, 0.3))  # deviation √(2 · 0.05²) = 0.0707
    assert change_text(spread, "loss", "r2", 3) == "+0.250 ± 0.071"
    assert change_text(spread, "score", "r2", 2) == "-0.25 ± 0.07"
    assert change_text(spread, "score", "accuracy", 1) == "-25.0 ± 7.1 %"
    assert change_text(Spread((0.0, 0.0)), "score", "accuracy", 1) == "0.0 ± 0.0 %"
    assert change_text(Spread((-0.04,)), "loss", "r2", 1) == "0.0 ± 0.0", "no -0.0"
    assert change_text(Spread((nan,)), "score", "r2", 1) == "–"
    assert change_text(Spread((2e7,)), "loss", "r2", 0) == "+2.00e+07 ± 0"
    assert change_text(Spread((inf,)), "loss", "r2", 0) == "inf ± 0"


def test_all_changes_have_the_decimals_of_the_largest() -> None:
    assert decimals_of([Spread((0.25,)), Spread((-3.1,))], "loss", "r2") == 2
    assert decimals_of([Spread((0.025,))], "score", "r2") == 4
    assert decimals_of([Spread((120.0,))], "loss", "r2") == 0
    assert decimals_of([Spread((1e-12,))], "loss", "r2") == 6
    assert decimals_of([Spread((0.0,))], "loss", "r2") == decimals_of([Spread((nan,))], "loss", "r2") == 3
    assert decimals_of([Spread((0.025,))], "score", "accuracy") == 1


def test_sentences() -> None:
    assert column_text(AGE, FOUND) == "shuffled: loss +0.250 ± 0.071, accuracy -10.0 ± 0.0 %"
    nothing, little, better = Spread((0.0, 0.0)), Spread((0.0, 0.1)), Spread((-0.5, -0.4))
    assert column_text(replace(AGE, loss=nothing, score=nothing), FOUND) == "shuffled: nothing changes"
    assert column_text(replace(AGE, loss=little, score=nothing), FOUND).endswith(
        "accuracy 0.0 ± 0.0 %, perhaps by chance"
    )
    assert column_text(replace(AGE, loss=better, score=nothing), FOUND).endswith(": better without it")
    assert alike_text(AGE) == "shares its importance with height (r -0.95), weight (r 0.91)"
    assert alike_text(CITY) == ""
    assert base_text(FOUND) == "2,000 of 9,000 validation rows unchanged: loss 0.2500, accuracy 96.7 %"
    without = base_text(replace(FOUND, split="train", rows=1, of=1, score_name="r2", score=0.5))
    assert without.startswith("1 training row unchanged: loss 0.2500, R² 0.5000. There are no validation rows")
    assert progress_text(FOUND) == "2 of 3 columns"
    assert most_important_text(FOUND, "loss") == "most important: city, loss +0.500 ± 0.000"
    assert most_important_text(FOUND, "score") == "most important: age, accuracy -10.0 ± 0.0 %"
    assert most_important_text(replace(FOUND, columns=()), "loss") == ""
