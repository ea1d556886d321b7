"""All benchmarks: pip install -e '.[bench]' && python tests/benchmarks/run.py"""

import sys

import agreement
import peers

if __name__ == "__main__":
    agreed = agreement.main()
    print()
    peers.main(sys.argv[1:])
    raise SystemExit(not agreed)
