"""NumPy's functions that want numbers, and cannot be given a tensor that has none yet.

Each of them turns its argument into an array, which a symbolic tensor refuses. Others look at the
shape alone, or ask the object itself first (`np.shape`, `np.ndim`, `np.squeeze`).
"""

from __future__ import annotations

from typing import Final

OF_ONE: Final = frozenset(
    """
    abs absolute sqrt square cbrt exp exp2 log log10 log2 log1p expm1 sin cos tan sinh cosh tanh
    arcsin arccos arctan sign negative reciprocal floor ceil round around rint trunc fabs
    sum mean max min amax amin std var median prod argmax argmin argsort sort cumsum cumprod any all
    average nansum nanmean nanmax nanmin ptp diff nonzero count_nonzero unique bincount
    isnan isinf isfinite logical_not nan_to_num array asarray copy ravel transpose
    zeros_like ones_like float32 float64 int32 int64 fliplr flipud real imag angle
    linalg.norm linalg.inv linalg.det trace diag triu tril size
    """.split()
)
"""Those that can be called with one array alone."""

OF_TWO: Final = frozenset(
    """
    maximum minimum add subtract multiply divide true_divide floor_divide power mod dot matmul inner
    outer vdot tensordot cross kron equal not_equal greater greater_equal less less_equal
    logical_and logical_or logical_xor arctan2 hypot isclose allclose append
    """.split()
)
"""Those that want two arrays."""

OF_MORE: Final = frozenset(
    """
    reshape clip where expand_dims swapaxes moveaxis repeat tile roll concatenate stack vstack
    hstack percentile quantile full_like take pad einsum
    """.split()
)
"""Those that want further arguments."""

_WANTING = OF_ONE | OF_TWO | OF_MORE


def wants_numbers(path: str) -> bool:
    """Does the function of NumPy at this dotted path turn what it is given into an array?"""
    package, _, name = path.partition(".")
    return package == "numpy" and name in _WANTING
