"""What a NumPy prototype of this training reached on the same workloads, and how much of it is asked of the program."""

PROTOTYPE = {
    "spiral": (12.8, 19.9, 4.1, 0.55, 3.9, 2.5),
    "iris": (7.0, 10.1, 3.0, 2.3, 2.8, 5.7),
    "digits-momentum": (6.7, 11.0, 2.9, 0.84, 2.5, 3.0),
    "digits-adam": (5.7, 11.0, 2.5, 0.75, 2.9, 4.1),
    "784-128-10": (1.8, 2.6, 1.0, 0.89, 1.9, 1.5),
    "784-512-256-10": (1.5, 2.3, 1.0, 0.92, 1.2, 1.3),
    "20-32-1": (4.5, 4.7, 1.4, 0.91, 4.5, 4.4),
}
"""The peers' times over the prototype's, in the order of PEERS; the last is the prototype's over that of pure GEMM."""

SHARES = {"spiral": 0.9, "iris": 0.9, "digits-momentum": 0.9, "digits-adam": 0.9}
OTHER_SHARE = 0.97
"""Small networks may lose a tenth to all that a program does beside training, the others 3 %."""


def needed(workload: str) -> tuple[float, ...]:
    """The ratios asked for, in the order of PEERS: the least for peers, the most for pure GEMM. Empty for no goal.

    That against tuned NumPy is the share itself: how much of a prototype's speed is left on this very machine.
    """
    if workload not in PROTOTYPE:
        return ()
    share, (*peers, gemm) = SHARES.get(workload, OTHER_SHARE), PROTOTYPE[workload]
    return tuple(round(ratio, 3) for ratio in (*(ratio * share for ratio in peers), share, gemm / share))
