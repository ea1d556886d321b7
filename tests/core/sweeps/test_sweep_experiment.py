"""Sweep files: what is read, what is refused and in which words, the runs of a trial."""

from pathlib import Path

import pytest
from sweep_files import a_sweep, sweep_file

from core.experiment.experiment import Experiment
from core.support.errors import InputError
from core.sweeps.space.keys import Choices, Range
from core.sweeps.sweep_experiment import SweepExperiment, check_with_data

CONTRACT = """
"training.learning_rate" = { low = 1e-4, high = 0.3, log = true }
"network.hidden" = [[8], [8, 8], [16, 16]]
"training.momentum" = { low = 0.5, high = 0.99, when = { "training.optimizer" = ["momentum", "nesterov"] } }
"""
RATE, HIDDEN = '"training.learning_rate" = [0.1, 0.01]', '"network.hidden" = [[4], [4, 4]]'


def test_contracts_example(tmp_path: Path) -> None:
    sweep = a_sweep(tmp_path, CONTRACT, 'trials = 12\nobjective = "validation_accuracy"')
    rate, hidden, momentum = sweep.space
    assert rate == Range("training.learning_rate", 1e-4, 0.3, log=True)
    assert hidden == Choices("network.hidden", ([8], [8, 8], [16, 16]))
    assert momentum.when == {"training.optimizer": ("momentum", "nesterov")}
    assert (sweep.settings.trials, sweep.settings.objective) == (12, ["validation_accuracy"])
    assert not sweep.objectives[0].minimize
    (note,) = sweep.notes  # the optimiser is adam
    assert note.startswith("training.momentum: never used, as training.optimizer is never one of ['momentum', ")


def test_written_sweep_is_read_back_equal(tmp_path: Path) -> None:
    space = (
        CONTRACT
        + """
        "data.noise" = { low = 0.1, high = 0.5, step = 0.1 }
        "training.batch_size" = { low = 1, high = 64, log = true, steps = 4 }
        "training.optimizer" = ["adam", "momentum", "nesterov"]
        "network.activation" = { values = ["relu", ["tanh", "relu"]], when = { "network.hidden" = [8, 8] } }
        "data.ignore" = [["a \\" b"], ["ñ", "\\t"]]"""
    )
    sweep = a_sweep(tmp_path, space, 'pruner = "halving"\ntime = 60\nrepeats = 2')
    written = tmp_path / "written.toml"
    written.write_text(sweep.dumps(), encoding="utf-8")
    assert SweepExperiment.load(written) == sweep
    assert not sweep.notes


def test_a_training_passes_over_the_sweep(tmp_path: Path) -> None:
    path = sweep_file(tmp_path, CONTRACT)
    assert Experiment.load(path, ["sweep.trials=3"]) == Experiment.load("spiral").replace_all(
        {"name": "two spirals", "data.samples": 60}
    )


def test_space_without_quotes_and_on_the_command_line(tmp_path: Path) -> None:
    space = "training.l1 = [0.1]\n[sweep.space.training.l2]\nlow = 0\nhigh = 1\nwhen.training.optimizer = 'adam'"
    overrides = ("sweep.space.training.optimizer=adam,momentum", "sweep.space.training.l1=0.5,0.25", "sweep.seed=5")
    sweep = a_sweep(tmp_path, space, "", *overrides)
    assert sweep.space.by_name["training.l1"].values == (0.5, 0.25)
    assert sweep.space.by_name["training.l2"].when == {"training.optimizer": ("adam",)}
    assert sweep.settings.seed == 5


