"""How models are trained: losses, metrics, `compile`, `fit`, and what each loss is asked of."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from kerascop.dimensions import certainly_different, product
from kerascop.graph.arrays import ArrayFacts, Batches
from kerascop.graph.facts import NO_ARGUMENT, Argument
from kerascop.graph.heads import Head, head_of
from kerascop.keras_api.losses import LossFacts

if TYPE_CHECKING:
    from kerascop.graph.callbacks import Callback
    from kerascop.graph.course import LogRead, Loop, NamedResult
    from kerascop.graph.models import Model
    from kerascop.graph.optimizers import Optimizer
    from kerascop.graph.tensors import Tensor
    from kerascop.syntax.origin import Origin


CATEGORICAL = frozenset(
    {
        "categorical_crossentropy",
        "sparse_categorical_crossentropy",
        "categorical_focal_crossentropy",
    }
)
BINARY = frozenset(
    {"binary_crossentropy", "binary_focal_crossentropy", "weighted_binary_crossentropy"}
)
REGRESSION = frozenset(
    {
        "mean_squared_error",
        "mean_absolute_error",
        "mean_absolute_percentage_error",
        "mean_squared_logarithmic_error",
        "huber",
        "log_cosh",
    }
)
"""Losses that measure how far a number is from a number. Hinges and divergences do not."""


class Loss(Struct, frozen=True):
    """A loss as the source chooses it.

    Attributes:
        facts: what the loss expects of outputs and labels.
        path: the dotted name or string identifier as written.
        from_logits: does it apply the softmax or sigmoid itself? `None` if that is not known.
        origin: the expression in `compile` (or in the training loop) that chooses it.
        inner: where a loss function of the user's own calls the library's, else `None`.
        flag: the `from_logits` argument's expression, where it is written.
    """

    facts: LossFacts
    path: str
    from_logits: bool | None
    origin: Origin
    inner: Origin | None = None
    flag: Origin | None = None

    @property
    def family(self) -> str:
        """The canonical name: `categorical_crossentropy`."""
        return self.facts.family

    @property
    def short(self) -> str:
        """The name as written, without the modules around it: `CategoricalCrossentropy`."""
        return self.path.rpartition(".")[2]

    @property
    def is_categorical(self) -> bool:
        """Does it ask which one of several classes a sample has?"""
        return self.family in CATEGORICAL

    @property
    def is_binary(self) -> bool:
        """Does it ask yes or no of each output unit?"""
        return self.family in BINARY

    @property
    def is_regression(self) -> bool:
        """Does it measure the distance between numbers?"""
        return self.family in REGRESSION

    @property
    def always_wants_logits(self) -> bool:
        """Is it one of TensorFlow's own, which have no `from_logits` to switch off?"""
        return "with_logits" in self.path

    @property
    def looks_behind_activation(self) -> bool:
        """Does Keras on TensorFlow compute it from the input of a softmax or sigmoid that it finds?

        Source: `_get_logits` in keras/src/backend/tensorflow/nn.py. The focal losses and those of
        TensorFlow itself do not.
        """
        crossentropy = self.is_categorical or self.is_binary
        return crossentropy and "focal" not in self.family and not self.always_wants_logits


class Metric(Struct, frozen=True):
    """A metric as the source asks for it: a string identifier, or the symbol of a class.

    `user_defined` tells that it is a function or class of the linted code, of that name. `logged`
    holds the names under which one release of Keras or another logs it, the one of Keras 3 first,
    counters at their end left out; `None` if nothing is known of that.
    """

    name: str
    origin: Origin
    output: int | None = None
    arguments: Mapping[str, Argument] = {}
    user_defined: bool = False
    logged: tuple[str, ...] | None = None


