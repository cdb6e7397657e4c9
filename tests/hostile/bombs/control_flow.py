"""Branches, loops and functions with more paths than anybody can walk."""

# ruff: noqa: E501 - programs, most of them with a statement a line

from __future__ import annotations

from collections.abc import Mapping

CONTROL: Mapping[str, str] = {
    "300 forks": "".join(f"if a{i}():\n    x = {i}\nelse:\n    y = {i}\n" for i in range(300)),
    "300 forks around layers": "m = Sequential()\n"
    + "".join(f"if a{i}(): m.add(Dense({i + 1}))\n" for i in range(300)),
    "300 forks in a function": "def f(*a):\n    m = Sequential()\n"
    + "".join(
        f"    if a[{i}]: m.add(Dense({i + 1}))\n    else: m.add(Dropout(.5))\n" for i in range(300)
    )
    + "    return m\nf(1)\nf(*g)",
    "300 forks in a graph": "x = keras.Input((3,))\n"
    + "".join(f"x = Dense({i + 1})(x) if a{i}() else x\n" for i in range(300))
    + "m = Model(i, x)",
    "forks in forks": "".join(f"{' ' * i}if a{i}(b):\n" for i in range(90))
    + " " * 90
    + "x = Dense(1)\n",
    "forks in functions": "".join(
        f"def f{i}(x):\n    if a{i}: return f{i + 1}(x)\n    return f{i + 1}(Dense(3)(x))\n"
        for i in range(60)
    )
    + "def f60(x): return x\nf0(keras.Input((3,)))",
    "a tree of functions": "".join(
        f"def f{i}(x):\n    return f{i + 1}(x) + f{i + 1}(x)\n" for i in range(60)
    )
    + "def f60(x): return Dense(3)(x)\nf0(keras.Input((3,)))",
    "twelve nested loops": "".join(f"{' ' * i}for i{i} in range(10 ** 9):\n" for i in range(12))
    + " " * 12
    + "x = i0",
    "twelve nested loops around layers": "m = Sequential()\n"
    + "".join(f"{' ' * i}for i{i} in range(9):\n" for i in range(12))
    + " " * 12
    + "m.add(Dense(1))",
    "twelve nested loops over lists": "r = list(range(900))\n"
    + "".join(f"{' ' * i}for i{i} in r:\n" for i in range(12))
    + " " * 12
    + "r.append(i0)",
    "twelve nested endless loops": "".join(f"{' ' * i}while True:\n" for i in range(12))
    + " " * 12
    + "x = 1",
    "an endless loop": """
x = 0
while True:
    x += 1
""",
    "a loop that waits": """
x = 1
while x != 0:
    x = x * 3 % 2 ** 64
""",
    "an endless loop around layers": """
m = Sequential()
while True:
    m.add(Dense(1))
""",
    "an endless loop of models": """
while True:
    m = Sequential([Dense(1)])
    m.compile('adam', 'mse')
    m.fit(x, y)
""",
    "collatz": """
n = 27 ** 27
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
""",
    "an iterator of a list that grows": """
x = [1]
while x:
    x.append(x.pop())
""",
    "thousand tries": "".join(
        f"try:\n    a{i}()\nexcept A{i}:\n    x = {i}\nfinally:\n    y = 1\n" for i in range(1_000)
    ),
    "thousand contexts": "".join(f"with a{i}() as b{i}:\n    x = b{i}\n" for i in range(1_000)),
    "thousand matches": "".join(
        f"match a{i}:\n    case [x, *y]: pass\n    case {{'a': z}}: pass\n    case _: pass\n"
        for i in range(500)
    ),
    "thousand cases that bind names": "def f(x):\n  match x:\n"
    + "".join(
        f"    case {{'k{i}': [a, [b, *_], {{'z': c}}], **e}} if a == {i} and (q := {i}):\n"
        f"      m = Sequential([Dense({i + 1})])\n"
        f"    case [{i}, [*_, {i}], (1 | 2 | {i}) as z]: m = Dense(z)\n"
        for i in range(1_100)
    )
    + "  return m\nf({'k5': [5, [1], {'z': 2}]})\nf([[f] * 9] * 9)\nf(unknown)\nf(1)",
    "thousand assertions": "".join(f"assert a{i} > b{i}, 'c'\n" for i in range(1_000)),
    "returns of all kinds": "def f(a):\n"
    + "".join(f"    if a == {i}: return Dense({i + 1})\n" for i in range(900))
    + "Sequential([f(g())])\nSequential([f(5)])",
    "a table of builders": "t = {"
    + ", ".join(f"'{i}': lambda x: Dense({i + 1})(x)" for i in range(900))
    + "}\nt[a](keras.Input((3,)))\nfor k, f in t.items(): f(keras.Input((3,)))",
    "closures in closures": """
f = lambda x: x
for i in range(900):
    f = (lambda g: lambda x: g(x))(f)
f(1)
""",
    "a thousand entries": "".join(
        f"def f{i}(a, b=1, *c, **d):\n    m = Sequential([Dense(a), Dense(b)])\n    m.compile(c, d)\n    return m\n"
        for i in range(1_000)
    ),
    "a thousand entries that call each other": "".join(
        f"def f{i}(x):\n    if x: return f{(i * 7 + 1) % 300}(x)\n    return Dense(f{(i * 11 + 3) % 300}(x))\n"
        for i in range(300)
    ),
    "a thousand methods": "class A:\n"
    + "".join(
        f"    def f{i}(self): return self.f{(i * 7 + 1) % 900}() + self.f{(i * 3 + 2) % 900}()\n"
        for i in range(900)
    )
    + "A().f0()",
    "globals": """
def f():
    global x
    x = [x, x]
    f()
x = 1
f()

""",
    "locals": """
for k in list(globals()): globals()[k] = globals()
locals()['a'] = locals()
vars()['b'] = vars
del globals()['keras']
setattr(keras, 'Model', None)
""",
    "names that lie": """
def f():
    Dense = Dense(1)
    keras.layers = keras.Model
    keras.Input = lambda *a: keras.Input(*a)
    keras.Input((3,))
    len = list = dict = range = print = None
    len([1])
    Sequential = Sequential([Sequential])
f()
""",
    "threads": """
import threading, os, sys
threading.Thread(target=f).start()
os.fork()
os.kill(0, 9)
sys.setrecursionlimit(10 ** 9)
sys.exit()
exit()
quit()
os._exit(1)
sys.stdin.read()
input()
breakpoint()
""",
    "thousands of assertions": "def f(n, m):\n"
    + "".join(
        f"    assert n > {i}\n    assert m.b{i} == {i}\n    assert isinstance(n, int)\n"
        for i in range(3_000)
    )
    + "    return Dense(n)(keras.Input((n,)))\n",
}
