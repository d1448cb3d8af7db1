"""What near duplicates are found by: a body's hash and its MinHash signature, which rensa computes.

datasketch, the best-known implementation, imports SciPy (2.5 s) and hashes n-gram by n-gram; rensa is one extension
module, imports in a millisecond and takes all hashes of a body at once (1.4 ms for 100,000 characters).
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import numpy.typing as npt
import rensa

from extractors.records import NOT_BODY, Document

NGRAM_CHARACTERS = 5
PERMUTATIONS = 128
_SEED = 20241111
"""Fixed: signatures are stored."""
_ODD = np.uint64(0x9E3779B97F4A7C15)


def fingerprint(document: Document) -> dict[str, Any]:
    """``body_hash`` and ``signature`` (128 little-endian uint32) of the body's letters and digits; null without any."""
    blocks = (document.text[b.start : b.end] for b in document.blocks if b.kind not in NOT_BODY)
    body = "".join(character for block in blocks for character in block.casefold() if character.isalnum())
    if not body:
        return {"body_hash": None, "signature": None}
    digest = hashlib.blake2b(body.encode(), digest_size=16).hexdigest()
    return {"body_hash": digest, "signature": signature(body).tobytes()}


def signature(body: str) -> npt.NDArray[np.uint32]:
    """The MinHash signature of a text, shape (128,): equal shares of two signatures estimate their Jaccard index."""
    points = np.frombuffer(body.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    size = min(NGRAM_CHARACTERS, len(points))
    grams = np.zeros(len(points) - size + 1, dtype=np.uint64)
    for index in range(size):
        grams = grams * _ODD + points[index : len(points) - size + 1 + index]
    whole = np.array([0, len(grams)], dtype=np.uint64)
    digests = rensa.RMinHash.digest_matrix_from_flat_token_hashes(grams, whole, PERMUTATIONS, _SEED)
    return np.array(digests.to_rows()[0], dtype="<u4")