class Compile(Struct, frozen=True, eq=False):
    """A call of `compile`.

    `losses` and `metrics` have an entry per output; an entry is `None`, or empty, where the loss of
    that output is not known. `metrics_known` is false if some metric could not be read. `order`
    grows with everything that happens; `rebuilt_in` are the loops around the call that make a new
    model each time.
    """

    model: Model
    losses: tuple[Loss | None, ...]
    metrics: tuple[Metric, ...]
    metrics_known: bool
    arguments: Mapping[str, Argument]
    origin: Origin
    fits: tuple[Fit, ...] = ()
    optimizer: Optimizer | None = None
    order: int = 0
    rebuilt_in: tuple[Loop, ...] = ()

    def argument(self, name: str) -> Argument:
        return self.arguments.get(name, NO_ARGUMENT)


class Data(Struct, frozen=True, eq=False):
    """An argument that carries data: the arrays in it, and the expression that hands it over.

    `unbatched` says that it is a data set that hands over sample by sample, without a batch axis;
    the shapes of the arrays have one all the same.
    """

    arrays: tuple[ArrayFacts, ...]
    origin: Origin
    unbatched: bool = False


class Fit(Struct, frozen=True, eq=False):
    """A call that trains, evaluates or predicts.

    Attributes:
        method: `fit`, `fit_generator`, `train_on_batch`, `evaluate`, `predict` …
        inputs: the arrays given as inputs, `None` if unknown; from a data set or generator, its
            batches'.
        targets: the arrays given as targets, `None` if unknown.
        validation: inputs and targets of the validation data, `None` where unknown or absent.
        arguments: every argument of the call.
        batched: do the arrays come from a data set or generator that yields batches?
        callbacks: those handed over, `None` if they are not known.
        logs_more: may it log keys that no metric in `compile` and no callback says?
        reads: what is read of its logs.
        results: the names that are given to the numbers it returns.
        compiled: has the model been compiled? `None` if that is not known.
        order: grows with everything that happens.
        rebuilt_in: the loops around the call that make a new model each time.
        batches: what is known of that data set or generator; `validation_batches` of the one
            for validation.
        complete: are all arguments visible? False behind `*args` and `**kwargs`.
        floats: the arguments whose values are floats, whatever the unknown numbers in them are.
        float_lengths: what the `__len__` of a `Sequence` given here returns, if that is a float.
        validates_on_training: are the validation data the very data of training?
        targets_are_inputs: is the same array given for both?
        compared: arrays that the program compares what is predicted with, and where.
        continues: may the model have learned something before, whose weights were read from a file?
    """

    model: Model
    method: str
    inputs: Data | None
    targets: Data | None
    arguments: Mapping[str, Argument]
    origin: Origin
    validation: tuple[Data | None, Data | None] | None = None
    batched: bool = False
    callbacks: tuple[Callback, ...] | None = ()
    logs_more: bool = False
    reads: tuple[LogRead, ...] = ()
    results: tuple[NamedResult, ...] = ()
    compiled: bool | None = None
    order: int = 0
    rebuilt_in: tuple[Loop, ...] = ()
    batches: Batches | None = None
    validation_batches: Batches | None = None
    complete: bool = True
    floats: frozenset[str] = frozenset()
    float_lengths: tuple[Origin, ...] = ()
    validates_on_training: bool = False
    targets_are_inputs: bool = False
    compared: tuple[tuple[ArrayFacts, Origin], ...] = ()
    continues: bool = False

    @property
    def trains(self) -> bool:
        return self.method in TRAINING_METHODS

    def takes_itself_for_target(self, objective: Objective) -> bool:
        """Is one array given as inputs and as targets to a model that cannot be an autoencoder?

        It has another number of outputs than of inputs; or, where these are not known, it asks for
        the class of its input as a whole, or the array holds class labels.
        """
        loss, model = objective.loss, self.model
        if not self.trains or not self.targets_are_inputs or not _compares(loss):
            return False
        if (len(model.inputs), len(model.outputs)) != (1, 1):
            return False
        entering, leaving = model.inputs[0].shape, objective.prediction.shape
        if not leaving:
            return False
        wanted = leaving[1:-1] if loss.family == "sparse_categorical_crossentropy" else leaving[1:]
        if entering and None not in entering[1:]:
            return certainly_different(product(wanted), product(entering[1:]))
        labels = self.targets is not None and self.targets.arrays[0].labels is not None
        return (loss.is_categorical and len(leaving) == 2) or (labels and loss.is_binary)

    def argument(self, name: str) -> Argument:
        return self.arguments.get(name, NO_ARGUMENT)


