"""Images: read, decoded, resized, made arrays (Pillow, OpenCV, scikit-image, tf.image)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kerascop.dimensions import Dim, Shape
from kerascop.graph.arrays import ArrayFacts, Content, Scaling
from kerascop.interpreter.libraries.array_functions import array_function, first_argument
from kerascop.interpreter.libraries.facts import (
    after,
    array_of,
    dtype_of,
    is_float,
    plain,
    unknown_array,
)
from kerascop.interpreter.registry import function, object_method
from kerascop.interpreter.translating import dim_of, shape_of
from kerascop.interpreter.values import (
    NONE,
    Arguments,
    ArrayValue,
    Constant,
    External,
    LibraryObject,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin

PILLOW = "PIL.Image.Image"
_CHANNELS = {"rgb": 3, "RGB": 3, "BGR": 3, "HSV": 3, "RGBA": 4, "rgba": 4, "grayscale": 1}


def pixels(shape: Shape | None, origin: Origin, **known: Any) -> ArrayValue:
    """Pixels of eight bits as a file holds them: whole numbers from 0 to 255."""
    facts: dict[str, Any] = {
        "dtype": "uint8",
        "low": 0,
        "high": 255,
        "whole_numbers": True,
        "content": Content.IMAGES,
        **known,
    }
    return unknown_array(origin, shape=shape, **facts)


def pillow(array: ArrayValue, origin: Origin) -> LibraryObject:
    """A Pillow image with these pixels."""
    return LibraryObject(PILLOW, None, {}, origin, {"pixels": array})


def channels_of(mode: Value | None, default: int | None) -> Dim:
    """The number of channels that a `color_mode` asks for; `None` if it is not known."""
    if mode is None:
        return default
    return _CHANNELS.get(mode.value) if isinstance(mode, Constant) else None


@function("PIL.Image.open", "Image.open")
def open_image(machine: Machine, arguments: Arguments) -> Value | None:
    """`Image.open(path)`."""
    return pillow(pixels(None, arguments.origin), arguments.origin)


@function("PIL.Image.fromarray")
def from_array(machine: Machine, arguments: Arguments) -> Value | None:
    """`Image.fromarray(x)`."""
    first = arguments.get("obj", 0)
    source = array_of(first) if isinstance(first, ArrayValue) else None
    return None if source is None else pillow(source, arguments.origin)


@function("keras.utils.load_img")
def load_img(machine: Machine, arguments: Arguments) -> Value | None:
    """`load_img(path, color_mode="rgb", target_size=None)`."""
    size = shape_of(arguments.get("target_size"))
    gray = arguments.constant("grayscale", default=False)
    channels = 1 if gray is True else channels_of(arguments.get("color_mode"), 3)
    height, width = size[:2] if size is not None and len(size) >= 2 else (None, None)
    shape = (height, width) if channels == 1 else (height, width, channels)
    known = None if channels is None else shape
    return pillow(pixels(known, arguments.origin), arguments.origin)


@object_method(PILLOW, "convert")
def convert(machine: Machine, receiver: Value, arguments: Arguments) -> Value | None:
    """`image.convert("L")`."""
    source, mode = array_of(receiver), arguments.constant("mode", 0)
    if source is None:
        return None
    shape = source.facts.shape
    height, width = shape[:2] if shape is not None and len(shape) >= 2 else (None, None)
    if mode == "1":
        return None
    if mode == "L":
        return pillow(ArrayValue(source.facts.but(shape=(height, width))), arguments.origin)
    channels = _CHANNELS.get(mode) if isinstance(mode, str) else None
    converted = None if channels is None else (height, width, channels)
    return pillow(ArrayValue(source.facts.but(shape=converted)), arguments.origin)


@object_method(PILLOW, "resize")
def resize_pillow(machine: Machine, receiver: Value, arguments: Arguments) -> Value | None:
    """`image.resize((width, height))`."""
    source = array_of(receiver)
    if source is None:
        return None
    facts = source.facts.but(shape=_resized(source.facts, shape_of(arguments.get("size", 0))))
    return pillow(ArrayValue(facts), arguments.origin)


def _resized(facts: ArrayFacts, size: Shape | None) -> Shape | None:
    """Width and height given in that order, as Pillow and OpenCV want them."""
    if facts.shape is None:
        return None
    width, height = size if size is not None and len(size) == 2 else (None, None)
    return (height, width, *facts.shape[2:])


@object_method(PILLOW, "crop", "rotate", "thumbnail", "transpose", "copy", "filter")
def cropped(machine: Machine, receiver: Value, arguments: Arguments) -> Value | None:
    """Another part or orientation of the image."""
    source = array_of(receiver)
    if source is None:
        return None
    shape = source.facts.shape
    unsized = None if shape is None else (None, None, *shape[2:])
    return pillow(ArrayValue(source.facts.but(shape=unsized)), arguments.origin)


@function("keras.utils.img_to_array")
def img_to_array(machine: Machine, arguments: Arguments) -> Value | None:
    """`img_to_array(image)`: float32, three axes, values as they were: 0 to 255."""
    first, _ = first_argument(arguments)
    if first is None and "img" in arguments.keywords:
        first = arguments.keywords["img"].value
    source = array_of(first)
    if source is None:
        return None
    facts = source.facts
    shape = facts.shape
    if shape is not None and len(shape) == 2:
        shape = (*shape, 1)
    given = arguments.get("dtype")
    dtype = "float32" if given is None or given == NONE else dtype_of(given)
    known = {} if facts.content is Content.IMAGES else {"content": Content.IMAGES}
    return ArrayValue(
        facts.but(shape=shape, dtype=dtype, origin=facts.origin or arguments.origin, **known)
    )


@function("cv2.imread")
def read_opencv(machine: Machine, arguments: Arguments) -> Value | None:
    """`cv2.imread(path, flags=IMREAD_COLOR)`."""
    flag = arguments.get("flags", 1)
    match flag:
        case None | Constant(value=1) | External(path="cv2.IMREAD_COLOR"):
            shape: Shape | None = (None, None, 3)
        case Constant(value=0) | External(path="cv2.IMREAD_GRAYSCALE"):
            shape = (None, None)
        case _:
            shape = None
    return pixels(shape, arguments.origin)


@array_function("cv2.resize")
def resize_opencv(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`cv2.resize(image, (width, height))`."""
    facts = array.facts
    shape = _resized(facts, shape_of(arguments.get("dsize", 0)))
    if shape is not None and len(shape) == 3 and shape[2] == 1:
        shape = shape[:2]
    return ArrayValue(facts.but(shape=shape))


