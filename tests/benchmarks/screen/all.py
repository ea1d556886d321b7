"""Everything that can be said of the screen from outside: speed, answers, bytes, start, memory.

    pip install -e '.[test]' && python tests/benchmarks/screen/all.py

Takes an hour and a half on a machine that does nothing else; writes tests/benchmarks/results/screen.md and .json.
"""

from pathlib import Path

import answer
import memory
import outputs
import speed
import start
import wire
from measured_program import chosen, options
from results import table, write

PARTS = {
    "Epochs a second": speed.measure,
    "Epochs a second beside outputs": outputs.measure,
    "From a key to its effect": answer.measure,
    "Bytes": wire.measure,
    "Start": start.measure,
    "Memory": memory.measure,
}
RESULTS = Path(__file__).parents[1] / "results" / "screen"


def main() -> bool:
    """Measure, print and write; whether all targets are met."""
    parser = options(__doc__)
    parser.add_argument("--to", type=Path, default=RESULTS, help="the files to write, without their ending")
    given = parser.parse_args()
    program, found = chosen(given), {}
    for name, measure in PARTS.items():
        found[name] = measure(program, given.quick)
        print(f"\n## {name}\n\n{table(found[name])}", flush=True)
        write(found, program, given.to)
    return all(result.good is not False for results in found.values() for result in results)


if __name__ == "__main__":
    raise SystemExit(not main())
