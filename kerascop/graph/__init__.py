"""What a program builds: models, layers, tensors, compile and fit calls, facts about arrays."""

from kerascop.dimensions import Dim, Shape, SymbolicDim, explain_shape, show_shape
from kerascop.graph.activations import (
    Activation,
    activation_of,
    is_normalisation,
    is_weighted,
    keeps_scale,
    passes_values,
)
from kerascop.graph.arrays import ArrayFacts, Batches, Content, Labels, Part, Scaling
from kerascop.graph.backbones import Backbone, backbone_of
from kerascop.graph.callbacks import Callback
from kerascop.graph.course import Loop, TrainableChange
from kerascop.graph.custom_layers import CustomLayer
from kerascop.graph.data_steps import Answer, DataStep, Discarded, Learned, Reading, Unfitted
from kerascop.graph.eager import NumpyUse
from kerascop.graph.facts import (
    UNKNOWN,
    ApiCall,
    ApiUse,
    Argument,
    Configured,
    Reference,
    Unknown,
    UserFunction,
)
from kerascop.graph.gradients import Gradient
from kerascop.graph.heads import Head, head_of
from kerascop.graph.logs import known_keys, may_log, may_validate, nearest_key
from kerascop.graph.models import Layer, Model, Placement, Style
from kerascop.graph.optimizers import Optimizer
from kerascop.graph.pipelines import Loader, Step
from kerascop.graph.program import Program
from kerascop.graph.tensors import OPAQUE, Call, LayerConfig, Operation, Tensor
from kerascop.graph.training import Compile, Data, Fit, Loss, Metric, Objective

__all__ = [
    "OPAQUE",
    "UNKNOWN",
    "Activation",
    "Answer",
    "ApiCall",
    "ApiUse",
    "Argument",
    "ArrayFacts",
    "Backbone",
    "Batches",
    "Call",
    "Callback",
    "Compile",
    "Configured",
    "Content",
    "CustomLayer",
    "Data",
    "DataStep",
    "Dim",
    "Discarded",
    "Fit",
    "Gradient",
    "Head",
    "Labels",
    "Layer",
    "LayerConfig",
    "Learned",
    "Loader",
    "Loop",
    "Loss",
    "Metric",
    "Model",
    "NumpyUse",
    "Objective",
    "Operation",
    "Optimizer",
    "Part",
    "Placement",
    "Program",
    "Reading",
    "Reference",
    "Scaling",
    "Shape",
    "Step",
    "Style",
    "SymbolicDim",
    "Tensor",
    "TrainableChange",
    "Unfitted",
    "Unknown",
    "UserFunction",
    "activation_of",
    "backbone_of",
    "explain_shape",
    "head_of",
    "is_normalisation",
    "is_weighted",
    "keeps_scale",
    "known_keys",
    "may_log",
    "may_validate",
    "nearest_key",
    "passes_values",
    "show_shape",
]
