"""What is known of arrays that a pasted snippet does not define, and of what is done to them."""

from __future__ import annotations

from kerascop.graph.arrays import Content, Labels, Part, Scaling
from kerascop.graph.training import Fit
from tests.interpreter.libraries.asking_arrays import facts, fit_of, known_facts


def test_division_of_an_undefined_array_is_remembered() -> None:
    assert known_facts("x_train = x_train / 255.0", "x_train").scaling is Scaling.DIVIDED
    assert known_facts("trainX /= 255", "trainX").scaling is Scaling.DIVIDED
    assert known_facts("x = load()\nx = x / 255", "x").scaling is Scaling.DIVIDED


def test_an_undefined_array_may_get_a_type_and_a_shape_on_the_way() -> None:
    found = known_facts(
        "X_train = X_train.reshape(-1, 28, 28, 1).astype('float32') / 255", "X_train"
    )
    assert found.shape == (None, 28, 28, 1)
    assert found.dtype == "float32"
    assert found.scaling is Scaling.DIVIDED


def test_an_undefined_array_that_was_standardised_is_known_to_be() -> None:
    source = "mean = x_train.mean(axis=0)\nx_train = (x_train - mean) / x_train.std(axis=0)"
    assert known_facts(source, "x_train").scaling is Scaling.STANDARDISED


def test_a_function_that_prepares_undefined_arrays_is_followed() -> None:
    source = """
def prepare(x):
    x = x.astype('float32') / 255
    return x.reshape(x.shape[0], 784)
"""
    found = known_facts(source, "prepare(train_images)")
    assert found.scaling is Scaling.DIVIDED
    assert found.shape is not None
    assert found.shape[1] == 784


def test_what_is_not_named_like_data_and_not_divided_like_pixels_stays_unknown() -> None:
    assert facts("y = load() / 3", "y") is None
    assert facts("steps = count / 32", "steps") is None
    assert facts("n = nb_train_samples / 32", "n") is None


def test_slices_of_undefined_data_in_a_data_set_are_followed() -> None:
    source = """
data = tf.data.Dataset.from_tensor_slices((x_train, y_train))
data = data.map(lambda x, y: (tf.cast(x, tf.float32) / 255.0, y)).batch(32)
"""
    found = known_facts(source, "data")
    assert found.scaling is Scaling.DIVIDED
    assert found.dtype == "float32"


def sequence_fit(item: str) -> Fit:
    source = f"""
class Images(keras.utils.Sequence):
    def __init__(self, names, size):
        self.names, self.size = names, size
    def __len__(self):
        return len(self.names) // self.size
    def __getitem__(self, at):
        {item}
batches = Images(names, 32)
"""
    return fit_of(source, "batches")


def test_batches_of_a_sequence_of_the_code_itself_are_read() -> None:
    fit = sequence_fit("""x = np.zeros((self.size, 28, 28, 1))
        y = keras.utils.to_categorical(np.zeros(self.size, int), 10)
        return x, y""")
    assert fit.batched
    assert fit.inputs is not None
    assert fit.targets is not None
    assert fit.inputs.arrays[0].shape == (32, 28, 28, 1)
    assert fit.targets.arrays[0].labels is Labels.ONE_HOT


def test_a_sequence_that_is_not_understood_is_silent() -> None:
    fit = sequence_fit("return load(self.names[at])")
    assert fit.inputs is None
    assert fit.targets is None


def test_parts_of_a_split_know_which_they_are() -> None:
    source = """
from sklearn.model_selection import train_test_split
import cv2
images = np.array([cv2.imread(name) for name in names])
first, second = train_test_split(images)
"""
    assert known_facts(source, "first").part is Part.TRAINING
    assert known_facts(source, "second").part is Part.TEST
    assert known_facts(source, "second").content is Content.IMAGES
    assert known_facts(source, "np.concatenate([first, second])").part is None


def test_the_one_hot_codes_of_undefined_labels_are_known() -> None:
    found = known_facts("y = tf.one_hot(labels, 4)", "y")
    assert found.labels is Labels.ONE_HOT
    assert found.classes == 4


def test_dummies_of_a_column_of_an_undefined_table_are_one_hot() -> None:
    assert known_facts("y = pd.get_dummies(train['kind']).values", "y").labels is Labels.ONE_HOT
    assert known_facts("y = pd.get_dummies(train[['kind', 'size']])", "y").labels is None
    assert known_facts("y = pd.get_dummies(train[names])", "y").labels is None


def test_ids_that_a_column_is_mapped_to_are_known_wherever_they_begin() -> None:
    source = "y = pd.read_csv('a.csv')['size'].map({'low': 1, 'mid': 2, 'high': 3})"
    found = known_facts(source, "y")
    assert (found.low, found.high, found.ids) == (1, 3, 4)
    assert found.labels is None
    replaced = known_facts(source.replace(".map(", ".replace("), "y")
    assert (replaced.low, replaced.high, replaced.ids) == (None, None, None)


def test_a_member_of_a_list_is_known_beside_one_that_is_not() -> None:
    fit = fit_of("a = np.eye(3)[ids]", "[x, other], [a, scores]")
    assert fit.targets is not None
    assert [target.labels for target in fit.targets.arrays] == [Labels.ONE_HOT, None]


def test_what_a_map_makes_of_an_unknown_data_set_is_known() -> None:
    fit = fit_of(
        "data = tfds.load('unlisted', split='train', as_supervised=True)\n"
        "data = data.map(lambda image, label: (image, tf.one_hot(label, 38)))",
        "data.batch(32)",
    )
    assert fit.targets is not None
    assert [target.labels for target in fit.targets.arrays] == [Labels.ONE_HOT]


def test_a_module_of_two_libraries_is_the_one_that_has_the_member() -> None:
    found = known_facts("y = preprocessing.LabelEncoder().fit_transform(names)", "y")
    assert found.labels is Labels.CLASS_IDS
