"""Another activation and another optimiser, added as CONTRIBUTING says: all that the program does, it does with them.

They are added to a copy of the program, so that these tests show how many files it takes.
"""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from core import activations, optimizers, scalars
from core.experiment import settings as experiment_settings

PROGRAM = Path(activations.__file__).parent.parent

EXPERIMENT = """
name = "made up"
[data]
source = "moons"
samples = 60
[network]
hidden = [4]
activation = "arctan"
[training]
optimizer = "averaged"
batch_size = 7
epochs = 6
"""

ARCTAN = '''

def arctan(Z: Array, A: Array) -> list[Call]:
    """a = arctan z."""
    return [(np.arctan, (Z, A))]


def arctan_derivative(Z: Array, A: Array, slope: Array) -> list[Call]:
    """1 / (1 + z²)."""
    one = scalar(1, Z.dtype)
    return [(multiply, (Z, Z, slope)), (add, (slope, one, slope)), (divide, (one, slope, slope))]


ACTIVATIONS["arctan"] = Activation(
    arctan, arctan_derivative, lambda Z: 1 / (1 + Z * Z),
    from_output=False, squashing=Squashing(0.0, 1.0, 1.17), saturated=(-1.47, 1.47),
)
'''

AVERAGED = '''

def averaged(state: Optimizer) -> list[Formula]:
    """μ ← β μ + (1 − β) g, θ −= α ((1 − s) g + s μ): quasi-hyperbolic momentum. Ma, Yarats 2019."""
    g, mu, step, scalars = state.gradient, state.vectors["mu"], state.step, state.scalars
    own = np.empty_like(g)
    mixed: list[Call] = [
        (multiply, (g, scalars.complement("share"), own)),
        (multiply, (mu, scalars.share, step)),
        (add, (own, step, step)),
    ]
    share = Letter("s")

    def formula(l: Layer) -> Expression:
        return l["Θ"] - ALPHA * ((1 - share) * l["∇"] + share * l["mu"])

    mean = moving_average(mu, g, scalars, "momentum", step)
    return [
        Formula("mu", lambda l: MOMENTUM * l["mu"] + (1 - MOMENTUM) * l["∇"], mu, mean),
        descend(state, formula, step, scalars.learning_rate, mixed),
    ]


OPTIMIZERS["averaged"] = UpdateRule(averaged, {"mu": "first moment"}, ("momentum", "share"))
'''

SHARE = """    share: Annotated[float, about("How much of a step is the mean, not the gradient.", ge=0, le=1)] = 0.7
"""


def edited(module: ModuleType, copy: Path, *changes: tuple[str, str]) -> Path:
    """Rewrite a module's file in the copy: each pattern, found once, is replaced."""
    assert module.__file__ is not None
    path = copy / Path(module.__file__).relative_to(PROGRAM)
    text = path.read_text()
    for pattern, replacement in changes:
        text, found = re.subn(pattern, lambda _match, new=replacement: new, text, flags=re.MULTILINE)  # type: ignore[misc]
        assert found == 1, (path, pattern)
    path.write_text(text)
    return path


@dataclass(frozen=True)
class Extended:
    """Python run in a copy of the program that has both, and the folder of the copy."""

    folder: Path
    run: Callable[..., str]

    def __call__(self, *arguments: str | Path) -> str:
        return self.run(*arguments)


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Extended:
    """A function that runs Python in a program that has both."""
    copy = tmp_path_factory.mktemp("copy")
    for package in ("core", "tui_mlp"):
        shutil.copytree(PROGRAM / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    of_activation = {
        edited(activations, copy, (r"\Z", ARCTAN)),
        edited(experiment_settings, copy, (r"^Activation = Literal\[", 'Activation = Literal["arctan", ')),
    }
    names, schedule = 'Literal["gradient_descent"', "    schedule: "
    of_optimizer = {
        edited(optimizers, copy, (r"\Z", AVERAGED)),
        edited(
            experiment_settings,
            copy,
            (re.escape(names), names.replace("[", '["averaged", ')),
            ("^" + schedule, SHARE + schedule),
        ),
        edited(
            scalars,
            copy,
            ("^DEFAULTS = {", 'DEFAULTS = {"share": 0.7,'),
            ("^LETTERS = {", 'LETTERS = {"s": "share",'),
        ),
    }
    assert len(of_activation) == 2
    assert len(of_optimizer) == 3
    (copy / "made_up.toml").write_text(EXPERIMENT)
    helpers = Path(__file__).parents[1] / "support"

    def run(*arguments: str | Path) -> str:
        environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(copy), str(helpers)]), "COLUMNS": "100"}
        done = subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=copy,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return Extended(copy, run)


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


NOT_OUTPUTS_TOO = {"relu", "leaky_relu", "gradient_descent", "nesterov", "rmsprop", "adam"}
"""Names of activations that are no outputs, and of optimisers that are no settings."""
LABELS = {
    'value == "gradient_descent"', 'experiment.training.optimizer == "adam"',
}  # fmt: skip
"""A short label for a narrow pane, and which variant is suggested for a comparison."""


def test_nothing_else_branches_on_a_name() -> None:
    found = {
        ast.unparse(node).replace("'", '"')
        for package in ("core", "tui_mlp")
        for path in (PROGRAM / package).rglob("*.py")
        if any(name in (text := path.read_text()) for name in NOT_OUTPUTS_TOO)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Compare)
        and {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)} & NOT_OUTPUTS_TOO
    }
    assert found <= LABELS


def test_it_is_trained_traced_and_checked_by_the_command_line(extended: Extended) -> None:
    program = "-m", "tui_mlp"
    options = "made_up.toml", "--runs-dir", extended.folder / "by hand", "--json"
    *epochs, last = lines(extended(*program, "train", *options))
    assert epochs[-1]["train_loss"] < epochs[0]["train_loss"]
    assert last["stopped_by"] == "epochs"
    symbols = [line["symbol"] for line in lines(extended(*program, "trace", "made_up.toml", "--json"))]
    assert symbols == [
        "A(1)", "A(2)", "A(3)", "J", "Δ(3)", "∇(2)", "g'(Z(2))", "Δ(2)", "∇(1)", "mu(1)", "mu(2)", "Θ(1)", "Θ(2)",
    ]  # fmt: skip
    extended(*program, "check", "made_up.toml")


def test_it_is_stepped_derived_changed_by_surgery_saved_resumed_and_replayed(extended: Extended) -> None:
    script, runs = Path(__file__).parents[1] / "support" / "extended.py", extended.folder / "runs"
    folder, saved, digest = extended(script, "made_up.toml", runs).split()
    kept = shutil.copytree(folder, extended.folder / "kept")
    replayed = lines(extended("-m", "tui_mlp", "replay", kept, "--headless", "--json"))
    assert replayed[-1]["weights_sha256"] == saved
    resumed = lines(extended("-m", "tui_mlp", "resume", folder, "--headless", "--json"))
    assert resumed[-1]["weights_sha256"] == digest
