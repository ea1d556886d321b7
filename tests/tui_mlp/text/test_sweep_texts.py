"""A sweep in words: what the screen says in its own language, whichever the sweep's process speaks."""

import pytest
from saved_sweeps import a_status, trials_of

from core.support import i18n
from core.sweeps.cluster.local_workers import LocalWorkers
from core.sweeps.saved.records import Importance
from tui_mlp.text.sweep_texts import place_text, too_few_trials


@pytest.fixture(autouse=True)
def spanish() -> None:
    i18n.use_language("es")


def test_a_sweep_of_an_english_process_has_its_workers_on_esta_maquina() -> None:
    i18n.use_language("en")
    status = a_status(*trials_of(5, 1))
    status.where = LocalWorkers(2).address  # as the process saves it
    i18n.use_language("es")
    assert place_text(status) == "esta máquina"
    status.where = "tcp://10.0.0.5:8786"
    assert place_text(status) == "tcp://10.0.0.5:8786"


def test_how_many_trials_are_needed_is_said_in_the_language_of_the_screen() -> None:
    assert too_few_trials(Importance(needed=10, trials=9)) == "importancia: se necesitan 10 pruebas terminadas, hay 9"
    assert too_few_trials(Importance()).startswith("Todavía hay muy pocas pruebas")
    assert too_few_trials(Importance(needed=10, trials=12, shares={"seed": 1.0})) == ""
