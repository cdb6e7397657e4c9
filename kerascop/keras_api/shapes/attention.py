"""Attention layers, called on query and value, or on query, value and key."""

from __future__ import annotations

from kerascop.dimensions import Dim, Shape, add, certainly_equal, multiply, product
from kerascop.keras_api.shapes.checks import (
    clash,
    refuse_lone_tensor,
    refuse_low_rank,
    show_shapes,
)
from kerascop.keras_api.shapes.contract import (
    Application,
    Inferred,
    Refusal,
    RefusalKind,
    shape_of,
)
from kerascop.keras_api.shapes.settings import as_dim


def _query_value_key(
    application: Application,
) -> tuple[Shape | None, Shape | None, Shape | None]:
    """The shapes of query, value and key; without a key, the values are the keys."""
    inputs = [shape or None for shape in application.inputs[:3]]
    query, value, key = [*inputs, None, None, None][:3]
    return query, value, key if len(inputs) == 3 else value


def _refuse_unlike_keys(application: Application, value: Shape | None, key: Shape | None) -> None:
    """Refuses keys that are not as many as the values."""
    if value is None or key is None:
        return
    if len(value) != len(key) or any(map(clash, value[:-1], key[:-1])):
        raise Refusal(
            RefusalKind.SHAPE,
            f"{application.name} wants as many keys as values: {show_shapes((value, key))}",
        )


def _with_scores(application: Application, output: Shape | None, scores: Shape | None) -> Inferred:
    wanted = application.call.flag("return_attention_scores", default=False)
    if wanted is None:
        return Inferred((None,))
    return Inferred((output, scores) if wanted else (output,))


@shape_of("Attention", "AdditiveAttention")
def attention(application: Application) -> Inferred:
    """Weighted sums of the values, one for each query."""
    refuse_lone_tensor(application)
    inputs, settings = application.inputs, application.settings
    if application.listed and len(inputs) not in {2, 3}:
        raise Refusal(
            RefusalKind.COUNT,
            f"{application.name} takes query, value and perhaps key in a list and gets "
            f"{len(inputs)}: {show_shapes(inputs)}",
        )
    query, value, key = _query_value_key(application)
    additive = application.name == "AdditiveAttention"
    scaled = settings.flag("use_scale", default=additive)
    size: Dim = (None if query is None else query[-1]) if additive else 1
    parameters = None if scaled is None else multiply(int(scaled), size)
    if not additive:
        mode = settings.text("score_mode", "dot")
        parameters = None if mode is None else add(parameters, int(mode == "concat"))
    if query is None or value is None:
        return Inferred((None,), parameters)
    scores = (*query[:-1], key[-2]) if key is not None and len(key) > 1 else None
    result = _with_scores(application, (*query[:-1], value[-1]), scores)
    return Inferred(result.outputs, parameters)


def _projections(
    application: Application,
    shapes: tuple[Shape | None, Shape | None, Shape | None],
    widths: tuple[Dim, Dim, Dim],
    gate: Dim,
    output: Dim,
) -> Dim:
    """The weights of the projections of query, value and key, of the gate, and of the output."""
    biased = application.settings.flag("use_bias", default=True)
    gated = application.settings.flag("use_gate", default=False)
    if biased is None or gated is None:
        return None
    total: Dim = 0
    parts = list(zip(shapes, widths, strict=True))
    if gated:
        parts.append((shapes[0], gate))
    for shape, width in parts:
        features = None if shape is None else shape[-1]
        total = add(total, multiply(add(features, int(biased)), width))
    return add(total, output)


@shape_of("MultiHeadAttention")
def multi_head_attention(application: Application) -> Inferred:
    """`num_heads` attentions on projections of the inputs, projected to the query's size."""
    settings = application.settings
    query, value, key = shapes = _query_value_key(application)
    _refuse_unlike_keys(application, value, key)
    heads, key_width = settings.dim("num_heads"), settings.dim("key_dim")
    value_width = key_width if settings.is_none("value_dim") else settings.dim("value_dim")
    given = settings.raw("output_shape", None)
    tail: tuple[Dim, ...] = (None,) if query is None else query[-1:]
    if isinstance(given, tuple):
        tail = tuple(as_dim(part) for part in given) or tail
    elif given is not None:
        tail = (as_dim(given),)
    query_size, value_size = multiply(heads, key_width), multiply(heads, value_width)
    widths = (query_size, value_size, query_size)
    biased = settings.flag("use_bias", default=True)
    last = None if biased is None else multiply(add(value_size, int(biased)), product(tail))
    parameters = _projections(application, shapes, widths, value_size, last)
    if query is None:
        return Inferred((None,), parameters)
    result = _with_scores(
        application, (*query[:-1], *tail), _scores(application, query, key, heads)
    )
    return Inferred(result.outputs, parameters)


def _scores(application: Application, query: Shape, key: Shape | None, heads: Dim) -> Shape | None:
    if key is None or len(query) != 3 or len(key) != 3:
        return None
    if not application.settings.is_none("attention_axes"):
        return None
    # Keras 3 states the number of queries where the number of keys belongs: silent if they differ.
    keys = key[1] if certainly_equal(query[1], key[1]) else None
    return (query[0], heads, query[1], keys)


@shape_of("GroupQueryAttention", "GroupedQueryAttention")
def grouped_query_attention(application: Application) -> Inferred:
    """Attention in which several heads of queries share one head of keys and values."""
    settings = application.settings
    query, value, key = shapes = _query_value_key(application)
    for shape in shapes:
        refuse_low_rank(application, shape, 3)
    _refuse_unlike_keys(application, value, key)
    if query is not None and value is not None and clash(query[-1], value[-1]):
        raise Refusal(
            RefusalKind.SHAPE,
            f"{application.name} wants queries and values with as many features: "
            f"{show_shapes((query, value))}",
        )
    size = settings.dim("head_dim")
    queries = multiply(settings.dim("num_query_heads"), size)
    shared = multiply(settings.dim("num_key_value_heads"), size)
    biased = settings.flag("use_bias", default=True)
    features = None if query is None else query[-1]
    last = None if biased is None else multiply(add(queries, int(biased)), features)
    widths = (queries, shared, shared)
    parameters = _projections(application, shapes, widths, queries, last)
    if query is None or len(query) != 3:
        return Inferred((None,), parameters)
    scores = None
    if key is not None and len(key) == 3:
        scores = (query[0], settings.dim("num_query_heads"), query[1], key[1])
    result = _with_scores(application, query, scores)
    return Inferred(result.outputs, parameters)
