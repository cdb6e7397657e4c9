"""Programs that build `Sequential` models, in every way there is."""

from __future__ import annotations

from tests.interpreter.keras.asking_keras import program

PROGRAMS = (
    program(
        "a list of layers behind an Input",
        """
model = Sequential([
    Input((28, 28, 1)),
    Conv2D(8, 3, activation="relu"),
    MaxPooling2D(),
    Flatten(),
    Dense(10, activation="softmax"),
])
""",
    ),
    program(
        "layers added one by one, the first with input_shape",
        """
model = Sequential()
model.add(Conv2D(8, (5, 5), strides=2, padding="same", input_shape=(32, 32, 3)))
model.add(BatchNormalization())
model.add(Activation("relu"))
model.add(GlobalAveragePooling2D())
model.add(Dropout(0.5))
model.add(Dense(3))
""",
    ),
    program(
        "input_dim on the first layer",
        """
model = keras.models.Sequential()
model.add(keras.layers.Dense(12, input_dim=8, activation="relu"))
model.add(keras.layers.Dense(1, activation="sigmoid"))
""",
    ),
    program(
        "an InputLayer at the start",
        """
model = Sequential()
model.add(InputLayer(shape=(20,)))
model.add(Dense(4))
""",
    ),
    program(
        "an InputLayer with a fixed batch size",
        """
model = Sequential([InputLayer(batch_shape=(16, 10, 2)), LSTM(4, stateful=True), Dense(1)])
""",
    ),
    program(
        "no shape until build is called",
        """
model = Sequential([Dense(5), Dense(2)])
model.build((None, 7))
""",
    ),
    program(
        "no shape until the model is called on an array",
        """
model = Sequential([Dense(5), Dense(2)])
model(np.zeros((3, 7)))
""",
    ),
    program(
        "no shape until the model is called on a tensor",
        """
model = Sequential([Conv1D(4, 3), GlobalMaxPooling1D(), Dense(2)])
result = model(Input((12, 6)))
""",
    ),
    program(
        "layers in a loop over widths",
        """
model = Sequential([Input((100,))])
for width in (64, 32, 16):
    model.add(Dense(width))
    model.add(LeakyReLU())
model.add(Dense(1))
""",
    ),
    program(
        "layers chosen from a dictionary",
        """
pooling = {"max": MaxPooling2D, "average": AveragePooling2D}
model = Sequential([Input((16, 16, 3)), Conv2D(4, 3), pooling["average"](2), Flatten()])
""",
    ),
    program(
        "a list that a comprehension makes",
        """
model = Sequential([Input((9,)), *[Dense(n, activation="tanh") for n in range(3, 6)], Dense(1)])
""",
    ),
    program(
        "a layer that is taken off again",
        """
model = Sequential([Input((4,)), Dense(3), Dense(7)])
model.pop()
model.add(Dense(2))
""",
    ),
    program(
        "a Sequential inside a Sequential",
        """
encoder = Sequential([Input((28, 28)), Flatten(), Dense(30, activation="selu")], name="encoder")
decoder = Sequential([Input((30,)), Dense(784), Reshape((28, 28))], name="decoder")
model = Sequential([encoder, decoder])
""",
    ),
    program(
        "a functional model inside a Sequential",
        """
start = Input((64,))
inner = Model(start, Dense(8)(start), name="inner")
model = Sequential([inner, Dense(2)])
""",
    ),
    program(
        "an LSTM stack over an Embedding of unknown length",
        """
model = Sequential([
    Input((None,)),
    Embedding(1000, 16, mask_zero=True),
    Bidirectional(LSTM(8, return_sequences=True)),
    GRU(6),
    Dense(1, activation="sigmoid"),
])
""",
    ),
    program(
        "TimeDistributed layers",
        """
model = Sequential([
    Input((5, 32, 32, 3)),
    TimeDistributed(Conv2D(4, 3)),
    TimeDistributed(Flatten()),
    LSTM(7, return_sequences=True),
    TimeDistributed(Dense(3, activation="softmax")),
])
""",
    ),
    program(
        "preprocessing and augmentation inside the model",
        """
augmentation = Sequential([layers.RandomFlip("horizontal"), layers.RandomRotation(0.1)])
model = Sequential([
    Input((180, 180, 3)),
    augmentation,
    layers.Rescaling(1.0 / 255),
    layers.RandomZoom(0.2),
    layers.Resizing(64, 64),
    Conv2D(16, 3, padding="same"),
    GlobalAveragePooling2D(),
])
""",
    ),
    program(
        "a Lambda with arguments",
        """
def part(x, first, last):
    return x[:, first:last]

model = Sequential([
    Input((10, 4)),
    Lambda(part, arguments={"first": 2, "last": 8}),
    Lambda(lambda x: x * 2),
    Flatten(),
])
""",
    ),
    program(
        "a Lambda over TensorFlow functions",
        """
model = Sequential([
    Input((10, 4)),
    Lambda(lambda x: tf.expand_dims(x, axis=-1)),
    Lambda(lambda t: tf.reduce_mean(t, axis=1)),
    Lambda(lambda t: tf.squeeze(t, axis=-1)),
    Dense(2),
])
""",
    ),
    program(
        "a Sequential subclass that adds its layers itself",
        """
class Small(keras.Sequential):
    def __init__(self, units):
        super().__init__()
        self.add(Input((6,)))
        self.add(Dense(units, activation="relu"))
        self.add(Dense(1))

model = Small(4)
""",
    ),
    program(
        "a Sequential subclass that hands its layers to super",
        """
class Block(keras.Sequential):
    def __init__(self, filters, **kwargs):
        layers = [Conv2D(filters, 3, padding="same"), BatchNormalization(), ReLU()]
        super().__init__(layers, **kwargs)

model = Sequential([Input((8, 8, 3)), Block(4), Block(6), GlobalMaxPooling2D()])
""",
    ),
    program(
        "a builder that is called twice",
        """
def build(units, classes=3):
    net = Sequential()
    net.add(Input((units,)))
    net.add(Dense(units * 2, activation="relu"))
    net.add(Dense(classes))
    return net

first = build(4)
model = build(8, classes=5)
""",
    ),
    program(
        "a pretrained backbone at the bottom",
        """
base = keras.applications.MobileNet(include_top=False, weights=None, input_shape=(96, 96, 3))
base.trainable = False
model = Sequential([base, GlobalAveragePooling2D(), Dense(5, activation="softmax")])
""",
    ),
    program(
        "the padding and cropping layers",
        """
model = Sequential([
    Input((20, 20, 2)),
    ZeroPadding2D((1, 2)),
    SeparableConv2D(4, 3),
    DepthwiseConv2D(3, depth_multiplier=2),
    Cropping2D(1),
    UpSampling2D(2),
    Conv2DTranspose(3, 3, strides=2, padding="same"),
    SpatialDropout2D(0.1),
    Permute((3, 1, 2)),
    Reshape((3, -1)),
])
""",
    ),
    program(
        "the words of Keras 1",
        """
model = Sequential()
model.add(Convolution2D(8, nb_row=3, nb_col=3, border_mode="same", input_shape=(16, 16, 3)))
model.add(MaxPooling2D(pool_size=(2, 2), border_mode="valid"))
model.add(Dropout(p=0.25))
model.add(Flatten())
model.add(Dense(output_dim=10, init="uniform", activation="relu"))
""",
        today="""
model = Sequential()
model.add(Conv2D(8, (3, 3), padding="same", input_shape=(16, 16, 3)))
model.add(MaxPooling2D(pool_size=(2, 2), padding="valid"))
model.add(Dropout(0.25))
model.add(Flatten())
model.add(Dense(10, activation="relu"))
""",
    ),
    program(
        "a Merge layer of Keras 1",
        """
left = Sequential()
left.add(Dense(4, input_dim=3))
right = Sequential()
right.add(Dense(6, input_dim=5))
model = Sequential()
model.add(Merge([left, right], mode="concat"))
model.add(Dense(2))
""",
        today="""
left_input, right_input = Input((3,)), Input((5,))
left = Sequential([Input((3,)), Dense(4)])
right = Sequential([Input((5,)), Dense(6)])
merged = Concatenate()([left(left_input), right(right_input)])
model = Model([left_input, right_input], Dense(2)(merged))
""",
    ),
)
