"""What training scripts as people write them hand to `fit`."""

from __future__ import annotations

from kerascop.graph.arrays import ArrayFacts, Content, Labels, Scaling
from kerascop.graph.training import Fit
from tests.interpreter.libraries.asking_arrays import fits_of

_MODEL = """
model = keras.Sequential([keras.layers.Dense(1)])
model.compile(loss="mse")
"""


def _fits(source: str) -> tuple[Fit, ...]:
    return fits_of(_MODEL + source)


def _inputs(fit: Fit) -> ArrayFacts:
    assert fit.inputs is not None
    return fit.inputs.arrays[0]


def _targets(fit: Fit) -> ArrayFacts:
    assert fit.targets is not None
    return fit.targets.arrays[0]


def test_digits_divided_in_place_and_encoded() -> None:
    (fit,) = _fits("""
from keras.datasets import mnist
from keras.utils import np_utils
(x_train, y_train), (x_test, y_test) = mnist.load_data()
x_train = x_train.reshape(x_train.shape[0], 28, 28, 1).astype("float32")
x_train /= 255
num_classes = len(np.unique(y_train))
y_train = np_utils.to_categorical(y_train, num_classes)
model.fit(x_train, y_train, validation_data=(x_test, y_test))
""")
    inputs, targets = _inputs(fit), _targets(fit)
    assert inputs.shape == (60000, 28, 28, 1)
    assert (inputs.low, inputs.high) == (0, 1)
    assert inputs.scaling is Scaling.DIVIDED
    assert targets.labels is Labels.ONE_HOT
    assert targets.classes == 10
    assert fit.validation is not None
    validation = fit.validation[0]
    assert validation is not None
    assert validation.arrays[0].high == 255


def test_pixels_written_out_and_one_hot_rows_looked_up() -> None:
    (fit,) = _fits("""
a = np.array([[0, 0, 0], [255, 255, 255], [0, 0, 0]], dtype="uint8")
b = np.array([[0, 255, 0], [0, 255, 0], [0, 255, 0]], dtype="uint8")
X = np.array([a, b, a, b])
X = X.reshape(X.shape[0], 3, 3, 1)
y = [0, 1, 0, 1]
model.fit(X, np.eye(2, )[y])
""")
    assert _inputs(fit).shape == (4, 3, 3, 1)
    assert _inputs(fit).dtype == "uint8"
    assert _inputs(fit).high == 255
    assert _targets(fit).labels is Labels.ONE_HOT
    assert _targets(fit).classes == 2


def test_images_read_in_a_loop() -> None:
    fit = _fits("""
import cv2, os
data = []
for name in os.listdir("d"):
    data.append(cv2.resize(cv2.imread(name), (64, 32)))
model.fit(np.array(data), None)
model.fit(np.array(data, dtype="float") / 255.0, None)
""")
    raw, scaled = _inputs(fit[0]), _inputs(fit[1])
    assert raw.shape is not None
    assert raw.shape[1:] == (32, 64, 3)
    assert raw.content is Content.IMAGES
    assert raw.high == 255
    assert scaled.high == 1


def test_an_array_that_is_filled_later_is_no_longer_all_zero() -> None:
    (fit,) = _fits("""
x = np.zeros((100, 20))
y = np.zeros((100, 5))
for i in range(100):
    x[i] = load(i)
    y[i, 2] = 1
model.fit(x, y)
""")
    assert _inputs(fit).constant is None
    assert _inputs(fit).high is None
    assert _targets(fit).constant is None
    assert (_targets(fit).low, _targets(fit).high) == (0, 1)


def test_windows_over_a_scaled_series() -> None:
    (fit,) = _fits("""
from sklearn.preprocessing import MinMaxScaler
import pandas as pd
series = MinMaxScaler(feature_range=(0, 1)).fit_transform(pd.read_csv("g.csv").iloc[:, 1:2].values)
X, y = [], []
for i in range(60, 1258):
    X.append(series[i - 60:i, 0])
    y.append(series[i, 0])
X, y = np.array(X), np.array(y)
X = np.reshape(X, (X.shape[0], X.shape[1], 1))
model.fit(X, y)
""")
    shape = _inputs(fit).shape
    assert shape is not None
    assert shape[1:] == (60, 1)
    assert _targets(fit).rank == 1
    assert (_targets(fit).low, _targets(fit).high) == (0, 1)


