"""All benchmarks: pip install -e '.[bench]' && python tests/benchmarks/run.py"""

import sys

from environment import settle

if __name__ == "__main__":
    settle()
    from comparison import main  # only now: it loads NumPy

    raise SystemExit(main(sys.argv[1:]))
