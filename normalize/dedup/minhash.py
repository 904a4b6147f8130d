"""MinHash signatures and their bands (Broder 1997; Indyk and Motwani 1998; Leskovec, Rajaraman and Ullman,
"Mining of Massive Datasets", chapter 3).

Articles of which a share s of all shingles is common to both agree in a hash with chance s, in a band of
five with s⁵, and in one band of 16 with 1 - (1 - s⁵)¹⁶: 99.8 % at 0.8, 40 % at 0.5, 4 % at 0.3. Those that
agree are compared shingle by shingle, so that bands decide what is found and never what is told.
"""

from __future__ import annotations

from typing import Any

import numpy as np

BANDS = 16
ROWS = 5
_HASHES = BANDS * ROWS

_SEED = 20_240_501  # any number; it is part of the form of an index and must never change
_SHIFT = np.uint64(32)


def _odd(count: int) -> Any:
    """Numbers of splitmix64, made odd: factors of multiply-shift hashing (Dietzfelbinger et al. 1997)."""
    state = np.uint64(_SEED) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (state ^ (state >> np.uint64(31))) | np.uint64(1)


_FACTORS = _odd(_HASHES).reshape(-1, 1)
_FOLD = _odd(ROWS)


def bands(shingles: Any) -> Any:
    """Give the `BANDS` numbers of sorted shingles: uint64. Equal sets of shingles have equal bands."""
    least = (shingles * _FACTORS).min(axis=1) >> _SHIFT
    return (least.reshape(BANDS, ROWS) * _FOLD).sum(axis=1, dtype=np.uint64)
