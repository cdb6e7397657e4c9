"""Data sets of zeros in the right shapes, for downloads and for files that are not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .absent import Absent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Replacement = Callable[..., Any]

_WORDS_OF_A_TEXT = 200
_MOST_WORDS = 88000


def loader(facts: Mapping[str, Any]) -> Callable[[Any], Replacement]:
    """Makes what takes the place of `load_data`, by the facts of one data set."""

    def load_data(*arguments: Any, **named: Any) -> Any:
        sizes = facts["sizes"]
        share = named.get("test_split")
        if share is not None and facts["divisible"]:
            train = int(sum(sizes) * (1 - share))
            sizes = train, sum(sizes) - train
        coarse = named.get("label_mode") == "coarse"
        classes = 20 if coarse else facts["classes"]
        if facts["x_shape"] is None:
            return tuple(_texts(size, classes, named.get("num_words")) for size in sizes)
        return tuple(_arrays(size, facts, classes) for size in sizes)

    return lambda original: load_data


def _arrays(size: int, facts: Mapping[str, Any], classes: int | None) -> Any:
    import numpy as np

    x = np.zeros((size, *facts["x_shape"]), facts["x_dtype"])
    return x, _labels(size, facts["y_shape"], facts["y_dtype"], classes)


def _texts(size: int, classes: int | None, words: int | None) -> Any:
    import numpy as np

    last = (words or _MOST_WORDS) - 1
    texts = np.empty(size, dtype=object)
    for place in range(size):
        texts[place] = [1, last]
    if size:
        texts[0] = [1] * (_WORDS_OF_A_TEXT - 1) + [last]
    return texts, _labels(size, (), "int64", classes)


def _labels(size: int, shape: Any, kind: str, classes: int | None) -> Any:
    import numpy as np

    count = max(int(np.prod(shape)), 1)
    values = np.arange(size * count) % (classes or 2)
    return values.reshape((size, *shape)).astype(kind)


def read_if_there(what: str) -> Callable[[Any], Replacement]:
    """Makes what reads data as ever if they are there, and else returns some that are not."""

    def replacing(original: Any) -> Replacement:
        def read(*arguments: Any, **named: Any) -> Any:
            try:
                return original(*arguments, **named)
            except (OSError, ValueError, ImportError, RuntimeError):
                source = next((each for each in arguments if isinstance(each, str)), what)
                return Absent(f"`{source}`")

        return read

    return replacing


def fetched(rows: int, columns: int, classes: int | None) -> Callable[[Any], Replacement]:
    """Makes what takes the place of a function of scikit-learn that downloads a table."""

    def fetch(*arguments: Any, **named: Any) -> Any:
        import numpy as np
        from sklearn.utils import Bunch  # type: ignore[import-untyped, unused-ignore]

        x, y = np.zeros((rows, columns)), _labels(rows, (), "float64", classes)
        return (x, y) if named.get("return_X_y") else Bunch(data=x, target=y)

    return lambda original: fetch


def not_there(what: str) -> Callable[[Any], Replacement]:
    """Makes what takes the place of a download of something unknown."""
    return lambda original: lambda *arguments, **named: Absent(what)


def folder_of_images(original: Any) -> Replacement:
    """A data set of black images of the size asked for, if the folder is not there."""

    def image_dataset_from_directory(*arguments: Any, **named: Any) -> Any:
        try:
            return original(*arguments, **named)
        except Exception:  # noqa: BLE001  TensorFlow has errors of its own for missing folders
            return _Images(named)

    return image_dataset_from_directory


class _Images(Absent):
    """Images without a folder: their shape is known, their number and classes are not."""

    def __init__(self, named: Mapping[str, Any]) -> None:
        super().__init__("the folder of images")
        object.__setattr__(self, "_named", dict(named))

    def __iter__(self) -> Any:
        import numpy as np

        named = vars(self)["_named"]
        size = tuple(named.get("image_size", (256, 256)))
        channels = {"grayscale": 1, "rgba": 4}.get(named.get("color_mode", "rgb"), 3)
        batch = named.get("batch_size", 32)
        lead = () if batch is None else (batch,)
        yield np.zeros((*lead, *size, channels), "float32"), np.zeros(lead, "int32")


def hand_on(original: Any) -> Replacement:
    """What prepares data; of data that are not there it makes some that are not there either."""

    def prepare(*arguments: Any, **named: Any) -> Any:
        missing = next((each for each in arguments if isinstance(each, Absent)), None)
        return original(*arguments, **named) if missing is None else missing

    return prepare


def split(original: Any) -> Replacement:
    """`train_test_split`, also of data that are not there."""

    def train_test_split(*arrays: Any, **named: Any) -> Any:
        missing = next((each for each in arrays if isinstance(each, Absent)), None)
        return original(*arrays, **named) if missing is None else [missing] * (2 * len(arrays))

    return train_test_split
