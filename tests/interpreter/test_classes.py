"""Classes: inheritance, `super()`, properties, shared state, data classes, Keras' own bases."""

from __future__ import annotations

import pytest

from tests.programs import stacks

_BASE = "class Base:\n    def __init__(self, n): self.n = n\n"
CLASSES = [
    (
        _BASE + "class Own(Base):\n    def __init__(self): super().__init__(3)\n"
        "Sequential([Dense(Own().n)])",
        "Dense(3)",
    ),
    (
        _BASE + "class Own(Base):\n    def __init__(self): super(Own, self).__init__(3)\n"
        "Sequential([Dense(Own().n)])",
        "Dense(3)",
    ),
    (
        _BASE + "class Own(Base):\n    def __init__(self): Base.__init__(self, 3)\n"
        "Sequential([Dense(Own().n)])",
        "Dense(3)",
    ),
    (_BASE + "class Own(Base): pass\nSequential([Dense(Own(n=5).n)])", "Dense(5)"),
    (
        (
            "class A:\n    def n(self): return 1\nclass B(A):\n"
            "    def n(self): return super().n() + 10\n"
            "class C(A):\n    def n(self): return super().n() + 100\nclass D(B, C): pass\n"
            "Sequential([Dense(D().n())])"
        ),
        "Dense(111)",
    ),
    (
        (
            "class A:\n    @staticmethod\n    def n(k): return k\n"
            "Sequential([Dense(A.n(2)), Dense(A().n(3))])"
        ),
        "Dense(2) Dense(3)",
    ),
    (
        (
            "class A:\n    size = 4\n    @classmethod\n    def make(cls): return Dense(cls.size)\n"
            "class B(A):\n    size = 5\nSequential([A.make(), B().make()])"
        ),
        "Dense(4) Dense(5)",
    ),
    ("class A:\n    @property\n    def n(self): return 6\nSequential([Dense(A().n)])", "Dense(6)"),
    (
        (
            "class A:\n    @property\n    def n(self): return self._n\n    @n.setter\n"
            "    def n(self, k): self._n = 2 * k\na = A()\na.n = 4\nSequential([Dense(a.n)])"
        ),
        "Dense(8)",
    ),
    (
        (
            "class A:\n    sizes = []\n    def add(self, n): self.sizes.append(n)\n"
            "A().add(1)\nA().add(2)\nSequential([Dense(len(A.sizes))])"
        ),
        "Dense(2)",
    ),
    (
        "class A:\n    n = 1\na, b = A(), A()\na.n = 2\nSequential([Dense(a.n), Dense(b.n)])",
        "Dense(2) Dense(1)",
    ),
    ("class A:\n    n = 1\na = A()\na.n = 2\ndel a.n\nSequential([Dense(a.n)])", "Dense(1)"),
    (
        (
            "class A:\n    def __call__(self, x): return Dense(3)(x)\nx = Input((2,))\n"
            "Model(x, A()(x))"
        ),
        "Dense(3)",
    ),
    (
        (
            "class A:\n    def __getitem__(self, k): return k + 1\n"
            "    def __len__(self): return 7\n"
            "Sequential([Dense(A()[1]), Dense(len(A()))])"
        ),
        "Dense(2) Dense(7)",
    ),
    (
        (
            "from dataclasses import dataclass, field\n@dataclass\nclass Config:\n"
            "    units: int = 3\n"
            "    sizes: list = field(default_factory=lambda: [4])\n"
            "c = Config(units=2)\nSequential([Dense(c.units), Dense(c.sizes[0])])"
        ),
        "Dense(2) Dense(4)",
    ),
    (
        (
            "class A:\n    def __init__(self, **o):\n        self.n = 1\n"
            "        self.__dict__.update(o)\n"
            "Sequential([Dense(A(n=3).n)])"
        ),
        "Dense(3)",
    ),
    (
        (
            "class A:\n    def __init__(self, **o):\n"
            "        for k, v in o.items(): setattr(self, k, v)\n"
            "a = A(n=3)\nSequential([Dense(getattr(a, 'n')), Dense(getattr(a, 'm', 4))])"
        ),
        "Dense(3) Dense(4)",
    ),
    (
        (
            "class Net(keras.Model):\n    def __init__(self, n):\n        super().__init__()\n"
            "        self.d = Dense(n)\n    def call(self, x): return self.d(x)\nNet(3)"
        ),
        "Dense(3)",
    ),
    (
        (
            "from abc import ABC\nclass Net(ABC, keras.Model):\n    def __init__(self):\n"
            "        super().__init__()\n        self.d = Dense(2)\n"
            "    def call(self, x): return self.d(x)\n"
            "Net()"
        ),
        "Dense(2)",
    ),
]


@pytest.mark.parametrize(("program", "stack"), CLASSES)
def test_a_class_means_what_it_means_in_python(program: str, stack: str) -> None:
    assert stacks("import keras\n" + program) == [stack]


UNKNOWN = [
    (
        "class A:\n    def __init__(self, **o):\n        self.n = 1\n"
        "        self.__dict__.update(o)\n"
        "a = A(**given)"
    ),
    (
        "class A:\n    def __init__(self, **o):\n        self.n = 1\n"
        "        vars(self).update(**o)\n"
        "a = A(**given)"
    ),
    (
        "class A:\n    n = 1\n    def __init__(self, **o):\n"
        "        for k, v in o.items(): setattr(self, k, v)\na = A(**given)"
    ),
    "class A:\n    n = 1\na = A()\nfor name in given: setattr(a, name, 2)",
]


@pytest.mark.parametrize("program", UNKNOWN)
def test_attributes_that_may_have_been_set_are_unknown(program: str) -> None:
    assert stacks(f"{program}\nSequential([Dense(a.n)])") == ["Dense(?)"]


def test_what_is_stored_in_an_unknown_object_is_found_there_again() -> None:
    program = """
    if options.units is None:
        options.units = 64
    Sequential([Dense(options.units)])
    """
    assert stacks(program) == ["Dense(64)", "Dense(options.units)"]
    program = """
    if "units" not in options:
        options["units"] = 64
    Sequential([Dense(options["units"])])
    """
    assert stacks(program) == ["Dense(64)", "Dense(options['units'])"]
