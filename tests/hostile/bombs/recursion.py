"""What calls itself without end, directly or at any remove."""

from __future__ import annotations

from collections.abc import Mapping

RECURSION: Mapping[str, str] = {
    "a function": """
def f(n): return f(n + 1)
f(0)
""",
    "a function, twice": """
def f(n): return f(n - 1) + f(n - 2)
f(1000)
""",
    "a function, in arguments": """
def f(n): return f(f(f(n + 1)))
f(0)
""",
    "two functions": """
def f(n): return g(n + 1)
def g(n): return f(n * 2)
f(1)
""",
    "ackermann": """
def a(m, n):
    if m == 0: return n + 1
    if n == 0: return a(m - 1, 1)
    return a(m - 1, a(m, n - 1))
x = a(5, 5)
""",
    "arguments that double": """
def f(*a, **k): return f(*a, *a, **k)
f(1, 2, 3, b=1)
""",
    "a tuple that doubles": """
def f(a): return f((*a, *a))
f((1, 2, 3))
""",
    "towers of hanoi": """
def h(n, a, b, c):
    if n:
        h(n - 1, a, c, b)
        h(n - 1, c, b, a)
h(64, 1, 2, 3)
""",
    "fibonacci": """
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
x = fib(90)
""",
    "a lambda": """
f = lambda n: f(n + 1)
f(0)
""",
    "the Y combinator": "(lambda f: f(f))(lambda f: f(f))",
    "a class": """
class A:
    def __init__(self): self.a = A()
A()
""",
    "two classes": """
class A:
    def __init__(self): B()
class B:
    def __init__(self): A()
A()
""",
    "a method": """
class A:
    def f(self): return self.f()
A().f()
""",
    "a property": """
class A:
    @property
    def x(self): return self.x
A().x
""",
    "attributes by hand": """
class A:
    def __getattr__(self, name): return getattr(self, name)
A().x
""",
    "all attributes by hand": """
class A:
    def __getattribute__(self, name): return self.name
A().x
""",
    "a call": """
class A:
    def __call__(self): return self()
A()()
""",
    "an item": """
class A:
    def __getitem__(self, i): return self[i]
A()[0]
""",
    "an item of itself": """
class A:
    def __getitem__(self, i): return i
for x in A(): pass
list(A())
""",
    "an operator": """
class A:
    def __add__(self, o): return self + o
A() + A()
""",
    "a comparison": """
class A:
    def __eq__(self, o): return self == o
A() == A()
[A()] == [A()]
""",
    "a hash": """
class A:
    def __hash__(self): return hash(self)
x = {A(): 1}
{A()}
""",
    "a representation": """
class A:
    def __repr__(self): return repr(self)
x = f'{A()}' + str(A())
""",
    "a truth": """
class A:
    def __bool__(self): return bool(self)
if A(): pass
""",
    "a length": """
class A:
    def __len__(self): return len(self)
len(A())
""",
    "an iterator": """
class A:
    def __iter__(self): return iter(self)
list(A())
for x in A(): pass
""",
    "a context": """
class A:
    def __enter__(self):
        with self as x: return x
with A() as a: pass
""",
    "a descriptor": """
class D:
    def __get__(self, o, t): return o.d
class A:
    d = D()
A().d
""",
    "a decorator": """
def d(f): return d(f)
@d
def f(): pass
f()
""",
    "a decorator that calls": """
def d(f):
    def w(*a, **k): return w(*a, **k)
    return w
@d
def f(): pass
f()
""",
    "a decorator of a class": """
def d(c): return d(c)
@d
class A: pass
A()
""",
    "a generator": """
def g():
    yield 1
    yield from g()
list(g())
for x in g(): pass
sum(g())
""",
    "a coroutine": """
async def f(): return await f()
import asyncio
asyncio.run(f())
""",
    "super": """
class A:
    def f(self): return super().f()
class B(A):
    def f(self): return super().f()
B().f()
""",
    "a metaclass": """
class M(type):
    def __call__(cls): return cls()
class A(metaclass=M): pass
A()
""",
    "a metaclass of itself": """
class M(type): pass
class M(M, metaclass=M): pass
M()
""",
    "making an object": """
class A:
    def __new__(cls): return cls()
A()
""",
    "subclassing": """
class A:
    def __init_subclass__(cls):
        class B(cls): pass
class C(A): pass
""",
    "a default": """
def f(x=f): return f()
f()
""",
    "a partial": """
from functools import partial
f = lambda *a: f(*a)
f = partial(f, 1)
for i in range(50): f = partial(f, f)
f()
""",
    "reduce": """
from functools import reduce
def f(a, b): return reduce(f, [a, b])
f(1, 2)
""",
    "map": """
def f(x): return list(map(f, [x]))
f(1)
""",
    "sorting": """
def f(x): return sorted([1, 2], key=f)
f(1)
""",
    "a comprehension": """
def f(x): return [f(y) for y in [x, x]]
f(1)
""",
    "a layer": """
class L(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.inner = L()
    def call(self, x): return self.inner(x)
L()(keras.Input((3,)))
""",
    "a layer that calls itself": """
class L(keras.layers.Layer):
    def call(self, x): return self(x)
L()(keras.Input((3,)))
""",
    "a model that calls itself": """
class M(keras.Model):
    def call(self, x): return self(x)
m = M()
m.build((None, 3))
m(keras.Input((3,)))
""",
    "a model in itself": """
m = Sequential([Dense(1)])
m.add(m)
m.summary()
m.compile('adam', 'mse')
""",
    "a model of itself": """
class M(keras.Model):
    def call(self, x):
        return M()(x)
M()(keras.Input((3,)))
""",
    "a wrapper of itself": """
w = TimeDistributed(Dense(1))
w.layer = w
w(keras.Input((3, 3)))
""",
    "a loss": """
def loss(a, b): return loss(b, a)
m = Sequential([Dense(1)])
m.compile('adam', loss)
""",
    "a lambda layer": """
f = lambda x: f(x)
Lambda(f)(keras.Input((3,)))
""",
}