REFUSED = {
    '"training.learnig_rate" = [1]': "unknown key 'learnig_rate' in [training]; did you mean 'learning_rate'?",
    '"training.l1" = { low = 0.3, high = 0.1 }': "found low = 0.3 and high = 0.1, expected low below high",
    '"training.l1" = { low = 0, high = 1, log = true }': "found low = 0.0 with log = true, expected a number above 0",
    '"training.l1" = { low = 0, hihg = 1 }': "unknown 'hihg'; did you mean 'high'?",
    '"training.l1" = { low = 0 }': "found low without high",
    '"training.l1" = { values = [1], low = 0 }': "found values and low",
    '"training.l1" = 3': "found 3, expected a list of values, or a range such as",
    '"training.l1" = []': "found an empty list",
    '"training.l1" = [1, 0.5, 1.0]': "found 1.0 twice",
    '"training.l1" = ["x"]': "found 'x', expected a number, at least 0",
    '"training.l1" = { low = 0, high = 1, step = 2 }': "training.l1.step: found 2.0, expected a number above 0",
    '"training.l1" = { low = 0, high = 1, step = 1e-9 }': "gives more than 1000 values",
    '"training.l1" = { low = 1, high = 2, step = 0.1, log = true }': "expected steps",
    '"training.l1" = { low = 0, high = 1, step = 0.1, steps = 3 }': "expected one of them",
    '"training.l1" = { low = 0, high = 1, steps = 1 }': "found 1, expected a whole number from 2 to 1000",
    '"training.batch_size" = { low = 1, high = 3, steps = 5 }': "found 5, expected at most 3",
    '"training.dropout" = { low = 0, high = 1 }': "training.dropout.high: found 1, expected a number, at least 0, bel",
    '"training.optimizer" = ["adm"]': "did you mean 'adam'?",
    '"training.optimizer" = { low = 1, high = 2 }': "found a range, expected a list of values",
    '"network.hidden" = [8, 16]': "found 8, expected a list of at most 32, each item a whole number",
    '"training.threads" = [1, 2]': "can't be searched: each worker has one thread",
    '"seed" = [1, 2]': "can't be searched: use sweep.repeats",
    '"training.l1" = { values = [1], when = 3 }': "when: found 3",
    '"training.l1" = { values = [1], when = { "training.optimzer" = "adam" } }': "did you mean 'optimizer'?",
    '"training.l1" = { values = [1], when = { "training.optimizer" = "adm" } }': "did you mean 'adam'?",
    '"training.l1" = { values = [1], when = { "training.optimizer" = [] } }': "when: training.optimizer: found an e",
    '"training.l1" = { values = [1], when = { "training.l1" = 1 } }': "go in a circle: training.l1 → training.l1",
}  # fmt: skip
"""Lines of [sweep.space], and what is said of each."""


@pytest.mark.parametrize("line", REFUSED)
def test_refused_line_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(InputError) as refused:
        a_sweep(tmp_path, line)
    assert str(refused.value).startswith(f"{tmp_path / 'sweep.toml'}, line 8, column 1: ")
    assert REFUSED[line] in str(refused.value)


@pytest.mark.parametrize(
    ("space", "sweep", "place", "words"),
    [
        (RATE, "trils = 3", "line 6", "unknown key 'trils' in [sweep]; did you mean 'trials'?"),
        (RATE, "trials = 0", "line 6", "sweep.trials: found 0, expected a whole number, at least 1"),
        (RATE, 'objective = "loss"', "line 6", "expected one of validation_loss, validation_accuracy"),
        (RATE, 'objective = ["validation_loss", "validation_loss"]', "line 6", "found 'validation_loss' twice"),
        (RATE, 'objective = ["validation_loss", "validation_accuracy"]\npruner = "median"', "line 7", "2 objectives"),
        (RATE + '\n"training.evaluate_every" = [0, 1]', 'pruner = "median"', "line 6", "training.evaluate_every = 0"),
        (RATE + '\n"data.validation_fraction" = [0, 0.2]', "", "sweep.toml", "validation_fraction = 0, expected a p"),
        (CONTRACT, 'sampler = "grid"', "line 9", "{ low = 0.0001, high = 0.3, log = true, steps = 5 }"),
        ("", "", "sweep.toml", "found no [sweep.space], expected the keys that are searched"),
        (f'{RATE}\ntraining.learning_rate = [1]', "", "sweep.toml", "training.learning_rate: found it twice"),
        (f"{HIDDEN}\n\"network.activation\" = ['tanh', ['relu', 'tanh']]", "", "line 9",
         "the combination network.hidden = [4], network.activation = ['relu', 'tanh'] is refused"),
        ('dtype = ["float64", "float32"]\n"network.activation" = { values = [["relu"]], when.dtype = "float32" }', "",
         "line 9", "the combination dtype = 'float32', network.activation = ['relu'] is refused"),
        ('"training.l1" = { low = 0, high = 1 }\n"training.l2" = { values = [1], when = { "training.l1" = 1 } }', "",
         "line 9", "when: training.l1 is a range"),
        ('"training.l1" = { values = [1], when = { "training.optimizer" = "momentum" } }', "", "sweep.toml",
         "never used, as training.optimizer"),
        ('"training.l1" = { low = 0, high = 1, steps = 1000 }\n"training.l2" = { low = 0, high = 1, steps = 1000 }\n'
         '"training.dropout" = [0, 0.5]', 'sampler = "grid"', "line 8", "a grid of more than 1,000,000 settings"),
    ],
)  # fmt: skip
def test_refused_sweep_is_explained(tmp_path: Path, space: str, sweep: str, place: str, words: str) -> None:
    with pytest.raises(InputError) as refused:
        a_sweep(tmp_path, space, sweep)
    before, _colon, after = str(refused.value).partition(": ")
    assert place in before
    assert words in after


