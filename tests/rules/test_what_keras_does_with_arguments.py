"""What the rules on keywords, identifiers, rates and batch sizes say of Keras, asked of Keras."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

keras = pytest.importorskip("keras")
np = pytest.importorskip("numpy")

from keras import layers  # noqa: E402  (only where Keras is installed)

from kerascop.keras_api import Kind, identifier, tables  # noqa: E402
from kerascop.keras_api.unknown_arguments import unknown_argument  # noqa: E402
from kerascop.keras_api.unknown_identifiers import unknown_identifier  # noqa: E402


def public(name: str) -> Any:
    found: Any = keras
    for part in name.split(".")[1:]:
        found = getattr(found, part, None)
    return found


KINDS = (
    Kind.LAYER,
    Kind.LOSS,
    Kind.METRIC,
    Kind.OPTIMIZER,
    Kind.INITIALIZER,
    Kind.REGULARIZER,
    Kind.CONSTRAINT,
    Kind.CALLBACK,
)
CLASSES = [
    symbol
    for name in tables.symbol_table()["symbols"]
    if (symbol := tables.symbol(name)) is not None
    and symbol.kind in KINDS
    and unknown_argument(name, "activaton") is not None
    and public(name) is not None
]


@pytest.mark.parametrize("symbol", CLASSES, ids=lambda symbol: symbol.name)
def test_keras_refuses_a_keyword_that_is_said_to_be_unknown(symbol: Any) -> None:
    required = [each.name for each in symbol.parameters_in(3) if not each.has_default]
    needed: dict[str, Any] = dict.fromkeys(required, 2)
    if symbol.short in ("Wrapper", "TimeDistributed", "Bidirectional", "SpectralNormalization"):
        needed = {"layer": layers.LSTM(2)}
    if symbol.short == "RNN":
        needed = {"cell": layers.LSTMCell(2)}
    if "flax" in symbol.short.lower() or symbol.short == "Optimizer":
        pytest.skip("cannot be made here")
    with pytest.raises((TypeError, ValueError), match=r"activaton|takes no arguments"):
        public(symbol.name)(**needed, activaton=1)


def test_there_are_many_classes_to_ask() -> None:
    assert len(CLASSES) > 250


def compiled(**options: Any) -> Any:
    model = keras.Sequential([keras.Input((2,)), layers.Dense(2, activation="softmax")])
    model.compile(**{"optimizer": "sgd", "loss": "mse", **options})
    return model


@pytest.mark.parametrize("method", ["compile", "fit", "evaluate", "predict"])
def test_methods_of_models_refuse_unknown_keywords(method: str) -> None:
    assert unknown_argument(f"keras.Model.{method}", "epoch") is not None
    data = {} if method == "compile" else {"x": np.ones((4, 2))}
    with pytest.raises((TypeError, ValueError)):
        getattr(compiled(), method)(**data, epoch=1)


def test_keras_takes_the_callbacks_that_keep_what_they_are_given() -> None:
    keras.callbacks.LambdaCallback(note="mine")
    keras.callbacks.ReduceLROnPlateau(patiance=1)
    assert unknown_argument("keras.callbacks.ReduceLROnPlateau", "patiance") is None


MODULES = {
    Kind.ACTIVATION: "activations",
    Kind.LOSS: "losses",
    Kind.METRIC: "metrics",
    Kind.OPTIMIZER: "optimizers",
    Kind.INITIALIZER: "initializers",
    Kind.REGULARIZER: "regularizers",
    Kind.CONSTRAINT: "constraints",
}
STRINGS = (
    "relu Relu ReLU LeakyReLU leaky_relu rellu swish identity None constant Constant zero one "
    "xavier HeNormal categorical_cross_entropy huber huber_loss logcosh mse MSE Mse rmse adam "
    "ADAM RMSProp adamm l2 L2 l1_l2 l1l2 max_norm maxnorm non_neg cosine_similarity auc AUC kld"
).split()


@pytest.mark.parametrize("kind", MODULES, ids=lambda kind: kind.value)
def test_strings_are_unknown_just_where_keras_refuses_them(kind: Kind) -> None:
    get = getattr(keras, MODULES[kind]).get
    for text in STRINGS:
        try:
            get(text)
        except (ValueError, KeyError):
            refused = True
        else:
            refused = False
        assert (unknown_identifier(kind, text) is not None) == refused, text


@pytest.mark.parametrize("kind", MODULES, ids=lambda kind: kind.value)
def test_strings_that_keras_2_alone_takes_are_told_apart(kind: Kind) -> None:
    tf_keras = pytest.importorskip("tf_keras")
    get = getattr(tf_keras, MODULES[kind]).get
    for text in STRINGS:
        unknown = unknown_identifier(kind, text)
        if unknown is not None and unknown.by_keras_2:
            get(text)


def test_an_unknown_loss_or_metric_fails_no_sooner_than_in_fit() -> None:
    for options in ({"loss": "categorical_cross_entropy"}, {"metrics": ["rmse"]}):
        model = compiled(**options)
        with pytest.raises(ValueError, match="Could not interpret"):
            model.fit(np.ones((4, 2)), np.ones((4, 2)), verbose=0)


def test_padding_is_read_whatever_its_case_by_convolutions_alone() -> None:
    photo = keras.Input((8, 8, 3))
    layers.Conv2D(3, 3, padding="Same")(photo)
    with pytest.raises(ValueError, match="padding"):
        layers.MaxPooling2D(2, padding="Same")(photo)
    with pytest.raises(ValueError, match="padding"):
        layers.Conv2D(3, 3, padding="causal")
    layers.Conv1D(3, 3, padding="causal")
    with pytest.raises(ValueError, match="data_format"):
        layers.Conv2D(3, 3, data_format="channel_last")


def test_a_dropout_rate_of_one_drops_everything() -> None:
    ones = np.ones((2, 3), "float32")
    assert not np.any(keras.ops.convert_to_numpy(layers.Dropout(1.0)(ones, training=True)))
    for rate in (-0.1, 1.5, 30):
        with pytest.raises(ValueError, match="rate"):
            layers.Dropout(rate)


def test_recurrent_layers_clip_their_dropout() -> None:
    assert layers.LSTM(3, dropout=20).dropout == 1
    assert layers.GRU(3, dropout=-1).dropout == 0
    assert layers.LSTM(3, recurrent_dropout=20).cell.recurrent_dropout == 1


def fitted_with(**options: Any) -> float:
    model = keras.Sequential([keras.Input((2,)), layers.Dense(2, **options)])
    model.compile("sgd", "mse")
    return float(model.fit(np.zeros((4, 2)), np.zeros((4, 2)), verbose=0).history["loss"][0])


def test_a_constraint_as_regularizer_changes_the_loss_without_a_word() -> None:
    ones = {"kernel_initializer": "ones"}
    assert fitted_with(**ones) == pytest.approx(0)
    assert fitted_with(**ones, kernel_regularizer=keras.constraints.MaxNorm(9)) > 0.5


def test_a_regularizer_as_constraint_raises_in_the_first_step() -> None:
    with pytest.raises(ValueError, match="shape"):
        fitted_with(kernel_constraint=keras.regularizers.L2(0.1))


def test_a_constraint_as_regularizer_raises_on_keras_2() -> None:
    tf_keras = pytest.importorskip("tf_keras")
    rule = tf_keras.constraints.MaxNorm(2)
    model = tf_keras.Sequential([tf_keras.layers.Dense(2, kernel_regularizer=rule)])
    model.compile("sgd", "mse")
    with pytest.raises(ValueError):  # noqa: PT011  (it only says which shape the loss has)
        model.fit(np.ones((4, 2)), np.ones((4, 2)), verbose=0)


def test_regularizers_and_constraints_share_no_identifier() -> None:
    for name in ("l1", "l2", "l1l2"):
        assert identifier(Kind.CONSTRAINT, name) is None
    for name in ("max_norm", "non_neg", "unit_norm"):
        assert identifier(Kind.REGULARIZER, name) is None


def test_add_refuses_the_arguments_of_a_layer() -> None:
    with pytest.raises(TypeError, match="input_shape"):
        keras.Sequential().add(layers.Dense(3), input_shape=(4,))
    with pytest.raises(TypeError, match="activation"):
        layers.Dense(3)(keras.Input((3,)), activation="relu")
    assert list(inspect.signature(keras.Sequential.add).parameters)[1:] == ["layer", "rebuild"]


def stateful(batch: int | None) -> Any:
    model = keras.Sequential([keras.Input((5, 2), batch_size=batch)])
    model.add(layers.LSTM(3, stateful=True))
    model.compile("sgd", "mse")
    return model


def test_a_stateful_layer_refuses_open_batches_and_those_of_another_size() -> None:
    with pytest.raises(ValueError, match="batch size must be static"):
        stateful(None)
    model = stateful(4)
    model.fit(np.ones((8, 5, 2)), np.ones((8, 3)), batch_size=4, shuffle=False, verbose=0)
    with pytest.raises(ValueError, match="batch size"):
        stateful(4).predict(np.ones((10, 5, 2)), batch_size=5, verbose=0)


def looked_up(ids: Any) -> Any:
    return keras.ops.convert_to_numpy(layers.Embedding(5, 2)(np.array(ids)))


def test_an_embedding_has_no_row_for_ids_that_reach_its_size() -> None:
    if keras.backend.backend() == "jax":
        assert np.isnan(looked_up([4, 5])[1]).all()
        return
    tensorflow = pytest.importorskip("tensorflow")
    with tensorflow.device("/CPU:0"), pytest.raises(tensorflow.errors.InvalidArgumentError):
        looked_up([4, 5])


def test_an_embedding_cuts_fractions_off() -> None:
    rows = looked_up([0.0, 0.4, 0.99])
    assert rows[0] == pytest.approx(rows[1])
    assert rows[0] == pytest.approx(rows[2])


def test_a_tokenizer_numbers_words_from_one() -> None:
    text = pytest.importorskip("tf_keras").preprocessing.text
    free = text.Tokenizer()
    free.fit_on_texts(["a b c", "a d"])
    (ids,) = free.texts_to_sequences(["a b c d"])
    assert (min(ids), max(ids)) == (1, len(free.word_index))
    limited = text.Tokenizer(num_words=3)
    limited.fit_on_texts(["a b c", "a d"])
    (ids,) = limited.texts_to_sequences(["a b c d"])
    assert max(ids) == 2
    hashed = [word for n in range(50) for word in text.one_hot(f"word{n}", 8)]
    assert (min(hashed), max(hashed)) == (1, 7)
