"""Sweep files, written for a test."""

from pathlib import Path

from core.sweeps.sweep_experiment import SweepExperiment

SPIRALS = """name = "two spirals"
[data]
source = "spiral"
samples = 60
"""


def sweep_file(folder: Path, space: str, sweep: str = "", experiment: str = SPIRALS) -> Path:
    """A file with these lines under [sweep.space], which is the last section, and under [sweep]."""
    path = folder / "sweep.toml"
    path.write_text(f"{experiment}[sweep]\n{sweep}\n[sweep.space]\n{space}\n", encoding="utf-8")
    return path


def a_sweep(folder: Path, space: str, sweep: str = "", *overrides: str) -> SweepExperiment:
    """The sweep of such a file."""
    return SweepExperiment.load(sweep_file(folder, space, sweep), overrides)
