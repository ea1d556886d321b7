"""How an epoch's cost grows with rows and with parameters: python tests/benchmarks/scaling.py"""

import sys

from environment import settle

if __name__ == "__main__":
    settle()
    from growth import main  # only now: it loads NumPy

    main(sys.argv[1:])