def _compares(loss: Loss) -> bool:
    return loss.is_categorical or loss.is_binary or loss.is_regression


TRAINING_METHODS = frozenset({"fit", "fit_generator", "train_on_batch"})


class Objective(Struct, frozen=True, eq=False, dict=True):
    """One loss that is asked of one output: by `compile`, or in a training loop.

    Attributes:
        loss: the loss.
        prediction: the tensor that the loss reads.
        model: the model whose output it is, where known.
        compile: the compile call, `None` in a training loop.
        targets: facts of the labels that the loss meets, from every visible training call.
        targets_complete: are all training calls of this objective visible and their targets known?
        direct: does the loss read the model's output itself, nothing in between?
    """

    loss: Loss
    prediction: Tensor
    model: Model | None
    compile: Compile | None
    targets: tuple[ArrayFacts, ...] = ()
    targets_complete: bool = False
    direct: bool = True
    fits: tuple[Fit, ...] = ()

    @cached_property
    def head(self) -> Head:
        """How the output leaves the model, seen from the loss."""
        return head_of(self.prediction)

    @property
    def origin(self) -> Origin:
        return self.loss.origin

    @property
    def is_adversarial(self) -> bool:
        """Does the program train this model against another, or against made-up targets?

        True for targets made by `np.ones` and the like, for a model that is trained both by itself
        and inside another model, and for the model around it, whose outputs are the other's.
        """
        made_up = any(target.constant is not None for target in self.targets)
        component = self.model is not None and self.model.is_component
        steps = any(fit.method == "train_on_batch" for fit in self.fits)
        around = self.model is not None and self.model.ends_in_compiled
        return made_up or (component and steps) or around

    @property
    def finds_logits(self) -> bool:
        """Would Keras on TensorFlow compute this loss from the last activation's input?

        It does so for an activation that nothing follows, `Reshape` and `Flatten` included.
        """
        activation = self.head.activation
        return (
            self.loss.looks_behind_activation
            and activation is not None
            and activation.call is self.prediction.call
        )

    @cached_property
    def output(self) -> int | None:
        """Which of the model's outputs the loss reads; `None` if something made of them."""
        outputs = () if self.model is None else self.model.outputs
        return next((at for at, tensor in enumerate(outputs) if tensor is self.prediction), None)

    @property
    def is_placeholder(self) -> bool:
        """Is the model compiled for form's sake, and trained in another way if at all?

        That is: only as a part of another model; or not at all, by a program that is seen to call
        nothing but `predict`; or, as agents do with the networks that they are handed, by a program
        that compiles a model of another file without a metric and never fits.
        """
        if self.model is None or self.model.trained or any(fit.trains for fit in self.fits):
            return False
        handed_over = (
            self.compile is not None
            and self.compile.origin.path != self.model.origin.path
            and not self.compile.argument("metrics").given
        )
        only_predicts = bool(self.fits) and all("predict" in fit.method for fit in self.fits)
        return self.model.is_component or handed_over or only_predicts

    @property
    def reconstructs_input(self) -> bool:
        """Is the target the input (an autoencoder), or, if not visible, of the input's shape?"""
        inputs = {facts.root for fit in self.fits if fit.inputs for facts in fit.inputs.arrays}
        if any(target.root in inputs for target in self.targets):
            return True
        if any(fit.trains and fit.targets_are_inputs for fit in self.fits):
            return True
        entering = () if self.model is None else self.model.inputs
        unseen = all(target.shape is None and not target.is_classes for target in self.targets)
        return unseen and any(tensor.shape in self.head.shapes for tensor in entering)

    @property
    def trains_on_batches(self) -> bool:
        """Does the program step the training itself, with `train_on_batch`?"""
        return any(fit.method == "train_on_batch" for fit in self.fits)
