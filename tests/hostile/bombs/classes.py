"""Class hierarchies, metaclasses and protocols that bite their tails."""

# ruff: noqa: E501 - programs, most of them with a statement a line

from __future__ import annotations

from collections.abc import Mapping

CLASSES: Mapping[str, str] = {
    "a deep hierarchy": "class A0: pass\n"
    + "".join(
        f"class A{i + 1}(A{i}):\n    def f(self): return super().f()\n    def __init__(self):\n        super().__init__()\n"
        for i in range(1_000)
    )
    + "A1000().f()",
    "a deep hierarchy of models": "class A0(keras.Model): pass\n"
    + "".join(
        f"class A{i + 1}(A{i}):\n    def __init__(self):\n        super().__init__()\n        self.d{i} = Dense(1)\n    def call(self, x): return self.d{i}(super().call(x))\n"
        for i in range(300)
    )
    + "A300()(keras.Input((3,)))",
    "diamonds": "class A0: pass\n"
    + "".join(
        f"class B{i}(A{i}): pass\nclass C{i}(A{i}): pass\nclass A{i + 1}(B{i}, C{i}):\n    pass\n"
        for i in range(60)
    )
    + "A60().x\nA60().f()\nisinstance(A60(), A0)",
    "hundreds of diamonds": "class B0: pass\nclass C0: pass\n"
    + "".join(
        f"class A{i + 1}(B{i}, C{i}): pass\nclass B{i + 1}(A{i + 1}): pass\nclass C{i + 1}(A{i + 1}): pass\n"
        for i in range(500)
    )
    + "A500().x\nA500().f()",
    "many bases": "".join(f"class A{i}(object): pass\n" for i in range(900))
    + "".join(
        f"class B{i}({', '.join(f'A{j}' for j in range(900))}): pass\nB{i}().x\n"
        for i in range(100)
    ),
    "bases in contradictory orders": """
class A: pass
class B: pass
class C(A, B): pass
class D(B, A): pass
class E(C, D, C, E, object): pass
E().f()
""",
    "a loop of bases": """
class A(B): pass
class B(A): pass
class A(B): pass
class B(A): pass
A().x
B().f()
issubclass(A, B)
""",
    "an impossible order": """
class A: pass
class B(A): pass
class C(A, B): pass
C().x
class D(C, C, A, B, object, type): pass
D()
""",
    "bases that are no classes": """
class A(1, 'a', None, *x, **y): pass
A()
class B(lambda: 1): pass
B()
class C([]): pass
class D(keras, keras.Input((1,)), Dense(1)): pass
D()
class E(f()): pass
E()
""",
    "metaclasses": """
class M(type):
    def __new__(m, n, b, d): return M(n, b, d)
    def __getattr__(c, n): return getattr(c, n)
    def __prepare__(*a): return M.__prepare__()
class A(metaclass=M): pass
A.x
A().y
type('B', (A,), {})
type('B', (A,) * 900, {'a': A})
""",
    "classes made in a loop": """
c = object
for i in range(900):
    class c(c): pass
c().x
for i in range(900):
    c = type('c', (c,), {'x': c})
c.x.x
""",
    "slots and descriptors": """
class A:
    __slots__ = ['a'] * 900
    __class__ = property(lambda s: s.__class__)
    __dict__ = property(lambda s: s.__dict__)
    __mro__ = ()
A().__class__.__class__
A().__dict__
A.__class__ = A
A.__bases__ = (A,)
""",
    "data classes": "from dataclasses import dataclass\n@dataclass\nclass A:\n"
    + "".join(f"    a{i}: int = {i}\n" for i in range(900))
    + "    z: 'A' = None\nA(A(A()))\nA(*range(10 ** 9))",
    "enumerations": "from enum import Enum\nclass E(Enum):\n"
    + "".join(f"    A{i} = {i}\n" for i in range(900))
    + "for e in E: Dense(e.value)\nE(10 ** 100)\nE['A']\nlist(E)[0].value.value",
    "named tuples": """
from collections import namedtuple
A = namedtuple('A', ['a%d' % i for i in range(900)])
A(*range(900)).a5
B = namedtuple('B', 'a ' * 9000)
x = B(1)
for i in range(60): x = A._make([x] * 900)
""",
    "operators of all kinds": "class A:\n"
    + "".join(
        f"    def __{n}__(self, *a): return self.__{n}__(*a)\n"
        for n in (
            "add radd iadd mul matmul neg invert lt eq ne hash bool len iter next getitem setitem delitem contains call enter exit str repr format int float index round getattr setattr delattr dir"
        ).split()
    )
    + "a = A()\na + a\na += 1\n-a\n~a\na < a\na == a\nhash(a)\nbool(a)\nlen(a)\nlist(a)\nnext(a)\na[0]\na[0] = 1\ndel a[0]\na in a\na()\nstr(a)\nf'{a:x}'\nint(a)\nround(a)\na.x\na.x = 1\ndel a.x\ndir(a)\nrange(a)\n[1][a]\nDense(a)\nkeras.Input((a, a))",
}
