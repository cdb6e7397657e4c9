"""The colours of pictures and pages, in light and in dark."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kerascop.summary.kinds import Kind

LIGHT = {
    "paper": "#ffffff",
    "ground": "#f4f5f8",
    "box": "#ffffff",
    "ink": "#1f2430",
    "quiet": "#626a7a",
    "line": "#aab1bf",
    "error": "#c62f3b",
    "warning": "#a86200",
    "info": "#1d6fb8",
    "marked": "#3556e8",
    "glow": "#e6ebff",
    "keyword": "#a3259e",
    "string": "#2f7d32",
    "number": "#b0530a",
    "comment": "#7b8494",
}
DARK = {
    "paper": "#14171f",
    "ground": "#1a1e28",
    "box": "#232936",
    "ink": "#e8eaf0",
    "quiet": "#a1a9ba",
    "line": "#576074",
    "error": "#ff7a85",
    "warning": "#f0b04a",
    "info": "#6db5f5",
    "marked": "#8ca2ff",
    "glow": "#28325c",
    "keyword": "#e39be0",
    "string": "#93cf8e",
    "number": "#f0b183",
    "comment": "#8b94a6",
}
KINDS = {
    Kind.INPUT: "#8a94a6",
    Kind.CONVOLUTION: "#3b7dd8",
    Kind.DENSE: "#7a5cd6",
    Kind.RECURRENT: "#c2519b",
    Kind.ATTENTION: "#e0663f",
    Kind.POOLING: "#1e9e92",
    Kind.NORMALIZATION: "#c9a227",
    Kind.ACTIVATION: "#d9772b",
    Kind.REGULARIZATION: "#a0a86a",
    Kind.MERGING: "#4aa564",
    Kind.RESHAPING: "#7f8fb0",
    Kind.MODEL: "#b0543c",
    Kind.OTHER: "#9aa0ab",
}
"""The stripe of each kind of layer, the same in light and in dark."""

_VARIABLE = re.compile(r"var\(--([a-z]+)\)")


def resolved(rules: str, palette: Mapping[str, str]) -> str:
    """A style sheet with the colours themselves in the place of its variables."""
    return _VARIABLE.sub(lambda match: palette[match[1]], rules)


def variables() -> str:
    """The rules that define the variables, by what the reader's system prefers."""
    light, dark = (
        " ".join(f"--{name}: {colour};" for name, colour in palette.items())
        for palette in (LIGHT, DARK)
    )
    return (
        f":root {{ color-scheme: light dark; {light} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
    )


def kind_rules() -> str:
    """The rules that colour the stripes."""
    return "".join(f".kc-{kind.value} {{ fill: {colour}; }}\n" for kind, colour in KINDS.items())