def test_activations_of_their_own_for_a_number_of_layers(tmp_path: Path) -> None:
    space = '"network.activation" = { values = ["tanh", ["relu", "tanh"]], when = { "network.hidden" = [[4, 4]] } }'
    sweep = a_sweep(tmp_path, f"{space}\n{HIDDEN}", 'sampler = "grid"')
    grid = list(sweep.space.grid(sweep.experiment))
    assert [list(settings.values()) for settings in grid] == [[[4]], [[4, 4], "tanh"], [[4, 4], ["relu", "tanh"]]]


def test_runs_of_a_trial(tmp_path: Path) -> None:
    sweep = a_sweep(tmp_path, RATE, "repeats = 2", 'data.split="folds:3"', "seed=7")
    runs = sweep.trial_runs(3, {"training.learning_rate": 0.01})
    suffixes = [f"-seed-{seed}-fold-{fold}" for seed in (7, 8) for fold in (1, 2, 3)]
    assert [run.suffix for run in runs] == suffixes
    assert [(run.experiment.seed, run.experiment.data.fold) for run in runs] == [(run.seed, run.fold) for run in runs]
    assert {run.experiment.training.learning_rate for run in runs} == {0.01}
    assert {run.experiment.name for run in runs} == {"two spirals-trial-3"}


def test_a_single_run_is_the_experiment_itself(tmp_path: Path) -> None:
    sweep = a_sweep(tmp_path, RATE, "", 'data.split="folds:3"', "data.fold=2")
    (run,) = sweep.trial_runs(1, {})
    assert run[:3] == (1, 2, "")
    assert run.experiment == sweep.experiment.replace("name", "two spirals-trial-1")


def test_settings_that_do_not_fit_are_refused_by_key(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"network\.activation: found a list of 2"):
        a_sweep(tmp_path, RATE).trial_runs(1, {"network.activation": ["tanh", "relu"], "network.hidden": [4]})


@pytest.mark.parametrize("objective", ["validation_accuracy", "validation_r2"])
@pytest.mark.parametrize("targets", ["[1.5], [0.25], [3.75], [2.5]", "[0], [1], [1], [0]"])
def test_objective_must_suit_the_data(tmp_path: Path, objective: str, targets: str) -> None:
    inline = (
        f'[data]\nsource = "inline"\ninputs = [[0], [1], [2], [3]]\ntargets = [{targets}]\nvalidation_fraction = 0.5\n'
    )
    path = sweep_file(tmp_path, RATE, f'objective = "{objective}"', inline)
    fits = ("." in targets) == (objective == "validation_r2")
    if fits:
        check_with_data(SweepExperiment.load(path))
        return
    with pytest.raises(InputError, match=rf"found '{objective}', but the task of the data is '.*n'; expected one of"):
        check_with_data(SweepExperiment.load(path))


def test_validation_rows_must_be_there(tmp_path: Path) -> None:
    inline = '[data]\nsource = "inline"\ninputs = [[0], [1]]\ntargets = [[0], [1]]\nvalidation_fraction = 0.1\n'
    with pytest.raises(InputError, match=r"there are no validation rows: data\.validation_fraction is 0\.1"):
        check_with_data(SweepExperiment.load(sweep_file(tmp_path, RATE, "", inline)))
