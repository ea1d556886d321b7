"""A chain of digests: each line holds a digest of itself and of the line before.

A line that was changed, removed or moved by hand no longer fits the chain. Whoever knows the program can compute a new
chain: then only the last digest, noted by somebody else before, shows it.
"""

import re
from hashlib import sha256
from typing import NamedTuple

START = ""
"""The digest before the first line."""
DIGEST = re.compile(rb'(.*),"digest":"([0-9a-f]{64})"\}\n', re.DOTALL)


class ChainedLine(NamedTuple):
    """A line taken apart: its content as a JSON object, and the digest that stands in it, which may be wrong."""

    content: bytes
    digest: str


def chained(content: bytes, before: str) -> tuple[bytes, str]:
    """A JSON object as a line that ends in its digest, and this digest; `before` is that of the line before."""
    digest = digest_of(content, before)
    return content[:-1] + b',"digest":"' + digest.encode() + b'"}\n', digest


def unchained(line: bytes) -> ChainedLine | None:
    """The line taken apart; None where no digest stands at its end."""
    found = DIGEST.fullmatch(line)
    return None if found is None else ChainedLine(found[1] + b"}", found[2].decode())


def digest_of(content: bytes, before: str) -> str:
    """SHA-256 of the digest before, a line break and the content, in hexadecimal."""
    return sha256(before.encode() + b"\n" + content).hexdigest()
