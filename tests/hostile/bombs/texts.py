"""Formats, replacements and patterns that make endless text or take endless time."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "a wide field": """
x = '%1000000000d' % 1
y = '%.1000000000f' % 1.0
z = '%*d' % (10 ** 9, 1)
w = '%-1000000000s' % 'a'
v = b'%1000000000d' % 1
""",
    "a wide field of an f-string": """
x = 1
a = f'{x:>10000000000}'
b = f'{x:.1000000000f}'
c = f'{x:{10 ** 9}}'
d = f'{x:01000000000d}'
e = f'{1.5:.10000000e}'
""",
    "a wide field of format": """
x = '{:>10000000000}'.format(1)
y = format(1, '1000000000d')
z = '{:{}}'.format(1, 10 ** 9)
w = '{0:{1}}'.format(1, 10 ** 9)
v = '{:.{}f}'.format(1.0, 10 ** 8)
""",
    "a format of many fields": """
x = ('{:900}' * 50).format(*range(50))
y = '%900d' * 900 % tuple(range(900))
z = ('{0}' * 20000).format('a' * 20000)
w = '%(a)s' * 9000 % {'a': 'b' * 40000}
""",
    "formats of wide values": """
a, b, c = 'x' * 49000, b'\\xff' * 49000, ('x' * 49000,) * 3
t, p = '{0}' * 16000, '%(a)s' * 900
"""
    + """
x = t.format(a)
y = p % {'a': b}
z = p % {'a': c}
"""
    * 100
    + "w = f'"
    + "{a}" * 9_000
    + "'",
    "splitting into many": "a = ',' * 49000\nb = '\\n' * 49000\n"
    + "x = a.split(',')\nmystery(x)\ny = b.splitlines()\nz = a.rsplit(',')\n" * 500,
    "a format that looks inside": """
x = '{0.__class__.__mro__}'.format(1)
y = '{0[0][0][0]}'.format([[[1]]])
z = '{:%Y}'.format(1)
w = '{0!r:{0}}'.format('{0}' * 900)
""",
    "padding": r"""
x = 'a'.ljust(10 ** 10)
y = 'a'.center(10 ** 10)
z = 'a'.zfill(10 ** 10)
w = 'a\t'.expandtabs(10 ** 10)
v = 'a'.rjust(10 ** 9, 'b')
u = ('a\t' * 9000).expandtabs(9000)
""",
    "replacing": """
x = 'a' * 40000
y = x.replace('a', x)
z = x.replace('', x)
w = x.join(x)
v = x.translate({97: x})
u = x.split('a')
t = x.join([x] * 40)
s = x.encode('utf-32')
r = x.splitlines()
q = x.partition('a')
""",
    "counting": """
x = 'a' * 40000
x.count('a' * 20000 + 'b')
x.find('a' * 20000 + 'b')
x.rfind('b' + 'a' * 20000)
x in x * 2
x.split('a' * 100 + 'b')
x.strip(x)
""",
    "regular expressions": """
import re
re.match('(a+)+$', 'a' * 40 + 'b')
re.compile('(' * 1000 + ')' * 1000)
re.sub('a{0,60000}' * 9, 'b', 'a' * 40000)
re.findall('(x+x+)+y', 'x' * 40)
re.split('(a|aa)+$', 'a' * 40 + 'b')
re.fullmatch('a{1000000000}', 'a')
re.search('(?:a?){60}a{60}', 'a' * 60)
""",
    "a name of a layer": r"""
Dense(1, name='a' * 40000)
Dense(1, name='%s' * 9000)
Dense(1, name='\ud800')
Dense(1, name='\0')
Sequential(name='\n' * 900)
""",
    "loading": r"""
import json, pickle, ast, yaml
json.loads('[' * 40000)
pickle.loads(b'cos\nsystem\n')
ast.literal_eval('(' * 20000)
eval('9 ** 9 ** 9')
exec('while True: pass')
compile('(' * 900, '', 'exec')
__import__('os').system('exit 1')
int('1_' * 20000 + '1')
float('1' * 40000)
complex('1' * 40000)
""",
    "escapes": r"""
x = '\N{GREEK SMALL LETTER ALPHA}' * 40000
y = x.encode().decode('unicode_escape')
x.encode('ascii', 'xmlcharrefreplace')
x.encode('idna')
x.upper().casefold().swapcase()
'ß'.upper() * 25000
x.encode('hex')
b'a'.decode('klingon')
b'x' .decode('zlib')
""",
}
