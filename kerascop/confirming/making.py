"""What makes models, what changes them, and what has no part in building them."""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from kerascop.confirming.scopes import globals_bound, names_of, root_of
from kerascop.keras_api.applications import NETWORKS

_MODEL_CLASSES = frozenset({"Model", "Sequential", "Functional"})
_MAKERS = _MODEL_CLASSES | NETWORKS | {
    "clone_model",
    "from_config",
    "from_pretrained",
    "from_preset",
    "load_model",
    "model_from_config",
    "model_from_json",
    "model_from_yaml",
}  # fmt: skip

_SETTINGS = frozenset(
    {
        "clear_session",
        "disable_eager_execution",
        "disable_v2_behavior",
        "enable_eager_execution",
        "enable_unsafe_deserialization",
        "experimental_run_functions_eagerly",
        "run_functions_eagerly",
        "set_backend",
        "set_dtype_policy",
        "set_floatx",
        "set_global_policy",
        "set_image_data_format",
        "set_image_dim_ordering",
        "set_learning_phase",
        "set_policy",
        "setrecursionlimit",
    }
)
"""Calls that change how models are built, whatever they are attributes of."""

_WITHOUT_PART = frozenset(
    {
        "compile",
        "count_params",
        "evaluate",
        "evaluate_generator",
        "export",
        "fit",
        "fit_generator",
        "get_config",
        "get_weights",
        "load_weights",
        "predict",
        "predict_classes",
        "predict_generator",
        "predict_on_batch",
        "predict_proba",
        "reset_metrics",
        "reset_states",
        "save",
        "save_weights",
        "score",
        "summary",
        "test_on_batch",
        "to_json",
        "to_yaml",
        "train_on_batch",
    }
)
"""Methods that leave the layers of a model as they are, and their shapes."""

_CHANGING = frozenset(
    {"add", "append", "build", "extend", "insert", "pop", "remove", "setattr", "update"}
)
_HARMLESS = frozenset(dir(builtins)) - {"delattr", "eval", "exec", "globals", "setattr", "vars"}
_WITHOUT_MODELS = frozenset(sys.stdlib_module_names) | {
    "absl",
    "albumentations",
    "cv2",
    "h5py",
    "imageio",
    "IPython",
    "jax",
    "joblib",
    "keras",
    "matplotlib",
    "mlflow",
    "nltk",
    "numpy",
    "pandas",
    "PIL",
    "plotly",
    "scipy",
    "seaborn",
    "skimage",
    "sklearn",
    "tensorboard",
    "tensorflow",
    "tensorflow_datasets",
    "tf_keras",
    "torch",
    "tqdm",
    "wandb",
}
"""Packages of whose functions it is known by name whether they make models."""


