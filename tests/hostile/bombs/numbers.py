"""Numbers, and sizes of layers, with more digits than there is memory."""

from __future__ import annotations

from collections.abc import Mapping

NUMBERS: Mapping[str, str] = {
    "a tower": """
x = 10 ** 10 ** 10
Dense(x)
""",
    "a tower of variables": """
x = 9
for i in range(9): x = x ** x
Dense(x)
""",
    "a shift": """
x = 1 << 10 ** 10
y = 1 << 10 ** 6 << 10 ** 6
""",
    "a negative shift": """
x = 1 << -1
y = 1 >> -1
z = 1 >> 10 ** 100
""",
    "pow": """
x = pow(10, 10 ** 10)
y = pow(3, 10 ** 9, 0)
z = pow(3, -1, 4)
w = 2.0 ** 10 ** 5
""",
    "rounding": """
x = round(12345, -10 ** 9)
y = round(7, ndigits=-10 ** 12)
z = round(1.5, 10 ** 12)
w = round(10 ** 1000, -10 ** 12)
""",
    "operator.pow": """
import operator
x = operator.pow(10, 10 ** 10)
y = operator.lshift(1, 10 ** 11)
""",
    "math": """
import math
math.factorial(10 ** 9)
math.comb(10 ** 9, 10 ** 8)
math.perm(10 ** 8)
math.lcm(*range(1, 10 ** 6))
math.exp(1000)
math.isqrt(10 ** 100000)
math.lcm(*[2 ** 4000 + 2 * i + 1 for i in range(900)])
math.ldexp(1.0, 10 ** 12)
""",
    "squares": """
x = 3
for i in range(60): x = x * x
Dense(x)
""",
    "squares, written out": "x = 3\n" + "x = x * x\n" * 60 + "Dense(x)",
    "squares in place": "x = 3\n" + "x **= 2\n" * 60 + "Dense(x)",
    "int of a text": """
x = int('9' * 10 ** 9)
y = int('9' * 49999)
z = int('f' * 49999, 16)
""",
    "float of a text": """
x = float('9' * 49999)
y = int(float('1e308'))
z = int(float('inf'))
w = round(float('nan'))
""",
    "a text of an int": """
x = str(10 ** 100000)
y = repr(10 ** 4000)
z = hex(10 ** 4000)
f'{10 ** 4000}'
""",
    "division": """
x = 10 ** 4000 / 3
y = 10 ** 400 * 1.0
z = 1 / 10 ** 400
w = 10 ** 1000 // 1.5 % 0
""",
    "complex": """
x = 1j ** 10 ** 10
y = (1e308 + 1e308j) ** 2
z = complex('nan') ** 2
""",
    "fractions": """
from fractions import Fraction
x = Fraction(10) ** 10 ** 10
from decimal import Decimal
y = Decimal('1e999999999') ** 10 ** 9
""",
    "a huge layer": """
Dense(10 ** 4000)
Conv2D(10 ** 1000, 10 ** 1000)(keras.Input((10 ** 1000, 10 ** 1000, 3)))
keras.Input((10 ** 4300,))
""",
    "a huge product of layers": """
x = keras.Input((10 ** 300, 10 ** 300, 3))
x = Flatten()(x)
x = Dense(10 ** 300)(x)
x = RepeatVector(10 ** 1200)(x)
x = Flatten()(x)
x = Reshape((-1, 7))(x)
""",
    "a huge product of sizes": """
b = 10 ** 1000
x = keras.Input((b, b, b, b, b))
y = Reshape((7, 11))(Flatten()(x))
z = np.zeros((b,) * 50).reshape(3, -1)
w = Dense(b)(keras.Input((b, b)))
u = Reshape((2 ** 60, 7))(keras.Input((2 ** 60, 2 ** 60, 2 ** 60)))
""",
    "negative sizes": """
Dense(-1)
Conv2D(-1, -1, strides=0)(keras.Input((-5, 0, 3)))
keras.Input((float('nan'),))
Reshape((-1, -1))(keras.Input((0,)))
""",
    "sizes that are no numbers": """
Dense('a' * 10000)
Dense(1.5)
Dense(True)
Dense(float('inf'))
Dense([1])
Conv2D({}, ())(keras.Input('abc'))
""",
    "a symbol to a power": """
def f(n):
    for i in range(60): n = n * n
    Dense(n)(keras.Input((n,)))
""",
    "a sum of many symbols": """
def f(*n, **k):
    x = 0
    for i in range(300): x = x * 2 + k['a%d' % i] * n[i]
    Dense(x)(keras.Input((x * x * x,)))
""",
    "polynomials": """
def f(a, b, c, d):
    x = a + b + c + d
    for i in range(40): x = x * (a + b + c + d)
    Dense(x)(keras.Input((x,)))
""",
    "nested floors": """
def f(n):
    for i in range(300): n = (n + 1) // 2 - n // 3
    Dense(n)(keras.Input((n,)))
""",
}
