"""Source texts that are too deep, too long, or no Python: small generators of large files."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.hostile.control import FAULTY

Text = Callable[[], str]


def _enclosed(left: str, right: str, times: int = 1_500, core: str = "1") -> Text:
    return lambda: f"x = {left * times}{core}{right * times}\n"


def _repeated(unit: str, times: int, start: str = "x = ", end: str = "1\n") -> Text:
    return lambda: start + unit * times + end


def _blocks(head: str, times: int, last: str = "pass") -> Text:
    return lambda: (
        "".join(f"{' ' * level}{head}\n" for level in range(times)) + " " * times + f"{last}\n"
    )


def _newer(text: Text) -> Text:
    """The same in a file that only a newer Python than ours may understand."""
    return lambda: "type Newer[T] = list[T]\n" + text()


DEEP: Mapping[str, Text] = {
    "parentheses": _enclosed("(", ")"),
    "brackets": _enclosed("[", "]"),
    "braces": _enclosed("{", "}"),
    "dictionaries": _enclosed("{1: ", "}"),
    "mixed brackets": _enclosed("([{", "}])", 500),
    "parentheses that stay open": _enclosed("(", ""),
    "parentheses that were never open": _enclosed("", ")"),
    "brackets in many shallow groups": _repeated("(" * 90 + ")" * 90 + ", ", 2_000, "f(", "1)\n"),
    "f-strings": _enclosed("f'{", "}'"),
    "f-strings of two quotes": _enclosed("f'{f\"{", "}\"}'", 700),
    "signs in an f-string": lambda: f"x = f'{{{'-' * 30_000}1}}'\n",
    "conditional expressions in an f-string": lambda: f"x = f'{{{'1 if a else ' * 5_000}1}}'\n",
    "additions in an f-string": lambda: f"x = f'{{{'1 + ' * 20_000}1}}'\n",
    "attributes in an f-string": lambda: f"x = f'{{a{'.b' * 20_000}}}'\n",
    "format specifications": _enclosed("", "", 1, "f'" + "{x:" * 1_500 + "}" * 1_500 + "'"),
    "calls": _enclosed("f(", ")"),
    "subscripts": _enclosed("a[", "]"),
    "methods in arguments": _enclosed("a.b(", ")"),
    "keyword arguments": _enclosed("f(a=", ")"),
    "starred arguments": _enclosed("f(*", ")"),
    "lambdas": _repeated("lambda: ", 1_500),
    "lambdas with parameters": _repeated("lambda a, *b, c=1: ", 1_500),
    "lambdas in defaults": _repeated("lambda a=", 1_500, end="1" + ": 1" * 1_500 + "\n"),
    "conditional expressions": _repeated("1 if a else ", 1_500),
    "comprehensions": _enclosed("[", " for a in b]"),
    "a comprehension of many loops": _repeated("for a in b ", 1_500, "x = [1 ", "]\n"),
    "a comprehension of many conditions": _repeated("if a ", 1_500, "x = [1 for a in b ", "]\n"),
    "generators in calls": _enclosed("sum(", " for a in b)"),
    "walrus": _enclosed("(a := ", ")"),
    "await": _repeated("await ", 1_500, "async def f():\n    x = "),
    "yield": _enclosed("(yield ", ")"),
    "signs": _repeated("-", 20_000),
    "mixed signs": _repeated("-+~", 5_000),
    "not": _repeated("not ", 20_000),
    "powers": _repeated("2 ** ", 20_000),
    "additions": _repeated("1 + ", 20_000),
    "additions of names": _repeated("a + ", 20_000),
    "matrix products": _repeated("a @ ", 20_000),
    "and": _repeated("a and ", 20_000),
    "and, or": _repeated("a and b or ", 10_000),
    "comparisons": _repeated("a < ", 20_000),
    "assignments": _repeated("x = ", 5_000),
    "attributes": _repeated(".a", 5_000, "x = a", "\n"),
    "attributes assigned": _repeated(".a", 5_000, "x", " = 1\n"),
    "attributes deleted": _repeated(".a", 5_000, "del x", "\n"),
    "calls in a chain": _repeated("(1)", 5_000, "x = f", "\n"),
    "subscripts in a chain": _repeated("[1]", 5_000, "x = f", "\n"),
    "methods in a chain": _repeated(".a()", 5_000, "x = f", "\n"),
    "strings side by side": _repeated("'a' ", 20_000, end="\n"),
    "strings added": _repeated("'a' + ", 20_000, end="'a'\n"),
    "a dotted import": _repeated(".a", 5_000, "import a", "\n"),
    "a dotted import of a hundred thousand names": _repeated(".a", 100_000, "import a", "\n"),
    "dotted imports of five thousand names": _repeated(
        "import a" + ".a" * 5_000 + "\n", 90, "", ""
    ),
    "a relative import of a hundred thousand names": _repeated(
        ".a", 100_000, "from .a", " import b\n"
    ),
    "a relative import": _repeated(".", 20_000, "from ", " import a\n"),
    "an import of many names": _repeated("a, ", 50_000, "from b import ", "a\n"),
    "elif": _repeated("elif a: pass\n", 3_000, "if a: pass\n", ""),
    "elif with models": _repeated("elif a:\n    x = Dense(1)\n", 3_000, "if a: pass\n", ""),
    "except": _repeated("except A: pass\n", 3_000, "try: pass\n", ""),
    "cases": _repeated("    case 1: pass\n", 3_000, "match a:\n", ""),
    "a pattern of lists": lambda: f"match a:\n    case {'[' * 1_500}{']' * 1_500}: pass\n",
    "a pattern of choices": lambda: f"match a:\n    case {'1 | ' * 5_000}1: pass\n",
    "a pattern of classes": lambda: f"match a:\n    case {'A(' * 1_500}{')' * 1_500}: pass\n",
    "indentation": _blocks("if a:", 1_500),
    "indentation that Python allows": _blocks("if a:", 98),
    "indentation of loops": _blocks("for a in b:", 98),
    "indentation of functions": _blocks("def f():", 98),
    "indentation of classes": _blocks("class A:", 98),
    "indentation of with": _blocks("with a as b:", 98),
    "indentation of while": _blocks("while a:", 98),
    "indentation of try": lambda: (
        "".join(f"{' ' * i}try:\n" for i in range(98))
        + " " * 98
        + "pass\n"
        + "".join(f"{' ' * i}finally: pass\n" for i in reversed(range(98)))
    ),
    "with of many items": _repeated("a as b, ", 5_000, "with ", "a: pass\n"),
    "decorators": _repeated("@a\n", 5_000, "", "def f(): pass\n"),
    "decorators of a class": _repeated("@a(1)\n", 5_000, "", "class A: pass\n"),
    "parameters": lambda: f"def f({', '.join(f'a{i}=1' for i in range(5_000))}): pass\nf()\n",
    "arguments": lambda: f"f({', '.join(f'a{i}=1' for i in range(5_000))})\n",
    "bases": _repeated("A, ", 5_000, "class B(", "A): pass\n"),
    "annotations": lambda: f"def f(a: {'list[' * 1_500}int{']' * 1_500}): pass\n",
    "a type in a string": lambda: f"x: '{'list[' * 1_500}int{']' * 1_500}' = 1\n",
    "targets": _repeated("(a, ", 1_500, "", "b" + ")" * 1_500 + " = c\n"),
    "starred targets": _repeated("*a, ", 5_000, "", "b = c\n"),
    "global": _repeated("a, ", 20_000, "def f():\n    global ", "a\n"),
    "semicolons": _repeated("a = 1; ", 50_000, "", "\n"),
    "backslashes": _repeated("\\\n", 50_000),
    "raise from": _repeated("raise a from b\n", 5_000, "", ""),
    "comments": _repeated("# kerascop: ignore[KC204]\n", 50_000, "", ""),
    "unused suppressions": _repeated("a = 1  # noqa: KC204, KC205\n", 5_000, "", ""),
}
"""Texts of which a parser that recurses, natively or not, must be spared."""

NEWER: Mapping[str, Text] = {name: _newer(text) for name, text in DEEP.items()}

LONG: Mapping[str, Text] = {
    "a hundred thousand statements": _repeated("a = 1\n", 100_000, "", ""),
    "ten thousand functions": lambda: "".join(f"def f{i}(): pass\n" for i in range(10_000)),
    "ten thousand classes": lambda: "".join(f"class A{i}: pass\n" for i in range(10_000)),
    "ten thousand imports": lambda: "".join(f"import m{i}\n" for i in range(10_000)),
    "ten thousand calls": _repeated("f(1)\n", 10_000, "", ""),
    "ten thousand models": _repeated("Sequential([Dense(1)])\n", 10_000, "", ""),
    "a line of five million characters": _repeated("a" * 5_000_000, 1, end="\n"),
    "a string of five million characters": lambda: f"x = '{'a' * 5_000_000}'\n",
    "a list of a million numbers": lambda: f"x = [{'1, ' * 1_000_000}]\n",
    "a list of a hundred thousand numbers": lambda: f"x = [{'1, ' * 100_000}]\n",
    "a dictionary of a hundred thousand": lambda: (
        f"x = {{{', '.join(f'{i}: {i}' for i in range(60_000))}}}\n"
    ),
    "a comment of five million characters": lambda: f"# {'a' * 5_000_000}\n",
    "a directive of many codes": lambda: f"x = 1  # noqa: {','.join(['KC204'] * 20_000)}\n",
    "a million empty lines": lambda: "\n" * 1_000_000 + "x = 1\n",
    "an integer of a hundred thousand digits": lambda: f"x = {'9' * 100_000}\n",
    "a hexadecimal integer of a million digits": lambda: f"x = 0x{'f' * 900_000}\n",
    "a float of many digits": lambda: f"x = {'9' * 100_000}.0e999999999999\n",
    "a name of a hundred thousand letters": lambda: f"{'a' * 100_000} = Dense(1)\n",
    "a line of a hundred thousand `noqa`": lambda: f"# {'noqa ' * 100_000}\n",
    "spaces behind from": lambda: f"'''\nfrom{' ' * 20_000}x\n'''\n",
    "dots behind from": lambda: f"'''\nfrom {'.' * 100_000}!\n'''\n",
    "imports that no parenthesis closes": lambda: "'''\n" + "from a import (\n" * 60_000 + "'''\n",
    "spaces": lambda: "x = 1" + " " * 900_000 + "+ 1\n",
    "spaces before a call": lambda: "Sequential" + " " * 900_000 + "x\n",
    "parentheses that no regular expression closes": lambda: "from a import (" + "a, " * 300_000,
    "prompts": _repeated(">>> x = 1\n", 50_000, "", ""),
    "prints of Python 2": lambda: "print 'a'\n" * 20_000,
    "what training prints": lambda: "Epoch 1/20\n 1/20 [>....] - ETA: 1s\n" * 10_000,
    "tracebacks": lambda: "Traceback (most recent call last):\n  File\n" * 10_000,
    "quotes of a word processor": lambda: "x = “a”\n" * 10_000,
    "magics": lambda: "%matplotlib inline\n!pip install keras\n" * 10_000,
}
"""Texts that are merely long."""

BROKEN: Mapping[str, Text] = {
    "nothing": lambda: "",
    "Python 2": lambda: "print 'a'\nexec 'a'\nraise A, 'b'\nx = 0777L <> `a`\n",
    "a truncated call": lambda: "from keras import layers\nx = layers.Dense(1, activation=",
    "a truncated string": lambda: "x = 'abc",
    "a truncated text": lambda: "x = '''abc\n\n\n",
    "a truncated f-string": lambda: "x = f'{a",
    "a truncated comment": lambda: "x = 1  # noqa: KC",
    "a truncated function": lambda: "def f(",
    "a truncated decorator": lambda: "@",
    "a truncated line": lambda: "x = 1 \\",
    "a truncated block": lambda: "if a:",
    "a program cut off in its middle": lambda: FAULTY[: len(FAULTY) // 2],
    "form feeds": lambda: FAULTY.replace("\n", "\n\f"),
    "form feeds in margins": lambda: "if a:\n\f    x = 1\n  \f  y = 1\n",
    "vertical tabs": lambda: "x = 1\v\n\vy = 2\n",
    "tabs and spaces": lambda: "if a:\n\tx = 1\n        y = 1\n",
    "lines that only Unicode ends": lambda: "x = 'a\u2028b\u2029c\x85d\x1cd'\ny = 1 +\n",
    "lines that only Unicode ends, in Python 2": lambda: "x = 'a\u2028b\x85\x1cd'\nprint 'a'\n",
    "a lone surrogate in an escape": lambda: "x = '\\ud800'\nDense(1, name=x)\n'%s' % x\nf'{x}'\n",
    "invisible characters": lambda: "x\u200b = 1\u00a0+ 2\n\ufeff\n",
    "text that runs from right to left": lambda: "x = '\u202e' # \u2066\n",
    "names that normalise": lambda: "ﬁ = 1\nfi.a = ﬁ\n𝐃𝐞𝐧𝐬𝐞(1)\n",
    "control characters": lambda: "x = 1\x01\x02\x1a\n",
    "a merge conflict": lambda: "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> other\n",
    "a diff": lambda: "--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n",
    "HTML": lambda: "<!DOCTYPE html><html><body>keras</body></html>\n",
    "JSON": lambda: '{"keras": null, "a": [true, false]}\n',
    "a line of 30,000 signs behind an open bracket": lambda: f"foo(a\ny = {'-' * 30_000}1\n",
    "an octal number of 6,000 digits": lambda: f"x = 0{'7' * 6_000}\n",
    "spaces before a bracket that was never open": lambda: " " * 200_000 + ")\n",
    "a print of a hundred thousand escaped quotes": lambda: "print x, " + r"\'" * 100_000 + "\n",
    "a hundred thousand triple quotes behind backslashes": lambda: (
        "x = 1 1\n" + '\\"""\n' * 100_000
    ),
    "a hundred thousand quotes behind backslashes": lambda: "x = 1 1\n" + "\\'" * 100_000 + "\n",
    "a character that begins no token behind 100,000 spaces": lambda: (
        f"x = 1{' ' * 100_000}$ # noqa: KC204\n"
    ),
    "a comment behind a hundred thousand escaped quotes": lambda: (
        "x = " + r"\'" * 100_000 + " # noqa: KC204\n"
    ),
    "only brackets": lambda: ")(" * 50_000,
    "only quotes": lambda: "'" * 50_001,
    "only triple quotes": lambda: "'''\"\"\"" * 10_000,
    "only backslashes": lambda: "\\" * 50_000,
    "only dots": lambda: "." * 50_000,
    "only colons": lambda: ":" * 50_000,
    "only at signs": lambda: "@" * 50_000,
    "only commas": lambda: "," * 50_000,
    "only f-string starts": lambda: "f'{" * 20_000,
}
"""Texts that are no Python, or hardly."""