@array_function("cv2.cvtColor")
def convert_colours(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)`."""
    code = arguments.get("code", 0)
    shape = array.facts.shape
    if not isinstance(code, External) or shape is None:
        return ArrayValue(array.facts.but(shape=None))
    wanted = code.path.rpartition("2")[2]
    if wanted == "GRAY":
        return ArrayValue(array.facts.but(shape=shape[:2]))
    return ArrayValue(array.facts.but(shape=(*shape[:2], 4 if wanted.endswith("A") else 3)))


@function(
    "skimage.io.imread",
    "imageio.imread",
    "imageio.v2.imread",
    "imageio.v3.imread",
    "scipy.misc.imread",
    "scipy.ndimage.imread",
    "tifffile.imread",
    "matplotlib.pyplot.imread",
    "matplotlib.image.imread",
)
def read_image(machine: Machine, arguments: Arguments) -> Value | None:
    """`imread(path)`: pixels of 0 to 255 from JPEG; other formats may hold anything.

    Matplotlib gives fractions for PNG.
    """
    name = arguments.constant("uri", 0) or arguments.constant("fname", 0)
    if isinstance(name, str) and name.lower().endswith((".jpg", ".jpeg")):
        return pixels(None, arguments.origin)
    return unknown_array(arguments.origin, content=Content.IMAGES)


@array_function("skimage.transform.resize")
def resize_skimage(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`skimage.transform.resize(image, shape)`: fractions of 0 to 1, unless the range is kept."""
    facts = array.facts
    shape = shape_of(arguments.get("output_shape", 0))
    if shape is not None and facts.rank == 3 and len(shape) == 2 and facts.shape is not None:
        shape = (*shape, facts.shape[2])
    elif facts.shape is None:
        shape = None
    keeps = arguments.constant("preserve_range", default=False)
    if keeps is True or is_float(facts.dtype):
        return ArrayValue(facts.but(shape=shape, whole_numbers=None))
    eight_bits = keeps is False and facts.dtype == "uint8" and facts.high == 255
    return ArrayValue(
        plain(
            facts,
            shape=shape,
            dtype="float64",
            low=0 if eight_bits else None,
            high=1 if eight_bits else None,
            scaling=Scaling.DIVIDED if eight_bits else facts.scaling,
            whole_numbers=None,
            changed=after(facts, arguments.origin),
        )
    )


@function(
    "tensorflow.image.decode_jpeg",
    "tensorflow.image.decode_png",
    "tensorflow.image.decode_image",
    "tensorflow.io.decode_jpeg",
    "tensorflow.io.decode_png",
    "tensorflow.io.decode_image",
    "tensorflow.io.decode_bmp",
)
def decode(machine: Machine, arguments: Arguments) -> Value | None:
    """`tf.io.decode_jpeg(contents, channels=0)`: eight bits a channel."""
    given = arguments.get("dtype")
    channels = dim_of(arguments.get("channels", 1)) or None
    shape = (None, None, channels)
    if given is not None and dtype_of(given) != "uint8":
        unit = dtype_of(given) == "float32"
        return unknown_array(
            arguments.origin,
            shape=shape,
            dtype=dtype_of(given),
            low=0 if unit else None,
            high=1 if unit else None,
            content=Content.IMAGES,
            tensor=True,
        )
    return pixels(shape, arguments.origin, tensor=True)


@array_function(
    "tensorflow.image.resize",
    "tensorflow.image.resize_with_pad",
    "tensorflow.image.resize_with_crop_or_pad",
    "tensorflow.image.resize_images",
    "keras.preprocessing.image.smart_resize",
)
def resize_tensor(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`tf.image.resize(images, (height, width))`: float32, in the range that it had."""
    facts = array.facts
    given = arguments.get("size", 0)
    size = shape_of(given)
    if size is None and len(arguments.positional) >= 2:
        size = tuple(dim_of(argument.value) for argument in arguments.positional[:2])
    shape = None
    if facts.shape is not None and len(facts.shape) >= 3:
        height, width = size if size is not None and len(size) == 2 else (None, None)
        shape = (*facts.shape[:-3], height, width, facts.shape[-1])
    nearest = arguments.get("method") is not None
    return ArrayValue(
        facts.but(
            shape=shape,
            dtype=None if nearest else "float32",
            whole_numbers=None,
            tensor=True,
        )
    )


@array_function("tensorflow.image.convert_image_dtype")
def convert_image_dtype(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`tf.image.convert_image_dtype(image, tf.float32)`: integers become fractions of 0 to 1."""
    facts = array.facts
    dtype = dtype_of(arguments.get("dtype", 0))
    if dtype is not None and dtype == facts.dtype:
        return array
    if facts.dtype == "uint8" and facts.high == 255 and is_float(dtype):
        return ArrayValue(
            plain(
                facts,
                dtype=dtype,
                low=0,
                high=1,
                whole_numbers=False,
                scaling=Scaling.DIVIDED,
                tensor=True,
                changed=after(facts, arguments.origin),
            )
        )
    if is_float(facts.dtype) and is_float(dtype):
        return ArrayValue(facts.but(dtype=dtype, tensor=True))
    return ArrayValue(
        plain(
            facts,
            dtype=dtype,
            low=None,
            high=None,
            whole_numbers=None,
            tensor=True,
            changed=after(facts, arguments.origin),
        )
    )


@array_function("tensorflow.image.per_image_standardization")
def standardise_image(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`tf.image.per_image_standardization(image)`."""
    facts = array.facts
    return ArrayValue(
        plain(
            facts,
            dtype="float32",
            low=None,
            high=None,
            whole_numbers=None,
            scaling=Scaling.STANDARDISED,
            tensor=True,
            changed=after(facts, arguments.origin),
        )
    )


@array_function("tensorflow.image.rgb_to_grayscale", "skimage.color.rgb2gray")
def grayscale(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """`tf.image.rgb_to_grayscale(images)` keeps range and a channel axis; scikit-image does not."""
    facts = array.facts
    if facts.tensor and facts.shape is not None:
        return ArrayValue(facts.but(shape=(*facts.shape[:-1], 1)))
    return ArrayValue(plain(facts, shape=None, low=None, high=None, dtype=None, whole_numbers=None))


@array_function(
    "tensorflow.image.flip_left_right",
    "tensorflow.image.flip_up_down",
    "tensorflow.image.rot90",
)
def flipped(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """The image mirrored."""
    return ArrayValue(array.facts.but(tensor=True))


@array_function(
    "tensorflow.image.adjust_brightness",
    "tensorflow.image.adjust_contrast",
)
def recoloured(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """Brightness and colours changed a little; the exact bounds are lost."""
    facts = array.facts
    return ArrayValue(
        plain(facts, low=None, high=None, whole_numbers=None, tensor=True, scaling=facts.scaling)
    )


@array_function(
    "tensorflow.image.random_flip_left_right",
    "tensorflow.image.random_flip_up_down",
    "tensorflow.image.stateless_random_flip_left_right",
    "tensorflow.image.stateless_random_flip_up_down",
)
def flipped_at_random(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """The image, mirrored every other time."""
    facts = array.facts
    return ArrayValue(facts.but(tensor=True, augmented=(*facts.augmented, arguments.origin)))


@array_function(
    *(
        f"tensorflow.image.{prefix}{name}"
        for prefix in ("random_", "stateless_random_")
        for name in ("brightness", "contrast", "saturation", "hue")
    )
)
def recoloured_at_random(machine: Machine, array: ArrayValue, arguments: Arguments) -> Value | None:
    """Brightness and colours changed by something else every time."""
    result = recoloured(machine, array, arguments)
    if not isinstance(result, ArrayValue):
        return None
    facts = result.facts
    return ArrayValue(facts.but(augmented=(*facts.augmented, arguments.origin)))
