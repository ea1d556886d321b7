"""Files changed at random, so that readers meet what nobody thought of; the same seed gives the same files."""

import random
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

MUTATIONS = 2_000
"""Of each kind of file, in one run of a fuzzer."""
TOKENS = [
    b"", b"0", b"-1", b"1e400", b"-1e308", b"1e-320", b"nan", b"inf", b"-inf", b"NA", b"1_000", b"1,5", b"0x10",
    b"9" * 400, b'"', b'""', b"'", b'"""', b",", b";", b"\t", b"\n", b"\r", b"\r\n", b"\x00", b"\x1b[2J", b"\xff",
    b"\xef\xbb\xbf", b"\xff\xfe", "\u202e".encode(), "٣".encode(), "é".encode("latin-1"), b"=", b"[", b"]", b"{", b"}",
    b"#", b"true", b"null", b"[[]]", b"[" * 300, b"1979-05-27", b"\\u0000", b"../", b"label", b"x1", b" ",
]  # fmt: skip
"""What readers stumble over, put into a file somewhere."""


def mutated(content: bytes, rng: random.Random, most: int = 2) -> bytes:
    """The content with one to `most` changes: bytes flipped, cut, doubled, moved, lines swapped, tokens put in."""
    data = bytearray(content)
    for _ in range(rng.randint(1, most)):
        at, kind = rng.randrange(len(data) + 1), rng.randrange(9)
        end = min(len(data), at + rng.choice([1, 2, 4, 8, 64, 1024]))
        if kind == 0 and at < len(data):
            data[at] ^= 1 << rng.randrange(8)
        elif kind == 1 and at < len(data):
            data[at] = rng.randrange(256)
        elif kind == 2:
            del data[at:end]
        elif kind == 3:
            data[at:at] = data[at:end] * rng.choice([1, 1, 3])
        elif kind == 4:
            del data[at:]
        elif kind in (5, 6):
            data[at : end if kind == 6 else at] = rng.choice(TOKENS)
        elif kind == 7:
            lines = bytes(data).split(b"\n")
            one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
            lines[one], lines[other] = lines[other], lines[one]
            data = bytearray(b"\n".join(lines))
        else:
            cells = bytes(data).split(b",")
            cells[rng.randrange(len(cells))] = rng.choice(TOKENS)
            data = bytearray(b",".join(cells))
    return bytes(data)


def mutations(
    seed: int, originals: Sequence[bytes], count: int, mutate: Callable[[bytes, random.Random], bytes] = mutated
) -> Iterator[tuple[str, bytes]]:
    """So many changed files, each with its name for messages: seed and number make it again."""
    for number in range(count):
        rng = random.Random(f"{seed}-{number}")
        yield f"seed {seed}, mutation {number}", mutate(rng.choice(originals), rng)


@contextmanager
def at_most(seconds: int, name: str) -> Iterator[None]:
    """Raises TimeoutError where something hangs."""

    def ring(*_: object) -> None:
        raise TimeoutError(f"{name}: not done after {seconds} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
