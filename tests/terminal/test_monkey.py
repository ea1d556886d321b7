"""5,000 keys, pastes, clicks and resizes on all data, views and dialogs: the program lives, or was quit.

`MONKEY_SEED=7 pytest -m slow tests/terminal/test_monkey.py` does again what seed 7 did.
"""

import os
from pathlib import Path

import pytest
from monkey import Monkey
from program import PROGRAM

SEEDS = [int(os.environ["MONKEY_SEED"])] if "MONKEY_SEED" in os.environ else [1]
ACTIONS = int(os.environ.get("MONKEY_ACTIONS", "5000"))


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_no_key_ends_the_program(tmp_path: Path, seed: int) -> None:
    Monkey(PROGRAM, tmp_path, seed, ACTIONS).run()
