"""Programs that build models out of tensors."""

from __future__ import annotations

from tests.interpreter.keras.asking_keras import program

PROGRAMS = (
    program(
        "a chain",
        """
inputs = keras.Input(shape=(784,))
x = layers.Dense(64, activation="relu")(inputs)
x = layers.Dense(64, activation="relu")(x)
model = keras.Model(inputs=inputs, outputs=layers.Dense(10)(x), name="mnist")
""",
    ),
    program(
        "branches that are concatenated",
        """
inputs = Input((32, 32, 3))
towers = [Conv2D(n, k, padding="same")(inputs) for n, k in ((4, 1), (8, 3), (2, 5))]
model = Model(inputs, Dense(2)(Flatten()(Concatenate()(towers))))
""",
    ),
    program(
        "a residual connection",
        """
def residual(x, filters, stride=1):
    shortcut = x
    if stride != 1 or x.shape[-1] != filters:
        shortcut = Conv2D(filters, 1, strides=stride)(x)
    x = Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)(x)
    x = BatchNormalization()(x)
    return ReLU()(Add()([x, shortcut]))

inputs = Input((16, 16, 4))
x = residual(inputs, 4)
x = residual(x, 8, stride=2)
model = Model(inputs, GlobalAveragePooling2D()(x))
""",
    ),
    program(
        "the functions concatenate, add, multiply and dot",
        """
a, b = Input((6,)), Input((6,))
joined = layers.concatenate([a, b])
summed = layers.add([a, b])
product = layers.multiply([a, b])
scalar = layers.dot([a, b], axes=1)
model = Model([a, b], layers.concatenate([joined, summed, product, scalar], axis=-1))
""",
    ),
    program(
        "operators on tensors",
        """
a, b = Input((6, 3)), Input((6, 1))
x = a * b + 1.0
x = x / 2 - a
x = -x
model = Model([a, b], Dense(4)(x[:, 2:5] ** 2))
""",
    ),
    program(
        "functions of keras.ops",
        """
inputs = Input((6, 3))
x = ops.relu(inputs)
x = ops.transpose(x, (0, 2, 1))
y = ops.mean(x, axis=-1, keepdims=True)
z = ops.concatenate([x, y], axis=-1)
z = ops.reshape(z, (-1, 21))
model = Model(inputs, Dense(2)(ops.expand_dims(z, 1)))
""",
    ),
    program(
        "a layer shared by two inputs",
        """
a, b = Input((10,)), Input((10,))
shared = Dense(4)
model = Model([a, b], Dense(1)(Subtract()([shared(a), shared(b)])))
""",
    ),
    program(
        "siamese towers around a shared model",
        """
def tower():
    start = Input((28, 28, 1))
    x = Conv2D(4, 3)(start)
    return Model(start, Dense(8)(Flatten()(x)), name="tower")

a, b = Input((28, 28, 1)), Input((28, 28, 1))
embed = tower()
distance = Lambda(lambda t: K.abs(t[0] - t[1]))([embed(a), embed(b)])
model = Model([a, b], Dense(1, activation="sigmoid")(distance))
""",
        today="""
def tower():
    start = Input((28, 28, 1))
    x = Conv2D(4, 3)(start)
    return Model(start, Dense(8)(Flatten()(x)), name="tower")

a, b = Input((28, 28, 1)), Input((28, 28, 1))
embed = tower()
distance = Lambda(lambda t: tf.abs(t[0] - t[1]))([embed(a), embed(b)])
model = Model([a, b], Dense(1, activation="sigmoid")(distance))
""",
    ),
    program(
        "several outputs with names",
        """
inputs = Input((20,))
x = Dense(8)(inputs)
model = Model(inputs, [Dense(3, name="kind")(x), Dense(1, name="age")(x)])
""",
    ),
    program(
        "outputs in a dictionary",
        """
inputs = {"a": Input((3,), name="a"), "b": Input((4,), name="b")}
x = Concatenate()([inputs["a"], inputs["b"]])
model = Model(inputs, {"left": Dense(2)(x), "right": Dense(5)(x)})
""",
    ),
    program(
        "an encoder and a decoder that share the bottleneck",
        """
image = Input((32,))
code = Dense(4, activation="relu")(image)
encoder = Model(image, code, name="encoder")
start = Input((4,))
decoder = Model(start, Dense(32, activation="sigmoid")(start), name="decoder")
model = Model(image, decoder(encoder(image)))
""",
    ),
    program(
        "a Sequential inside a functional model",
        """
features = Sequential([Conv2D(4, 3), ReLU(), MaxPooling2D()], name="features")
inputs = Input((16, 16, 3))
model = Model(inputs, Dense(2)(Flatten()(features(inputs))))
""",
    ),
    program(
        "a model stacked onto another one's output",
        """
generator = Sequential([Input((100,)), Dense(784), Reshape((28, 28, 1))], name="g")
discriminator = Sequential([Input((28, 28, 1)), Flatten(), Dense(1)], name="d")
noise = Input((100,))
model = Model(noise, discriminator(generator(noise)))
""",
    ),
    program(
        "the output of a model as a start",
        """
start = Input((12,))
base = Model(start, Dense(5)(Dense(7)(start)))
model = Model(base.input, Dense(2)(base.output))
""",
    ),
    program(
        "the output of the last layer but one",
        """
start = Input((12,))
x = Dense(7, name="hidden")(start)
base = Model(start, Dense(5)(x))
model = Model(base.input, Dense(2)(base.layers[-2].output))
""",
    ),
    program(
        "the output of a layer by name",
        """
base = Sequential([Input((12,)), Dense(7, name="hidden"), Dense(5)])
model = Model(inputs=base.inputs, outputs=base.get_layer("hidden").output)
""",
    ),
    program(
        "the output of a layer by index",
        """
start = Input((12, 12, 3))
x = Conv2D(4, 3, name="conv")(start)
base = Model(start, Dense(5)(Flatten()(x)))
model = Model(base.inputs, base.get_layer(index=2).output)
""",
    ),
    program(
        "all activations of a model",
        """
base = Sequential([Input((8, 8, 3)), Conv2D(4, 3), ReLU(), Flatten(), Dense(2)])
outputs = [layer.output for layer in base.layers]
model = Model(inputs=base.inputs, outputs=outputs)
""",
    ),
    program(
        "the layers of one model applied to another input",
        """
base = Sequential([Input((8,)), Dense(6), Dense(4), Dense(2)])
inputs = Input((8,))
x = inputs
for layer in base.layers[:-1]:
    x = layer(x)
model = Model(inputs, Dense(9)(x))
""",
    ),
    program(
        "a clone",
        """
base = Sequential([Input((8,)), Dense(6), Dense(4)], name="base")
model = keras.models.clone_model(base)
""",
    ),
    program(
        "a clone of a functional model called twice",
        """
start = Input((8,))
base = Model(start, Dense(4)(start), name="base")
copy = keras.models.clone_model(base)
a, b = Input((8,)), Input((8,))
model = Model([a, b], Add()([copy(a), copy(b)]))
""",
    ),
    program(
        "an encoder-decoder of LSTMs with states",
        """
encoder_inputs = Input((None, 20))
encoder_outputs, state_h, state_c = LSTM(16, return_state=True)(encoder_inputs)
decoder_inputs = Input((None, 30))
decoder = LSTM(16, return_sequences=True, return_state=True)
decoder_outputs, _, _ = decoder(decoder_inputs, initial_state=[state_h, state_c])
model = Model([encoder_inputs, decoder_inputs], Dense(30, activation="softmax")(decoder_outputs))
""",
    ),
    program(
        "a bidirectional encoder with states",
        """
inputs = Input((9, 4))
sequence, fh, fc, bh, bc = Bidirectional(LSTM(5, return_sequences=True, return_state=True))(inputs)
model = Model(inputs, [sequence, Concatenate()([fh, bh]), Concatenate()([fc, bc])])
""",
    ),
    program(
        "attention between sequences",
        """
query = Input((7, 16))
value = Input((9, 16))
attended = Attention()([query, value])
heads = MultiHeadAttention(num_heads=2, key_dim=8)(query, value)
x = LayerNormalization()(Add()([attended, heads]))
model = Model([query, value], GlobalAveragePooling1D()(x))
""",
    ),
    program(
        "a transformer block with keyword arguments",
        """
def block(x, heads, width):
    attention = MultiHeadAttention(num_heads=heads, key_dim=width // heads)(query=x, value=x, key=x)
    x = LayerNormalization(epsilon=1e-6)(x + attention)
    inner = Dense(width * 4, activation="gelu")(x)
    return LayerNormalization()(x + Dense(width)(inner))

tokens = Input((32,), dtype="int32")
model = Model(tokens, block(Embedding(100, 24)(tokens), 4, 24))
""",
    ),
    program(
        "a U-Net",
        """
inputs = Input((32, 32, 1))
skips, x = [], inputs
for filters in (4, 8):
    x = Conv2D(filters, 3, padding="same", activation="relu")(x)
    skips.append(x)
    x = MaxPooling2D()(x)
x = Conv2D(16, 3, padding="same")(x)
for filters, skip in zip((8, 4), reversed(skips)):
    x = Conv2DTranspose(filters, 2, strides=2, padding="same")(x)
    x = concatenate([x, skip])
    x = Conv2D(filters, 3, padding="same", activation="relu")(x)
model = Model(inputs, Conv2D(1, 1, activation="sigmoid")(x))
""",
    ),
    program(
        "tensors kept in a dictionary and layers in a list",
        """
hidden = [Dense(n) for n in (5, 6)]
tensors = {"start": Input((4,))}
for at, layer in enumerate(hidden):
    tensors[f"h{at}"] = layer(tensors["start"])
model = Model(tensors["start"], Concatenate()([tensors["h0"], tensors["h1"]]))
""",
    ),
    program(
        "a pretrained network with pooling in front of a head",
        """
inputs = Input((64, 64, 3))
base = keras.applications.MobileNet(include_top=False, weights=None, pooling="avg")
model = Model(inputs, Dense(3)(base(inputs, training=False)))
""",
    ),
    program(
        "a pretrained network with its own head",
        """
inputs = Input((224, 224, 3))
base = keras.applications.MobileNet(weights=None, classes=12, name="mobilenet")
model = Model(inputs, base(inputs))
""",
    ),
    program(
        "the output of a pretrained network as a start",
        """
base = keras.applications.MobileNet(include_top=False, weights=None, input_shape=(64, 64, 3))
x = Flatten()(base.output)
model = Model(base.input, Dense(3)(x))
""",
        unknown="layers",
    ),
    program(
        "preprocess_input in front of a backbone",
        """
inputs = Input((64, 64, 3))
x = keras.applications.vgg16.preprocess_input(inputs)
model = Model(inputs, Dense(3)(Flatten()(Conv2D(2, 3)(x))))
""",
    ),
    program(
        "the shape of a tensor decides",
        """
inputs = Input((10, 6))
steps, width = inputs.shape[1], K.int_shape(inputs)[2]
x = Dense(width * 2)(inputs)
model = Model(inputs, Reshape((steps * width * 2,))(x))
""",
        today="""
inputs = Input((10, 6))
steps, width = inputs.shape[1], inputs.shape[2]
x = Dense(width * 2)(inputs)
model = Model(inputs, Reshape((steps * width * 2,))(x))
""",
    ),
    program(
        "a Lambda over two tensors that samples",
        """
def sample(arguments):
    mean, log_variance = arguments
    noise = keras.random.normal(shape=ops.shape(mean))
    return mean + ops.exp(0.5 * log_variance) * noise

inputs = Input((20,))
mean, log_variance = Dense(4)(inputs), Dense(4)(inputs)
z = Lambda(sample, name="z")([mean, log_variance])
model = Model(inputs, Dense(20)(z))
""",
    ),
    program(
        "a Lambda with an output shape",
        """
inputs = Input((8, 4))
first = Lambda(lambda t: t[:, 0, :], output_shape=(4,))(inputs)
last = Lambda(lambda t: t[:, -1])(inputs)
model = Model(inputs, Concatenate()([first, last]))
""",
    ),
    program(
        "weights that wrappers rearrange",
        """
inputs = Input((16, 16, 3))
x = SpectralNormalization(Conv2D(4, 3))(inputs)
x = UnitNormalization()(x)
model = Model(inputs, GroupNormalization(groups=2)(x))
""",
    ),
    program(
        "merge of Keras 1",
        """
a, b = Input((6,)), Input((6,))
s = merge([a, b], mode="sum")
c = merge([s, b], mode="concat", concat_axis=1)
model = Model(input=[a, b], output=Dense(output_dim=2)(c))
""",
        today="""
a, b = Input((6,)), Input((6,))
s = Add()([a, b])
c = Concatenate(axis=1)([s, b])
model = Model([a, b], Dense(2)(c))
""",
    ),
    program(
        "layers in nested functions with keyword arguments",
        """
def conv(filters, *, kernel=3, **options):
    def apply(x):
        return Activation("relu")(BatchNormalization()(Conv2D(filters, kernel, **options)(x)))
    return apply

inputs = Input((20, 20, 3))
x = conv(4, padding="same")(inputs)
x = conv(8, kernel=5, strides=2)(x)
model = Model(inputs, GlobalMaxPooling2D(keepdims=True)(x))
""",
    ),
    program(
        "a model called on several inputs",
        """
a, b = Input((4,)), Input((5,))
inner = Model([a, b], Dense(3)(Concatenate()([a, b])), name="pair")
x, y = Input((4,)), Input((5,))
model = Model([x, y], Dense(1)(inner([x, y])))
""",
    ),
    program(
        "a model with two outputs called on a tensor",
        """
a = Input((4,))
inner = Model(a, [Dense(3)(a), Dense(2)(a)], name="two")
x = Input((4,))
left, right = inner(x)
model = Model(x, Concatenate()([left, right]))
""",
    ),
)
