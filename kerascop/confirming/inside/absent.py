"""What stands in for data that are not there: it goes anywhere, until a number is needed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class DataNotThere(Exception):
    """The model depends on data that are not there."""


class Absent:
    """Data that are not there. Whatever is done with them gives something that is not there either.

    Only where a fact is needed, as in `Dense(len(names))`, it raises `DataNotThere`.
    """

    def __init__(self, what: str) -> None:
        object.__setattr__(self, "_what", what)

    def _more(self, *arguments: Any, **named: Any) -> Absent:
        return self

    def _refuse(self, *arguments: Any, **named: Any) -> Any:
        raise DataNotThere(f"the model depends on {self._what}, which is not in the sandbox")

    def __getattr__(self, name: str) -> Absent:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self

    def __array_ufunc__(self, *arguments: Any, **named: Any) -> Absent:
        return self

    def __array_function__(self, *arguments: Any, **named: Any) -> Absent:
        return self

    def __setattr__(self, name: str, value: object) -> None:
        pass

    def __setitem__(self, key: object, value: object) -> None:
        pass

    def __iter__(self) -> Iterator[Any]:
        return iter(self._refuse())

    __call__ = __getitem__ = __enter__ = __exit__ = _more
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _more
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = _more
    __mod__ = __rmod__ = __pow__ = __rpow__ = __neg__ = __invert__ = _more
    __and__ = __or__ = __xor__ = __lt__ = __le__ = __gt__ = __ge__ = _more
    __eq__ = __ne__ = _more  # type: ignore[assignment]
    __hash__ = object.__hash__
    __len__ = __int__ = __float__ = __index__ = __bool__ = __array__ = __contains__ = _refuse

    def __repr__(self) -> str:
        return f"<{self._what}, which is not in the sandbox>"