@dataclass(frozen=True)
class Program:
    """What is defined in a module, by name.

    Attributes:
        definitions: the functions and classes at its top.
        methods: the functions in its classes.
        libraries: names that come from packages of which it is known what makes models.
        foreign: names that come from other modules.
    """

    definitions: dict[str, list[ast.AST]] = field(default_factory=dict)
    methods: dict[str, list[ast.AST]] = field(default_factory=dict)
    libraries: set[str] = field(default_factory=set)
    foreign: set[str] = field(default_factory=set)
    _makers: dict[str, bool] = field(default_factory=dict)

    def makes_models(self, piece: ast.AST) -> bool:
        """May running the piece make a model? What it merely defines is not run."""
        return any(self._is_maker(name) for name in _called(piece))

    def has_no_part(self, statement: ast.AST) -> bool:
        """Does the statement leave alone what models are made of?"""
        match statement:
            case ast.Expr(value=ast.Await(value=value) | ast.Yield(value=value)) if value:
                return self.has_no_part(ast.Expr(value))
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr=method) as function)):
                if method in _WITHOUT_PART or root_of(function) in self.libraries:
                    return True
                methods = self.methods.get(method, ())
                return bool(methods) and all(self._is_inert(each) for each in methods)
            case ast.Expr(value=ast.Call(func=ast.Name(id=name))):
                if name in self.definitions:
                    return all(self._is_inert(each) for each in self.definitions[name])
                return name in self.libraries or name in _HARMLESS
            case ast.Expr(value=ast.Call()):
                return False
            case ast.Expr() | ast.Assert() | ast.Pass():
                return True
            case _:
                return False

    def touches(self, statement: ast.AST) -> frozenset[str]:
        """The names whose values the statement may change."""
        changes = names_of(statement).changes
        if self.has_no_part(statement):
            return changes
        match statement:
            case ast.Expr(value=ast.Call() as call):
                root = root_of(call.func)
                handed = names_of(*call.args, *(each.value for each in call.keywords)).reads
                called = frozenset() if root is None or root in self.definitions else {root}
                return changes | handed | called
            case ast.Assign(value=ast.Call(func=ast.Attribute(attr="pop") as method)):
                root = root_of(method.value)
                return changes | (frozenset() if root is None else {root})
            case _:
                return changes

    def is_setting(self, statement: ast.AST) -> bool:
        """Does it set something that all models, or all imports, depend on?"""
        names = set(_called(statement)) if isinstance(statement, ast.Expr) else set()
        if names & _SETTINGS:
            return True
        roots = [root_of(node) for node in ast.walk(statement) if isinstance(node, ast.Attribute)]
        places = {
            f"{root_of(node)}.{node.attr}"
            for node in ast.walk(statement)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        }
        stores = names_of(statement).changes or isinstance(statement, ast.Expr)
        return bool(roots and stores and places & {"os.environ", "sys.path"})

    def _is_maker(self, name: str) -> bool:
        if name in self._makers:
            return self._makers[name]
        self._makers[name] = name in _MAKERS or name in self.foreign
        for definition in (*self.definitions.get(name, ()), *self.methods.get(name, ())):
            if self._defines_maker(definition):
                self._makers[name] = True
        return self._makers[name]

    def _defines_maker(self, definition: ast.AST) -> bool:
        if isinstance(definition, ast.ClassDef):
            bases = {_last(base) for base in definition.bases}
            if any(base in _MODEL_CLASSES or self._is_maker(base) for base in bases if base):
                return True
        return any(self._is_maker(name) for name in _called_inside(definition))

    def _is_inert(self, definition: ast.AST) -> bool:
        """Does a function change nothing that was there before it was called?"""
        if isinstance(definition, ast.ClassDef) or globals_bound(definition):
            return False
        called = set(_called_inside(definition))
        if called & _CHANGING or any(self._is_maker(name) for name in called):
            return False
        return not any(
            isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load)
            for node in ast.walk(definition)
        )


def program_of(tree: ast.Module) -> Program:
    """What a module defines, at its top and in its conditions."""
    program = Program()
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        match node:
            case ast.ClassDef(name=name, body=body):
                program.definitions.setdefault(name, []).append(node)
                for part in body:
                    if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
                        program.methods.setdefault(part.name, []).append(part)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                program.definitions.setdefault(node.name, []).append(node)
            case ast.ImportFrom(module=module, level=level, names=aliases):
                known = not level and _is_known(module or "")
                names = program.libraries if known else program.foreign
                names.update(alias.asname or alias.name for alias in aliases)
            case ast.Import(names=aliases):
                for alias in aliases:
                    names = program.libraries if _is_known(alias.name) else program.foreign
                    names.add(alias.asname or alias.name.partition(".")[0])
            case _:
                waiting += ast.iter_child_nodes(node)
    return program


def _is_known(module: str) -> bool:
    return module.partition(".")[0] in _WITHOUT_MODELS


def _called(piece: ast.AST) -> Iterator[str]:
    """The names of what is called when the piece runs: the last one and the first."""
    waiting = [piece]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            continue
        if isinstance(node, ast.Call):
            yield from _ends(node.func)
        waiting += ast.iter_child_nodes(node)


def _called_inside(definition: ast.AST) -> Iterator[str]:
    for node in ast.walk(definition):
        if isinstance(node, ast.Call):
            yield from _ends(node.func)


def _ends(function: ast.AST) -> Iterator[str]:
    last, first = _last(function), root_of(function)
    if last is not None:
        yield last
    if first is not None and first != last:
        yield first


def _last(expression: ast.AST) -> str | None:
    match expression:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return None