def test_folders_of_images_with_and_without_rescaling() -> None:
    scaled, raw, network = _fits("""
from keras.preprocessing.image import ImageDataGenerator
scaling = ImageDataGenerator(rescale=1./255, horizontal_flip=True)
plain = ImageDataGenerator()
network = ImageDataGenerator(preprocessing_function=keras.applications.vgg16.preprocess_input)
size = (150, 150)
model.fit(scaling.flow_from_directory("d", target_size=size, class_mode="binary"))
model.fit(plain.flow_from_directory("d", size, classes=["a", "b", "c"], color_mode="grayscale"))
model.fit(network.flow_from_directory("d", size, class_mode="sparse"))
""")
    assert _inputs(scaled).shape == (None, 150, 150, 3)
    assert (_inputs(scaled).low, _inputs(scaled).high) == (0, 1)
    assert _targets(scaled).labels is Labels.CLASS_IDS
    assert _targets(scaled).classes == 2
    assert _inputs(raw).shape == (None, 150, 150, 1)
    assert _inputs(raw).high == 255
    assert _targets(raw).labels is Labels.ONE_HOT
    assert _targets(raw).classes == 3
    assert _inputs(network).mode == "caffe"
    assert _targets(network).labels is Labels.CLASS_IDS


def test_a_directory_loader_gives_unscaled_pixels_and_class_ids() -> None:
    (fit,) = _fits("""
train = tf.keras.utils.image_dataset_from_directory(
    "d", validation_split=0.2, subset="training", image_size=(180, 180)
)
model.fit(train.cache().shuffle(1000).prefetch(buffer_size=tf.data.AUTOTUNE))
""")
    assert fit.batched
    assert _inputs(fit).shape == (None, 180, 180, 3)
    assert _inputs(fit).high == 255
    assert _targets(fit).labels is Labels.CLASS_IDS


def test_a_collection_mapped_by_a_function() -> None:
    (fit,) = _fits("""
import tensorflow_datasets as tfds
(train, test), info = tfds.load(
    "mnist", split=["train", "test"], as_supervised=True, with_info=True
)
def normalize(image, label):
    return tf.cast(image, tf.float32) / 255.0, label
model.fit(train.map(normalize).batch(128), validation_data=test.batch(128))
""")
    assert _inputs(fit).shape == (None, 28, 28, 1)
    assert _inputs(fit).high == 1
    assert _targets(fit).classes == 10
    assert fit.validation is not None
    validation = fit.validation[0]
    assert validation is not None
    assert validation.arrays[0].high == 255


def test_reviews_padded_to_one_length() -> None:
    (fit,) = _fits("""
from keras.datasets import imdb
(x, y), _ = imdb.load_data(num_words=5000)
model.fit(keras.preprocessing.sequence.pad_sequences(x, maxlen=100), y)
""")
    assert _inputs(fit).shape == (25000, 100)
    assert _inputs(fit).high == 4999
    assert _inputs(fit).content is Content.TOKENS


def test_a_table_taken_apart() -> None:
    (fit,) = _fits("""
import pandas as pd
from sklearn.preprocessing import LabelEncoder
df = pd.read_csv("iris.csv")
y = LabelEncoder().fit_transform(df.pop("species"))
model.fit(df[["a", "b", "c"]].values, keras.utils.to_categorical(y, 3))
""")
    shape = _inputs(fit).shape
    assert shape is not None
    assert shape[1] == 3
    assert _inputs(fit).high is None
    assert _targets(fit).labels is Labels.ONE_HOT
    assert _targets(fit).classes == 3


def test_numbers_appended_in_a_loop_of_unknown_length_say_nothing_of_the_rest() -> None:
    fits = _fits("""
labels = []
for line in open("labels.txt"):
    labels.append(0)
model.fit(np.load("x.npy"), np.array(labels))
""")
    assert _targets(fits[0]).constant is None
    assert _targets(fits[0]).high is None
