"""A sweep's trials as CSV."""

import csv
from io import StringIO
from pathlib import Path

from sweep_trials import Search, by_rate

from core.sweeps.saved.records import FAILED, RunRecord, TrialRecord
from core.sweeps.saved.trials_csv import trials_as_csv


def test_csv_has_all_digits_and_a_cell_for_each_key(tmp_path: Path) -> None:
    search = Search(tmp_path)
    search.proposals(5)
    records = search.study.ended()
    rows = list(csv.DictReader(StringIO("".join(trials_as_csv(search.sweep, records)), newline="")))
    assert len(rows) == 5
    for row, record in zip(rows, records, strict=True):
        assert float(row["training.learning_rate"]) == record.settings["training.learning_rate"]
        assert float(row["validation_loss"]) == by_rate(record.settings)
        assert row["network.hidden"] == str(record.settings["network.hidden"])
        assert row["training.momentum"] == str(record.settings.get("training.momentum", ""))
        told = (row["trial"], row["state"], row["epochs"], row["best_epoch"], row["seconds"], row["by_hand"])
        assert told == (str(record.trial), "finished", "9", "8", "0.5", "false")
        assert (row["run"], row["seed"], row["weights_sha256"]) == (record.runs[0].run, "1", "ab")


def test_csv_of_several_runs_and_texts_that_a_spreadsheet_would_run(tmp_path: Path) -> None:
    sweep = Search(tmp_path).sweep
    runs = [RunRecord(run=f"trial-0001-seed-{seed}", seed=seed, weights_sha256=f"d{seed}") for seed in (1, 2)]
    record = TrialRecord(
        trial=1, settings={"training.optimizer": "=1+1"}, state=FAILED, runs=runs, objectives=[None],
        problem='say "no", \x1b[1m\n', spread=[0.25],
    )  # fmt: skip
    header, row = csv.reader(StringIO("".join(trials_as_csv(sweep, [record])), newline=""))
    cells = dict(zip(header, row, strict=True))
    assert cells["training.optimizer"] == "'=1+1"
    assert cells["problem"] == 'say "no", \\x1b[1m\\n'
    assert (cells["validation_loss"], cells["validation_loss_spread"]) == ("", "0.25")
    assert cells["run"] == "trial-0001-seed-1 trial-0001-seed-2"
    assert (cells["seed"], cells["weights_sha256"]) == ("1 2", "d1 d2")
