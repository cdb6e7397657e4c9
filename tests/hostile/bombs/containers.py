"""Lists, dictionaries and iterators that hold too much, or themselves."""

# ruff: noqa: E501 - programs, most of them with a statement a line

from __future__ import annotations

from collections.abc import Mapping

CONTAINERS: Mapping[str, str] = {
    "a range": """
x = range(10 ** 12)
list(x)
sum(x)
len(x)
x[10 ** 11]
for i in x: y = i
max(x)
5 in x
tuple(x)
set(x)
x[::2]
list(reversed(x))
""",
    "a range beyond all machines": """
x = range(10 ** 100)
len(x)
list(x)
x[10 ** 99]
for i in x: pass
range(0, -10 ** 100, -3)
range(1, 2, 0)
range(2 ** 4096)
""",
    "a list": """
x = [0] * 10 ** 11
len(x)
y = x + x
x.extend(x)
x[0] = 1
sorted(x)
""",
    "a nested list": """
x = [[[0] * 10 ** 6] * 10 ** 6] * 10 ** 6
len(x[0])
np.array(x)
""",
    "a list, the other way": """
x = 10 ** 11 * [0]
y = 10 ** 11 * (0,)
x *= 10 ** 5
""",
    "a tuple": """
x = (0,) * 10 ** 11
y = x + x
Dense(1)(keras.Input(x))
keras.Input((2,) * 2000)
""",
    "bytes": """
x = b'a' * 10 ** 11
y = bytes(10 ** 11)
z = bytearray(10 ** 11)
w = memoryview(x)
""",
    "a string": """
x = 'x' * 10 ** 10
y = 10 ** 10 * 'x'
x.replace('x', x)
x *= 10
Dense(1, name=x)
""",
    "a list of all": """
x = list(range(10 ** 9))
y = tuple(range(10 ** 9))
z = set(range(10 ** 9))
w = dict.fromkeys(range(10 ** 9))
v = frozenset(range(10 ** 9))
""",
    "a comprehension": """
x = [i for i in range(10 ** 9)]
y = {i: i for i in range(10 ** 9)}
z = {i for i in range(10 ** 9)}
w = sum(i for i in range(10 ** 9))
""",
    "comprehensions of comprehensions": """
r = range(900)
x = [a + b + c + d for a in r for b in r for c in r for d in r]
y = [[[[0 for a in r] for b in r] for c in r] for d in r]
""",
    "sorting": """
sorted(range(10 ** 9))
sum(range(10 ** 9))
list(zip(range(10 ** 9), range(10 ** 9)))
list(map(str, range(10 ** 9)))
list(filter(None, range(10 ** 9)))
list(enumerate(range(10 ** 9)))
min(range(10 ** 9), key=lambda x: -x)
any(x < 0 for x in range(10 ** 9))
all(range(1, 10 ** 9))
list(reversed(range(10 ** 9)))
""",
    "products": """
import itertools
list(itertools.product(range(1000), repeat=20))
list(itertools.product(*[range(900)] * 30))
for x in itertools.product('ab', repeat=60): pass
len(list(itertools.product([0, 1], repeat=900)))
""",
    "permutations": """
import itertools
list(itertools.permutations(range(30)))
list(itertools.combinations(range(90), 45))
list(itertools.combinations_with_replacement(range(90), 45))
for p in itertools.permutations('abcdefghijklmnop'): pass
""",
    "endless iterators": """
import itertools
list(itertools.count())
list(itertools.cycle([1]))
list(itertools.repeat(1))
list(zip(itertools.count(), itertools.count()))
sum(itertools.accumulate(itertools.count()))
for i in itertools.count(): pass
list(itertools.chain.from_iterable(itertools.repeat([1])))
list(itertools.islice(itertools.count(), 10 ** 12))
list(iter(int, 1))
list(itertools.repeat(1, 10 ** 12))
x, *y = itertools.count()
""",
    "an endless generator": """
def g():
    while True: yield 1
list(g())
sum(g())
for x in g(): pass
x = [y for y in g()]
a, *b = g()
dict(zip(g(), g()))
""",
    "doubling a list": "x = [1]\n" + "x = x + x\n" * 50 + "len(x)",
    "doubling a string": "x = 'a'\n" + "x = x + x\n" * 50 + "len(x)",
    "doubling a tuple": "x = (1,)\n" + "x = x + x\n" * 50 + "len(x)",
    "doubling in a loop": """
x, y, z = [1], 'a', (1,)
for i in range(50):
    x = x + x
    y = y + y
    z = z + z
    x += x
    y *= 2
""",
    "doubling by nesting": "x = [1]\n"
    + "x = [x, x]\n" * 50
    + "str(x)\nx == x\nlen(x)\nimport copy\ncopy.deepcopy(x)\nsum(x, [])\nnp.array(x)\nhash(tuple(x))\nx in [x]\nsorted([x, x])",
    "tuples in tuples": "x = (1,)\n"
    + "x = (x, x)\n" * 50
    + "str(x)\nx == (x, x)\nhash(x)\n{x: 1}[x]\n{x}\nnp.array(x)\nisinstance(1, x)\nx in {x}\nx < x\n'%s' % x\nkeras.Input(x)\ny = (1,)\n"
    + "y = (y, y)\n" * 50
    + "x == y\nx < y\nx != y\n{x: 1, y: 2}",
    "wide lists in wide lists": "v = [0] * 1900\n"
    + "v = [v] * 1900\n" * 6
    + "v == v\nstr(v)\nmystery(v)\nx = (v, v)\nnp.array(v)\nsum(v, [])\nsorted(v)\nv[0] = v\n"
    + "v += [v]\nw = [[0] * 1900] * 1900\n"
    + "mystery(w, *w)\nmystery([w] * 1900)\n" * 90,
    "wide lists, collected": """
x, y, z, w = [], {}, [], []
for i in range(900):
    x.append([0] * 1900)
    y[i] = [0] * 1900
    z += [[0] * 1900]
    w.insert(0, (0,) * 1900)
    mystery(x, y, z, w)
    x == w
""",
    "many stars": "a = [0] * 1900\nb = ["
    + "*a, " * 100
    + "]\n"
    + "def f(*p): return p\n"
    + "c = [*b]\nd = (*b, 1)\nf(*b)\nmystery(*b)\nDense(*b)\n" * 500,
    "dictionaries in dictionaries": "x = {1: 1}\n"
    + "x = {1: x, 2: x}\n" * 50
    + "str(x)\nx == x\nlen(x)\nf'{x}'\njson.dumps(x)\ny = {1: 1}\n"
    + "y = {1: y, 2: y}\n" * 50
    + "x == y\ndict(x)\n{**x, **y}",
    "a billion laughs": "a = 'lol'\n" + "a = f'{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}'\n" * 12 + "len(a)",
    "a billion laughs, joined": "a = 'lol'\n"
    + "a = ''.join([a] * 10)\n" * 12
    + "a = a.join([a] * 10)\n" * 5
    + "a.split('o')\nlist(a)\n",
    "a dictionary": """
x = {i: [0] * 10 ** 9 for i in range(10 ** 9)}
x = {}
for i in range(10 ** 9): x[i] = x
for k in x: x[k, k] = 1
""",
    "unions of sets": """
x = {0}
for i in range(60): x = x | {y + 2 ** i for y in x}
len(x)
""",
    "operations on large sets": "s, t = set(range(1000)), set(range(500, 1500))\n"
    + "e = s | t\nf = s & t\ng = s ^ t\nh = s - t\ns.add(g)\n" * 900,
    "growth while iterating": """
x = [1]
for y in x: x.extend(x)
z = {1: 1}
for y in z: z[y + 1] = z
""",
    "a list in itself": """
x = []
x.append(x)
str(x)
x == x
f'{x}'
len(x)
sum(x, [])
np.array(x)
y = []
y.append(y)
x == y
x < y
sorted(x)
import copy
copy.deepcopy(x)
x in x
x.index(y)
x.count(y)
tuple(x)
max(x)
""",
    "a dictionary in itself": """
x = {}
x['a'] = x
str(x)
x == x
y = {}
y['a'] = y
x == y
f'{x}'
x.update(x)
import copy
copy.deepcopy(x)
Dense(**x)
Sequential(x)
m = Sequential([Dense(1)])
m.compile(x, x, metrics=x)
m.fit(x, y)
""",
    "lists in each other": """
x, y = [], []
x.append(y)
y.append(x)
x == y
str(x)
Sequential(x)
keras.Input(x)
Dense(x)
add(x)
m = Sequential([Dense(1)])
m.fit(x, y)
m.compile('adam', x)
Concatenate()(x)
""",
    "an object in itself": """
class A: pass
x = A()
x.a = x
x.b = [x, {x: x}]
x == x
str(x)
import copy
copy.deepcopy(x)
vars(x)
x.__dict__['c'] = x
""",
    "slices": """
x = list(range(900))
x[::-1][::2][10 ** 100:-10 ** 100]
x[10 ** 100]
x[:] = x * 10 ** 6
x[::0]
x[::2] = range(10 ** 12)
del x[:]
x[5:3] = [x] * 900
""",
    "unpacking": """
a, *b = range(10 ** 12)
*a, b = range(10 ** 12)
f(*range(10 ** 12))
x = [*range(10 ** 12), *range(10 ** 12)]
f(**{str(i): i for i in range(10 ** 9)})
(a, b), c = range(10 ** 12)
""",
}
